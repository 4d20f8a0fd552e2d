"""Streams: the bytes of an input or a target, whatever holds and compresses them."""

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import IO, Any, cast

from stripper.containers import packing_of
from stripper.documents import Input
from stripper.errors import InputError, UnopenedFile, missing

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_CHUNK = 1 << 18
_PACKED_CHUNK = 1 << 12
"""Small, since a few kilobytes of Zstandard may hold many megabytes."""


def load(module: str, extra: str, what: str) -> Any:
    """Import a library that an extra brings, for a kind of files; an `UnopenedFile` says which."""
    try:
        return import_module(module)
    except ImportError as error:
        raise missing(what, module.partition(".")[0], extra, UnopenedFile) from error


@contextmanager
def opened(given: Input) -> Iterator[IO[bytes]]:
    """Open an input for reading, unpacked as its name says.

    Whatever goes wrong with the input, then or while it is read, is an `InputError`.
    """
    try:
        if given.path is None and not given.remote:
            yield given.stream or sys.stdin.buffer
            return
        with _open(given) as raw:
            packing = packing_of(given.name.partition("::")[0])
            if not packing:
                yield raw
            else:
                with unpacked(raw, packing) as stream:
                    yield stream
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"is damaged: {error}") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}") from error


def unpacked(raw: IO[bytes], packing: str) -> IO[bytes]:
    """A stream of what a compressed stream holds; the end before its end is an `EOFError`."""
    if packing == ".gz":
        return cast(IO[bytes], gzip.GzipFile(fileobj=raw))
    return io.BufferedReader(_ZstdReader(raw), _CHUNK)


def pack(data: bytes, packing: str) -> bytes:
    """Compress bytes as a member of their own; the same bytes always give the same member."""
    if packing == ".gz":
        return gzip.compress(data, mtime=0)
    if packing == ".zst":
        return cast(bytes, _zstandard().ZstdCompressor().compress(data))
    return data


@contextmanager
def packed(raw: IO[bytes], packing: str) -> Iterator[IO[bytes]]:
    """Write one member of compressed bytes to a stream, which is left open."""
    if packing == ".gz":
        # Without a name and a time the same records give the same bytes.
        with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as stream:
            yield cast(IO[bytes], stream)
    elif packing == ".zst":
        with _zstandard().ZstdCompressor().stream_writer(raw, closefd=False) as stream:
            yield stream
    else:
        yield raw


def look_into(stream: IO[bytes]) -> tuple[bytes, IO[bytes]]:
    """The first line of a stream, unpacked where it is compressed, and the stream from there."""
    head = stream.readline()
    packing = ".gz" if head.startswith(_GZIP) else ".zst" if head.startswith(_ZSTD) else ""
    whole: IO[bytes] = io.BufferedReader(_Rejoined(head, stream), _CHUNK)
    if not packing:
        return head, whole
    inner = unpacked(whole, packing)
    try:
        head = inner.readline()
    except (EOFError, OSError, zlib.error):
        return b"", whole
    return head, io.BufferedReader(_Rejoined(head, inner), _CHUNK)


@contextmanager
def _open(given: Input) -> Iterator[IO[bytes]]:
    if given.path is not None:
        with given.path.open("rb") as stream:
            if given.meter is None:
                yield stream
                return
            yield given.meter.watch(stream)
            given.meter.tell()  # before it is closed
        return
    fsspec = load("fsspec", "fsspec", "an address of another system")
    try:
        address = fsspec.open(given.name, "rb")
    except (ValueError, ImportError) as error:
        raise InputError(f"cannot be opened: {error}") from error
    with address as stream:
        yield stream


def _zstandard() -> Any:
    return load("zstandard", "zstd", "Zstandard compression")


class _Rejoined(io.RawIOBase):
    """A stream of which the beginning was read already."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = len(buffer)
        if self._head:
            piece, self._head = self._head[:size], self._head[size:]
        else:
            piece = cast(io.BufferedReader, self._rest).read1(size)
        buffer[: len(piece)] = piece
        return len(piece)


class _ZstdReader(io.RawIOBase):
    """What the frames of a Zstandard stream hold.

    That of the library takes a stream that breaks off for one that has ended.
    """

    def __init__(self, raw: IO[bytes]) -> None:
        library = _zstandard()
        self._raw = raw
        self._new = library.ZstdDecompressor().decompressobj
        self._wrong = library.ZstdError
        self._frame = self._new()
        self._begun = False
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready and self._advance():
            pass
        piece, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)

    def _advance(self) -> bool:
        data = self._frame.unused_data if self._frame.eof else b""
        if self._frame.eof:
            self._frame, self._begun = self._new(), False
        data = data or self._raw.read(_PACKED_CHUNK)
        if not data:
            if self._begun:
                raise EOFError("Compressed file ended before the end of the frame")
            return False
        self._begun = True
        try:
            self._ready = memoryview(self._frame.decompress(data))
        except self._wrong as error:
            raise EOFError(str(error)) from error
        return True
