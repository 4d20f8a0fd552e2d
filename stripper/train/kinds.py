"""Fit what names boilerplate: one softmax regression over the categories, to the facts of labelled
blocks that are not content.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stripper.engines.kinds import Kinds
from stripper.engines.points import POINTS_A_LOGIT
from stripper.evaluate.labelled import read_labelled
from stripper.surroundings import Table
from stripper.train.examples import KEPT, find_fold, name_group
from stripper.train.points import Sample, read_sample

PENALTY = 3.0
"""On a fold left out 79.0 % of the blocks got their own category with 3, 78.3 % with 10, both
without their words. Fitted to an eighth of the pages and measured on another, 74.7 % get it without
them and 79.2 % with them."""
STEPS = 200
"""Steps of the fit at the most; it ends where one gains next to nothing."""
_BOUND = 127
"""The largest number in the eight bits that points are kept in."""


def read_samples(texts: Path, tables: Sequence[Table]) -> list[tuple[int, Sample]]:
    """The written pages as samples, each with its fold: the one that its example is in. Of a page's
    words speaks, by fold, the table that was fitted to the others."""
    samples = []
    for name in ("lookalikes", "training"):
        for page in read_labelled(texts / name):
            fold = find_fold(name_group(page))
            samples.append((fold, read_sample(page, words=tables[fold])))
    return samples


def fit_kinds(samples: Sequence[Sample]) -> Kinds:
    """The table of points by which blocks get their category."""
    from sklearn.linear_model import LogisticRegression

    facts, labels = _stack(samples)
    model = LogisticRegression(C=1 / PENALTY, max_iter=STEPS, tol=1e-3)
    model.fit(facts.astype(np.float32), labels)
    points = np.rint(POINTS_A_LOGIT * model.coef_.T)
    start = np.rint(POINTS_A_LOGIT * model.intercept_)
    return Kinds(
        tuple(map(str, model.classes_)),
        np.clip(points, -_BOUND, _BOUND).astype(np.int8),
        start.astype(np.int16),
    )


def measure_kinds(samples: Sequence[tuple[int, Sample]]) -> float:
    """The share of the blocks of a fold left out that get their own category."""
    kinds = fit_kinds([sample for fold, sample in samples if fold])
    right = total = 0
    for fold, sample in samples:
        facts, labels = _stack([sample])
        if not fold and len(labels):
            stretches = kinds.name(facts, [len(facts)])
            named = [name for name, size in stretches for _ in range(size)]
            right += int((np.array(named) == labels).sum())
            total += len(labels)
    return right / max(1, total)


def _stack(samples: Sequence[Sample]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.str_]]:
    facts = np.concatenate([s.facts for s in samples])
    labels = np.array([label for s in samples for label in s.labels])
    named = ~np.isin(labels, ("", *KEPT))
    return facts[named], labels[named]
