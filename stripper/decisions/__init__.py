"""Decide: weigh rules and model on one page against the preset, the protections and the budgets.

Engines only say what they think; what goes is settled here, in this order: what a person said of
the page, the categories asked for, protected blocks, rules confirmed or vetoed by the model, dates
of other stories, labels of lists, the model alone, menus, answers, mentions, structure, tables and
lists, headings over asks, the headline, titles, cards, boxes of comments, the budget.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from stripper.blocks import Ints
from stripper.decisions.alone import take_alone
from stripper.decisions.answers import take_answers_along
from stripper.decisions.bars import VETO, Findings, wanted
from stripper.decisions.boxes import BOX_SCORE, take_comments_along
from stripper.decisions.budget import keep_budget
from stripper.decisions.bylines import find_strays
from stripper.decisions.cards import spare_cards
from stripper.decisions.case import Case, open_case
from stripper.decisions.corrections import correct
from stripper.decisions.headings import take_headings_along
from stripper.decisions.headlines import spare_beside, spare_headline
from stripper.decisions.inputs import WHOLE, find_trust, is_stripped
from stripper.decisions.lists import MENU_SCORE, complete_menus, take_labels_along
from stripper.decisions.mentions import spare_mentions
from stripper.decisions.sparing import spare_found
from stripper.decisions.structure import spare_structure
from stripper.decisions.titles import spare_titled
from stripper.decisions.wholes import spare_alike, spare_data, spare_wholes
from stripper.engines import Opinion
from stripper.engines.model import Judgement
from stripper.engines.view import View
from stripper.options import Options


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


def decide(
    view: View,
    page: int,
    opinions: Sequence[Opinion],
    options: Options,
    model: Judgement | None = None,
) -> Decision:
    """Settle which blocks of a page go, and which parts of blocks; `model` is what it says."""
    if not view.facts.blocks_of(page):
        return Decision(())
    case = open_case(view, page, opinions, options, model)
    rows, given, scores = case.rows, case.given, case.scores
    best, said = _spare(case, _find(case))
    best, exceeded = keep_budget(case.facts, rows, best, given, scores)
    if is_stripped(best, given, options, html=case.elements is not None, known=case.known):
        return decide(view, page, opinions, replace(options, input="extract"), model)
    large = options.input == "extract" or len(rows) >= WHOLE
    flags = ["extract"] if given == "extract" and scores is not None and large else []
    flags += ["budget_exceeded"] if exceeded else []
    best = correct(rows, best, case.corrections)
    cuts = _cut(rows, best, [*case.opinions, *case.corrections], options, case.spared)
    return Decision(tuple(cuts), tuple(flags), said)


def _find(case: Case) -> Findings:
    """What each block goes by: a rule that the model confirms, the model alone, or company."""
    facts, rows, scores = case.facts, case.rows, case.scores
    alone = np.zeros(len(rows), bool)
    if scores is not None and not case.little:
        alone = scores < case.threshold - find_trust(case.words, case.known)
    staying = spare_found(case.spared, rows, case.stay)
    best = case.weigh(staying)
    bylines = [o for o in case.stay if o.category == "byline"]
    strays = find_strays(facts, rows, bylines, best, staying, alone)
    if strays:
        spared = case.spared
        staying = [stays and (spared[at] or at not in strays) for at, stays in enumerate(staying)]
        best = case.weigh(staying)
    best = take_labels_along(rows, best, case.opinions, case.spared)
    if scores is not None and case.model is not None:
        alone &= ~np.array(staying)
        for opinion in take_alone(case, case.model, scores, best, alone):
            if case.allows(opinion):
                for row in range(opinion.first, opinion.last + 1):
                    best[row - rows.start] = opinion
    if case.bars["navigation"] <= MENU_SCORE:
        best = complete_menus(facts, rows, best, staying, scores)
    return take_answers_along(facts, rows, best, staying)


def _spare(case: Case, best: Findings) -> tuple[Findings, Ints | None]:
    """The findings less those that would tear what stays, and what the model is to have said of
    each block in later rounds."""
    facts, rows, scores, said = case.facts, case.rows, case.scores, case.said
    best = spare_mentions(facts, rows, best, scores)
    best = spare_structure(facts, rows, best, scores)
    if case.alike is not None and scores is not None and case.model is not None:
        appeals = case.model.appeals[rows.start : rows.stop]
        best = spare_wholes(facts, rows, best)
        best = spare_alike(facts, rows, best, case.alike, scores, appeals)
    best = take_headings_along(facts, rows, best, spare_found(case.spared, rows, case.stay))
    best = spare_headline(facts, rows, best, scores, case.view.roles)
    best = spare_titled(facts, rows, best, case.opinions, scores)
    best = spare_data(facts, rows, best, scores)
    if case.elements is not None and scores is not None:
        spared = spare_beside(facts, rows, spare_cards(facts, rows, best, scores), scores)
        given_back = [o is not None and now is None for o, now in zip(best, spared, strict=True)]
        said, best = np.where(given_back, VETO[True], scores), spared
        if case.bars["comments"] <= BOX_SCORE:
            best = take_comments_along(facts, rows, best, case.spared)
    return best, said


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
    parted = [o for o in opinions if o.part is not None]
    if not parted:
        return cuts
    corrected = {o.first for o in opinions if o.final}
    parts: dict[int, list[tuple[int, int]]] = {}
    for opinion in sorted(parted, key=lambda o: (not o.final, -o.score)):
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
