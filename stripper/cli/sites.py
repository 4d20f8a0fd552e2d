"""The tools for sites: learn what a site repeats, correct what is stripped, see what it changes."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import unified_diff
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING

from stripper.cli.arguments import Parser
from stripper.cli.exits import DONE, FAILED, say
from stripper.documents import Document, Failure, Input, Reading
from stripper.errors import InputError, OptionError

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from stripper.learning import Learner
    from stripper.learning.sample import Sample
    from stripper.profiles import Profile

NAME = "stripper"
SITES = "sites"
"""The folder that corrections are written to where no other place is named."""
EVERY_SITE = "every-site"
"""The file of corrections that hold for all hosts."""
BATCH = 256
"""Documents that are read before they are learned from."""


def add_tools(tools: "_SubParsersAction[Parser]") -> None:
    """Add `learn` and `correct` to the toolbox's parser."""
    learning = tools.add_parser("learn", help="learn what the pages of a site repeat")
    add = learning.add_argument
    add("pages", metavar="PAGES", nargs="+", help="pages of a site: files, folders, records")
    add("-o", "--output", metavar="PATH", help="the profile; a folder gets one a site")
    add("--update", action="store_true", help="renew the profile, and say how its entries fare")
    add("--host", metavar="HOST", help="of pages without an address")
    add("--date", dest="day", metavar="DAY", help="when the pages were met (default: today)")
    add("--field", metavar="NAME", help="the text of a record")
    add("--url-field", metavar="NAME", help="the address of a record")
    learning.set_defaults(tool=learn)
    correcting = tools.add_parser("correct", help="say what of a page must stay or go from now on")
    add = correcting.add_argument
    add("pages", metavar="PAGE", nargs="+", help="the page, and others to show the change on")
    for name in ("keep", "strip"):
        add(f"--{name}", metavar="TEXT|LINES", action="append", default=[],
            help=f"a text of the page, or its lines (12 or 12-15), to {name}")  # fmt: skip
    add("--site", metavar="HOST", help="pages of this host only (default: of all hosts)")
    add("-o", "--output", metavar="PATH", default=SITES, help=f"profile or folder ({SITES})")
    correcting.set_defaults(tool=correct)


def learn(
    pages: Sequence[str], output: str | None = None, update: bool = False,
    host: str | None = None, day: str | None = None, field: str | None = None,
    url_field: str | None = None,
) -> int:  # fmt: skip
    """Learn profiles from pages and write them, or renew those that are there."""
    from stripper.learning import Learner, make_profile

    if update and not output:
        raise OptionError("--update renews a profile: name it with --output")
    target = Path(output) if output else None
    single = target is not None and target.suffix == ".toml" and not target.is_dir()
    learner = Learner(host=host or (target.stem if target and single else None), day=_read_day(day))
    failed = _take_in(learner, read(pages, field, url_field))
    samples = {site: sample for site, sample in learner.samples.items() if len(sample)}
    if not samples:
        raise InputError("no pages of a known site: give them addresses, or name the --host")
    if (single or target is None) and len(samples) > 1:
        raise InputError(f"pages of {len(samples)} sites ({', '.join(samples)}): "
                         "name a folder with --output, for a profile a site")  # fmt: skip
    for site, sample in samples.items():
        place = target if single or target is None else target / f"{site}.toml"
        if update and place is not None and place.exists():
            _renew(place, site, sample)
            continue
        profile = make_profile(site, sample)
        _write(place, profile, fresh=True)
        copies = len(sample) - profile.pages
        say(f"{site}: {profile.pages} pages, {copies} copies of others, {len(profile.entries)} "
            f"entries, confidence {profile.confidence:.2f}", command=NAME)  # fmt: skip
    return FAILED if failed else DONE


def correct(
    pages: Sequence[str], keep: Sequence[str] = (), strip: Sequence[str] = (),
    site: str | None = None, output: str = SITES,
) -> int:  # fmt: skip
    """Write a correction into a profile, and show what it changes on the pages."""
    from stripper.learning.correcting import add_corrections, find_texts
    from stripper.profiles import Profile, read_profile

    if not keep and not strip:
        raise OptionError("nothing to correct: give --keep or --strip a text or lines of the page")
    documents = _read_texts(pages)
    page = documents[0]
    host = site.lower().removeprefix("www.") if site else None
    path = Path(output)
    place = path if path.suffix == ".toml" else path / f"{host or EVERY_SITE}.toml"
    before = read_profile(place) if place.exists() else Profile((host or "*",))
    after = add_corrections(
        before,
        strip=[t for w in strip for t in find_texts(page.text, w, format=page.format)],
        keep=[t for w in keep for t in find_texts(page.text, w, format=page.format)],
    )
    texts = _strip(documents, place)
    _write(place, after)
    for document, one, other in zip(documents, texts, _strip(documents, place), strict=True):
        for line in _compare(one, other):
            sys.stdout.buffer.write(f"{document.name}: {line}\n".encode())
    say(f"{place}: {len(after.strip)} texts go, {len(after.keep)} stay", command=NAME)
    return DONE


def read(
    operands: Sequence[str], field: str | None = None, url_field: str | None = None
) -> Iterator[Document | Failure]:
    """The documents that operands name, and what could not be read of them."""
    from stripper.readers import read_document, read_records
    from stripper.readers.operands import find_inputs, look_at

    reading = Reading(field, url_field)
    for given in find_inputs(operands):
        if given.path is None and not given.remote:
            given = look_at(given, text_field=field, records=bool(field or url_field))
        if given.records:
            yield from read_records(given, reading)
            continue
        try:
            if given.path and given.path.suffix == ".lines":
                yield from _read_labelled(given)
            else:
                yield read_document(given, reading)
        except InputError as error:
            yield Failure(given, given.name, str(error), whole=True)


def _read_labelled(given: Input) -> Iterator[Document]:
    """The pages of a file of labelled lines, without the labels."""
    from stripper.evaluate.labelled import read_labelled

    assert given.path is not None
    for page in read_labelled(given.path):
        yield Document(given, given.name, page.text, page.url or None, page.format)


def _take_in(learner: "Learner", documents: Iterable[Document | Failure]) -> int:
    """Learn from documents, neighbours of one format together; returns how many failed."""
    failed = 0
    for form, group in groupby(documents, key=lambda d: getattr(d, "format", None)):
        while batch := list(islice(group, BATCH)):
            held = [d for d in batch if isinstance(d, Document)]
            for failure in (d for d in batch if isinstance(d, Failure)):
                failed += _fail(failure, failure.error)
            try:
                learner.add([(d.text, d.url) for d in held], format=form)
            except InputError:  # one of them is at fault; what was taken in twice counts once
                failed += sum(_take_alone(learner, document) for document in held)
    return failed


def _take_alone(learner: "Learner", document: Document) -> int:
    try:
        learner.add([(document.text, document.url)], format=document.format)
    except InputError as error:
        return _fail(document, str(error))
    return 0


def _fail(document: Document | Failure, error: str) -> int:
    say(f"{document.name}: {error}", command=NAME)
    return 1


def _renew(place: Path, site: str, sample: "Sample") -> None:
    from stripper.learning.updating import update
    from stripper.profiles import read_profile

    profile, health = update(read_profile(place), sample)
    _write(place, profile)
    for line in health.describe():
        say(f"{site}: {line}", command=NAME)


def _write(place: Path | None, profile: "Profile", *, fresh: bool = False) -> None:
    """Write a profile, or show it where no place is named; `fresh` overwrites nothing."""
    from stripper.profiles.writing import format_profile
    from stripper.writers import replacing

    if place is None:
        sys.stdout.buffer.write(format_profile(profile).encode())
        return
    there = place.exists()
    if there and fresh:
        raise InputError(f"{place} exists: --update renews it")
    place.parent.mkdir(parents=True, exist_ok=True)
    with replacing(place) as sink:
        sink.write(format_profile(profile, place.read_text("utf-8") if there else "").encode())


def _read_texts(operands: Sequence[str]) -> list[Document]:
    documents = []
    for document in read(operands):
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


def _read_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise OptionError(f"--date wants a day such as 2026-11-28, not {text!r}") from error
