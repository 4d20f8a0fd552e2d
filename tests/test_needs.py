"""A pattern is searched for only where it can be found: the strings it needs are in every match."""

import regex
from conftest import FIXTURES
from hypothesis import given
from hypothesis import strategies as st

from stripper.lexicons import languages
from stripper.packs import ANY, load_packs
from stripper.packs.needs import find_need

RULES = [rule for code in (ANY, *languages()) for rule in load_packs(code)]
PATTERNS = sorted({p for rule in RULES for p in (rule.pattern, rule.veto) if p})
FILES = sorted((FIXTURES / "pages").glob("*/*/page.*"))
LINES = {line for file in FILES for line in file.read_text("utf-8", "replace").lower().splitlines()}
TEXTS = sorted(LINES | {text.lower() for rule in RULES for text in (*rule.strip, *rule.keep)})

PIECES = (
    "a",
    "b",
    "©",
    r"\.",
    r"\d",
    "[ab]",
    "[^a]",
    ".",
    "^",
    r"\b",
    "(?:ab|b)",
    "(?=a)",
    "(?!b)",
    "(?<=a)",
    "(?<!b)",
    "(?:a|b?)",
    "()",
)
COUNTS = ("", "?", "{0}", "{2}", "{1,2}", "{0,3}?", "{,2}")


def holds(pattern: str, text: str) -> bool:
    need = find_need(pattern)
    return not need or any(string in text for string in need)


def test_shipped_patterns_are_found_only_where_what_they_need_is() -> None:
    known = [pattern for pattern in PATTERNS if find_need(pattern)]
    assert len(known) > 0.9 * len(PATTERNS)
    found = 0
    for pattern in known:
        compiled, need = regex.compile(pattern), find_need(pattern)
        for text in TEXTS[:: 1 if len(TEXTS) < 3000 else 5]:
            if not any(string in text for string in need):
                assert not compiled.search(text), (pattern, text)
                found += 1
    assert found  # some texts were ruled out


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(COUNTS)), max_size=4),
        min_size=1,
        max_size=3,
    ),
    st.text("ab©. 1", max_size=12),
)
def test_any_pattern_is_found_only_where_what_it_needs_is(
    options: list[list[tuple[str, str]]], text: str
) -> None:
    pattern = "|".join("".join(piece + count for piece, count in parts) for parts in options)
    try:
        match = regex.search(pattern, text)
    except regex.error:
        return
    assert not match or holds(pattern, text)


def test_what_stands_before_a_place_is_needed_and_what_must_not_is_not() -> None:
    assert find_need(r"(?<=vol )\d") == ("vol ",)
    assert find_need(r"(?<!no )\dth") == ("th",)


def test_nothing_is_known_of_what_is_not_understood() -> None:
    for pattern in (r"(?:foo){e<=1}", r"\Lfoo", r"foo)", r"(foo", r"foo\1", ""):
        assert find_need(pattern) == (), pattern
