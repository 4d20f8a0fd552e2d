"""Headings over asks, which go with them."""

import pytest

import stripper

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
        pytest.param(("## Winter", "Advertisement"), id="what goes asks for nothing"),
    ],
)
def test_a_heading_of_the_text_stays_where_an_ask_stands_under_it(blocks: tuple[str, ...]) -> None:
    assert "## Winter" in strip(*blocks)
