"""Records: lines of JSONL, read without being rewritten.

A record is kept as the line it stood in, with the place of each value: a field is replaced where it
stands, and all else (order, spacing, escapes, long numbers, fields given twice) passes through as
bytes that nobody has parsed and printed again.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from stripper.errors import InputError, unknown

TEXT_FIELDS = ("text", "markdown", "content", "articleBody", "html")
"""The fields that may hold a record's text, best first."""
URL_FIELDS = ("url", "source_url", "sourceURL", "original_url", "link", "uri")

_SPACE = re.compile(r"[ \t\r\n]*")
_MARK = "\ufeff"


def _skip(_: str) -> None:
    """Numbers are never used; converting one of a million digits would take minutes."""


_DECODER = json.JSONDecoder(parse_int=_skip, parse_float=_skip, parse_constant=_skip)


@dataclass(frozen=True, slots=True)
class Value:
    """A value and where it stands in its line; numbers read as None."""

    start: int
    end: int
    value: object


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON object in one line, and where its values stand."""

    line: str
    values: Mapping[str, Value]
    close: int
    """Where the closing brace stands."""

    def replaced(self, changes: Mapping[str, object]) -> str:
        """The line with some values replaced where they stand, and new ones added at the end.

        >>> parse_record('{"text": "a", "n": 1.50}').replaced({"text": "b", "new": []})
        '{"text": "b", "n": 1.50, "new": []}'
        """
        cuts, added = [], ""
        for name, content in changes.items():
            written = encode_json(content, plain=self.line.isascii())
            if name in self.values:
                cuts.append((self.values[name].start, self.values[name].end, written))
            else:
                comma = ", " if self.values or added else ""
                added += f"{comma}{encode_json(name, plain=self.line.isascii())}: {written}"
        parts, at = [], 0
        for start, end, written in sorted(cuts):
            parts += [self.line[at:start], written]
            at = end
        return "".join([*parts, self.line[at : self.close], added, self.line[self.close :]])


def encode_json(value: object, *, plain: bool = False) -> str:
    """JSON in one line; `plain` escapes all that is not ASCII.

    Half a surrogate pair, which JSON may hold and UTF-8 may not, is escaped in any case.
    """
    written = json.dumps(value, ensure_ascii=plain)
    try:
        written.encode("utf-8")
    except UnicodeEncodeError:
        written = json.dumps(value)
    return written


def parse_record(line: str) -> Record:
    """Read a line of JSONL; an `InputError` says where it is no JSON object."""
    values: dict[str, Value] = {}
    try:
        at = _after_space(line, 1 if line.startswith(_MARK) else 0)
        at = _after_space(line, _after(line, at, "{"))
        while line[at : at + 1] != "}":
            if values:
                at = _after_space(line, _after(line, at, ","))
            if line[at : at + 1] != '"':
                raise InputError(f"is no JSON object: a name is missing at character {at + 1}")
            name, at = _DECODER.raw_decode(line, at)
            at = _after(line, _after_space(line, at), ":")
            start = _after_space(line, at)
            value, end = _DECODER.raw_decode(line, start)
            values[name] = Value(start, end, value)
            at = _after_space(line, end)
    except json.JSONDecodeError as error:
        raise InputError(f"is no JSON object: {error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise InputError("is nested too deeply") from error
    if _after_space(line, at + 1) != len(line):
        raise InputError(f"is no JSON object: more follows at character {at + 2}")
    return Record(line, values, at)


def find_text(record: Record, field: str | None) -> tuple[str, str]:
    """The name and content of a record's text: of the named field, or the first of `TEXT_FIELDS`.

    An `InputError` says that there is none. An empty text counts only where no other field has one.
    """
    held = {n: v.value for n, v in record.values.items() if isinstance(v.value, str)}
    names = [field] if field else [n for n in TEXT_FIELDS if n in record.values]
    if not names:
        raise InputError(f"has none of the fields {', '.join(TEXT_FIELDS)}: name one with --field")
    best = [n for n in names if held.get(n)] or [n for n in names if n in held] or names
    name = best[0]
    if name not in record.values:
        raise InputError(f"has no such field: {unknown('field', name, record.values)}")
    content = record.values[name].value
    if not isinstance(content, str):
        raise InputError(f"field {name!r} holds no text")
    return name, content


def find_url(record: Record, field: str | None) -> str | None:
    """A record's address, where a field holds one."""
    for name in (field,) if field else URL_FIELDS:
        content = record.values[name].value if name in record.values else None
        if isinstance(content, str) and content:
            return content
    return None


def _after_space(line: str, at: int) -> int:
    found = _SPACE.match(line, at)
    return found.end() if found else at


def _after(line: str, at: int, mark: str) -> int:
    if line[at : at + 1] != mark:
        raise InputError(f"is no JSON object: {mark} is missing at character {at + 1}")
    return at + 1
