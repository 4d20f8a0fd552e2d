"""WARC and WET: the responses of a crawl, and the texts that a crawler has made of them."""

import tempfile
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

from stripper.documents import Document, Failure, Input, Reading, Span
from stripper.encodings import decode, decode_html
from stripper.errors import InputError
from stripper.readers import describe_size
from stripper.rows import Row
from stripper.streams import load, opened

TEXT = "text"
"""The field of a record that holds its text."""
_CHUNK = 1 << 20
_FORMATS = {"text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown"}


class Raw(NamedTuple):
    """A record that has not been read: good until the next one is asked for."""

    number: int
    record: Any
    size: int
    """Its length, before anything in it was unpacked."""


def scan(given: Input, reading: Reading, span: Span | None) -> Iterator[Raw]:
    """The responses of a WARC file, or the conversions of a WET file; other records are left out.

    Of the responses, those that are no text (images, PDF) are left out as well.
    """
    warc = load("fastwarc.warc", "warc", "a WARC file")
    kinds = warc.WarcRecordType
    wanted = kinds.conversion if given.container == "wet" else kinds.response
    with opened(given) as stream:
        records = warc.ArchiveIterator(_Counted(stream), record_types=wanted, parse_http=False)
        for number, record in enumerate(records, 1):
            size = record.content_length
            if size <= reading.max_size:
                record.freeze()
                if record.content_length != size:  # by now the length of what there is
                    raise InputError(f"is damaged: record {number} breaks off")
                if given.container == "warc":
                    record.parse_http(auto_decode="all")
                    if not _is_text(record):
                        continue
            yield Raw(number, record, size)


def parse(given: Input, reading: Reading, raw: Raw) -> Document | Failure:
    """A record as a document, with the headers of the WARC record as its fields."""
    record = raw.record
    headers = {str(name): str(value) for name, value in record.headers.items()}
    url = headers.get("WARC-Target-URI")
    name = f"{given.name}:{raw.number}" if not url else f"{given.name}:{raw.number} {url}"
    if raw.size > reading.max_size:
        kept = tempfile.TemporaryFile()  # noqa: SIM115 (whoever writes it closes it)
        while piece := record.reader.read(_CHUNK):
            kept.write(piece)
        kept.seek(0)
        return Failure(given, name, describe_size(reading), kept=kept)
    data, form, charset = record.reader.read(), None, None
    if given.container == "warc":
        form = _FORMATS.get(str(record.http_content_type).lower())
        charset = record.http_charset
    row = Row({**headers, TEXT: ""}, headers)
    try:
        encoding = charset or reading.encoding
        text, _ = decode_html(data, encoding) if form == "html" else decode(data, encoding)
    except InputError as error:
        line = row.replaced({TEXT: data.decode("utf-8", "replace")})
        return Failure(given, name, str(error), line)
    row = Row({**headers, TEXT: text}, headers)
    return Document(given, name, text, url, form, record=row, field=TEXT)


class _Counted:
    """A stream that knows its place, which the library asks for and pipes do not."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at


def _is_text(record: Any) -> bool:
    """Whether a response is a page: its header says so, or does not say what it is."""
    kind = str(record.http_content_type or "text/").lower()
    return kind.startswith("text/") or kind in _FORMATS
