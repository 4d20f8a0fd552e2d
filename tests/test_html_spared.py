"""What the elements of a page say stays, whatever the model thinks of it: captions that are
sentences, authors whom the page's data names, dates."""

import json

import numpy as np
import pytest

import stripper
from stripper import formats
from stripper.blocks import Ints
from stripper.engines import Opinion
from stripper.facts import Facts, measure
from stripper.formats.html import split
from stripper.pipeline.inputs import SURELY
from stripper.pipeline.likeness import count_alike, number_alike
from stripper.pipeline.sparing import (
    ITEM_SURE,
    STRAY_OVER,
    STRAY_UNDER,
    find_authors,
    find_captions,
    find_items,
    find_strays,
)

TOLD = (
    "The ferry to Holm has run every day since 1911, and nobody can remember a winter in which it "
    "stayed away. On Monday it did, and the baker opened an hour late."
)
CAPTION = "The empty pier on Monday morning, when nobody knew when the boat would come."
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


def captions(facts: Facts, score: int = SURELY) -> list[str]:
    return read(facts, find_captions(facts, range(len(facts)), np.full(len(facts), score)))


def authors(facts: Facts) -> list[str]:
    elements = facts.pages[0].elements
    assert elements is not None
    alike: Ints = count_alike(number_alike(elements))
    return read(facts, find_authors(facts, range(len(facts)), alike))


def items(source: str, format: str, score: int = ITEM_SURE) -> list[str]:
    facts = measure([formats.split(source, format)])
    return read(facts, find_items(facts, range(len(facts)), np.full(len(facts), score)).tolist())


def figure(caption: str) -> str:
    return f"<figure><img src=a.jpg><figcaption>{caption}</figcaption></figure>"


def linked(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_a_caption_that_is_a_sentence_stays_among_the_paragraphs() -> None:
    assert captions(lay(inside=figure(CAPTION))) == [CAPTION]
    assert captions(lay(under=figure(CAPTION))) == [CAPTION]


@pytest.mark.parametrize(
    "caption",
    [
        "Photo: Jo Hale / Holm Press", "The empty pier.", CAPTION.rstrip("."),
        f"<a href=/pier>{CAPTION}</a>",
    ],
)  # fmt: skip
def test_a_credit_a_label_and_a_teaser_are_no_such_caption(caption: str) -> None:
    assert captions(lay(inside=figure(caption))) == []


def test_captions_of_other_stories_are_none_of_this_page() -> None:
    assert captions(lay(foot=f"<aside><ul><li>{figure(CAPTION)}</ul></aside>")) == []
    assert captions(lay(inside=figure(CAPTION)), SURELY - 1) == []


STEP = "Row for two minutes so that you could still talk, then for one so that you could sing"


@pytest.mark.parametrize("format", ["html", "markdown"])
def test_items_that_tell_something_and_lead_nowhere_are_no_menu(format: str) -> None:
    page = (
        f"<ul><li>{STEP}</li><li><a href=/a>{STEP}</a></li><li>Row, then rest</li></ul><p>{STEP}</p>"
        if format == "html"
        else f"- {STEP}\n- [{STEP}](/a)\n- Row, then rest\n\n{STEP}\n"
    )
    found = items(page, format)
    assert [line.removeprefix("- ") for line in found] == [STEP]
    assert items(page, format, ITEM_SURE - 1) == []


def test_the_author_whom_the_data_names_stays_under_the_headline() -> None:
    line = "<p class=who>Ann Førde, in Holm</p>"
    assert authors(lay(nav=linked(AUTHOR), under=line)) == ["Ann Førde, in Holm"]
    assert authors(lay(nav="<meta name=author content='Ann Førde'>", under=line)) != []
    assert authors(lay(under=line)) == []


@pytest.mark.parametrize("place", ["nav", "foot"])
def test_her_name_elsewhere_is_a_link_to_her_other_stories(place: str) -> None:
    named = (
        linked(AUTHOR) + "<p>One</p><p>Two</p><p>Ann Førde</p><p>Three</p><p>Four</p><p>Five</p>"
    )
    assert authors(lay(**{place: named})) == []


def test_a_site_that_is_its_own_author_is_no_byline() -> None:
    site = "<meta property=og:site_name content='The Holm Post'>"
    data = linked({"author": {"name": "The Holm Post"}, "publisher": {"name": "The Holm Post"}})
    assert authors(lay(nav=data, under="<p>The Holm Post</p>")) == []
    assert (
        authors(lay(nav=site + linked({"author": "The Holm Post"}), under="<p>The Holm Post</p>"))
        == []
    )


@pytest.mark.parametrize(
    "line", ["05.01.2025, 15:23", "May 3, 2024", "21. Mai 2026", "2024年04月24日23:52"]
)
def test_a_bare_date_is_a_byline(line: str) -> None:
    rest = "".join(
        f"<p>{TOLD.replace('Holm', name)}</p>" for name in ("Ey", "Sund", "Vik", "Nes", "Li")
    )
    page = PAGE.format(nav="", under=f"<p class=meta>{line}</p>", inside=rest, foot="")
    assert line in stripper.strip(page).text
    assert line not in stripper.strip(page, preset="thorough").text


def test_a_date_stays_beside_what_stays_and_goes_with_another_story() -> None:
    gone: list[Opinion | None] = [
        Opinion(0, 0, 0, "related", "rule", "en/related/lists", 0.9, "")
    ] * 20
    gone[8:11] = [None] * 3  # a headline and its text
    near = [8 - STRAY_UNDER, 10 + STRAY_OVER]
    dates = [near[0] - 1, *near, near[1] + 1]
    bylines = [
        Opinion(0, at, at, "byline", "rule", "any/byline/bare-date", 0.75, "") for at in dates
    ]
    found = find_strays(range(20), bylines, gone, [False] * 20, np.zeros(20, bool))
    assert found == {dates[0], dates[-1]}


def test_a_list_of_other_stories_goes_with_its_dates() -> None:
    names = ("The tower", "A mill", "Her boat", "The well", "Our dog", "A late train", "The bells")
    stories = "".join(
        f"{name} and what it cost\n\n0{n}.01.2026\n\n" for n, name in enumerate(names, 1)
    )
    body = "\n\n".join(TOLD.replace("Holm", name) for name in ("Ey", "Sund", "Vik", "Nes", "Li"))
    head = "Home\n\nNews\n\nSport\n\nFerry stays away for a day\n\n09.01.2026\n\n"
    page = f"{head}{body}\n\nMost read\n\n{stories}About us\n\nContact\n\n© 2026 The Holm Post\n"
    kept = f"Ferry stays away for a day\n\n09.01.2026\n\n{body}\n"
    assert stripper.strip(page, format="text").text == kept
