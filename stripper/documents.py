"""Documents: the texts that a run strips, the inputs they stand in, and the ones that failed."""

from dataclasses import dataclass
from pathlib import Path

from stripper.encodings import UTF8, Coding
from stripper.records import Record


@dataclass(frozen=True, slots=True)
class Input:
    """One file, or standard input."""

    name: str
    """As the user gave it; messages and reports call it so."""
    path: Path | None
    """None for standard input."""
    place: Path
    """Where its output stands below an output folder."""
    records: bool = False
    head: bytes = b""
    """The first line of standard input, which had to be read to know what it is."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text to strip."""

    input: Input
    name: str
    text: str
    url: str | None = None
    format: str | None = None
    """What the file's suffix or the record's field says; None where they say nothing."""
    coding: Coding = UTF8
    record: Record | None = None
    field: str = ""
    """The record's field that holds the text."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An input, or one record of it, that could not be read or stripped, and why."""

    input: Input
    name: str
    error: str
    line: str = ""
    """The record as it stands."""
    whole: bool = False
    """Whether the input failed, not only a record in it."""
