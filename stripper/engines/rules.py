"""The rule engine: which rules hold for which blocks, and how far each finding reaches.

Candidates come from hash look-ups and role masks over the whole batch; only those few are looked at
one by one (pattern, veto, extent), so the cost hardly grows with the number of rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints, Kind
from stripper.engines import Opinion
from stripper.engines.extents import Reach
from stripper.engines.phrases import Phrases
from stripper.engines.points import Points
from stripper.facts import Bools, Facts, combine
from stripper.lexicons import role_mask, roles_in
from stripper.packs import ANY, Category, categories
from stripper.packs.patterns import search
from stripper.packs.rule import KINDS, Rule
from stripper.tokens import Hashes

HEAD_SHARE, TAIL_SHARE = 0.1, 0.35
"""A block is at the head of a page where at most this share of the prose stands before it, at its
tail where at most this share stands after it. A fifth of the residue of extractors lies in the
first and last tenth of an article; appeals of several paragraphs are prose, hence the wide tail."""
ABOUT_SHARE = 0.35
"""Share of a page's prose blocks with a category's own words from which on the page is about it."""
ABOUT_BLOCKS, ABOUT_WORDS = 0.17, 4
"""The same where blocks with those words stand over more than half of the page: of the blocks of so
many words, charities' own pages have 0.18 to 0.38 that speak of giving, the written pages with an
appeal on them at most 0.14."""
_QUOTES = np.array([ord(c) for c in "\"'「『‹"], np.uint32)
HEADLINE_BLOCKS = 3
"""Blocks before the first prose that may be the headline: kicker, headline, standfirst."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The rules of one language, with their phrases and role masks."""

    rules: tuple[Rule, ...]
    phrases: Phrases
    points: Points
    masks: tuple[Mapping[str, tuple[np.uint64, ...]], ...]


class RuleEngine:
    """Judges blocks by rules; built once for a set of rules, then used on any number of batches."""

    def __init__(self, rules: Mapping[str, Sequence[Rule]], by: str = "rule") -> None:
        """`rules` by language; those under `any` hold on every page. `by` signs the opinions."""
        self._by = by
        self._sets = {language: _compile(tuple(held)) for language, held in rules.items() if held}

    def judge(self, facts: Facts, masks: Hashes, spoken: Mapping[str, Bools]) -> list[Opinion]:
        """The opinions on a batch; `spoken` says for each language on which pages it is spoken."""
        return self.judge_view(View(facts, masks), spoken)

    def judge_view(self, view: "View", spoken: Mapping[str, Bools]) -> list[Opinion]:
        """The same on a view of the batch that other rules share."""
        facts = view.facts
        opinions: list[Opinion] = []
        for language, compiled in self._sets.items():
            pages = spoken.get(language)
            if language == ANY:
                rows = np.arange(len(facts))
            elif pages is not None:
                rows = np.flatnonzero(pages[facts.page])
            else:
                continue
            if len(rows):
                opinions.extend(_judge(compiled, view, rows, self._by))
        return opinions


class View:
    """What several rules ask of one batch, worked out when first asked."""

    def __init__(self, facts: Facts, masks: Hashes) -> None:
        self.facts, self.masks = facts, masks
        self.roles = combine(masks, facts.first, facts.last)
        starts = np.flatnonzero(np.diff(facts.sentence, prepend=-1))
        self.sentence_roles = combine(
            masks, starts, np.append(starts[1:], len(facts.sentence))[: len(starts)]
        )
        self.sentence_block = facts.block[starts]
        total = facts.before + facts.after + np.where(facts.prose, facts.words, 0)
        self.positions: dict[str, Bools] = {
            "head": (facts.before <= HEAD_SHARE * total) & (total > 0),
            "tail": (facts.after <= TAIL_SHARE * total) & (total > 0),
        }
        self.positions["edge"] = self.positions["head"] | self.positions["tail"]
        self.reach = Reach(facts, self.roles)
        self.quoted = _begin_quoted(facts)
        self._about: dict[tuple[str, bool], Bools] = {}
        self._words_with: dict[int, Ints] = {}

    def about(self, category: Category, *, throughout: bool = False) -> Bools:
        """For each page, whether it is about the category's thing rather than furnished with it.

        A headline may say so, or much of the text; fixed labels yield only to the latter.
        """
        key = (category.name, throughout)
        if key not in self._about:
            self._about[key] = self._find_about(category, throughout)
        return self._about[key]

    def _find_about(self, category: Category, throughout: bool) -> Bools:
        facts, pages = self.facts, len(self.facts.pages)
        out = np.zeros(pages, bool)
        if not category.about:
            return out
        speaks = (self.roles & np.uint64(_mask(category.about))) != 0
        prose = np.bincount(facts.page[facts.prose], minlength=pages)
        with_words = np.bincount(facts.page[facts.prose & speaks], minlength=pages)
        out = (prose >= 4) & (with_words >= ABOUT_SHARE * prose)
        out |= self._is_spread(speaks)
        if throughout:
            return out
        asks = (self.roles & np.uint64(role_mask("ask", "please", "lead"))) != 0
        ahead = (facts.before == 0) & ~facts.prose & (facts.words >= 3)
        for row in np.flatnonzero(speaks & ahead & ~asks):
            page = int(facts.page[row])
            if not out[page] and self._is_headline(int(row)):
                out[page] = True
        return out

    def _is_spread(self, speaks: Bools) -> Bools:
        """For each page, whether blocks that speak so stand all over it."""
        facts, pages = self.facts, len(self.facts.pages)
        wordy = facts.words >= ABOUT_WORDS
        rows = np.flatnonzero(speaks & wordy)
        count = np.bincount(facts.page[rows], minlength=pages)
        first, last = np.full(pages, len(facts)), np.zeros(pages, np.int64)
        np.minimum.at(first, facts.page[rows], rows)
        np.maximum.at(last, facts.page[rows], rows)
        blocks = np.bincount(facts.page, minlength=pages)
        total = np.bincount(facts.page[wordy], minlength=pages)
        often: Bools = (count >= 3) & (count >= ABOUT_BLOCKS * total)
        return np.asarray(often & (2 * (last - first) >= blocks), bool)

    def _is_headline(self, row: int) -> bool:
        """Whether a block is one of the few wordy ones right before the page's first prose."""
        facts = self.facts
        wordy, at = 0, row
        while at < len(facts) and facts.page[at] == facts.page[row] and not facts.prose[at]:
            if wordy > HEADLINE_BLOCKS:
                return False
            wordy += bool(facts.words[at] >= 3)
            at += 1
        ahead = at < len(facts) and facts.page[at] == facts.page[row]
        return ahead and wordy <= HEADLINE_BLOCKS and not facts.link[row] > 0.5

    def words_with(self, mask: int) -> Ints:
        """How many tokens of each block have one of these roles."""
        if mask not in self._words_with:
            has = np.zeros(len(self.masks) + 1, np.int64)
            np.cumsum((self.masks & np.uint64(mask)) != 0, out=has[1:])
            self._words_with[mask] = has[self.facts.last] - has[self.facts.first]
        return self._words_with[mask]


def _begin_quoted(facts: Facts) -> Bools:
    """Blocks whose first word stands right behind a quotation mark."""
    filled = facts.last > facts.first
    quoted = np.zeros(len(facts), bool)
    first = facts.tokens.start[facts.first[filled]]
    before = np.concatenate((np.zeros(1, np.uint32), facts.tokens.folded))[first]
    quoted[filled] = np.isin(before, _QUOTES) & (first > facts.low[filled])
    return quoted


def _mask(groups: Sequence[str]) -> int:
    return role_mask(*(role for group in groups for role in group.split("|")))


def _compile(rules: tuple[Rule, ...]) -> _Compiled:
    masks = []
    for rule in rules:
        groups = {
            field: tuple(np.uint64(_mask([g])) for g in getattr(rule, field))
            for field in ("all", "some", "sentence")
        }
        masks.append(groups | {"none": (np.uint64(_mask(rule.none)),)})
    return _Compiled(rules, Phrases(rules), Points(rules), tuple(masks))


def _judge(compiled: _Compiled, view: View, rows: Ints, by: str) -> Iterator[Opinion]:
    found = compiled.phrases.find(view.facts, rows)
    weighed = compiled.points.find(view.facts, view.masks, view.roles)
    for number, rule in enumerate(compiled.rules):
        if rule.by_words:
            hits = found.get(number)
            if not hits:
                continue
            chosen = np.array(sorted(hits), np.int64)
        else:
            hits, chosen = {}, rows
        if rule.points:
            chosen = np.intersect1d(chosen, weighed[number], assume_unique=True)
        chosen = chosen[_has_roles(rule, compiled.masks[number], view, chosen)]
        chosen = _within_limits(rule, view, chosen)
        if rule.run > 1:
            chosen = _in_runs(view.facts, chosen, rule.run)
        labelled = rule.by_words and not rule.pattern
        about = view.about(categories()[rule.category], throughout=labelled)
        chosen = chosen[~about[view.facts.page[chosen]]]
        for row in chosen.tolist():
            yield from _confirm(rule, view, row, hits.get(row, 0), by)


def _has_roles(
    rule: Rule, masks: Mapping[str, tuple[np.uint64, ...]], view: View, rows: Ints
) -> Bools:
    roles = view.roles[rows]
    ok: Bools = (roles & masks["none"][0]) == 0
    for mask in masks["all"]:
        ok &= (roles & mask) != 0
    if masks["some"]:
        count = sum(((roles & mask) != 0).astype(np.int64) for mask in masks["some"])
        ok &= count >= rule.at_least
    if masks["sentence"] and ok.any():
        good = np.ones(len(view.sentence_roles), bool)
        for mask in masks["sentence"]:
            good &= (view.sentence_roles & mask) != 0
        holds = np.zeros(len(view.facts), bool)
        holds[view.sentence_block[good]] = True
        ok &= holds[rows]
    if rule.cover:
        facts = view.facts
        covered = view.words_with(_mask(rule.cover))[rows]
        ok &= covered >= rule.share * np.maximum(1, facts.last[rows] - facts.first[rows])
    return ok


def _within_limits(rule: Rule, view: View, rows: Ints) -> Ints:
    facts = view.facts
    words, link = facts.words[rows], facts.link[rows]
    ok = (words >= rule.min_words) & (words <= rule.max_words)
    ok &= (link >= rule.min_link) & (link <= rule.max_link)
    ok &= _allowed(rule.kinds)[facts.kind[rows]]
    if rule.terminal is not None:
        ok &= facts.terminal[rows] == rule.terminal
    if rule.position != "anywhere":
        ok &= view.positions[rule.position][rows]
    return rows[ok]


@cache
def _allowed(kinds: tuple[str, ...]) -> Bools:
    """Which kinds of block a rule may take, by the kind's number."""
    allowed = np.zeros(len(Kind), bool)
    allowed[[KINDS[k] for k in kinds]] = True
    return allowed


def _in_runs(facts: Facts, rows: Ints, least: int) -> Ints:
    """The rows that stand in runs of at least so many neighbouring blocks of one page."""
    if not len(rows):
        return rows
    breaks = (np.diff(rows) != 1) | (np.diff(facts.page[rows]) != 0)
    group = np.concatenate(([0], np.cumsum(breaks)))
    return rows[np.bincount(group)[group] >= least]


def _confirm(rule: Rule, view: View, row: int, ending: int, by: str) -> Iterator[Opinion]:
    """Look at one candidate: pattern, veto, and how far the finding reaches."""
    facts = view.facts
    part: tuple[int, int] | None = None
    if (rule.labels or rule.openings) and not rule.pattern and view.quoted[row]:
        return  # somebody else's label, quoted: a guide to buttons, an article on wording
    if rule.pattern or rule.veto:
        raw = facts.tokens.text(int(facts.low[row]), int(facts.high[row]))
        text = raw.rstrip() if rule.extent == "match" else " ".join(raw.split())
        found = search(rule.pattern, text) if rule.pattern else None
        if (rule.pattern and not found) or (rule.veto and search(rule.veto, text)):
            return
        if found and rule.extent == "match":
            part = (int(facts.low[row]) + found.start(), int(facts.low[row]) + found.end())
    if rule.extent == "match" and ending:
        part = (int(facts.tokens.start[facts.last[row] - ending]), int(facts.high[row]))
    if part and not _leaves_words(facts, row, part):
        part = None
    first, last = view.reach.extend(rule, row) if part is None else (row, row)
    reason = rule.description
    if not rule.by_words and not rule.shape:
        wanted = _mask((*rule.all, *rule.some, *rule.sentence, *rule.cover, *rule.counted))
        said = roles_in(int(view.roles[row]) & wanted)
        reason += f" ({', '.join(said)})" if said else ""
    page = int(facts.page[row])
    yield Opinion(page, first, last, rule.category, by, rule.id, rule.confidence, reason, part)


def _leaves_words(facts: Facts, row: int, part: tuple[int, int]) -> bool:
    starts: npt.NDArray[np.int64] = facts.tokens.start[facts.first[row] : facts.last[row]]
    return bool(((starts < part[0]) | (starts >= part[1])).any())
