"""Fixed phrases of a rule set as hash tables: every block is looked up whole, by its first and by
its last tokens, so that a thousand phrases cost what one costs.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from stripper.blocks import Ints, encode
from stripper.facts import Facts
from stripper.packs.rule import Rule
from stripper.tokens import Table, tokenize

_TRIMMED = 2
"""Numbers left out at each edge of a block before its labels are looked up: counters, list
numbers."""


class Phrases:
    """The labels, openings, endings and keywords of some rules; rows are indices into them."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._labels = _table(rules, "labels")
        self._openings = _table(rules, "openings")
        self._endings = _table(rules, "endings")
        self._keywords = _table(rules, "keywords")

    def find(self, facts: Facts, rows: Ints) -> dict[int, dict[int, int]]:
        """By rule: the blocks among `rows` that hold a phrase of it, with the tokens of an ending.

        A block found by a label, an opening or a keyword has 0 as its value.
        """
        found: dict[int, dict[int, int]] = defaultdict(dict)
        tokens = facts.tokens
        first, last = facts.first[rows], facts.last[rows]
        low, high = first.copy(), last.copy()
        for _ in range(_TRIMMED):
            many = high - low > 1
            low[many] += tokens.number[low[many]]
            many = high - low > 1
            high[many] -= tokens.number[high[many] - 1]
        for count, table in self._labels.items():
            for start, stop in ((first, last), (low, high)):
                fit = np.flatnonzero(stop - start == count)
                self._note(found, rows[fit], table.find(tokens.runs(start[fit], stop[fit])), 0)
        for count, table in self._openings.items():
            for start in (first, low):
                fit = np.flatnonzero(last - start >= count)
                hashes = tokens.runs(start[fit], start[fit] + count)
                self._note(found, rows[fit], table.find(hashes), 0)
        for count, table in self._endings.items():
            fit = np.flatnonzero(last - first >= count)
            hashes = tokens.runs(last[fit] - count, last[fit])
            self._note(found, rows[fit], table.find(hashes), count)
        if self._keywords:
            chosen = np.zeros(len(facts), bool)
            chosen[rows] = True
            inside = np.flatnonzero(chosen[facts.block])
            for count, table in self._keywords.items():
                start = inside[inside + count <= len(tokens.start)]
                self._note(
                    found, facts.block[start], table.find(tokens.runs(start, start + count)), 0
                )
        return found

    @staticmethod
    def _note(
        found: dict[int, dict[int, int]], rows: Ints, hits: tuple[Ints, Ints], count: int
    ) -> None:
        for at, rule in zip(*hits, strict=True):
            block = int(rows[at])
            found[int(rule)][block] = max(count, found[int(rule)].get(block, 0))


def _table(rules: Sequence[Rule], field: str) -> dict[int, Table]:
    """The phrases of one field by their number of tokens."""
    phrases = [(phrase, n) for n, rule in enumerate(rules) for phrase in getattr(rule, field)]
    if not phrases:
        return {}
    tokens = tokenize(encode("\n".join(phrase for phrase, _ in phrases)))
    offsets = np.cumsum([0, *(len(phrase) + 1 for phrase, _ in phrases)])
    place = tokens.start if tokens.origin is None else tokens.origin[tokens.start]
    edges = np.searchsorted(place, offsets)
    count = np.diff(edges)
    hashes = tokens.runs(edges[:-1], edges[1:])
    owner = np.array([n for _, n in phrases])
    tables = {}
    for size in sorted(set(count.tolist()) - {0}):
        chosen = count == size
        tables[size] = Table.of(hashes[chosen], owner[chosen])
    return tables
