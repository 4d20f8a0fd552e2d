"""The model engine: how much each block looks like content, from its words, roles, shape and
company."""

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints
from stripper.engines.network import UNIT, Network, load_network
from stripper.engines.reasons import join_reasons
from stripper.errors import OptionError
from stripper.facts import Bools, Facts
from stripper.features import build_features, feature_names, wording_columns
from stripper.groups import Groups
from stripper.packs import categories
from stripper.packs.rule import fact_names
from stripper.tokens import Hashes

SURE = 30 * UNIT
"""Scores are cut off here: no single block is worth more."""


@cache
def shipped() -> Network:
    """The weights that come with the package, read once a process."""
    return load_network()


def read_weights(file: str) -> Network:
    """The weights in a file of one's own, read again when it has changed; an `OptionError` says why
    they cannot be."""
    try:
        stamp = Path(file).stat()
        return _read_weights(file, stamp.st_mtime_ns, stamp.st_size)
    except OSError as error:
        raise OptionError(f"{file}: cannot be read: {error.strerror or error}") from error


@lru_cache(maxsize=2)
def _read_weights(file: str, changed: int, size: int) -> Network:
    try:
        network = load_network(Path(file))
    except (ValueError, LookupError, EOFError, BadZipFile) as error:
        raise OptionError(f"{file}: holds no weights as stripper train writes them") from error
    fitted = len(network.standin.weights) + len(network.kinds.points)
    wording = wording_columns()
    built = len(feature_names()) + len(fact_names()) + wording.stop - wording.start
    unknown = set(network.kinds.names) - set(categories())
    if fitted != built or unknown:
        raise OptionError(
            f"{file}: was fitted to {fitted} features, and this version has {built}: train anew"
        )
    return network


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """What the model says of a batch of blocks."""

    scores: Ints
    """How far each block looks like content (above 0) or boilerplate, in 64ths of a logit."""
    features: Bools
    network: Network
    appeals: Bools
    """Which blocks may be of an appeal, if any goes."""

    def lean(self, logits: npt.NDArray[np.float32], appeals: Bools) -> "Judgement":
        """The same where each block looks so much more like boilerplate to somebody else, who says
        which ones may be of an appeal."""
        scores = self.scores - np.rint(UNIT * logits).astype(np.int64)
        return replace(self, scores=np.clip(scores, -SURE, SURE), appeals=appeals)

    def explain(self, first: Ints, last: Ints) -> list[str]:
        """What spoke loudest for the removal of each run of blocks, `first[i]` to `last[i]`."""
        if not len(first):
            return []
        sizes = last - first + 1
        starts = np.cumsum(sizes) - sizes
        rows = np.arange(sizes.sum()) + np.repeat(first - starts, sizes)
        # octets add up several times as fast where no sum is too large for one
        held = np.uint8 if sizes.max() <= np.iinfo(np.uint8).max else np.int64
        sums = np.add.reduceat(self.features[rows].view(np.uint8), starts, 0, held)
        return list(map(join_reasons, self.network.standin.explain(sums, sizes)))


def judge_blocks(
    facts: Facts, roles: Hashes, network: Network | None = None, groups: Groups | None = None
) -> Judgement:
    """Score the blocks of a batch."""
    held = network or shipped()
    features = build_features(facts, roles, held.lexical, held.names, groups)
    scores = np.clip(held.score(features, facts.page), -SURE, SURE)
    return Judgement(scores, features, held, np.ones(len(facts), bool))
