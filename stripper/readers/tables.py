"""CSV and TSV: a record a row under a heading, taken apart without being rewritten.

A row is kept as the bytes it stood in, so that all cells but those that change come out as they
were: quotes, spaces, line ends.
"""

import codecs
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, NamedTuple

from stripper.documents import MAX_SIZE, Document, Failure, Input, Reading, Span
from stripper.errors import InputError
from stripper.readers import describe_size, make_document
from stripper.rows import Row
from stripper.signatures import name_binary
from stripper.streams import opened

_ENDS = b"\r\n"
_QUOTED = re.compile(rb'"[^"]*+"')


@dataclass(frozen=True, slots=True)
class Heading:
    """The first row of a table."""

    data: bytes
    names: tuple[str, ...]
    separator: bytes
    encoding: str


@dataclass(frozen=True, slots=True)
class Cells:
    """A row as the cells that it stood in."""

    heading: Heading
    cells: Sequence[bytes]
    end: bytes
    """The end of its line."""

    @property
    def line(self) -> str:
        """The row as a line of JSON."""
        return self.replaced({})

    def names(self) -> Iterable[str]:
        """The names of its columns."""
        return self.heading.names

    def holds(self, path: str) -> bool:
        """Whether there is such a column."""
        return path in self.heading.names

    def get(self, path: str) -> object:
        """What a cell holds; None for one that does not exist."""
        if path not in self.heading.names:
            return None
        return self._read(self.cells[self.heading.names.index(path)])

    def replaced(self, changes: Mapping[str, object]) -> str:
        """The row as a line of JSON, with some fields changed or added."""
        values = dict(zip(self.heading.names, map(self._read, self.cells), strict=True))
        return Row(values).replaced(changes)

    def rewritten(self, changes: Mapping[str, str]) -> bytes:
        """The row with some cells changed, or added at its end, and all others as they were."""
        cells = list(self.cells)
        for name, content in changes.items():
            written = content.encode(self.heading.encoding, "xmlcharrefreplace")
            if name in self.heading.names:
                at = self.heading.names.index(name)
                cells[at] = quote(written, self.heading.separator, like=cells[at])
            else:
                cells.append(quote(written, self.heading.separator))
        return self.heading.separator.join(cells) + self.end

    def _read(self, cell: bytes) -> str:
        return unquote(cell).decode(self.heading.encoding)


class Raw(NamedTuple):
    """A row as it stands; `kept` holds one that is too large."""

    number: int
    data: bytes
    heading: Heading
    kept: IO[bytes] | None = None


def scan(given: Input, reading: Reading, span: Span | None) -> Iterator[Raw]:
    """The rows below the heading; blank lines are none. A row may take several lines."""
    with opened(given) as stream:
        number, first, _ = next(_take_rows(stream, None, reading.max_size), (1, b"", None))
        heading = read_heading(first, given.container, reading.encoding)
        lines = 1 + first.rstrip(_ENDS).count(b"\n")
        for number, data, kept in _take_rows(stream, heading.separator, reading.max_size):
            if kept or data.strip(_ENDS):
                yield Raw(number + lines, data, heading, kept)


def parse(given: Input, reading: Reading, raw: Raw) -> Document | Failure:
    """A row as a document."""
    name = f"{given.name}:{raw.number}"
    if raw.kept:
        return Failure(given, name, describe_size(reading), kept=raw.kept)
    heading = raw.heading
    body = raw.data.rstrip(_ENDS)
    cells = cut(body, heading.separator)
    try:
        raw.data.decode(heading.encoding)
        if cells is None:
            raise InputError(f"is no row: {_find_fault(body)}")
        if len(cells) != len(heading.names):
            raise InputError(f"has {len(cells)} cells, and the heading {len(heading.names)}")
    except UnicodeDecodeError as error:
        kept = raw.data.decode("utf-8", "surrogateescape")
        wrong = f"byte {error.start} of the row is no {heading.encoding}"
        return Failure(given, name, f"{wrong}: name its --encoding", kept)
    except InputError as error:
        return Failure(given, name, str(error), raw.data.decode("utf-8", "surrogateescape"))
    line = raw.data.decode(heading.encoding)
    row = Cells(heading, cells, raw.data[len(body) :])
    return make_document(given, name, row, reading, line)


def find_heading(given: Input, encoding: str | None = None) -> Heading:
    """The heading of a table that has no rows, as it stands."""
    with opened(given) as stream:
        data = next(_take_rows(stream, None, MAX_SIZE), (1, b"", None))[1]
    return read_heading(data, given.container, encoding)


def read_heading(data: bytes, container: str, encoding: str | None) -> Heading:
    """The names in a first row; semicolons separate where there are more of them than commas."""
    wrong = name_binary(data[:4096], wide=False)
    if wrong or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"this is {wrong or 'UTF-16'}, no table of text")
    body = data.removeprefix(codecs.BOM_UTF8).rstrip(_ENDS)
    separator = b"\t" if container == "tsv" else b","
    if container == "csv" and body.count(b";") > body.count(b","):
        separator = b";"
    cells = cut(body, separator)
    if cells is None:
        raise InputError(f"the heading is no row: {_find_fault(body)}")
    coding = encoding or "utf-8"
    try:
        names = tuple(unquote(cell).decode(coding) for cell in cells)
    except UnicodeDecodeError as error:
        raise InputError(f"the heading is no {coding}: give another --encoding") from error
    return Heading(data, names, separator, coding)


def cut(body: bytes, separator: bytes) -> list[bytes] | None:
    """The cells of a row as they stand; None where a quote is not closed.

    >>> cut(b'1,"a ""b"", c",,d', b",")
    [b'1', b'"a ""b"", c"', b'', b'd']
    """
    pattern, cells, at = _CELL[separator], [], 0
    while True:
        found = pattern.match(body, at)
        if not found:
            return None
        cells.append(found.group())
        at = found.end()
        if at == len(body):
            return cells
        if body[at : at + 1] != separator:
            return None
        at += 1


def _find_fault(body: bytes) -> str:
    """Why what stands where a row should has no cells."""
    if b"\r" in _QUOTED.sub(b"", body).partition(b'"')[0]:
        return "CR alone ends no line: write LF in its place, as tr '\\r' '\\n' does"
    return "a quote in it is not closed"


def unquote(cell: bytes) -> bytes:
    """What a cell holds.

    >>> unquote(b'"a ""b"", c"')
    b'a "b", c'
    """
    if not cell.startswith(b'"'):
        return cell
    inner, _, after = cell[1:].rpartition(b'"')
    return inner.replace(b'""', b'"') + after


def quote(content: bytes, separator: bytes, *, like: bytes = b"") -> bytes:
    """A cell that holds a text: quoted where it must be, or where the one before it was."""
    special = separator + b'"\r\n'
    if like.startswith(b'"') or any(c in special for c in content):
        return b'"' + content.replace(b'"', b'""') + b'"'
    return content


def _take_rows(
    stream: IO[bytes], separator: bytes | None, limit: int
) -> Iterator[tuple[int, bytes, IO[bytes] | None]]:
    """Lines, joined while a quote is open. Without a separator (the heading) any will do."""
    number = 0
    while first := stream.readline(limit + 1):
        number += 1
        start, pieces, size = number, [first], len(first)
        whole = first.endswith(b"\n") or size <= limit
        odd = first.count(b'"') % 2 == 1
        if whole and odd and separator and cut(first.rstrip(_ENDS), separator) is not None:
            odd = False  # a quote within a cell that is not quoted
        while size <= limit and odd:
            piece = stream.readline(limit + 1)
            if not piece:
                break
            number += 1
            pieces.append(piece)
            size += len(piece)
            odd ^= piece.count(b'"') % 2 == 1
        if size <= limit:
            yield start, b"".join(pieces), None
            continue
        kept = tempfile.TemporaryFile()  # noqa: SIM115 (whoever writes it closes it)
        kept.writelines(pieces)
        while not pieces[-1].endswith(b"\n") and (piece := stream.readline(1 << 20)):
            kept.write(piece)
            pieces = [piece]
        kept.seek(0)
        yield start, b"", kept


def _make_cell(separator: bytes) -> re.Pattern[bytes]:
    mark = re.escape(separator)
    quoted = rb'"[^"]*+(?:""[^"]*+)*+"[^%b]*+' % mark
    return re.compile(rb"(?:%b|[^\"%b][^%b\r\n]*+|)" % (quoted, mark + rb"\r\n", mark))


_CELL = {separator: _make_cell(separator) for separator in (b",", b"\t", b";")}
