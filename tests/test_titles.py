"""Titles of the parts of a text: they stay with what they name, and it with them."""

import numpy as np
import pytest

from stripper.decisions.headlines import HEADLINE_LOST
from stripper.decisions.titles import TAIL, spare_titled
from stripper.engines import Opinion
from stripper.facts import measure
from stripper.formats import split

PARTS = (
    ("Who we are", "We are a shop for garden tools in Aldermoor."),
    ("What we keep", "We keep your name and where the parcel is to go."),
    ("Your rights", "You may ask us what we know of you."),
)
TEXT = tuple(line for part in PARTS for line in part)


def keep(
    lines: tuple[str, ...],
    gone: dict[str, int],
    *,
    category: str = "newsletter",
    by: str = "model",
    sure: float = 0.8,
    label: str = "",
    form: str = "text",
    scored: bool = True,
) -> list[str]:
    """Which of the lines that would go stay all the same, given what the model says of them; a rule
    takes one more for a label of the legal footer."""
    text = "\n\n".join(lines).replace("\n\n- ", "\n- ")
    facts = measure([split(text, form)])
    scores = np.array([gone.get(line, 128) for line in lines])
    best = [
        Opinion(0, at, at, category, by, f"{by}/{category}", sure, "") if line in gone else None
        for at, line in enumerate(lines)
    ]
    at = lines.index(label) if label else 0
    legal = [Opinion(0, at, at, "legal", "rule", "en/legal/labels", 0.95, "")] if label else []
    left = spare_titled(facts, range(len(facts)), best, legal, scores if scored else None)
    return [line for line, o in zip(lines, left, strict=True) if o is None and line in gone]


@pytest.mark.parametrize("parts", [3, 2])
def test_a_title_of_one_part_among_others_stays(parts: int) -> None:
    lines = (*TEXT[: 2 * parts], "Contact", "Hollin & Pike, 4 Foundry Lane, Aldermoor, by the mill")
    assert keep(lines, {"Contact": -200}) == (["Contact"] if parts == 3 else [])
    assert keep(lines, {"Contact": -200}, scored=False) == (["Contact"] if parts == 3 else [])
    assert keep(lines, {"Contact": HEADLINE_LOST - 1}) == []


def test_a_label_over_what_goes_or_over_furniture_that_is_left_goes() -> None:
    lines = (*TEXT, "More", "The bus is late again", *TEXT[:2])
    assert keep(lines, {"More": -100, "The bus is late again": -300}) == []
    assert keep((*TEXT, "Print", "Pin it"), {"Print": -100}) == []


@pytest.mark.parametrize("category", ["credit", "advert"])
def test_what_stands_alone_within_a_text_is_no_title(category: str) -> None:
    lines = (*TEXT, "Advertisement", "We also mend what others have sold.")
    assert keep(lines, {"Advertisement": -100}, category=category) == []


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_sentence_that_is_all_of_a_part_stays(form: str) -> None:
    title, said = "Changes", "We will post them on this page and tell you by email."
    lines = (*TEXT, title, said, *TEXT[:2])
    if form == "markdown":
        lines = tuple(line if line.endswith(".") else f"## {line}" for line in lines)
    assert keep(lines, {said: TAIL}, form=form) == [said]
    assert keep(lines, {said: TAIL - 1}, form=form) == []
    assert keep(lines, {said: TAIL}, form=form, category="donation") == []
    assert keep(lines, {said: TAIL}, form=form, by="site") == []
    ruled = keep(lines, {said: 0}, form=form, by="rule", scored=False)
    assert ruled == ([said] if form == "markdown" else [])


def test_a_sentence_goes_from_a_part_that_is_left_with_another() -> None:
    said = "We will tell you by email what there is to read."
    assert keep((*TEXT, said, *TEXT[:2]), {said: -100}) == []
    assert keep((*TEXT, "Changes", said, TEXT[1]), {said: -100}) == []


def test_a_list_of_the_titles_stays_with_them() -> None:
    items = tuple(f"- {title}" for title, _ in PARTS)
    assert keep((*items, *TEXT), dict.fromkeys(items, -300)) == list(items)
    assert keep((*items, *TEXT), dict.fromkeys((*items, "Your rights"), -300)) == [
        *items, "Your rights",
    ]  # fmt: skip
    assert keep((*items, *TEXT), dict.fromkeys((*items, *TEXT[2:5:2]), -300)) == []
    assert keep((*items[:2], *TEXT), dict.fromkeys(items[:2], -300)) == []
    assert keep((*items, *TEXT), dict.fromkeys(items, -300), by="site") == []


def test_a_text_under_a_label_of_the_footer_stays_whole() -> None:
    lines = ("Privacy policy", *TEXT, "Cookies", "We use cookies to know your basket again.")
    cookies = lines[-2:]
    inside = (*lines, *TEXT[:2])
    scores = dict.fromkeys(cookies, HEADLINE_LOST)
    assert keep(inside, scores, label="Privacy policy") == list(cookies)
    assert keep(inside, scores) == []
    assert keep(inside, {cookies[0]: HEADLINE_LOST - 1}, label="Privacy policy") == []
    assert keep(lines, dict.fromkeys(cookies, TAIL), label="Privacy policy") == list(cookies)
    assert keep(lines, dict.fromkeys(cookies, TAIL - 1), label="Privacy policy") == []
    assert keep(("Corn for all and none", *inside), scores, label="Privacy policy") == []


@pytest.mark.parametrize(("box", "stays"), [("div", True), ("aside", False)])
def test_a_sentence_under_the_title_of_an_aside_is_no_part(box: str, stays: bool) -> None:
    asks = "Try the almanac for a month and see how easily it tells the tides."
    part = f"<{box}><h3>Stay ahead of the tide.</h3><p>{asks}</p></{box}>"
    text = "".join(f"<h2>{title}</h2><p>{said}</p>" for title, said in PARTS)
    facts = measure([split(text + part + text, "html")])
    at = next(row for row in range(len(facts)) if facts.text(row).strip() == asks.lower())
    found = Opinion(0, at, at, "newsletter", "model", "model/newsletter", 0.8, "")
    best = [found if row == at else None for row in range(len(facts))]
    scores = np.where(np.arange(len(facts)) == at, TAIL, 128)
    left = spare_titled(facts, range(len(facts)), best, [], scores)
    assert (left[at] is None) == stays
