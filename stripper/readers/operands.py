"""Operands: the inputs that a command line names, as files, folders, patterns and addresses."""

import glob
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from stripper.containers import container_of, suffix_of
from stripper.documents import Input
from stripper.errors import InputError, OptionError
from stripper.records import parse_record
from stripper.streams import load, look_into

STANDARD_INPUT = "<stdin>"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://")
_HEADS = (
    (b"WARC/", "warc"),
    (b"\xff\xff\xff\xff", "arrow"),
    (b"PAR1", "parquet"),
    (b"ARROW1", "arrow"),
    (b"SQLite format 3", "sqlite"),
    (b"PK\x03\x04", "zip"),
)
"""How the containers that are no lines begin."""
PAGES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".mhtml", ".mht")
"""The suffixes of files that are read as pages where a folder is gone through."""
_SUFFIX = re.compile(r"\.(?!\d+$)[a-z0-9]{1,9}")
"""A suffix that says a kind, unlike those of `report 1.2` and `St. Ives`."""


def is_address(operand: str) -> bool:
    """Whether an operand is an address that fsspec opens, such as `s3://bucket/crawl.jsonl`.

    >>> is_address("s3://crawls/a.jsonl"), is_address("zip://*.md::a.zip"), is_address("a.md")
    (True, True, False)
    """
    return bool(_ADDRESS.match(operand))


def names_many(operand: str) -> bool:
    """Whether an operand names several inputs by a pattern."""
    own = operand.partition("::")[0]
    return glob.has_magic(own) and (is_address(operand) or not os.path.lexists(operand))


def is_folder(operand: str) -> bool:
    """Whether an operand is a folder; what may not be looked at is none."""
    return os.path.isdir(operand)  # noqa: PTH112 (that of pathlib raises)


def is_page(path: Path) -> bool:
    """Whether a file's name is one of a page or of records, rather than of code, data or pictures.

    >>> [is_page(Path(name)) for name in ("a.md", "README", "a.csv", "a.py")]
    [True, True, True, False]
    """
    suffix = suffix_of(path)
    return suffix in PAGES or not _SUFFIX.fullmatch(suffix) or bool(container_of(path))


def find_inputs(
    operands: Sequence[str],
    *,
    outside: Path | None = None,
    wanted: Callable[[Path], bool] | None = None,
) -> Iterator[Input]:
    """The inputs that operands name: files, `-`, patterns, addresses, and all files below
    folders, or those that are `wanted`, hidden ones left out.

    `outside` is a folder that is not looked into: where the output goes. A file that does not exist
    is an input too; reading it fails.
    """
    beyond = outside.resolve() if outside else None
    if operands.count("-") > 1:  # the first reading would take what the second one is to get
        raise OptionError("standard input can be read but once: name - once")
    for operand in operands:
        path = Path(operand)
        if not operand:  # of a variable without a value, and to a path it is the folder we are in
            raise OptionError("an input is empty: give a file, a folder or -")
        if operand == "-":
            yield Input(STANDARD_INPUT, None, Path("stdin"))
        elif is_address(operand):
            yield from _find_remote(operand)
        elif is_folder(operand):
            yield from _walk(path, beyond, wanted)
        elif names_many(operand):
            yield from _match(operand, beyond)
        else:
            yield Input(operand, path, Path(path.name), container_of(path))


def look_at(given: Input, *, text_field: str | None, records: bool) -> Input:
    """Standard input with its beginning read, which says what it is.

    It is JSONL where its first line is an object; `records` says that the user wants records,
    whatever the line looks like. It is CSV where the first line has the named field as a heading.
    """
    if sys.stdin is None:
        raise InputError(f"{STANDARD_INPUT}: is closed")
    head, stream = look_into(sys.stdin.buffer)
    found = next((name for start, name in _HEADS if head.startswith(start)), "")
    if not found and text_field and not head.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        headings = head.decode("utf-8", "replace").strip("\ufeff\r\n")
        separator = "\t" if "\t" in headings else ","
        if text_field in (h.strip('"') for h in headings.split(separator)):
            found = "tsv" if separator == "\t" else "csv"
    if not found and (records or _is_object(head)):
        found = "jsonl"
    return Input(given.name, None, given.place, found, stream=stream)


def _is_object(head: bytes) -> bool:
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    try:
        parse_record(head.decode("utf-8"))
    except (InputError, UnicodeDecodeError):
        return False  # a text that begins with a brace
    return True


def _walk(
    folder: Path, outside: Path | None, wanted: Callable[[Path], bool] | None
) -> Iterator[Input]:
    broken: list[OSError] = []
    for at, folders, files in os.walk(folder, onerror=broken.append):
        here = Path(at)
        folders[:] = sorted(
            f for f in folders if not f.startswith(".") and (here / f).resolve() != outside
        )
        for file in sorted(f for f in files if not f.startswith(".")):
            path = here / file
            if wanted is None or wanted(path):
                yield Input(str(path), path, path.relative_to(folder), container_of(path))
    for error in broken:
        path = Path(error.filename)
        yield Input(str(path), path, path.relative_to(folder))


def _match(pattern: str, outside: Path | None) -> Iterator[Input]:
    """The files that a pattern matches, mirrored from the last folder that it names plainly."""
    plain = Path(*_plain_parts(Path(pattern).parts))
    found = False
    for name in sorted(set(_expand(pattern))):
        path = Path(name)
        if path.is_file() and not (outside and path.resolve().is_relative_to(outside)):
            found = True
            yield Input(name, path, path.relative_to(plain), container_of(path))
    if not found:
        yield Input(pattern, Path(pattern), Path(Path(pattern).name))


def _expand(pattern: str) -> Iterator[str]:
    """The names that a pattern matches, as typed. `**` follows no link to a folder, as the walk
    through a folder does not: a link upward would never end.
    """
    parts = Path(pattern).parts
    if "**" not in parts:
        yield from glob.glob(pattern)  # noqa: PTH207 (gives names as typed)
        return
    at = parts.index("**")
    below = parts[at + 1 :] or ("*",)
    for start in _expand(str(Path(*parts[:at]))) if at else (os.curdir,):
        for folder, folders, _ in os.walk(start):
            folders[:] = [f for f in folders if not f.startswith(".")]
            yield from _expand(str(Path(glob.escape(folder), *below)))


def _plain_parts(parts: Sequence[str]) -> Iterator[str]:
    for part in parts[:-1]:
        if glob.has_magic(part):
            return
        yield part


def _find_remote(address: str) -> Iterator[Input]:
    own, *chain = address.split("::")
    if not glob.has_magic(own):
        yield _make_remote(address, PurePosixPath(own).name)
        return
    fsspec = load("fsspec", "fsspec", "an address of another system")
    try:
        files = fsspec.open_files(address, "rb")
        names = [str(file.path) for file in files]
    except (OSError, ValueError, ImportError) as error:
        raise InputError(f"{address}: cannot be listed: {error}") from error
    plain = PurePosixPath(*_plain_parts(PurePosixPath(own.partition("://")[2]).parts))
    scheme = own.partition("://")[0]
    for name in sorted(names):
        path = PurePosixPath(name.lstrip("/"))
        inside = path.relative_to(plain) if path.is_relative_to(plain) else path.name
        yield _make_remote("::".join([f"{scheme}://{name.lstrip('/')}", *chain]), str(inside))
    if not names:
        raise InputError(f"{address}: no such file")


def _make_remote(address: str, place: str) -> Input:
    own = address.partition("::")[0]
    return Input(address, None, Path(place), container_of(own), remote=True)
