"""The rule engine finds what a naive loop over the same rules finds, and no page makes it slow."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from naive import Naive, runs_of

from stripper.engines import rules as engine
from stripper.facts import measure
from stripper.formats import split
from stripper.lexicons import languages, load_lexicon
from stripper.packs import ANY, load_packs
from stripper.packs.rule import Rule
from stripper.roles import assign_roles
from tests.conftest import FIXTURES

FILES = sorted((FIXTURES / "pages").glob("*/*/page.*"))
SOURCES = [file.read_bytes().decode("utf-8") for file in FILES]
LINES = sorted({line for source in SOURCES for line in source.splitlines() if line.strip()})
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


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
    naive = Naive(facts, masks, [rule for rules in held.values() for rule in rules])
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


def find(
    rule: dict[str, Any], *blocks: str, category: str = "related", format: str = "markdown"
) -> list[str]:
    """The runs of blocks that one rule finds on a page, by their first words."""
    made = Rule(id=f"any/{category}/x", category=category, language=ANY, description="x", **rule)
    facts = measure([split("\n\n".join(blocks) + "\n", format)])
    masks = assign_roles(facts, [(load_lexicon("en"), np.array([True]))])
    found = engine.RuleEngine({ANY: [made]}).judge(facts, masks, {})
    return [f"{o.first}-{o.last}" if o.last > o.first else str(o.first) for o in found]


LABEL = {"labels": ("read more",)}
MENU = {"shape": True, "max_words": 3, "run": 2, "confidence": 0.6}
LIST = {"labels": ("related",), "extent": "list"}
STACK = {"labels": ("read more",), "extent": "stack"}
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
        (LIST, ("Related\nThe roof\nThe oven", PROSE), ["0-2"]),
        (LIST, ("Related", "The roof\nThe oven", PROSE), ["0-1"]),
        (STACK, ("Read more\nThe roof that never came\nThe oven in the yard", PROSE), ["0-2"]),
        (STACK, ("Read more\nThe roof that never came\nThe oven in the yard",), ["0-2"]),
        (STACK, ("Read more\nThe roof that never came\nThe oven in the yard\n" + PROSE,), []),
        (STACK, ("Read more\nThe roof that never came\nMay 3", PROSE), []),
        (STACK, ("Read more\nThe roof that never came", "The oven in the yard", PROSE), []),
        (STACK, ("Read more", "The roof that never came", "The oven in the yard", PROSE), []),
        ({**LABEL, "extent": "rest"}, ("x", "Read more", PROSE, "y"), ["1-3"]),
        (APPEAL, (PROSE, *ASKS, PROSE), ["1-3"]),
        (APPEAL, (PROSE, ASKS[0], "> quote", *ASKS[1:]), ["3-4"]),
    ],
)  # fmt: skip
def test_limits_positions_and_extents_of_a_rule(
    rule: dict[str, Any], blocks: tuple[str, ...], found: list[str]
) -> None:
    category = "donation" if rule is APPEAL else "related"
    lines = any(block.count("\n") for block in blocks)
    format = "text" if lines else "markdown"
    assert find(rule, *blocks, category=category, format=format) == found


def test_a_rule_by_points_is_vetoed_block_by_block() -> None:
    points = (("own", (("give", 4),)),)
    rule = {"points": points, "threshold": 3, "joins": 3}
    blocks = ("Donate now", PROSE, "Donate 5 euros now")
    assert find(rule, *blocks, category="donation") == ["0", "2"]
    assert find({**rule, "veto": "[0-9]"}, *blocks, category="donation") == ["0"]
