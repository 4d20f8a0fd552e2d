"""Blocks: the units of decision, as columns over one page's source.

A page holds its blocks as numpy columns, so that a whole batch of pages can be judged without a
Python object a line. `Block` is one row, for reading and for tests.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint32]


class Kind(IntEnum):
    """What a block is in its format; plain text knows paragraphs only."""

    PARAGRAPH = 0
    HEADING = 1
    ITEM = 2
    TABLE = 3
    CODE = 4
    QUOTE = 5
    FRONT_MATTER = 6
    DEFINITION = 7
    HTML = 8
    BREAK = 9


class Block(NamedTuple):
    """One row of a page: `source[start:end]` with its line end, its kind and nesting level."""

    start: int
    end: int
    kind: Kind
    level: int


def _no_spans() -> Ints:
    return np.zeros((0, 2), np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A source split into blocks, in order and without overlap; what lies between them is blank.

    `codes` are the source's code points, so that an index into them is a character of the source.
    `hidden` holds spans that are markup rather than words (link targets, list markers), `links` the
    spans of link text. `level` is a heading's level or an item's depth, from 0.
    """

    source: str
    format: str
    codes: Codes
    start: Ints
    end: Ints
    kind: Ints
    level: Ints
    hidden: Ints = field(default_factory=_no_spans)
    links: Ints = field(default_factory=_no_spans)

    def __len__(self) -> int:
        return len(self.start)

    def __iter__(self) -> Iterator[Block]:
        rows = zip(self.start, self.end, self.kind, self.level, strict=True)
        return (Block(int(s), int(e), Kind(int(k)), int(v)) for s, e, k, v in rows)

    def text(self, first: int, last: int | None = None) -> str:
        """The source from block `first` to block `last` (itself, where none is named)."""
        return self.source[self.start[first] : self.end[first if last is None else last]]


def encode(source: str) -> Codes:
    """The code points of a text; lone surrogates included, one number a character.

    >>> encode("aß")
    array([ 97, 223], dtype=uint32)
    """
    return np.frombuffer(source.encode("utf-32-le", "surrogatepass"), np.uint32)
