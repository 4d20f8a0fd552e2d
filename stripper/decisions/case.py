"""Cases: a page, what is known of it before its findings are weighed, and how rules are weighed
against the model.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from math import inf

import numpy as np

from stripper.blocks import Elements, Ints
from stripper.decisions.bars import (
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
)
from stripper.decisions.bylines import leave_bylines, leave_dates, leave_enclosed
from stripper.decisions.classes import call_comments
from stripper.decisions.corrections import take_corrections
from stripper.decisions.inputs import find_input, find_threshold, is_clean
from stripper.decisions.interjections import raise_interjections
from stripper.decisions.likeness import agree, count_alike, find_asking, number_alike
from stripper.decisions.sparing import find_informal, spare_kinds
from stripper.decisions.unconfirmed import leave_unconfirmed
from stripper.engines import Opinion
from stripper.engines.model import Judgement
from stripper.engines.view import View
from stripper.facts import Facts
from stripper.options import Options

LITTLE = 60
"""Words on a page below which the model takes nothing alone, and must be as sure as in later rounds
to overrule a rule: there is no company to judge by."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A page and what is known of it before its findings are weighed."""

    view: View
    rows: range
    options: Options
    bars: Mapping[str, float]
    opinions: Sequence[Opinion]
    corrections: Sequence[Opinion]
    """What a person said must go."""
    stay: Sequence[Opinion]
    """The findings of categories that stay."""
    spared: Sequence[bool]
    """Which blocks stay whatever is found of them."""
    informal: Set[int]
    elements: Elements | None
    alike: Ints | None
    """Which blocks of HTML are alike, by number."""
    model: Judgement | None
    scores: Ints | None
    """The model's of this round, where it was asked; those of like blocks agree."""
    said: Ints | None
    """The same, or what it said in the first round."""
    given: str
    """The kind of input."""
    known: float
    """The share of the blocks that the site's profile knows."""
    threshold: int
    """The model's score from which on it takes nothing alone."""

    @property
    def facts(self) -> Facts:
        """The measurements of the batch that the page is of."""
        return self.view.facts

    @property
    def words(self) -> Ints:
        """How many words each block has."""
        return self.facts.words[self.rows.start : self.rows.stop]

    @property
    def little(self) -> bool:
        """Whether the page is too small to judge its blocks by their company."""
        return bool(self.words.sum() < LITTLE)

    def allows(self, opinion: Opinion) -> bool:
        """Whether what the model takes alone may go under the options. What goes when certain is
        not certain in an extract: with `precise`, of 316 texts of sites not trained on that were
        stripped, 13 lose something the second time instead of 45. Of written pages 2 % less of the
        boilerplate goes for it, and 0.1 % less of the asks."""
        bar = self.bars[opinion.category]
        return opinion.score >= bar and not (self.given == "extract" and bar >= CERTAIN)

    def weigh(self, staying: Sequence[bool]) -> Findings:
        """The strongest rule for each block, where the model does not hold the block for content;
        `staying` blocks are of a category that does."""
        start, spared, vetoes = self.rows.start, self.spared, self._find_vetoes()
        unheld = [-NEVER] * len(self.rows)  # without a model's word
        said = unheld if self.said is None else self.said.tolist()
        best: Findings = [None] * len(self.rows)
        for opinion in sorted(self._choose(), key=_rank):
            first, last, score = opinion.first, opinion.last, opinion.score
            if first == last and (best[first - start] is not None or spared[first - start]):
                continue  # as with half of them
            formal = not self.informal or self.informal.isdisjoint(range(first, last + 1))
            veto = find_veto(opinion, vetoes, self.threshold, formal=formal)
            yields = (first != last or score < CERTAIN) and score < SURE
            for row in range(first, last + 1):
                at = row - start
                if best[at] is not None or spared[at] or (yields and staying[at]):
                    continue
                if said[at] < reach_veto(opinion, row, veto):
                    best[at] = opinion
        return best

    def _find_vetoes(self) -> Mapping[bool, int]:
        if self.scores is None or self.little:
            return LATER_VETO
        return CLEAN_VETO if is_clean(self.given, self.scores) else VETO

    def _choose(self) -> list[Opinion]:
        """The findings on whole blocks that count under the options."""
        kept = self._reach(self.bars)
        if self.said is not None or self.elements is not None:
            return kept
        every = self._reach(find_bars(self.options.preset, (), ()))  # nothing else confirms one
        return leave_unconfirmed(self.rows, kept, [*kept, *every])

    def _reach(self, bars: Mapping[str, float]) -> list[Opinion]:
        whole = [o for o in self.opinions if o.part is None and o.score >= bars[o.category]]
        if self.said is not None:
            return whole
        return [o for o in whole if o.score >= find_bar(o, bars, None)]


def open_case(
    view: View, page: int, opinions: Sequence[Opinion], options: Options, model: Judgement | None
) -> Case:
    """What is known of a page: what rules, corrections and the model say of it, under options."""
    facts, rows = view.facts, view.facts.blocks_of(page)
    words = facts.words[rows.start : rows.stop]
    scores = model.scores[rows.start : rows.stop] if model is not None else None
    elements = facts.pages[page].elements
    html = elements is not None
    opinions, corrections, kept = take_corrections(opinions)
    opinions = raise_interjections(facts, rows, opinions)
    known = sum(o.by == "site" for o in opinions) / len(rows)
    given = find_input(scores, words, options, html=html, known=known)
    bars = find_bars(options.preset, options.keep, options.only)
    alike = None
    if elements is not None and scores is not None:
        alike = number_alike(elements)
        asking = find_asking(rows, opinions, scores)
        scores = np.where(asking, scores, agree(scores, alike))
        opinions = call_comments(elements, rows.start, opinions, scores)
    if bars["byline"] < inf:
        opinions = leave_dates(facts, rows, opinions)
    stay = [o for o in opinions if bars[o.category] == inf]
    if alike is not None and scores is not None:
        stay = leave_bylines(facts, rows, stay, scores, count_alike(alike))
    elif scores is not None and given == "page":
        stay = leave_enclosed(facts, rows, stay, scores)
    judged = scores if html or given == "page" else None
    spared = spare_kinds(facts, rows, opinions, options, judged)
    for row in kept:
        spared[row - rows.start] = True
    threshold = NEVER
    if scores is not None:
        threshold = find_threshold(given, scores, words, options, html=html)
    return Case(
        view, rows, options, bars, opinions, corrections, stay, spared,
        find_informal(facts, rows, opinions, stay), elements, alike, model, scores,
        scores if scores is not None else facts.pages[page].scores, given, known, threshold,
    )  # fmt: skip


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
