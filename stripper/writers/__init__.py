"""Writers: where texts and records go. A file appears whole or not at all.

What is written stands in a file beside the target until all of it is there, and then takes the
target's name; on an error, a full disk or Ctrl-C the target is as it was.

Each container has a module with `open_part`, which writes some of an input's records, and `join`,
which makes the whole of such parts. So workers write apart from one another, and a run that was
killed goes on with the parts that are done.
"""

import codecs
import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Protocol, cast

from stripper.containers import packing_of
from stripper.documents import Document, Failure, Input, Reading
from stripper.errors import InputError
from stripper.signatures import HEAD, is_object
from stripper.streams import packed

FAILURES_SUFFIX = ".failed.jsonl"
UNFINISHED = ".tmp"
"""How the name of a file ends that is being written."""
ACCOUNT = "stripper"
"""The field that takes what was removed from a record, with `--explain`."""
TAKEN = f"has a field {ACCOUNT!r} already, which --explain would overwrite: rename it first"
_MODULES = {
    "": "lines", "jsonl": "lines", "csv": "tables", "tsv": "tables", "wet": "archives",
    "parquet": "columns", "arrow": "columns", "sqlite": "databases", "zip": "bundles",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A file that holds some of the records of an input."""

    path: Path
    lines: bool = True
    """Whether it must begin on a line of its own."""
    open_end: bool = False
    """Whether its last line has no end."""


class Writer(Protocol):
    """Writes the records of a part."""

    def put(self, document: Document, changes: Mapping[str, object]) -> None:
        """Write a record with some of its fields changed or added."""

    def fail(self, failure: Failure, *, keep: bool) -> None:
        """Take note of a record that failed; `keep` says that it is written as it was."""

    def close(self) -> None:
        """Write what is left to write; the stream is the caller's."""


class Container(Protocol):
    """The module of a container."""

    def open_part(
        self,
        sink: "Sink",
        given: Input,
        reading: Reading,
        target: Path | None,
        *,
        first: bool,
        explained: bool,
    ) -> Writer:
        """A writer of some records of an input; `first` says that the target begins with them."""

    def join(self, parts: Sequence[Part], path: Path, target: Path, given: Input) -> list[Failure]:
        """Write all parts to a file that is to become the target; returns what it refuses."""


def container_module(container: str) -> Container:
    """The writing module of a container."""
    return cast(Container, import_module(f"stripper.writers.{_MODULES[container]}"))


class Sink:
    """A stream that takes the bytes of texts and the lines of records."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self._empty = True
        self.line_open = False

    def write(self, data: bytes) -> None:
        """Write the bytes of a text as they are."""
        self.stream.write(data)
        self._empty = self._empty and not data
        self.line_open = not data.endswith(b"\n") if data else self.line_open

    def write_line(self, line: str | bytes) -> None:
        """Write a record on a line of its own; a byte-order mark only at the very start."""
        data = line.encode("utf-8", "surrogateescape") if isinstance(line, str) else line
        if not self._empty:
            data = data.removeprefix(codecs.BOM_UTF8)
        if self.line_open:
            self.write(b"\n")
        self.write(data)

    def begin_later(self) -> None:
        """Say that this is not the beginning of what it will be a part of."""
        self._empty = False


def standard_output() -> Sink:
    """Standard output as a sink; closing it is left to the interpreter."""
    return Sink(sys.stdout.buffer)


@dataclass(frozen=True, slots=True)
class Whole:
    """A file that is being written beside its target."""

    path: Path


@contextmanager
def beside(target: Path, folder: Path | None = None) -> Iterator[Whole]:
    """A new file that becomes `target` when the block ends without an error.

    It stands beside the target, or in a folder of the same disk, which whoever names it will tidy
    up, should this process be killed. An `InputError` says that the target cannot be written.
    """
    target = Path(os.path.realpath(target))
    refuse_protected(target)
    old = _state_of(target)
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if folder is None or folder.stat().st_dev != target.parent.stat().st_dev:
            folder = target.parent
        whole = Whole(folder / f".strip-{os.getpid()}-{os.urandom(4).hex()}{UNFINISHED}")
        try:
            whole.path.touch(exist_ok=False)
            yield whole
            if old is not None:
                _dress_like(old, whole.path)
            whole.path.replace(target)
        finally:
            whole.path.unlink(missing_ok=True)


@contextmanager
def replacing(target: Path, folder: Path | None = None) -> Iterator[Sink]:
    """Open a sink whose content becomes `target` when the block ends without an error.

    A name that ends in `.gz` or `.zst` is compressed. Devices and pipes are written to directly.
    """
    if not is_replaceable(target):
        with explained(target), target.open("wb") as stream:
            yield Sink(stream)
        return
    with (
        beside(target, folder) as whole,
        whole.path.open("wb") as raw,
        packed(raw, packing_of(target)) as stream,
    ):
        yield Sink(stream)


def refuse_protected(target: Path) -> None:
    """Check that a target that exists may be written over; an `InputError` names it."""
    target = Path(os.path.realpath(target))
    if _state_of(target) is not None and not os.access(target, os.W_OK):
        raise InputError(f"{target} cannot be written: it is write-protected")


def is_replaceable(target: Path) -> bool:
    """Whether a target is or will be a file, rather than a device or a pipe."""
    state = _state_of(target)
    return state is None or stat.S_ISREG(state.st_mode)


def holds_object(path: Path) -> bool:
    """Whether a file exists and is an object file, which this package never writes over."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return is_object(stream.read(HEAD))
    except OSError:
        return False


@contextmanager
def explained(target: Path, remedy: str = "") -> Iterator[None]:
    """Turn errors of the system into one line that names the target, and what helps."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        wrong = f"{target} cannot be written: {error.strerror or error}"
        raise InputError(f"{wrong}{remedy}") from error


def _state_of(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _dress_like(old: os.stat_result, path: Path) -> None:
    """Give a new file the permissions and, where allowed, the owner of the one it replaces."""
    with suppress(OSError, AttributeError):
        os.chown(path, old.st_uid, old.st_gid)
    with suppress(OSError):
        path.chmod(stat.S_IMODE(old.st_mode))
