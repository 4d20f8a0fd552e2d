"""Which of some elements the blocks of a page stand in."""

import pytest

from stripper.decisions.holders import find_holders
from stripper.formats.html import split

PAGE = "<p>Over.</p><ul><li>One<ol><li>Two</ol><li>Three</ul><ul><li>Four</ul><p>Under.</p>"


@pytest.mark.parametrize(
    ("tags", "holders"),
    [
        (("ul", "ol"), ["", "ul", "ol", "ul", "ul", ""]),
        (("ol",), ["", "", "ol", "", "", ""]),
        (("body", "li"), ["body", "li", "li", "li", "li", "body"]),
        (("table",), [""] * 6),
    ],
)
def test_a_block_stands_in_the_innermost_of_some_elements(
    tags: tuple[str, ...], holders: list[str]
) -> None:
    elements = split(PAGE).elements
    assert elements is not None
    ones = [at for at, tag in enumerate(elements.tags) if tag in tags]
    found = find_holders(elements, ones).tolist()
    assert [elements.tags[at] if at >= 0 else "" for at in found] == holders


def test_neighbours_of_a_tag_are_holders_of_their_own() -> None:
    elements = split(PAGE).elements
    assert elements is not None
    lists = [at for at, tag in enumerate(elements.tags) if tag == "ul"]
    assert find_holders(elements, lists).tolist() == [-1, *[lists[0]] * 3, lists[1], -1]
