"""JSONL: an object a line. Blank lines are no records."""

import codecs
import tempfile
from collections.abc import Iterator
from typing import IO, NamedTuple

from stripper.containers import packing_of
from stripper.documents import Document, Failure, Input, Reading, Span
from stripper.errors import InputError
from stripper.readers import describe_size, make_document
from stripper.records import parse_record
from stripper.signatures import name_binary
from stripper.streams import opened

SPAN = 1_000_000
"""Bytes that a worker takes at a time: a second's work, so that all of them end together."""
_CHUNK = 1 << 20
_BLANK = codecs.BOM_UTF8 + b" \t\r\n"


class Line(NamedTuple):
    """A line as it stands; `kept` holds one that is too large for memory."""

    number: int
    data: bytes
    kept: IO[bytes] | None = None


def split(given: Input, reading: Reading, size: int = SPAN) -> Iterator[Span] | None:
    """Spans of whole lines, found by reading ahead; None where the input cannot be entered."""
    if given.path is None or packing_of(given.name) or not given.path.is_file():
        return None
    return _split(given, size)


def scan(given: Input, reading: Reading, span: Span | None) -> Iterator[Line]:
    """The lines of an input that are no blank ones."""
    number = span.first if span else 1
    with opened(given) as stream:
        if span:
            stream.seek(span.start)
        left = span.stop - span.start if span else None
        at_start = not span or not span.start
        while left is None or left > 0:
            limit = reading.max_size + 1
            data = stream.readline(limit if left is None else min(left, limit))
            if not data:
                return
            if at_start:
                _refuse_binary(data)
                at_start = False
            kept = None
            size = len(data)
            if size == limit and not data.endswith(b"\n"):
                kept = _keep(data, stream, limit)
                size = kept.tell()
                kept.seek(0)
            if kept or data.strip(_BLANK):
                yield Line(number, data, kept)
            number += 1
            left = None if left is None else left - size


def parse(given: Input, reading: Reading, raw: Line) -> Document | Failure:
    """A line as a document."""
    name = f"{given.name}:{raw.number}"
    if raw.kept:
        return Failure(given, name, describe_size(reading), kept=raw.kept)
    try:
        line = raw.data.decode("utf-8")
    except UnicodeDecodeError as error:
        kept = raw.data.decode("utf-8", "surrogateescape")
        return Failure(given, name, f"byte {error.start} of the line is no UTF-8", kept)
    try:
        record = parse_record(line)
    except InputError as error:
        return Failure(given, name, str(error), line)
    return make_document(given, name, record, reading, line)


def _split(given: Input, size: int) -> Iterator[Span]:
    """Ends each span with the first line end after `size` bytes; counts the lines on the way."""
    with opened(given) as stream:
        start, at, first, lines = 0, 0, 1, 0
        while chunk := stream.read(_CHUNK):
            end = -1
            if at + len(chunk) - start >= size:
                end = chunk.find(b"\n", max(0, start + size - at - 1))
            while end >= 0:
                lines += chunk.count(b"\n", max(0, start - at), end + 1)
                stop = at + end + 1
                yield Span(start, stop, first, stop - start)
                start, first, lines = stop, first + lines, 0
                end = chunk.find(b"\n", start + size - at - 1) if size <= _CHUNK else -1
            lines += chunk.count(b"\n", max(0, start - at))
            at += len(chunk)
        if at > start or not start:
            yield Span(start, at, first, at - start)


def _keep(data: bytes, stream: IO[bytes], limit: int) -> IO[bytes]:
    """Copy the rest of a line that is too large to a nameless file."""
    kept = tempfile.TemporaryFile()  # noqa: SIM115 (whoever writes it closes it)
    kept.write(data)
    while data and not data.endswith(b"\n"):
        data = stream.readline(min(limit, _CHUNK))
        kept.write(data)
    return kept


def _refuse_binary(data: bytes) -> None:
    wrong = name_binary(data[:4096], wide=False)
    if wrong or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"this is {wrong or 'UTF-16'}, not JSON lines in UTF-8")
