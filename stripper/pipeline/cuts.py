"""From decisions to removals: the exact characters of the source that go with a block."""

from collections.abc import Container, Iterator, Mapping, Sequence

import numpy as np

from stripper.blocks import Ints, Kind, Page
from stripper.decisions import Cut
from stripper.decisions.markers import Marker, find_markers, read_prefix
from stripper.facts import Bools, Facts
from stripper.letters import is_part
from stripper.places import find_runs
from stripper.result import Removal

_GLUE = " \t\u00a0-–—|•·("
"""What stands between kept text and a label glued to it goes with the label."""
_EMPHASIS = "*_"
_LONGEST_TARGET = 3000
"""Characters of the longest link target that Markdown's inline scan finds."""


def locate(
    facts: Facts, number: int, cuts: Sequence[Cut], reasons: Mapping[int, str]
) -> list[Removal]:
    """Removals of one page; `reasons` are those of runs that go by the model alone.

    A removed block takes the blank lines before it along; at the head of the page, those after it.
    In Markdown it leaves a blank line where what stays would otherwise run together: two
    paragraphs, or a paragraph and the line under it that makes a heading of it.
    """
    page = facts.pages[number]
    rows = facts.blocks_of(number)
    gone = np.zeros(len(page), bool)
    for cut in cuts:
        if cut.opinion.part is None:
            gone[cut.first - rows.start : cut.last - rows.start + 1] = True
    starts, ends = page.start.tolist(), page.end.tolist()
    head = next((at for at, out in enumerate(gone.tolist()) if not out), len(page))
    markers = find_markers(page, gone, starts) if page.is_markdown else []
    joins = _find_joins(page, gone, starts, ends) if page.is_markdown else {}
    stops = set(joins.values())
    floors = {marker.last + 1: marker.after for marker in markers}
    kept = {marker.row: marker for marker in markers}
    behind = starts[1:]
    removals = []
    for cut in cuts:
        if cut.opinion.part is not None:
            start, end = _part(facts, page, number, cut)
            if page.is_markdown and _is_in_code(page.source, starts[cut.first - rows.start], start):
                continue
            spans = [(max(start, floors.get(cut.first - rows.start, 0)), end)]
        else:
            first, last = cut.first - rows.start, cut.last - rows.start
            span = _span(page.source, starts, ends, first, last, head, joins, stops)
            spans = [span]
            if kept:
                span = span[0], floors.get(last + 1, span[1])
                edges = behind if last < head else ends
                spans = _leave_marker(span, first, last, kept, edges)
        o = cut.opinion
        reason = f"{o.reason}: {reasons[o.first]}" if o.by == "model" else o.reason
        for start, end in spans:
            text = page.source[start:end]
            removals.append(Removal(start, end, o.category, o.by, o.rule, o.score, text, reason))
    return [r for r in removals if r.end > r.start]


def _leave_marker(
    span: tuple[int, int],
    first: int,
    last: int,
    kept: Mapping[int, Marker],
    edges: Sequence[int],
) -> list[tuple[int, int]]:
    """What of a span goes where the marker of an item in it stays; `kept` are the markers by their
    blocks, `edges` the places, block for block, at which what goes before the one behind it ends.
    """
    start, end = span
    marker = next((kept[row] for row in range(first, last + 1) if row in kept), None)
    if marker is None:
        return [span]
    if first == marker.row:
        return [(marker.end, end)]
    return [(start, edges[marker.row - 1]), (marker.end, end)]


def _span(
    source: str, starts: list[int], ends: list[int], first: int, last: int, head: int,
    joins: Mapping[int, int], stops: Container[int],
) -> tuple[int, int]:  # fmt: skip
    """The source characters of blocks that go: a block takes the blank lines before it along, and
    above `head`, the first block that stays, those after it. Where a run `joins` what it parted,
    the blank line before it stays, and behind the blocks in `stops` a line end does."""
    if last < head:
        end = starts[last + 1] if last + 1 < len(starts) else len(source)
        return (0 if first == 0 else starts[first]), end
    start, end = ends[first - 1], ends[last]
    if first in joins:
        start = starts[first]
    if last in stops:
        end -= _line_end(source, end)
    return start, max(start, end)


def _find_joins(page: Page, gone: Bools, starts: list[int], ends: list[int]) -> dict[int, int]:
    """Runs that go from between two blocks that stay and would then touch: first block to the last
    whose line end must stay, or to -1 where the blank line before the run is enough.
    """
    joins: dict[int, int] = {}
    for at, stop in find_runs(gone):
        if at > 0 and stop < len(gone) and starts[stop] == ends[stop - 1]:
            if starts[at] > ends[at - 1]:  # a blank line stands before the run
                joins[at] = -1
            elif not page.kind[at - 1] == page.kind[stop] == Kind.ITEM:
                joins[at] = stop - 1
    return joins


def _line_end(source: str, end: int) -> int:
    """How long the line break is that ends at `end`."""
    if source.endswith("\r\n", 0, end):
        return 2
    return int(source[end - 1 : end] in "\r\n")


def _part(facts: Facts, page: Page, number: int, cut: Cut) -> tuple[int, int]:
    """The source characters of a part of a block, with what glued it to the rest. A link goes whole
    or keeps its brackets and target.
    """
    assert cut.opinion.part is not None
    low, high = cut.opinion.part
    origin = facts.tokens.origin
    at = cut.first - facts.blocks_of(number).start
    floor, ceiling = int(page.start[at]), int(page.end[at])
    base = int(facts.start[cut.first]) - floor
    prefix = read_prefix(page.source, floor) if page.is_markdown else ""
    floor += len(prefix)
    while ceiling > floor and page.source[ceiling - 1] in "\r\n":
        ceiling -= 1
    start = (int(origin[low]) if origin is not None else low) - base
    end = (int(origin[high - 1]) if origin is not None else high - 1) + 1 - base
    while end < ceiling and is_part(page.source[end]):
        end += 1  # an accent goes with its letter
    end = min(end, ceiling)
    for link_start, link_end in _within(page.links, floor, ceiling):
        if start <= link_start and link_end <= end:
            start, end = _with_brackets(page, link_start, link_end, start, end)
        elif link_start < start < link_end <= end:
            end = link_end
    marks = _count_marks(page.source[start:end])
    while floor < start and page.source[start - 1] in _EMPHASIS:
        if not marks and page.source[end : end + 1] == page.source[start - 1]:
            end += 1
        elif not marks:
            break
        start, marks = start - 1, max(0, marks - 1)
    while start > floor and page.source[start - 1] in _GLUE:
        start -= 1
    while prefix and start == floor and page.source[end : end + 1] == " ":
        end += 1  # what follows the marker of an item follows it at once
    return start, end


def _is_in_code(source: str, floor: int, at: int) -> bool:
    """Whether a place in a block of Markdown lies within backticks: code stays as it is."""
    return source.count("`", floor, at) % 2 == 1


def _within(spans: Ints, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The spans that begin between two places; spans are in order of where they begin."""
    first, last = np.searchsorted(spans[:, 0], (low, high))
    yield from spans[first:last].tolist()


def _count_marks(text: str) -> int:
    """How many signs of emphasis a text ends with."""
    return len(text) - len(text.rstrip(_EMPHASIS))


def _with_brackets(
    page: Page, link_start: int, link_end: int, start: int, end: int
) -> tuple[int, int]:
    """The cut widened over the brackets and the target of a link whose text it holds."""
    for low, high in _within(page.hidden, link_start - 1, link_end + _LONGEST_TARGET):
        if high == link_start and high - low == 1:
            start = min(start, low)
        elif low == link_end:
            end = max(end, high)
    return start, end
