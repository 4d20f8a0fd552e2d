"""Zip: texts as the members of an archive."""

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from stripper.containers import container_of
from stripper.documents import Document, Failure, Input, Reading, Span
from stripper.encodings import UTF8, Coding
from stripper.errors import InputError
from stripper.readers import describe_size, read_text
from stripper.readers.lines import SPAN
from stripper.readers.operands import is_page
from stripper.rows import Row
from stripper.streams import opened

TEXT = "text"
ACCOUNT = "stripper"
BESIDE = f".{ACCOUNT}.json"
"""How the name of an account goes on after that of its page, of which it is a field."""


class Member(NamedTuple):
    """What a text is written back with: its place in the archive, and how it was encoded."""

    info: zipfile.ZipInfo
    coding: Coding


class Raw(NamedTuple):
    """A member of an archive."""

    archive: zipfile.ZipFile
    info: zipfile.ZipInfo


def split(given: Input, reading: Reading) -> Iterator[Span] | None:
    """Spans of members."""
    if given.path is None or not given.path.is_file():
        return None
    return _split(given)


def scan(given: Input, reading: Reading, span: Span | None) -> Iterator[Raw]:
    """The pages among the members of an archive, in their order, as those of a folder are taken."""
    try:
        with opened(given) as stream:
            if not stream.seekable():
                raise InputError("an archive cannot be read from a pipe: name the file")
            with zipfile.ZipFile(stream) as archive:
                members = _list_members(archive)
                for info in members[span.start : span.stop] if span else members:
                    yield Raw(archive, info)
    except zipfile.BadZipFile as error:
        raise InputError(f"is damaged: {error}") from error


def is_member(info: zipfile.ZipInfo) -> bool:
    """Whether something in an archive is a page, rather than a folder, code or a picture."""
    return not info.is_dir() and is_page(Path(info.filename))


def parse(given: Input, reading: Reading, raw: Raw) -> Document | Failure:
    """A member as a document."""
    place = raw.info.filename
    name = f"{given.name}/{place}"
    data, kept = b"", None
    try:
        with raw.archive.open(raw.info) as stream:
            data = stream.read(reading.max_size + 1)
            if len(data) > reading.max_size:
                data, kept = b"", _keep(data, stream)
        fields = _read_account(raw, reading)
    except (RuntimeError, NotImplementedError) as error:  # encrypted, or packed in an odd way
        return Failure(given, name, str(error))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        return Failure(given, name, f"is damaged: {error}")
    try:
        if container_of(place):
            raise InputError("is a file of records within an archive: unpack it first")
        if kept is not None:
            raise InputError(describe_size(reading))
        text, form, coding, url = read_text(data, place, reading.encoding)
    except InputError as error:
        line = data.decode("utf-8", "surrogateescape")
        row = Row({"name": place}, Member(raw.info, UTF8))
        return Failure(given, name, str(error), line, record=row, kept=kept)
    row = Row({"name": place, TEXT: text, **fields}, Member(raw.info, coding))
    return Document(given, name, text, url, form, coding, record=row, field=TEXT)


def _read_account(raw: Raw, reading: Reading) -> dict[str, str]:
    """What an earlier run wrote beside a page, so that no other takes its place unseen."""
    try:
        info = raw.archive.getinfo(raw.info.filename + BESIDE)
    except KeyError:
        return {}
    with raw.archive.open(info) as stream:
        return {ACCOUNT: stream.read(reading.max_size).decode("utf-8", "replace").rstrip("\n")}


def _keep(data: bytes, stream: IO[bytes]) -> IO[bytes]:
    """Copy a member that is too large for memory to a nameless file."""
    kept = tempfile.TemporaryFile()  # noqa: SIM115 (whoever writes it closes it)
    kept.write(data)
    shutil.copyfileobj(stream, kept)
    kept.seek(0)
    return kept


def _split(given: Input) -> Iterator[Span]:
    try:
        with opened(given) as stream, zipfile.ZipFile(stream) as archive:
            start = size = share = 0
            for number, info in enumerate(_list_members(archive), 1):
                size += info.file_size
                share += info.compress_size
                if size >= SPAN:
                    yield Span(start, number, share=share)
                    start, size, share = number, 0, 0
            yield Span(start, start + len(archive.infolist()), share=share)
    except zipfile.BadZipFile as error:
        raise InputError(f"is damaged: {error}") from error


def _list_members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [info for info in archive.infolist() if is_member(info)]
