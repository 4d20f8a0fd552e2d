"""Budgets: how much of a page stays at least, and what is given back where findings take more."""

from collections.abc import Sequence

import numpy as np

from stripper.blocks import Ints
from stripper.decisions.bars import CERTAIN, Findings
from stripper.decisions.inputs import SURELY
from stripper.engines import Opinion
from stripper.engines.points import ASKS
from stripper.facts import LINKED, Bools, Facts
from stripper.formats.evidence import AROUND

CONTENT_FLOOR = {"page": 0.12, "extract": 0.4}
"""Share of the prose that stays at least: on whole pages prose-like teasers and comments may be
most of it; of what an extractor left, less than a twentieth is boilerplate."""
GIVEN_BACK = 0.95
"""The score from which a finding is not given back: certain labels."""
SMALL, SMALL_FLOOR = 120, 0.7
"""Words of HTML that make a small page, a notice of an office or a song, and the share of those
outside links that stays of it. Too little stands around a block there: the fee for a dog looks like
the price of a subscription. Set by hand, on a dozen such pages."""


def keep_budget(
    facts: Facts, rows: range, best: Findings, given: str, scores: Ints | None = None
) -> tuple[Findings, bool]:
    """The findings of a page's blocks less those that would take too much, and whether there were
    any; `given` is the kind of input, `scores` are the model's.

    What reaches furthest on the least is given back, appeals last. What the model is sure of is
    not: of a shop that has no prose, the notice on cookies may be all there is.
    """
    own = slice(rows.start, rows.stop)
    prose = facts.words[own] * facts.prose[own]
    unlinked = facts.words[own] * (facts.link[own] < LINKED)
    small, least = _is_small(facts, rows), CONTENT_FLOOR[given]
    stays = _find_staying(best)
    enough = min(_share_of(prose, stays), _share_of(unlinked, stays)) >= least
    if enough and not small:  # as on most pages
        return best, False
    uncertain = np.array([o is not None and o.score < GIVEN_BACK for o in best])
    if scores is not None:
        uncertain &= scores >= SURELY
    back = facts.prose[own] & uncertain
    if small and _share_of(prose, stays) >= least:
        prose = unlinked
        least, back = SMALL_FLOOR, _find_doubtful(facts, rows, best)
    asks = np.array([o is not None and o.category in ASKS for o in best])
    kept = _give_back(best, prose, least, back & ~asks)
    if _share_of(unlinked, _find_staying(kept)) < least:
        # an appeal may be all the prose of a data sheet
        kept = _give_back(kept, prose, least, back & asks)
    return kept, kept != best


def _find_staying(best: Findings) -> Bools:
    return np.array([o is None for o in best])


def _share_of(words: Ints, stays: Bools) -> float:
    """The share of some words that stays; of none all do, and of what goes whole too."""
    total = int(words.sum())
    return float(words[stays].sum() / total) if total and not stays.all() and stays.any() else 1.0


def _is_small(facts: Facts, rows: range) -> bool:
    html = facts.page_of(rows.start).elements is not None
    return bool(html and facts.words[rows.start : rows.stop].sum() < SMALL)


def _find_doubtful(facts: Facts, rows: range, best: Sequence[Opinion | None]) -> Bools:
    """The blocks among the text of a small page that go for no certain reason."""
    elements = facts.page_of(rows.start).elements
    assert elements is not None
    doubtful = np.array([
        o is not None and (o.by == "model" or (o.by == "rule" and o.score < CERTAIN)) for o in best
    ])  # fmt: skip
    among: Bools = (elements.flags & np.uint64(AROUND)) == 0
    return doubtful & among & (facts.link[rows.start : rows.stop] < LINKED)


def _give_back(best: Findings, words: Ints, least: float, back: Bools) -> Findings:
    if _share_of(words, _find_staying(best)) >= least:
        return best
    return [None if given else o for o, given in zip(best, back.tolist(), strict=True)]
