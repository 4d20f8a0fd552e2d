"""Zip: an archive with the same members, in the encodings that they came in."""

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from heapq import merge
from pathlib import Path
from typing import IO, cast

from stripper.documents import Document, Failure, Input, Reading
from stripper.errors import InputError
from stripper.readers.bundles import BESIDE, TEXT, Member, is_member
from stripper.rows import Row, encode_json
from stripper.streams import opened
from stripper.writers import Part, Sink

_IN_MEMORY = 1 << 20
"""Bytes of a member that is passed on without a file of its own: most pictures of a page."""


class _Unfinished(zipfile.ZipFile):
    """An archive that gets no directory where an error has ended its writing."""

    def __del__(self) -> None:
        """Leave the stream alone, which has been closed."""


class BundleWriter:
    """Writes the members of a part of an archive."""

    def __init__(self, sink: Sink) -> None:
        self._out = _Unfinished(sink.stream, "w")

    def put(self, document: Document, changes: Mapping[str, object]) -> None:
        """Write a member with its text changed, and its account as a member beside it."""
        assert isinstance(document.record, Row)
        member = document.record.key
        assert isinstance(member, Member)
        text = str(changes.get(TEXT, document.text))
        _add(self._out, member.info, member.info.filename, member.coding.encode(text))
        for name, account in changes.items():
            if name != TEXT:
                beside = f"{member.info.filename}.{name}.json"
                _add(self._out, member.info, beside, encode_json(account).encode() + b"\n")

    def fail(self, failure: Failure, *, keep: bool) -> None:
        """Take note of a member that failed; `keep` says that it is written as it was."""
        if not keep:
            return
        if failure.record is None:
            raise InputError(
                f"{failure.name} {failure.error}, and so cannot be kept: give --output"
            )
        record = cast(Row, failure.record)
        member = cast(Member, record.key)
        text = record.get(TEXT)  # of a page that was read, whose line is all of its fields
        if failure.kept is None:
            raw = failure.line.encode("utf-8", "surrogateescape")
            data = member.coding.encode(text) if isinstance(text, str) else raw
            _add(self._out, member.info, member.info.filename, data)
        else:
            failure.kept.seek(0)
            _copy(self._out, member.info, failure.kept)

    def close(self) -> None:
        """Write the directory of the archive."""
        self._out.close()


def open_part(
    sink: Sink, given: Input, reading: Reading, target: Path | None, *, first: bool, explained: bool
) -> BundleWriter:
    """A writer of some members of an archive."""
    return BundleWriter(sink)


def join(
    parts: Sequence[Part], path: Path, target: Path, given: Input, *, accounts: bool = True
) -> list[Failure]:
    """Write the members of all parts to one archive, and what is no page as the input has it:
    folders, code, pictures, the comment. `accounts` says that older accounts beside pages go along.

    What of that is damaged is refused; where the input is written over, an `InputError` says so.
    """
    refused = []
    with opened(given) as stream, zipfile.ZipFile(stream) as source:
        places = {info.filename: place for place, info in enumerate(source.infolist())}
        written: set[str] = set()
        with zipfile.ZipFile(path, "w") as out:
            out.comment = source.comment
            passed = _list_passed(source, accounts=accounts)
            both = merge(_list_written(parts, places), passed, key=lambda found: found[0])
            for _, archive, info in both:
                if archive is not source:
                    written.add(info.filename)
                elif info.filename in written:
                    continue  # an account, of which this run has written a newer one
                try:
                    with _unpack(archive, info) as member:
                        _copy(out, info, member)
                except (RuntimeError, zipfile.BadZipFile, zlib.error, EOFError) as error:
                    name = f"{given.name}/{info.filename}"
                    if given.path == target:  # rather than lose it
                        raise InputError(f"{name} {error}, and so cannot be kept") from error
                    refused.append(Failure(given, name, str(error)))
    return refused


def _list_written(
    parts: Sequence[Part], places: Mapping[str, int]
) -> Iterator[tuple[int, zipfile.ZipFile, zipfile.ZipInfo]]:
    """The members of the parts, each with the place that it, or the page before it, came from."""
    place = 0
    for part in parts:
        with zipfile.ZipFile(part.path) as archive:
            for info in archive.infolist():
                place = max(place, places.get(info.filename, 0) if is_member(info) else 0)
                yield place, archive, info


def _list_passed(
    source: zipfile.ZipFile, *, accounts: bool
) -> Iterator[tuple[int, zipfile.ZipFile, zipfile.ZipInfo]]:
    """What of an archive is no page, each with its place."""
    pages = set()
    for place, info in enumerate(source.infolist()):
        if is_member(info):
            pages.add(info.filename + BESIDE)
        elif accounts or info.filename not in pages:
            yield place, source, info


@contextmanager
def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
    """All of a member, so that none is written half where it breaks off."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as whole:
        with archive.open(info) as stream:
            shutil.copyfileobj(stream, whole)
        whole.seek(0)
        yield cast(IO[bytes], whole)


def _add(out: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, data: bytes) -> None:
    out.writestr(_dress(name, info), data)


def _copy(out: zipfile.ZipFile, info: zipfile.ZipInfo, stream: IO[bytes]) -> None:
    made = _dress(info.filename, info)
    made.file_size = info.file_size  # which says whether it needs the larger form
    with out.open(made, "w") as member:
        shutil.copyfileobj(stream, member)


def _dress(name: str, info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """A new member with the date, the permissions and the compression of another."""
    made = zipfile.ZipInfo(name, info.date_time)
    made.create_system = info.create_system  # which says how its permissions are written
    made.external_attr = info.external_attr
    made.compress_type = info.compress_type
    if name == info.filename:
        made.comment = info.comment
    return made
