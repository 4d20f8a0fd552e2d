"""The model engine: how much each block looks like content, from its words, roles, shape and
company."""

from functools import cache

import numpy as np

from stripper.blocks import Ints
from stripper.engines.network import UNIT, Network, load_network
from stripper.facts import Facts
from stripper.features import build_features
from stripper.tokens import Hashes

SURE = 30 * UNIT
"""Scores are cut off here: no single block is worth more."""


@cache
def shipped() -> Network:
    """The weights that come with the package, read once a process."""
    return load_network()


def score_blocks(facts: Facts, roles: Hashes, network: Network | None = None) -> Ints:
    """For each block, how far it looks like content (above 0) or boilerplate, in 64ths of a
    logit."""
    held = network or shipped()
    features = build_features(facts, roles, held.lexical, held.names)
    return np.clip(held.score(features, facts.page), -SURE, SURE)
