"""What the classes and ids of elements say of what the model takes."""

import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import stripper
from stripper import packs
from stripper.blocks import Elements
from stripper.decisions.classes import call_comments, find_said, read_name
from stripper.engines import Opinion
from stripper.formats.html import split
from stripper.packs import categories, load_classes

STORY = "".join(
    f"<p>The weir at Olden mill was mended in the spring of {year}, with oak from the same hill and by the "
    "grandsons of those who had built it. It took eleven weeks, and the miller lent his cart.</p>"
    for year in (1911, 1934, 1958, 1972, 1990)
)
REMARK = (
    "I have the app of the water board on my phone and it never once told me that the weir was closed, so we "
    "carried the boat down to the bridge, in the rain, with both dogs."
)
PAGE = (
    "<title>The weir at Olden mill</title><body><article><h1>The weir at Olden mill</h1>"
    + STORY
    + '</article><div class="{box}"><div class="entry"><b>Hanna</b> <span>3 weeks ago</span><p>'
    + REMARK
    + '</p><a href="#r1">Reply</a></div><div class="entry"><b>Joost</b> <span>2 weeks ago</span><p>'
    + REMARK.replace("phone", "tablet").replace("dogs", "cats")
    + '</p><a href="#r2">Reply</a></div></div></body>'
)


def elements_of(html: str) -> Elements:
    elements = split(html).elements
    assert elements is not None
    return elements


def said(html: str, *staying: int) -> list[str]:
    elements = elements_of(html)
    return find_said(elements, range(len(elements.flags)), staying)


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("wc-comment-text", "comments"),
        ("SiteFooter relatedPosts", "related"),
        ("post #cookie-notice", "cookie"),
        ("commentary documentation recommentation", ""),
        ("", ""),
        ("x" * 10_000 + " comments", ""),
    ],
)
def test_words_of_a_name_say_a_category(name: str, category: str) -> None:
    assert read_name(name) == category


def test_the_innermost_name_speaks() -> None:
    page = (
        '<div id="comments"><p>One.</p><div class="share-bar"><p>Two.</p></div></div><p>Three.</p>'
    )
    assert said(page) == ["comments", "share", ""]


def test_an_element_in_which_something_stays_says_nothing() -> None:
    page = '<div class="post tag-newsletter"><p>One.</p><p>Two.</p><div class="comment"><p>Three.</p></div></div>'
    assert said(page) == ["newsletter", "newsletter", "comments"]
    assert said(page, 0) == ["", "", "comments"]


def test_a_name_far_out_speaks_whatever_was_asked_before() -> None:
    page = (
        "<div class=comments>"
        + "<div>" * 10
        + "<p>One.</p>"
        + "<div>" * 30
        + "<p>Two.</p>"
        + "</div>" * 41
    )
    elements = elements_of(page)
    assert find_said(elements, [0, 1], []) == find_said(elements, [1, 0], []) == ["comments"] * 2


def test_points_in_a_box_of_comments_are_comments() -> None:
    elements = elements_of("<p>Text.</p><div id=comments><p>One.</p><p>Two.</p><p>Three.</p></div>")
    opinions = [
        Opinion(0, 11, 11, "related", "rule", "any/related/points", 0.8, ""),
        Opinion(0, 12, 12, "share", "rule", "en/share/labels", 0.95, ""),
        Opinion(0, 10, 10, "related", "rule", "any/related/points", 0.8, ""),
        Opinion(0, 13, 13, "advert", "rule", "any/advert/points", 0.8, ""),
        Opinion(0, 12, 12, "share", "user", "en/share/own/points", 0.8, ""),
    ]
    called = call_comments(elements, 10, opinions, np.array([1, -1, -1, -1]))
    assert [o.category for o in called] == ["comments", "share", "related", "advert", "share"]
    assert called[0].rule == "any/comments/points"
    assert call_comments(elements, 10, opinions, np.array([1, -1, 1, -1])) == opinions


@pytest.mark.parametrize(("box", "category"), [("comment-list", "comments"), ("widget-7", None)])
def test_remarks_are_called_what_their_box_is_called(box: str, category: str | None) -> None:
    removals = stripper.strip(PAGE.format(box=box), format="html").removals
    found = {r.category for r in removals if REMARK[:30] in r.text}
    assert (found == {"comments"}) is (category is not None)


def test_what_a_caller_keeps_is_kept_by_that_name() -> None:
    page = PAGE.format(box="comment-list")
    assert REMARK not in stripper.strip(page, format="html").text
    assert REMARK in stripper.strip(page, format="html", keep=("comments",)).text


def test_the_words_are_single_known_once_and_of_categories() -> None:
    data = tomllib.loads((Path(packs.__file__).parent / "classes.toml").read_text("utf-8"))
    words = [word for own in data.values() for word in own]
    assert set(data) <= set(categories())
    assert max(Counter(words).values()) == 1 and len(load_classes()) == len(words)
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in words)
