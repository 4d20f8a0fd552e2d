"""Values: the rows of a few records of columns as Python objects, no sooner than they are wanted.

A column that only passes through is never looked at: Arrow holds much that Python does not, such as
nanoseconds, years after 9999, time zones unknown here and strings that are no UTF-8.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from stripper.streams import load

_BEYOND = (ValueError, OverflowError, KeyError, NotImplementedError)
"""What pyarrow raises for values that Python cannot hold, unknown time zones among them."""


class Slice:
    """A few rows of a batch."""

    def __init__(self, batch: Any) -> None:
        self.batch = batch
        self._columns: dict[str, list[object]] = {}

    def value(self, name: str, row: int) -> object:
        """What stands in a column; in the first of that name."""
        if name not in self._columns:
            column = self.batch.column(self.batch.schema.names.index(name))
            try:
                self._columns[name] = column.to_pylist()
            except _BEYOND:
                self._columns[name] = [read_value(column.slice(n, 1)) for n in range(len(column))]
        return self._columns[name][row]


class Place(NamedTuple):
    """Where a row stands: a slice and the place in it."""

    slice: Slice
    row: int


class Values(Mapping[str, object]):
    """The values of a row by the names of their columns."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._names = dict.fromkeys(place.slice.batch.schema.names)

    def __getitem__(self, name: str) -> object:
        if name not in self._names:
            raise KeyError(name)
        return self._place.slice.value(name, self._place.row)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def read_value(cell: Any) -> object:
    """What an array of one value holds; what Python cannot hold is written out.

    Bytes of a string that are no UTF-8 become lone surrogates. A struct in which two fields have
    one name becomes a list of pairs.
    """
    try:
        return cell.to_pylist()[0]
    except _BEYOND:
        pass
    library = load("pyarrow", "arrow", "a file of columns")
    kind, types = cell.type, library.types
    if types.is_struct(kind):
        held = [(kind.field(n).name, read_value(cell.field(n))) for n in range(kind.num_fields)]
        return dict(held) if len(dict(held)) == len(held) else held
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        inner = cell.flatten()
        return [read_value(inner.slice(n, 1)) for n in range(len(inner))]
    if types.is_dictionary(kind):
        return read_value(cell.dictionary_decode())
    if types.is_timestamp(kind) and kind.tz:
        cell = cell.cast(library.timestamp(kind.unit, "UTC"))
    try:
        if hasattr(cell[0], "as_buffer"):
            return cell[0].as_buffer().to_pybytes().decode("utf-8", "surrogateescape")
        return cell.cast(library.string()).to_pylist()[0]
    except _BEYOND:
        return cell.to_string()
