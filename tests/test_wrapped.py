"""Wrapped pages: paragraphs broken at a column, by mailers, authors and html2text, are whole blocks."""

import textwrap
from random import Random

import pytest

import stripper
from stripper.blocks import Kind, Page
from stripper.facts import measure
from stripper.formats import markdown, text

SENTENCE = (
    "The old mill by the river was built in a dry summer, and for ninety years its wheel turned "
    "whenever the weir held enough water for the miller and for his two sons. "
)
LONG = "https://images.example.org/" + "a1b2c3" * 30 + ".jpg"
MARKDOWN = f"""\
# [The weir at Holm gave way in the night, and the mill stands still, the council said on Monday](/holm/weir-at-holm-gave-way-in-the-night)

![The wheel of the old mill at Holm on the morning after the flood]({LONG})

{SENTENCE}The [council voted on Tuesday](https://example.org/news/holm/council-votes-on-the-weir-and-the-mill-in-its-last-session "Council votes") to build it again. {SENTENCE}

[Menu](/menu) [The flood of last spring, told by those who saw it](/holm/the-flood-of-last-spring-told-by-those-who-saw-it)

{SENTENCE * 2}

[A walk along the river for a Sunday in autumn](/walks/a-walk-along-the-river-for-a-sunday-in-autumn)

{SENTENCE}
"""


def parts(page: Page) -> list[str]:
    return [page.source[b.start : b.end].strip("\n\r") for b in page]


def wrap(source: str, width: int = 78) -> str:
    """Lines as html2text breaks them: at blanks and at hyphens, also in the targets of links."""
    return "\n".join(
        "\n".join(textwrap.wrap(line, width, break_long_words=False)) for line in source.split("\n")
    )


@pytest.mark.parametrize("width", [60, 72, 80])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_paragraphs_broken_at_a_column_are_one_block_each(width: int, newline: str) -> None:
    paragraphs = ["\n".join(textwrap.wrap(SENTENCE * n, width)) for n in (2, 3, 1)]
    page = text.split("\n\n".join([*paragraphs, "Read more"]).replace("\n", newline))
    assert [" ".join(part.split()) for part in parts(page)] == [
        *((SENTENCE * n).strip() for n in (2, 3, 1)), "Read more",
    ]  # fmt: skip


def test_wrapped_paragraphs_of_markdown_are_one_block_and_lists_are_left() -> None:
    wrapped = "\n".join(textwrap.wrap(SENTENCE * 4, 72))
    page = markdown.split(f"{wrapped}\n\n- Share\n- Print\n\n{wrapped}\n")
    assert [b.kind for b in page] == [Kind.PARAGRAPH, Kind.ITEM, Kind.ITEM, Kind.PARAGRAPH]


def test_menus_and_verse_are_not_taken_for_wrapped_paragraphs() -> None:
    menu = "Politics\nSport\nCulture and the arts\nWeather\nObituaries\nTravel\nFood\n"
    assert len(text.split(menu)) == 7
    verse = "The wheel went round in summer rain,\nThe miller slept and rose again,\n" * 6
    assert len(text.split(verse)) == 12


@pytest.mark.parametrize("seed", range(5))
def test_lines_of_chance_lengths_are_not_taken_for_wrapped_paragraphs(seed: int) -> None:
    chance, words = Random(seed), SENTENCE.split()
    lines = [" ".join(chance.choices(words, k=chance.randint(6, 13))) for _ in range(30)]
    assert len(text.split("\n".join(lines))) == 30


def test_menus_do_not_hide_that_paragraphs_are_wrapped() -> None:
    menu = "\n".join(["News", "Sport", "Weather", "The valley", "Mills and weirs"] * 20)
    paragraphs = ["\n".join(textwrap.wrap(SENTENCE * n, 78)) for n in (4, 2)]
    page = text.split("\n\n".join([menu, *paragraphs, menu]))
    assert [" ".join(part.split()) for part in parts(page)[100:102]] == [
        (SENTENCE * n).strip() for n in (4, 2)
    ]
    assert len(page) == 202


def test_a_line_that_a_list_repeats_is_not_taken_for_a_wrapped_one() -> None:
    goods = (
        "An arm system that holds up to six screens on a single post\nScreens: six, sold alone\n"
    )
    page = text.split(goods * 8 + "Mill\nWeir\n" * 20)
    assert len(page) == 16 + 40


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("width", [70, 78])
def test_what_html2text_breaks_is_read_as_if_it_was_whole(width: int, newline: str) -> None:
    page = markdown.split(wrap(MARKDOWN, width).replace("\n", newline))
    whole = markdown.split(MARKDOWN)
    assert [b.kind for b in page] == [b.kind for b in whole]
    for name in ("words", "sentences", "terminal"):
        assert getattr(measure([page]), name).tolist() == getattr(measure([whole]), name).tolist()
    assert (measure([page]).link > 0.9).tolist() == (measure([whole]).link > 0.9).tolist()


@pytest.mark.parametrize("longest", [2, 4])
def test_paragraphs_without_spaces_are_not_taken_for_broken_ones(longest: int) -> None:
    part = "橋は一九一一年に架けられ、古い水車小屋のそばで今も川の流れを見守っている。"
    lines = [part * n + "渡し船" for n in (1, longest, 2, 1, 2, longest, 1, 2, 2, 1)]
    assert len(text.split("\n".join(lines) + "\n")) == len(lines)


@pytest.mark.parametrize(
    "link",
    [
        "[the mill](/holm/old-\n  mill-by-the-river)",
        "[the mill](/holm/old-\r\n  mill-by-the-river)",
        "[the mill](/holm/old-\r  mill-by-the-river)",
        "[the mill](/holm/mill_\\(Holm\\)-in-the-\n  dry-summer)",
        "[the mill](/holm/mill_(of-\n  Holm)-in-the-dry-summer)",
        '[the mill](/holm "The mill\n  by the river")',
        "the mill <https://example.org/holm/old-\n  mill-by-the-river>",
    ],
)
def test_a_target_broken_at_a_hyphen_is_no_text(link: str) -> None:
    assert measure([markdown.split(f"- See {link} now.\n")]).words.tolist() == [4]


def test_a_target_broken_in_a_quote_is_no_text() -> None:
    page = markdown.split("> See [the mill](/holm/old-\n> mill-by-the-river) now.\n")
    assert measure([page]).words.tolist() == [4]


@pytest.mark.parametrize(
    "link", ["[x](/holm/old\n  mill-by-the-river)", '[x](/h "The mill\n\n  and")']
)
def test_what_is_broken_elsewhere_is_text(link: str) -> None:
    assert sum(measure([markdown.split(f"- See {link} now.\n")]).words) > 4


def test_lines_of_long_addresses_join_nothing() -> None:
    stories = "".join(
        f"{SENTENCE[:at]}\nhttps://example.org/r/{'1' * 100}\n" for at in range(30, 56, 3)
    )
    assert len(text.split(stories)) == len(markdown.split(stories)) == 18
    asks = f"Subscribe to our newsletter here:\n{LONG}\nThe ferry sails again on Monday.\n"
    page = text.split(f"{wrap(SENTENCE * 3, 72)}\n\n{asks}")
    assert parts(page)[1:] == asks.rstrip().split("\n")


@pytest.mark.parametrize("size", [60, 90, 140])
def test_a_long_target_in_the_middle_of_a_paragraph_hides_no_column(size: int) -> None:
    link = f"[the old mill](https://images.example.org/{'a' * size}.jpg)"
    paragraph = f"{SENTENCE}{link} {SENTENCE}"
    page = markdown.split(wrap("\n\n".join([paragraph] * 5)))
    assert len(page) == 5


def test_japanese_that_falls_short_of_the_column_by_a_sign_is_joined() -> None:
    part = "橋は一九一一年に架けられ、古い水車小屋のそばで今も川の流れを見守っている。" * 14
    lines, at = [], 0
    while at < len(part):
        size = 60 - len(lines) % 3
        lines.append(part[at : at + size])
        at += size
    assert len(text.split("\n".join(lines) + "\n")) == 1


def test_a_heading_on_a_full_line_takes_no_text_along() -> None:
    head = "# " + SENTENCE[:74].rstrip()
    page = markdown.split(f"{head}\n{wrap(SENTENCE * 3)}\n\n{wrap(SENTENCE * 2)}\n")
    assert [b.kind for b in page] == [Kind.HEADING, Kind.PARAGRAPH, Kind.PARAGRAPH]
    assert len(markdown.split(f"{head}\n{SENTENCE * 3}\n\n{SENTENCE * 2}\n")) == 3


def test_underlined_headings_take_no_text_along() -> None:
    wrapped = wrap(SENTENCE * 4)
    for title in (SENTENCE[:40], "#1 of all " + SENTENCE[:60]):
        page = markdown.split(f"{wrapped}\n\n{title}\n{'-' * 40}\n{wrapped}\n")
        assert [b.kind for b in page] == [Kind.PARAGRAPH, Kind.HEADING, Kind.PARAGRAPH]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_menus_whose_lines_are_broken_by_hand_hide_no_column(newline: str) -> None:
    links = "".join(f"[{name} and the river](/{name})  \n" for name in ("Mill", "Weir", "Ferry"))
    source = f"{links}\n{wrap(SENTENCE * 2)}\n\n{links}\n{wrap(SENTENCE * 2)}\n"
    assert len(markdown.split(source.replace("\n", newline))) == 8


def test_text_that_its_author_broke_by_hand_at_a_column_is_joined() -> None:
    lines = textwrap.wrap(SENTENCE * 3, 72)
    assert len(markdown.split("  \n".join(lines) + "\n\n[Shop](/shop)  \n[Club](/club)  \n")) == 3


def test_a_page_that_html2text_broke_loses_what_it_loses_unbroken() -> None:
    ask = (
        "Support the mill's own newspaper with a monthly donation, because without our readers "
        "there would be no stories of the river."
    )
    names = ("share", "print", "save", "mail")
    bar = " ".join(f"[{n.title()}](https://images.example.org/{n * 30}.jpg)" for n in names)
    link = f"[{ask}](https://example.org/letters/subscribe-to-the-letter-of-the-river)"
    parts = ["# The mill at Holm", bar, SENTENCE * 2, bar, SENTENCE, link, bar, SENTENCE]
    whole = stripper.strip("\n\n".join(parts), format="markdown").text
    broken = stripper.strip(wrap("\n\n".join(parts)), format="markdown").text
    assert ask not in whole and "river." not in broken
    assert broken.split() == whole.split()


def test_indented_paragraphs_are_joined() -> None:
    told = (
        "   The ferry to Holm sails again, the harbour master said on Monday after\n"
        "   a long winter in which the ice had closed the sound from one shore to\n"
        "   the other, and for which nobody in the valley had been prepared at all\n"
        "   when the first snow fell in October.\n"
    )
    item = (
        "     * The mill, which the council had sold in spring to a company from the\n"
        "       capital, stays closed until the bridge that leads to it is repaired.\n"
    )
    page = text.split(f"   News\n   Sport\n\n{told}\n{item}\n{told}")
    assert [page.source[b.start : b.end] for b in page][2:] == [told, item, told]
