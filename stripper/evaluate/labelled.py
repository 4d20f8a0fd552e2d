"""Labelled pages: every line with what it is, for scoring and for training.

Two forms. `.lines` files hold one page: header lines `name: value`, a line `---`, then label, TAB
and
the line as it stands. JSONL holds one record a line: `text`, `labels` (one a line of the text,
empty
for blank lines), and the same header fields.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stripper.errors import InputError, unknown
from stripper.packs import categories

CONTENT = "content"


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page whose every line that is not blank has a label: a category, or `content`."""

    id: str
    text: str
    labels: tuple[str, ...]
    """One a line of `text.split("\\n")`; blank lines have an empty label."""
    language: str = ""
    format: str = "text"
    access: str = ""
    kind: str = "page"
    url: str = ""


def read_labelled(path: Path) -> Iterator[LabelledPage]:
    """The pages of a `.lines` file, a JSONL file or a folder of them, in order of their names."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.suffix in (".lines", ".jsonl"):
                yield from read_labelled(file)
    elif not path.exists():
        raise InputError(f"{path}: no such file or folder")
    elif path.suffix == ".jsonl":
        for number, line in enumerate(_read(path).split("\n"), 1):
            if line.strip():
                yield _from_record(line, f"{path}:{number}")
    else:
        yield _from_lines(path)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
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
        text, labels = record["text"], tuple(record["labels"])
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{where}: wants a JSON object with text and labels ({error})") from error
    if len(labels) != len(text.split("\n")):
        raise InputError(f"{where}: has {len(labels)} labels for {len(text.split(chr(10)))} lines")
    return _page(str(record.get("id", where)), text, labels, record, where)


def _page(
    name: str, text: str, labels: tuple[str, ...], header: dict[str, str], where: str
) -> LabelledPage:
    known = (CONTENT, *categories())
    for label in labels:
        if label and label not in known:
            raise InputError(f"{where}: {unknown('label', label, known)}")
    fields = {k: header.get(k, "").strip() for k in ("language", "format", "access", "kind", "url")}
    return LabelledPage(
        name, text, labels, fields["language"], fields["format"] or "text", fields["access"],
        fields["kind"] or "page", fields["url"],
    )  # fmt: skip
