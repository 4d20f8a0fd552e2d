"""Units: the runs of an outline that become blocks, each once, with the cells of a table together.

A table is data where every cell holds one run at the most, or some short ones in a table that has
header cells; it is one block, as in Markdown. Any
other table only lays the page out, and its cells are read one after the other. Copies are left out.
"""

from typing import NamedTuple

from stripper.blocks import Kind
from stripper.formats.evidence import BIT
from stripper.formats.html.copies import find_copies
from stripper.formats.html.outline import Outline
from stripper.formats.html.runs import Run

_IN_TABLE = BIT["in table"]
_CELLS = ("td", "th")
LONGEST_CELL = 1000
"""Characters of a cell at the most. Set by hand: one that says more is a column of the page's
layout."""
LONGEST_LINES = 80
"""The same of a cell with several lines, in a table with header cells. Set by hand: tables that
compare products have more in a cell, buttons and links among it: as one block they would stay
whole."""
_IN_CELLS = (Kind.PARAGRAPH, Kind.ITEM)


class Unit(NamedTuple):
    """What becomes one block: a run, or the rows of a table as runs by cell."""

    run: Run
    element: int
    kind: Kind
    level: int
    rows: tuple[tuple[tuple[int, Run | None], ...], ...] = ()
    """Of a table: its rows of cells, each the cell's element and what it says."""
    last: int = 0
    """Number of the last node of the page in it."""

    @property
    def runs(self) -> list[Run]:
        """All that it says."""
        return [run for row in self.rows for _, run in row if run] if self.rows else [self.run]


def find_units(page: Outline) -> list[Unit]:
    """The units of a page in order."""
    copies = {id(run) for run in find_copies(page)}
    runs = [run for run in page.runs if id(run) not in copies] if copies else page.runs
    places = _Places(page)
    tables = _find_data_tables(page, places, runs)
    by_table: dict[int, list[Run]] = {}
    for run in runs:
        if id(run) in tables:
            by_table.setdefault(tables[id(run)], []).append(run)
    units: list[Unit] = []
    done: set[int] = set()
    for run in runs:
        table = tables.get(id(run)) if tables else None
        if table is None:
            context, element = page.contexts[run.holder], find_common(page, run)
            units.append(Unit(run, element, context.kind, context.level, (), run.last))
        elif table not in done:
            done.add(table)
            inside = by_table[table]
            rows = _rows(page, places, table, inside)
            units.append(Unit(run, table, Kind.TABLE, 0, rows, inside[-1].last))
    return units


def find_common(page: Outline, run: Run) -> int:
    """The innermost element that holds what a run says; blank text between two of them, behind a
    link that ends its line, is none of it."""
    if len(run.elements) == 1:
        return run.elements[0]
    said = [at for text, at in zip(run.texts, run.elements, strict=True) if not text.isspace()]
    common = said[0]
    stop = page.stops[common]
    for element in said:
        while not common <= element < stop:
            common = page.parents[common]
            stop = page.stops[common]
    return common


def _find_data_tables(page: Outline, places: "_Places", runs: list[Run]) -> dict[int, int]:
    """The table of each run, by the run's id, that stands in a table of data."""
    facts = page.facts
    runs = [run for run in runs if facts[run.holder] & _IN_TABLE]
    if not runs:
        return {}
    cells: dict[int, list[Run]] = {}
    nearest: dict[int, int] = {}
    layout: set[int] = set()
    headed: dict[int, bool] = {}
    for run in runs:
        cell, table = places.of(run.holder)
        outer = places.around(table)
        while outer >= 0 and outer not in layout:
            layout.add(outer)
            outer = places.around(outer)
        if cell < 0:
            continue
        nearest[id(run)] = table
        inside = cells.setdefault(cell, [])
        inside.append(run)
        if table in layout:
            continue
        kind = page.contexts[run.holder].kind
        several = len(inside) > 1 or kind == Kind.ITEM
        said = sum(len(text) for part in inside for text in part.texts)
        long = said > (LONGEST_LINES if several else LONGEST_CELL)
        bare = several and not _has_headings(page, table, headed)
        if long or bare or kind not in _IN_CELLS:
            layout.add(table)
    size: dict[int, set[int]] = {}
    for cell in cells:
        size.setdefault(places.of(cell)[1], set()).add(page.parents[cell])
    wide = {places.of(c)[1] for c in cells if _has_neighbour(page, c, cells)}
    data = {t for t, rows in size.items() if len(rows) > 1 and t in wide and t not in layout}
    return {run: table for run, table in nearest.items() if table in data}


class _Places:
    """The cell and the table around elements, -1 where there is none; none is climbed out of
    twice.
    """

    def __init__(self, page: Outline) -> None:
        self._page = page
        self._known: dict[int, tuple[int, int]] = {-1: (-1, -1)}

    def of(self, element: int) -> tuple[int, int]:
        """The innermost cell in the innermost table, and that table."""
        chain = []
        while element not in self._known:
            chain.append(element)
            element = self._page.parents[element]
        place = self._known[element]
        for inner in reversed(chain):
            tag = self._page.tags[inner]
            if tag == "table":
                place = (-1, inner)
            elif tag in _CELLS:
                place = (inner, place[1])
            self._known[inner] = place
        return place

    def around(self, table: int) -> int:
        """The table around a table."""
        return self.of(self._page.parents[table])[1] if table >= 0 else -1


def _has_headings(page: Outline, table: int, known: dict[int, bool]) -> bool:
    """Whether a table has header cells, which one that only lays the page out has not."""
    if table not in known:
        known[table] = "th" in page.tags[table : page.stops[table]]
    return known[table]


def _join(runs: list[Run]) -> Run:
    """The lines of a cell as one, with spaces between them."""
    texts, elements = [*runs[0].texts], [*runs[0].elements]
    for run in runs[1:]:
        if texts[-1][-1] != " ":
            texts.append(" ")
            elements.append(elements[-1])
        texts += run.texts
        elements += run.elements
    return runs[0]._replace(texts=texts, elements=elements, last=runs[-1].last)


def _has_neighbour(page: Outline, cell: int, cells: dict[int, list[Run]]) -> bool:
    after = page.stops[cell]
    return (
        page.tags[cell] in _CELLS and after in cells and page.parents[after] == page.parents[cell]
    )


def _rows(
    page: Outline, places: "_Places", table: int, inside: list[Run]
) -> tuple[tuple[tuple[int, Run | None], ...], ...]:
    parts: dict[int, list[Run]] = {}
    for run in inside:
        parts.setdefault(places.of(run.holder)[0], []).append(run)
    by_cell = {cell: _join(runs) for cell, runs in parts.items()}
    rows: dict[int, list[tuple[int, Run | None]]] = {}
    for at in range(table + 1, page.stops[table]):
        if page.tags[at] in _CELLS:
            rows.setdefault(page.parents[at], []).append((at, by_cell.get(at)))
    filled = (tuple(row) for row in rows.values() if any(run is not None for _, run in row))
    return tuple(filled)
