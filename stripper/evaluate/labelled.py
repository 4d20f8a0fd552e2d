"""Labelled pages: every line with what it is, for scoring and for training.

`.lines` files hold one page: header lines `name: value`, a line `---`, then label, TAB and the line
as it stands. `.labels.html` files hold one page of HTML whose elements say what they are
(`evaluate.marked`). JSONL, which may be compressed (`.gz`), holds a record a line, with the same
header fields and one of

    text, labels           a label a line of the text, empty for blank lines
    text, kept             the text that should be left of it
    html, main_content     the same of HTML, as gold standards have it; also text, main_content
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from stripper.errors import InputError, unknown
from stripper.formats import FORMATS
from stripper.packs import categories

CONTENT = "content"
_MARKED = ".labels.html"
PAGES = (".lines", _MARKED)
"""Ends of the names of files that hold one labelled page."""
_RECORDS = (".jsonl", ".jsonl.gz")
_KEPT = ("kept", "main_content")


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page whose every line that is not blank has a label: a category, or `content`; or a page
    with the text that should be left of it."""

    id: str
    text: str
    labels: tuple[str, ...]
    """One a line of `text.split("\\n")`, or of the rendition of HTML; blank lines have an empty
    label. None at all where `kept` says what stays."""
    language: str = ""
    format: str = "text"
    access: str = ""
    kind: str = "page"
    url: str = ""
    kept: str = ""
    title: str = ""


def read_labelled(path: Path) -> Iterator[LabelledPage]:
    """The pages of a `.lines` file, a `.labels.html` file, a JSONL file or a folder of them, in
    order of their names."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.name.endswith((*PAGES, *_RECORDS)):
                yield from read_labelled(file)
    elif not path.exists():
        raise InputError(f"{path}: no such file or folder")
    elif path.name.endswith(_RECORDS):
        for number, line in enumerate(_read(path).split("\n"), 1):
            if line.strip():
                yield _from_record(line, f"{path}:{number}")
    elif path.name.endswith(_MARKED):
        # the parser of HTML, which pages of text do without
        from stripper.evaluate.marked import read_marks

        try:
            marked = read_marks(_read(path))
        except InputError as error:
            raise InputError(f"{path}: {error}") from error
        if not any(marked.labels):
            raise InputError(f'{path}: has no element with data-label="…"')
        header = {"format": "html", **marked.fields}
        name = path.name.removesuffix(_MARKED)
        yield _page(name, marked.html, marked.labels, header, str(path))
    else:
        yield _from_lines(path)


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error


def _from_lines(path: Path) -> LabelledPage:
    head, found, body = _read(path).partition("\n---\n")
    if not found:
        raise InputError(f"{path}: has no line `---` between header and page")
    header = dict(line.split(":", 1) for line in head.splitlines() if ":" in line)
    lines, labels = [], []
    for number, line in enumerate(body.removesuffix("\n").split("\n"), head.count("\n") + 3):
        label, tab, text = line.partition("\t")
        if line.strip() and not tab:
            raise InputError(f"{path}:{number}: wants label, TAB, text")
        lines.append(text if tab else line)
        labels.append(label if tab else "")
    return _page(path.stem, "\n".join(lines) + "\n", (*labels, ""), header, str(path))


def _from_record(line: str, where: str) -> LabelledPage:
    try:
        record = json.loads(line)
        names = [
            name for name in ("text", "html", "labels", *_KEPT) if record.get(name) is not None
        ]
    except (ValueError, AttributeError) as error:
        raise InputError(f"{where}: wants a JSON object ({error})") from error
    except RecursionError as error:
        raise InputError(f"{where}: is nested too deeply") from error
    held = next((name for name in ("labels", *_KEPT) if name in names), "")
    source = "html" if held in _KEPT and "html" in names else "text"
    if not held or source not in names:
        raise InputError(
            f"{where}: wants text with labels or kept, or html with main_content, "
            f"not {' and '.join(names) or 'none of them'}"
        )
    text, name = str(record[source]), str(record.get("id", where))
    if held in _KEPT:
        header = {**record, "format": "html"} if source == "html" else record
        page = _page(name, text, (), header, where)
        title = str(record.get("title") or "")
        return replace(page, kept=str(record[held]), title=title)
    labels = tuple(map(str, record["labels"])) if isinstance(record["labels"], list) else ()
    if len(labels) != len(text.split("\n")):
        raise InputError(f"{where}: has {len(labels)} labels for {len(text.split(chr(10)))} lines")
    return _page(name, text, labels, record, where)


def _page(
    name: str, text: str, labels: tuple[str, ...], header: Mapping[str, object], where: str
) -> LabelledPage:
    known = (CONTENT, *categories())
    for label in labels:
        if label and label not in known:
            raise InputError(f"{where}: {unknown('label', label, known)}")
    names = ("language", "format", "access", "kind", "url")
    fields = {name: str(header.get(name) or "").strip() for name in names}
    if fields["format"] and fields["format"] not in FORMATS:
        raise InputError(f"{where}: {unknown('format', fields['format'], FORMATS)}")
    fields["kind"] = fields["kind"] or str(header.get("page_type") or "").strip()
    return LabelledPage(
        name, text, labels, fields["language"], fields["format"] or "text", fields["access"],
        fields["kind"] or "page", fields["url"],
    )  # fmt: skip
