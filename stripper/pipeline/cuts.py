"""From decisions to removals: the exact characters of the source that go with a block."""

from collections.abc import Sequence

from stripper.blocks import Page
from stripper.facts import Facts
from stripper.pipeline.decide import Cut
from stripper.result import Removal

_GLUE = " \t\u00a0-–—|•·([{*_"
"""What stands between kept text and a label glued to it goes with the label."""


def locate(facts: Facts, number: int, cuts: Sequence[Cut]) -> list[Removal]:
    """Removals of one page. A removed block takes the blank lines before it along; at the head of
    the
    page, those after it. In Markdown it leaves them where two paragraphs would otherwise run
    together.
    """
    page = facts.pages[number]
    rows = facts.blocks_of(number)
    gone = {
        row - rows.start
        for c in cuts
        if c.opinion.part is None
        for row in range(c.first, c.last + 1)
    }
    head = next((at for at in range(len(page)) if at not in gone), len(page))
    removals = []
    for cut in cuts:
        if cut.opinion.part is not None:
            start, end = _part(facts, page, number, cut)
        else:
            first, last = cut.first - rows.start, cut.last - rows.start
            start, end = _span(page, first, last, head, gone)
        o = cut.opinion
        removals.append(
            Removal(start, end, o.category, o.by, o.rule, o.score, page.source[start:end], o.reason)
        )
    return [r for r in removals if r.end > r.start]


def _span(page: Page, first: int, last: int, head: int, gone: set[int]) -> tuple[int, int]:
    if last < head:
        end = int(page.start[last + 1]) if last + 1 < len(page) else len(page.source)
        return (0 if first == 0 else int(page.start[first])), end
    start, end = int(page.end[first - 1]), int(page.end[last])
    if page.format == "markdown" and _runs_together(page, first, last, gone):
        start = int(page.start[first])
    return start, end


def _runs_together(page: Page, first: int, last: int, gone: set[int]) -> bool:
    """Whether the block after a removed one would join the block before it, blank line and all."""
    while first - 1 in gone:
        first -= 1
    while last + 1 in gone:
        last += 1
    if last + 1 >= len(page) or first == 0:
        return False
    blank_before = page.start[first] > page.end[first - 1]
    blank_after = page.start[last + 1] > page.end[last]
    return bool(blank_before and not blank_after)


def _part(facts: Facts, page: Page, number: int, cut: Cut) -> tuple[int, int]:
    """The source characters of a part of a block, with its markup and what glued it to the rest."""
    assert cut.opinion.part is not None
    low, high = cut.opinion.part
    base = sum(len(p.codes) for p in facts.pages[:number])
    origin = facts.tokens.origin
    at = cut.first - facts.blocks_of(number).start
    floor, ceiling = int(page.start[at]), int(page.end[at])
    last = int(origin[high - 1]) if origin is not None else high - 1
    start = (int(origin[low]) if origin is not None else low) - base
    end = last + 1 - base
    while ceiling > floor and page.source[ceiling - 1] in "\r\n":
        ceiling -= 1
    hidden = _hidden_near(page, floor, ceiling)
    while end < ceiling and end in hidden:
        end += 1
    while start > floor and (start - 1 in hidden or page.source[start - 1] in _GLUE):
        start -= 1
    return start, min(end, ceiling)


def _hidden_near(page: Page, low: int, high: int) -> set[int]:
    spans = page.hidden[(page.hidden[:, 0] >= low) & (page.hidden[:, 1] <= high)]
    return {at for s, e in spans.tolist() for at in range(s, e)}
