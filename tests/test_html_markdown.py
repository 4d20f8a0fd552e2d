"""The Markdown of HTML: right as written, and read back by a Markdown parser as the same page."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from stripper.blocks import Page
from stripper.formats.html import split

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def markdown(source: str, *, links: bool = True) -> str:
    return split(source, markdown=True, links=links).source


def say(page: Page) -> list[list[str]]:
    """The words of each block, without markup."""
    shown = np.ones(len(page.codes), bool)
    for start, end in page.hidden:
        shown[start:end] = False
    return [
        "".join(page.source[at] for at in range(b.start, b.end) if shown[at]).split() for b in page
    ]


def letters(page: Page) -> str:
    return "".join(word for words in say(page) for word in words)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h2>A <i>b</i></h2>", "## A *b*\n"),
        ("<h1>Two<br>lines</h1>", "# Two lines\n"),
        ("<h3>C #</h3>", "### C \\#\n"),
        ("<p>a <b> b </b>c<i>d</i>e", "a **b** c*d*e\n"),
        ("<p><b>a</b><b>b</b> <del>c</del>", "**ab** ~~c~~\n"),
        ("<p>x<b>(y)</b>z", "x(y)z\n"),
        ("<p><a href='/a b(1)'>in <b>bold</b></a>!", "[in **bold**](/a%20b%281%29)!\n"),
        ("<p>wow!<a href=/x>y</a> <a href='javascript:x()'>z</a> <a>w</a>", "wow\\![y](/x) z w\n"),
        ("<p>Use <code>a`b</code> or <code><a href=/c>c</a></code>", "Use ``a`b`` or [`c`](/c)\n"),
        ("<p>*a* _b_ c_d [e] &lt;f> &amp;lt; `g` 2 * 3 ~~h~~ \\", "\\*a\\* \\_b\\_ c_d \\[e\\] \\<f> \\&lt; \\`g\\` 2 \\* 3 \\~\\~h\\~\\~ \\\\\n"),
        ("<p>1. a<p># b<p>- c<p>---<p>> d<p>-e", "1\\. a\n\n\\# b\n\n\\- c\n\n\\---\n\n\\> d\n\n-e\n"),
        ("<p>one<br>two<br><br>three", "one  \ntwo\n\nthree\n"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c\n"),
        ("<ol start=9><li>a<li>b<p>c</ol>", "9. a\n10. b\n\n    c\n"),
        ("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n* b\n"),
        ("<ul><li>a<ul><li>b</ul>c</ul>", "- a\n  - b\n\n  c\n"),
        ("<ol><li>a<pre>x\n y</pre></ol>", "1. a\n\n   ```\n   x\n    y\n   ```\n"),
        ("<blockquote><p>a<p>b</blockquote><p>c", "> a\n>\n> b\n\nc\n"),
        ("<pre><code class='language-py'>if a:\n    b</code></pre>", "```py\nif a:\n    b\n```\n"),
        ("<pre>```\nx</pre>", "````\n```\nx\n````\n"),
        ("<table><tr><th>a|b<th>c<tr><td>1<td><b>2</b></table>", "| a\\|b | c |\n| --- | --- |\n| 1 | **2** |\n"),
        ("<table><tr><td>1<td>2<tr><td colspan=2>3</table>", "|  |  |\n| --- | --- |\n| 1 | 2 |\n| 3 |  |\n"),
        ("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", "|  |  |\n| --- | --- |\n| a | b |\n|  | c |\n"),
        ("<table><tr><th>a<th rowspan=2 colspan=2>b<tr><td>c<tr><td>d<td>e<td>f</table>",
         "| a | b |  |\n| --- | --- | --- |\n| c |  |  |\n| d | e | f |\n"),
        ("<blockquote>a<blockquote>b</blockquote><blockquote>c</blockquote></blockquote>", "> a\n>\n> > b\n>\n> > c\n"),
        ("<a href=/x><h3>Head</h3><p>Teaser</p></a>", "### [Head](/x)\n\n[Teaser](/x)\n"),
        ("<nav><a href=/>Home</a><a href=/n>News</a></nav>", "[Home](/) [News](/n)\n"),
    ],
)  # fmt: skip
def test_markdown_is_written_as_commonmark_reads_it(source: str, expected: str) -> None:
    assert markdown(source) == expected


def test_links_are_dropped_on_request() -> None:
    assert markdown("<p>See <a href=/x>the <b>rest</b></a>.", links=False) == "See the **rest**.\n"


WORDS = st.text("ab1 *_`~#>|[]()!<&\\.-+=:\"'é中", min_size=1, max_size=8).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
)
INLINE = st.deferred(
    lambda: st.one_of(
        WORDS, WORDS,
        st.tuples(st.sampled_from(["b", "i", "code", "a href=/x", "del", "span", "strong", "em"]), INLINES)
        .map(lambda t: f"<{t[0]}>{t[1]}</{t[0].split()[0]}>"),
    )
)  # fmt: skip
INLINES = st.lists(INLINE, min_size=1, max_size=4).map("".join)
BLOCK = st.deferred(
    lambda: st.one_of(
        INLINES.map(lambda t: f"<p>{t}</p>"), INLINES.map(lambda t: f"<h2>{t}</h2>"),
        st.tuples(INLINES, INLINES).map(lambda t: f"<p>{t[0]}<br>{t[1]}</p>"),
        WORDS.map(lambda t: f"<pre>{t}</pre>"),
        st.lists(st.one_of(INLINES, BLOCKS), min_size=1, max_size=3)
        .flatmap(lambda items: st.sampled_from(["ul", "ol"]).map(
            lambda t: f"<{t}><li>" + "<li>".join(items) + f"</{t}>")),
        st.tuples(INLINES, INLINES).map(
            lambda t: f"<table><tr><th>{t[0]}<th>a<tr><td>b<td>{t[1]}</table>"),
    )
)  # fmt: skip
BLOCKS = st.lists(BLOCK, min_size=1, max_size=3).map("".join)


@settings(deadline=None, max_examples=300, derandomize=True)
@given(BLOCKS)
def test_a_markdown_reader_sees_the_same_words(source: str) -> None:
    page, plain = split(source, markdown=True), split(source)
    assert say(page) == say(plain)
    assert page.elements is not None and plain.elements is not None
    assert page.elements.flags.tolist() == plain.elements.flags.tolist()
    again = split(READER.render(page.source))
    assert letters(again) == letters(plain), page.source


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("target", ["/go", "javascript:go()", ""])
def test_a_link_is_one_whether_or_not_its_target_is_written(target: str, links: bool) -> None:
    page = split(f'<p>Rates rose. <a href="{target}">Add to favourites</a>', True, links)
    assert [page.source[start:end] for start, end in page.links] == ["Add to favourites"]
    assert ("](/go)" in page.source) is (links and target == "/go")
