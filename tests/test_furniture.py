"""What stands in the furniture of a page is furniture: bylines, second headlines, breadcrumbs."""

import numpy as np
import pytest

import stripper
from stripper.decisions.bars import LATER_VETO, NEVER, VETO, find_veto
from stripper.decisions.budget import keep_budget
from stripper.decisions.bylines import ENCLOSING, leave_enclosed
from stripper.decisions.case import reach_veto
from stripper.decisions.headlines import HEADLINE_REACH, spare_headline
from stripper.decisions.inputs import STRONG, SURELY
from stripper.decisions.lists import complete_menus
from stripper.decisions.sparing import QUOTE_LEAST, spare_kinds
from stripper.decisions.structure import TORN, spare_structure
from stripper.engines import Opinion
from stripper.facts import measure
from stripper.formats import split
from stripper.options import Options

TOLD = (
    "The ferry to Holm has run every day since 1911, and nobody can remember a winter in which it "
    "stayed away. On Monday it did, and the baker opened an hour late."
)


def gone(row: int, category: str, score: float = 0.8, by: str = "model") -> Opinion:
    return Opinion(0, row, row, category, by, f"{by}/{category}", score, "")


@pytest.mark.parametrize(
    ("line", "own", "beside", "stays"),
    [
        ("By industry", STRONG - 1, ENCLOSING - 1, False),
        ("By industry", STRONG, ENCLOSING - 1, True),
        ("By industry", STRONG - 1, ENCLOSING, True),
        ("Rita Coleman contributed reporting.", STRONG - 1, ENCLOSING - 1, True),
    ],
)
def test_a_byline_within_furniture_is_none(line: str, own: int, beside: int, stays: bool) -> None:
    menu = [f"Item {number}" for number in range(HEADLINE_REACH)]
    facts = measure([split("\n\n".join(["Products", line, "Pricing", *menu, TOLD]), "text")])
    scores = np.array([beside, own, beside, *(-300 for _ in menu), 300])
    byline, other = gone(1, "byline", 0.75, "rule"), gone(0, "navigation", 0.75, "rule")
    left = leave_enclosed(facts, range(len(facts)), [byline, other], scores)
    assert left == ([byline, other] if stays else [other])


def test_a_byline_near_the_text_stays_within_a_bar() -> None:
    facts = measure([split(f"{TOLD}\n\nShare\n\nReuters\n\nTweet\n", "text")])
    byline = gone(2, "byline", 0.75, "rule")
    assert leave_enclosed(facts, range(4), [byline], np.array([300, -300, -300, -300])) == [byline]


@pytest.mark.parametrize(
    ("first", "line", "stays"),
    [
        ("Ferry stays away for a day - Holm Post", "Need some help today?", False),
        ("Ferry stays away for a day - Holm Post", "Ferry stays away for a day", True),
        ("Menu", "Need some help today?", True),
    ],
)
def test_a_page_that_begins_with_its_title_has_no_other_headline(
    first: str, line: str, stays: bool
) -> None:
    menu = [f"Item {number}" for number in range(HEADLINE_REACH)]
    lines = [first, *menu, line, TOLD]
    facts, size = measure([split("\n\n".join(lines), "text")]), len(lines)
    best = [None, *(gone(at, "navigation") for at in range(1, size - 1)), None]
    scores = np.array([90, *(-300 for _ in menu), -140, 300])
    left = spare_headline(facts, range(size), best, scores, np.zeros(size, np.uint64))
    assert (left[-2] is None) is stays


@pytest.mark.parametrize(
    ("line", "stays"), [("1. [Home](/)", False), ("1. Who may use the ferry", True)]
)
def test_a_numbered_link_is_no_clause(line: str, stays: bool) -> None:
    facts = measure([split(f"{TOLD}\n\n{line}\n\n{TOLD}\n", "markdown")])
    best = [None, gone(1, "navigation"), None]
    left = spare_structure(facts, range(3), best, np.array([300, -200, 300]))
    assert (left[1] is None) is stays


@pytest.mark.parametrize(("score", "stays"), [(TORN, True), (TORN - 1, False)])
def test_a_share_bar_alone_over_a_text_is_no_title(score: int, stays: bool) -> None:
    facts = measure([split(f"{TOLD}\n\nShare this post\n\n{TOLD}\n", "text")])
    best = [None, gone(1, "share", 0.95, "rule"), None]
    left = spare_structure(facts, range(3), best, np.array([300, score, 300]))
    assert (left[1] is None) is stays


@pytest.mark.parametrize(("score", "goes"), [(SURELY, False), (SURELY - 1, True)])
def test_what_is_surely_furniture_is_not_given_back(score: int, goes: bool) -> None:
    facts = measure([split("Boats and trains\n\n" + f"{TOLD}\n\n" * 8, "text")])
    best = [None, *(gone(at, "advert") for at in range(1, 9))]
    left, exceeded = keep_budget(facts, range(9), list(best), "page", np.full(9, score))
    assert (None not in left[1:]) is goes
    assert exceeded is not goes


def spared(source: str, form: str, score: int) -> list[bool]:
    facts = measure([split(source, form)])
    rows = range(len(facts))
    return spare_kinds(facts, rows, [], Options(), np.full(len(facts), score))


@pytest.mark.parametrize(("score", "stays"), [(QUOTE_LEAST, True), (QUOTE_LEAST - 1, False)])
def test_quotes_of_html_go_sooner_than_tables(score: int, stays: bool) -> None:
    assert spared(f"<p>{TOLD}</p><blockquote>{TOLD}</blockquote>", "html", score)[1] is stays
    table = (
        "<table><tr><th>Day</th><th>Boats</th></tr><tr><td>Monday</td><td>None</td></tr></table>"
    )
    assert spared(f"<p>{TOLD}</p>{table}", "html", score)[1]
    assert spared(f"{TOLD}\n\n> {TOLD}\n", "markdown", score)[1]


@pytest.mark.parametrize(("score", "stays"), [(SURELY, True), (SURELY - 1, False)])
def test_code_goes_only_where_nobody_sees_it(score: int, stays: bool) -> None:
    code = "<pre hidden>boats = 0\nday = 'Monday'</pre>"
    assert spared(f"<p>{TOLD}</p>{code}", "html", score)[1] is stays
    assert spared(f"<p>{TOLD}</p>{code.replace(' hidden', '')}", "html", score)[1]


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        (["Rainfall", "3 March 2025", TOLD, TOLD], ["3 March 2025"]),
        (["Diary", TOLD, "Tuesday, 4 November", TOLD, TOLD], []),
        (["Rainfall", "January 112 19 24", "February 98 16 21", "March 71 14 18", TOLD], []),
        (
            ["Rainfall", "January 12 19 24", "February 98 16 21", "May 1 2 3", "June 8 9 19", TOLD],
            [],
        ),
        (["Terms of sale", TOLD, "Article 5 - Droits d'auteur", TOLD], []),
    ],
)
def test_dates_of_a_page_that_are_none_of_its_bylines_stay(
    lines: list[str], gone: list[str]
) -> None:
    result = stripper.strip("\n\n".join(lines), format="text", preset="thorough")
    assert [r.text.strip() for r in result.removals] == gone


@pytest.mark.parametrize(
    ("category", "listed", "score", "row", "least"),
    [
        ("related", True, 0.95, 0, LATER_VETO[True]),
        ("related", True, 0.95, 1, VETO[True]),
        ("donation", False, 0.95, 1, LATER_VETO[True]),
        ("navigation", False, 0.75, 0, VETO[False]),
        ("metadata", False, 0.75, 0, LATER_VETO[False]),
    ],
)
def test_the_first_word_on_lists_and_menus_holds_in_later_rounds(
    category: str, listed: bool, score: float, row: int, least: int
) -> None:
    opinion = Opinion(0, 0, 1, category, "rule", f"en/{category}/x", score, "", listed=listed)
    assert reach_veto(opinion, row, find_veto(opinion, LATER_VETO)) == least
    own = opinion._replace(by="user")
    assert reach_veto(own, row, find_veto(own, LATER_VETO)) == NEVER


def test_a_menu_of_which_half_is_known_goes_whole() -> None:
    menu = "".join(f"- [{name}](/{name})\n" for name in ("Home", "News", "About", "Contact"))
    source = f"{menu}\n# Ferry\n\n{TOLD}\n"
    facts = measure([split(source, "markdown")])
    best = [gone(0, "navigation"), gone(1, "navigation"), *[None] * 4]
    left = complete_menus(facts, range(6), best, [False] * 6)
    assert [o is not None for o in left] == [True] * 4 + [False] * 2
    for fewer in (
        [best[0], *[None] * 5],
        [gone(at, "share") if at < 2 else None for at in range(6)],
    ):
        assert complete_menus(facts, range(6), fewer, [False] * 6) == fewer
    assert complete_menus(facts, range(6), best, [False, False, True, *[False] * 3]) == best
    held = np.array([-200, -200, VETO[False], -200, 300, 300])
    assert complete_menus(facts, range(6), best, [False] * 6, held) == best


def test_a_list_beside_a_menu_is_none_of_it() -> None:
    kinds, menu = (
        ("Cox apples", "Conference pears", "Victoria plums"),
        ("Home", "About us", "Log in"),
    )
    for form, lists in (
        (
            "html",
            [f"<ul>{''.join(f'<li><a href=/a>{x}</a>' for x in xs)}</ul>" for xs in (kinds, menu)],
        ),
        ("markdown", ["".join(f"- [{x}](/a)\n" for x in xs) for xs in (kinds, menu)]),
    ):
        facts = measure([split("\n".join(lists), form)])
        best = [None] * 3 + [gone(at, "navigation", 0.95, "rule") for at in range(3, 6)]
        assert complete_menus(facts, range(6), best, [False] * 6) == best
