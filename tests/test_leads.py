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
SHORT = PLAIN | {"links to short paths"}


@pytest.mark.parametrize(
    ("target", "facts"),
    [
        ("/weather", SHORT),
        ("weather.html", SHORT),
        ("/", SHORT | {"a link to the front page"}),
        ("https://gazette.example", SHORT | {"a link to the front page"}),
        ("/?page=2", SHORT | {"links with queries"}),
        ("/town/weir", PLAIN),
        ("/town/weir#map", PLAIN),
        ("/town/the-weir-is-low-again", PLAIN | {"links to long names"}),
        ("/town/20261130", PLAIN | {"links to long names"}),
        ("/town/weir.pdf", PLAIN | {"a link to no page"}),
        ("#notes", {"a link", "a link within its page", "links within its page alone"}),
        ("mailto:desk@gazette.example", {"a link", "a link to no page"}),
        ("javascript:void(0)", {"a link", "a link to no page"}),
        ("#", set()),
        ("", set()),
    ],
)
def test_one_link(target: str, facts: set[str]) -> None:
    assert tell([target]) == [facts]


def test_a_host_with_a_port_is_no_scheme() -> None:
    assert read_target("//gazette.example:8080/town/a").host == "gazette.example:8080"
    assert read_target("gazette.example:8080/town").kind == read_target("gazette/town").kind


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
    assert "links repeated on the page" not in once  # twice in one block is one place
    assert "links repeated on the page" in twice
    assert "links often repeated on the page" not in twice
    often = tell(["/town/b"], ["/town/b"], ["/town/b"])
    assert all("links often repeated on the page" in facts for facts in often)


def test_a_section_with_many_links() -> None:
    fact = "links into a section of many links"
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
    assert "links to long names" in half
    assert "links to long names" not in third


HTML = """<nav><a href="/">Home</a> <a href="/town">Town</a></nav>
<p>The weir is low, <a href="https://river.example/levels">says the board</a>, and
<b><a href="#notes">more</a></b>.</p>
<p>No link here.</p>
<table><tr><th>Day</th><th>Level</th></tr>
<tr><td><a href="/days/monday">Monday</a></td><td>12</td></tr>
<tr><td>Tuesday</td><td><a href="/days/tuesday">11</a></td></tr></table>"""
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
    assert html.leads is not None and markdown.leads is not None
    assert html.leads.tolist() == markdown.leads.tolist()
    assert [row > 0 for row in html.leads.tolist()] == [True, True, False, True]


@pytest.mark.parametrize(
    "written",
    [
        "[Town](/town/a)", "[Town]( </town/a> )", '<a class="menu" href="/town/a">Town</a>',
        "<a href=/town/a>Town</a>", "[![A mill](/mill.jpg)](/town/a)", "[To**w**n](/town/a 'T')",
    ],
)  # fmt: skip
def test_ways_to_write_a_link(written: str) -> None:
    page = split(f"{written} and more\n", "markdown")
    assert page.leads is not None
    assert page.leads.tolist() == describe_leads([["/town/a"]]).tolist()


def test_a_picture_is_no_link() -> None:
    page = split("![A mill](/mill.jpg) by the river\n", "markdown")
    assert page.leads is not None and page.leads.tolist() == [0]


def test_a_target_that_was_broken_at_hyphens_is_whole() -> None:
    source = "See [the town](/town/the-weir-\nis-low-again) for more.\n"
    found = find_inline(source, encode(source), np.array([0]), np.array([len(source)]))
    assert found.targets == [["/town/the-weir-is-low-again"]]


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
