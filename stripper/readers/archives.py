"""WARC and WET: the responses of a crawl, and the texts that a crawler has made of them."""

import tempfile
from collections.abc import Iterator
from typing import IO, Any, NamedTuple, cast

from stripper.documents import Document, Failure, Input, Reading, Span
from stripper.encodings import decode, decode_html, find_codec, is_utf8, looks_like_markup
from stripper.errors import InputError
from stripper.readers import describe_size
from stripper.rows import Row
from stripper.streams import load, opened

TEXT = "text"
"""The field of a record that holds its text."""
_CHUNK = 1 << 20
_CODINGS = ("Transfer-Encoding", "Content-Encoding")
"""Headers that name what was done to a body before it was sent."""
_RESPONSE = (
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
    b"Content-Length: %d\r\n\r\n"
)
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
    number = 0
    with opened(given) as stream:
        # Those of all kinds, since one that breaks off before it says its kind is lost otherwise.
        records = warc.ArchiveIterator(
            _Counted(stream), record_types=kinds.any_type, parse_http=False
        )
        for record in records:
            if not record.headers.get("Content-Length"):  # the library reads it as an empty one
                raise InputError(f"is damaged: record {number + 1} breaks off in its headers")
            if record.record_type != wanted:
                continue
            number += 1
            size = record.content_length
            if size <= reading.max_size:
                record.freeze()
                if record.content_length != size:  # by now the length of what there is
                    raise InputError(f"is damaged: record {number} breaks off")
                if given.container == "warc" and not _is_text(record):
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
    form, charset = None, None
    row = Row({**headers, TEXT: ""}, headers)
    body = data = record.reader.read()
    if given.container == "warc":
        form = _FORMATS.get(str(record.http_content_type).lower())
        charset = find_codec(record.http_charset or "")
    try:
        if given.container == "warc":
            data = _unpack(record, body, reading.max_size + 1)
        if len(data) > reading.max_size:
            raise InputError(describe_size(reading))
        encoding = charset or reading.encoding
        text, _ = decode_html(data, encoding) if form == "html" else decode(data, encoding)
    except InputError as error:
        line = row.replaced({TEXT: body.decode("utf-8", "surrogateescape")})
        return Failure(given, name, str(error), line)
    row = Row({**headers, TEXT: text}, headers)
    return Document(given, name, text, url, form, record=row, field=TEXT)


def _unpack(record: Any, body: bytes, limit: int) -> bytes:
    """The start of a response's body without the codings that its headers name.

    Many crawlers undo one of them or both and leave the headers as they were: a body that is text
    is taken as it is.
    """
    named = {name: str((record.http_headers or {}).get(name) or "") for name in _CODINGS}
    codings = [coding for coding in named.values() if coding]
    if not codings:
        return body
    make = load("fastwarc.warc", "warc", "a WARC file").WarcRecord.from_bytes
    lines = "".join(f"{name}: {coding}\r\n" for name, coding in named.items() if coding)
    content = f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode() + body
    for undone in ("all", "content", "transfer", "none"):
        held = make(_RESPONSE % len(content) + content)
        try:
            held.parse_http(auto_decode=undone)
            data = cast(bytes, held.reader.read(limit))
        except OSError:
            continue
        if undone in ("all", "content") or looks_like_markup(data) or is_utf8(data):
            return data
    raise InputError(f"is not in the coding that its headers name: {', '.join(codings)}")


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
    try:
        record.parse_http()
    except OSError:
        return True  # what has no headers that can be read
    kind = str(record.http_content_type or "text/").lower()
    return kind.startswith("text/") or kind in _FORMATS
