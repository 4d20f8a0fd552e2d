"""WET: texts as conversion records, each compressed by itself where the file is compressed."""

import base64
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from stripper.containers import packing_of
from stripper.documents import Document, Failure, Input, Reading
from stripper.readers.archives import TEXT
from stripper.rows import Row, encode_json
from stripper.streams import pack
from stripper.writers import Part, Sink, lines

_CONVERSION = "conversion"
_TAKEN = ("WARC-Target-URI", "WARC-Date", "WARC-Identified-Content-Language")
"""Headers of a response that its conversion has as well."""


class ArchiveWriter:
    """Writes conversion records."""

    def __init__(self, sink: Sink, packing: str) -> None:
        self._sink = sink
        self._packing = packing

    def put(self, document: Document, changes: Mapping[str, object]) -> None:
        """Write a record with its text changed; an account goes into a header of its own."""
        assert isinstance(document.record, Row)
        headers = cast(Mapping[str, str], document.record.key)
        texts = {n: c for n, c in changes.items() if n != TEXT}
        extra = {f"X-{n.title()}": encode_json(c, plain=True) for n, c in texts.items()}
        text = str(changes.get(TEXT, document.text))
        self._write({**headers, **extra}, text)

    def fail(self, failure: Failure, *, keep: bool) -> None:
        """Take note of a record that failed; `keep` says that it is written as it was."""
        if keep and isinstance(failure.record, Row):
            headers = cast(Mapping[str, str], failure.record.key)
            self._write(headers, str(failure.record.get(TEXT)))

    def close(self) -> None:
        """Nothing is left to write."""

    def _write(self, headers: Mapping[str, str], text: str) -> None:
        self._sink.write(pack(write_record(headers, text), self._packing))


def open_part(
    sink: Sink, given: Input, reading: Reading, target: Path | None, *, first: bool, explained: bool
) -> ArchiveWriter:
    """A writer of some records of an input."""
    return ArchiveWriter(sink, packing_of(target) if target else "")


def join(parts: Sequence[Part], path: Path, target: Path, given: Input) -> list[Failure]:
    """Write one part after another."""
    return lines.join(parts, path, target, given)


def write_record(headers: Mapping[str, str], text: str) -> bytes:
    """A conversion record with a text; a response's headers become those of its conversion."""
    content = text.encode("utf-8", "replace")
    made = dict(headers)
    if made.get("WARC-Type") != _CONVERSION:
        made = _convert(made)
    if "WARC-Block-Digest" in made:
        digest = hashlib.sha1(content, usedforsecurity=False).digest()
        made["WARC-Block-Digest"] = f"sha1:{base64.b32encode(digest).decode()}"
    made["Content-Length"] = str(len(content))
    head = "".join(f"{name}: {value}\r\n" for name, value in made.items())
    return b"WARC/1.0\r\n" + head.encode("utf-8") + b"\r\n" + content + b"\r\n\r\n"


def _convert(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a response's conversion; its identity follows from that of the response."""
    source = headers.get("WARC-Record-ID", "")
    extra = {n: v for n, v in headers.items() if n in _TAKEN or n.startswith("X-")}
    return {
        "WARC-Type": _CONVERSION, **extra,
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, source)}>",
        "WARC-Refers-To": source, "WARC-Block-Digest": "", "Content-Type": "text/plain",
        "Content-Length": "",
    }  # fmt: skip
