"""The rule engine: which rules hold for which blocks, and how far each finding reaches.

Candidates are pairs of a block and a rule: phrases come from one look-up for the rules of all
languages, roles from the few different role masks of a batch. Limits are columns over candidates;
only what is left is looked at one by one (pattern, veto, extent), so the cost hardly grows with the
number of rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from stripper.blocks import Ints, Kind
from stripper.engines import Opinion
from stripper.engines.phrases import Phrases
from stripper.engines.points import Points
from stripper.engines.view import View, mask_of
from stripper.facts import Bools, Facts
from stripper.lexicons import roles_in
from stripper.packs import ANY, categories
from stripper.packs.patterns import search
from stripper.packs.rule import KINDS, POSITIONS, Rule
from stripper.tokens import Hashes

_Look = tuple[int, int] | bool
"""What a closer look at a candidate says: the part that is found, all of the block, or nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Blocks with the rules whose words, roles and limits they meet, as columns: in order of the
    rule, then of the block. Where a block stands does not count yet."""

    row: Ints
    rule: Ints
    ending: Ints
    """Tokens of the ending that was found, 0 where the rule has found something else."""
    number: Ints
    """The candidate's own, under which later rounds find what a closer look has said."""
    looks: dict[int, _Look] = field(default_factory=dict)

    def take(self, chosen: Ints | Bools) -> "Candidates":
        """Some of them, in the same order."""
        return Candidates(
            self.row[chosen], self.rule[chosen], self.ending[chosen], self.number[chosen],
            self.looks,
        )  # fmt: skip

    def renumber(self, rows: Ints) -> "Candidates":
        """Those of the blocks `rows` (ascending), as candidates of a batch of these alone."""
        at = np.searchsorted(rows, self.row)
        at[at == len(rows)] = 0
        left = self.take(rows[at] == self.row) if len(rows) else self.take(at[:0])
        return replace(left, row=np.searchsorted(rows, left.row))


class RuleEngine:
    """Judges blocks by rules; built once for a set of rules, then used on any number of batches."""

    def __init__(self, rules: Mapping[str, Sequence[Rule]], by: str = "rule") -> None:
        """`rules` by language; those under `any` hold on every page. `by` signs the opinions."""
        self._by = by
        self._languages = tuple(rules)
        self._rules = tuple(rule for held in rules.values() for rule in held)
        self._language = np.repeat(np.arange(len(rules)), [len(held) for held in rules.values()])
        self._phrases = Phrases(self._rules)
        self._points = Points(self._rules)
        self._limits = _Limits.of(self._rules)
        self._plain = [not (r.pattern or r.veto or r.extent == "match") for r in self._rules]
        self._by_roles = [(n, r) for n, r in enumerate(self._rules) if _speaks(r) or not r.by_words]

    def judge(self, facts: Facts, masks: Hashes, spoken: Mapping[str, Bools]) -> list[Opinion]:
        """The opinions on a batch; `spoken` says for each language on which pages it is spoken."""
        view = View(facts, masks)
        return list(self.weigh(view, self.find(view, spoken)))

    def find(self, view: View, spoken: Mapping[str, Bools]) -> Candidates:
        """The candidates of a batch, by what each block holds in itself."""
        row, rule, ending = self._look_up(view, spoken)
        limits, facts = self._limits, view.facts
        ok = limits.hold(facts, row, rule)
        row, rule, ending = row[ok], rule[ok], ending[ok]
        ok = np.ones(len(row), bool)
        for number, held in self._by_roles:
            low, high = np.searchsorted(rule, (number, number + 1))
            ok[low:high] = _has_words(held, view, row[low:high])
        row, rule, ending = row[ok], rule[ok], ending[ok]
        return Candidates(row, rule, ending, np.arange(len(row)))

    def weigh(self, view: View, found: Candidates) -> Iterator[Opinion]:
        """The opinions on the blocks of a batch, by where the candidates stand and at what a closer
        look finds."""
        limits, facts = self._limits, view.facts
        places = np.stack([view.positions[name] for name in POSITIONS])
        found = found.take(places[limits.position[found.rule], found.row])
        found = found.take(
            self._points.hold(view.facts, view.masks, view.roles, found.row, found.rule)
        )
        found = found.take(_in_runs(facts, found, limits.run[found.rule]))
        found = found.take(~(limits.unquoted[found.rule] & view.quoted[found.row]))
        about = np.zeros((len(self._rules), len(facts.pages)), bool)
        for number in np.flatnonzero(np.bincount(found.rule)).tolist():
            rule = self._rules[number]
            labelled = rule.by_words and not rule.pattern
            about[number] = view.about(categories()[rule.category], throughout=labelled)
        found = found.take(~about[found.rule, facts.page[found.row]])
        columns = (found.row, found.rule, found.ending, found.number, facts.page[found.row])
        for row, number, ending, own, page in zip(*(c.tolist() for c in columns), strict=True):
            rule = self._rules[number]
            look = True if self._plain[number] else found.looks.get(own)
            if look is None:
                look = found.looks[own] = _look(rule, view, row, ending)
            if look is False:
                continue
            part = None if look is True else look
            first = last = row
            if part is None and rule.extent != "block":
                first, last = view.reach.extend(rule, row)
            yield Opinion(
                page, first, last, rule.category, self._by, rule.id, rule.confidence,
                _reason(rule, view, row), part,
            )  # fmt: skip

    def _look_up(self, view: View, spoken: Mapping[str, Bools]) -> tuple[Ints, Ints, Ints]:
        """Candidates by phrases and roles: rows, rules and endings, each pair once, in order."""
        row, rule, ending = self._phrases.find(view.facts)
        found = [(row, rule, ending)]
        masks, which = view.role_sets
        for number, held in self._by_roles:
            if not held.by_words:
                rows = np.flatnonzero(_has_roles(held, masks)[which])
                found.append((rows, np.full(len(rows), number), np.zeros(len(rows), np.int64)))
        row, rule, ending = (np.concatenate(column) for column in zip(*found, strict=True))
        pages = len(view.facts.pages)
        on = np.zeros((len(self._languages), pages), bool)
        for number, language in enumerate(self._languages):
            on[number] = True if language == ANY else spoken.get(language, False)
        heard = on[self._language[rule], view.facts.page[row]]
        row, rule, ending = row[heard], rule[heard], ending[heard]
        order = np.lexsort((ending, row, rule))
        row, rule, ending = row[order], rule[order], ending[order]
        single = np.ones(len(row), bool)  # of a pair found twice, the longest ending stays
        single[:-1] = (row[1:] != row[:-1]) | (rule[1:] != rule[:-1])
        return row[single], rule[single], ending[single]


@dataclass(frozen=True, slots=True, eq=False)
class _Limits:
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
    def of(cls, rules: Sequence[Rule]) -> "_Limits":
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


def _speaks(rule: Rule) -> bool:
    return bool(rule.all or rule.some or rule.sentence or rule.none or rule.cover)


def _has_roles(rule: Rule, masks: Hashes) -> Bools:
    """Which role masks have what a rule wants, and nothing that it forbids."""
    ok: Bools = (masks & np.uint64(mask_of(rule.none))) == 0
    for group in (*rule.all, *rule.sentence):
        ok &= (masks & np.uint64(mask_of((group,)))) != 0
    if rule.some:
        count = np.zeros(len(masks), np.int64)
        for group in rule.some:
            count += (masks & np.uint64(mask_of((group,)))) != 0
        ok &= count >= rule.at_least
    if rule.cover:
        ok &= (masks & np.uint64(mask_of(rule.cover))) != 0
    return ok


def _has_words(rule: Rule, view: View, rows: Ints) -> Bools:
    """Which blocks have a rule's roles, together in a sentence and in number where it says so."""
    ok = _has_roles(rule, view.roles[rows])
    if rule.sentence and ok.any():
        roles, block = view.sentences
        good = np.ones(len(roles), bool)
        for group in rule.sentence:
            good &= (roles & np.uint64(mask_of((group,)))) != 0
        ok &= np.isin(rows, block[good])
    if rule.cover:
        size = view.facts.last[rows] - view.facts.first[rows]
        ok &= view.words_with(mask_of(rule.cover), rows) >= rule.share * np.maximum(1, size)
    return ok


def _in_runs(facts: Facts, found: Candidates, least: Ints) -> Bools:
    """Which candidates stand in runs of at least so many neighbouring blocks of one page."""
    page = facts.page[found.row]
    breaks = (np.diff(found.row) != 1) | (np.diff(page) != 0) | (np.diff(found.rule) != 0)
    run = np.concatenate(([0], np.cumsum(breaks)))[: len(found.row)]
    long: Bools = np.bincount(run)[run] >= least
    return long


def _look(rule: Rule, view: View, row: int, ending: int) -> _Look:
    """Look at one candidate: its pattern, its veto, the part of the block that it means."""
    facts = view.facts
    part: tuple[int, int] | None = None
    if rule.pattern or rule.veto:
        raw = view.text[facts.low[row] : facts.high[row]]
        text = raw.rstrip() if rule.extent == "match" else " ".join(raw.split())
        found = search(rule.pattern, text) if rule.pattern else None
        if (rule.pattern and not found) or (rule.veto and search(rule.veto, text)):
            return False
        if found and rule.extent == "match":
            part = (int(facts.low[row]) + found.start(), int(facts.low[row]) + found.end())
    if rule.extent == "match" and ending:
        part = (int(facts.tokens.start[facts.last[row] - ending]), int(facts.high[row]))
    return part if part and _leaves_words(facts, row, part) else True


def _leaves_words(facts: Facts, row: int, part: tuple[int, int]) -> bool:
    starts = facts.tokens.start[facts.first[row] : facts.last[row]]
    return bool(((starts < part[0]) | (starts >= part[1])).any())


def _reason(rule: Rule, view: View, row: int) -> str:
    if rule.by_words or rule.shape:
        return rule.description
    wanted = mask_of((*rule.all, *rule.some, *rule.sentence, *rule.cover, *rule.counted))
    said = roles_in(int(view.roles[row]) & wanted)
    return f"{rule.description} ({', '.join(said)})" if said else rule.description
