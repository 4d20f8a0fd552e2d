"""Cards: a page's list of products, stories or posts, which is its content where it has little
else.

One card looks like a teaser beside an article. What tells them apart is the page: the list is
larger than all that would stay of it.
"""

from typing import NamedTuple

import numpy as np

from stripper.blocks import Elements, Ints, Kind
from stripper.decisions.bars import Findings
from stripper.decisions.holders import find_holders
from stripper.decisions.inputs import SURELY
from stripper.facts import Facts
from stripper.formats.evidence import BIT

CARDS = 4
"""Elements of the same class side by side from which they are a list. On sites not trained on, F1
of pages of type collection is 0.77 with four, 0.75 with three, 0.72 with five and 0.56 without."""
CARD_WORDS = 40
"""Words of a list that is worth asking about; 60 pass over the smallest shops (F1 0.727)."""
CARD_MOST = 100
"""Words of a card on average: products have 70 at the most, sections of a page's layout more."""
AS_LARGE = 1.0
"""How large a list is that is the page's content, to all else that stays: 0.7 gives products and
forums a hundredth of F1 less, 1.4 takes a hundredth from services."""
MOSTLY = 0.5
"""The share of its words that would go. Of a list that mostly stays, what goes of its cards goes
rightly: giving all of it back costs two thousandths of F1."""
_HEADING = int(Kind.HEADING)
_ASIDE = np.uint64(
    sum(BIT[f"in {name}"] for name in ("nav", "header", "footer", "aside", "dialog", "control"))
)
"""Where a list is a menu, a form or another's teasers, whatever else the page has."""


class _List(NamedTuple):
    """What the cards of one list say, in words, and the model's scores of these."""

    cards: list[int]
    words: int
    gone: int
    score: int


def spare_cards(facts: Facts, rows: range, best: Findings, scores: Ints) -> Findings:
    """The findings on a page of HTML, less those that would take most of a list of cards that is
    larger than all else that stays, or the headings of one that mostly stays: the names of things
    whose prices stay. In the cards, what is surely furniture still goes."""
    elements = facts.page_of(rows.start).elements
    if elements is None:
        return best
    words = facts.words[rows.start : rows.stop]
    gone = np.array([o is not None for o in best])
    open_ = (elements.flags & _ASIDE) == 0
    stays = int(words[~gone].sum())
    lost = int(words[gone & open_].sum())
    share = AS_LARGE * MOSTLY
    if (1 + AS_LARGE - share) * lost < share * stays:  # no list that mostly goes can be as large
        return best
    found = _find_largest(elements, np.where(open_, words, 0), gone, scores, stays)
    if found is None:
        return best
    inside = find_holders(elements, found.cards) >= 0
    if found.gone <= MOSTLY * found.words:
        inside &= facts.kind[rows.start : rows.stop] == _HEADING
    return [
        None if o is not None and o.by in ("rule", "model") and here and score >= SURELY else o
        for o, here, score in zip(best, inside.tolist(), scores.tolist(), strict=True)
    ]


def _find_largest(
    elements: Elements, words: Ints, gone: np.typing.NDArray[np.bool_], scores: Ints, stays: int
) -> _List | None:
    """The largest list of which something goes though it says as much as all else that stays."""
    tags, names, parents = elements.tags, elements.names, np.array(elements.parents, np.int64)
    said, lost, score = (
        _add_up(elements, weights) for weights in (words, words * gone, words * scores)
    )
    tells = said > 0
    tells[0] = False
    tells &= np.bincount(parents[tells], minlength=len(tags))[parents] >= CARDS
    lists: dict[tuple[int, str, str], list[int]] = {}
    for at in np.flatnonzero(tells)[::-1].tolist():
        lists.setdefault((int(parents[at]), tags[at], names[at].partition("#")[0]), []).append(at)
    found = [
        _List(cards[::-1], *(int(column[cards].sum()) for column in (said, lost, score)))
        for cards in lists.values()
        if len(cards) >= CARDS and CARD_WORDS <= said[cards].sum() <= CARD_MOST * len(cards)
    ]
    large = [
        one for one in found
        if one.score >= SURELY * one.words
        and one.words >= AS_LARGE * (stays - one.words + one.gone)
    ]  # fmt: skip
    return max(large, key=lambda one: one.words, default=None)


def _add_up(elements: Elements, weights: Ints) -> Ints:
    """What the blocks in each element weigh together."""
    own = np.bincount(elements.element, weights, len(elements.tags)).astype(np.int64)
    total = np.concatenate(([0], np.cumsum(own)))
    within: Ints = total[elements.stops] - total[:-1]
    return within
