"""Headings over asks, which go with them."""

import pytest

import stripper
from stripper.decisions.bars import CERTAIN
from stripper.decisions.headings import MOST_WORDS, take_headings_along
from stripper.engines import Opinion
from stripper.facts import measure
from stripper.formats import split

PROSE = (
    "For nine years the baker has kept his oven in the yard behind the hall, and his daughter says "
    "that they will go on baking there whatever the council makes of it."
)
ASK = "Donate now"


def strip(*blocks: str) -> str:
    page = "\n\n".join(("# The oven stays", PROSE, PROSE, *blocks)) + "\n"
    return stripper.strip(page, format="markdown", language="en", model=False).text


def test_a_heading_over_an_ask_behind_the_text_goes_with_it() -> None:
    assert strip("### Leave the lamp burning", ASK) == strip()


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param(("## Winter", ASK, PROSE), id="text stands under the heading too"),
        pytest.param(("## Winter", ASK, "### January", PROSE), id="a section of it does"),
        pytest.param(("## Winter", ASK, "## Spring", PROSE), id="the text goes on later"),
        pytest.param(("## Winter", ASK, "Bread at noon"), id="a line under the ask stays"),
        pytest.param(("## Winter",), id="nothing stands under it"),
        pytest.param(("## Winter", "Advertisement"), id="what goes asks for nothing"),
    ],
)
def test_a_heading_of_the_text_stays_where_an_ask_stands_under_it(blocks: tuple[str, ...]) -> None:
    assert "## Winter" in strip(*blocks)


@pytest.mark.parametrize(
    ("heading", "score", "staying", "goes"),
    [
        ("word " * MOST_WORDS, CERTAIN, False, True),
        ("word " * (MOST_WORDS + 1), CERTAIN, False, False),
        ("Winter", CERTAIN - 0.01, False, False),
        ("Winter", CERTAIN, True, False),
    ],
)
def test_a_short_heading_goes_over_what_is_certain_unless_it_is_held(
    heading: str, score: float, staying: bool, goes: bool
) -> None:
    facts = measure([split(f"{PROSE}\n\n## {heading.strip()}\n\n{ASK}\n", "markdown")])
    found = Opinion(0, 2, 2, "donation", "rule", "en/donation/buttons", score, "")
    best = take_headings_along(facts, range(3), [None, None, found], [False, staying, False])
    assert best == [None, found if goes else None, found]
