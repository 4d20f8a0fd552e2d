"""The rule engine finds what a naive loop over the same rules finds, and no page makes it slow."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stripper.engines import Opinion, view
from stripper.engines import rules as engine
from stripper.engines.extents import Reach
from stripper.facts import Facts, assign_roles, combine, measure
from stripper.formats import split
from stripper.lexicons import languages, load_lexicon, role_mask
from stripper.packs import ANY, categories, load_packs
from stripper.packs.patterns import search
from stripper.packs.rule import KINDS, Rule
from tests.conftest import FIXTURES

FILES = sorted((FIXTURES / "pages").glob("*/*/page.*"))
SOURCES = [file.read_bytes().decode("utf-8") for file in FILES]
LINES = sorted({line for source in SOURCES for line in source.splitlines() if line.strip()})
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
Finding = tuple[str, int, int, tuple[int, int] | None]


def words_of(text: str) -> list[str]:
    facts = measure([split(text, "text")])
    return tokens_of(facts, 0, len(facts.tokens.start))


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

    def __init__(self, facts: Facts, masks: Any) -> None:
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
        for field in ("labels", "openings", "endings", "keywords"):
            for phrase in getattr(rule, field):
                want = self.phrases.get(phrase) or self.phrases.setdefault(phrase, words_of(phrase))
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
        else:
            yield rule.id, *self.reach.extend(rule, row), None


def bits(group: str) -> int:
    return role_mask(*group.split("|"))


def runs_of(found: Opinion, *, joined: bool) -> list[tuple[int, int]]:
    """The blocks one by one where a run is joined to one finding."""
    rows = range(found.first, found.last + 1)
    return [(row, row) for row in rows] if joined else [(found.first, found.last)]


def compare(sources: Sequence[str], spoken: Sequence[Sequence[str]]) -> int:
    """Compare engine and loop on a batch of pages; how many findings they agree on."""
    facts = measure([split(source, None) for source in sources])
    codes = [code for code in languages() if any(code in s for s in spoken)]
    on = {code: np.array([code in s for s in spoken]) for code in codes}
    masks = assign_roles(facts, [(load_lexicon(code), pages) for code, pages in on.items()])
    held = {code: [r for r in load_packs(code) if not r.points] for code in (ANY, *codes)}
    faint = {r.id for rules in held.values() for r in rules if r.confidence < engine.FAINT}
    found = sorted(
        (o.rule, first, last, o.part or (0, 0))
        for o in engine.RuleEngine(held).judge(facts, masks, on)
        for first, last in runs_of(o, joined=o.rule in faint)
    )
    naive = Naive(facts, masks)
    expected = []
    for code, rules in held.items():
        rows = [r for r in range(len(facts)) if code == ANY or on[code][facts.page[r]]]
        expected += [
            (i, f, t, p or (0, 0)) for rule in rules for i, f, t, p in naive.find(rule, rows)
        ]
    assert found == sorted(expected)
    return len(found)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}")
def test_engine_and_loop_find_the_same_on_fixture_pages(file: Any) -> None:
    language = file.parent.name.split("--")[0]
    assert compare([file.read_bytes().decode("utf-8")], [(language, "en")]) > 0


@SLOW
@given(
    pages=st.lists(
        st.lists(st.sampled_from(LINES) | st.text(max_size=20), max_size=12).map("\n".join),
        min_size=1, max_size=3,
    ),
    spoken=st.lists(st.sampled_from(languages()), min_size=3, max_size=3),
)  # fmt: skip
def test_engine_and_loop_find_the_same_on_random_mixes(pages: list[str], spoken: list[str]) -> None:
    pages = [page.replace("<", "") + "\n" for page in pages]
    compare(pages, [(code, "en") for code in spoken[: len(pages)]])


PROSE = (
    "The old mill by the river was built in a dry summer, and for ninety years its wheel turned "
    "whenever the weir held enough water for the miller and for his two sons."
)


def find(rule: dict[str, Any], *blocks: str, category: str = "related") -> list[str]:
    """The runs of blocks that one rule finds on a page, by their first words."""
    made = Rule(id=f"any/{category}/x", category=category, language=ANY, description="x", **rule)
    facts = measure([split("\n\n".join(blocks) + "\n", "markdown")])
    masks = assign_roles(facts, [(load_lexicon("en"), np.array([True]))])
    found = engine.RuleEngine({ANY: [made]}).judge(facts, masks, {})
    return [f"{o.first}-{o.last}" if o.last > o.first else str(o.first) for o in found]


LABEL = {"labels": ("read more",)}
MENU = {"shape": True, "max_words": 3, "run": 2, "confidence": 0.6}
LIST = {"labels": ("related",), "extent": "list"}
ASKS = ("Our newsroom needs readers like you.", "Donate $5 a month now", "Thank you!")
APPEAL = {"openings": ("donate",), "extent": "appeal"}


@pytest.mark.parametrize(
    ("rule", "blocks", "found"),
    [
        (LABEL, ("Read more", "12. READ MORE (3)", "Read more now", '"Read more"'), ["0", "1"]),
        ({"openings": ("read more",)}, ("Read more now", "3 read more", "Now read more"), ["0", "1"]),
        ({"endings": ("read more",)}, ("Now read more.", "Read more now"), ["0"]),
        ({"pattern": "^more", "keywords": ("read",)}, ("More to read", "More", "Read more"), ["0"]),
        ({**LABEL, "position": "head"}, ("Read more", PROSE, PROSE, PROSE, "Read more"), ["0"]),
        ({**LABEL, "position": "tail"}, ("Read more", PROSE, PROSE, PROSE, "Read more"), ["4"]),
        ({**LABEL, "position": "edge"}, ("Read more", PROSE, "Read more", PROSE, "Read more"), ["0", "4"]),
        ({**LABEL, "position": "edge"}, ("Read more",), []),
        ({**LABEL, "min_words": 3}, ("Read more", "Read more 3"), ["1"]),
        ({**LABEL, "max_words": 2}, ("Read more", "Read more 3"), ["0"]),
        ({**LABEL, "min_link": 0.9}, ("Read more", "[Read more](u)"), ["1"]),
        ({**LABEL, "max_link": 0.1}, ("Read more", "[Read more](u)"), ["0"]),
        ({**LABEL, "terminal": False}, ("Read more", "Read more."), ["0"]),
        ({**LABEL, "kinds": ("heading",)}, ("Read more", "# Read more", "> Read more"), ["1"]),
        ({**LABEL, "run": 2}, ("Read more", "x", "Read more", "Read more"), ["2", "3"]),
        (MENU, ("Home", PROSE, "Home", "News", "Our sport"), ["2-4"]),
        ({**MENU, "confidence": 0.8}, ("Home", PROSE, "Home", "News"), ["2", "3"]),
        ({**LABEL, "veto": "[0-9]"}, ("Read more", "Read more 3"), ["0"]),
        ({"all": ("subscribe", "newsletter|email")}, ("Subscribe by email", "Subscribe"), ["0"]),
        ({"sentence": ("subscribe", "email")}, ("Subscribe. By email.", "Subscribe by email"), ["1"]),
        ({"some": ("subscribe", "email", "free"), "at_least": 2}, ("Free", "Free email"), ["1"]),
        ({"all": ("subscribe",), "none": ("free",)}, ("Subscribe", "Subscribe free"), ["0"]),
        ({"cover": ("subscribe",), "share": 0.5}, ("Subscribe now", "Subscribe a b"), ["0"]),
        (LIST, ("Related", "The roof", "The oven", PROSE), ["0-1"]),
        (LIST, ("Related", "[The roof](u)", "[The oven](u)", PROSE), ["0-2"]),
        (LIST, ("Related", "The roof", "# The oven", "The door"), ["0-1"]),
        (LIST, ("Related", *["The roof"] * 20), ["0-12"]),
        (LIST, ("Related", PROSE, "The roof"), ["0"]),
        ({**LABEL, "extent": "rest"}, ("x", "Read more", PROSE, "y"), ["1-3"]),
        (APPEAL, (PROSE, *ASKS, PROSE), ["1-3"]),
        (APPEAL, (PROSE, ASKS[0], "> quote", *ASKS[1:]), ["3-4"]),
    ],
)  # fmt: skip
def test_limits_positions_and_extents_of_a_rule(
    rule: dict[str, Any], blocks: tuple[str, ...], found: list[str]
) -> None:
    category = "donation" if rule is APPEAL else "related"
    assert find(rule, *blocks, category=category) == found
