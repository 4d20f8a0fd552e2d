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


def leaves_marker(source: str, item: int, rest: int) -> bool:
    """Whether the marker of an item that begins at one place stands as far in as the rest of it,
    which begins at another, and so can stay before it.

    >>> source = "- Read more\\n\\n  Rates rose.\\n"
    >>> leaves_marker(source, 0, source.index("  Rates"))
    True
    """
    indent = read_prefix(source, rest)
    marks = read_prefix(source, item)[: len(indent)]
    fits = indent.isspace() and len(marks) == len(indent)
    return fits and not marks.isspace() and marks.endswith(" ")


def is_outside(source: str, item: int, rest: int) -> bool:
    """Whether what begins at the one place is the rest of an item around the one that begins at
    another: it stands less far in than that one's marker."""
    indent = read_prefix(source, rest)
    marks = read_prefix(source, item)[: len(indent)]
    return len(marks) == len(indent) and marks.isspace()


def read_prefix(source: str, at: int) -> str:
    """What stands before the first word of the line of an item."""
    found = _PREFIX.match(source, at)
    return found.group() if found else ""


def _find_marker(source: str, starts: Sequence[int], first: int, stop: int) -> Marker | None:
    """The marker within a run whose item the block behind the run is indented for."""
    width = len(read_prefix(source, starts[stop]))
    for row in range(stop - 1, first - 1, -1):
        if leaves_marker(source, starts[row], starts[stop]):
            return Marker(row, stop - 1, starts[row] + width, starts[stop] + width)
        if not is_outside(source, starts[row], starts[stop]):
            return None  # what stays belongs to an item before the run
    return None
