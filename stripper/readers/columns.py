"""Parquet and Arrow: records as rows of columns, in which types and metadata survive."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from stripper.documents import Document, Failure, Input, Reading, Span
from stripper.errors import InputError
from stripper.readers import make_document, refuse_bytes
from stripper.readers.values import Place, Slice, Values
from stripper.rows import Row
from stripper.streams import load, opened

ROWS = 64
"""Rows of which a column becomes Python objects at a time."""
_BUFFER = 1 << 20
"""Bytes of a column that are read at a time."""
_STREAM = b"\xff\xff\xff\xff"


class Raw(NamedTuple):
    """A row by its number."""

    number: int
    place: Place


def split(given: Input, reading: Reading) -> Iterator[Span] | None:
    """A span a row group or record batch; None for what can only be read from its start."""
    if given.path is None or not given.path.is_file():
        return None
    return _split(given)


def scan(given: Input, reading: Reading, span: Span | None) -> Iterator[Raw]:
    """The rows of an input, or of one of its row groups."""
    number = span.first if span else 1
    with _explained(), _opened(given) as stream:
        for batch in _read_batches(given, stream, span):
            for start in range(0, batch.num_rows, ROWS):
                piece = Slice(batch.slice(start, ROWS))
                for index in range(piece.batch.num_rows):
                    yield Raw(number, Place(piece, index))
                    number += 1


def parse(given: Input, reading: Reading, raw: Raw) -> Document | Failure:
    """A row as a document."""
    row = Row(Values(raw.place), raw.place)
    return refuse_bytes(make_document(given, f"{given.name}:{raw.number}", row, reading))


def read_schema(given: Input) -> Any:
    """The schema of a file of columns."""
    with _explained(), opened(given) as stream:
        if given.container == "parquet":
            return load_parquet().ParquetFile(stream).schema_arrow
        return _open_arrow(stream).schema


def find_compression(given: Input) -> str:
    """The compression of a Parquet file's first column: that of all, in what writers make."""
    with _explained(), opened(given) as stream:
        held = load_parquet().ParquetFile(stream).metadata
        if not held.num_row_groups or not held.num_columns:
            return "snappy"
        name = str(held.row_group(0).column(0).compression).lower()
        return "none" if name == "uncompressed" else name


def load_arrow() -> Any:
    """The library pyarrow."""
    return load("pyarrow", "arrow", "a file of columns")


def load_parquet() -> Any:
    """The module of pyarrow for Parquet."""
    return load("pyarrow.parquet", "arrow", "a Parquet file")


def _split(given: Input) -> Iterator[Span]:
    """A span a group, with its part of the file by its rows: what it takes there is packed."""
    with _explained(), _opened(given) as stream:
        rows = _count_rows(given, stream)
    if rows is None:  # a stream, all in one
        yield Span(0, -1)
        return
    size = given.path.stat().st_size if given.path else 0
    first = 1
    for number, count in enumerate(rows):
        yield Span(number, number + 1, first, size * count // max(sum(rows), 1))
        first += count


def _count_rows(given: Input, stream: Any) -> list[int] | None:
    """The rows of each row group or record batch; None where they are not known beforehand."""
    if given.container == "parquet":
        held = load_parquet().ParquetFile(stream).metadata
        return [held.row_group(number).num_rows for number in range(held.num_row_groups)]
    file = _open_arrow(stream)
    if not hasattr(file, "num_record_batches"):
        return None
    return [file.get_batch(number).num_rows for number in range(file.num_record_batches)]


def _read_batches(given: Input, stream: Any, span: Span | None) -> Iterator[Any]:
    if given.container == "parquet":
        if not stream.seekable():
            raise InputError("Parquet cannot be read from a pipe: name the file")
        # Otherwise all of a row group is held, packed, before its first rows are there.
        file = load_parquet().ParquetFile(stream, pre_buffer=False, buffer_size=_BUFFER)
        groups = list(range(span.start, span.stop)) if span else None
        yield from file.iter_batches(ROWS, row_groups=groups)
        return
    file = _open_arrow(stream)
    if not hasattr(file, "num_record_batches"):
        yield from file
        return
    numbers = range(span.start, span.stop) if span else range(file.num_record_batches)
    for number in numbers:
        yield file.get_batch(number)


@contextmanager
def _opened(given: Input) -> Iterator[Any]:
    """Open an input; an Arrow file as memory, so that no batch of it is held whole."""
    with opened(given) as stream:
        if given.container != "arrow" or given.path is None or not given.path.is_file():
            yield stream
            return
        if not given.path.stat().st_size:
            raise InputError("is damaged: it is empty")
        with load_arrow().memory_map(str(given.path)) as memory:
            if given.meter is None:
                yield memory
                return
            yield given.meter.watch(memory)
            given.meter.tell()  # before it is closed


def _open_arrow(stream: Any) -> Any:
    ipc = load_arrow().ipc
    if not stream.seekable():
        return ipc.open_stream(stream)
    start = stream.read(len(_STREAM))
    stream.seek(0)
    return ipc.open_stream(stream) if start == _STREAM else ipc.open_file(stream)


@contextmanager
def _explained() -> Iterator[None]:
    library = load_arrow()
    try:
        yield
    except (library.ArrowException, EOFError) as error:
        raise InputError(f"is damaged: {error}") from error
