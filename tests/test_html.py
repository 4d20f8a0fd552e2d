"""HTML to blocks: what is read, in which order, with which element; whatever the page looks like."""

import json
import random

import fuzz_html
import pytest
from commands import Shell
from hypothesis import given, settings
from hypothesis import strategies as st

import stripper
from stripper.blocks import Kind
from stripper.formats.evidence import ELEMENT_FLAGS
from stripper.formats.html import split

PAGE = """<!doctype html><html lang="en"><body class="story-page">
<nav class="topNav"><ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li></ul></nav>
<main><article id="post-17" itemprop="articleBody">
<h1>Rates <em>rise</em> again</h1>
<p>The bank raised its rate on Monday, for the third time this year, and gave no reason for it.</p>
<p>Those who had <a href="/x">borrowed</a> at the old rate were told to wait for a letter from it.</p>
</article><aside><a href="/s">Share</a><a href="/t">Tweet</a></aside></main></body></html>"""


def blocks(source: str) -> list[str]:
    page = split(source)
    return [page.text(row).removesuffix("\n") for row in range(len(page))]


def flags(source: str) -> list[set[str]]:
    page = split(source)
    assert page.elements is not None
    return [
        {name for bit, name in enumerate(ELEMENT_FLAGS) if int(row) >> bit & 1}
        for row in page.elements.flags
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>one <b>tw</b>o</p><p>three", ["one two", "three"]),
        ("loose <i>text</i><div>inner</div>rest", ["loose text", "inner", "rest"]),
        ("<p>first<br>line<br><br>second", ["first", "line", "second"]),
        ("<a>Home</a><a>News</a><span>Jane Doe</span><time>May 5</time>", ["Home News Jane Doe May 5"]),
        ("<span>T</span><span>h</span><span>e</span> end", ["The end"]),
        ("<p>a<sup>2</sup> <a>b</a>, <a>c</a>.", ["a2 b, c."]),
        ("<blockquote><cite>Ann wrote:</cite>It is</blockquote>", ["Ann wrote: It is"]),
        ("<p><span>Desk:</span>Max, at 12:<span>30</span>", ["Desk: Max, at 12:30"]),
        ("<p>«<cite>Le Rivage</cite>», <b>No:</b>te", ["«Le Rivage», No:te"]),
        ("<p>std::<a>Vec</a>, urn:<span>isbn</span>", ["std::Vec, urn:isbn"]),
        ("<ul><li>one<ul><li>two</ul><li>three</ul>", ["one", "two", "three"]),
        ("<dl><dt>term<dd>meaning</dl>", ["term", "meaning"]),
        ("<pre>\n a\n\n  b\n</pre>", [" a\n\n  b"]),
        ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", ["a | b\n1 | 2"]),
        ("<table><tr><td><p>menu</p><td><p>text<p>more</table>", ["menu", "text", "more"]),
        ("<script>x</script><style>y</style><template><p>z</p></template>end", ["end"]),
        ("<select><option>one<option>two</select>", ["one", "two"]),
        ("<p>a<noscript><img src=x></noscript> b", ["a b"]),
        ("<p>a</p><noscript><iframe src=x></noscript><p>b", ["a", "b"]),
        ("<p>a</p><noscript><iframe src=x>x</iframe></noscript><p>b", ["a", "b"]),
        ("<p>short</p><p hidden>short</p><p hidden>other</p>", ["short", "other"]),
        ("<p>a <span style='display: none'>no</span>b</p>", ["a b"]),
        ("<p>&nbsp;</p><p>a&nbsp;b &lt;c&gt;", ["a\u00a0b <c>"]),
        ("", []), ("<", ["<"]), ("</p>", []), ("<html></html>", []), ("<!-- a -->", []),
    ],
)  # fmt: skip
def test_every_visible_word_stands_in_a_block(source: str, expected: list[str]) -> None:
    assert blocks(source) == expected


def test_blocks_know_their_kind() -> None:
    source = (
        "<h2>a</h2><ul><li><p>b</p><ul><li>c</ul></ul><blockquote><p>d</blockquote><pre>e</pre>"
    )
    assert [(b.kind, b.level) for b in split(source)] == [
        (Kind.HEADING, 2), (Kind.ITEM, 0), (Kind.ITEM, 1), (Kind.QUOTE, 0), (Kind.CODE, 0),
    ]  # fmt: skip


def test_blocks_know_their_element() -> None:
    page = split(PAGE)
    assert page.elements is not None
    paths = [page.elements.path(row) for row in range(len(page))]
    assert paths == [
        "ul > li > a", "ul > li > a", "main > article#post-17 > h1",
        "main > article#post-17 > p", "main > article#post-17 > p", "body.story-page > main > aside",
    ]  # fmt: skip
    assert page.source[slice(*page.links[0])] == "Home"


def test_blocks_know_what_stands_around_them() -> None:
    home, _, title, first, second, share = flags(PAGE)
    assert {"in nav", "in list", "in link", "li", "first child", "links around 75%"} <= home
    assert {"in main", "in article", "in article body", "h1", "in the body"} <= title
    assert {"p", "directly there", "where most prose is", "prose around"} <= first & second
    assert {"in aside", "1 out of the body", "after the body"} <= share
    assert not {"in nav", "hidden", "links around 25%"} & first


def test_words_of_classes_tell_near_elements_from_far_ones() -> None:
    def words(source: str) -> set[int]:
        elements = split(source).elements
        assert elements is not None
        return set(elements.words[elements.first[0] : elements.last[0]].tolist())

    near, split_up = (
        words("<p class='newsletterBox'>a"),
        words("<p class='Box' id='newsletter_2'>a"),
    )
    assert len(near) == 2 and near == split_up
    assert words("<div class='newsletter-box'><p>a") == near
    far = words("<div class='newsletter-box'><div><p>a")
    assert len(far) == 2 and not far & near
    assert words("<p>a") == set()
    broken = split("<i class='menu\n\n\nbar'>x</i><p class='newsletterBox'>a")
    assert broken.elements is not None
    at = slice(broken.elements.first[1], broken.elements.last[1])
    assert set(broken.elements.words[at].tolist()) == near


def test_a_page_that_loses_blocks_keeps_the_elements_of_the_rest() -> None:
    page = split(PAGE)
    left = page.without([(0, int(page.start[2])), (int(page.start[5]), len(page.source))])
    assert left.source == page.source[page.start[2] : page.start[5]]
    assert [left.text(r) for r in range(len(left))] == [page.text(r) for r in range(2, 5)]
    assert left.elements is not None and page.elements is not None
    assert left.elements.path(0) == page.elements.path(2)
    assert [left.source[s:e] for s, e in left.links] == ["borrowed"]


TAGS = ["p", "div", "a", "li", "ul", "table", "tr", "td", "pre", "b", "h2", "br", "noscript", "svg",
        "select", "option", "article", "nav", "blockquote", "template", "body", "form"]  # fmt: skip
PIECES = st.one_of(
    st.sampled_from(TAGS).map(lambda t: f"<{t}>"), st.sampled_from(TAGS).map(lambda t: f"</{t}>"),
    st.sampled_from(["<p class='aB c-9' id=x hidden>", "<div style='display:none'>", "<!--", "-->", "<",
                     "&amp;", "&#0;", "<script>", "</script>", "<a href='", "\ud800", "\x00", "\u00a0"]),
    st.text(max_size=8),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_html_is_too_broken(source: str) -> None:
    page = split(source)
    assert page.elements is not None and len(page.elements.flags) == len(page)
    at = 0
    for row, block in enumerate(page):
        assert at <= block.start < block.end <= len(page.source)
        assert not page.source[at : block.start].strip("\n")
        assert page.elements.path(row)
        at = block.end
    result = stripper.strip(source, format="html")
    assert result.source == page.source and result.format == "html"
    assert stripper.apply(result.source, result.removals) == result.text


def test_an_article_in_json_ld_is_read_once() -> None:
    data = '<script type="application/ld+json">{"@graph": [{"articleBody": "Rates rose.\\nBy a point."}]}</script>'
    assert blocks(f"<head>{data}</head><p>Menu</p>") == ["Menu", "Rates rose.", "By a point."]
    assert blocks(f"<head>{data}</head><p>Rates rose.</p><p>By a point.</p>{data}") == [
        "Rates rose.", "By a point.",
    ]  # fmt: skip
    assert "in embedded data" in flags(f"{data}<p>Menu</p>")[1]
    assert blocks('<script type="application/ld+json">{"articleBody": </script><p>Menu') == ["Menu"]


PROSE = "The bank raised its rate on Monday for the third time this year, and it gave no reason. "
BLOCKS = [{"type": "p", "text": PROSE * 4}, {"type": "h2", "text": "Why"}, {"text": PROSE * 5}]
STATE = {
    "ads": [{"title": "Bikes", "description": PROSE}] * 4,
    "story": {"headline": "Rates rose", "id": 7, "blocks": BLOCKS},
}
SHELL = "<html><body><nav><a href=/>Home</a></nav><div id=root></div>{}</body></html>"
STATES = {
    "next": '<script id="__NEXT_DATA__" type="application/json">{}</script>',
    "assigned": "<script>var a = 1; window.__INITIAL_STATE__ = {}; run(a)</script>",
    "parsed": "<script>window.__STATE__=JSON.parse({});</script>",
}


def embed(state: object, how: str = "next") -> str:
    data = json.dumps(state)
    return STATES[how].format(json.dumps(data) if how == "parsed" else data)


@pytest.mark.parametrize("how", STATES)
def test_an_article_that_stands_only_in_a_state_is_read(shell: Shell, how: str) -> None:
    said = ["Rates rose", (PROSE * 4).strip(), "Why", (PROSE * 5).strip()]
    assert blocks(SHELL.format(embed(STATE, how))) == ["Home", *said]
    out = shell.run("--from", "html", stdin=SHELL.format(embed(STATE, how))).out
    assert "\n".join(said[1:2]) in out and "Bikes" not in out
    assert "in embedded data" in flags(SHELL.format(embed(STATE, how)))[1]


def test_html_in_a_state_keeps_its_structure() -> None:
    state = {
        "post": {"title": "Rates", "body": f"<h2>Why</h2><p>{PROSE * 8}<a href=/x>See</a></p>"}
    }
    page = split(SHELL.format(embed(state)), markdown=True)
    assert page.source == f"[Home](/)\n\nRates\n\n## Why\n\n{PROSE * 8}[See](/x)\n"
    assert page.elements is not None and page.elements.path(3) == "html > script > p"


def test_spans_of_one_paragraph_in_a_state_are_one() -> None:
    spans = [{"text": PROSE * 4}, {"text": "It never", "bold": True}, {"text": " does."}]
    state = {
        "doc": {"body": [{"children": spans}, {"children": [{"text": PROSE * 5 + "So be it."}]}]}
    }
    assert blocks(SHELL.format(embed(state))) == [
        "Home", f"{PROSE * 4}It never does.", f"{PROSE * 5}So be it.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        f"<article><p>{PROSE * 8}</p></article>{embed(STATE)}",
        SHELL.format(embed({"a": {"code": "x[0]={y:1}; " * 300, "url": "/a" * 900}})),
        SHELL.format(embed({"cookie": {"text": PROSE * 20}})),
        SHELL.format("<script>window.a = {unquoted: 1}; b = {</script>"),
        SHELL.format(f"<script>{'a={' * 50_000}</script>"),
        SHELL.format(embed("[" * 50_000, "parsed")),
        SHELL.format(f"<script>x={'[' * 100_000}</script>"),
    ],
)
def test_a_state_is_not_read_where_it_is_no_article(page: str) -> None:
    assert not any("in embedded data" in row for row in flags(page))


def test_an_article_in_json_ld_of_html_is_read_as_html() -> None:
    data = json.dumps({"articleBody": "<p>Rates <b>ro</b>se.</p><p>By a point.</p>"})
    source = f'<script type="application/ld+json">{data}</script><p>Menu</p>'
    assert blocks(source) == ["Menu", "Rates rose.", "By a point."]


FRAMES = '<html><head></head><frameset cols="1,2"><frame src="a"><noframes>{}</noframes></frameset></html>'


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("text", "Mill\n\nIt turns on.\n"),
        ("markdown", "# Mill\n\nIt turns **on**.\n"),
        ("html", FRAMES.format("<h1>Mill</h1><p>It turns <b>on</b>.</p>")),
    ],
)
def test_of_frames_what_stands_for_those_without_them_is_read(
    shell: Shell, to: str, expected: str
) -> None:
    source = FRAMES.format("<h1>Mill</h1><p>It turns <b>on</b>.</p><p>Read more</p>")
    ended = shell.run("--from", "html", "--to", to, "--explain", stdin=source)
    assert ended.out == expected
    assert "in noframes > p" in ended.err


XHTML = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">{}</html>'


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<head><script src="a.js"/><title/></head><body><p>a</p></body>', ["a"]),
        ('<body><div class="box"/><a name="top"/><p>a <b/>b</p></body>', ["a b"]),
        ('<body><p title="a/>b">a<br/>b</p><textarea/><p>c</p></body>', ["a", "b", "c"]),
        ("<body><p><![CDATA[a < b & c]]></p></body>", ["a < b & c"]),
        ("<body><script>//<![CDATA[\nif (a<b) '<p/>' //]]></script><p>a</p></body>", ["a"]),
    ],
)
def test_tags_of_xhtml_that_close_themselves_swallow_nothing(
    inside: str, expected: list[str]
) -> None:
    assert blocks(XHTML.format(inside)) == expected


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 1 << 32))
def test_pages_made_up_to_harm_keep_the_contract(seed: int) -> None:
    dice = random.Random(seed)
    made = fuzz_html.make(dice)
    fuzz_html.check(made.page(dice.choice((1, 5, 30))))
