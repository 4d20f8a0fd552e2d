"""Writers: where texts and records go. A file appears whole or not at all.

What is written stands in a file beside the target until all of it is there, and then takes the
target's name; on an error, a full disk or Ctrl-C the target is as it was.
"""

import gzip
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from stripper.documents import Failure
from stripper.errors import InputError
from stripper.records import encode_json
from stripper.signatures import HEAD, is_object

FAILURES_SUFFIX = ".failed.jsonl"
_MARK = "\ufeff"


class Sink:
    """A stream that takes the bytes of texts and the lines of records."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._empty = True
        self._line_open = False
        self.discarded = False
        """Set by a writer who found that there is nothing to write: the target stays as it is."""

    def write(self, data: bytes) -> None:
        """Write the bytes of a text as they are."""
        self._stream.write(data)
        self._empty = self._empty and not data
        self._line_open = not data.endswith(b"\n") if data else self._line_open

    def write_line(self, line: str) -> None:
        """Write a record on a line of its own; a byte-order mark only at the very start."""
        if not self._empty:
            line = line.removeprefix(_MARK)
        if self._line_open:
            self.write(b"\n")
        self.write(line.encode("utf-8", "surrogateescape"))


def standard_output() -> Sink:
    """Standard output as a sink; closing it is left to the interpreter."""
    return Sink(sys.stdout.buffer)


@contextmanager
def replacing(target: Path) -> Iterator[Sink]:
    """Open a sink whose content becomes `target` when the block ends without an error.

    A name that ends in `.gz` is compressed. Devices and pipes are written to directly. An
    `InputError` says that the target cannot be written.
    """
    target = Path(os.path.realpath(target))
    old = _state_of(target)
    if old is not None and not stat.S_ISREG(old.st_mode):
        with _explained(target), target.open("wb") as stream:
            yield Sink(stream)
        return
    if old is not None and not os.access(target, os.W_OK):
        raise InputError(f"{target} cannot be written: it is write-protected")
    beside = target.with_name(f".strip-{os.getpid()}-{os.urandom(4).hex()}.tmp")
    with _explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        raw = beside.open("xb")
        try:
            with raw:
                sink = Sink(raw)
                if target.suffix.lower() == ".gz":
                    # Without a name and a time the same records give the same bytes.
                    with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
                        sink = Sink(cast(IO[bytes], packed))
                        yield sink
                else:
                    yield sink
            if not sink.discarded:
                if old is not None:
                    _dress_like(old, beside)
                beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)


class FailureFile:
    """A file for the records that could not be stripped, each whole and with its error."""

    def __init__(self, target: Path, stack: ExitStack) -> None:
        self.target = target
        self.count = 0
        self._stack = stack
        self._sink: Sink | None = None

    def add(self, failure: Failure) -> None:
        """Write a failed record; the file is made with the first one."""
        if self._sink is None:
            self._sink = self._stack.enter_context(replacing(self.target))
        self._sink.write_line(describe_failure(failure))
        self.count += 1

    def close(self) -> None:
        """Take away the list of an earlier run, where this one had no failures."""
        if self._sink is None and self.target.is_file():
            self.target.unlink()


def describe_failure(failure: Failure) -> str:
    """A failure as a line of JSON: where it stood, what was wrong, and the line as it was.

    >>> from stripper.documents import Input
    >>> source = Input("a.jsonl", Path("a.jsonl"), Path("a.jsonl"), True)
    >>> print(describe_failure(Failure(source, "a.jsonl:2", "is no JSON object", "{]")), end="")
    {"input": "a.jsonl:2", "error": "is no JSON object", "line": "{]"}
    """
    account = {"input": failure.name, "error": failure.error, "line": failure.line}
    return encode_json(account) + "\n"


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
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror or error}") from error


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
