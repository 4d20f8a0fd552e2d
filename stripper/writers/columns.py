"""Parquet and Arrow: rows with a column changed; schema, types and metadata as they were."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

from stripper.documents import Document, Failure, Input, Reading
from stripper.errors import InputError
from stripper.readers.columns import find_compression, load_arrow, load_parquet, read_schema
from stripper.readers.values import Place, Slice
from stripper.rows import Row
from stripper.writers import ACCOUNT, TAKEN, Part, Sink

_BATCH = 64_000_000
"""Bytes from which on a batch of Arrow comes out as several: one is put together in memory."""


class ColumnWriter:
    """Writes rows a slice at a time, as a stream of Arrow batches."""

    def __init__(self, sink: Sink, schema: Any, *, explained: bool) -> None:
        self._arrow = load_arrow()
        self._explained = explained and ACCOUNT not in schema.names
        self._schema = schema
        if self._explained:
            self._schema = schema.append(self._arrow.field(ACCOUNT, account_type()))
        self._out = self._arrow.ipc.new_stream(sink.stream, self._schema)
        self._slice: Slice | None = None
        self._rows: list[tuple[int, Mapping[str, object]]] = []

    def put(self, document: Document, changes: Mapping[str, object]) -> None:
        """Write a row with some of its fields changed or added."""
        assert document.record is not None
        self._add(document.record, changes)

    def fail(self, failure: Failure, *, keep: bool) -> None:
        """Take note of a row that failed; `keep` says that it is written as it was."""
        if keep and failure.record is not None:
            self._add(failure.record, {})

    def close(self) -> None:
        """Write the rows of the last slice."""
        self._flush()
        self._out.close()

    def _add(self, record: object, changes: Mapping[str, object]) -> None:
        place = cast(Place, cast(Row, record).key)
        if place.slice is not self._slice:
            self._flush()
            self._slice = place.slice
        self._rows.append((place.row, changes))

    def _flush(self) -> None:
        if self._slice is None or not self._rows:
            return
        batch = self._slice.batch
        rows = [index for index, _ in self._rows]
        columns = [_select(column, rows) for column in batch.columns]
        names = batch.schema.names
        for path in dict.fromkeys(path for _, changes in self._rows for path in changes):
            own, *inner = [path] if path in names else path.split(".")
            if own in names:
                at = names.index(own)
                changed = {n: c[path] for n, (_, c) in enumerate(self._rows) if path in c}
                columns[at] = self._replace(columns[at], inner, changed)
        if self._explained:
            accounts = [changes.get(ACCOUNT) for _, changes in self._rows]
            columns.append(self._arrow.array(accounts, account_type()))
        self._out.write_batch(self._arrow.RecordBatch.from_arrays(columns, schema=self._schema))
        self._slice, self._rows = None, []

    def _replace(self, column: Any, path: Sequence[str], changed: Mapping[int, object]) -> Any:
        """A column with some values changed, which a path finds in structs."""
        if path:
            names = [field.name for field in column.type]
            parts = [column.field(n) for n in range(len(names))]
            at = names.index(path[0])
            parts[at] = self._replace(parts[at], path[1:], changed)
            return self._arrow.StructArray.from_arrays(
                parts, fields=list(column.type), mask=column.is_null()
            )
        values = self._arrow.array(list(changed.values()), column.type)
        new = {row: values.slice(n, 1) for n, row in enumerate(changed)}
        return self._arrow.concat_arrays(
            [new.get(row, column.slice(row, 1)) for row in range(len(column))]
        )


def open_part(
    sink: Sink, given: Input, reading: Reading, target: Path | None, *, first: bool, explained: bool
) -> ColumnWriter:
    """A writer of some rows of an input."""
    schema = read_schema(given)
    if explained and ACCOUNT in schema.names and schema.field(ACCOUNT).type != account_type():
        raise InputError(TAKEN)
    return ColumnWriter(sink, schema, explained=explained)


def join(parts: Sequence[Part], path: Path, target: Path, given: Input) -> list[Failure]:
    """Write all parts to one file; of Parquet, each part is a row group."""
    arrow = load_arrow()
    with ExitStack() as stack:
        readers = [
            arrow.ipc.open_stream(stack.enter_context(arrow.memory_map(str(part.path))))
            for part in parts
        ]
        schema = readers[0].schema if readers else read_schema(given)
        if target.suffix.lower() in (".parquet", ".pq"):
            packing = find_compression(given)
            with load_parquet().ParquetWriter(path, schema, compression=packing) as out:
                for reader in readers:
                    table = arrow.Table.from_batches(list(reader), schema)
                    if table.num_rows:
                        out.write_table(table, row_group_size=table.num_rows)
            return []
        make = arrow.ipc.new_stream if target.suffix.lower() == ".arrows" else arrow.ipc.new_file
        with make(path, schema) as out:
            for reader in readers:
                for batches in _gather(reader):
                    _write_joined(out, batches, schema)
    return []


def _gather(batches: Iterable[Any]) -> Iterator[list[Any]]:
    """The batches that become one: all of a part, as the input had it, unless that is too large."""
    held: list[Any] = []
    size = 0
    for batch in batches:
        held.append(batch)
        size += batch.nbytes
        if size >= _BATCH:
            yield held
            held, size = [], 0
    if held:
        yield held


def _write_joined(out: Any, batches: Sequence[Any], schema: Any) -> None:
    """Write batches as one, which is gone before the next is put together."""
    for batch in load_arrow().Table.from_batches(batches, schema).combine_chunks().to_batches():
        out.write_batch(batch)


def account_type() -> Any:
    """The type of the column that says what was removed."""
    arrow = load_arrow()
    text, place = arrow.string(), arrow.int32()
    removal = arrow.struct(
        {"start": place, "end": place, "category": text, "by": text, "rule": text}
        | {"score": arrow.float64(), "element": text}
    )
    return arrow.struct(
        {
            "removals": arrow.list_(removal),
            "access": text,
            "metadata": arrow.map_(text, text),
            "flags": arrow.list_(text),
            "version": text,
        }
    )


def _select(column: Any, rows: Sequence[int]) -> Any:
    """Some rows of a column; not every type has a kernel that takes them."""
    if rows == list(range(len(column))):
        return column
    return load_arrow().concat_arrays([column.slice(row, 1) for row in rows])
