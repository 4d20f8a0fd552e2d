"""Features: what weighted rules and the model see of a block, all of them yes or no.

Roles of the block, of its neighbours and of the page, its length, shape and place. Being bits, they
add up in integers, so a score is the same in every batch.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints, Kind
from stripper.facts import Bools, Facts
from stripper.lexicons import role_names
from stripper.tokens import Hashes

Bits = npt.NDArray[np.uint8]

WORD_STEPS = (1, 3, 6, 10, 16, 25, 40, 70, 110)
"""Upper bounds of the length classes, in words: button, label, headline, line, sentence, paragraphs."""
PAGE_SHARE = 0.3
"""Share of the page's longer blocks that have a role from which on the page speaks of it."""
_SPEAKERS = ("we", "you", "ask", "lead")
_MATTERS = (
    "give", "donation", "support", "subscribe", "register", "login", "unlock", "limit", "price",
    "newsletter", "email", "receive", "journalism", "article", "read", "app", "social", "feedback",
    "comment", "cookie", "agree",
)  # fmt: skip
_OFFSETS = {"own": 0, "before": -1, "after": 1}
_NEAR = (-3, -2, 2, 3)


@cache
def feature_names() -> tuple[str, ...]:
    """The features in the order of the columns."""
    names = [f"{place}.{role}" for place in (*_OFFSETS, "near", "page") for role in role_names()]
    names += [f"own.{s}+{m}" for s in _SPEAKERS for m in _MATTERS]
    for place in _OFFSETS:
        names += [f"{place}.words<={n}" for n in WORD_STEPS] + [f"{place}.words>{WORD_STEPS[-1]}"]
        names += [f"{place}.{shape}" for shape in ("terminal", "prose", "linked", "none")]
    names += ["own.heading", "own.item", "own.sentences>=3", "own.roles>=1/4", "own.roles>=1/2"]
    names += ["place.first", "place.last", "place.no prose before", "place.no prose after"]
    names += ["place.last third", "place.first tenth", "page.short"]
    return tuple(names)


def build_features(facts: Facts, roles: Hashes, masks: Hashes) -> Bits:
    """One row a block, one column a feature; `roles` are the blocks', `masks` the tokens'."""
    count, bits = len(facts), len(role_names())
    own = ((roles[:, None] >> np.arange(bits, dtype=np.uint64)) & np.uint64(1)).astype(np.uint8)
    columns: list[Bits] = []
    shifted = {step: _shift(facts.page, step) for step in (-3, -2, -1, 0, 1, 2, 3)}
    padded = np.concatenate((own, np.zeros((1, bits), np.uint8)))
    columns += [padded[shifted[step]] for step in _OFFSETS.values()]
    columns.append(np.maximum.reduce([padded[shifted[step]] for step in _NEAR]))
    columns.append(_page_roles(facts, own))
    at = {name: bit for bit, name in enumerate(role_names())}
    columns.append(
        np.stack([own[:, at[s]] & own[:, at[m]] for s in _SPEAKERS for m in _MATTERS], 1)
    )
    steps = np.searchsorted(np.array(WORD_STEPS), facts.words)
    length = np.zeros((count + 1, len(WORD_STEPS) + 1), np.uint8)
    length[np.arange(count), steps] = 1
    shape = np.zeros((count + 1, 4), np.uint8)
    shape[:count, 0], shape[:count, 1] = facts.terminal, facts.prose
    shape[:count, 2] = facts.link >= 0.5
    shape[count, 3] = 1
    for step in _OFFSETS.values():
        columns += [length[shifted[step]], shape[shifted[step]]]
    columns.append(_places(facts, masks))
    return np.concatenate(columns, 1)


def _shift(page: Ints, step: int) -> Ints:
    """Rows of the blocks `step` further on the same page; the row behind the last for none."""
    count = len(page)
    rows = np.arange(count) + step
    inside = (rows >= 0) & (rows < count)
    rows[~inside] = count
    same = inside.copy()
    same[inside] = page[rows[inside]] == page[inside]
    return np.where(same, rows, count)


def _page_roles(facts: Facts, own: Bits) -> Bits:
    pages = len(facts.pages)
    longer = facts.words >= WORD_STEPS[3]
    total = np.bincount(facts.page[longer], minlength=pages)
    out = np.zeros((pages, own.shape[1]), np.int64)
    np.add.at(out, facts.page[longer], own[longer].astype(np.int64))
    spoken = (out >= PAGE_SHARE * total[:, None]) & (out >= 2)
    return spoken.astype(np.uint8)[facts.page]


def _places(facts: Facts, masks: Hashes) -> Bits:
    has = np.concatenate(([0], np.cumsum(masks != 0)))
    with_role = has[facts.last] - has[facts.first]
    tokens = np.maximum(1, facts.last - facts.first)
    total = facts.before + facts.after + np.where(facts.prose, facts.words, 0)
    edges = np.searchsorted(facts.page, np.arange(len(facts.pages) + 1))
    index = np.arange(len(facts))
    columns: Sequence[Bools] = (
        facts.kind == Kind.HEADING,
        facts.kind == Kind.ITEM,
        facts.sentences >= 3,
        4 * with_role >= tokens,
        2 * with_role >= tokens,
        index == edges[:-1][facts.page],
        index == edges[1:][facts.page] - 1,
        facts.before == 0,
        facts.after == 0,
        3 * facts.after <= total,
        10 * facts.before <= total,
        total < 100,
    )
    return np.stack(columns, 1).astype(np.uint8)


def describe_features(row: Bits, weights: npt.NDArray[np.int32], most: int = 4) -> str:
    """The features that spoke loudest for a decision, in words.

    `weights` has one number a feature; only what is present and counts for it is named.
    """
    pull = row.astype(np.int64) * weights
    order = np.argsort(-pull, kind="stable")[:most]
    names = feature_names()
    return ", ".join(names[i] for i in order.tolist() if pull[i] > 0)


__all__ = ["build_features", "describe_features", "feature_names"]
