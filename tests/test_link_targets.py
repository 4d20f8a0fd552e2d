"""Targets of links in plain text, in brackets: no words of the page, and what is before them a link."""

import pytest

import stripper
from stripper.blocks import Page
from stripper.facts import measure
from stripper.formats import guess, text

NAMES = ["News", "Sport", "Weather", "Culture", "Letters", "Farms", "River", "Archive"]
MENU = "".join(f" * {n} [https://gazette.example/{n.lower()}]\n" for n in NAMES) + "\n"
N = len(NAMES)
STORY = "The ferry to Holm sails again, the harbour master said on Monday after a long winter.\n"


def parts(page: Page) -> list[str]:
    return [page.source[b.start : b.end] for b in page]


def pieces(page: Page, spans: str) -> list[str]:
    return [page.source[low:high] for low, high in getattr(page, spans)]


def test_targets_are_no_words_and_labels_are_links() -> None:
    page = text.split(MENU + STORY)
    assert pieces(page, "hidden") == [f"[https://gazette.example/{n.lower()}]" for n in NAMES]
    assert pieces(page, "links") == [f" * {n} " for n in NAMES]
    facts = measure([page])
    assert facts.words.tolist() == [1] * N + [16]
    assert facts.link.tolist() == [1] * N + [0]


def test_the_last_words_before_a_target_in_a_sentence_are_its_label() -> None:
    told = "The harbour master said so to all who had come to the old mill [/mill] on Monday.\n"
    page = text.split(MENU + told)
    assert pieces(page, "links")[N:] == [" the old mill "]


@pytest.mark.parametrize(
    "lines",
    [
        " * The ferry to Holm sails again\n   [https://gazette.example/ferry]\n",
        "The ferry\n[/ferry]\nto Holm\n[/holm]\nsails again.\n",
        "Ferry\n[https://gazette.example/ferry.jpg]\nhttps://gazette.example/ferry\n",
    ],
)
def test_a_target_on_a_line_of_its_own_belongs_to_the_line_before(lines: str) -> None:
    assert parts(text.split(MENU + lines))[N:] == [lines]


@pytest.mark.parametrize(
    "told",
    [
        "".join(f"* Fix login on page {n} [#{n}]\n" for n in range(20)),
        "".join(f"List of {n} [/{n.lower()}]\n" for n in NAMES * 2),
        "".join(f"[quote]I like {n}[/quote]\n[https://a.example/{n}]\n" for n in range(20)),
        "He wrote [sic] and [https is meant] in [1] and [2].\n",
    ],
)
def test_what_only_looks_like_targets_is_text(told: str) -> None:
    page = text.split(told)
    assert (len(page.hidden), len(page.links)) == (0, 0)
    assert len(page) == told.count("\n")


def test_an_address_alone_on_its_line_is_text_unless_a_picture_leads_there() -> None:
    page = text.split(MENU + "Ferry\nhttps://gazette.example/ferry\n")
    assert parts(page)[N:] == ["Ferry\n", "https://gazette.example/ferry\n"]


def test_quotes_do_not_make_such_text_markdown() -> None:
    quoted = "> The ferry sails.\n\n> The mill stands.\n\n"
    assert guess(quoted + MENU) == "text"
    assert guess(quoted + MENU + "[Mill](/mill)\n[Weir](/weir)") == guess(quoted) == "markdown"


@pytest.mark.parametrize("model", [True, False])
def test_labels_go_with_their_targets_and_kept_ones_stay(model: bool) -> None:
    told = STORY.replace("Holm", "Holm [/holm]")
    asks = "Subscribe to our newsletter [/letters]\n\nRead more\n[/more]\n\nPrivacy policy [/privacy]\n"
    page = f"{told}\n{STORY}\n{asks}\n{MENU}".rstrip("\n") + "\n"
    assert stripper.strip(page, model=model).text == f"{told}\n{STORY}"


def test_the_time_grows_with_the_targets() -> None:
    page = text.split("a\n[https://b.example/]\nc\n" * 100_000)
    assert len(page) == 100_000
