"""Fences of pandoc go with all that is in their box, and are no words."""

import pytest

import stripper
from stripper.blocks import Kind
from stripper.facts import measure
from stripper.formats import markdown

STORY = "The ferry to Holm sails again, the harbour master said on Monday after the winter.\n"
ASK = "[Subscribe to our newsletter](/letters){.button .wide}\n"


def test_fences_and_attributes_are_no_words() -> None:
    page = markdown.split(f"::: {{.box #top}}\n# Ferry {{#ferry .big}}\n\n{ASK}:::\n")
    assert page.kind.tolist() == [Kind.HTML, Kind.HEADING, Kind.PARAGRAPH, Kind.HTML]
    assert measure([page]).words.tolist() == [0, 1, 4, 0]
    plain = markdown.split("He wrote {x} and f(a) {return a} ::: so\n")
    assert measure([plain]).words.tolist() == [9]


@pytest.mark.parametrize("model", [True, False])
def test_a_box_goes_with_what_is_in_it_and_stays_with_any_of_it(model: bool) -> None:
    told = f"# Ferry\n\n::: {{.text}}\n{STORY}\n{STORY}:::\n"
    asked = f"\n::: {{.outer}}\n::: inner\n{ASK}:::\n:::\n"
    assert stripper.strip(told + asked, model=model).text == told
    mixed = f"# Ferry\n\n::: {{.text}}\n{STORY}\n::: ask\n{ASK}:::\n\n{STORY}:::\n"
    left = f"# Ferry\n\n::: {{.text}}\n{STORY}\n{STORY}:::\n"
    assert stripper.strip(mixed, model=model).text == left


def test_fences_without_their_like_break_nothing() -> None:
    for source in (f":::\n{STORY}", f"::: box\n{STORY}", f":::\n{STORY}:::\n::: box\n"):
        assert STORY in stripper.strip(source).text


def test_the_time_grows_with_the_fences() -> None:
    assert len(markdown.split("::: {.a}\n" * 50_000 + STORY + ":::\n" * 50_000)) == 100_001
    assert len(markdown.split("::: " + "{" * 100_000 + "\n")) == 1
