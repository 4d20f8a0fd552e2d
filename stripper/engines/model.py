"""The model engine: how much each block looks like content, from its words, roles, shape and
company."""

from functools import cache

import numpy as np

from stripper.blocks import Ints
from stripper.engines.network import UNIT, Network, load_network
from stripper.facts import Facts
from stripper.features import build_features, feature_names
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
    features = build_features(facts, roles, held.lexical)
    return np.clip(held.score(features, facts.page), -SURE, SURE)


def describe_block(facts: Facts, roles: Hashes, row: int, network: Network | None = None) -> str:
    """The block's own features that speak loudest for boilerplate, in words.

    Each is left out in turn; those whose absence raises the score most are named.
    """
    held = network or shipped()
    features = build_features(facts, roles, held.lexical)
    page = facts.page
    rows = np.flatnonzero(page == page[row])
    at = int(row - rows[0])
    own = features[rows]
    present = np.flatnonzero(own[at])
    base = int(held.score(own, np.zeros(len(own), np.int64))[at])
    pulls = []
    for column in present.tolist():
        without = own.copy()
        without[at, column] = 0
        pulls.append(int(held.score(without, np.zeros(len(own), np.int64))[at]) - base)
    order = np.argsort(-np.array(pulls), kind="stable")[:3]
    return ", ".join(feature_names()[present[i]] for i in order.tolist() if pulls[i] > 0)
