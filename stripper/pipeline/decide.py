"""Decide: weigh the opinions on one page against the preset, the protections and the budgets.

Engines only say what they think; what goes is settled here, in this order: the categories asked for,
protected blocks, the headline, the strongest opinion for each block, the content floor.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stripper.blocks import Kind
from stripper.engines import Opinion
from stripper.facts import Facts
from stripper.packs import categories
from stripper.pipeline.options import Options

GOES, CERTAIN = 0.5, 0.9
"""Scores from which a finding counts: in a category that goes, and in one that goes when certain."""
CONTENT_FLOOR = 0.4
"""Share of the prose that stays at least. Whole pages of the gold standard keep 55 % of their prose
words on 95 % of the pages; a page where rules want more is one that they do not understand."""
PROTECTED = (Kind.TABLE, Kind.CODE, Kind.QUOTE, Kind.FRONT_MATTER, Kind.DEFINITION, Kind.BREAK)


@dataclass(frozen=True, slots=True)
class Cut:
    """Blocks, or a part of one block, that go together."""

    first: int
    last: int
    opinion: Opinion


@dataclass(frozen=True, slots=True)
class Decision:
    """What goes from a page, and what is to be said of it."""

    cuts: tuple[Cut, ...]
    flags: tuple[str, ...] = ()


def wanted(category: str, score: float, options: Options) -> bool:
    """Whether a finding of this category and score goes under the options.

    >>> wanted("byline", 1.0, Options()), wanted("share", 0.7, Options(preset="precise"))
    (False, False)
    """
    if category in options.keep or (options.only and category not in options.only):
        return False
    rule = categories()[category].presets[options.preset]
    if rule == "stays" and category not in options.only:
        return False
    return score >= (CERTAIN if rule == "certain" else GOES)


def decide(facts: Facts, page: int, opinions: Sequence[Opinion], options: Options) -> Decision:
    """Settle which blocks of a page go, and which parts of blocks."""
    rows = facts.blocks_of(page)
    kept = [o for o in opinions if wanted(o.category, o.score, options)]
    if not kept or not rows:
        return Decision(())
    best: list[Opinion | None] = [None] * len(rows)
    spared = _protected(facts, rows)
    for opinion in sorted(kept, key=lambda o: (-o.score, o.first - o.last, o.rule)):
        if opinion.part is not None:
            continue
        for row in range(opinion.first, opinion.last + 1):
            at = row - rows.start
            if best[at] is None and not spared[at]:
                best[at] = opinion
    flags = []
    if _below_floor(facts, rows, best):
        best = _within_floor(facts, rows, best)
        flags.append("budget_exceeded")
    cuts = _runs(rows, best)
    cuts += [
        Cut(o.first, o.first, o)
        for o in kept
        if o.part is not None and best[o.first - rows.start] is None and not spared[o.first - rows.start]
    ]
    cuts.sort(key=lambda c: (c.first, c.opinion.part or (0, 0)))
    return Decision(tuple(cuts), tuple(flags))


def _protected(facts: Facts, rows: range) -> list[bool]:
    kinds = facts.kind[rows.start : rows.stop]
    spared: list[bool] = np.isin(kinds, PROTECTED).tolist()
    headline = find_headline(facts, rows)
    if headline is not None:
        spared[headline - rows.start] = True
    return spared


def find_headline(facts: Facts, rows: range) -> int | None:
    """The block that is the page's headline: its first top heading, where it has headings."""
    headings = [r for r in rows if facts.kind[r] == Kind.HEADING and facts.link[r] < 0.5]
    for row in headings:
        page = facts.pages[int(facts.page[row])]
        if page.level[row - rows.start] == 1 and facts.words[row] >= 2:
            return row
    return None


def _below_floor(facts: Facts, rows: range, best: Sequence[Opinion | None]) -> bool:
    prose = sum(int(facts.words[r]) for r in rows if facts.prose[r])
    left = sum(int(facts.words[r]) for r, o in zip(rows, best, strict=True) if facts.prose[r] and not o)
    return prose > 0 and left < CONTENT_FLOOR * prose and any(o is None for o in best)


def _within_floor(
    facts: Facts, rows: range, best: Sequence[Opinion | None]
) -> list[Opinion | None]:
    """Give back what reaches furthest on the least: all findings but certain labels on short blocks."""
    return [
        o if o is not None and (not facts.prose[r] or o.score >= 0.95) else None
        for r, o in zip(rows, best, strict=True)
    ]


def _runs(rows: range, best: Sequence[Opinion | None]) -> list[Cut]:
    """Neighbouring blocks that go for the same reason are one cut."""
    cuts: list[Cut] = []
    for row, opinion in zip(rows, best, strict=True):
        if opinion is None:
            continue
        if cuts and cuts[-1].last == row - 1 and _same(cuts[-1].opinion, opinion):
            cuts[-1] = Cut(cuts[-1].first, row, cuts[-1].opinion)
        else:
            cuts.append(Cut(row, row, opinion))
    return cuts


def _same(one: Opinion, other: Opinion) -> bool:
    return (one.category, one.by, one.rule) == (other.category, other.by, other.rule)
