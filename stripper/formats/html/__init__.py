"""HTML to blocks that remember their element: parse once, walk once, render, measure."""

from selectolax.lexbor import LexborHTMLParser

from stripper.blocks import Page
from stripper.formats.html.elements import measure_elements
from stripper.formats.html.evidence import ELEMENT_FLAGS
from stripper.formats.html.outline import outline
from stripper.formats.html.rendition import TextWriter
from stripper.formats.html.units import find_units


def split(source: str) -> Page:
    """Render an HTML page as text and split it into blocks.

    >>> page = split("<article><p>Rates rose.</p></article><aside>Share</aside>")
    >>> page.source, page.elements.path(0)
    ('Rates rose.\\n\\nShare\\n', 'body > article > p')
    """
    page = outline(LexborHTMLParser(source).root)
    units = find_units(page)
    return measure_elements(TextWriter(page).write(units), page, units)


__all__ = ["ELEMENT_FLAGS", "split"]
