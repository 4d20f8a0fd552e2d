"""Decide: weigh rules and model on one page against the preset, the protections and the budgets.

Engines only say what they think; what goes is settled here, in this order: what a person said of
the page, the categories asked for, protected blocks, rules confirmed or vetoed by the model, dates
of other stories, labels of lists, the model alone, answers, mentions, structure, tables and
lists, the headline, titles, cards, the budget.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from math import inf
from typing import NamedTuple

import numpy as np

from stripper.blocks import Ints
from stripper.engines import Opinion
from stripper.engines.model import Judgement
from stripper.engines.view import View
from stripper.pipeline.alone import take_alone
from stripper.pipeline.answers import take_answers_along
from stripper.pipeline.bars import (
    CERTAIN,
    CLEAN_VETO,
    LATER_VETO,
    NEVER,
    SURE,
    VETO,
    Findings,
    find_bar,
    find_bars,
    find_veto,
    wanted,
)
from stripper.pipeline.boxes import SCORE, take_comments_along
from stripper.pipeline.budget import keep_budget
from stripper.pipeline.bylines import find_strays, leave_bylines, leave_dates, leave_enclosed
from stripper.pipeline.cards import spare_cards
from stripper.pipeline.classes import call_comments
from stripper.pipeline.corrections import correct, take_corrections
from stripper.pipeline.headlines import spare_headline
from stripper.pipeline.inputs import (
    WHOLE,
    find_input,
    find_threshold,
    find_trust,
    is_clean,
    is_stripped,
)
from stripper.pipeline.likeness import agree, count_alike, number_alike
from stripper.pipeline.lists import MENU_SCORE, complete_menus, take_labels_along
from stripper.pipeline.mentions import spare_mentions
from stripper.pipeline.options import Options
from stripper.pipeline.sparing import find_informal, spare_found, spare_kinds
from stripper.pipeline.structure import spare_structure
from stripper.pipeline.titles import spare_titled
from stripper.pipeline.unconfirmed import leave_unconfirmed
from stripper.pipeline.wholes import spare_alike, spare_data, spare_wholes

LITTLE = 60
"""Words on a page below which the model takes nothing alone, and must be as sure as in later rounds
to overrule a rule: there is no company to judge by."""


class Cut(NamedTuple):
    """Blocks, or a part of one block, that go together."""

    first: int
    last: int
    opinion: Opinion


@dataclass(frozen=True, slots=True)
class Decision:
    """What goes from a page, and what is to be said of it."""

    cuts: tuple[Cut, ...]
    flags: tuple[str, ...] = ()
    scores: Ints | None = None
    """What the model said of each block, in this round or the first, that rules do not get what it
    holds in later rounds either."""


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """A page and what is known of it before its findings are weighed."""

    rows: range
    opinions: Sequence[Opinion]
    options: Options
    spared: Sequence[bool]
    informal: Set[int]
    scores: Ints | None
    vetoes: Mapping[bool, int]
    threshold: int
    """The model's score from which on it takes nothing alone."""
    text_alone: bool
    """Whether there is neither a model's word nor an element to confirm a finding."""

    def weigh(self, staying: Sequence[bool]) -> Findings:
        """The strongest rule for each block, where the model does not hold the block for content;
        `staying` blocks are of a category that does."""
        start = self.rows.start
        unheld = [-NEVER] * len(self.rows)  # without a model's word
        scores = unheld if self.scores is None else self.scores.tolist()
        best: Findings = [None] * len(self.rows)
        for opinion in sorted(self._choose(), key=_rank):
            formal = self.informal.isdisjoint(range(opinion.first, opinion.last + 1))
            veto = find_veto(opinion, self.vetoes, self.threshold, formal=formal)
            reaches = opinion.first != opinion.last or opinion.score < CERTAIN
            yields = reaches and opinion.score < SURE
            for row in range(opinion.first, opinion.last + 1):
                at = row - start
                if best[at] is not None or self.spared[at] or (yields and staying[at]):
                    continue
                if scores[at] < reach_veto(opinion, row, veto):
                    best[at] = opinion
        return best

    def _choose(self) -> list[Opinion]:
        """The findings on whole blocks that count under the options."""
        bars = find_bars(self.options.preset, self.options.keep, self.options.only)
        kept = self._reach(bars)
        if not self.text_alone:
            return kept
        every = self._reach(find_bars(self.options.preset, (), ()))
        return leave_unconfirmed(self.rows, kept, [*kept, *every])

    def _reach(self, bars: Mapping[str, float]) -> list[Opinion]:
        whole = (o for o in self.opinions if o.part is None)
        return [o for o in whole if o.score >= find_bar(o, bars, self.scores)]


def reach_veto(opinion: Opinion, row: int, veto: int) -> int:
    """The veto for a block of a finding. What stands under a label is known by the label alone, and
    a menu in doubt by what is around it: the model's first word on them holds in later rounds."""
    if opinion.by == "user":
        return veto
    if opinion.category == "navigation" and opinion.score < CERTAIN:
        return min(veto, VETO[False])
    return min(veto, VETO[True]) if opinion.listed and row > opinion.first else veto


def _rank(opinion: Opinion) -> tuple[bool, float, int, str]:
    return opinion.by != "user", -opinion.score, opinion.first - opinion.last, opinion.rule


def decide(
    view: View,
    page: int,
    opinions: Sequence[Opinion],
    options: Options,
    model: Judgement | None = None,
) -> Decision:
    """Settle which blocks of a page go, and which parts of blocks; `model` is what it says."""
    facts, roles = view.facts, view.roles
    rows = facts.blocks_of(page)
    if not rows:
        return Decision(())
    words = facts.words[rows.start : rows.stop]
    own = model.scores[rows.start : rows.stop] if model is not None else None
    elements = facts.pages[page].elements
    html = elements is not None
    every = opinions
    opinions, corrections, kept = take_corrections(every)
    known = sum(o.by == "site" for o in opinions) / len(rows)
    given = find_input(own, words, options, html=html, known=known)
    bars = find_bars(options.preset, options.keep, options.only)
    if elements is not None and own is not None:
        alike = number_alike(elements)
        own = agree(own, alike)
        opinions = call_comments(elements, rows.start, opinions, own)
    if bars["byline"] < inf:
        opinions = leave_dates(facts, rows, opinions)
    stay = [o for o in opinions if bars[o.category] == inf]
    if elements is not None and own is not None:
        stay = leave_bylines(facts, rows, stay, own, count_alike(alike))
    elif own is not None and given == "page":
        stay = leave_enclosed(facts, rows, stay, own)
    spared = spare_kinds(facts, rows, opinions, options, own if html or given == "page" else None)
    for row in kept:
        spared[row - rows.start] = True
    little = words.sum() < LITTLE
    said = own if own is not None else facts.pages[page].scores
    threshold, alone = NEVER, np.zeros(len(rows), bool)
    if own is not None:
        threshold = find_threshold(given, own, words, options, html=html)
        alone = (own < threshold - find_trust(words, known)) & (not little)
    clean = own is not None and is_clean(given, own)
    case = _Case(
        rows, opinions, options, spared, find_informal(facts, rows, opinions, stay), said,
        LATER_VETO if own is None or little else CLEAN_VETO if clean else VETO,
        threshold, said is None and not html,
    )  # fmt: skip
    staying = spare_found(spared, rows, stay)
    best = case.weigh(staying)
    bylines = [o for o in stay if o.category == "byline"]
    strays = find_strays(facts, rows, bylines, best, staying, alone)
    if strays:
        staying = [stays and (spared[at] or at not in strays) for at, stays in enumerate(staying)]
        best = case.weigh(staying)
    best = take_labels_along(rows, best, opinions, spared)
    if own is not None and model is not None:
        alone &= ~np.array(staying)
        for opinion in take_alone(view, rows, opinions, model, own, best, alone, given):
            if wanted(opinion.category, opinion.score, options):
                for row in range(opinion.first, opinion.last + 1):
                    best[row - rows.start] = opinion
    if bars["navigation"] <= MENU_SCORE:
        best = complete_menus(facts, rows, best, staying, own)
    best = take_answers_along(facts, rows, best, staying)
    best = spare_mentions(facts, rows, best, own)
    best = spare_structure(facts, rows, best, own)
    if elements is not None and own is not None and model is not None:
        appeals = model.appeals[rows.start : rows.stop]
        best = spare_alike(facts, rows, spare_wholes(facts, rows, best), alike, own, appeals)
    best = spare_headline(facts, rows, best, own, roles)
    best = spare_titled(facts, rows, best, opinions, own)
    best = spare_data(facts, rows, best, own)
    if html and own is not None:
        cards = spare_cards(facts, rows, best, own)
        given_back = [o is not None and now is None for o, now in zip(best, cards, strict=True)]
        said, best = np.where(given_back, VETO[True], own), cards
    if html and own is not None and bars["comments"] <= SCORE:
        best = take_comments_along(facts, rows, best, spared)
    large = options.input == "extract" or len(rows) >= WHOLE
    flags = ["extract"] if given == "extract" and own is not None and large else []
    best, exceeded = keep_budget(facts, rows, best, given, own)
    flags += ["budget_exceeded"] if exceeded else []
    if is_stripped(best, given, options, html=html, known=known):
        return decide(view, page, every, replace(options, input="extract"), model)
    best = correct(rows, best, corrections)
    cuts = _cut(rows, best, [*opinions, *corrections], options, spared)
    return Decision(tuple(cuts), tuple(flags), said)


def _cut(
    rows: range,
    best: Findings,
    opinions: Sequence[Opinion],
    options: Options,
    spared: Sequence[bool],
) -> list[Cut]:
    """Neighbouring blocks that go for the same reason are one cut; parts of blocks come between."""
    cuts: list[Cut] = []
    stop = 0
    while stop < len(best):
        at, opinion = stop, best[stop]
        stop += 1
        if opinion is not None:
            while stop < len(best) and (best[stop] is opinion or _same(opinion, best[stop])):
                stop += 1
            cuts.append(Cut(rows.start + at, rows.start + stop - 1, opinion))
    corrected = {o.first for o in opinions if o.final}
    parts: dict[int, list[tuple[int, int]]] = {}
    for opinion in sorted(opinions, key=lambda o: (not o.final, -o.score)):
        if opinion.part is None or best[at := opinion.first - rows.start] is not None:
            continue
        free = not spared[at] and opinion.first not in corrected
        if opinion.final or (free and wanted(opinion.category, opinion.score, options)):
            taken, (low, high) = parts.setdefault(opinion.first, []), opinion.part
            if all(high <= start or stop <= low for start, stop in taken):  # two rules, one label
                taken.append((low, high))
                cuts.append(Cut(opinion.first, opinion.first, opinion))
    return sorted(cuts, key=lambda c: (c.first, c.opinion.part or (0, 0)))


def _same(one: Opinion, other: Opinion | None) -> bool:
    if other is None or one.rule != other.rule:
        return False
    return one.category == other.category and one.by == other.by
