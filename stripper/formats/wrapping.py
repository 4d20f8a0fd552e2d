"""Wrapping: what feeds put around markup, and how the XML of an extractor begins."""

from html import unescape

import regex

_MARKED = regex.compile(r"(?:\s{0,200}<!\[CDATA\[)++")
_ESCAPED = regex.compile(r"(?i)\s{0,200}&(?:amp;)?lt;[a-z!?]")
_MOST_ESCAPES = 2
"""Times that a page is escaped: by the tool of its author, and by the feed."""
EXTRACT = (
    r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,20})?"
    r"<(?:TEI\s|doc(?:\s[^<>]{0,5000})?>\s{0,20}<main[\s/>])"
)
"""How the XML that trafilatura writes begins, its own kind or TEI."""


def unwrap(source: str) -> str:
    """Markup out of a marked section, and out of the escapes that make text of all its tags; a
    source that is neither is given back itself.

    >>> unwrap("<![CDATA[<p>Rates rose.</p>]]>"), unwrap("&lt;p&gt;Rates rose.&lt;/p&gt;")
    ('<p>Rates rose.</p>', '<p>Rates rose.</p>')
    """
    if marked := _MARKED.match(source):
        source = source[marked.end() :].rstrip().removesuffix("]]>")
    for _ in range(_MOST_ESCAPES):
        if _ESCAPED.match(source) and "<" not in source:
            source = unescape(source)
    return source
