"""Fixed phrases of all rules as hash tables: every block is looked up whole, by its first and by
its last tokens, so that thirty thousand phrases of twenty languages cost what one costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stripper.blocks import Ints, encode
from stripper.facts import Facts
from stripper.packs.rule import Rule
from stripper.tokens import Table, Tokens, tokenize

_TRIMMED = 2
"""Numbers left out at each edge of a block before its labels are looked up: counters, list
numbers."""

Found = tuple[Ints, Ints, Ints]
"""Rows of blocks, indices of rules, and the number of tokens of an ending, 0 for other phrases."""


@dataclass(frozen=True, slots=True)
class _Runs:
    """Phrases that are looked up from their first token on, or from their last one back."""

    edges: Table
    """From the hash of that token to the lengths of the phrases that have it there."""
    phrases: Table

    def find(self, tokens: Tokens, first: Ints, last: Ints, *, back: bool) -> Found:
        """Which phrases begin at `first[i]` (or end at `last[i]`): (i, rule, length)."""
        at, size = self.edges.find(tokens.hash[last - 1 if back else first])
        fits = last[at] - first[at] >= size
        at, size = at[fits], size[fits]
        start = last[at] - size if back else first[at]
        found, rule = self.phrases.find(tokens.runs(start, start + size))
        return at[found], rule, size[found]


class Phrases:
    """The labels, openings, endings and keywords of some rules; rows are indices into them."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        tokens, first, last, owner = _spell(rules, "labels")
        self._labels = Table.of(tokens.runs(first, last), owner)
        self._openings = _runs(rules, "openings")
        self._endings = _runs(rules, "endings", back=True)
        self._keywords = _runs(rules, "keywords")

    def find(self, facts: Facts) -> Found:
        """All phrases of all rules in all blocks; a block may hold several of one rule."""
        tokens = facts.tokens
        rows = np.flatnonzero(facts.last > facts.first)
        first, last = facts.first[rows], facts.last[rows]
        low, high = first.copy(), last.copy()
        for _ in range(_TRIMMED):
            low += tokens.number[low] & (high - low > 1)
            high -= tokens.number[high - 1] & (high - low > 1)
        found = []
        for start, stop in ((first, last), (low, high)):
            at, rule = self._labels.find(tokens.runs(start, stop))
            found.append((rows[at], rule, np.zeros(len(at), np.int64)))
        for start in (first, low):
            at, rule, size = self._openings.find(tokens, start, last, back=False)
            found.append((rows[at], rule, 0 * size))
        at, rule, size = self._endings.find(tokens, first, last, back=True)
        found.append((rows[at], rule, size))
        places = np.arange(len(facts.block))
        at, rule, size = self._keywords.find(tokens, places, facts.last[facts.block], back=False)
        found.append((facts.block[at], rule, 0 * size))
        row, rule, size = (np.concatenate(column) for column in zip(*found, strict=True))
        return row, rule, size


def _spell(rules: Sequence[Rule], field: str) -> tuple[Tokens, Ints, Ints, Ints]:
    """The phrases of one field as tokens, `first[i]:last[i]` for each, and each one's rule."""
    phrases = [(phrase, n) for n, rule in enumerate(rules) for phrase in getattr(rule, field)]
    tokens = tokenize(encode("\n".join(phrase for phrase, _ in phrases)))
    offsets = np.cumsum([0, *(len(phrase) + 1 for phrase, _ in phrases)])
    place = tokens.start if tokens.origin is None else tokens.origin[tokens.start]
    edges = np.searchsorted(place, offsets)
    filled = np.diff(edges) > 0
    owner = np.array([n for _, n in phrases], np.int64)
    return tokens, edges[:-1][filled], edges[1:][filled], owner[filled]


def _runs(rules: Sequence[Rule], field: str, *, back: bool = False) -> _Runs:
    tokens, first, last, owner = _spell(rules, field)
    edge = tokens.hash[last - 1 if back else first]
    size = last - first
    order = np.lexsort((size, edge))
    edge, size = edge[order], size[order]
    fresh = np.ones(len(edge), bool)
    fresh[1:] = (edge[1:] != edge[:-1]) | (size[1:] != size[:-1])
    return _Runs(
        Table.of(edge[fresh], size[fresh]),
        Table.of(tokens.runs(first, last), owner),
    )
