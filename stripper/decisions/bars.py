"""Bars: the score from which a finding counts, under the options, and the model's score from which
on it overrules one.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import inf
from types import MappingProxyType

from stripper.blocks import Ints
from stripper.engines import Opinion
from stripper.engines.network import UNIT
from stripper.facts import Facts
from stripper.options import Options
from stripper.packs import categories

SURE = 1.0
"""The score of what is no title whatever stands under it: a crawler's header lines."""
GOES, CERTAIN = 0.5, 0.9
"""Scores from which a finding counts: in a category that goes, and in one that goes when
certain."""
NEVER = 1 << 30
"""A score that no block has: what a user's own rule says, somebody confirmed of a site, or is sure
by its form, is not for the model to doubt."""
VETO = {True: UNIT // 2, False: -UNIT}
"""A block that the model holds for content at this score stays: whatever a certain rule says, and
whatever a doubtful one says. On pages not trained on, higher ones let rules take a quarter more
content, and twice as many look-alikes lose a line."""
CLEAN_VETO = {True: UNIT // 2, False: -2 * UNIT}
"""The same in an extract without furniture: a doubtful rule has no company there. On sites not
trained on, scores come out as with the others, and of 1,280 texts that were stripped 23 lose
something the second time instead of 39."""
LATER_VETO = {True: 2 * UNIT, False: -UNIT // 2}
"""The same in later rounds. The model is asked in the first one alone, and what stood beside a
finding then may be gone now: the opening line of an appeal goes with the rest of it. Without a veto
later rounds took 0.4 % of the lines of look-alikes beyond what the first takes, with this 0.1 %."""
EXACT, EXACT_VETO = 0.97, 4 * UNIT
"""A rule of this score knows whole sentences that only sites write, "The post … appeared first on
…", and yields to a model that is this sure: alone under a short text they look like its end. On
1,742 written pages no line goes for it that stays without."""
FORMAL = ("credit", "metadata")
FORMAL_VETO = 5 * UNIT // 2
"""The same of credits and counters, which certain rules know by their form: standards of extraction
keep them with captions, and so does a model that learned from these. Of the lines of written pages
that such rules find and that the model holds for content, at up to this score, 43 are credits and
counters, 18 say who took the pictures beside the author's name, and none is text. It holds on small
pages too."""
SITE_VETO = 3 * UNIT
"""The same of what a site repeats: that much surer than a rule is what stands on all its pages. On
the invented sites 0.04 % of the content is lost at this score, with profiles of all their pages."""
UNCONFIRMED = 0.7
"""Weaker rules, those on roles alone, need the model's word: without it they are silent, as are
those that points speak against, but for EXACT ones. Not so a user's own."""
ASKED = ("donation", "paywall", "newsletter", "app", "feedback")
"""What asks a reader for something, in words of its own making; labels are known by theirs."""
POINTS = "/points"
"""How the names of rules by points end."""
Findings = list[Opinion | None]
"""Of each block of a page: the finding that it goes by."""


def wanted(category: str, score: float, options: Options) -> bool:
    """Whether a finding of this category and score goes under the options.

    >>> wanted("byline", 1.0, Options()), wanted("share", 0.7, Options(preset="precise"))
    (False, False)
    """
    return score >= find_bars(options.preset, options.keep, options.only)[category]


@lru_cache(maxsize=64)
def find_bars(preset: str, keep: tuple[str, ...], only: tuple[str, ...]) -> Mapping[str, float]:
    """By category: the score from which on a finding goes."""
    bars = {}
    for name, category in categories().items():
        rule = category.presets[preset]
        stays = (
            name in keep or (only and name not in only) or (rule == "stays" and name not in only)
        )
        bars[name] = inf if stays else CERTAIN if rule == "certain" else GOES
    return MappingProxyType(bars)


def find_bar(opinion: Opinion, bars: Mapping[str, float], scores: Ints | None) -> float:
    """The score from which on a finding of whole blocks counts, with the model's word or without
    it."""
    bar = bars[opinion.category]
    if scores is not None or opinion.by == "user":
        return bar
    return max(EXACT if opinion.doubted else UNCONFIRMED, bar)


def find_veto(
    opinion: Opinion, vetoes: Mapping[bool, int], alone: int = NEVER, *, formal: bool = True
) -> int:
    """The model's score from which on it overrules an opinion; `alone` is that from which on it
    takes nothing by itself, nor with a rule that wants its word: else the word of a headline that
    is a label elsewhere goes from an article that an extractor left. `formal` is whether the form
    of the block says what it is: else a credit is in doubt."""
    if opinion.by == "user" or opinion.score == SURE:
        return NEVER
    if opinion.category == "byline":  # the model has learned to leave them: the preset decides
        return NEVER
    if opinion.by == "site":
        return SITE_VETO
    if opinion.score >= EXACT:
        return EXACT_VETO
    if opinion.score < UNCONFIRMED:
        return min(alone, vetoes[False])
    certain = opinion.score >= CERTAIN
    if formal and certain and opinion.category in FORMAL:
        return FORMAL_VETO
    return vetoes[certain and (formal or opinion.category != "credit")]


def is_pointed(opinion: Opinion) -> bool:
    """Whether points found a block, which guess by its company. A user's rule may be called like
    theirs and guesses nothing."""
    return opinion.by == "rule" and opinion.rule.endswith(POINTS)


def can_cut(facts: Facts, page: int, opinions: Sequence[Opinion], options: Options) -> bool:
    """Whether anything may go from a page that the model has had its say on, or has none: most
    pages have nothing more in later rounds, and are known so without being decided."""
    at = facts.edges[page]
    scores = facts.pages[page].scores
    bars = find_bars(options.preset, options.keep, options.only)
    for opinion in opinions:
        if opinion.final or (opinion.part and opinion.score >= bars[opinion.category]):
            return True
        if opinion.part or opinion.score < find_bar(opinion, bars, scores):
            continue
        if scores is None:
            return True
        said = scores[opinion.first - at : opinion.last + 1 - at]
        if said.min() < find_veto(opinion, LATER_VETO):
            return True
    return False
