"""HTML to blocks that remember their element: parse once, walk once, render, measure."""

from dataclasses import replace

from stripper.blocks import Page
from stripper.formats.html.elements import measure_elements
from stripper.formats.html.embedded import add_embedded
from stripper.formats.html.markdown import MarkdownWriter
from stripper.formats.html.outline import Outline, outline
from stripper.formats.html.parsing import parse
from stripper.formats.html.rendition import TextWriter
from stripper.formats.html.statements import Stated, find_stated, note_statements
from stripper.formats.html.targets import find_targets
from stripper.formats.html.units import Unit, find_units
from stripper.formats.leads import describe_leads


def split(source: str, markdown: bool = False, links: bool = True, images: bool = False) -> Page:
    """Render an HTML page whole, as text or Markdown, and note its blocks and their elements.

    `links` says whether Markdown keeps the targets of links, `images` whether the alternative texts
    of images are text of the page.

    >>> page = split("<article><p>Rates rose.</p></article><aside>Share</aside>")
    >>> page.source, page.elements.path(0)
    ('Rates rose.\\n\\nShare\\n', 'body > article > p')
    """
    rendered, units, page, stated = render(source, markdown, links, images)
    measured = note_statements(measure_elements(rendered, page, units), stated)
    return replace(measured, leads=describe_leads(*find_targets(page, units)))


def render(
    source: str, markdown: bool = False, links: bool = True, images: bool = False
) -> tuple[Page, list[Unit], Outline, Stated]:
    """The same without what is known of the elements, and what it was made from: the unit of each
    block, the outline of the page and what its head and data state."""
    parser = parse(source)
    page = outline(parser.root, images=images, attributes=markdown)
    stated = find_stated(parser)
    add_embedded(parser, source, page, stated["article"])
    units = find_units(page)
    writer = MarkdownWriter(page, links=links) if markdown else TextWriter(page)
    return writer.write(units), units, page, stated
