"""Kinds: which category a block of boilerplate most likely is of, by the facts that points know and
by how its words weigh.

That it goes is for others to say; here it gets its name, from a table of points: a row a fact, a
column a category, sixteenths of a logit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints, find_changes
from stripper.engines.points import POINTS_A_LOGIT
from stripper.facts import Bools
from stripper.threads import single_thread

TURN = 16
"""What it costs, in sixteenths of a logit, that a block is of another category than the one before
it in a run. On the labelled pages of a fold left out, 80.0 % of the lines of text get their own
category, 79.2 % where it costs nothing or half as much again, and there are a sixth fewer turns."""
SURE = 0.3
"""A stretch whose blocks are of their category with less probability than this has no name: a
quarter of such blocks, one in thirty of all, would get their own."""


@dataclass(frozen=True, eq=False)
class Kinds:
    """The categories that there are, the points of each fact for them, and what all blocks have."""

    names: tuple[str, ...]
    points: npt.NDArray[np.int8]
    start: npt.NDArray[np.int16]

    @cached_property
    def _points(self) -> npt.NDArray[np.float32]:
        return self.points.astype(np.float32)

    def weigh(self, noted: Bools) -> Ints:
        """Sixteenths of a logit: a row a block, a column a category."""
        with single_thread():  # float32 multiplies faster than integers and is exact below 2**24
            sums = noted.astype(np.float32) @ self._points
        weights: Ints = sums.astype(np.int64) + self.start
        return weights

    def name(
        self, noted: Bools, sizes: Sequence[int], said: Sequence[tuple[str, int]] = ()
    ) -> list[tuple[str, int]]:
        """The stretches of some runs of blocks, `sizes` long, that follow one another: the
        category, or "" where none is likely enough, and how many blocks are of it. A stretch ends
        with its run. `said` holds for each block a category that something else says it is of, or
        "", and how much that counts, in sixteenths of a logit.
        """
        if not len(noted):
            return []
        weights = self.weigh(noted)
        for row, (category, weight) in enumerate(said):
            if category in self.names:
                weights[row, self.names.index(category)] += weight
        weights -= weights.max(1, keepdims=True)
        odds = np.exp(weights / POINTS_A_LOGIT)
        odds /= odds.sum(1, keepdims=True)
        path = weights.argmax(1)
        run = np.repeat(np.arange(len(sizes)), sizes)
        ends = np.cumsum(sizes).tolist()
        mixed = np.flatnonzero((path[1:] != path[:-1]) & (run[1:] == run[:-1]))
        for at in np.unique(run[mixed]).tolist():  # of others no turn could make more
            low, high = ends[at] - sizes[at], ends[at]
            path[low:high] = _find_path(weights[low:high])
        opens = np.flatnonzero(find_changes(path) | find_changes(run))
        lengths = np.diff(opens, append=len(path))
        sure = np.add.reduceat(odds[np.arange(len(path)), path], opens) >= SURE * lengths
        return [
            (self.names[at] if told else "", length)
            for at, told, length in zip(
                path[opens].tolist(), sure.tolist(), lengths.tolist(), strict=True
            )
        ]


def _find_path(weights: Ints) -> list[int]:
    """The best way through the blocks of a run, where each turn costs: a Viterbi search in which
    all turns cost the same."""
    sums = weights.copy()
    for before, here in pairwise(sums):
        here += np.maximum(before, before[before.argmax()] - TURN)  # sooner than by max
    best = sums.argmax(1).tolist()
    stays = sums >= sums.max(1, keepdims=True) - TURN
    path = [best[-1]]
    for row in range(len(sums) - 2, -1, -1):
        path.append(path[-1] if stays[row, path[-1]] else best[row])
    return path[::-1]
