"""Candidates: blocks with the rules that may hold for them, as columns, and the limits of rules
that a block keeps or breaks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from stripper.blocks import Ints, Kind, find_changes
from stripper.facts import Bools, Facts
from stripper.packs.rule import KINDS, POSITIONS, Rule

Part = tuple[int, int]
"""The folded characters of a part of a block."""
NO_PART = -1
"""Where a part begins and ends that there is none of."""
UNNUMBERED = -1
"""The number of a candidate that every round finds anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """What closer looks at some candidates have found, as columns."""

    low: Ints
    high: Ints
    """The folded characters of the part that a rule means, `NO_PART` where it means all of the
    block."""
    seen: Bools
    """Whether there is what the rule wants."""
    done: Bools
    """Whether anybody has looked."""

    @classmethod
    def none(cls, count: int) -> "Looks":
        """For so many candidates that nobody has looked at."""
        part = np.full((2, count), NO_PART)
        return cls(*part, *np.zeros((2, count), bool))

    def take(self, chosen: Ints) -> "Looks":
        """Those at some candidates."""
        return Looks(self.low[chosen], self.high[chosen], self.seen[chosen], self.done[chosen])

    def put(self, chosen: Ints, looks: "Looks") -> None:
        """Put down what was found at some of the candidates."""
        self.low[chosen], self.high[chosen] = looks.low, looks.high
        self.seen[chosen], self.done[chosen] = looks.seen, looks.done


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Blocks with the rules whose words, roles and limits they meet, as columns: in order of the
    rule, then of the block. Where a block stands does not count yet."""

    row: Ints
    rule: Ints
    ending: Ints
    """Tokens of the ending that was found, 0 where the rule has found something else."""
    number: Ints
    """The candidate's own, under which later rounds find what a closer look has found; `UNNUMBERED`
    for those that every round finds anew."""
    looks: Looks

    @classmethod
    def of(cls, row: Ints, rule: Ints, ending: Ints) -> "Candidates":
        """The candidates of a batch; the last of the looks stands for all that have no number."""
        return cls(row, rule, ending, np.arange(len(row)), Looks.none(len(row) + 1))

    def take(self, chosen: Ints | Bools) -> "Candidates":
        """Some of them, in the same order."""
        return Candidates(
            self.row[chosen], self.rule[chosen], self.ending[chosen], self.number[chosen],
            self.looks,
        )  # fmt: skip

    def join(self, row: Ints, rule: Ints) -> "Candidates":
        """These and, behind them, candidates of other rules that this round has found."""
        none = np.zeros(len(row), np.int64)
        return Candidates(
            np.concatenate((self.row, row)), np.concatenate((self.rule, rule)),
            np.concatenate((self.ending, none)), np.concatenate((self.number, none + UNNUMBERED)),
            self.looks,
        )  # fmt: skip

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
