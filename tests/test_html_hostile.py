"""Hostile HTML: nesting, attributes and tags without end cost no more than their size."""

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

import stripper
from stripper.formats.html import split
from stripper.formats.html.cutting import cut
from stripper.formats.html.depth import MOST_REOPENED, flatten
from stripper.formats.html.markdown import MarkdownWriter
from stripper.formats.html.outline import outline
from stripper.formats.html.units import find_units

HOSTILE = {
    "deep": "<div>" * 20_000 + "word" + "</div>" * 20_000,
    "reopened": "<p>" + "".join(f"<font a={n}>" for n in range(3000)) + "<p>word" * 3000,
    "interleaved": "<p>" + "".join(f"<font a={n}></i>" for n in range(3000)) + "<p>word" * 3000,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">word</p>",
    "across": "<span><div></span></div>" * 10_000 + "word",
    "in comments": "<div><!--</div>-->" * 10_000 + "word",
    "in values": "<div a='<'>" * 30_000 + "word",
    "behind walls": "<p>"
    + "".join(f"<b a={n}><table><td></b></table>" for n in range(2000))
    + "<p>word" * 3000,
    "options": "<select>" + "<option>word" * 30_000,
    "roots": "".join(f"<body a{n}=1>" for n in range(15_000)) + "word",
    "quotes": "<blockquote>" * 300 + "<p>word</p>" * 2000,
    "items": "<ul><li>" * 300 + "<p>word</p>" * 2000,
    "noscripts": "<noscript>" * 9000 + "word",
    "one link": f"<a href='{'x' * 1900}'>" + "<div>word</div>" * 2000,
    "rows": "<table><tr>" + "<td>word" * 900 + "<tr><td>word<td>word" * 900,
    "comments": "<!--><p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">word</p>",
    "pictures": "<svg><style><p "
    + " ".join(f"a{n}=1" for n in range(50_000))
    + ">word</p></style></svg>word",
    "attributes of signs": "<p " + " ".join(f"a{n}='<>'" for n in range(50_000)) + ">word</p>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_nesting_costs_no_more_than_its_size(name: str) -> None:
    source = HOSTILE[name]
    page = split(source)
    words = page.source.replace("|", " ").split()
    assert words == ["word"] * source.count("word")
    assert len(split(source, markdown=True).source) < 20 * len(source)
    assert page.elements is not None and len(page.elements.parents) < MOST_REOPENED


@pytest.mark.parametrize("name", ("p", "script"))
def test_no_tag_has_more_attributes_than_a_parser_compares_soon(name: str) -> None:
    for value in ("1", "'<>'", '"a > b"'):
        many = " ".join(f"a{n}={value}" for n in range(3000))
        assert flatten(f"<i>a</i><{name} {many}>word</{name}>") == f"<i>a</i><{name}>word</{name}>"
        few = f"<{name} {many[:6000]}".rpartition(" ")[0]
        assert flatten(f"{few}>word</{name}>") == f"{few}>word</{name}>"


def test_what_looks_like_a_tag_in_code_keeps_its_words() -> None:
    words = "<p " + "word=1 " * 3000 + ">"
    for source in (f"<script>{words}</script>", f"<!--{words}-->", f"<title>{words}</title>"):
        assert flatten(source) == source


def test_a_frame_that_a_script_writes_is_left_alone() -> None:
    frame = "<noscript><iframe src='//a.b/c'></noscript>"
    assert flatten(f"{frame}<p>word").endswith("</iframe></noscript><p>word")
    for source in (f'<script>write("{frame}")</script>', f"<!-- {frame} -->"):
        assert flatten(source) == source


def test_paragraphs_of_a_deep_page_stay_apart() -> None:
    assert len(split("<div>" * 600 + "<p>word</p>" * 12_000)) == 12_000


class Counted(list[int]):
    """A list that counts how often it is read."""

    reads = 0

    def __getitem__(self, at: Any) -> Any:
        self.reads += 1
        return super().__getitem__(at)


@pytest.mark.parametrize("around", ("<div>", "<table><tr><td>" + "<div>"))
def test_deep_pages_are_climbed_once(around: str) -> None:
    source = around + "<div>" * 400 + "<p>word</p>" * 2000
    page = outline(LexborHTMLParser(source).root)
    page.parents = Counted(page.parents)
    MarkdownWriter(page).write(find_units(page))
    assert page.parents.reads < 12 * len(page.tags)


@pytest.mark.parametrize("frame", ["<html><body>{}</body></html>\n", "<div>{}</div>\n"])
def test_plain_text_has_no_end_that_is_written(frame: str) -> None:
    said = "<p>The council met on Monday and put off the vote on the hall until the summer.</p>"
    source = frame.format(f"{said}<p>Subscribe to our newsletter</p><plaintext>{said}")
    once = stripper.strip(source, format="html", to="html").text
    assert "newsletter" not in once
    assert once.endswith(source[source.index("<plaintext>") :])
    assert stripper.strip(once, format="html", to="html").text == once


def test_plain_text_ends_within_a_drawing() -> None:
    said, drawn = "<p>The council met on Monday.</p>", "<svg><plaintext>a</plaintext></svg>"
    page = f"{said}<p>Read more</p>{drawn}{said}"
    at = split(page).source.index("Read more")
    assert cut(page, [(at, at + len("Read more"))]) == f"{said}{drawn}{said}"
