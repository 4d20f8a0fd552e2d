"""Fit the linear stand-in by which the model's removals are explained."""

from collections.abc import Sequence

import numpy as np

from stripper.engines.reasons import StandIn
from stripper.train.lexical import SCALE
from stripper.train.sequence import Lesson, score_lesson

RIDGE = 30.0
"""Holds apart what features say that nearly always come together. Set by hand; it changes reasons
that are given, and nothing that goes."""
MOST_PAGES = 1500
"""Pages that are fitted to. Set by hand: a sample says as much as all pages do, since it has far
more blocks than there are features."""


def fit_standin(nets: Sequence[object], lessons: Sequence[Lesson]) -> StandIn:
    """Least squares from features to the mean of the networks' scores, every block alike."""
    sample = lessons[:: max(1, len(lessons) // MOST_PAGES)]
    width = sample[0].features.shape[1]
    square, target = np.zeros((width, width)), np.zeros(width)
    seen, total, blocks = np.zeros(width), 0.0, 0
    for lesson in sample:
        x = lesson.features.astype(np.float64)
        y = np.clip(np.mean([score_lesson(net, lesson) for net in nets], 0), -6, 6)
        square += x.T @ x
        target += x.T @ y
        seen += x.sum(0)
        total += float(y.sum())
        blocks += len(x)
    mean = seen / blocks
    square -= blocks * np.outer(mean, mean)
    target -= mean * total
    weights = np.linalg.solve(square + RIDGE * np.eye(width), target)
    return StandIn(
        np.clip(np.rint(SCALE * weights), -127, 127).astype(np.int8),
        np.rint(100 * mean).astype(np.int8),
    )
