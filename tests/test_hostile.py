"""Pages made to slow the rules down: the work is counted, never timed."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

import stripper
from stripper.packs import patterns
from stripper.packs.patterns import LONGEST_TEXT
from tests.conftest import ROOT

PACKAGE = str(ROOT / "stripper")
PROSE = (
    "The old mill by the river was built in a dry summer, and for ninety years its wheel turned "
    "whenever the weir held enough water for the miller and for his two sons.\n\n"
)
WORDS = "subscribe newsletter read more photo copyright rights cookies donate comments "


def make(format: str = "text") -> stripper.Stripper:
    return stripper.Stripper(format=format, language="en", model=False)


def count_searches(monkeypatch: pytest.MonkeyPatch, source: str) -> int:
    """How often a pattern is run over a block of the page."""
    calls, search = 0, patterns.search

    def counted(pattern: str, text: str) -> Any:
        nonlocal calls
        calls += 1
        return search(pattern, text)

    strip = make()
    with monkeypatch.context() as patch:
        patch.setattr(patterns, "search", counted)
        strip(source)
    return calls


def count_steps(strip: stripper.Stripper, source: str) -> int:
    """How many lines of the package run while a page is stripped."""
    steps = 0

    def trace(frame: FrameType, event: str, arg: object) -> Callable[..., Any] | None:
        nonlocal steps
        if not frame.f_code.co_filename.startswith(PACKAGE):
            return None
        steps += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        strip(source)
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize(
    ("piece", "size"),
    [(WORDS, 10_000), ("x" * 200_000, 1), ("photo: " * 30_000, 1), ("\x00", 100_000), ("\n", 50_000), ("(", 100_000)],
)  # fmt: skip
def test_one_line_costs_a_few_searches_however_long(
    monkeypatch: pytest.MonkeyPatch, piece: str, size: int
) -> None:
    short = count_searches(monkeypatch, piece[:4000] * min(size, 20))
    assert count_searches(monkeypatch, piece * size) <= short + 20


@pytest.mark.parametrize(
    "line", [WORDS, "Photo: the mill", "Read more", "© 2024 all rights reserved", "a\x00b"]
)
def test_searches_grow_with_the_lines_and_no_faster(
    monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    few = count_searches(monkeypatch, PROSE + f"{line}\n" * 200)
    many = count_searches(monkeypatch, PROSE + f"{line}\n" * 1000)
    assert many <= 5.5 * few + 50
    assert many <= 1000 * 60


def test_a_pattern_sees_only_the_head_of_a_long_block(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    compiled = patterns.compile_pattern

    class Spy:
        def __init__(self, pattern: str) -> None:
            self.pattern = compiled(pattern)

        def search(self, text: str, **kwargs: Any) -> Any:
            seen.append(len(text))
            return self.pattern.search(text, **kwargs)

    monkeypatch.setattr(patterns, "compile_pattern", Spy)
    make()(PROSE * 4 + "photo copyright: " + "x" * 20_000)
    assert seen and max(seen) <= LONGEST_TEXT


LINEAR = {
    "labels": ("text", PROSE + "Read more\n"),
    "keywords": ("text", WORDS + "\n"),
    "prose": ("text", PROSE),
    "a list of headlines": ("text", "Related articles\n\nThe roof\n\n"),
    "empty lines": ("text", "a\n\n\n\n\n"),
    "parts of blocks": (
        "markdown",
        "The [hall](u) is open to all who come by (opens in new tab)\n\n",
    ),
    "fences": ("markdown", "```\n"),
    "brackets": ("markdown", "[![a](b)](\n"),
    "items": ("markdown", "  - [Share](u)\n"),
    "setext": ("markdown", "a\n---\n"),
}
QUADRATIC = {
    "headlines about a thing": ("text", "The newsletter story\n"),
    "two kinds in turn": ("markdown", "Read more\n\nShare on Facebook\n\n"),
}


def ratio(format: str, piece: str) -> float:
    """How the steps grow when a page grows fourfold."""
    strip = make(format)
    strip(PROSE)
    low, high = (PROSE + piece * n + PROSE for n in (150, 600))
    return count_steps(strip, high) / count_steps(strip, low)


@pytest.mark.parametrize("case", LINEAR)
def test_work_grows_with_the_page_and_no_faster(case: str) -> None:
    assert ratio(*LINEAR[case]) < 5.5


@pytest.mark.parametrize("case", QUADRATIC)
def test_work_grows_with_the_page_where_runs_are_long(case: str) -> None:
    format, piece = QUADRATIC[case]
    strip = make(format)
    front = "" if format == "text" else PROSE * 3
    back = "" if format == "text" else PROSE
    low, high = (front + piece * n + back for n in (150, 600))
    strip(low)
    assert count_steps(strip, high) < 5.5 * count_steps(strip, low)


@pytest.mark.parametrize(
    "source", ["\x00" * 5000, "\n" * 50_000, "Read more\x00\n" * 50, "\ud800" * 900]
)
@pytest.mark.parametrize("format", ["text", "markdown"])
def test_odd_pages_come_back_whole_or_cut_but_never_fail(source: str, format: str) -> None:
    result = make(format)(source)
    assert result.text == stripper.apply(source, result.removals)
