"""Markers of list items in Markdown: where the first block of an item goes and the rest of it
stays, the marker stays before the rest; without it a post of a thread would be no item any more.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from stripper.blocks import Page
from stripper.facts import Bools
from stripper.places import find_runs

_PREFIX = re.compile(r" {0,40}(?:(?:[-*+]|\d{1,9}[.)]) {1,4}){0,8}")
"""What stands before the first word of an item: its marker behind those of the items around it, or
behind their indentation."""


class Marker(NamedTuple):
    """The marker of an item that loses its first block."""

    row: int
    """The block that it stands before."""
    last: int
    """The last block of the run that goes, whose rest it is."""
    end: int
    """The place in the source behind it."""
    after: int
    """The place in the source of what stays of the item."""


def find_markers(page: Page, gone: Bools, starts: Sequence[int]) -> list[Marker]:
    """The markers that stay, in order; `starts` are the places where the blocks' lines begin."""
    runs = ((first, stop) for first, stop in find_runs(gone) if stop < len(gone))
    found = (_find_marker(page.source, starts, first, stop) for first, stop in runs)
    return [marker for marker in found if marker]


def _find_marker(source: str, starts: Sequence[int], first: int, stop: int) -> Marker | None:
    """The marker within a run whose item the block behind the run is indented for."""
    indent = _read_prefix(source, starts[stop])
    width = len(indent)
    if not indent.isspace():
        return None
    for row in range(stop - 1, first - 1, -1):
        marks = _read_prefix(source, starts[row])[:width]
        if len(marks) < width:
            return None  # what stays belongs to an item before the run
        if not marks.isspace():
            ends = marks.endswith(" ")
            place = starts[row] + width
            return Marker(row, stop - 1, place, starts[stop] + width) if ends else None
    return None


def _read_prefix(source: str, at: int) -> str:
    found = _PREFIX.match(source, at)
    return found.group() if found else ""
