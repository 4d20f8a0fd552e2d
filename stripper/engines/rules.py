"""The rule engine: which rules hold for which blocks, and how far each finding reaches.

Candidates are pairs of a block and a rule: phrases come from one look-up for the rules of all
languages, roles from the few different role masks of a batch. Limits are columns over candidates;
only what is left is looked at one by one (pattern, veto, extent), so the cost hardly grows with the
number of rules.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from stripper.blocks import Ints, find_changes, sum_before
from stripper.engines import Opinion
from stripper.engines.candidates import NO_PART, UNNUMBERED, Candidates, Limits, Looks, count_runs
from stripper.engines.conditions import describe, has_roles, has_words, look_at, speaks
from stripper.engines.extents import LISTS
from stripper.engines.phrases import Phrases
from stripper.engines.points import DOUBTED, Points, Sums
from stripper.engines.view import View, mask_of
from stripper.facts import Bools, Facts
from stripper.packs import ANY, categories
from stripper.packs.rule import POSITIONS, Rule
from stripper.tokens import Hashes

MOST_REASONS = 10_000
"""Reasons kept: a batch of pages has some hundreds."""
KNOWN = 0.7
"""A rule of this confidence that decides by words knows its block better than points do: "By Jane
Doe" over three lines of text is no link to another story."""
FAINT = 0.65
"""A shape of less confidence than this names no block that another rule knows: all others have as
much or more."""


class _Brief(NamedTuple):
    """What opinions say of a rule."""

    category: str
    id: str
    confidence: float
    listed: bool
    """Whether it is a label with a list under it."""


class _Marks(NamedTuple):
    """Yes or no of each rule."""

    plain: Bools
    """Whether a candidate needs no closer look."""
    reaching: Bools
    """Whether it may take neighbouring blocks along."""
    knowing: Bools
    """Whether it knows its block by words."""
    doubtful: Bools
    """Whether points may speak against it."""
    pointed: Bools
    """Whether points decide."""
    faint: Bools
    """Whether it is a faint shape."""

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> "_Marks":
        """The marks of some rules, in their order."""
        marks = [
            (
                not (r.pattern or r.veto or r.extent == "match"),
                r.extent != "block",
                r.by_words and r.confidence >= KNOWN,
                r.category in DOUBTED and not r.points,
                bool(r.points),
                r.shape and r.confidence < FAINT,
            )
            for r in rules
        ]
        return cls(*np.array(marks, bool).reshape(-1, len(cls._fields)).T)


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
        self._briefs = [
            _Brief(r.category, r.id, r.confidence, r.extent in LISTS) for r in self._rules
        ]
        self._marks = _Marks.of(self._rules)
        self._by_roles = [
            (n, r) for n, r in enumerate(self._rules) if speaks(r) or not (r.by_words or r.points)
        ]
        told = [(*r.all, *r.some, *r.sentence, *r.cover, *r.counted) for r in self._rules]
        self._told = np.array([mask_of(roles) for roles in told], np.uint64)
        things = [(r.category, r.by_words and not r.pattern) for r in self._rules]
        self._things = tuple(dict.fromkeys(things))
        self._thing = np.array([self._things.index(thing) for thing in things], np.int64)
        self._reasons: dict[tuple[int, int], str] = {}

    def judge(self, facts: Facts, masks: Hashes, spoken: Mapping[str, Bools]) -> list[Opinion]:
        """The opinions on a batch; `spoken` says for each language on which pages it is spoken."""
        view = View(facts, masks)
        return self.weigh(view, self.find(view, spoken), spoken, self.count(view))

    def find(self, view: View, spoken: Mapping[str, Bools]) -> Candidates:
        """The candidates of a batch, by what each block holds in itself."""
        row, rule, ending = self._look_up(view, spoken)
        ok = self._fit(view, row, rule)
        return Candidates.of(row[ok], rule[ok], ending[ok])

    def count(self, view: View) -> Sums:
        """How far each block of a batch, a row, is over the threshold of each rule by points."""
        return self.points.weigh(view.noted)

    def weigh(
        self, view: View, found: Candidates, spoken: Mapping[str, Bools], over: Sums
    ) -> list[Opinion]:
        """The opinions on the blocks of a batch, by where the candidates stand and at what a closer
        look finds; those of rules by points depend on all that stands around and come in here, by
        what `count` says."""
        facts, marks = view.facts, self._marks
        found = self._place(view, self._count_points(view, found, spoken, over))
        found, last = self._join_runs(facts, found)
        pointed = marks.pointed[found.rule]
        faint = self.points.find_faint(over, found.row[pointed], facts.page)
        looks = self._look(view, found)
        seen = np.flatnonzero(looks.seen)
        found, looks, last = found.take(seen), looks.take(seen), last[seen]
        rule, row, whole = found.rule, found.row, looks.low == NO_PART
        first, last, reached = self._reach(view, found, whole, last)
        far = sum_before(self.points.doubt(over, facts))
        doubted = whole & marks.doubtful[rule] & (far[last + 1] - far[first] == last + 1 - first)
        # points come last, and say nothing of a block whose words a rule knows
        order = np.arange(len(row))
        known = np.flatnonzero(marks.knowing[rule] & whole & reached & ~doubted)[::-1]
        known_at = np.full(len(facts), len(row))
        known_at[row[known]] = known
        speaks = np.flatnonzero(reached & ~(marks.pointed[rule] & (known_at[row] < order)))
        said = view.roles[row] & self._told[rule]
        columns = (rule, facts.page[row], first, last, looks.low, looks.high, said, doubted,
                   marks.pointed[rule] & faint[row], last > row)  # fmt: skip
        opinions = []
        for number, page, start, stop, low, high, roles, wants_word, only_just, longer in zip(
            *(column[speaks].tolist() for column in columns), strict=True
        ):
            category, name, confidence, listed = self._briefs[number]
            reason = self._reasons.get((number, roles)) or self._describe(number, roles)
            part = None if low == NO_PART else (low, high)
            opinions.append(Opinion(
                page, start, stop, category, self._by, name, confidence, reason, part, False,
                wants_word, only_just, longer and listed,
            ))  # fmt: skip
        return opinions

    def _fit(self, view: View, row: Ints, rule: Ints) -> Ints:
        """Which pairs of a block and a rule, in order of the rule, keep the rule's limits and have
        its roles."""
        kept = np.flatnonzero(self._limits.hold(view.facts, row, rule))
        row = row[kept]
        ok = np.ones(len(row), bool)
        edges = np.searchsorted(rule[kept], np.arange(len(self._rules) + 1)).tolist()
        for number, held in self._by_roles:
            low, high = edges[number : number + 2]
            if low < high:
                ok[low:high] = has_words(held, view, row[low:high])
        return kept[ok]

    def _look(self, view: View, found: Candidates) -> Looks:
        """What closer looks find at the candidates: at those that want one, once for all rounds."""
        plain = self._marks.plain[found.rule]
        looks = found.looks.take(found.number)
        looks.seen[plain] = True
        fresh = ~plain & (~looks.done | (found.number == UNNUMBERED))
        wanted = np.flatnonzero(fresh)
        looks.done[wanted] = True
        rules, rows, endings = (
            column[wanted].tolist() for column in (found.rule, found.row, found.ending)
        )
        edges = np.flatnonzero(find_changes(found.rule[wanted])).tolist()
        for low, high in pairwise([*edges, len(wanted)]):
            seen = look_at(self._rules[rules[low]], view, rows[low:high], endings[low:high])
            for place, part in seen.items():
                at = wanted[low + place]
                looks.seen[at] = True
                if part:
                    looks.low[at], looks.high[at] = part
        kept = np.flatnonzero(fresh & (found.number != UNNUMBERED))
        found.looks.put(found.number[kept], looks.take(kept))
        return looks

    def _reach(
        self, view: View, found: Candidates, whole: Bools, last: Ints
    ) -> tuple[Ints, Ints, Bools]:
        """The first and the last block of each finding, and whether it has the neighbours that its
        rule wants; `whole` says which are no parts, `last` where runs of them end."""
        first, last, reached = found.row.copy(), last.copy(), np.ones(len(last), bool)
        for at in np.flatnonzero(self._marks.reaching[found.rule] & whole).tolist():
            reach = view.reach.extend(self._rules[int(found.rule[at])], int(found.row[at]))
            first[at], last[at] = reach or (first[at], last[at])
            reached[at] = reach is not None
        return first, last, reached

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
        ok = self._fit(view, row, rule)
        return found.join(row[ok], rule[ok])

    def _place(self, view: View, found: Candidates) -> Candidates:
        """Those that stand where their rule holds, in runs as long as it wants, on pages that are
        not about what it takes."""
        limits, facts = self._limits, view.facts
        places = np.stack([view.positions[name] for name in POSITIONS])
        found = found.take(places[limits.position[found.rule], found.row])
        found = found.take(count_runs(facts, found)[1] >= limits.run[found.rule])
        found = found.take(~(limits.unquoted[found.rule] & view.quoted[found.row]))
        thing = self._thing[found.rule]
        about = np.zeros((len(self._things), len(facts.pages)), bool)
        for number in np.flatnonzero(np.bincount(thing)).tolist():
            category, labelled = self._things[number]
            about[number] = view.about(categories()[category], throughout=labelled)
        return found.take(~about[thing, facts.page[found.row]])

    def _join_runs(self, facts: Facts, found: Candidates) -> tuple[Candidates, Ints]:
        """The candidates with one for each run that has a faint shape, and the last row of each: a
        menu of eighty short lines is one finding."""
        run, size = count_runs(facts, found)
        opens = find_changes(run)
        joined = self._marks.faint[found.rule]
        last = np.where(joined, found.row + size - 1, found.row)
        chosen = opens | ~joined
        return found.take(chosen), last[chosen]

    def _hear(self, view: View, spoken: Mapping[str, Bools]) -> Bools:
        """For each language of the rules, the pages on which they hold."""
        on = np.zeros((len(self._languages), len(view.facts.pages)), bool)
        for number, language in enumerate(self._languages):
            on[number] = True if language == ANY else spoken.get(language, False)
        return on

    def _describe(self, number: int, said: int) -> str:
        """Why the rule of this number holds for a block that says these roles of the rule, in words
        made once."""
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
