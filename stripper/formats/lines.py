"""Lines, wrapped paragraphs and sentences: what text and Markdown share in finding blocks."""

import numpy as np
import numpy.typing as npt
import regex

from stripper.blocks import Codes, Ints
from stripper.characters import SPACE, tables

Bools = npt.NDArray[np.bool_]

_NEWLINE, _RETURN, _BLANK = 10, 13, 32

WRAP_WIDTHS = range(45, 101)
"""Columns at which mailers, man pages and e-texts break lines: 65 to 80, with room on both
sides."""
_WIDE = 0.95
"""The quantile of the lengths of lines that is taken for the column."""
WRAPPED_SHARE = 0.7
"""Share of adjacent lines that must be broken where the next word no longer fits, before a page
counts as wrapped; menus and lists, whose lines are short for other reasons, stay far below."""
WRAPPED_LINES = 4
"""Fewer broken lines than this prove nothing."""
UNBREAKABLE = 100
"""Characters from which a line of one word says nothing of the column: html2text leaves the targets
of links longer than it as they are. With such lines counted, three in ten of its pages with their
lines broken at 78 were not seen to be."""

LONG_LINE = 1200
"""Characters. Paragraphs of news stay below; a page scraped to one line does not."""
ONE_LINE_PAGE = 3
"""A page of at most this many lines is split by sentences where a line is longer than LONG_LINE."""

_SENTENCE_END = regex.compile(r"(?:[.!?…]['\"”’»)\]]{0,2}[ \u00a0]{1,4}(?=\S)|[。！？][」』”]?)")


def find_lines(codes: Codes) -> tuple[Ints, Ints]:
    """Start and end of every line that is not blank; an end lies behind the line break.

    Lines end at LF, CR LF or a lone CR; other separators are characters like any other.
    """
    if not len(codes):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    breaks = codes == _NEWLINE
    returns = codes == _RETURN
    if returns.any():
        returns[:-1] &= ~breaks[1:]
        breaks |= returns
    end = np.flatnonzero(breaks) + 1
    if not len(end) or end[-1] != len(codes):
        end = np.append(end, len(codes))
    start = np.concatenate(([0], end[:-1]))
    filled = np.logical_or.reduceat((tables().classes.take(codes) & SPACE) == 0, start)
    return start[filled], end[filled]


def join_wrapped(
    codes: Codes,
    start: Ints,
    end: Ints,
    joinable: Bools | None = None,
    opening: Bools | None = None,
) -> tuple[Ints, Ints]:
    """Join the lines of paragraphs that were broken at a column, on pages where most lines are.

    `joinable` says which lines may take part (all, where it is None), `opening` which others may go
    on in the next line.
    """
    if len(start) < WRAPPED_LINES + 1:
        return start, end
    if joinable is None:
        joinable = np.ones(len(start), bool)
    opens = joinable if opening is None else joinable | opening
    follows = 1 + np.flatnonzero((start[1:] == end[:-1]) & joinable[1:] & opens[:-1])
    by_hand = _broken_by_hand(codes, end[follows - 1])
    broken = np.zeros(0, np.int64)
    # an author who breaks all lines by hand is told by all of them, a tool by its own alone
    for pairs in (follows[~by_hand], follows) if by_hand.any() else (follows,):
        if len(broken := _find_broken(codes, start, end, pairs)):
            break
    first = np.ones(len(start), bool)
    first[broken] = False
    return start[first], end[np.append(first[1:], True)]


def _find_broken(codes: Codes, start: Ints, end: Ints, follows: Ints) -> Ints:
    """Which of the lines that follow another one go on with it: none where the page is not
    wrapped."""
    none: Ints = np.zeros(0, np.int64)
    if len(follows) < WRAPPED_LINES:
        return none
    length = end - start - 1
    before = length[follows - 1]
    spaces = np.flatnonzero(tables().classes.take(codes) & SPACE)
    word = np.append(spaces, len(codes))[np.searchsorted(spaces, start)] - start
    alone = (word >= length)[follows - 1]
    telling = before[~alone | (before <= UNBREAKABLE)]
    width = _quantile(telling, _WIDE) if len(telling) else 0
    if width not in WRAP_WIDTHS:
        return none
    fits = before + 1 + word[follows] <= width
    broken = ~fits & (before <= width + 5) | alone & (before > width)
    if broken.sum() < WRAPPED_LINES or broken.mean() < WRAPPED_SHARE:
        return none
    return follows[broken]


def _broken_by_hand(codes: Codes, end: Ints) -> Bools:
    """Which lines end in two blanks, which Markdown breaks at; mail that flows ends them in one."""
    last = end - 2
    last = last - (codes[last] == _RETURN)
    return (codes[last] == _BLANK) & (codes[last - 1] == _BLANK)


def _quantile(values: Ints, share: float) -> int:
    """A quantile, interpolated and rounded down; numpy's own takes longer than all else here."""
    ordered = np.sort(values)
    place = (len(values) - 1) * share
    low = int(place)
    step = int(ordered[min(low + 1, len(values) - 1)] - ordered[low])
    part = place - low
    if part >= 0.5:  # as numpy does, so that the end is met exactly
        return int(int(ordered[low]) + step - step * (1 - part))
    return int(int(ordered[low]) + step * part)


def split_sentences(source: str, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Split overlong lines into sentences, on a page of so few lines that nothing else divides
    it."""
    if len(start) > ONE_LINE_PAGE or not len(start) or int((end - start).max()) <= LONG_LINE:
        return start, end
    starts, ends = [], []
    for low, high in zip(start.tolist(), end.tolist(), strict=True):
        at = low
        if high - low > LONG_LINE:
            for found in _SENTENCE_END.finditer(source, low, high):
                if found.end() < high:
                    starts.append(at)
                    ends.append(found.start() + len(found.group().rstrip(" \u00a0")))
                    at = found.end()
        starts.append(at)
        ends.append(high)
    return np.array(starts, np.int64), np.array(ends, np.int64)
