"""HTML to blocks that remember their element: parse once, walk once, render, measure."""

from stripper.blocks import Page
from stripper.formats.html.elements import measure_elements
from stripper.formats.html.embedded import add_embedded
from stripper.formats.html.markdown import MarkdownWriter
from stripper.formats.html.outline import outline
from stripper.formats.html.parsing import parse
from stripper.formats.html.rendition import TextWriter
from stripper.formats.html.statements import note_statements
from stripper.formats.html.units import find_units


def split(source: str, markdown: bool = False, links: bool = True, images: bool = False) -> Page:
    """Render an HTML page whole, as text or Markdown, and note its blocks and their elements.

    `links` says whether Markdown keeps the targets of links, `images` whether the alternative texts
    of images are text of the page.

    >>> page = split("<article><p>Rates rose.</p></article><aside>Share</aside>")
    >>> page.source, page.elements.path(0)
    ('Rates rose.\\n\\nShare\\n', 'body > article > p')
    """
    parser = parse(source)
    page = outline(parser.root, images=images, attributes=markdown)
    add_embedded(parser, source, page)
    units = find_units(page)
    writer = MarkdownWriter(page, links=links) if markdown else TextWriter(page)
    return note_statements(measure_elements(writer.write(units), page, units), parser)
