"""Fences around the boxes of a page go with all that is in them, and stay with any of it."""

from collections.abc import Sequence

from stripper.decisions import Cut
from stripper.decisions.bars import SURE
from stripper.decisions.meanings import EMPTIED
from stripper.engines import Opinion
from stripper.facts import Facts
from stripper.formats.fences import MARK, is_fence, opens_box

_REASON = "The fence of a box of which nothing stays"


def balance(facts: Facts, number: int, cuts: Sequence[Cut]) -> Sequence[Cut]:
    """The cuts of a page with those of its fences: no box is left open."""
    page, rows = facts.pages[number], facts.blocks_of(number)
    if page.format != "markdown" or MARK not in page.source:
        return cuts
    best: list[Opinion | None] = [None] * len(page)
    for cut in cuts:
        if cut.opinion.part is None:
            best[cut.first - rows.start : cut.last - rows.start + 1] = [cut.opinion] * (
                cut.last - cut.first + 1
            )
    opened: list[tuple[int, int, int]] = []  # rows of fences, blocks kept and seen so far
    kept = seen = 0
    for at, (low, high) in enumerate(zip(page.start.tolist(), page.end.tolist(), strict=True)):
        fence = page.source[low:high].strip()
        if not (fence.startswith(MARK) and is_fence(fence)):
            kept += best[at] is None
            seen += 1
        elif opens_box(fence):
            opened.append((at, kept, seen))
        elif opened:
            begin, before, held = opened.pop()
            emptied = kept == before and seen > held  # one that was empty before stays
            for row in (begin, at):
                best[row] = (best[row] or _emptied(number, rows[row])) if emptied else None
    out = [cut for cut in cuts if cut.opinion.part is not None]
    at = 0
    while at < len(best):
        opinion, first = best[at], at
        while at < len(best) and best[at] is opinion:
            at += 1
        if opinion is not None:
            out.append(Cut(rows[first], rows[at - 1], opinion))
    return sorted(out, key=lambda cut: (cut.first, cut.opinion.part or (0, 0)))


def _emptied(page: int, row: int) -> Opinion:
    return Opinion(page, row, row, "boilerplate", "rule", EMPTIED, SURE, _REASON)
