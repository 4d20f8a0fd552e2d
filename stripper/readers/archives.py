"""WARC and WET: the responses of a crawl, and the texts that a crawler has made of them."""

import re
import tempfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from stripper.documents import Document, Failure, Input, Reading, Span
from stripper.encodings import decode
from stripper.errors import InputError
from stripper.readers import describe_size
from stripper.rows import Row
from stripper.streams import load, opened

TEXT = "text"
"""The field of a record that holds its text."""
_CHUNK = 1 << 20
_HEAD = 4096
"""Bytes in which a page may declare its encoding; browsers look at 1024."""
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_FORMATS = {"text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown"}


class Raw(NamedTuple):
    """A record that has not been read: good until the next one is asked for."""

    number: int
    record: Any


def scan(given: Input, reading: Reading, span: Span | None) -> Iterator[Raw]:
    """The responses of a WARC file, or the conversions of a WET file; other records are left out.

    Of the responses, those that are no text (images, PDF) are left out as well.
    """
    warc = load("fastwarc.warc", "warc", "a WARC file")
    kinds = warc.WarcRecordType
    wanted = kinds.conversion if given.container == "wet" else kinds.response
    with opened(given) as stream:
        records = warc.ArchiveIterator(stream, record_types=wanted, parse_http=False)
        for number, record in enumerate(records, 1):
            yield Raw(number, record)


def parse(given: Input, reading: Reading, raw: Raw) -> Document | Failure:
    """A record as a document, with the headers of the WARC record as its fields."""
    record = raw.record
    headers = {str(name): str(value) for name, value in record.headers.items()}
    url = headers.get("WARC-Target-URI")
    name = f"{given.name}:{raw.number}" if not url else f"{given.name}:{raw.number} {url}"
    size = record.content_length
    if size > reading.max_size:
        kept = tempfile.TemporaryFile()  # noqa: SIM115 (whoever writes it closes it)
        while piece := record.reader.read(_CHUNK):
            kept.write(piece)
        kept.seek(0)
        return Failure(given, name, describe_size(reading), kept=kept)
    record.freeze()
    if record.content_length != size:  # by now the length of what there is
        raise InputError(f"is damaged: record {raw.number} breaks off")
    if given.container == "warc":
        data, form, charset = _read_response(record)
    else:
        data, form, charset = record.reader.read(), None, None
    row = Row({**headers, TEXT: ""}, headers)
    try:
        text = _decode(data, charset or reading.encoding, declared=form == "html")
    except InputError as error:
        line = row.replaced({TEXT: data.decode("utf-8", "replace")})
        return Failure(given, name, str(error), line)
    row = Row({**headers, TEXT: text}, headers)
    return Document(given, name, text, url, form, record=row, field=TEXT)


def _read_response(record: Any) -> tuple[bytes, str | None, str | None]:
    """The page in a response, its format, and the encoding that its header names."""
    record.parse_http(auto_decode="all")
    kind = str(record.http_content_type or "").lower()
    return record.reader.read(), _FORMATS.get(kind), record.http_charset


def _decode(data: bytes, charset: str | None, *, declared: bool) -> str:
    """Decode a page as its header says, else as it says itself, else as it looks."""
    found = _DECLARED.search(data[:_HEAD]) if declared else None
    for name in (charset, found.group(1).decode("ascii") if found else None):
        try:
            if name:
                return data.decode(name)
        except (LookupError, ValueError):
            continue
    return decode(data)[0]
