"""Links over several lines, as turndown writes cards, are whole blocks of Markdown."""

import pytest

import stripper
from stripper.blocks import Kind, Page
from stripper.facts import measure
from stripper.formats import markdown

CARD = "[\n\n![Ferry](/f.jpg)\n\n### The ferry sails again\n\nFrom Easter on, twice an hour.\n\n](/ferry)"
STORY = "The weir at Holm gave way in the night, and the mill stands still, the council said today."


def parts(page: Page) -> list[str]:
    return [page.source[b.start : b.end].strip("\n") for b in page]


@pytest.mark.parametrize(
    "card",
    [
        CARD,
        "[\n\nThe ferry\n\n](/ferry)",
        "[ ![Ferry](/f.jpg)\n\nThe ferry](/ferry)",
        "[![Ferry](/f.jpg)\\\n\\\n**The ferry** \\\n\\\nFrom Easter on.](/ferry)",
    ],
)
def test_a_card_is_one_link(card: str) -> None:
    page = markdown.split(f"{STORY}\n\n{card}\n\n{STORY}\n")
    assert parts(page) == [STORY, card, STORY]
    assert measure([page]).link.tolist() == [0, 1, 0]


def test_a_card_in_a_list_is_an_item() -> None:
    page = markdown.split(
        "*   [\n    \n    The ferry\n    \n    ](/ferry)\n*   [The weir](/weir)\n"
    )
    assert [b.kind for b in page] == [Kind.ITEM, Kind.ITEM]


@pytest.mark.parametrize(
    "lines",
    [
        ["[ ] buy bread", "and milk"],
        ["[see below", STORY],
        ["[", "# The ferry sails again", "](/ferry)"],
        ["[", *(["and so on"] * 40), "](/ferry)"],
        ["[a]", "](b)"],
    ],
)
def test_what_closes_nowhere_or_holds_the_headline_is_no_card(lines: list[str]) -> None:
    assert len(markdown.split("\n\n".join(lines) + "\n")) == len(lines)


def test_code_in_brackets_is_no_card() -> None:
    page = markdown.split("```\n[\n](\n```\n\n" + STORY)
    assert [b.kind for b in page] == [Kind.CODE, Kind.PARAGRAPH]


@pytest.mark.parametrize("label", ["## Related stories", "Read also"])
def test_a_list_of_cards_goes_whole(label: str) -> None:
    story = f"# The weir at Holm\n\n{STORY}" + f"\n\n{STORY}" * 5
    page = "\n\n".join([story, label, CARD, CARD, CARD, CARD]) + "\n"
    assert stripper.strip(page).text == story + "\n"


def test_the_time_of_open_brackets_grows_with_them() -> None:
    assert len(markdown.split("[\n\n" * 50_000)) == 50_000


def test_tags_are_no_words_and_anchors_are_links() -> None:
    page = markdown.split(
        '<div class="menu wide">\n\n<a href="/news" class="top">News</a> <a href="/sport">Sport</a>\n\n'
        "</div>\n\nThe `<div>` of 5 < 6 mills<br>and <sup>two</sup> weirs. <https://gazette.example>\n"
    )
    facts = measure([page])
    assert facts.words.tolist() == [0, 2, 0, 9]
    assert facts.link.tolist()[:3] == [0, 1, 0]


def test_a_top_heading_in_tags_is_the_headline() -> None:
    page = '<h1 align="center">Millwheel</h1>\n<p align="center"><a href="/docs">Docs</a></p>\n\n'
    read = markdown.split(page + STORY)
    assert [(b.kind, b.level) for b in read] == [
        (Kind.HEADING, 1),
        (Kind.HTML, 0),
        (Kind.PARAGRAPH, 0),
    ]
    assert "Millwheel" in stripper.strip(page + f"{STORY}\n\n" * 3, format="markdown").text


@pytest.mark.parametrize(
    "page",
    [
        "- Take [0, 1)\n\n```\nx = 1] # [the book](/b)\n\ny\n```\n\nText.\n",
        "[0, 1) is half open.\n\n## Section\n\nSo is (0, 1], as [the book](/b) says.\n",
        "- [ open task\n\n- Subscribe\n\n- done ] see [x](y)\n",
    ],
)
def test_brackets_of_other_kinds_open_no_card(page: str) -> None:
    assert len(markdown.split(page)) == 3


def test_signs_of_less_and_more_are_no_tags_and_names_no_links() -> None:
    page = markdown.split('Of 1 <b and c> 2 mills. <a name="x">The weir</a> stands.\n')
    facts = measure([page])
    assert (facts.words.tolist(), facts.link.tolist()) == ([10], [0])
