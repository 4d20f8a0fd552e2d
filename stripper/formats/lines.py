"""Lines, wrapped paragraphs and sentences: what text and Markdown share in finding blocks."""

import numpy as np
import regex

from stripper.blocks import Bools, Codes, Ints, sum_before
from stripper.characters import CJK, IGNORABLE, SPACE, tables

_NEWLINE, _RETURN, _BLANK, _HYPHEN, _OPEN, _CLOSE = map(ord, "\n\r -(]")

WRAP_WIDTHS = range(45, 101)
"""Columns at which mailers, man pages and e-texts break lines: 65 to 80, with room on both
sides."""
_WIDE = 0.95
"""The quantile of the lengths of lines that is taken for the column."""
WRAPPED_SHARE = 0.7
"""Share of adjacent lines that must be broken where the next word no longer fits, before a page
counts as wrapped, or of its full lines alone: the lines of menus are short for other reasons. Of
titles in a list, as long by chance, a third would be."""
_FULL = 0.75
"""Share of the column that a full line takes at least, set by hand."""
WRAPPED_LINES = 4
"""Fewer broken lines than this prove nothing."""
WRAPPED_LENGTHS = 4
"""Lengths that broken lines have at least on a page with menus: a line that a list repeats has one.
Of 486 pages by html-text, resiliparse and trafilatura one is taken for wrapped that is not."""
HEADING_LINES = 2
"""Further lines of a heading without a link, set by hand: more are the text under it."""
_KINSOKU = 2
"""Signs by which a line of Japanese falls short of the column: up to two at once, such as 。」, may
not begin the next."""

LONG_LINE = 1200
"""Characters. Paragraphs of news stay below; a page scraped to one line does not."""
ONE_LINE_PAGE = 3
"""A page of at most this many lines is split by sentences where a line is longer than LONG_LINE."""

VAST_LINE = 10_000
"""Characters of a line that is no paragraph on any page: much of a page without line breaks."""
BARS = 20
"""Bars from which a page on one line has its pieces joined by them, set by hand."""
_BAR = " | "
_PROGRAM = regex.compile(r"[{};\[][\"'}{]|\bfunction\s?\(|\)\s?=>|</\w")
_SENTENCE_END = regex.compile(r"(?:[.!?…]['\"”’»)\]]{0,2}[ \u00a0]{1,4}(?=\S)|[。！？][」』”]?)")


def find_lines(codes: Codes) -> tuple[Ints, Ints]:
    """Start and end of every line in which something is seen; an end lies behind the line break.

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
    filled = np.logical_or.reduceat(
        (tables().classes.take(codes) & (SPACE | IGNORABLE)) == 0, start
    )
    return start[filled], end[filled]


def join_wrapped(
    codes: Codes,
    start: Ints,
    end: Ints,
    joinable: Bools | None = None,
    heading: Bools | None = None,
) -> tuple[Ints, Ints]:
    """Join the lines of paragraphs that were broken at a column, on pages where most lines are.

    `joinable` says which lines may take part (all, where it is None), `heading` which others may
    begin what goes on, up to a blank line.
    """
    if len(start) < WRAPPED_LINES + 1:
        return start, end
    if joinable is None:
        joinable = np.ones(len(start), bool)
    opens = joinable if heading is None else joinable | heading
    follows = 1 + np.flatnonzero((start[1:] == end[:-1]) & joinable[1:] & opens[:-1])
    by_hand = _broken_by_hand(codes, end[follows - 1])
    first = np.ones(len(start), bool)
    # breaks that Markdown keeps count only where a page has no others: its author broke each line
    for pairs in (follows[~by_hand], follows) if by_hand.any() else (follows,):
        if len(broken := _find_broken(codes, start, end, pairs)):
            first[broken] = False
            break
    if heading is not None and not first.all():
        _end_headings(codes, start, end, heading, first)
    return start[first], end[np.append(first[1:], True)]


def _find_broken(codes: Codes, start: Ints, end: Ints, follows: Ints) -> Ints:
    """Which of the lines that follow another one go on with it: none where the page is not
    wrapped."""
    none: Ints = np.zeros(0, np.int64)
    if len(follows) < WRAPPED_LINES:
        return none
    length = _find_stops(codes, end) - start
    classes = tables().classes.take(codes)
    spaces = np.flatnonzero(classes & (SPACE | CJK))  # before a CJK sign a line breaks anywhere
    solid = np.flatnonzero((classes & SPACE) == 0)
    begin = solid[np.searchsorted(solid, start)]  # lynx indents all lines, and they all hold signs
    word = np.append(spaces, len(codes))[np.searchsorted(spaces, begin)] - begin
    before, after = length[follows - 1], word[follows]
    alone = (begin - start + word >= length)[follows - 1]
    telling = before[~alone & (before >= WRAP_WIDTHS[0])]  # menus are short for other reasons
    width = _quantile(telling, _WIDE) if len(telling) else 0
    if width not in WRAP_WIDTHS:
        return none
    # a word longer than the column stands on a line of its own whatever is before and behind it,
    # and proves nothing
    large = (after > width) | (alone & (before > width))
    short = np.where(after == 0, _KINSOKU, after)
    broken = ~large & (before + 1 + short > width) & (before <= width + 5)
    proven = int(broken.sum())
    if proven < WRAPPED_LINES:
        return none
    if proven < WRAPPED_SHARE * int((~large).sum()):
        full = ~large & (before >= _FULL * width)
        varied = len(np.unique(before[broken])) >= WRAPPED_LENGTHS
        if not varied or proven < WRAPPED_SHARE * int(full.sum()):
            return none
    lies_in = np.where(after > width, follows, follows - 1)
    linked = _hold_targets(codes, start, end)[lies_in]
    cut = codes[start[follows - 1] + before - 1] == _HYPHEN
    joined: Ints = follows[broken | (large & (linked | cut))]
    return joined


def _hold_targets(codes: Codes, start: Ints, end: Ints) -> Bools:
    """In which lines the target of a link begins: a target has no blanks, so the longest word of
    such a line is most likely it, and not an address that stands for itself."""
    begins = codes == _CLOSE
    begins[:-1] &= codes[1:] == _OPEN
    count = sum_before(begins)[1:]
    held: Bools = count[end - 1] > count[start]
    return held


def _end_headings(codes: Codes, start: Ints, end: Ints, heading: Bools, first: Bools) -> None:
    """Let headings go on only to a blank line: what breaks their lines sets one behind them, and
    text that follows at once is the text under them."""
    for at in np.flatnonzero(heading[:-1] & ~first[1:]).tolist():
        stop = at + 1
        while stop < len(first) and not first[stop]:
            stop += 1
        apart = stop == len(start) or start[stop] > end[stop - 1]
        linked = (codes[start[at] : end[stop - 1]] == _CLOSE).any()
        if not apart or (stop - at - 1 > HEADING_LINES and not linked):
            first[at + 1] = True


def _find_stops(codes: Codes, end: Ints) -> Ints:
    """Where lines stop that another one follows, without their line breaks."""
    last = end - 1
    stops: Ints = last - ((codes[last] == _NEWLINE) & (codes[last - 1] == _RETURN))
    return stops


def _broken_by_hand(codes: Codes, end: Ints) -> Bools:
    """Which lines end in two blanks, which Markdown breaks at; mail that flows ends them in one."""
    stops = _find_stops(codes, end)
    blank: Bools = (codes[stops - 1] == _BLANK) & (codes[stops - 2] == _BLANK)
    return blank


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
    return _split_long(source, start, end, LONG_LINE)


def split_vast(source: str, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Split lines of text into sentences that hold most of a page; programs and data stay whole,
    and so does a second copy of a page in one line, which is known as a whole."""
    size = end - start
    if 2 * int(size[size > VAST_LINE].sum()) <= len(source):
        return start, end
    return _split_long(source, start, end, VAST_LINE)


def has_bars(source: str) -> bool:
    """Whether bars join the pieces of a page, if it is one line."""
    return source.count(_BAR) >= BARS


def split_bars(source: str, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Split a line into the pieces that bars join."""
    bars = [found.end() for found in regex.finditer(regex.escape(_BAR), source)]
    inner = np.array([at for at in bars if start[0] < at < end[0]], np.int64)
    return np.append(start, inner), np.append(inner, end)


def _split_long(source: str, start: Ints, end: Ints, size: int) -> tuple[Ints, Ints]:
    """Split lines of more than so many characters into sentences."""
    starts, ends = [], []
    for low, high in zip(start.tolist(), end.tolist(), strict=True):
        at = low
        if high - low > size and not (size == VAST_LINE and _PROGRAM.search(source, low, high)):
            for found in _SENTENCE_END.finditer(source, low, high):
                if found.end() < high:
                    starts.append(at)
                    ends.append(found.start() + len(found.group().rstrip(" \u00a0")))
                    at = found.end()
        starts.append(at)
        ends.append(high)
    return np.array(starts, np.int64), np.array(ends, np.int64)
