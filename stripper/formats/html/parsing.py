"""Parsing: a page's source to its tree, whatever it is made of, at a cost that its size bounds."""

import re

from selectolax.lexbor import LexborHTMLParser

from stripper.characters import UNSEEN
from stripper.formats.html.depth import flatten
from stripper.formats.html.markup import COMMENT, FLAGS, RAW, VOID

_XHTML = re.compile(
    r"\s{0,200}<\?xml\s|<!doctype\s[^>]{0,200}\bXHTML\b|<html\s[^>]{0,500}www\.w3\.org/1999/xhtml",
    FLAGS,
)
_HEAD = 2000
"""Characters within which a document says that it is XHTML."""
_QUOTED = r"""(?:\s++[^\s"'<>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'))?+)*+"""
_IN_XML = re.compile(
    rf"<(?:(?P<name>[a-z][\w:.-]*+)(?P<attributes>{_QUOTED})\s*+(?P<closed>/)?>"
    rf"|{COMMENT}|!\[CDATA\[(?P<data>(?:[^\]]++|\](?!\]>))*+)(?:\]\]>|\Z))",
    FLAGS,
)
_RAW_ENDS = {name: re.compile(rf"</{name}\s*+>", FLAGS) for name in RAW}


def parse(source: str) -> LexborHTMLParser:
    """The tree of a page.

    >>> parse("<?xml version='1.0'?><html><div/><p>Rates rose.</p></html>").css_first("div").text()
    ''
    """
    source = source.lstrip(UNSEEN)  # a byte order mark would be a line of the page
    if _XHTML.search(source[:_HEAD]):
        source = _close_empty(source)
    return LexborHTMLParser(flatten(source))


def _close_empty(source: str) -> str:
    """XHTML as HTML: a tag that closes itself gets a closing tag, and marked text is text."""
    parts: list[str] = []
    done = at = 0
    while found := _IN_XML.search(source, at):
        at = found.end()
        name, data = (found["name"] or "").lower(), found["data"]
        if data is not None:
            said = data.replace("&", "&amp;").replace("<", "&lt;")
        elif found["closed"] and name not in VOID:
            said = f"<{found['name']}{found['attributes']}></{found['name']}>"
        else:
            if name in RAW:
                end = _RAW_ENDS[name].search(source, at)
                at = end.end() if end else len(source)
            continue
        parts += (source[done : found.start()], said)
        done = at
    return "".join([*parts, source[done:]])
