"""Sentences that stand in pieces, a line for each link in them, are whole blocks."""

import pytest

import stripper
from stripper.formats import text

BROKEN = "The ferry\n, which is old\n, sails.\n"
"""Pieces enough for a page to count as broken."""


def parts(source: str) -> list[str]:
    return [source[b.start : b.end].rstrip("\n").replace("\n", "|") for b in text.split(source)]


@pytest.mark.parametrize(
    "pieces",
    [
        "She wrote a port of|html5lib|, which parses",
        "The|latest opinion poll|, published on Monday|.",
        "He told it to|Radio Holm|, the station of the valley|) in the end.",
        "Press the keys|Ctrl|,|Shift|and|Delete",
        "hinter Ländern wie|Russland|,|Belarus|oder|Tschad|. Der Iran folgt.",
        "Sign in with|Account|, then choose",
        "The books that she bought at the fair in|Holm|, and read|, are lost.",
        "The council that met at the old mill on|Mill Lane 4|on Monday voted.",
        "Earn points with the|HolmCard|® Visa|™ of the bank",
        "小川市は昨日の会議で老朽化した橋の架け替え工事を|県の計画|、に沿って始める",
    ],
)
def test_pieces_of_a_sentence_are_one_block(pieces: str) -> None:
    assert parts(BROKEN + pieces.replace("|", "\n") + "\n")[1:] == [pieces]


@pytest.mark.parametrize(
    "lines",
    [
        ["home", "about us", "contact"],
        ["home", "log in", "subscribe to our newsletter for more news", "privacy policy"],
        ["All the news of the town of Holm in your inbox", "subscribe", "log in"],
        ["The new weir is built by the town", "Share", "facebook"],
        ["Rates rose on Monday.", "prices fell"],
        ["News", "Sport", "Weather"],
        ["Subscribe", "newsletter", "podcasts"],
        ["Read this next:", "bread by hand"],
        ["The bridge at Holm will be rebuilt in spring, councillors say so", "3 May 2024"],
        ["The bridge at Holm will be rebuilt in spring, the council says", "Anna Berg", "3 May"],
    ],
)
def test_lines_of_their_own_stay_apart(lines: list[str]) -> None:
    assert parts(BROKEN + "\n".join(lines) + "\n")[1:] == lines


def test_a_blank_line_ends_a_sentence() -> None:
    assert parts(BROKEN + "The old mill at\n\nHolm\n")[1:] == ["The old mill at", "Holm"]


def test_a_page_that_is_not_broken_keeps_its_lines() -> None:
    page = "tags and links of the whole valley\nbread\n, of a kind\nmilk\n"
    assert len(parts(page)) == 4
    assert len(parts(BROKEN + page)) == 2


@pytest.mark.parametrize(
    "line",
    ["; a remark of Lisp", ":param x: what it is", ".then(done)", ": 4 mills", "; and so on"],
)
def test_code_and_lists_do_not_break_a_page(line: str) -> None:
    page = f"{line}\nsee below for all of them\n" * 4
    assert len(parts(page)) == 8


def test_the_time_of_long_sentences_grows_with_them() -> None:
    page = BROKEN + "and so it goes on\n" * 200_000
    assert len(parts(page)) == 2


@pytest.mark.parametrize("model", [True, False])
@pytest.mark.parametrize(
    "told",
    [
        "Who wants to follow the vote may|subscribe to our newsletter|, or watch it in the hall|.",
        "You can|read more|, if you like,|here|.",
        "There is a form for those who wish to|sign up|, or|log in|, and to|leave a comment|.",
        "All of it is in the|privacy policy|, the|terms of use|and the|cookie policy|.",
        "The mayor asked all to|share on Facebook|,|Twitter|or by post|.",
    ],
)
def test_no_link_goes_out_of_a_sentence(told: str, model: bool) -> None:
    page = (
        "The town will rebuild the bridge, the council said on Monday after six hours of debate.\n"
        f"{told.replace('|', chr(10))}\n"
        "The mill stays shut until it is built, and the ferry will sail twice an hour in summer.\n"
    )
    assert stripper.strip(page, model=model).text == page
