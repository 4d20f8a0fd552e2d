"""Menus that are tables go, and tables of what a page says stay."""

import pytest

import stripper
from stripper.decisions.menus import find_menus
from stripper.facts import measure
from stripper.formats.html import split

TEXT = (
    "<p>The lock was built in 1796, and its first gates were of elm and lasted for nine years.</p>"
)
LINKS = "".join(
    f'<tr><th><a href="/{part}">{part}</a></th><td><a href="/{part}/1">Pell\'s Stair</a></td></tr>'
    for part in ("Locks", "Bridges", "Weirs")
)
LEVELS = "".join(f"<tr><th>Gate {at}</th><td>{at}.4 m</td></tr>" for at in range(3))


@pytest.mark.parametrize(
    ("around", "rows", "goes"),
    [
        ('<div role="navigation" class="navbox">', LINKS, True),
        ("<nav>", LINKS, True),
        ("<nav>", LEVELS, False),
        ("<div>", LINKS, False),
    ],
)
def test_tables_of_links_in_navigation_are_menus(around: str, rows: str, goes: bool) -> None:
    end = "</nav>" if around == "<nav>" else "</div>"
    page = split(f"<h1>Fennick Lock</h1>{TEXT * 3}{around}<table>{rows}</table>{end}")
    assert [o.category for o in find_menus(measure([page]), 0)] == ["navigation"] * goes


def test_the_box_under_an_article_of_a_wiki_goes() -> None:
    box = f'<div role="navigation" class="navbox"><table>{LINKS}</table></div>'
    levels = f"<table>{LEVELS}</table>"
    page = f"<body><main><h1>Fennick Lock</h1>{TEXT * 3}{levels}{box}</main></body>"
    text = stripper.strip(page, format="html").text
    assert "Pell's Stair" not in text and "Gate 2" in text
