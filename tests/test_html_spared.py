"""What the elements of a page say stays, whatever the model thinks of it: captions that are
sentences, authors whom the page's data names, dates."""

import json
import re

import numpy as np
import pytest

import stripper
from stripper import formats
from stripper.decisions.bylines import STRAY_OVER, STRAY_UNDER, find_strays
from stripper.decisions.meanings import STATED_AUTHOR
from stripper.decisions.passages import (
    DOUBTFUL,
    HELD,
    LINE_SURE,
    STANDFIRST_REACH,
    find_items,
    find_standfirst,
    is_among_lines,
)
from stripper.decisions.stated import find_bylines
from stripper.engines import Opinion
from stripper.facts import Facts, measure
from stripper.formats.html import split
from stripper.lexicons import load_lexicon
from stripper.roles import assign_roles, combine

TOLD = (
    "The ferry to Holm has run every day since 1911, and nobody can remember a winter in which it "
    "stayed away. On Monday it did, and the baker opened an hour late."
)
PAGE = (
    "<title>Ferry stays away for a day</title><body>{nav}<article><h1>Ferry stays away for a day</h1>{under}"
    "<p>" + TOLD + "</p>{inside}<p>" + TOLD.replace("Holm", "Anse") + "</p><p>" + TOLD.replace("1911", "1912")
    + "</p></article>{foot}</body>"
)  # fmt: skip
AUTHOR = {"@type": "NewsArticle", "author": [{"@type": "Person", "name": "Ann Førde"}]}


def lay(**parts: str) -> Facts:
    return measure(
        [split(PAGE.format(**{"nav": "", "under": "", "inside": "", "foot": "", **parts}))]
    )


def read(facts: Facts, rows: list[int]) -> list[str]:
    page = facts.pages[0]
    return [page.source[page.start[at] : page.end[at]].strip() for at in rows]


def standfirst(facts: Facts, score: int = DOUBTFUL) -> list[str]:
    return read(facts, find_standfirst(*page_of(facts, score)).tolist())


def page_of(facts: Facts, score: int) -> tuple[Facts, range, np.ndarray, np.ndarray]:
    masks = assign_roles(facts, [(load_lexicon("en"), np.array([True]))])
    roles = combine(masks, facts.first, facts.last)
    return facts, range(len(facts)), roles, np.full(len(facts), score)


def authors(facts: Facts, rule: str = STATED_AUTHOR) -> list[str]:
    found = find_bylines(facts, 0)
    assert {(o.category, o.by, o.part) for o in found} <= {("byline", "rule", None)}
    return read(facts, [o.first for o in found if o.rule == rule])


def items(source: str, format: str, score: int = DOUBTFUL) -> list[str]:
    facts = measure([formats.split(source, format)])
    return read(facts, find_items(facts, range(len(facts)), np.full(len(facts), score)).tolist())


def linked(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


SUMMARY = "On Monday the boat to Holm stayed in port, for the first time in a century."


def test_what_sums_the_story_up_under_its_headline_stays() -> None:
    assert standfirst(lay(under=f"<p>{SUMMARY}</p>"))[0] == SUMMARY
    assert SUMMARY not in standfirst(lay(under=f"<p>{SUMMARY}</p>"), DOUBTFUL - 1)
    far = "<p>Share</p>" * STANDFIRST_REACH
    assert SUMMARY not in standfirst(lay(under=f"{far}<p>{SUMMARY}</p>"))
    assert SUMMARY not in standfirst(lay(nav=f"<p>{SUMMARY}</p>"))


@pytest.mark.parametrize(
    "line",
    [
        "<a href=/boats>On Monday the boat to Holm stayed in port for the first time.</a>",
        "Subscribe to our newsletter and get the news of the island every morning.",
        "Listen to the story.",
    ],
)
def test_an_invitation_under_the_headline_sums_nothing_up(line: str) -> None:
    assert re.sub("<.*?>", "", line) not in standfirst(lay(under=f"<p>{line}</p>"))
    assert TOLD in standfirst(lay(under=f"<p>{line}</p>"))


STEP = "Row for two minutes so that you could still talk, then for one so that you could sing"


@pytest.mark.parametrize("format", ["html", "markdown"])
def test_items_that_tell_something_and_lead_nowhere_are_no_menu(format: str) -> None:
    page = (
        f"<ul><li>{STEP}</li><li><a href=/a>{STEP}</a></li><li>Row, then rest</li></ul><p>{TOLD}</p>"
        if format == "html"
        else f"- {STEP}\n- [{STEP}](/a)\n- Row, then rest\n\n{TOLD}\n"
    )
    found = items(page, format)
    assert [line.removeprefix("- ") for line in found] == [STEP]
    assert items(page, format, DOUBTFUL - 1) == []
    assert items(page.replace(TOLD, ""), format) == []  # behind all text
    assert format != "html" or items(f"<footer>{page}</footer>", format) == []


def test_the_author_whom_the_data_names_stays_under_the_headline() -> None:
    line = "<p class=who>Ann Førde, in Holm</p>"
    assert authors(lay(nav=linked(AUTHOR), under=line)) == ["Ann Førde, in Holm"]
    assert authors(lay(nav="<meta name=author content='Ann Førde'>", under=line)) != []
    assert authors(lay(under=line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "All 212 articles by Ann Førde",
        "Ask Ann Førde a question about the ferry",
        "Ann",
        "Ferry stays away",
    ],
)
def test_a_line_that_says_more_than_a_name_is_no_author(line: str) -> None:
    assert authors(lay(nav=linked(AUTHOR), under=f"<p class=who>{line}</p>")) == []


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ({"author": ["Ann Førde", "Bo Berg"]}, "Bo Berg"),
        ({"author": {"name": ["Ann Førde", "Bo Berg"]}}, "By Bo Berg"),
        ({"author": "Ann Førde and Bo Berg"}, "Bo Berg, Holm"),
        ({"author": {"name": "李小龙"}}, "李小龙"),
        ({"comment": [{"author": f"Reader {n}"} for n in range(99)], "author": "Bo Berg"}, "Bo Berg"),
    ],
)  # fmt: skip
def test_authors_are_found_in_whatever_form_data_names_them(data: object, line: str) -> None:
    assert authors(lay(nav=linked(data), under=f"<p>{line}</p>")) == [line]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ({"author": "admin"}, "Log in as admin"), ({"author": "News Desk"}, "Newsdesk: send us a tip"),
        ({"author": {"name": "Bo Berg", "worksFor": {"name": "The Holm Post"}}}, "The Holm Post"),
        ({"comment": [{"author": {"name": "Cy Dahl"}}]}, "Cy Dahl"),
    ],
)  # fmt: skip
def test_accounts_employers_and_readers_are_no_authors(data: object, line: str) -> None:
    assert authors(lay(nav=linked(data), under=f"<p class=who>{line}</p>")) == []


def test_authors_go_where_bylines_go() -> None:
    page = PAGE.format(
        nav=linked(AUTHOR), under="<div class=x>Ann Førde, Holm</div>", inside="", foot=""
    )
    for options, stays in (
        ({}, True), ({"preset": "thorough"}, False), ({"only": ["byline"]}, False),
        ({"preset": "thorough", "keep": ["byline"]}, True),
    ):  # fmt: skip
        assert ("Ann Førde" in stripper.strip(page, **options).text) is stays, options


@pytest.mark.parametrize("place", ["nav", "foot"])
def test_her_name_elsewhere_is_a_link_to_her_other_stories(place: str) -> None:
    named = (
        linked(AUTHOR) + "<p>One</p><p>Two</p><p>Ann Førde</p><p>Three</p><p>Four</p><p>Five</p>"
    )
    more = "".join(f"<p>{TOLD.replace('Holm', name)}</p>" for name in ("Ey", "Sund", "Vik", "Nes"))
    assert authors(lay(**{place: named, "inside": more})) == []


def test_a_site_that_is_its_own_author_is_no_byline() -> None:
    site = "<meta property=og:site_name content='The Holm Post'>"
    data = linked({"author": {"name": "The Holm Post"}, "publisher": {"name": "The Holm Post"}})
    assert authors(lay(nav=data, under="<p>The Holm Post</p>")) == []
    assert (
        authors(lay(nav=site + linked({"author": "The Holm Post"}), under="<p>The Holm Post</p>"))
        == []
    )


@pytest.mark.parametrize(
    "line", ["05.01.2025, 15:23", "May 3, 2024", "Sunday, 21.05.2026", "2024年04月24日23:52"]
)
def test_a_bare_date_is_a_byline(line: str) -> None:
    rest = "".join(
        f"<p>{TOLD.replace('Holm', name)}</p>" for name in ("Ey", "Sund", "Vik", "Nes", "Li")
    )
    page = PAGE.format(nav="", under=f"<p class=meta>{line}</p>", inside=rest, foot="")
    assert line in stripper.strip(page).text
    assert line not in stripper.strip(page, preset="thorough").text


@pytest.mark.parametrize("form", ["{}\n\n", "- {}\n", "## {}\n\n"])
def test_dates_within_a_text_are_text(form: str) -> None:
    days = "".join(
        form.format(f"{n}.05.1944") + f"\n{TOLD.replace('1911', str(1900 + n))}\n\n"
        for n in range(1, 9)
    )
    page = f"# A diary\n\n{TOLD}\n\n{TOLD.replace('Holm', 'Ey')}\n\n{days}{TOLD.replace('Holm', 'Nes')}\n"
    text = stripper.strip(page, format="markdown", preset="thorough").text
    assert all(f"{n}.05.1944" in text for n in range(3, 7))


def strays(lines: list[str], kept: list[int]) -> set[int]:
    """The strays of a page of lines, all of which are bylines or go, but for those kept."""
    facts = measure([formats.split("\n\n".join(lines), "text")])
    rows = range(len(facts))
    best: list[Opinion | None] = [
        Opinion(0, 0, 0, "related", "rule", "en/related/lists", 0.9, "")
    ] * len(lines)
    for at in kept:
        best[at] = None
    dates = [at for at, line in enumerate(lines) if line != "Her boat"]
    bylines = [
        Opinion(0, at, at, "byline", "rule", "any/byline/bare-date", 0.75, "") for at in dates
    ]
    return find_strays(facts, rows, bylines, best, [False] * len(lines), np.zeros(len(lines), bool))


def test_a_date_stays_beside_what_stays_and_goes_with_other_stories() -> None:
    lines = ["Her boat"] * 20
    near = [8 - STRAY_UNDER, 10 + STRAY_OVER]
    for at in (near[0] - 1, *near, near[1] + 1, near[1] + 3):
        lines[at] = "07.01.2026"
    assert strays(lines, [8, 9, 10]) == {near[0] - 1, near[1] + 1, near[1] + 3}


def test_who_wrote_the_text_stays_behind_all_that_goes() -> None:
    lines = ["Her boat"] * 20
    lines[16] = "AFP contributed reporting."
    assert strays(lines, [8, 9, 10]) == set()
    lines[17] = "07.01.2026"
    assert strays(lines, [8, 9, 10]) == set()  # one date alone


def test_a_list_of_other_stories_goes_with_its_dates() -> None:
    names = ("The tower", "A mill", "Her boat", "The well", "Our dog")
    stories = "".join(
        f"{name} and what it cost\n\n0{n}.01.2026\n\n" for n, name in enumerate(names, 1)
    )
    body = "\n\n".join(TOLD.replace("Holm", name) for name in ("Ey", "Sund", "Vik", "Nes", "Li"))
    head = "Ferry stays away for a day\n\n09.01.2026\n\n"
    page = f"{head}{body}\n\nMost read\n\n{stories}About us\n\nContact\n\n© 2026 The Holm Post\n"
    kept = f"Ferry stays away for a day\n\n09.01.2026\n\n{body}\n"
    assert stripper.strip(page, format="text", model=False).text == kept


@pytest.mark.parametrize(("others", "stays"), [(1, False), (9, True)])
def test_items_that_are_articles_of_their_own_stay_where_they_are_the_page(
    others: int, stays: bool
) -> None:
    said = "The boat was late again on Monday, and nobody on the pier knew when it would come in."
    comments = f"<ul>{f'<li><article><p>{said}</p></article></li>' * others}</ul>"
    assert (said in items(f"<p>{TOLD}</p>{comments}<p>{TOLD}</p>", "html", 64)) is stays
    assert said in items(f"<p>{TOLD}</p><ul><li><p>{said}</p></li></ul><p>{TOLD}</p>", "html", 64)


@pytest.mark.parametrize(
    ("inside", "stays"),
    [
        ("<p>Never a day<br>Read on, the water wrote<br>Never a night</p>", True),
        ("<p>Never a day</p><p>Read on, the water wrote</p><p>Never a night</p>", True),
        ("<p>Never a day</p><div>Read on, the water wrote</div><p>Never a night</p>", False),
        ("<p>Never a day</p><p><a href='/2'>Read on, the water wrote</a></p><p>A night</p>", False),
        ("<p>Never a day</p><p>Read on, now</p><p>Never a night</p>", False),
        ("<p>Read on, the water wrote</p>", False),  # between paragraphs
        ("<p>Never a day</p><div><p>Read on, the water wrote</p></div><p>A night</p>", False),
    ],
)
def test_a_line_among_lines_stays_unless_the_model_is_sure(inside: str, stays: bool) -> None:
    facts = lay(inside=inside)
    rows, (at,) = range(len(facts)), (n for n in range(len(facts)) if "read" in facts.text(n))
    best: list[Opinion | None] = [None] * len(facts)
    scores = np.full(len(facts), DOUBTFUL)
    assert is_among_lines(facts, rows, at, at + 1, scores, best) is stays
    assert not is_among_lines(facts, rows, at, at + 2, scores, best)
    assert not is_among_lines(facts, rows, at, at + 1, scores - 1, best)
    scores[[at - 1, at, at + 1]] = HELD, LINE_SURE, HELD
    assert is_among_lines(facts, rows, at, at + 1, scores, best) is stays
    scores[at + 1] = HELD - 1
    assert not is_among_lines(facts, rows, at, at + 1, scores, best)
    best[at - 1] = Opinion(0, at - 1, at - 1, "related", "model", "model/related", 0.8, "")
    assert not is_among_lines(facts, rows, at, at + 1, scores, best)
