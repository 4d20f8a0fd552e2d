"""Candidates: blocks with the rules that may hold for them, as columns, and the limits of rules
that a block keeps or breaks."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from stripper.blocks import Ints, Kind, find_changes
from stripper.facts import Bools, Facts
from stripper.packs.rule import KINDS, POSITIONS, Rule

Look = tuple[int, int] | bool
"""What a closer look at a candidate says: the part that is found, all of the block, or nothing."""
UNNUMBERED = -1
"""The number of a candidate that every round finds anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Blocks with the rules whose words, roles and limits they meet, as columns: in order of the
    rule, then of the block. Where a block stands does not count yet."""

    row: Ints
    rule: Ints
    ending: Ints
    """Tokens of the ending that was found, 0 where the rule has found something else."""
    number: Ints
    """The candidate's own, under which later rounds find what a closer look has said; `UNNUMBERED`
    for those that every round finds anew."""
    looks: dict[int, Look] = field(default_factory=dict)

    def take(self, chosen: Ints | Bools) -> "Candidates":
        """Some of them, in the same order."""
        return Candidates(
            self.row[chosen], self.rule[chosen], self.ending[chosen], self.number[chosen],
            self.looks,
        )  # fmt: skip

    def join(self, more: "Candidates") -> "Candidates":
        """These and, behind them, candidates of other rules."""
        row, rule, ending, number = map(
            np.concatenate, zip(self.columns, more.columns, strict=True)
        )
        return Candidates(row, rule, ending, number, self.looks)

    @property
    def columns(self) -> tuple[Ints, Ints, Ints, Ints]:
        """All that is known of them, beside the closer looks."""
        return self.row, self.rule, self.ending, self.number

    def renumber(self, rows: Ints) -> "Candidates":
        """Those of the blocks `rows` (ascending), as candidates of a batch of these alone."""
        at = np.searchsorted(rows, self.row)
        at[at == len(rows)] = 0
        left = self.take(rows[at] == self.row) if len(rows) else self.take(at[:0])
        return replace(left, row=np.searchsorted(rows, left.row))


def count_runs(facts: Facts, found: Candidates) -> tuple[Ints, Ints]:
    """The number of each candidate's run of neighbouring blocks of one page, and its length."""
    apart = find_changes(found.row - np.arange(len(found.row)))
    run = np.cumsum(apart | find_changes(facts.page[found.row]) | find_changes(found.rule)) - 1
    return run, np.bincount(run)[run]


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """What limits each rule, as columns over the rules."""

    words: Ints
    link: "np.ndarray[tuple[int, int], np.dtype[np.float64]]"
    kinds: Bools
    terminal: Bools
    """Whether a block may end as no sentence does, and whether it may end as one."""
    position: Ints
    run: Ints
    unquoted: Bools
    """Whether a block that begins with a quotation mark is somebody else's label: a guide to
    buttons, an article on wording."""

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> "Limits":
        """The limits of these rules, in their order."""
        kinds = np.zeros((len(rules), len(Kind)), bool)
        for number, rule in enumerate(rules):
            kinds[number, [KINDS[kind] for kind in rule.kinds]] = True
        return cls(
            np.array([(r.min_words, r.max_words) for r in rules], np.int64).reshape(-1, 2),
            np.array([(r.min_link, r.max_link) for r in rules], np.float64).reshape(-1, 2),
            kinds,
            np.array([(not r.terminal, r.terminal is not False) for r in rules], bool).reshape(
                -1, 2
            ),
            np.array([POSITIONS.index(r.position) for r in rules], np.int64),
            np.array([r.run for r in rules], np.int64),
            np.array([bool(r.labels or r.openings) and not r.pattern for r in rules], bool),
        )

    def hold(self, facts: Facts, row: Ints, rule: Ints) -> Bools:
        """Which pairs of a block and a rule keep the limits that do not ask where it stands."""
        words, link = facts.words[row], facts.link[row]
        least, most = self.words[rule].T
        ok: Bools = (words >= least) & (words <= most)
        low, high = self.link[rule].T
        ok &= (link >= low) & (link <= high)
        ok &= self.kinds[rule, facts.kind[row]]
        ok &= self.terminal[rule, facts.terminal[row].astype(np.int64)]
        return ok
