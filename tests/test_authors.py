"""Author boxes under a text stay where bylines do, and what else stands in them or looks like them
does not."""

import pytest

import stripper

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


def test_a_button_in_an_author_box_goes() -> None:
    assert "More stories" not in strip_box("author-bio", '<a href="/n">More stories</a>')


def test_boxes_of_many_authors_are_those_of_other_stories() -> None:
    many = "".join(
        f'<li><a href="/s{at}">A story with a name of its own</a><div class="author-bio">'
        f"Writer number {at} tells us of boats and of nets here.</div></li>"
        for at in range(6)
    )
    page = (
        f"<article><h1>New wheel at the mill</h1>{TEXT * 4}</article><aside><ul>{many}</ul></aside>"
    )
    assert "Writer number" not in stripper.strip(page, format="html").text
