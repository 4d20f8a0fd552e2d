"""What the head and the data of a page say that its blocks say too."""

import json

import pytest

import stripper
from stripper.decisions.headlines import find_headline
from stripper.facts import measure
from stripper.formats.evidence import STATED_BIT
from stripper.formats.html import split, statements

ARTICLE = (
    "The ferry to Holm has run every day since 1911, and nobody can remember a winter in which it stayed away. "
    "On Monday it did, and the baker opened an hour late. "
) * 4
HEAD = "<title>Ferry stays away for a day | The Holm Post</title>"


def stated(page: str) -> dict[str, set[str]]:
    """The statements that hold of each block, by its text."""
    rendered = split(page)
    assert rendered.elements is not None
    names = [
        {name for name, bit in STATED_BIT.items() if row & bit}
        for row in rendered.elements.stated.tolist()
    ]
    spans = zip(rendered.start, rendered.end, strict=True)
    texts = [rendered.source[start:end].strip() for start, end in spans]
    return dict(zip(texts, names, strict=True))


def linked(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_title_is_known_whatever_stands_behind_it() -> None:
    found = stated(f"{HEAD}<nav>The Holm Post</nav><h1>Ferry stays away for a day</h1><p>Home</p>")
    assert found["Ferry stays away for a day"] == {"the title"}
    assert found["The Holm Post"] == found["Home"] == set()


def test_title_and_summary_are_compared_without_signs() -> None:
    page = (
        "<meta property='og:title' content='“Ferry” stays  away!'>"
        '<meta name=description content="It\'s the first time since 1911, the harbour says.">'
        "<h1>'FERRY' stays away</h1><p>It’s the first time since 1911, the harbour says.</p>"
    )
    found = stated(page)
    assert found["'FERRY' stays away"] == {"the title"}
    assert found["It’s the first time since 1911, the harbour says."] == {"the summary"}


def test_what_stands_beside_a_stated_article_is_told_apart() -> None:
    data = linked({"@type": "NewsArticle", "articleBody": f"<p>{ARTICLE}</p>"})
    found = stated(f"{data}<p>{ARTICLE}</p><p>Read what else happened on the island</p>")
    assert found[ARTICLE.strip()] == {"in the stated article"}
    assert found["Read what else happened on the island"] == {"beside the stated article"}


def test_a_short_body_is_no_article() -> None:
    said = "The ferry to Holm has run every day since 1911."
    found = stated(f"{linked({'articleBody': said})}<p>{said}</p><p>Read what else happened</p>")
    assert found == {said: {"in the stated article"}, "Read what else happened": set()}


def test_steps_and_answers_are_stated_and_what_others_said_is_not() -> None:
    step, praise = "Stir the oats into the warm milk.", "The best porridge that I ever had here."
    data = linked({"recipeInstructions": [{"text": step}], "review": {"reviewBody": praise}})
    found = stated(f"{data}<li>{step}</li><li>{praise}</li>")
    assert found == {f"{step}": {"in other stated data"}, f"{praise}": set()}


@pytest.mark.parametrize("data", ["{", "[[[[", '"text"', "null", '{"articleBody": 7}', "[]"])
def test_broken_data_states_nothing(data: str) -> None:
    page = f'<script type="application/ld+json">{data}</script><p>Rates rose.</p>'
    assert stated(page) == {"Rates rose.": set()}


def test_a_page_that_states_too_much_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    data = linked({"articleBody": ARTICLE})
    assert stated(f"{data}<p>{ARTICLE}</p>") == {ARTICLE.strip(): {"in the stated article"}}
    monkeypatch.setattr(statements, "MOST_COMPARED", 100)
    assert stated(f"{data}<p>{ARTICLE}</p>") == {ARTICLE.strip(): set()}


def test_the_headline_is_the_heading_that_says_the_title() -> None:
    topic = "<nav><h2><a href=/t/7>Pendulum stops</a></h2></nav>"
    page = split(
        f"<title>Pendulum stops - Clocks</title><h1>Clock forum</h1>{topic}<p>It stops.</p>"
    )
    facts = measure([page])
    headline = find_headline(facts, facts.blocks_of(0))
    assert headline is not None and facts.text(headline) == "pendulum stops"
    other = measure([split(f"<title>Clocks and more</title><h1>Clock forum</h1>{topic}")])
    headline = find_headline(other, other.blocks_of(0))
    assert headline is not None and other.text(headline) == "clock forum"


def test_a_list_of_stories_ends_with_its_element() -> None:
    said = "<p>The sluice was opened on Monday, and the council said that it stays open until spring.</p>"
    stories = "<a href=/a><h3>Eel pass opens a year late</h3></a><a href=/b><h3>Who owns the marsh</h3></a>"
    page = (
        f"<article><h1>The sluice</h1>{said * 4}</article><section><h2>More on this story</h2>{stories}</section>"
        "<div><p>You have 2 free articles left this month.</p><a href=/s>Subscribe</a></div>"
    )
    result = stripper.strip(page, format="html")
    found = {removal.category: removal.text for removal in result.removals}
    assert set(found) == {"related", "paywall"} and "free articles" not in found["related"]
    assert result.access == "metered"
