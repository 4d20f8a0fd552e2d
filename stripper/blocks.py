"""Blocks: the units of decision, as columns over one page's source.

A page holds its blocks as numpy columns, so that a whole batch of pages can be judged without a
Python object a line. `Block` is one row, for reading and for tests.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]
Leads = npt.NDArray[np.uint16]


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
class Elements:
    """The HTML elements of a page's blocks, as columns over the blocks.

    `flags` are yes-or-no facts, a bit each (`stripper.formats.evidence.ELEMENT_FLAGS` names them).
    `words[first[i]:last[i]]` are the hashes of the words in classes and ids around block `i`; those
    of its element and the one around it are other hashes than those of elements farther out.
    """

    flags: Hashes
    stated: npt.NDArray[np.uint8]
    """What the page's head and data say of each block (`stripper.formats.evidence.STATED`)."""
    words: Hashes
    first: Ints
    last: Ints
    element: Ints
    """Numbers of the blocks' elements, into the next four."""
    stops: Ints
    """The number behind each one's last descendant."""
    parents: Sequence[int]
    tags: Sequence[str]
    names: Sequence[str]
    """Classes, and the id behind a `#`."""

    def path(self, block: int, steps: int = 3) -> str:
        """The element of a block and those around it, as a selector would name them."""
        at = int(self.element[block])
        parts: list[str] = []
        while at >= 0 and len(parts) < steps:
            tag, name = self.tags[at], self.names[at].split(None, 1)
            if name:
                tag += name[0] if name[0].startswith("#") else f".{name[0]}"
            parts.append(tag)
            at = self.parents[at]
        return " > ".join(reversed(parts))

    def find_around(self, one: int, other: int) -> int:
        """The innermost element that two of them are or stand in; they are numbered in order."""
        while one != other:
            if one > other:
                one = self.parents[one]
            else:
                other = self.parents[other]
        return one

    def take(self, rows: Ints) -> "Elements":
        """The elements of some of the blocks."""
        return Elements(
            self.flags[rows], self.stated[rows], self.words, self.first[rows], self.last[rows],
            self.element[rows], self.stops, self.parents, self.tags, self.names,
        )  # fmt: skip


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
    elements: Elements | None = None
    """Only of HTML."""
    rendition: str = ""
    """What HTML was rendered as: `text` or `markdown`."""
    language: str | None = None
    """The language that HTML declares for the whole page."""
    leads: Leads | None = None
    """What the links of each block lead to (`stripper.formats.leads`), for the model; None in plain
    text, and in Markdown where the model has had its say."""
    scores: Ints | None = None
    """What the model said of each block, where it has had its say: it is asked once."""

    @property
    def is_markdown(self) -> bool:
        """Whether the source is Markdown, given so or rendered so."""
        return "markdown" in (self.format, self.rendition)

    def __len__(self) -> int:
        return len(self.start)

    def __iter__(self) -> Iterator[Block]:
        rows = zip(self.start, self.end, self.kind, self.level, strict=True)
        return (Block(int(s), int(e), Kind(int(k)), int(v)) for s, e, k, v in rows)

    def without(self, spans: Sequence[tuple[int, int]]) -> "Page":
        """The page that is left when spans of the source go, with the same blocks as far as they
        are left: nothing is split again, and a block keeps its element.

        The spans come in order and do not overlap.
        """
        edges = [0, *chain.from_iterable(spans), len(self.source)]
        kept = zip(edges[::2], edges[1::2], strict=True)
        source = "".join([self.source[low:high] for low, high in kept])
        codes, place = encode(source), _find_places(spans, len(self.codes))
        start, end = place[self.start], place[self.end]
        rows = _join_markers(start, end, end - start < self.end - self.start, codes)
        return Page(
            source, self.format, codes, start[rows], end[rows], self.kind[rows], self.level[rows],
            _moved(self.hidden, place), _moved(self.links, place),
            self.elements.take(rows) if self.elements else None, self.rendition,
            self.language, self.leads[rows] if self.leads is not None else None,
            self.scores[rows] if self.scores is not None else None,
        )  # fmt: skip

    def mark_as(self, old: "Page", spans: Sequence[tuple[int, int]]) -> "Page":
        """This page with the hidden spans and the links of an old one, out of which `spans` were
        cut; both have the same blocks but for those that were cut out."""
        if self.format != "markdown":  # text was read again with them, and HTML has kept them
            return self
        place = _find_places(spans, len(old.codes))
        return replace(self, hidden=_moved(old.hidden, place), links=_moved(old.links, place))

    def behind(self, before: str) -> "Page":
        """The page with something before it that belongs to no block."""
        size, codes = len(before), np.concatenate((encode(before), self.codes))
        return replace(
            self, source=before + self.source, codes=codes, start=self.start + size,
            end=self.end + size, hidden=self.hidden + size, links=self.links + size,
        )  # fmt: skip

    def text(self, first: int, last: int | None = None) -> str:
        """The source from block `first` to block `last` (itself, where none is named)."""
        return self.source[self.start[first] : self.end[first if last is None else last]]


def _join_markers(start: Ints, end: Ints, cut: Bools, codes: Codes) -> Ints:
    """The blocks that are left, by number. Where nothing but the marker of a list item is left of
    one, before the rest of the item, its start becomes that of the rest."""
    rows = np.flatnonzero(end > start)
    ends = end[rows[:-1]]
    alone = cut[rows[:-1]] & (ends == start[rows[1:]]) & (codes[ends - 1] == ord(" "))
    start[rows[1:][alone]] = start[rows[:-1][alone]]
    left: Ints = rows[np.append(~alone, True)[: len(rows)]]
    return left


def _find_places(spans: Sequence[tuple[int, int]], size: int) -> Ints:
    """Where each of so many characters, and the end behind them, stands when spans are gone."""
    stays = np.ones(size, bool)
    for low, high in spans:
        stays[low:high] = False
    return sum_before(stays)


def _moved(spans: Ints, place: Ints) -> Ints:
    """Spans in the text that is left, without those that are gone."""
    moved: Ints = place[spans]
    return moved[moved[:, 1] > moved[:, 0]]


def find_changes(column: npt.NDArray[Any]) -> Bools:
    """The places of a column that hold something else than the one before; the first one does.

    >>> find_changes(np.array([4, 4, 7])).tolist()
    [True, False, True]
    """
    changes = np.ones(len(column), bool)
    np.not_equal(column[1:], column[:-1], out=changes[1:])  # numpy's own diff takes four times this
    return changes


def sum_before(values: npt.NDArray[Any], dtype: npt.DTypeLike = np.int64) -> npt.NDArray[Any]:
    """The sum of the values before each place and, one longer than they are, of all of them.

    >>> sum_before(np.array([True, False, True])).tolist()
    [0, 1, 1, 2]
    """
    total = np.empty(len(values) + 1, dtype)
    total[0] = 0
    total[1:] = values  # first, since a sum that has to convert on its way takes ten times as long
    return np.cumsum(total, out=total)


def encode(source: str) -> Codes:
    """The code points of a text; lone surrogates included, one number a character.

    >>> encode("aß")
    array([ 97, 223], dtype=uint32)
    """
    return np.frombuffer(source.encode("utf-32-le", "surrogatepass"), np.uint32)
