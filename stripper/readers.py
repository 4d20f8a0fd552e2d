"""Readers: what the operands of a command name, and the documents in it.

An input is a file, standard input, or a file of records; a document is one text in it. A reader
yields documents and failures in the order in which they stand, and never stops for a bad one.
"""

import gzip
import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, cast

from stripper.documents import Document, Failure, Input
from stripper.encodings import decode, decode_html, looks_like_markup
from stripper.errors import InputError
from stripper.records import find_text, find_url, parse_record
from stripper.signatures import name_binary

STANDARD_INPUT = "<stdin>"
RECORD_SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_NOT_YET = (".parquet", ".csv", ".tsv", ".warc", ".wet", ".warc.gz", ".wet.gz")
HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_FORMATS = {
    ".md": "markdown", ".markdown": "markdown", **dict.fromkeys(HTML_SUFFIXES, "html"),
}  # fmt: skip
_FIELD_FORMATS = {"markdown": "markdown", "html": "html"}


def is_records(name: str | Path) -> bool:
    """Whether a name is that of a file of records.

    >>> is_records("crawl.jsonl.gz"), is_records("page.md")
    (True, False)
    """
    return str(name).lower().endswith(RECORD_SUFFIXES)


def find_inputs(operands: Sequence[str], *, outside: Path | None = None) -> Iterator[Input]:
    """The inputs that operands name: files, `-`, and all files below folders, hidden ones left out.

    `outside` is a folder that is not looked into: where the output goes. A file that does not exist
    is an input too; reading it fails.
    """
    for operand in operands:
        path = Path(operand)
        if operand == "-":
            yield Input(STANDARD_INPUT, None, Path("stdin"))
        elif path.is_dir():
            yield from _walk(path, outside.resolve() if outside else None)
        else:
            yield Input(operand, path, Path(path.name), is_records(path))


def _walk(folder: Path, outside: Path | None) -> Iterator[Input]:
    broken: list[OSError] = []
    for at, folders, files in os.walk(folder, onerror=broken.append):
        here = Path(at)
        folders[:] = sorted(
            f for f in folders if not f.startswith(".") and (here / f).resolve() != outside
        )
        for file in sorted(f for f in files if not f.startswith(".")):
            path = here / file
            yield Input(str(path), path, path.relative_to(folder), is_records(path))
    for error in broken:
        path = Path(error.filename)
        yield Input(str(path), path, path.relative_to(folder))


def look_at(given: Input, *, records: bool) -> Input:
    """Standard input with its first line read: it is records where that line is a JSON object.

    `records` says that the user wants records, whatever the line looks like.
    """
    head = sys.stdin.buffer.readline()
    if not records and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        try:
            parse_record(head.decode("utf-8"))
            records = True
        except (InputError, UnicodeDecodeError):
            pass  # a text that begins with a brace
    return Input(given.name, None, given.place, records, head)


def read_document(
    given: Input, encoding: str | None = None, *, source_format: str | None = None
) -> Document:
    """Read a text file or standard input whole; an `InputError` says why that cannot be done.

    `source_format` is the one that the user named; the file's suffix does not count then.
    """
    suffix = given.path.suffix.lower() if given.path and not source_format else ""
    if given.name.lower().endswith(_NOT_YET) and not source_format:
        raise InputError(f"{suffix} is not handled yet: give text, Markdown, HTML or JSONL")
    try:
        data = given.path.read_bytes() if given.path else given.head + sys.stdin.buffer.read()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}") from error
    form = source_format or _FORMATS.get(suffix)
    if form == "html" or (form is None and looks_like_markup(data)):
        text, coding = decode_html(data, encoding)
    else:
        text, coding = decode(data, encoding)
    return Document(given, given.name, text, format=form, coding=coding)


def read_records(
    given: Input, *, text_field: str | None = None, url_field: str | None = None
) -> Iterator[Document | Failure]:
    """Read a file of records line by line; blank lines are no records.

    Where the file itself cannot be read, at once or from some line on, the last thing is a failure
    that says so.
    """
    try:
        with _open_records(given) as stream:
            first = given.head or stream.readline()
            wrong = name_binary(first[:4096], wide=False)
            if wrong or first.startswith((b"\xff\xfe", b"\xfe\xff")):
                error = f"this is {wrong or 'UTF-16'}, not JSON lines in UTF-8"
                yield Failure(given, given.name, error, whole=True)
                return
            number = 0
            while first:
                number += 1
                if first.strip(b"\xef\xbb\xbf \t\r\n"):
                    name = f"{given.name}:{number}"
                    yield _read_record(given, name, first, text_field, url_field)
                first = stream.readline()
    except (EOFError, zlib.error, gzip.BadGzipFile) as wrong_bytes:
        yield Failure(given, given.name, f"is damaged: {wrong_bytes}", whole=True)
    except OSError as wrong_file:
        why = wrong_file.strerror or str(wrong_file)
        yield Failure(given, given.name, f"cannot be read: {why}", whole=True)


def _read_record(
    given: Input, name: str, data: bytes, text_field: str | None, url_field: str | None
) -> Document | Failure:
    try:
        line = data.decode("utf-8")
    except UnicodeDecodeError as error:
        kept = data.decode("utf-8", "surrogateescape")
        return Failure(given, name, f"byte {error.start} of the line is no UTF-8", kept)
    try:
        record = parse_record(line)
        where, text = find_text(record, text_field)
    except InputError as error:
        return Failure(given, name, str(error), line)
    url = find_url(record, url_field)
    form = _FIELD_FORMATS.get(where)
    return Document(given, name, text, url, form, record=record, field=where)


def _open_records(given: Input) -> AbstractContextManager[IO[bytes]]:
    if given.path is None:
        return nullcontext(sys.stdin.buffer)
    if given.path.suffix.lower() == ".gz":
        return cast(IO[bytes], gzip.open(given.path, "rb"))
    return given.path.open("rb")
