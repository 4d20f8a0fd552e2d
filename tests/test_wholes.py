"""Tables and lists of HTML: whole, or gone."""

import numpy as np
import pytest

from stripper.decisions.bars import CERTAIN
from stripper.decisions.wholes import (
    ALIKE_LEAST,
    CELL_WORDS,
    DATA_SURE,
    spare_alike,
    spare_data,
    spare_wholes,
)
from stripper.engines import Opinion
from stripper.facts import Facts, measure
from stripper.formats import split_blocks
from stripper.formats.html import split

CELLS = ("Weight", "1.2 kg", "Price", "$849", "Screen", "1920 x 1080")


def lay(inside: str) -> Facts:
    return measure([split(f"<p>Over it.</p>{inside}<p>Under it.</p>")])


def table(*cells: str) -> str:
    return (
        "<table>"
        + "".join(f"<tr><td><p>{cell}</p><p>.</p></td></tr>" for cell in cells)
        + "</table>"
    )


def items(tag: str, *cells: str) -> str:
    return f"<{tag}>" + "".join(f"<li>{cell}</li>" for cell in cells) + f"</{tag}>"


def left(facts: Facts, *gone: str, by: str = "model", score: float = 0.6) -> list[str]:
    """The lines among some that stay, where these would go."""
    rows = range(len(facts))
    opinion = Opinion(0, 0, 0, "commerce", by, "x/y/z", score, "")
    best = [opinion if facts.text(row).strip() in gone else None for row in rows]
    return [
        facts.text(row).strip() for row, o in zip(rows, spare_wholes(facts, rows, best), strict=True)
        if o is None and facts.text(row).strip() in gone
    ]  # fmt: skip


def test_a_cell_stays_with_the_rest_of_its_table() -> None:
    assert left(lay(table(*CELLS)), "price", "$849") == ["price", "$849"]
    assert left(lay(table(*CELLS)), *(c.lower() for c in CELLS[1:])) == [
        c.lower() for c in CELLS[1:]
    ]


def test_an_item_stays_where_half_of_its_list_does() -> None:
    facts = lay(items("ul", *CELLS))
    assert left(facts, "price", "$849") == ["price", "$849"]
    assert left(facts, "price", "$849", "screen", "1920 x 1080") == []


DAYS = ("Monday. Rest day", "Tuesday. Rest day", "Saturday. Run for an hour in the hills")


def test_an_item_of_text_alone_stays_with_half_of_the_words_of_its_list() -> None:
    rest = [day.lower() for day in DAYS[:2]]
    assert left(lay(items("ol", *DAYS)), *rest) == rest
    assert left(lay(items("ol", *DAYS[:2], "Saturday. Run")), *rest) == []
    assert left(lay(items("ol", *(f"<div>{day}</div>" for day in DAYS))), *rest) == []


@pytest.mark.parametrize(("by", "score"), [("rule", CERTAIN), ("user", 0.6), ("site", 0.6)])
def test_what_is_certain_or_asked_for_goes_from_a_table_all_the_same(by: str, score: float) -> None:
    assert left(lay(table(*CELLS)), "price", by=by, score=score) == []


@pytest.mark.parametrize(
    "page",
    [
        "<nav>{}</nav>", "<aside>{}</aside>", "<form>{}</form>",
    ],
)  # fmt: skip
def test_tables_of_the_frame_are_none(page: str) -> None:
    assert left(lay(page.format(table(*CELLS))), "price") == []


def test_a_table_that_lays_out_the_page_is_none() -> None:
    assert left(lay(table(*CELLS, "word " * (CELL_WORDS + 1))), "price") == []


def test_a_list_of_links_is_none() -> None:
    linked = (f"<a href=/{n}>{cell}</a>" for n, cell in enumerate(CELLS))
    assert left(lay(items("ul", *linked)), "price") == []


def test_what_stands_behind_all_text_is_none() -> None:
    facts = measure([split(f"<p>Over it.</p>{table(*CELLS)}")])
    assert left(facts, "screen", "1920 x 1080") == []


POSTS = (
    "You have to oil the hinge first.",
    "Mine was stuck for a year.",
    "Thanks, it works again now.",
)


def test_a_post_stays_with_half_of_its_like() -> None:
    facts = lay("".join(f"<div class=post><p>{post}</p></div>" for post in POSTS))
    alike = np.array([0, 1, 1, 1, 2])

    def stay(
        *gone: int, by: str = "model", score: int = ALIKE_LEAST, asks: tuple[int, ...] = ()
    ) -> list[int]:
        opinion = Opinion(0, 0, 0, "comments", by, "x/y/z", 0.6, "")
        best = [opinion if row in gone else None for row in range(len(facts))]
        scores = np.full(len(facts), score)
        appeals = np.array([row in asks for row in range(len(facts))])
        left = spare_alike(facts, range(len(facts)), best, alike, scores, appeals)
        return [row for row in gone if left[row] is None]

    assert stay(3) == [3]
    assert stay(2, 3) == []
    assert stay(3, by="rule") == []
    assert stay(3, asks=(3,)) == []
    assert stay(3, score=ALIKE_LEAST - 1) == []
    assert stay(0) == []  # nothing is like it


LINE, NEXT = "\n", "\n\n"
CONTACT = "Office: 12 Orchard Street\nNewsroom: news@fen.example\nAdverts: ads@fen.example"


@pytest.mark.parametrize(
    ("text", "score", "by", "stays"),
    [
        (CONTACT, 0.8, "rule", 2),
        (CONTACT, 0.8, "model", 2),
        (CONTACT, CERTAIN, "rule", 0),
        (CONTACT, 0.8, "site", 0),
        (CONTACT.replace("\n", "\n\n"), 0.8, "rule", 0),
        (CONTACT.replace("Office: ", ""), 0.8, "rule", 2),
        (CONTACT.replace("Newsroom: news@fen", "Call us at fen"), 0.8, "rule", 0),
    ],
)
@pytest.mark.parametrize("html", [False, True])
def test_lines_of_data_stay_in_their_paragraph(
    text: str, score: float, by: str, stays: int, html: bool
) -> None:
    paragraph = f"<p>{text.replace(NEXT, '</p><p>').replace(LINE, '<br>')}</p>"
    facts = measure([split(paragraph) if html else split_blocks(text, "text")])
    opinion = Opinion(0, 0, 0, "newsletter", by, "x/y/z", score, "")
    best = [None, opinion, opinion]
    found = spare_data(facts, range(3), best, np.full(3, DATA_SURE))
    assert found.count(None) == 1 + stays
    assert spare_data(facts, range(3), best, np.full(3, DATA_SURE - 1)) == best
