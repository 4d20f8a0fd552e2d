"""Articles in the data of HTML: read where the page does not show them, and only there."""

import html
import json

import pytest

import stripper
from stripper.formats.html import split
from stripper.formats.html.cutting import cut

SHOWN = [
    f"The {place}’s council voted “late” on Tuesday – by {ayes} to nine – to close the ferry line."
    for ayes, place in enumerate(("town", "city", "county", "harbour", "parish", "island"), 10)
]
"""Paragraphs with the signs that data often writes otherwise."""
ARTICLE = "".join(f"<p>{text}</p>" for text in SHOWN)
STRAIGHT = str.maketrans("’“”–", '\'""-')


def link(body: str) -> str:
    """JSON-LD of an article."""
    data = json.dumps({"@type": "NewsArticle", "articleBody": body})
    return f'<script type="application/ld+json">{data}</script>'


def blocks(source: str) -> list[str]:
    page = split(source)
    return [page.text(row).removesuffix("\n") for row in range(len(page))]


@pytest.mark.parametrize(
    "body",
    [
        ARTICLE,
        "\n".join(SHOWN),
        "\n".join(SHOWN).translate(STRAIGHT),
        "\n".join(text.encode("ascii", "xmlcharrefreplace").decode() for text in SHOWN),
        html.escape(ARTICLE),
        " ".join(SHOWN).upper(),
        " ".join(SHOWN).replace(" ", "\u00a0"),
    ],
    ids=["html", "same", "straight", "entities", "escaped", "capitals", "hard spaces"],
)
def test_an_article_that_the_page_shows_is_not_read_from_its_data_again(body: str) -> None:
    source = f"<html><head>{link(body)}</head><body><h1>Ferry</h1>{ARTICLE}</body></html>"
    assert blocks(source) == ["Ferry", *SHOWN]
    assert stripper.strip(source).text == "\n\n".join(["Ferry", *SHOWN]) + "\n"


def test_what_stands_between_the_paragraphs_of_a_page_does_not_double_its_article() -> None:
    middle = len(SHOWN) // 2
    half = len(SHOWN[middle]) // 2
    cut = f"{SHOWN[middle][:half]}<figure>The quay, in May</figure>{SHOWN[middle][half:]}"
    shown = ARTICLE.replace(SHOWN[middle], cut)
    assert len(blocks(f"{link(ARTICLE)}{shown}")) == len(SHOWN) + 2


def test_an_article_of_which_the_page_shows_the_beginning_is_read() -> None:
    assert blocks(f"{link(ARTICLE)}<p>{SHOWN[0]}</p>") == [SHOWN[0], *SHOWN]


@pytest.mark.parametrize(
    "body",
    [
        "It&#8217;s late &amp; dark.\nThe ferry&nbsp;left.",
        "&lt;p&gt;It’s late &amp;amp; dark.&lt;/p&gt;&lt;p&gt;The ferry left.&lt;/p&gt;",
        "<p>It&#8217;s late &amp; dark.</p><p>The ferry left.</p>",
    ],
)
def test_data_is_read_without_its_entities(body: str) -> None:
    said = [text.replace("\u00a0", " ") for text in blocks(f"{link(body)}<p>Menu</p>")]
    assert said == ["Menu", "It’s late & dark.", "The ferry left."]


DATA = json.dumps({"articleBody": 'She said: "now,]" \\ and left.', "tags": ["a,}", "b"]})
TOLD = 'She said: "now,]" \\ and left.'


@pytest.mark.parametrize(
    "script",
    [
        f"//<![CDATA[\n{DATA}\n//]]>",
        f"/*<![CDATA[*/ {DATA} /*]]>*/",
        f"<![CDATA[{DATA}]]>",
        f"<!--\n{DATA}\n-->",
        f"{DATA};",
        DATA.replace("}", ",}").replace("a,,}", "a,}"),
        DATA.replace('"b"]', '"b" ,\n ]'),
    ],
)
def test_json_ld_is_read_in_its_wrappers_and_with_commas_too_many(script: str) -> None:
    linked = f'<script type="application/ld+json">{script}</script>'
    assert blocks(f"{linked}<h1>Ferry</h1>") == ["Ferry", TOLD]


@pytest.mark.parametrize("script", ['{"articleBody": "Rates', "[,]", "{,}", '{"articleBody": ,}'])
def test_broken_json_ld_says_nothing(script: str) -> None:
    assert blocks(f'<script type="application/ld+json">{script}</script><p>Menu') == ["Menu"]


def test_an_article_in_hangul_is_as_long_as_what_it_says() -> None:
    said = (
        "섬으로 가는 배는 백 년 넘게 하루도 쉬지 않았고 올겨울에 처음으로 멈추었다고 선장은 말했다. "
        * 2
    )
    state = json.dumps({"props": {"story": {"title": "배가 멈춘 날", "parts": [said, said, said]}}})
    page = f'<div id=app></div><script id=__NEXT_DATA__ type="application/json">{state}</script>'
    assert split(page).source.count("선장은 말했다") == 6


NEWS = "The swing bridge over the Brack will close on 2 March, the council said on Wednesday. {}"


@pytest.mark.parametrize(("shown", "read"), [("", True), ("Loading…", True), ("menu " * 20, False)])
def test_a_short_article_is_read_where_the_page_shows_nothing(shown: str, read: bool) -> None:
    text = " ".join(NEWS.format(f"Ferries will run every {n} minutes.") for n in (20, 30))
    state = json.dumps({"post": {"title": "Bridge to close", "content": text}})
    result = stripper.strip(
        f"<p>{shown}</p><div id=app></div><script>window.__STATE__ = {state}</script>",
        format="html",
    )
    assert (text in result.text) is read
    assert read == ("no_content" not in result.flags and "blocked" not in result.flags) or shown


def test_a_notice_in_data_is_no_article() -> None:
    state = json.dumps({"error": "Please turn on JavaScript in your browser to read this site."})
    page = f"<div id=app></div><script>window.__STATE__ = {state}</script>"
    assert stripper.strip(page, format="html").text == ""


FRAMES = '<html><head></head><frameset cols="1,2"><frame src="/a">{}</frameset></html>'
FRAMELESS = "<p>Rates &amp; rents rose.</p>"
MAIL = "Subscribe to our newsletter"


@pytest.mark.parametrize(
    ("inside", "left"),
    [
        (f"<noframes>{FRAMELESS}<div class=cta><p>{MAIL}</p></div></noframes>", f"<noframes>{FRAMELESS}</noframes>"),
        (f"<noframes>{FRAMELESS}<p>Mills <b>turn</b>. {MAIL}</noframes>", f"<noframes>{FRAMELESS}<p>Mills <b>turn</b>. </p></noframes>"),
        (f"<noframes><p>{MAIL}</p></noframes><noframes><i>a</noframes>", "<noframes><i>a</noframes>"),
        (f"<noframes>{MAIL}</noframes><noframes>{FRAMELESS}</noframes>", f"<noframes>{FRAMELESS}</noframes>"),
        (f"<noframes><body bgcolor=red><h1>Mill</h1>{MAIL}</body></noframes>",
         '<noframes><html><head></head><body bgcolor="red"><h1>Mill</h1></body></html></noframes>'),
    ],
)  # fmt: skip
def test_removed_blocks_go_from_what_stands_for_frames(inside: str, left: str) -> None:
    source = FRAMES.format(inside)
    at = split(source).source.index(MAIL)
    assert cut(source, [(at, at + len(MAIL))]) == FRAMES.format(left)
