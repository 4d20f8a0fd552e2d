"""Lists of removals, as `--removed` has them kept: read back a line at a time."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stripper.documents import Input
from stripper.errors import InputError
from stripper.result import Removal
from stripper.streams import opened

_KINDS: dict[str, tuple[type, ...]] = {
    "input": (str,),
    "characters": (int,),
    **dict.fromkeys(("field", "page", "kept"), (str, type(None))),
    "reading": (dict, type(None)),
}
_PLACES = ("start", "end")


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed from one document, and how it was read."""

    input: str
    characters: int
    """How many its source has."""
    removals: tuple[Removal, ...]
    reading: Mapping[str, Any] | None
    """Of the options of reading, those that were not left alone."""
    field: str | None
    page: str | None
    """The page itself, where it is HTML and the source its rendition."""
    kept: str | None
    """The digest of what was left."""


def read_removed(path: Path) -> Iterator[Removed]:
    """The lines of a list, in order; an `InputError` names the line that is none."""
    at = 0
    try:
        with opened(Input(str(path), path, Path(path.name))) as stream:
            for line in stream:
                at += 1
                yield _read_line(json.loads(line))
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    except (ValueError, RecursionError) as error:
        wrong = "is no line of a list of removals: name the file that --removed had strip write"
        raise InputError(f"{path}:{at}: {wrong}") from error


def _read_line(held: object) -> Removed:
    """A line of the list; a `ValueError` where its values are not what `--removed` writes."""
    if not isinstance(held, dict) or not isinstance(held.get("removals"), list):
        raise ValueError("no object with removals")
    if not all(isinstance(held.get(name), kinds) for name, kinds in _KINDS.items()):
        raise ValueError("values of other kinds")
    said: dict[str, Any] = {name: held.get(name) for name in _KINDS}
    if not all(isinstance(value, str) for value in (said["reading"] or {}).values()):
        raise ValueError("options of reading of other kinds")
    return Removed(**said, removals=tuple(map(_read_removal, held["removals"])))


def _read_removal(held: object) -> Removal:
    if not isinstance(held, dict) or not all(isinstance(held.get(n), int) for n in _PLACES):
        raise ValueError("no removal")
    try:
        removal = Removal(**held)
    except TypeError as error:
        raise ValueError("no removal") from error
    size = removal.end - removal.start
    if removal.start < 0 or not isinstance(removal.text, str) or len(removal.text) != size:
        raise ValueError("no removal")
    return removal
