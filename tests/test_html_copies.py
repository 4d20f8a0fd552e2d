"""Copies of prose in a page, one for each kind of screen: read once, and nothing else is."""

import pytest

from stripper.formats.html import split

PROSE = [
    "The council voted on Tuesday night to close the old ferry line to Holm, which has run for long.",
    "Passengers who spoke to this paper said that they had heard of the decision only on the radio.",
    "The mayor said the new bus would run every hour from five in the morning until midnight.",
]
ARTICLE = "<h1>Ferry ends</h1>" + "".join(f"<p>{text}</p>" for text in PROSE)
SAID = ["Ferry ends", *PROSE]


def blocks(source: str) -> list[str]:
    page = split(source)
    return [page.text(row).removesuffix("\n") for row in range(len(page))]


@pytest.mark.parametrize(
    "page",
    [
        "<div class=elementor-hidden-desktop>{0}</div><div class=elementor-hidden-mobile>{0}</div>",
        "<style>.m{{display:none}}</style><div class=m>{0}</div><div><section>{0}</section></div>",
        "<div class=visible-xs>{0}</div><div class=hidden-xs>{0}</div><div class=print>{0}</div>",
    ],
)
def test_copies_for_other_screens_are_read_once(page: str) -> None:
    assert blocks(page.format(ARTICLE)) == SAID


@pytest.mark.parametrize(
    "page",
    [
        f"<div>{ARTICLE}{ARTICLE}</div>",
        f"<div>{ARTICLE}</div><blockquote>{ARTICLE}</blockquote>",
        f"<aside>{ARTICLE}</aside><div>{ARTICLE}</div>",
        f"<p>{'<br>'.join(SAID)}</p><p>{'<br>'.join(SAID)}</p>",
    ],
    ids=["in one container", "a quote", "an aside", "stanzas"],
)
def test_what_is_said_again_for_a_reason_stays(page: str) -> None:
    assert blocks(page) == SAID * 2


def test_menus_and_single_paragraphs_that_are_there_twice_stay() -> None:
    menu = "<div><a href=/a>News</a><p>Sport</p><p>Culture</p><p>Travel</p></div>"
    teaser = f"<div><p>{PROSE[0]}</p></div>"
    assert len(blocks(menu * 2)) == 8 and blocks(teaser * 2) == [PROSE[0]] * 2
