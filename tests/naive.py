"""A loop over rules, as plain as it can be: what the rule engine must find too."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from stripper.engines import Opinion, view
from stripper.engines.extents import Reach
from stripper.facts import Facts, measure
from stripper.formats import split
from stripper.lexicons import role_mask
from stripper.packs import categories
from stripper.packs.patterns import search
from stripper.packs.rule import KINDS, Rule
from stripper.roles import combine

FIELDS = ("labels", "openings", "endings", "keywords")
Finding = tuple[str, int, int, tuple[int, int] | None]
"""A rule, the first and the last block, and the part of a block."""


def read_phrases(rules: Iterable[Rule], known: dict[str, list[str]]) -> None:
    """Add the words of all phrases of some rules to those that are known, at once: one by one each
    takes as long as a page."""
    held = (phrase for rule in rules for field in FIELDS for phrase in getattr(rule, field))
    fresh = [phrase for phrase in dict.fromkeys(held) if phrase not in known]
    facts = measure([split(phrase, "text") for phrase in fresh])
    for number, phrase in enumerate(fresh):
        rows = facts.blocks_of(number)
        known[phrase] = [
            w for row in rows for w in tokens_of(facts, int(facts.first[row]), int(facts.last[row]))
        ]


def tokens_of(facts: Facts, first: int, last: int) -> list[str]:
    """Tokens as words, all numbers as one."""
    t = facts.tokens
    return [
        "#" if t.number[i] else t.text(int(t.start[i]), int(t.end[i])) for i in range(first, last)
    ]


def trim(words: list[str]) -> tuple[list[str], list[str]]:
    """A block less two numbers at its head, and less two at both edges, one word left at least."""
    low, high = 0, len(words)
    for _ in range(2):
        low += high - low > 1 and words[low] == "#"
        high -= high - low > 1 and words[high - 1] == "#"
    return words[low:], words[low:high]


class Naive:
    """The rules' own words, read off their description: one block, one rule at a time."""

    phrases: ClassVar[dict[str, list[str]]] = {}

    def __init__(self, facts: Facts, masks: Any, rules: Iterable[Rule]) -> None:
        read_phrases(rules, self.phrases)
        self.facts, self.masks = facts, [int(m) for m in masks]
        self.blocks = [
            tokens_of(facts, int(a), int(b)) for a, b in zip(facts.first, facts.last, strict=True)
        ]
        self.roles = [
            self.mask_of(range(int(facts.first[r]), int(facts.last[r]))) for r in range(len(facts))
        ]
        self.reach = Reach(facts, combine(masks, facts.first, facts.last))
        self.known = [set(words) for words in self.blocks]
        self.trimmed = [trim(words) for words in self.blocks]

    def mask_of(self, tokens: Sequence[int]) -> int:
        mask = 0
        for token in tokens:
            mask |= self.masks[token]
        return mask

    def find(self, rule: Rule, rows: Sequence[int]) -> Iterator[Finding]:
        held = [r for r in rows if self.holds(rule, r)]
        for row in held:
            if rule.run > 1 and self.neighbours(row, held) < rule.run:
                continue
            if self.about(rule, int(self.facts.page[row])):
                continue
            yield from self.confirm(rule, row)

    def neighbours(self, row: int, held: Sequence[int]) -> int:
        same = {r for r in held if self.facts.page[r] == self.facts.page[row]}
        low = high = row
        while low - 1 in same:
            low -= 1
        while high + 1 in same:
            high += 1
        return high - low + 1

    def holds(self, rule: Rule, row: int) -> bool:
        facts, roles = self.facts, self.roles[row]
        if rule.by_words and self.phrase(rule, row) is None:
            return False
        if any(roles & bits(g) for g in rule.none) or not all(roles & bits(g) for g in rule.all):
            return False
        if rule.some and sum(bool(roles & bits(g)) for g in rule.some) < rule.at_least:
            return False
        own = range(int(facts.first[row]), int(facts.last[row]))
        if rule.sentence:
            sentences = {int(facts.sentence[t]) for t in own}
            masks = [self.mask_of([t for t in own if facts.sentence[t] == s]) for s in sentences]
            if not any(all(m & bits(g) for g in rule.sentence) for m in masks):
                return False
        if rule.cover:
            wanted = 0
            for group in rule.cover:
                wanted |= bits(group)
            if sum(bool(self.masks[t] & wanted) for t in own) < rule.share * max(1, len(own)):
                return False
        fits = rule.min_words <= facts.words[row] <= rule.max_words
        fits &= rule.min_link <= facts.link[row] <= rule.max_link
        fits &= facts.kind[row] in [KINDS[k] for k in rule.kinds]
        fits &= rule.terminal is None or bool(facts.terminal[row]) == rule.terminal
        return bool(fits) and (rule.position == "anywhere" or rule.position in self.places(row))

    def phrase(self, rule: Rule, row: int) -> int | None:
        """Tokens of the longest ending; 0 for another phrase; None where none is found."""
        words, best = self.blocks[row], None
        head, bare = self.trimmed[row]
        for field in FIELDS:
            for phrase in getattr(rule, field):
                want = self.phrases[phrase]
                size = len(want)
                if not size or want[0] not in self.known[row]:
                    continue
                if field == "labels":
                    hit = want in (words, bare)
                elif field == "openings":
                    hit = want in (words[:size], head[:size])
                elif field == "endings":
                    hit = words[-size:] == want
                else:
                    hit = any(words[i : i + size] == want for i in range(len(words)))
                if hit:
                    best = max(best or 0, size if field == "endings" else 0)
        return best

    def places(self, row: int) -> set[str]:
        facts = self.facts
        prose = {
            r: int(facts.words[r])
            for r in range(len(facts))
            if facts.prose[r] and facts.page[r] == facts.page[row]
        }
        total = sum(prose.values())
        before = sum(n for r, n in prose.items() if r < row)
        after = sum(n for r, n in prose.items() if r > row)
        head = total > 0 and before <= view.HEAD_SHARE * total
        tail = total > 0 and after <= view.TAIL_SHARE * total
        return {n for n, on in (("head", head), ("tail", tail), ("edge", head or tail)) if on}

    def about(self, rule: Rule, page: int) -> bool:
        names = categories()[rule.category].about
        if not names:
            return False
        facts, own = self.facts, [r for r in range(len(self.facts)) if self.facts.page[r] == page]
        says = {r for r in own if self.roles[r] & role_mask(*names)}
        prose = [r for r in own if facts.prose[r]]
        if len(prose) >= 4 and sum(r in says for r in prose) >= view.ABOUT_SHARE * len(prose):
            return True
        wordy = [r for r in own if facts.words[r] >= view.ABOUT_WORDS]
        told = [r for r in wordy if r in says]
        often = len(told) >= 3 and len(told) >= view.ABOUT_BLOCKS * len(wordy)
        if often and 2 * (told[-1] - told[0]) >= len(own):
            return True
        if not prose or (rule.by_words and not rule.pattern):
            return False
        wordy = [r for r in own if r < prose[0] and facts.words[r] >= 3][-view.HEADLINE_BLOCKS :]
        asks = role_mask("ask", "please", "lead")
        return any(r in says and not self.roles[r] & asks and facts.link[r] <= 0.5 for r in wordy)

    def confirm(self, rule: Rule, row: int) -> Iterator[Finding]:
        facts, low, high = self.facts, int(self.facts.low[row]), int(self.facts.high[row])
        raw = facts.tokens.text(low, high)
        if rule.labels and raw[:1] in ('"', "'", "「", "『", "‹"):
            return
        text = raw.rstrip() if rule.extent == "match" else " ".join(raw.split())
        found = search(rule.pattern, text) if rule.pattern else None
        if (rule.pattern and not found) or (rule.veto and search(rule.veto, text)):
            return
        part = (low + found.start(), low + found.end()) if found else None
        if ending := (self.phrase(rule, row) or 0 if rule.by_words else 0):
            part = (int(facts.tokens.start[facts.last[row] - ending]), high)
        tokens = facts.tokens.start[facts.first[row] : facts.last[row]].tolist()
        if rule.extent == "match" and part and any(not part[0] <= t < part[1] for t in tokens):
            yield rule.id, row, row, part
        elif reach := self.reach.extend(rule, row):
            yield rule.id, *reach, None


def bits(group: str) -> int:
    return role_mask(*group.split("|"))


def runs_of(found: Opinion, *, joined: bool) -> list[tuple[int, int]]:
    """The blocks one by one where a run is joined to one finding."""
    rows = range(found.first, found.last + 1)
    return [(row, row) for row in rows] if joined else [(found.first, found.last)]
