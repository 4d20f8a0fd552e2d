"""The rule engine: which rules hold for which blocks, and how far each finding reaches.

Candidates are pairs of a block and a rule: phrases come from one look-up for the rules of all
languages, roles from the few different role masks of a batch. Limits are columns over candidates;
only what is left is looked at one by one (pattern, veto, extent), so the cost hardly grows with the
number of rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from stripper.blocks import Ints, find_changes
from stripper.engines import Opinion
from stripper.engines.candidates import UNNUMBERED, Candidates, Limits, count_runs
from stripper.engines.conditions import describe, has_roles, has_words, look_at, speaks
from stripper.engines.extents import LISTS
from stripper.engines.phrases import Phrases
from stripper.engines.points import DOUBTED, Points, Sums
from stripper.engines.view import View, mask_of
from stripper.facts import Bools, Facts
from stripper.packs import ANY, categories
from stripper.packs.patterns import find_hint
from stripper.packs.rule import POSITIONS, Rule
from stripper.tokens import Hashes

MOST_REASONS = 10_000
"""Reasons kept: a batch of pages has some hundreds."""
MANY = 150
"""Candidates of one rule in a batch for each word that its pattern needs, from which on the words
are looked for in all blocks at once: "0" brings a thousand of them to the pattern of copyright
lines, and to look at 150 takes as long as to look for a word everywhere."""
KNOWN = 0.7
"""A rule of this confidence that decides by words knows its block better than points do: "By Jane
Doe" over three lines of text is no link to another story."""
FAINT = 0.65
"""A shape of less confidence than this names no block that another rule knows: all others have as
much or more."""


class _Brief(NamedTuple):
    """What is asked of a rule for each candidate."""

    rule: Rule
    plain: bool
    """Whether a candidate needs no closer look."""
    reaches: bool
    """Whether it may take neighbouring blocks along."""
    knows: bool
    """Whether it knows its block by words."""
    doubtful: bool
    """Whether points may speak against it."""

    @classmethod
    def of(cls, rule: Rule) -> "_Brief":
        return cls(
            rule,
            not (rule.pattern or rule.veto or rule.extent == "match"),
            rule.extent != "block",
            rule.by_words and rule.confidence >= KNOWN,
            rule.category in DOUBTED and not rule.points,
        )


class RuleEngine:
    """Judges blocks by rules; built once for a set of rules, then used on any number of batches."""

    def __init__(self, rules: Mapping[str, Sequence[Rule]], by: str = "rule") -> None:
        """`rules` by language; those under `any` hold on every page. `by` signs the opinions."""
        self._by = by
        self._languages = tuple(rules)
        self._rules = tuple(rule for held in rules.values() for rule in held)
        self._language = np.repeat(np.arange(len(rules)), [len(held) for held in rules.values()])
        self._phrases = Phrases(self._rules)
        self.points = Points(self._rules)
        self._limits = Limits.of(self._rules)
        self._briefs = [_Brief.of(rule) for rule in self._rules]
        self._by_roles = [
            (n, r) for n, r in enumerate(self._rules) if speaks(r) or not (r.by_words or r.points)
        ]
        self._shapes = np.array([r.shape and r.confidence < FAINT for r in self._rules], bool)
        self._by_points = np.array([bool(r.points) for r in self._rules], bool)
        told = [(*r.all, *r.some, *r.sentence, *r.cover, *r.counted) for r in self._rules]
        self._told = np.array([mask_of(roles) for roles in told], np.uint64)
        self._reasons: dict[tuple[int, int], str] = {}

    def judge(self, facts: Facts, masks: Hashes, spoken: Mapping[str, Bools]) -> list[Opinion]:
        """The opinions on a batch; `spoken` says for each language on which pages it is spoken."""
        view = View(facts, masks)
        return list(self.weigh(view, self.find(view, spoken), spoken, self.count(view)))

    def find(self, view: View, spoken: Mapping[str, Bools]) -> Candidates:
        """The candidates of a batch, by what each block holds in itself."""
        row, rule, ending = self._look_up(view, spoken)
        found = Candidates(row, rule, ending, np.arange(len(row)))
        return self._sift(view, self._fit(view, found))

    def count(self, view: View) -> Sums:
        """How far each block of a batch, a row, is over the threshold of each rule by points."""
        return self.points.weigh(view.noted)

    def weigh(
        self, view: View, found: Candidates, spoken: Mapping[str, Bools], over: Sums
    ) -> Iterator[Opinion]:
        """The opinions on the blocks of a batch, by where the candidates stand and at what a closer
        look finds; those of rules by points depend on all that stands around and come in here, by
        what `count` says."""
        facts = view.facts
        found = self._place(view, self._count_points(view, found, spoken, over))
        found, last_of = self._join_runs(facts, found)
        said = view.roles[found.row] & self._told[found.rule]
        pointed = self._by_points[found.rule]
        faint = pointed & self.points.find_faint(over, found.row[pointed], facts.page)[found.row]
        columns = (*found.columns, facts.page[found.row], last_of, said, faint)
        far = self.points.doubt(over, facts).tolist()
        worded = set()  # points come last, and say nothing of a block whose words a rule knows
        for row, number, ending, own, page, last, roles, only_just in zip(
            *(c.tolist() for c in columns), strict=True
        ):
            rule, plain, reaches, knows, doubtful = self._briefs[number]
            if rule.points and row in worded:
                continue
            look = True if plain else found.looks.get(own)
            if look is None:
                look = look_at(rule, view, row, ending)
                if own != UNNUMBERED:
                    found.looks[own] = look
            if look is False:
                continue
            part, first = (None if look is True else look), row
            if part is None and reaches:
                if (reach := view.reach.extend(rule, row)) is None:
                    continue
                first, last = reach
            doubted = part is None and doubtful and all(far[first : last + 1])
            if part is None and knows and not doubted:
                worded.add(row)
            yield Opinion(
                page, first, last, rule.category, self._by, rule.id, rule.confidence,
                self._reason(number, roles), part, doubted=doubted, faint=only_just,
                listed=last > row and rule.extent in LISTS,
            )  # fmt: skip

    def _fit(self, view: View, found: Candidates) -> Candidates:
        """Those that keep their rule's limits and have its roles."""
        found = found.take(self._limits.hold(view.facts, found.row, found.rule))
        ok = np.ones(len(found.row), bool)
        edges = np.searchsorted(found.rule, np.arange(len(self._rules) + 1)).tolist()
        for number, held in self._by_roles:
            low, high = edges[number : number + 2]
            if low < high:
                ok[low:high] = has_words(held, view, found.row[low:high])
        return found.take(ok)

    def _sift(self, view: View, found: Candidates) -> Candidates:
        """Those that a closer look may find something in, of rules with so many that all of them
        are told apart sooner than one by one."""
        ok = np.ones(len(found.row), bool)
        counts = np.bincount(found.rule)
        for number in np.flatnonzero(counts >= MANY).tolist():
            rule = self._rules[number]
            hint = find_hint(rule.pattern) if rule.pattern and rule.run == 1 else frozenset()
            if hint and all(hint) and counts[number] >= MANY * len(hint):
                ok[found.rule == number] = view.find_words(hint)[found.row[found.rule == number]]
        return found.take(ok)

    def _count_points(
        self, view: View, found: Candidates, spoken: Mapping[str, Bools], over: Sums
    ) -> Candidates:
        """The candidates less those without their rule's points, and those of points alone."""
        rows, rules = [found.row[:0]], [found.rule[:0]]
        for number, row in self.points.find(over, view.facts, view.groups).items():
            if self._rules[number].by_words:
                found = found.take((found.rule != number) | view.mark(row)[found.row])
            else:
                rows.append(row)
                rules.append(np.full(len(row), number))
        row, rule = np.concatenate(rows), np.concatenate(rules)
        heard = self._hear(view, spoken)[self._language[rule], view.facts.page[row]]
        row, rule = row[heard], rule[heard]
        none = np.zeros(len(row), np.int64)
        return found.join(self._fit(view, Candidates(row, rule, none, none + UNNUMBERED)))

    def _place(self, view: View, found: Candidates) -> Candidates:
        """Those that stand where their rule holds, in runs as long as it wants, on pages that are
        not about what it takes."""
        limits, facts = self._limits, view.facts
        places = np.stack([view.positions[name] for name in POSITIONS])
        found = found.take(places[limits.position[found.rule], found.row])
        found = found.take(count_runs(facts, found)[1] >= limits.run[found.rule])
        found = found.take(~(limits.unquoted[found.rule] & view.quoted[found.row]))
        about = np.zeros((len(self._rules), len(facts.pages)), bool)
        for number in np.flatnonzero(np.bincount(found.rule)).tolist():
            rule = self._rules[number]
            labelled = rule.by_words and not rule.pattern
            about[number] = view.about(categories()[rule.category], throughout=labelled)
        return found.take(~about[found.rule, facts.page[found.row]])

    def _join_runs(self, facts: Facts, found: Candidates) -> tuple[Candidates, Ints]:
        """The candidates with one for each run that has a faint shape, and the last row of each: a
        menu of eighty short lines is one finding."""
        run, size = count_runs(facts, found)
        opens = find_changes(run)
        joined = self._shapes[found.rule]
        last = np.where(joined, found.row + size - 1, found.row)
        chosen = opens | ~joined
        return found.take(chosen), last[chosen]

    def _hear(self, view: View, spoken: Mapping[str, Bools]) -> Bools:
        """For each language of the rules, the pages on which they hold."""
        on = np.zeros((len(self._languages), len(view.facts.pages)), bool)
        for number, language in enumerate(self._languages):
            on[number] = True if language == ANY else spoken.get(language, False)
        return on

    def _reason(self, number: int, said: int) -> str:
        """Why the rule of this number holds for a block that says these roles of the rule, in words
        made once."""
        reason = self._reasons.get((number, said))
        if reason is None:
            if len(self._reasons) >= MOST_REASONS:  # a crawl of any length has no more in hand
                self._reasons = {}
            reason = self._reasons[number, said] = describe(self._rules[number], said)
        return reason

    def _look_up(self, view: View, spoken: Mapping[str, Bools]) -> tuple[Ints, Ints, Ints]:
        """Candidates by phrases and roles: rows, rules and endings, each pair once, in order."""
        row, rule, ending = self._phrases.find(view.facts)
        found = [(row, rule, ending)]
        masks, which = view.role_sets
        for number, held in self._by_roles:
            if not (held.by_words or held.points):
                rows = np.flatnonzero(has_roles(held, masks)[which])
                found.append((rows, np.full(len(rows), number), np.zeros(len(rows), np.int64)))
        row, rule, ending = (np.concatenate(column) for column in zip(*found, strict=True))
        heard = self._hear(view, spoken)[self._language[rule], view.facts.page[row]]
        row, rule, ending = row[heard], rule[heard], ending[heard]
        blocks, endings = len(view.facts), int(ending.max(initial=0)) + 1
        # numbers for pairs and endings are in order far sooner than three columns
        pair, ending = np.divmod(np.sort((rule * blocks + row) * endings + ending), endings)
        single = np.append(find_changes(pair), True)[1:]  # of several endings the longest stays
        rule, row = np.divmod(pair[single], max(1, blocks))
        return row, rule, ending[single]
