"""Captions of pictures: what they show stays, who took them does not make it a credit."""

import pytest

from stripper.decisions.passages import CAPTION_LEAST, DOUBTFUL, find_captions
from stripper.facts import Facts
from tests.test_html_spared import lay, page_of, read

CAPTION = "The empty pier on Monday morning, when nobody knew when the boat would come."


def captions(facts: Facts, score: int = DOUBTFUL) -> list[str]:
    return read(facts, find_captions(*page_of(facts, score)))


def figure(caption: str) -> str:
    return f"<figure><img src=a.jpg><figcaption>{caption}</figcaption></figure>"


def test_a_caption_that_is_a_sentence_stays_among_the_paragraphs() -> None:
    assert captions(lay(inside=figure(CAPTION))) == [CAPTION]
    assert captions(lay(under=figure(CAPTION))) == [CAPTION]


@pytest.mark.parametrize(
    "caption",
    [
        "Photo: Jo Hale / Holm Press", "The empty pier.", CAPTION.rstrip("."),
        f"<a href=/pier>{CAPTION}</a>",
        "Photograph: Jo Hale for The Holm Post, via Reuters and the archive of the harbour.",
        "Advertisement: buy two pairs of shoes and get a third one for nothing this week only.",
        "With our newsletter you get the news of the island in your mailbox every morning.",
    ],
)  # fmt: skip
def test_a_credit_a_label_and_a_teaser_are_no_such_caption(caption: str) -> None:
    assert captions(lay(inside=figure(caption))) == []


@pytest.mark.parametrize(
    "caption",
    [
        CAPTION + " HANDOUT / AFP", CAPTION + " Foto: Jo Hale",
        "Arne Baez leaves the field behind a player of the Noia club. (Edu Lund)",
        "Police on their first day in the harbour of Holm on Monday / Lene Marin",
        "The flagship of the line in the harbour of Holm on Monday — © BELGA",
    ],
)  # fmt: skip
def test_a_caption_stays_with_the_name_of_who_took_the_picture(caption: str) -> None:
    assert captions(lay(inside=figure(caption))) == [caption]


@pytest.mark.parametrize(
    "caption", ["Pier (Reuters)", "Jo Hale / The Holm Post / Reuters / AP / AFP / dpa"]
)
def test_a_credit_is_no_caption_for_its_length(caption: str) -> None:
    assert captions(lay(inside=figure(caption))) == []


def test_captions_of_other_stories_are_none_of_this_page() -> None:
    assert captions(lay(foot=f"<aside><ul><li>{figure(CAPTION)}</ul></aside>")) == []
    assert captions(lay(inside=figure(CAPTION)), CAPTION_LEAST - 1) == []
