"""Parsing: a page's source to its tree, whatever it is made of, at a cost that its size bounds."""

from selectolax.lexbor import LexborHTMLParser

from stripper.characters import UNSEEN
from stripper.formats.html.depth import flatten
from stripper.formats.html.shadow import open_roots
from stripper.formats.html.xml import read_xml
from stripper.formats.wrapping import unwrap

_TOOLBAR = ("<!-- BEGIN WAYBACK TOOLBAR INSERT -->", "<!-- END WAYBACK TOOLBAR INSERT -->")
"""The comments around what the Wayback Machine sets at the head of each page that it serves."""


def parse(source: str) -> LexborHTMLParser:
    """The tree of a page.

    >>> parse("<?xml version='1.0'?><html><div/><p>Rates rose.</p></html>").css_first("div").text()
    ''
    """
    source = source.lstrip(UNSEEN)  # a byte order mark would be a line of the page
    source = _drop_toolbar(read_xml(unwrap(source)))
    return LexborHTMLParser(flatten(open_roots(source)))


def _drop_toolbar(source: str) -> str:
    """A page as it was archived, out of one that the archive serves."""
    before, opens, rest = source.partition(_TOOLBAR[0])
    _, closes, behind = rest.partition(_TOOLBAR[1])
    return before + behind if opens and closes else source
