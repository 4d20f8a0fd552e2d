"""Author boxes under a text stay where bylines do, and what else stands in them or looks like them
does not."""

import pytest

import stripper
from stripper.decisions.authors import MOST_BOXES, MOST_WORDS, find_boxes
from stripper.facts import measure
from stripper.formats.html import split

TEXT = "<p>The mill by the lower weir has a new wheel of larch, and it turned for an hour on Sunday.</p>"
BIO = "Nadia Orr reports on the harbour, the weather and the islands for the paper."
RELATED = (
    '<div class="related"><h4>Related articles</h4><ul><li><a href="/a">Ferry timetable cut for the'
    ' summer</a></li><li><a href="/b">Ice house to become a café at last</a></li></ul></div>'
)


def strip_box(name: str, said: str, **options: str) -> str:
    box = f'<div class="{name}"><h4><a href="/n">Nadia Orr</a></h4><p>{said}</p></div>'
    page = f"<html><body><article><h1>New wheel at the mill</h1>{TEXT * 4}</article>{box}{RELATED}"
    return stripper.strip(page, format="html", **options).text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name",
    [
        "author-box-wrap",
        "post-author-bio",
        "td-author-description",
        "about-the-author",
        "author__bio",
    ],
)
def test_what_an_author_box_tells_stays(name: str) -> None:
    assert BIO in strip_box(name, BIO)
    assert BIO not in strip_box(name, BIO, preset="thorough")


def told(page: str) -> list[str]:
    facts = measure([split(page)])
    return [facts.pages[0].text(o.first).strip() for o in find_boxes(facts, 0)]


@pytest.mark.parametrize(
    "other",
    [
        '<a href="/n">More stories</a>',
        f'<a href="/s">{BIO}</a>',
        "Follow Nadia",
        "word " * (MOST_WORDS + 1),
    ],
)
def test_what_else_stands_in_an_author_box_is_not_of_the_author(other: str) -> None:
    assert told(f"{TEXT}<div class=author-bio><p>{BIO}</p><p>{other}</p></div>") == [BIO]


@pytest.mark.parametrize(("stated", "lines"), [("Nadia Orr", ["Nadia Orr", BIO]), ("Jo", [BIO])])
def test_a_name_in_an_author_box_is_of_the_author_that_the_page_states(
    stated: str, lines: list[str]
) -> None:
    box = f'<div class="author-bio"><h4><a href="/n">Nadia Orr</a></h4><p>{BIO}</p></div>'
    assert told(f'<meta name="author" content="{stated}"><h1>Mill</h1>{TEXT}{box}') == lines


@pytest.mark.parametrize(("count", "own"), [(MOST_BOXES, True), (MOST_BOXES + 1, False)])
def test_boxes_in_the_box_of_an_author_are_no_other_authors(count: int, own: bool) -> None:
    box = (
        '<div class="author-box"><div class="author-info"><h4>Nadia Orr</h4></div>'
        f'<div class="author-info"><p>The harbour.</p></div><div class="author-bio">{BIO}</div></div>'
    )
    assert told(TEXT + box * count) == [BIO] * count * own


def test_boxes_of_many_authors_are_those_of_other_stories() -> None:
    many = "".join(
        f'<li><a href="/s{at}">A story with a name of its own</a><div class="author-bio">'
        f"Writer number {at} tells us of boats and of nets here.</div></li>"
        for at in range(6)
    )
    assert told(f"<article>{TEXT * 4}</article><aside><ul>{many}</ul></aside>") == []
