"""Golden pages: what each must become is its author's word; what was removed stands in case.toml."""

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

import stripper
from stripper.formats.html import split
from stripper.result import Result, apply
from tests.conftest import FIXTURES

CASES = sorted((FIXTURES / "pages").glob("*/*/case.toml"))
NEGATIVES = sorted(p for p in (FIXTURES / "negative").iterdir() if p.suffix in (".txt", ".md"))
MARKUP = [case for case in CASES if case.parent.parent.name == "html"]
FAILING = tomllib.loads((FIXTURES / "known-failures.toml").read_text("utf-8"))


@cache
def tool(to: str | None = None) -> stripper.Stripper:
    return stripper.Stripper(to=to)


def read(folder: Path, stem: str) -> str:
    (file,) = folder.glob(f"{stem}.*")
    return file.read_bytes().decode("utf-8")


def named(path: Path) -> str:
    return f"{path.parent.parent.name}/{path.parent.name}"


def expect_failure(request: pytest.FixtureRequest, name: str) -> None:
    """A known failure is a strict xfail: the run says so when it is mended."""
    if name in FAILING:
        request.applymarker(pytest.mark.xfail(reason=FAILING[name], strict=True))


@pytest.mark.parametrize("case", CASES, ids=named)
def test_page_becomes_what_its_author_says(case: Path, request: pytest.FixtureRequest) -> None:
    expect_failure(request, named(case))
    page, kept = read(case.parent, "page"), read(case.parent, "kept")
    assert tool()(page).text == kept


@pytest.mark.parametrize("case", CASES, ids=named)
def test_access_of_page(case: Path, request: pytest.FixtureRequest) -> None:
    expect_failure(request, f"access of {named(case)}")
    wanted = tomllib.loads(case.read_text("utf-8"))["access"]
    assert tool()(read(case.parent, "page")).access == wanted


@pytest.mark.parametrize("case", CASES, ids=named)
def test_removals_of_page_are_known(case: Path, request: pytest.FixtureRequest) -> None:
    page = read(case.parent, "page")
    result = tool()(page)
    assert result.source == page or case in MARKUP
    assert apply(result.source, result.removals) == result.text
    found = [
        f"{r.category} | {r.by} {r.rule} | {' '.join(r.text.split())[:80]}" for r in result.removals
    ]
    text = case.read_text("utf-8")
    head = text.split("removals = [")[0]
    lines = "".join("  " + quote(line) + ",\n" for line in found)
    fresh = f"{head}removals = [\n{lines}]\n"
    if fresh != text and request.config.getoption("--update-removals"):
        case.write_bytes(fresh.encode("utf-8"))
    assert tomllib.loads(text).get("removals") == found


def quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    shown = "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped)
    return f'"{shown}"'


@pytest.mark.parametrize("page", NEGATIVES, ids=lambda p: p.name)
def test_negative_page_comes_back_unchanged(page: Path, request: pytest.FixtureRequest) -> None:
    expect_failure(request, f"negative/{page.name}")
    source = page.read_bytes().decode("utf-8")
    assert [str(r) for r in tool()(source).removals] == []


@pytest.mark.parametrize("page", NEGATIVES, ids=lambda p: p.name)
def test_model_takes_nothing_from_negative_page(page: Path, request: pytest.FixtureRequest) -> None:
    expect_failure(request, f"model on negative/{page.name}")
    source = page.read_bytes().decode("utf-8")
    assert [str(r) for r in tool()(source).removals if r.by == "model"] == []


@pytest.mark.parametrize("case", MARKUP, ids=named)
def test_markup_of_what_stays_is_untouched(case: Path, request: pytest.FixtureRequest) -> None:
    expect_failure(request, f"markup of {named(case)}")
    stays = tomllib.loads(case.read_text("utf-8"))["stays"]
    kept = tool("html")(read(case.parent, "page")).text
    assert [markup for markup in stays if markup not in kept] == []


@pytest.mark.parametrize("case", MARKUP, ids=named)
def test_no_attribute_of_page_is_changed(case: Path) -> None:
    page = read(case.parent, "page")
    assert elements(tool("html")(page).text) - elements(page) == Counter()


def elements(page: str) -> Counter[object]:
    found = LexborHTMLParser(page).css("*")
    return Counter((n.tag, *(f"{k}={v or ''}" for k, v in n.attributes.items())) for n in found)


@pytest.mark.parametrize("case", MARKUP, ids=named)
def test_page_left_as_html_says_what_is_left_as_text(case: Path) -> None:
    page = read(case.parent, "page")
    assert split(tool("html")(page).text).source.split() == tool()(page).text.split()


@pytest.mark.parametrize("to", ["markdown", "html"])
@pytest.mark.parametrize("case", MARKUP, ids=named)
def test_the_same_blocks_go_whatever_is_written(case: Path, to: str) -> None:
    page = read(case.parent, "page")
    found = decisions(tool()(page))
    assert decisions(tool(to)(page)) == found != []


def decisions(result: Result) -> list[tuple[str, str, str, str | None]]:
    return [(r.category, r.by, r.rule, r.element) for r in result.removals]


def test_both_seed_pages_hold_the_same_article() -> None:
    folders = [FIXTURES / "pages" / kind / "en--moscow-times" for kind in ("text", "markdown")]
    texts = [tool()(read(folder, "page")).text for folder in folders]
    assert fold(texts[0]) == [p for p in fold(texts[1]) if p != "October 27, 2022"]
    assert fold(texts[0])[-1] == "AFP contributed reporting."


def fold(text: str) -> list[str]:
    """Paragraphs with quotes, spaces and Markdown marks folded."""
    for old, new in (
        ("’", "'"),
        ("“", '"'),
        ("”", '"'),
        ("# ", ""),
        ("*", ""),
        ("[quoted](#)", "quoted"),
    ):
        text = text.replace(old, new)
    return [" ".join(p.split()) for p in text.split("\n") if p.strip()]


def test_every_known_failure_names_a_case() -> None:
    names = {named(c) for c in CASES} | {f"access of {named(c)}" for c in CASES}
    names |= {f"markup of {named(c)}" for c in MARKUP}
    names |= {f"negative/{p.name}" for p in NEGATIVES}
    names |= {f"model on negative/{p.name}" for p in NEGATIVES}
    assert set(FAILING) <= names
