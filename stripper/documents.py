"""Documents: the texts that a run strips, the inputs they stand in, and the ones that failed."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from stripper.encodings import UTF8, Coding
from stripper.rows import Fields

MAX_SIZE = 50_000_000
"""Bytes of the largest document that is read: longer ones are dumps, logs and accidents."""


@dataclass(slots=True)
class Meter:
    """How far the file of an input has been read, in bytes as they stand on the disk."""

    file: IO[bytes] | None = None
    _at: int = 0

    def watch(self, file: IO[bytes]) -> IO[bytes]:
        """Look at a file from now on, which is given back."""
        self.file = file
        return file

    def tell(self) -> int:
        """The place in the file; the last one asked for where it has been closed."""
        if self.file is not None and not self.file.closed:
            self._at = self.file.tell()
        return self._at


@dataclass(frozen=True, slots=True)
class Input:
    """One file, or standard input."""

    name: str
    """As the user gave it; messages and reports call it so."""
    path: Path | None
    """None for standard input and for what fsspec opens."""
    place: Path
    """Where its output stands below an output folder."""
    container: str = ""
    """What holds its records; empty where the input is one text."""
    remote: bool = False
    """Whether the name is an address that fsspec opens."""
    stream: IO[bytes] | None = field(default=None, compare=False)
    """Standard input, where it had to be looked into."""
    meter: Meter | None = field(default=None, compare=False)
    """Where somebody wants to know how far a file has been read."""

    @property
    def records(self) -> bool:
        """Whether the input holds records."""
        return bool(self.container)


@dataclass(frozen=True, slots=True)
class Span:
    """A range of an input that can be read by itself: bytes, row groups or row numbers."""

    start: int
    stop: int
    first: int = 1
    """The number of its first record, where the range does not say it."""
    share: int = 0
    """How much of the input it is, in bytes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How records are read."""

    text_field: str | None = None
    url_field: str | None = None
    encoding: str | None = None
    table: str | None = None
    """The table of a database."""
    max_size: int = MAX_SIZE
    """Bytes of the largest record."""


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
    record: Fields | None = None
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
    record: Fields | None = None
    """The record, where it could be read."""
    kept: IO[bytes] | None = None
    """A file that holds the record, where it is too large for memory."""
