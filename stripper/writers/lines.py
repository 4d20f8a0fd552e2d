"""JSONL: a record a line, with all but its changed fields as they stood; texts as they are."""

import codecs
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from stripper.containers import packing_of
from stripper.documents import Document, Failure, Input, Reading
from stripper.rows import encode_json
from stripper.streams import pack
from stripper.writers import Part, Sink

_CHUNK = 1 << 20


class LineWriter:
    """Writes records as lines of JSON."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def put(self, document: Document, changes: Mapping[str, object]) -> None:
        """Write a record with some of its fields changed or added."""
        assert document.record is not None
        self._sink.write_line(document.record.replaced(changes))

    def fail(self, failure: Failure, *, keep: bool) -> None:
        """Take note of a record that failed; `keep` says that it is written as it was."""
        if keep:
            write_kept(failure, self._sink)

    def close(self) -> None:
        """Nothing is left to write."""


def open_part(
    sink: Sink, given: Input, reading: Reading, target: Path | None, *, first: bool, explained: bool
) -> LineWriter:
    """A writer of some records of an input."""
    if not first:
        sink.begin_later()
    return LineWriter(sink)


def join(parts: Sequence[Part], path: Path, target: Path, given: Input) -> list[Failure]:
    """Write one part after another; each is compressed as the target is to be."""
    with path.open("wb") as out:
        copy_parts(parts, out, packing_of(target))
    return []


def copy_parts(
    parts: Sequence[Part], out: IO[bytes], packing: str, *, line_open: bool = False
) -> bool:
    """Copy parts to a stream; says whether the last line is open, as `line_open` does before."""
    for part in parts:
        size = part.path.stat().st_size
        if size and line_open and part.lines:
            out.write(pack(b"\n", packing))
        with part.path.open("rb") as stream:
            shutil.copyfileobj(stream, out, _CHUNK)
        line_open = part.open_end if size else line_open
    return line_open


def write_kept(failure: Failure, sink: Sink) -> None:
    """Write a record that failed as it stood."""
    if failure.kept is None:
        sink.write_line(failure.line)
        return
    sink.write_line(b"")
    failure.kept.seek(0)
    while piece := failure.kept.read(_CHUNK):
        sink.write(piece)


def write_failure(failure: Failure, sink: Sink) -> None:
    """Write a failure as a line of JSON: where it stood, what was wrong, and the line as it was.

    A record too large for memory is copied piece by piece.

    >>> import io
    >>> source = Input("a.jsonl", Path("a.jsonl"), Path("a.jsonl"), "jsonl")
    >>> wrong = Failure(source, "a.jsonl:2", "is no JSON object", "{]")
    >>> out = io.BytesIO()
    >>> write_failure(wrong, Sink(out))
    >>> print(out.getvalue().decode(), end="")
    {"input": "a.jsonl:2", "error": "is no JSON object", "line": "{]"}
    """
    account = {"input": failure.name, "error": failure.error}
    if failure.kept is None:
        sink.write_line(encode_json({**account, "line": failure.line}) + "\n")
        return
    sink.write_line(encode_json(account).removesuffix("}") + ', "line": "')
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    failure.kept.seek(0)
    while piece := failure.kept.read(_CHUNK):
        sink.write(encode_json(decoder.decode(piece))[1:-1].encode())
    sink.write(encode_json(decoder.decode(b"", final=True))[1:-1].encode() + b'"}\n')
