"""Reasons: which features of a run of blocks spoke loudest for its removal, in words for people.

The network's own sums cannot be read. Beside it stands a linear stand-in that was fitted to its
scores: the share that each feature has in the stand-in's score is what a reason names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from stripper.features import feature_names

NAMED = 3
"""Features that a reason names at most."""
LEAST = 0.25
"""A feature that moves the score by less than this many logits is no reason."""
SPARE = 3
"""Features more that are looked at, since some of them tell a person nothing."""
_NO_REASONS = ("an element",)
"""True of all HTML."""
_OPPOSITES = (
    ("before all prose", "after all prose"),
    ("first tenth of the prose", "last tenth of the prose"),
)  # fmt: skip
_BARE = "no prose around it"
_UNIT = 16
"""Parts of a logit in which the weights count."""
_FAMILIES = (
    ("wording over ", "its wording"), ("asking over ", "words that ask"),
    ("giving over ", "words of appeals for money"), ("paying over ", "words of paywalls"),
    ("signing up over ", "words of sign-ups"), ("answering over ", "words that want an answer"),
    ("leading on over ", "words of links"), ("small print over ", "words of small print"),
    ("class names over ", "the names of its elements"),
    ("box: ", "the words around it"),
    ("rhythm: ", "a list of blocks like it"), ("edge: ", "blocks that begin or end like it"),
    ("word: ", "words for "), ("up to ", "its length"), ("over ", "its length"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class StandIn:
    """A linear model of the network's score: weights in sixteenths of a logit, and how often each
    feature is there, in hundredths."""

    weights: npt.NDArray[np.int8]
    usual: npt.NDArray[np.int8]

    def explain(
        self, sums: npt.NDArray[np.integer], sizes: npt.NDArray[np.int64]
    ) -> list[tuple[str, ...]]:
        """What made each run of blocks look like boilerplate, the strongest first; `sums` holds how
        many blocks of a run have each feature, `sizes` how many blocks it has."""
        names, group, graded = _groups()
        unusual = sums / sizes[:, None] - self.usual / 100
        # what is missing is no reason that a person could see, but for how far something goes
        unusual *= (sums > 0) | graded
        told = -(self.weights / _UNIT) * unusual
        place = group + len(names) * np.arange(len(sums))[:, None]
        share = np.bincount(place.ravel(), told.ravel(), len(names) * len(sums))
        share = share.reshape(len(sums), len(names))
        rows = np.arange(len(share))
        loudest = []
        for _ in range(NAMED + SPARE):  # so many times the largest is found sooner than a sort ends
            at = share.argmax(1)
            loudest.append(np.where(share[rows, at] >= LEAST, at, -1))
            share[rows, at] = -np.inf
        told_of = np.stack(loudest, 1).tolist()
        return [_choose([names[at] for at in ats if at >= 0]) for ats in told_of]


@cache
def _groups() -> tuple[tuple[str, ...], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """The names of the groups of features that are one thing to a person, each feature's group, and
    which features are steps of something that has more or less."""
    features = feature_names()
    names = [_describe(name) for name in features]
    unique = tuple(dict.fromkeys(names))
    graded = np.array(["over " in name or name.startswith("up to ") for name in features])
    return unique, np.array([unique.index(name) for name in names]), graded


def _choose(names: Sequence[str]) -> tuple[str, ...]:
    """Those that tell a person something: what stands before and after all prose stands on a page
    that has none.

    >>> _choose(["an element", "before all prose", "its wording", "after all prose"])
    ('its wording', 'no prose around it')
    """
    both = [name for pair in _OPPOSITES if set(pair) <= set(names) for name in pair]
    chosen = [name for name in names if name not in _NO_REASONS and name not in both]
    return (*chosen, _BARE)[-NAMED:] if both and len(chosen) < NAMED else tuple(chosen[:NAMED])


def _describe(feature: str) -> str:
    for start, words in _FAMILIES:
        if feature.startswith(start):
            return words + feature[len(start) :] if words.endswith(" ") else words
    return feature


def join_reasons(reasons: Sequence[str]) -> str:
    """Reasons as the tail of a sentence.

    >>> join_reasons(["its wording", "mostly link text"])
    'its wording, mostly link text'
    """
    return ", ".join(reasons) if reasons else "the blocks around it"
