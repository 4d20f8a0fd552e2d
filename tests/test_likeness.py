"""What a page's template makes alike, end to end and by parts: lists of cards, dates, consent
tables, and what later rounds know of the model's word."""

from dataclasses import replace

import numpy as np
import pytest

import stripper
from stripper.blocks import Ints, Page
from stripper.decisions import decide
from stripper.decisions.bars import GOES, LATER_VETO, VETO
from stripper.decisions.bylines import leave_bylines
from stripper.decisions.cards import CARD_MOST, CARDS, spare_cards
from stripper.decisions.inputs import SURELY
from stripper.decisions.likeness import agree, count_alike, find_asking, number_alike
from stripper.decisions.sparing import QUOTE_LEAST, spare_kinds
from stripper.engines import Opinion
from stripper.engines.view import View
from stripper.facts import Facts, measure
from stripper.formats import text
from stripper.formats.html import split
from stripper.options import Options

KETTLES = ("Heron", "Dipper", "Curlew", "Plover", "Siskin", "Wagtail", "Bittern", "Redshank")
MENU = (
    "<nav><ul><li><a href=/a>Kettles</a><li><a href=/b>Pans</a><li><a href=/c>Cups</a></ul></nav>"
)


def card(name: str) -> str:
    return (
        f"<li class=card><a class=name href=/{name}>{name} enamel kettle with a wooden grip</a>"
        f"<div class=price>From 48.00 to 62.00</div><button class=add>Add {name} to basket</button>"
    )


def shop(names: tuple[str, ...] = KETTLES, text: str = "") -> str:
    cards = "".join(map(card, names))
    return f"{MENU}<main><h1>Kettles</h1><p class=lead>{text}</p><ul class=grid>{cards}</ul></main>"


def read(page: str) -> tuple[Page, Facts, range]:
    split_page = split(page)
    facts = measure([split_page])
    return split_page, facts, facts.blocks_of(0)


def take(page: Page, words: str, by: str = "model") -> list[Opinion | None]:
    """A finding for each block that has one of the words."""
    return [
        Opinion(0, at, at, "commerce", by, f"{by}/commerce", 0.8, "")  # type: ignore[arg-type]
        if any(word in page.text(at) for word in words.split("|")) else None
        for at in range(len(page))
    ]  # fmt: skip


def texts(page: Page, best: list[Opinion | None]) -> list[str]:
    """What goes."""
    return [page.text(at).strip() for at, o in enumerate(best) if o is not None]


def scored(page: Page, word: str, low: int, other: int = -64) -> Ints:
    return np.array([low if word in page.text(at) else other for at in range(len(page))])


def test_a_list_of_cards_stays_where_the_page_has_little_else() -> None:
    page, facts, rows = read(shop())
    best = take(page, "kettle|From|basket|Pans")
    spared = spare_cards(facts, rows, best, scored(page, "basket", SURELY - 1))
    gone = texts(page, spared)
    assert gone == ["Pans", *(f"Add {name} to basket" for name in KETTLES)]


def test_cards_beside_a_text_that_is_longer_go() -> None:
    page, facts, rows = read(
        shop(text="We have sold kettles on the quay since 1911, they say. " * 30)
    )
    best = take(page, "kettle with|From|basket")
    assert spare_cards(facts, rows, best, scored(page, "Add", -64)) == best


@pytest.mark.parametrize("case", ["few", "half", "furniture", "menu", "sections"])
def test_a_list_goes_that_is_no_list_of_cards(case: str) -> None:
    source = shop(KETTLES[: CARDS - 1] if case == "few" else KETTLES)
    if case == "sections":
        source = source.replace("From", "From the quay " * CARD_MOST)
    page, facts, rows = read(source.replace("main>", "aside>") if case == "menu" else source)
    best = take(page, "From" if case == "half" else "kettle|From|basket")
    scores = scored(page, "", SURELY - 1 if case == "furniture" else -64)
    assert spare_cards(facts, rows, best, scores) == best


def test_what_a_user_takes_of_cards_goes() -> None:
    page, facts, rows = read(shop())
    best = take(page, "kettle|From|basket", by="user")
    assert spare_cards(facts, rows, best, scored(page, "", -64)) == best


@pytest.mark.parametrize(
    ("source", "alike"),
    [
        ("<p>Rates rose.<p>Prices fell.<p>Read more", False),
        ("<div><p>Rates rose.<p>Prices fell.<p>Read more</div>", False),
        ("<div class=body><p>Rates rose.<p>Prices fell.<p>Read more</div>", True),
        ("<ul><li>Rates rose.<li>Prices fell.<li>Read more</ul>", True),
    ],
)
def test_paragraphs_that_no_template_has_made_are_not_alike(source: str, alike: bool) -> None:
    page, *_ = read(source)
    assert page.elements is not None
    assert len(set(number_alike(page.elements).tolist())) == (1 if alike else 3)


def test_blocks_of_the_same_elements_and_classes_are_alike_whatever_their_ids() -> None:
    page, *_ = read(
        "<div><p class=a id=x>One.</p><p class=a id=y>Two.</p><p class=b>Three.</p></div>"
    )
    assert page.elements is not None
    alike = number_alike(page.elements)
    assert alike[0] == alike[1] != alike[2]
    assert count_alike(alike).tolist() == [2, 2, 1]


def test_a_paragraph_goes_the_way_of_its_like() -> None:
    alike = np.array([0, 0, 0, 0, 1])
    scores = np.array([200, 200, 200, -60, -60])
    agreed = agree(scores, alike)
    assert agreed[3] > 0 and agreed[4] == -60
    assert (agree(np.array([-60, 90]), np.array([0, 0])) == [-60, 90]).all()


def dates(score: int, count: int) -> tuple[Facts, list[Opinion], Ints, Ints]:
    lines = "".join(f"<li class=date>{n} May 2024</li>" for n in range(1, count + 1))
    page, facts, rows = read(f"<h1>The ferry to Holm</h1>{'<p>Old news.</p>' * 9}<ul>{lines}</ul>")
    found = [
        Opinion(0, at, at, "byline", "rule", "any/byline/date", 0.8, "") for at in rows[-count:]
    ]
    assert page.elements is not None
    return facts, found, np.full(len(rows), score), count_alike(number_alike(page.elements))


@pytest.mark.parametrize(
    ("score", "count", "left"), [(-100, 3, 0), (-100, 2, 2), (-64, 3, 3), (SURELY - 1, 1, 0)]
)
def test_dates_of_a_list_are_no_bylines(score: int, count: int, left: int) -> None:
    facts, found, scores, alike = dates(score, count)
    assert len(leave_bylines(facts, facts.blocks_of(0), found, scores, alike)) == left


def test_a_byline_under_the_headline_is_one_however_it_looks() -> None:
    _, facts, rows = read(
        "<h1>The ferry to Holm</h1><div class=by>By Ida Moen</div><p>It sails.</p>"
    )
    found = [Opinion(0, 1, 1, "byline", "rule", "en/byline/by", 0.9, "")]
    low = np.full(len(rows), SURELY - 1)
    assert leave_bylines(facts, rows, found, low, np.ones(len(rows), np.int64)) == found


def test_tables_and_quotes_are_spared_unless_they_are_surely_furniture() -> None:
    _, facts, rows = read(
        "<table><tr><td>Cookie<td>Months<tr><td>_ab<td>12</table><blockquote>Splendid.</blockquote><pre>x</pre>"
    )
    low = np.full(len(rows), SURELY - 1)
    assert spare_kinds(facts, rows, [], Options(), low) == [False, False, True]
    assert spare_kinds(facts, rows, [], Options(), low + 1) == [True, False, True]
    assert spare_kinds(facts, rows, [], Options(), np.full(len(rows), QUOTE_LEAST)) == [
        True,
        True,
        True,
    ]
    assert spare_kinds(facts, rows, [], Options()) == [True, True, True]


def test_what_the_model_said_stays_with_its_block() -> None:
    page, *_ = read("<p>Rates rose.</p><p>Read more</p><p>Prices fell.</p>")
    left = replace(page, scores=np.array([7, 8, 9])).without(
        [(int(page.start[1]), int(page.end[1]))]
    )
    assert left.scores is not None
    assert left.scores.tolist() == [7, 9]


@pytest.mark.parametrize("html", [True, False])
@pytest.mark.parametrize(("score", "goes"), [(0.8, [2]), (0.95, [1, 2])])
def test_later_rounds_give_rules_nothing_that_the_model_holds(
    html: bool, score: float, goes: list[int]
) -> None:
    """A doubtful rule gets less than a certain one; what the model holds surely neither gets."""
    if html:
        page, *_ = read("<p>Our kettles</p><p>Our cups</p><p>Our pans</p><p>Rates rose.</p>")
    else:
        page = text.split("Our kettles\n\nOur cups\n\nOur pans\n\nRates rose.\n")
    facts = measure(
        [replace(page, scores=np.array([LATER_VETO[True], LATER_VETO[False], -200, 500]))]
    )
    found = [Opinion(0, at, at, "related", "rule", f"any/{at}", score, "") for at in range(3)]
    view = View(facts, np.zeros(len(facts.tokens.hash), np.uint64))
    decision = decide(view, 0, found, Options())
    assert [cut.first for cut in decision.cuts] == goes


def test_a_shop_keeps_its_goods_and_their_prices() -> None:
    menu, foot = "Kettles Pans Cups Sale Gifts Account Cart", "Returns Shipping Careers Privacy"
    links = [[f"<li><a href=/{w}>{w}</a>" for w in words.split()] for words in (menu, foot)]
    goods = "".join(
        f"<div class=product-card><a href=/{at}><img src={at}></a><div class=card-body>"
        f"<h4><a href=/{at}>{name} Kettle 1.2 l</a></h4>"
        f"<div class=price>Sale price €3{at}.95 Regular price €4{at}.95</div>"
        "<button>Add to cart</button></div></div>"
        for at, name in enumerate(KETTLES)
    )
    page = (
        f"<header><nav><ul>{''.join(links[0])}</ul></nav></header><h1>Kitchen</h1>"
        f"<div class=filters><p>Filter by</p><label>Colour</label></div><div>{goods}</div>"
        f"<footer><ul>{''.join(links[1])}</ul><p>Sign up for our newsletter and get 10% off.</p></footer>"
    )
    text = stripper.strip(page, format="html", language="en").text
    for at, name in enumerate(KETTLES):
        assert f"{name} Kettle 1.2 l" in text and f"Sale price €3{at}.95" in text
    assert "newsletter" not in text and "Shipping" not in text


@pytest.mark.parametrize(
    ("category", "by", "score", "said", "asks"),
    [
        ("donation", "rule", GOES, VETO[False] - 1, True),
        ("donation", "rule", GOES, VETO[False], False),
        ("donation", "rule", GOES - 0.01, VETO[False] - 1, False),
        ("donation", "user", GOES, VETO[False] - 1, False),
        ("related", "rule", GOES, VETO[False] - 1, False),
    ],
)
def test_an_appeal_speaks_for_itself_where_the_model_agrees(
    category: str, by: str, score: float, said: int, asks: bool
) -> None:
    found = [Opinion(1, 11, 12, category, by, "any/donation/call", score, "")]
    asking = find_asking(range(10, 14), found, np.full(4, said))
    assert asking.tolist() == [False, asks, asks, False]
