"""Bylines that gold texts leave out say nothing of what boilerplate is: the preset decides."""

import pytest

from stripper.formats import split
from stripper.train.examples import make_example

TOLD = "The ferry to Holm has run every day since 1911, and nobody remembers when it stayed away."


def labels(lines: list[str], known: list[int], authors: tuple[str, ...] = ()) -> list[int]:
    source = "\n".join(lines) + "\n"
    page = split(source, "text")
    example = make_example("a", "a", "gold", page, [*known, -1], 1.0, authors)
    found: list[int] = example.labels.tolist()
    return found


@pytest.mark.parametrize("line", ["05.01.2025, 15:23", "Ann Førde, Holm", "Published on Monday"])
def test_a_byline_beside_the_text_is_not_known(line: str) -> None:
    assert labels([line, TOLD, "Log in"], [0, 1, 0], ("annførde",)) == [-1, 1, 0]


@pytest.mark.parametrize("line", ["Ann Førde, Holm", "Harbour news", TOLD])
def test_what_nobody_states_is_what_its_label_says(line: str) -> None:
    assert labels([line, TOLD, "Log in"], [0, 1, 0]) == [0, 1, 0]


@pytest.mark.parametrize("line", ["05.01.2025, 15:23", "Ann Førde, Holm"])
def test_dates_and_names_far_from_the_text_are_of_other_stories(line: str) -> None:
    far = ["Her boat"] * 9
    assert labels([line, *far, TOLD], [0, *[0] * 9, 1], ("annførde",)) == [*[0] * 10, 1]
