"""Forms in which a page of HTML comes: as XML, escaped, in shadow roots, out of archives and feeds."""

import pytest

from stripper import strip
from stripper.formats import guess
from stripper.formats.evidence import BIT
from stripper.formats.html import split

PAGE = (
    "<html><head><title>Rates</title></head><body><nav><a href='/'>News</a></nav>"
    "<main><h1>Rates rise</h1><p>Rates rose in Holm.</p></main></body></html>"
)
XML = """\
<html><head><meta charset="utf-8"/><title/><script src="a.js"/><!-- <br> --></head>
<body><iframe src="b"/><p>Rates rose<br/>in Holm.</p><div/></body></html>"""
PREFIXED = """\
<html:html xmlns:html="http://www.w3.org/1999/xhtml" xmlns:ns1="http://www.w3.org/2000/svg">
<html:head><html:script src="a.js" /></html:head>
<html:body><ns1:svg><ns1:title>Logo</ns1:title></ns1:svg><html:p>Rates rose.</html:p></html:body>
</html:html>"""
EXTRACT = """\
<doc sitename="Holm" fingerprint="2a54"><main><head rend="h2">Rates</head><p>They <hi>rose</hi>.</p>
<list><item>In <ref target="/holm">Holm</ref></item></list><lb/></main></doc>"""
SHADOW = """\
<x-card><template shadowrootmode="open"><style>p {}</style><template><i>Row</i></template>
<p>Rates rose.</p></template></x-card><template><p>Not shown</p></template><p>Prices fell.</p>"""


def blocks(source: str) -> list[str]:
    page = split(source)
    return [page.text(row).strip() for row in range(len(page))]


def escape(source: str) -> str:
    return source.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_xml_without_a_declaration_is_told_by_its_tags() -> None:
    assert blocks(XML) == ["Rates rose", "in Holm."]
    assert blocks(XML.replace("<br/>", "<br>")) == []  # as browsers read it


def test_names_with_a_prefix_are_those_of_html() -> None:
    assert blocks(PREFIXED) == ["Rates rose."]
    assert guess(PREFIXED) == "html"


def test_the_xml_of_an_extractor_has_headings_items_and_links() -> None:
    assert guess(EXTRACT) == "html"
    page = split(EXTRACT, markdown=True)
    assert page.source == "## Rates\n\nThey **rose**.\n\n- In [Holm](/holm)\n"


@pytest.mark.parametrize("declared", ["shadowrootmode=open", 'shadowroot="closed"'])
def test_shadow_roots_are_seen_and_other_templates_are_not(declared: str) -> None:
    source = SHADOW.replace('shadowrootmode="open"', declared)
    assert blocks(source) == ["Rates rose.", "Prices fell."]


def test_shadow_roots_are_written_back() -> None:
    source = SHADOW.replace("Prices fell", "Share this article")
    left = strip(source, format="html", to="html").text
    assert left == SHADOW.replace("<p>Prices fell.</p>", "")


@pytest.mark.parametrize(
    "wrapped", [escape(PAGE), escape(escape(PAGE)), f"<![CDATA[{PAGE}]]>", f"<![CDATA[{escape(PAGE)}]]>"]
)  # fmt: skip
def test_a_page_is_taken_out_of_its_wrapping(wrapped: str) -> None:
    assert guess(wrapped) == "html"
    assert blocks(wrapped) == blocks(PAGE) == ["News", "Rates rise", "Rates rose in Holm."]


@pytest.mark.parametrize(
    "wrapped", [escape(PAGE), PAGE.replace("<", "<h:").replace("<h:/", "</h:")]
)
def test_a_page_without_its_wrapping_is_written_whole(wrapped: str) -> None:
    wrapped = wrapped.replace("<h:html", '<h:html xmlns:h="http://www.w3.org/1999/xhtml"')
    left = strip(wrapped, format="html", to="html")
    assert [r.text.strip() for r in left.removals] == ["News"]
    assert left.text.startswith("<html") and "<main><h1>Rates rise</h1>" in left.text


def test_escapes_beside_tags_are_text() -> None:
    assert blocks("<p>&lt;b&gt; is bold.</p>") == ["<b> is bold."]
    assert blocks("&lt;b&gt; is <b>bold</b>.") == ["<b> is bold."]


def test_the_toolbar_of_an_archive_is_none_of_the_page() -> None:
    begin, end = (f"<!-- {word} WAYBACK TOOLBAR INSERT -->" for word in ("BEGIN", "END"))
    served = PAGE.replace("<nav>", f"{begin}<div id=wm-ipp>12 captures</div>{end}<nav>")
    assert blocks(served) == blocks(PAGE)
    assert "12 captures" in blocks(served.replace(end, ""))


def test_what_amp_does_not_display_is_hidden() -> None:
    page = split('<amp-sidebar layout="nodisplay"><p>Menu</p></amp-sidebar><p>Rates rose.</p>')
    assert page.elements is not None
    hidden = (page.elements.flags & BIT["hidden"]) > 0
    assert hidden.tolist() == [True, False]
