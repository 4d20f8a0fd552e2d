"""The model engine: how much each block looks like content, from its words, roles, shape and
company."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from stripper.blocks import Ints
from stripper.engines.network import UNIT, Network, load_network
from stripper.engines.reasons import join_reasons
from stripper.facts import Bools, Facts
from stripper.features import build_features
from stripper.tokens import Hashes

SURE = 30 * UNIT
"""Scores are cut off here: no single block is worth more."""


@cache
def shipped() -> Network:
    """The weights that come with the package, read once a process."""
    return load_network()


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """What the model says of a batch of blocks."""

    scores: Ints
    """How far each block looks like content (above 0) or boilerplate, in 64ths of a logit."""
    features: Bools
    network: Network

    def explain(self, rows: Ints, run: Ints) -> list[str]:
        """What spoke loudest for the removal of each run of blocks; `run[i]` is the number of the
        run that block `rows[i]` belongs to."""
        if not len(rows):
            return []
        # counting as a product of matrices takes half the time of adding up rows run by run
        members = np.equal(np.arange(int(run[-1]) + 1)[:, None], run).astype(np.float32)
        sums = members @ self.features[rows].astype(np.float32)
        told = self.network.standin.explain(sums.astype(np.float64), members.sum(1, np.float64))
        return [join_reasons(reasons) for reasons in told]


def judge_blocks(facts: Facts, roles: Hashes, network: Network | None = None) -> Judgement:
    """Score the blocks of a batch."""
    held = network or shipped()
    features = build_features(facts, roles, held.lexical, held.names)
    scores = np.clip(held.score(features, facts.page), -SURE, SURE)
    return Judgement(scores, features, held)
