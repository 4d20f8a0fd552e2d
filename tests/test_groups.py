"""What stands together: lines of text by blank lines, blocks of HTML by their elements."""

import numpy as np
import pytest

from stripper.facts import measure
from stripper.formats import split
from stripper.groups import BOX_WORDS, GROUP_BLOCKS, find_groups

PARAGRAPH = "<p>The weir has held the river back since the winter of 1911, and nobody minds.</p>"
BOX = "<div><p>Good day to you.</p><div><p>Five euros</p><button>Give</button></div></div>"


def group(source: str, format: str = "html") -> list[list[str]]:
    """The blocks of each group; boxes only."""
    page = split(source, format)
    numbers, boxed = find_groups(measure([page]))
    rows = [np.flatnonzero((numbers == n) & boxed).tolist() for n in range(numbers[-1] + 1)]
    return [[page.text(row).strip() for row in held] for held in rows if held]


def test_a_box_between_paragraphs_is_one_group_and_the_article_is_none() -> None:
    article = f"<article>{PARAGRAPH * 6}{BOX}{PARAGRAPH * 6}</article>"
    assert group(article) == [["Good day to you.", "Five euros", "Give"]]


def test_a_short_article_is_no_box_for_its_words() -> None:
    assert len(PARAGRAPH.split()) * 6 > BOX_WORDS
    assert group(f"<article>{PARAGRAPH * 6}</article>") == []
    assert group(f"<article>{PARAGRAPH * 3}</article>") != []


def test_a_menu_of_many_items_is_no_box() -> None:
    items = [f"<li>Part {n}</li>" for n in range(GROUP_BLOCKS + 1)]
    assert group(f"<ul>{''.join(items)}</ul><p>Words</p>") == []
    assert group(f"<ul>{''.join(items[1:])}</ul>") == [[f"Part {n}" for n in range(1, 11)]]


def test_text_is_grouped_by_its_blank_lines() -> None:
    assert group("Rates rose.\n\nGive now\n5 euros\n", "text") == [["Give now", "5 euros"]]


TEXT = [f"The weir has stood since {year}, and nobody minds." for year in range(1911, 1923)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_blank_lines_behind_every_block_set_nothing_apart_and_two_do(newline: str) -> None:
    spread = "\n\n".join(TEXT)
    plain = f"{spread}\n\nGive now\n\n5 euros\n"
    assert group(plain.replace("\n", newline), "text") == []
    apart = f"{spread}\n\n\nGive now\n\n5 euros\n\n\n{spread}\n"
    assert group(apart.replace("\n", newline), "text") == [["Give now", "5 euros"]]


def test_where_half_of_the_blocks_stand_together_one_blank_line_sets_apart() -> None:
    mixed = "\n\n".join([*TEXT, "Give now\n5 euros", *("One\nTwo\nThree\nFour" for _ in range(4))])
    assert group(mixed, "text")[0] == ["Give now", "5 euros"]


def test_sections_that_two_blank_lines_part_are_no_boxes() -> None:
    section = "\n\n".join(TEXT[:9])
    assert len(section.split()) > BOX_WORDS
    assert group("\n\n\n".join([section] * 3), "text") == []


def test_of_few_blocks_apart_each_stays_alone() -> None:
    assert group("Rates rose.\n\nGive now\n\n5 euros\n\nRead more\n", "text") == []


def test_boxes_in_thousands_of_elements_are_found_at_once() -> None:
    deep = "<div>" * 4000 + BOX + "</div>" * 4000
    assert group(deep) == [["Good day to you.", "Five euros", "Give"]]


def test_where_every_element_says_too_much_no_block_has_a_box() -> None:
    assert group(f"<p>{'The weir has stood since 1911. ' * BOX_WORDS}</p>") == []


def test_groups_of_a_page_are_the_same_in_a_batch() -> None:
    pages = [split(BOX + PARAGRAPH * 7, "html"), split("Give\nnow\n", "text"), split(BOX, "html")]
    together, boxed = find_groups(measure(pages))
    at = 0
    for page in pages:
        alone, own = find_groups(measure([page]))
        held = slice(at, at + len(page))
        assert (together[held] - together[at]).tolist() == alone.tolist()
        assert boxed[held].tolist() == own.tolist()
        at += len(page)
