"""Readers: the documents in an input, in order; a bad one never stops a reader.

Each container has a module with `scan`, which yields records as they stand, and `parse`, which
makes a document or a failure of one. So a worker passes cheaply over records that are another's.
Where an input can be entered in its middle, the module has `split` too, which yields the spans.
"""

import json
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import IO, Any, NamedTuple, Protocol, cast

from stripper.containers import suffix_of
from stripper.documents import Document, Failure, Input, Reading, Span
from stripper.encodings import Coding, decode, decode_html, is_text, looks_like_markup
from stripper.errors import InputError
from stripper.formats import guess
from stripper.readers.saved import SAVED_SUFFIXES, is_saved, read_saved
from stripper.rows import Fields, find_text, find_url
from stripper.streams import opened

_MODULES = {
    "jsonl": "lines", "csv": "tables", "tsv": "tables", "warc": "archives", "wet": "archives",
    "parquet": "columns", "arrow": "columns", "sqlite": "databases", "zip": "bundles",
}  # fmt: skip
_UNITS = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))
_RECORDS = re.compile(r"\s*+\[\s*+\{")
"""How a list of records in JSON begins, and hardly ever a text."""
_CHUNK = 1 << 18
HTML_SUFFIXES = (".html", ".htm", ".xhtml", *SAVED_SUFFIXES)
_FORMATS = {
    ".md": "markdown", ".markdown": "markdown", **dict.fromkeys(HTML_SUFFIXES, "html"),
}  # fmt: skip
_FIELD_FORMATS = {"markdown": "markdown", "html": "html"}


class Reader(Protocol):
    """The module of a container."""

    def scan(self, given: Input, reading: Reading, span: Span | None) -> Iterator[Any]:
        """The records of an input, or of a span of it, as they stand; may raise `InputError`."""

    def parse(self, given: Input, reading: Reading, raw: Any) -> Document | Failure:
        """Make a document of what `scan` yields."""


def reader_of(given: Input) -> Reader:
    """The reader of an input's container."""
    return cast(Reader, import_module(f"stripper.readers.{_MODULES[given.container]}"))


def split(given: Input, reading: Reading) -> Iterable[Span] | None:
    """The spans of an input that can be read apart from one another; None where it has none."""
    spans = getattr(reader_of(given), "split", None)
    return spans(given, reading) if spans else None


def read_records(
    given: Input, reading: Reading | None = None, span: Span | None = None
) -> Iterator[Document | Failure]:
    """Read the records of an input, or of a span of it.

    Where the input itself cannot be read, at once or from some record on, the last thing is a
    failure that says so.
    """
    reading = reading or Reading()
    reader = reader_of(given)
    try:
        for raw in reader.scan(given, reading, span):
            yield reader.parse(given, reading, raw)
    except InputError as error:
        yield Failure(given, given.name, str(error), whole=True)


def read_document(given: Input, reading: Reading, *, source_format: str | None = None) -> Document:
    """Read a text file or standard input whole; an `InputError` says why that cannot be done.

    `source_format` is the one that the user named; the file's suffix does not count then.
    """
    with opened(given) as stream:
        data = _read_whole(stream, reading)
    text, form, coding, url = read_text(data, given.name, reading.encoding, source_format)
    if source_format is None and (suffix := suffix_of(given.name)) in ("", ".json"):
        _refuse_json(text, named=bool(suffix))
    return Document(given, given.name, text, url, form, coding)


class Decoded(NamedTuple):
    """The text of a file, the format that its name states, how it was written, and the address that
    it names itself."""

    text: str
    format: str | None
    coding: Coding
    url: str | None = None


def read_text(
    data: bytes, name: str, encoding: str | None, source_format: str | None = None
) -> Decoded:
    """Decode a file by its name and its beginning; of a page saved as MHTML, the HTML in it."""
    form, url = source_format or _FORMATS.get(suffix_of(name)), None
    if form in (None, "html") and is_saved(data, suffix_of(name)):
        data, stated, url = read_saved(data)
        form, encoding = "html", encoding or stated
    if form == "html" or (form is None and looks_like_markup(data)):
        text, coding = decode_html(data, encoding)
        # A text may begin with a tag too, and no byte of one is replaced.
        if form == "html" or guess(text) == "html" or coding.encode(text) == data:
            return Decoded(text, form, coding, url)
    text, coding = decode(data, encoding)
    return Decoded(text, form, coding)


def make_document(
    given: Input, name: str, record: Fields, reading: Reading, line: str = ""
) -> Document | Failure:
    """A record as a document, or as a failure where no text is in it or too much.

    `line` is how the record stands in its file, where that is a line.
    """
    try:
        where, text = find_text(record, reading.text_field)
        if len(text) > reading.max_size:
            raise InputError(describe_size(reading))
    except InputError as error:
        return Failure(given, name, str(error), line or record.line, record=record)
    form = _FIELD_FORMATS.get(where.rpartition(".")[2])
    url = find_url(record, reading.url_field)
    return Document(given, name, text, url, form, record=record, field=where)


def refuse_bytes(document: Document | Failure) -> Document | Failure:
    """A document as it is, or a failure where its text holds bytes that are no UTF-8."""
    if isinstance(document, Failure) or is_text(document.text):
        return document
    wrong = f"field {document.field!r} is no UTF-8"
    record = document.record
    return Failure(
        document.input, document.name, wrong, record.line if record else "", record=record
    )


def _refuse_json(text: str, *, named: bool) -> None:
    """Raise where a file holds JSON, by its name, or as a list of records under no name: read as a
    text, it would come out whole, as if nothing in its records were to strip."""
    if not named and not _RECORDS.match(text):
        return
    first = next((line for line in text.split("\n") if line.strip()), "")
    for part in (text, first) if named else (text,):
        try:
            held = json.loads(part)
        except (ValueError, RecursionError):
            continue
        if isinstance(held, dict | list):
            words = ".[]" if isinstance(held, list) else "."
            raise InputError(
                "this is JSON, not text: records are read an object a line, from .jsonl, as "
                f"jq -c {words!r} writes them"
            )


def _read_whole(stream: IO[bytes], reading: Reading) -> bytes:
    """All of a stream, unless it is too large; reading so much at once would take the memory."""
    pieces, size = [], 0
    while piece := stream.read(_CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > reading.max_size:
            raise InputError(describe_size(reading))
    return b"".join(pieces)


def describe_size(reading: Reading) -> str:
    """Word the error about a document that is too large.

    >>> describe_size(Reading(max_size=1500)), describe_size(Reading(max_size=10))
    ('is larger than 1.5 kB: see --max-size', 'is larger than 10 bytes: see --max-size')
    """
    size = reading.max_size
    unit, name = next(
        ((unit, name) for unit, name in _UNITS if size >= unit),
        (1, "byte" if size == 1 else "bytes"),
    )
    return f"is larger than {size / unit:g} {name}: see --max-size"
