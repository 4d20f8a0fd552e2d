"""The headline of a page without headings: which of the lines before the text stays."""

from dataclasses import replace

import numpy as np
import pytest

import stripper
from stripper.decisions.headlines import (
    BESIDE_LEAST,
    HEADLINE_LEAST,
    HEADLINE_LOST,
    LEAP,
    find_headline,
    spare_beside,
    spare_headline,
)
from stripper.decisions.structure import spare_structure
from stripper.engines import Opinion
from stripper.facts import measure
from stripper.formats import split
from stripper.lexicons import role_mask

MENU = "The Ferry Post\nNews and notices\nHome > News > Wexcombe"
TITLE = "Ferry bell comes home after sixty years"
STANDFIRST = 'Landlord "always took it for a prop"'
BYLINE = "By Dorcas Pym, 13 February"
TEXT = (
    "The bell of the chain ferry, missing since the ferry was scrapped, has been hanging in the garden "
    "of a public house four miles down the river, where two generations of drinkers rang it for fun."
)


def keep(lines: list[str], gone: dict[str, int], by: str = "model", sure: float = 0.8) -> list[str]:
    """The lines that stay where these would go, with their scores in 64ths of a logit."""
    facts = measure([split("\n".join(lines) + "\n\n" + TEXT + "\n", "text")])
    scores = np.array([gone.get(line, 64) for line in lines] + [256])
    best = [
        Opinion(0, at, at, "navigation", by, f"{by}/navigation", sure, "") if line in gone else None
        for at, line in enumerate(lines)
    ]
    roles = np.zeros(len(facts), np.uint64)
    roles[[line == BYLINE for line in lines] + [False]] = role_mask("author", "date")
    left = spare_headline(facts, range(len(facts)), [*best, None], scores, roles)
    return [line for line, opinion in zip(lines, left, strict=False) if opinion is None]


def test_the_likeliest_line_stays_where_all_would_go() -> None:
    lines = [*MENU.split("\n"), TITLE]
    assert keep(lines, dict(zip(lines, (-150, -140, -90, -80), strict=True))) == [TITLE]


@pytest.mark.parametrize("kept", [STANDFIRST, BYLINE])
def test_a_line_that_stays_under_the_headline_is_not_taken_for_it(kept: str) -> None:
    lines = [*MENU.split("\n"), TITLE, kept]
    scores = dict(zip(lines[:-1], (-300, -200, -90, -80), strict=True))
    assert keep(lines, scores) == [TITLE, kept]


def test_a_headline_that_stays_gives_nothing_back_below_it() -> None:
    lines = [TITLE, "Read this aloud to me"]
    assert keep(lines, {lines[1]: -70}) == [TITLE]


@pytest.mark.parametrize(
    "line",
    [
        "News > Wexcombe and around",
        "Tides | Planning | Notices",
        "Reply - 7 messages - Page 1 of 1",
    ],
)
def test_a_breadcrumb_is_no_headline(line: str) -> None:
    assert keep([line, BYLINE], {line: -64}) == [BYLINE]


def test_what_is_surely_furniture_is_no_headline() -> None:
    assert keep([TITLE, BYLINE], {TITLE: HEADLINE_LOST}) == [BYLINE]
    assert keep([TITLE, BYLINE], {TITLE: HEADLINE_LOST + 1}) == [TITLE, BYLINE]
    kept = "Sixty years on a garden wall"  # a line that looks like content may be the headline
    lines, menu = ["Tides and times today", TITLE, kept], HEADLINE_LEAST - LEAP
    assert keep(lines, {lines[0]: menu + 1, TITLE: HEADLINE_LEAST}) == [kept]
    assert keep(lines, {lines[0]: menu + 1, TITLE: HEADLINE_LEAST + 1}) == [TITLE, kept]


def test_a_line_unlike_the_menu_over_it_is_the_headline_of_what_stays() -> None:
    lines = ["Tides and times today", TITLE, "Sixty years on a garden wall"]
    gone = {lines[0]: HEADLINE_LEAST - LEAP, TITLE: HEADLINE_LEAST}
    assert keep(lines, gone) == lines[1:]


def test_a_menu_over_a_headline_that_stays_goes() -> None:
    menu = "Menu Search Log in Register"
    assert keep([menu, TITLE], {menu: HEADLINE_LEAST}) == [TITLE]


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("评论｜渡船的钟回家了，六十年后", True),
        ("新闻｜渡船 > 本地 > 社会与文化", False),
        ("Sign in | Create an account", False),
    ],
)
def test_the_name_of_a_column_before_it_makes_no_menu_of_a_headline(line: str, stays: bool) -> None:
    assert (line in keep([line, BYLINE], {line: -64})) is stays


def test_a_headline_over_sentences_that_are_no_prose_stays() -> None:
    lines = [
        TITLE,
        "It was found on Monday, by the landlord.",
        *(f"{n}. Bell, 1911" for n in range(9)),
    ]
    assert keep(lines, {TITLE: -150})[0] == TITLE


@pytest.mark.parametrize(
    ("score", "sure", "stays"), [(-10, 0.95, False), (40, 0.95, True), (-10, 0.8, True)]
)
def test_a_line_that_a_certain_rule_knows_must_look_like_content(
    score: int, sure: float, stays: bool
) -> None:
    assert (TITLE in keep([TITLE, BYLINE], {TITLE: score}, by="rule", sure=sure)) is stays


def test_what_a_site_repeats_is_no_headline() -> None:
    assert keep([TITLE, STANDFIRST], {TITLE: 40}, by="site") == [STANDFIRST]


@pytest.mark.parametrize(("by", "score", "stays"), [
    ("rule", -64, True), ("model", -64, True), ("model", -200, False), ("site", -64, False),
])  # fmt: skip
def test_a_label_alone_over_a_sentence_is_its_title(by: str, score: int, stays: bool) -> None:
    lines = [TEXT, "Getting there", "The last bus back leaves before six on weekdays.", TEXT]
    facts = measure([split("\n\n".join(lines), "text")])
    label = Opinion(0, 1, 1, "navigation", by, f"{by}/navigation", 0.7, "")
    left = spare_structure(
        facts, range(4), [None, label, None, None], np.array([300, score, 90, 300])
    )
    assert left == ([None] * 4 if stays else [None, label, None, None])


@pytest.mark.parametrize("model", [True, False])
@pytest.mark.parametrize("menu", ["Hem | Nyheter | Sök | Kontakt", "Hem · Nyheter · Sök · Kontakt"])
def test_a_menu_in_one_line_is_no_title_of_the_sentence_under_it(menu: str, model: bool) -> None:
    source = (
        f"{menu}\n\nKommunen säger att bron stängs i maj, och ingen vet vem som ska betala för omvägen "
        "eller hur länge den blir kvar.\n"
    )
    found = stripper.strip(source, format="text", model=model)
    assert [removal.text.strip() for removal in found.removals] == [menu]


@pytest.mark.parametrize("by", ["model", "rule", "site"])
@pytest.mark.parametrize(("title", "level"), [(TITLE, 1), (TITLE, 2), ("The Ferry Post", 1)])
def test_a_top_heading_that_the_head_names_stays(by: str, title: str, level: int) -> None:
    heading = f"<h{level}>{TITLE}</h{level}>"
    facts = measure([split(f"<title>{title}</title>{heading}{heading}<p>{TEXT}</p>", "html")])
    gone = Opinion(0, 0, 1, "navigation", by, f"{by}/navigation", 0.95, "")
    roles, scores = np.zeros(3, np.uint64), np.array([-400, -400, 256])
    left = spare_headline(facts, range(3), [gone, gone, None], scores, roles)
    stays = title == TITLE and level == 1 and by != "site"
    assert left == [None if stays else gone, gone, None]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["Latest posts", "", TITLE], [TITLE]),
        (["Latest posts", "", "An otter in the mill race", TITLE], [TITLE]),
        (["", TITLE, "", "Latest posts", "", "An otter in the mill race"], [TITLE]),
        (["Latest posts", "", "Home > News > Wexcombe > The ferry"], []),
    ],
)
def test_rules_alone_leave_the_headline_under_the_label_of_a_list(
    lines: list[str], kept: list[str]
) -> None:
    source = "\n".join(["Home", "About us", "Contact", *lines, "", TEXT, "", TEXT, "", TEXT, ""])
    text = stripper.strip(source, format="text", model=False, language="en").text
    assert text.split(TEXT)[0].split("\n")[:-1] == [
        line for kept_line in kept for line in (kept_line, "")
    ]


@pytest.mark.parametrize("judged", [True, False])
def test_what_a_model_has_judged_is_not_given_back_in_later_rounds(judged: bool) -> None:
    page = split(f"Latest posts\n\n{TITLE}\n\n{TEXT}\n", "text")
    scores = np.array([-300, -300, 256]) if judged else None
    facts = measure([replace(page, scores=scores)])
    by_rule = Opinion(0, 0, 1, "related", "rule", "en/related/labels", 0.95, "", listed=True)
    left = spare_headline(facts, range(3), [by_rule, by_rule, None], None, np.zeros(3, np.uint64))
    assert left == [by_rule, by_rule if judged else None, None]


@pytest.mark.parametrize("scored", [True, False])
@pytest.mark.parametrize(
    ("over", "category", "stays"),
    [
        ("Home\nNews\n\nPrivacy policy\n\n", "legal", True),
        ("Home\nNews\n\nPrivacy policy\n\nPrinciples\n\n", "legal", True),
        ("Home\n\nNews\n\nPrivacy policy\n\n", "legal", False),
        ("Home\nNews\nPrivacy policy\n\n", "legal", False),  # the last item of a menu
        ("Home\nNews\n\nPrivacy policy\n\nWhat we know of you\n\n", "legal", False),
        ("Home\nNews\n\nPrivacy policy\n\n", "share", False),
        ("Home\nNews\n\nHome > Privacy policy\n\n", "navigation", False),
        ("Home\nNews\n\nPrivacy policy of the ferry company\n\n", "legal", False),
    ],
)
def test_a_label_alone_over_the_text_is_its_headline(
    over: str, category: str, stays: bool, scored: bool
) -> None:
    facts = measure([split(over + TEXT, "text")])
    rows = range(len(facts))
    best = [
        Opinion(0, at, at, category, "rule", "en/legal/labels", 0.95, "")
        if "privacy" in facts.text(at) or facts.text(at).strip() in ("home", "news")
        else None
        for at in rows
    ]
    scores, roles = np.full(len(facts), HEADLINE_LOST), np.zeros(len(facts), np.uint64)
    left = spare_headline(facts, rows, best, scores if scored else None, roles)
    (label,) = (at for at in rows if "privacy" in facts.text(at))
    assert (left[label] is None) is stays
    assert left[0] is not None
    lost = spare_headline(facts, rows, best, scores - 1, roles)
    assert lost[label] is not None


def test_the_only_top_heading_is_the_headline_though_it_is_one_word() -> None:
    contact = f"[Home](/)\n\n# Contact\n\n{TEXT}\n\n## Hours\n\nFrom nine to five.\n"
    assert "# Contact" in stripper.strip(contact, model=False).text
    facts = measure([split(contact, "markdown")])
    assert find_headline(facts, range(len(facts))) == 1
    for other in ("# Hours", "# [Hours](/hours)"):
        facts = measure([split(contact.replace("## Hours", other), "markdown")])
        assert find_headline(facts, range(len(facts))) is None


@pytest.mark.parametrize(
    ("box", "stays"), [("div", True), ("nav", False), ("aside", False), ("header", True)]
)
def test_a_line_of_a_menu_is_no_headline(box: str, stays: bool) -> None:
    page = split(f"<{box}><p>Find answers on the ferry online</p></{box}><p>{TEXT}</p>", "html")
    found = Opinion(0, 0, 0, "navigation", "model", "model/navigation", 0.8, "")
    scores, roles = np.array([HEADLINE_LEAST + 1, 256]), np.zeros(2, np.uint64)
    left = spare_headline(measure([page]), range(2), [found, None], scores, roles)
    assert (left[0] is None) == stays


@pytest.mark.parametrize(
    ("by", "rule", "line", "score", "stays"),
    [
        ("model", "model/share", "Selvedge Mill, Brackwater", BESIDE_LEAST, True),
        ("model", "model/share", "Selvedge Mill, Brackwater", BESIDE_LEAST - 1, False),
        ("model", "model/share", "<a href=/mill>Selvedge Mill</a>", BESIDE_LEAST, False),
        ("model", "model/share", "</p></div><div><p>Selvedge Mill", BESIDE_LEAST, False),
        ("rule", "any/related/points", "Selvedge Mill, Brackwater", BESIDE_LEAST, True),
        ("rule", "en/share/bars", "Selvedge Mill, Brackwater", BESIDE_LEAST, False),
        ("user", "en/share/own/points", "Selvedge Mill, Brackwater", BESIDE_LEAST, False),
        ("model", "model/byline", "Selvedge Mill, Brackwater", BESIDE_LEAST, False),
    ],
)
def test_a_line_that_belongs_to_the_headline_stays(
    by: str, rule: str, line: str, score: int, stays: bool
) -> None:
    page = f"<div><h1>{TITLE}</h1><p>{line}</p></div><div><p>{TEXT}</p></div>"
    found = Opinion(0, 1, 1, rule.split("/")[1], by, rule, 0.8, "")
    facts, scores = measure([split(page, "html")]), np.array([64, score, 256])
    left = spare_beside(facts, range(3), [None, found, None], scores)
    assert (left[1] is None) == stays
