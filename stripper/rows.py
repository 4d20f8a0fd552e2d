"""Rows: records of containers other than JSONL, as names and values.

A row and a JSONL record answer the same questions: which field, what is in it, the whole as a line
of JSON. Names may be paths: `page.text` is the field `text` of the object in the field `page`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from stripper.errors import InputError, unknown

TEXT_FIELDS = ("text", "markdown", "content", "articleBody", "html")
"""The fields that may hold a record's text, best first."""
URL_FIELDS = ("url", "source_url", "sourceURL", "original_url", "link", "uri")


class Fields(Protocol):
    """What a record of any container can do."""

    @property
    def line(self) -> str:
        """The record as a line of JSON."""

    def names(self) -> Iterable[str]:
        """The names of its fields."""

    def holds(self, path: str) -> bool:
        """Whether there is such a field."""

    def get(self, path: str) -> object:
        """The content of a field; None for one that does not exist."""

    def replaced(self, changes: Mapping[str, object]) -> str:
        """The record as a line of JSON, with some fields changed or added."""


@dataclass(frozen=True, slots=True)
class Row:
    """A record as a mapping; `key` is what its container knows it by."""

    values: Mapping[str, object]
    key: object = None

    @property
    def line(self) -> str:
        """The row as a line of JSON; what JSON has no form for is written as text."""
        return self.replaced({})

    def names(self) -> Iterable[str]:
        """The names of its fields."""
        return self.values

    def holds(self, path: str) -> bool:
        """Whether there is such a field."""
        return bool(path in self.values or _descend(self.values, path))

    def get(self, path: str) -> object:
        """The content of a field; None for one that does not exist."""
        if path in self.values:
            return self.values[path]
        found = _descend(self.values, path)
        return found[0][found[1]] if found else None

    def changed(self, changes: Mapping[str, object]) -> dict[str, object]:
        """The values with some changed or added; those inside others are copied on the way.

        >>> Row({"page": {"text": "a", "n": 1}}).changed({"page.text": "b"})
        {'page': {'text': 'b', 'n': 1}}
        """
        values = dict(self.values)
        for path, content in changes.items():
            inside: dict[str, object] = values
            if path not in values and _descend(values, path):
                *outer, path = path.split(".")
                for name in outer:
                    held = inside[name]
                    assert isinstance(held, dict)
                    inside[name] = inside = dict(held)
            inside[path] = content
        return values

    def replaced(self, changes: Mapping[str, object]) -> str:
        """The row as a line of JSON, with some fields changed or added."""
        return encode_json(self.changed(changes)) + "\n"


def encode_json(value: object, *, plain: bool = False) -> str:
    """JSON in one line; `plain` escapes all that is not ASCII.

    Half a surrogate pair, which JSON may hold and UTF-8 may not, is escaped in any case.
    """
    written = json.dumps(value, ensure_ascii=plain, default=_as_text)
    try:
        written.encode("utf-8")
    except UnicodeEncodeError:
        written = json.dumps(value, default=_as_text)
    return written


def find_text(record: Fields, field: str | None) -> tuple[str, str]:
    """The name and content of a record's text: of the named field, or the first of `TEXT_FIELDS`.

    A null is an empty text: there was nothing to extract. An `InputError` says that there is no
    such field, or something else in it. An empty text counts only where no other field has one.
    """
    names = [field] if field else [n for n in TEXT_FIELDS if record.holds(n)]
    if not names:
        raise InputError(f"has none of the fields {', '.join(TEXT_FIELDS)}: name one with --field")
    if field and not record.holds(field):
        raise InputError(unknown("field", field, record.names()))
    held = {n: record.get(n) for n in names}
    texts = [n for n in names if isinstance(held[n], str)]
    best = [n for n in texts if held[n]] or texts or [n for n in names if held[n] is None]
    if not best:
        kind = ": it holds bytes, so decode the column first"
        remedy = kind if isinstance(held[names[0]], bytes) else ""
        raise InputError(f"field {names[0]!r} holds no text{remedy}")
    content = held[best[0]]
    return best[0], content if isinstance(content, str) else ""


def find_url(record: Fields, field: str | None) -> str | None:
    """A record's address, where a field holds one."""
    for name in (field,) if field else URL_FIELDS:
        content = record.get(name)
        if isinstance(content, str) and content:
            return content
    return None


def _descend(values: Mapping[str, object], path: str) -> tuple[Mapping[str, object], str] | None:
    """The object in which the last name of a path stands, and that name; None where it does not."""
    *outer, name = path.split(".")
    for step in outer:
        inside = values.get(step)
        if inside is None and step in values:
            return {name: None}, name  # nothing in what may hold it: as if it held nothing there
        if not isinstance(inside, Mapping):
            return None
        values = inside
    return (values, name) if outer and name in values else None


def _as_text(value: object) -> str:
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else str(value)
