"""Zip: an archive with the same members, in the encodings that they came in."""

import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, cast

from stripper.documents import Document, Failure, Input, Reading
from stripper.errors import InputError
from stripper.readers.bundles import TEXT, Member
from stripper.rows import Row, encode_json
from stripper.writers import Part, Sink


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
        member = cast(Member, cast(Row, failure.record).key)
        if failure.kept is None:
            data = failure.line.encode("utf-8", "surrogateescape")
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


def join(parts: Sequence[Part], path: Path, target: Path, given: Input) -> list[Failure]:
    """Write the members of all parts to one archive."""
    with zipfile.ZipFile(path, "w") as out:
        for part in parts:
            with zipfile.ZipFile(part.path) as archive:
                for info in archive.infolist():
                    with archive.open(info) as stream:
                        _copy(out, info, stream)
    return []


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
    made.external_attr = info.external_attr
    made.compress_type = info.compress_type
    return made
