"""Weighted rules: how much each role, in a block, beside it and on its page, speaks for a category.

The card is a table, a line a feature and a column a category, in hundredths of a logit against
content. A block goes when the categories together outweigh content; the heaviest one names it.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from stripper.engines import Opinion
from stripper.engines.rules import View
from stripper.facts import Facts
from stripper.features import Bits, build_features, describe_features, feature_names
from stripper.packs import categories
from stripper.packs.rule import KINDS

UNIT = 100
"""A weight of 100 is one logit."""
LEAST = 60
"""Hundredths of a logit over content from which a block is an opinion at all; with STRONG chosen by
cross-validation over languages, for under 0.3 % of the content lines of look-alikes."""
STRONG = 120
"""A run of blocks needs one of this weight."""


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """The weights: features by categories, and a bias for each category."""

    categories: tuple[str, ...]
    bias: npt.NDArray[np.int32]
    weights: npt.NDArray[np.int32]


@cache
def load_card() -> Card:
    """The shipped card."""
    lines = (files(__package__) / "scorecard.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    at = {name: n for n, name in enumerate(feature_names())}
    weights = np.zeros((len(at), len(rows[0]) - 1), np.int32)
    for name, *numbers in rows[2:]:
        if name in at:
            weights[at[name]] = [int(n or 0) for n in numbers]
    return Card(tuple(rows[0][1:]), np.array(rows[1][1:], np.int32), weights)


def judge(view: View) -> list[Opinion]:
    """The opinions of the weighted rules on a batch."""
    facts = view.facts
    if not len(facts):
        return []
    card = load_card()
    bits = build_features(facts, view.roles, view.masks)
    scores = weigh(card, bits)
    total = pool(scores)
    movable = np.isin(facts.kind, list(KINDS.values()))
    opinions = []
    for first, last in _runs(facts, movable & (total >= LEAST)):
        strongest = first + int(np.argmax(total[first : last + 1]))
        if total[strongest] < STRONG:
            continue
        best = int(np.argmax(scores[first : last + 1].sum(0)))
        category = card.categories[best]
        if view.about(categories()[category])[facts.page[first]]:
            continue
        score = float(1 / (1 + np.exp(-total[strongest] / UNIT)))
        reason = describe_features(bits[strongest], card.weights[:, best])
        opinions.append(
            Opinion(
                int(facts.page[first]), first, last, category, "rule", f"any/{category}/weights",
                round(min(score, 0.89), 2), f"Words of a {category} block: {reason}",
            )  # fmt: skip
        )
    return opinions


def weigh(card: Card, bits: Bits) -> npt.NDArray[np.int64]:
    """Each block's weight for each category, in hundredths of a logit over content."""
    # sums of small integers are exact in float64, whatever the order that BLAS adds them in
    exact = bits.astype(np.float64) @ card.weights.astype(np.float64)
    return exact.astype(np.int64) + card.bias


def pool(scores: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The weight of all categories together: the logarithm of the sum of their odds."""
    top = scores.max(1)
    odds = np.exp((scores - top[:, None]) / UNIT).sum(1)
    return top + np.rint(UNIT * np.log(odds)).astype(np.int64)


def _runs(facts: Facts, chosen: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last of each run of chosen blocks within a page."""
    rows = np.flatnonzero(chosen)
    if not len(rows):
        return []
    breaks = np.flatnonzero((np.diff(rows) != 1) | (np.diff(facts.page[rows]) != 0))
    firsts = rows[np.concatenate(([0], breaks + 1))]
    lasts = rows[np.concatenate((breaks, [len(rows) - 1]))]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))
