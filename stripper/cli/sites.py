"""The tool `stripper correct`: what of a page must stay or go, and what that changes."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from stripper.cli.arguments import Parser, add_command
from stripper.cli.exits import DONE, tell, write
from stripper.documents import Document, Failure, Input, Reading
from stripper.errors import InputError, OptionError

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from stripper.profiles import Profile

SITES = "sites"
"""The folder that corrections are written to where no other place is named."""
EVERY_SITE = "every-site"
"""The file of corrections that hold for all hosts."""


def add_tool(tools: "_SubParsersAction[Parser]") -> None:
    """Add `correct` to the toolbox's parser."""
    correcting = add_command(tools, "correct", "say what of a page must stay or go from now on")
    add = correcting.add_argument
    add("pages", metavar="PAGE", nargs="+", help="the page, and others to show the change on")
    for name in ("keep", "strip"):
        add(f"--{name}", metavar="TEXT|LINES", action="append", default=[],
            help=f"a text of the page to {name}, or its lines, 12 or 12-15, "
                 "as strip --explain counts them")  # fmt: skip
    add("--site", metavar="HOST", help="pages of this host only (default: of all hosts)")
    add("-o", "--output", metavar="PATH", default=SITES, help=f"profile or folder ({SITES})")
    correcting.set_defaults(tool=correct)


def correct(
    pages: Sequence[str], keep: Sequence[str] = (), strip: Sequence[str] = (),
    site: str | None = None, output: str = SITES,
) -> int:  # fmt: skip
    """Write a correction into a profile, and show what it changes on the pages."""
    from stripper.learning.correcting import add_corrections, find_texts
    from stripper.profiles import Profile, check_local, read_profile
    from stripper.profiles.hosts import check_host, find_site
    from stripper.report import count_out

    if not keep and not strip:
        raise OptionError("nothing to correct: give --keep or --strip a text or lines of the page")
    documents = _read_texts(pages)
    page = documents[0]
    host = find_site(check_host(site, "--site")) if site else None
    path = check_local(output)
    place = path if path.suffix == ".toml" else path / name_profile(host or "*")
    before = read_profile(place) if place.exists() else Profile((host or "*",))
    if host:
        check_covered(before, host, place)
    after = add_corrections(
        before,
        strip=[t for w in strip for t in find_texts(page.text, w, format=page.format, goes=True)],
        keep=[t for w in keep for t in find_texts(page.text, w, format=page.format)],
    )
    texts = _strip(documents, place)
    write_profile(place, after)
    for document, one, other in zip(documents, texts, _strip(documents, place), strict=True):
        for line in _compare(one, other):
            write(f"{document.name}: {line}\n")
    goes = "goes" if len(after.strip) == 1 else "go"
    stays = "stays" if len(after.keep) == 1 else "stay"
    tell(f"{place}: {count_out(len(after.strip), 'text')} {goes}, {len(after.keep)} {stays}")
    return DONE


def read(
    inputs: Iterable[Input], field: str | None = None, url_field: str | None = None
) -> Iterator[Document | Failure]:
    """The documents of inputs, and what could not be read of them."""
    from stripper.evaluate.labelled import PAGES
    from stripper.readers import read_document, read_records
    from stripper.readers.operands import look_at

    reading = Reading(field, url_field)
    for given in inputs:
        if given.path is None and not given.remote:
            given = look_at(given, text_field=field, records=bool(field or url_field))
        if given.records:
            yield from read_records(given, reading)
            continue
        try:
            if given.path and given.path.name.endswith(PAGES):
                yield from _read_labelled(given)
            else:
                yield read_document(given, reading)
        except InputError as error:
            yield Failure(given, given.name, str(error), whole=True)


def _read_labelled(given: Input) -> Iterator[Document]:
    """The page of a labelled file, without its labels."""
    from stripper.evaluate.labelled import read_labelled

    assert given.path is not None
    for page in read_labelled(given.path):
        yield Document(given, given.name, page.text, page.url or None, page.format)


def name_profile(site: str) -> str:
    """The name of a profile's file in a folder: that of its site.

    >>> name_profile("example.com"), name_profile("*")
    ('example.com.toml', 'every-site.toml')
    """
    return f"{EVERY_SITE if site == '*' else site.removeprefix('*.')}.toml"


def check_covered(profile: "Profile", site: str, place: Path) -> None:
    """An `OptionError` says that the profile in a place is not of a site."""
    if not (profile.covers(site) or profile.covers(f"www.{site}")):
        held = ", ".join(profile.hosts)
        raise OptionError(f"{place} is of {held}, not of {site}: name another --output")


def check_free(place: Path) -> None:
    """An `OptionError` says that there is a profile already, which nobody asked to renew."""
    if place.exists():
        raise OptionError(f"{place} exists: --update renews it")


def write_profile(place: Path | None, profile: "Profile", *, fresh: bool = False) -> None:
    """Write a profile, or show it where no place is named; `fresh` overwrites nothing."""
    from stripper.profiles.writing import format_profile
    from stripper.writers import replacing

    if place is None:
        write(format_profile(profile))
        return
    if fresh:
        check_free(place)
    there = place.exists()
    place.parent.mkdir(parents=True, exist_ok=True)
    with replacing(place) as sink:
        sink.write(format_profile(profile, place.read_text("utf-8-sig") if there else "").encode())


def _read_texts(operands: Sequence[str]) -> list[Document]:
    from stripper.readers.operands import find_inputs

    documents = []
    for document in read(find_inputs(operands)):
        if isinstance(document, Failure):
            raise InputError(f"{document.name}: {document.error}")
        documents.append(document)
    if not documents:
        raise InputError(f"no pages in {', '.join(operands)}")
    return documents


def _strip(documents: Sequence[Document], place: Path) -> list[str]:
    """The documents stripped, with the profile where there is one."""
    from stripper.pipeline import Stripper

    site = (str(place),) if place.exists() else ()
    return [
        Stripper(site=site, format=document.format)(document.text, url=document.url).text
        for document in documents
    ]


def _compare(one: str, other: str) -> Iterator[str]:
    """The lines that differ: `-` goes now, `+` stays now."""
    for line in unified_diff(one.splitlines(), other.splitlines(), n=0, lineterm=""):
        if line[:1] in "-+" and line[:3] not in ("---", "+++") and line[1:].strip():
            yield f"{line[0]} {line[1:]}"
