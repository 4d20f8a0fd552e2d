"""What the links of a block lead to: the facts are told apart, and read alike from HTML and from
Markdown."""

import numpy as np
import pytest

from stripper.blocks import encode
from stripper.engines.model import shipped
from stripper.facts import measure
from stripper.features import build_features, feature_names
from stripper.formats import split
from stripper.formats.leads import LEADS, SECTION, describe_leads, read_target
from stripper.formats.links import find_inline


def tell(*targets: list[str]) -> list[set[str]]:
    """The names of the facts of each block."""
    rows = describe_leads(targets).tolist()
    return [{name for at, name in enumerate(LEADS) if row >> at & 1} for row in rows]


PLAIN = {"a link", "links within its site alone"}
SHORT = PLAIN | {"half its links to short paths"}


@pytest.mark.parametrize(
    ("target", "facts"),
    [
        ("/weather", SHORT),
        ("weather.html", SHORT),
        ("/", SHORT | {"a link to the front page"}),
        ("https://gazette.example", SHORT | {"a link to the front page"}),
        ("/?page=2", SHORT | {"half its links with queries"}),
        ("/town/weir", PLAIN),
        ("/town/weir#map", PLAIN),
        ("/town/the-weir-is-low-again", PLAIN | {"half its links to long names"}),
        ("/town/20261130", PLAIN | {"half its links to long names"}),
        ("/town/weir.pdf", PLAIN | {"a link to no page"}),
        ("#notes", {"a link", "a link within its page", "links within its page alone"}),
        ("mailto:desk@gazette.example", {"a link", "a link to no page"}),
        ("tel:5551234567", {"a link", "a link to no page"}),
        ("gazette.example:8080/town", PLAIN),
        ("javascript:void(0)", {"a link", "a link to no page"}),
        ("#", set()),
        ("", set()),
    ],
)
def test_one_link(target: str, facts: set[str]) -> None:
    assert tell([target]) == [facts]


def test_a_host_with_a_port_is_no_scheme() -> None:
    assert read_target("//gazette.example:8080/town/a").host == "gazette.example:8080"


def test_the_site_is_the_host_that_most_links_name() -> None:
    here, there = "https://www.gazette.example/town/a", "https://other.example/town/b"
    below = "https://sport.gazette.example/town/c"
    own, beside, outer, mixed = tell([here], [below], [there], [f"{here}b", f"{there}c"])
    assert own == beside == PLAIN
    assert {"links to other sites alone", "a link to another site"} <= outer
    assert "a link to another site" in mixed
    assert "links to other sites alone" not in mixed


def test_links_repeated_in_other_blocks() -> None:
    once, twice, *_ = tell(["/town/a", "/town/a"], ["/town/b"], ["/town/b"])
    assert "half its links repeated on the page" not in once  # twice in one block is one place
    assert "half its links repeated on the page" in twice
    assert "half its links often repeated on the page" not in twice
    often = tell(["/town/b"], ["/town/b"], ["/town/b"])
    assert all("half its links often repeated on the page" in facts for facts in often)


def test_a_section_with_many_links() -> None:
    fact = "half its links into a section of many links"
    many = [[f"/town/{at}"] for at in range(SECTION)]
    assert all(fact in facts for facts in tell(*many))
    assert not any(fact in facts for facts in tell(*many[1:]))


def test_how_many_links() -> None:
    one, two, four = tell(["/a/b"], ["/a/c", "/a/d"], ["/b/a", "/b/b", "/b/c", "/b/d"])
    assert not {"two links or more", "four links or more"} & one
    assert "two links or more" in two
    assert "four links or more" not in two
    assert "four links or more" in four


def test_half_of_the_links_are_enough() -> None:
    half, third = tell(
        ["/town/the-weir-is-low-again", "/a/b"], ["/town/rain-is-on-its-way", "/a/c", "/a/d"]
    )
    assert "half its links to long names" in half
    assert "half its links to long names" not in third


def test_one_link_to_another_site_among_links_without_a_host() -> None:
    *own, other = tell(["/town/a"], ["/b/c"], ["/d/e"], ["https://river.example/levels/q"])
    assert all(facts == PLAIN for facts in own)
    assert {"links to other sites alone", "a link to another site"} <= other


def test_links_of_the_own_site_with_its_host_and_without() -> None:
    host = "https://gazette.example"
    *own, other = tell(["/town/a"], [f"{host}/town/a#top"], ["/b/c"], ["https://river.example/q/"])
    assert all("links within its site alone" in facts for facts in own)
    assert "half its links repeated on the page" in own[0] & own[1]
    assert "links to other sites alone" in other


def test_the_front_page_of_another_site_is_not_ours() -> None:
    *_, other = tell(["/a/b"], ["/a/c"], ["/a/d"], ["https://river.example/"])
    assert "a link to the front page" not in other


def test_many_links_to_the_front_page_are_no_section() -> None:
    fact = "half its links into a section of many links"
    assert not any(fact in facts for facts in tell(*[["/"]] * SECTION))


def test_pictures_count_where_they_lead() -> None:
    fact = 1 << LEADS.index("half its links repeated on the page")
    assert not describe_leads([["/town/a"]])[0] & fact
    assert describe_leads([["/town/a"]], ["/town/a"])[0] & fact
    html = split(
        '<a href="/town/1"><img src="1.jpg"></a><h3><a href="/town/1">Weir</a></h3>', "html"
    )
    markdown = split("[![](/1.jpg)](/town/1)\n\n### [Weir](/town/1)\n", "markdown")
    assert html.leads is not None and markdown.leads is not None
    assert html.leads[-1] == markdown.leads[-1]
    assert html.leads[-1] & fact


HTML = """<nav><a href="/">Home</a> <a href="/town">Town</a></nav>
<p>The weir is low, <a href="https://river.example/levels">says the board</a>, and
<b><a href="#notes">more</a></b>.</p>
<p>No link here.</p>
<table><tr><th>Day</th><th>Level</th></tr>
<tr><td><a href="/days/monday">Monday</a></td><td>12</td></tr>
<tr><td>Tuesday</td><td><a href="/days/tuesday">11</a></td></tr></table>"""
ARTICLE = (
    "<article>"
    + f"<p>{'The weir is low, and so is the mill. ' * 9}</p>" * 4
    + ("<p>More of <a href=/weir/a>the weir</a> in the paper of Monday.</p></article>")
)
MARKDOWN = """[Home](/) [Town](/town)

The weir is low, [says the board](https://river.example/levels "Levels"), and **[more](#notes)**.

No link here.

| Day | Level |
| --- | --- |
| [Monday](/days/monday) | 12 |
| Tuesday | [11](</days/tuesday>) |
"""


def test_html_and_markdown_say_the_same() -> None:
    html, markdown = split(HTML, "html"), split(MARKDOWN, "markdown")
    rendered = split(HTML, "html", (True, True, False))
    assert html.leads is not None and markdown.leads is not None and rendered.leads is not None
    assert html.leads.tolist() == markdown.leads.tolist() == rendered.leads.tolist()
    assert [row > 0 for row in html.leads.tolist()] == [True, True, False, True]


@pytest.mark.parametrize(
    "written",
    [
        "[Town](/town/a)", "[Town]( </town/a> )", '<a class="menu" href="/town/a">Town</a>',
        "<a href=/town/a>Town</a>", '<a data-href="/other" href="/town/a">Town</a>',
        '<a href="/town/a" title="an href=x here">Town</a>', "<A HREF='/town/a'>Town</A>",
        "[Town][a]\n\n[a]: /town/a\n\nRain", "[Town][]\n\n[town]: </town/a> 'T'\n\nRain", "[![A mill](/mill.jpg)](/town/a)", "[To**w**n](/town/a 'T')",
    ],
)  # fmt: skip
def test_ways_to_write_a_link(written: str) -> None:
    page = split(f"{written} and more\n", "markdown")
    assert page.leads is not None
    assert page.leads[0] == describe_leads([["/town/a"]])[0]


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("https://a.example/b", "https://a.example/b"),
        ("(see https://a.example/b).", "https://a.example/b"),
        ("**https://a.example/b**", "https://a.example/b"),
        ("<https://a.example/b>", "https://a.example/b"),
        ("[https://a.example/b](https://a.example/c)", "https://a.example/c"),
        ("[see **https://a.example/b**](/c)", "/c"),
        ('<a href="/c">https://a.example/b</a>', "/c"),
        ('<a href="/c?a=1&amp;b=2">Town</a>', "/c?a=1&b=2"),
        ('<a href="/it\'s">Town</a>', "/it's"),
        ('<a data-href="/c">Town</a>', None),
    ],
)
def test_a_link_is_one_link(written: str, target: str | None) -> None:
    span = np.array([0]), np.array([len(written)])
    assert find_inline(written, encode(written), *span).targets == [[target] if target else []]


def test_a_picture_is_no_link() -> None:
    page = split("![A mill](/mill.jpg) by the river\n", "markdown")
    assert page.leads is not None and page.leads.tolist() == [0]


def test_a_target_that_was_broken_at_hyphens_is_whole() -> None:
    source = "See [the town](/town/the-weir-\nis-low-again) for more.\n"
    found = find_inline(source, encode(source), np.array([0]), np.array([len(source)]))
    assert found.targets == [["/town/the-weir-is-low-again"]]


@pytest.mark.parametrize("html", [
    f"<frameset><frame src=a><noframes>{ARTICLE}</noframes></frameset>",
    f"<p>Rates</p><noscript>{ARTICLE}</noscript>",
    f"<p>Rates</p><div><template shadowrootmode=open>{ARTICLE}</template></div>",
])  # fmt: skip
def test_links_of_what_is_embedded(html: str) -> None:
    page = split(html, "html")
    assert page.leads is not None
    assert page.leads.tolist()[-1] == describe_leads([["/weir/a"]])[0]


def test_one_link_around_many_blocks_takes_no_more_for_each() -> None:
    target = " /" + "x" * 100_000
    page = split(f"<a href='{target}'>" + "<p>some text</p>" * 2000, "html")
    assert page.leads is not None
    assert len(page.leads) == 2000
    assert (page.leads & 1).all()


def test_text_says_nothing() -> None:
    assert split("News [https://gazette.example/news]\n", "text").leads is None


def test_the_model_sees_them() -> None:
    pages = [split("Rates rose.\n", "text"), split(MARKDOWN, "markdown")]
    facts = measure(pages)
    network = shipped()
    features = build_features(
        facts, np.zeros(len(facts), np.uint64), network.lexical, network.names
    )
    at = feature_names().index(LEADS[0])
    told = features[:, at : at + len(LEADS)]
    assert not told[0].any()
    bits = told[1:] @ (1 << np.arange(len(LEADS)))
    assert bits.tolist() == pages[1].leads.tolist()  # type: ignore[union-attr]


def test_blocks_that_are_left_keep_theirs() -> None:
    page = split(HTML, "html")
    low, high = int(page.start[1]), int(page.start[2])
    left = page.without([(low, high)])
    assert left.leads is not None and page.leads is not None
    assert left.leads.tolist() == page.leads[[0, 2, 3]].tolist()
