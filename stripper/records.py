"""Records: lines of JSONL, read without being rewritten.

A record is kept as the line it stood in, with the place of each value: a field is replaced where it
stands, and all else (order, spacing, escapes, long numbers, fields given twice) passes through as
bytes that nobody has parsed and printed again.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stripper.errors import InputError
from stripper.rows import encode_json

_SPACE = re.compile(r"[ \t\r\n]*")
_MARK = "\ufeff"


def _skip(_: str) -> int:
    """Numbers are never used; converting one of a million digits would take minutes."""
    return 0


_DECODER = json.JSONDecoder(parse_int=_skip, parse_float=_skip, parse_constant=_skip)


@dataclass(frozen=True, slots=True)
class Value:
    """A value and where it stands in its line; numbers read as 0."""

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

    def names(self) -> Iterable[str]:
        """The names of its fields."""
        return self.values

    def holds(self, path: str) -> bool:
        """Whether there is such a field."""
        return self._find(path) is not None

    def get(self, path: str) -> object:
        """The content of a field; None for one that does not exist."""
        found = self._find(path)
        return found.value if found else None

    def replaced(self, changes: Mapping[str, object]) -> str:
        """The line with some values replaced where they stand, and new ones added at the end.

        >>> parse_record('{"text": "a", "n": 1.50}').replaced({"text": "b", "new": []})
        '{"text": "b", "n": 1.50, "new": []}'
        """
        cuts, added = [], ""
        for name, content in changes.items():
            written = encode_json(content, plain=self.line.isascii())
            found = self._find(name)
            if found:
                cuts.append((found.start, found.end, written))
            else:
                comma = ", " if self.values or added else ""
                added += f"{comma}{encode_json(name, plain=self.line.isascii())}: {written}"
        parts, at = [], 0
        for start, end, written in sorted(cuts):
            parts += [self.line[at:start], written]
            at = end
        return "".join([*parts, self.line[at : self.close], added, self.line[self.close :]])

    def _find(self, path: str) -> Value | None:
        """The value of a field, or of one inside others, where the dots of a path say so."""
        values = self.values
        if path in values:
            return values[path]
        *outer, name = path.split(".")
        for step in outer:
            held = values.get(step)
            if held is not None and held.value is None:
                return held  # nothing in what may hold it: as if it held nothing there
            if held is None or not isinstance(held.value, dict):
                return None
            values, _ = _parse_object(self.line, held.start)
        return values.get(name) if outer else None


def parse_record(line: str) -> Record:
    """Read a line of JSONL; an `InputError` says where it is no JSON object."""
    try:
        values, at = _parse_object(line, _after_space(line, 1 if line.startswith(_MARK) else 0))
    except json.JSONDecodeError as error:
        raise InputError(f"is no JSON object: {error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise InputError("is nested too deeply") from error
    if _after_space(line, at + 1) != len(line):
        raise InputError(f"is no JSON object: more follows at character {at + 2}")
    return Record(line, values, at)


def _parse_object(line: str, at: int) -> tuple[dict[str, Value], int]:
    """The values of the object that begins at a place, and where its closing brace stands."""
    values: dict[str, Value] = {}
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
    return values, at


def _after_space(line: str, at: int) -> int:
    found = _SPACE.match(line, at)
    return found.end() if found else at


def _after(line: str, at: int, mark: str) -> int:
    if line[at : at + 1] != mark:
        raise InputError(f"is no JSON object: {mark} is missing at character {at + 1}")
    return at + 1
