"""HTML that was written as XML: tags close themselves, and names may have a prefix.

Served as such, or written by a library: lxml's `tostring` with `method="xml"`, a tree of html5lib.
"""

import re

from stripper.formats.html.markup import COMMENT, FLAGS, RAW, VOID
from stripper.formats.wrapping import EXTRACT

_XHTML = re.compile(
    r"\s{0,200}<\?xml\s|<!doctype\s[^>]{0,200}\bXHTML\b"
    r"|<(?:[a-z][\w.-]{0,20}:)?html\s[^>]{0,500}www\.w3\.org/1999/xhtml",
    FLAGS,
)
_HEAD = 2000
"""Characters within which a document says that it is XHTML."""
_PREFIX = re.compile(
    r"\sxmlns:([a-z][\w.-]{0,20})=[\"']http://www\.w3\.org/(?:1999/xhtml|2000/svg|1998/Math)", FLAGS
)
_PAIRED = re.compile(
    r"<(?:script|iframe|title|textarea|noscript|div|span|[aip])(?=[\s/])[^<>]{0,2000}/>", FLAGS
)
"""An element that closes itself though text may stand in it."""
_VOID = r"(?:meta|link|img|br|input|hr)(?=[\s>])"
_AND = "&&"
"""What XML would escape in the scripts of nearly any page of HTML."""
_CLOSED = re.compile(
    rf"""(?:[^<]++|<(?:{COMMENT}|(?!{_VOID}|!--)|{_VOID}(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+(?<=/)>))*+""",
    FLAGS,
)
"""As much of a page as holds no element that nothing stands in and that does not close itself: in
nearly any page of HTML the first one ends it."""
_QUOTED = r"""(?:\s++[^\s"'<>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'))?+)*+"""
_IN_XML = re.compile(
    rf"<(?:(?P<name>[a-z][\w:.-]*+)(?P<attributes>{_QUOTED})\s*+(?P<closed>/)?>"
    rf"|{COMMENT}|!\[CDATA\[(?P<data>(?:[^\]]++|\](?!\]>))*+)(?:\]\]>|\Z))",
    FLAGS,
)
_EXTRACT = re.compile(EXTRACT)
_NAMES = {
    "head": "h2", "list": "ul", "item": "li", "quote": "blockquote", "row": "tr", "cell": "td",
    "lb": "br", "hi": "b", "graphic": "img", "comments": 'section class="comments"',
    "teiHeader": "template",
}  # fmt: skip
"""What elements of trafilatura's XML, and of TEI as it writes it, are in HTML."""
_NAMED = re.compile(rf"<(/?)({'|'.join(_NAMES)})(?=[\s/>])")
_TARGET = re.compile(r"<(/?)ref(?=[\s>])(?:(\s[^<>]{0,100}?)target=)?")
_RAW_ENDS = {name: re.compile(rf"</{name}\s*+>", FLAGS) for name in RAW}


def read_xml(source: str) -> str:
    """XML as HTML: names have no prefix, a tag that closes itself gets a closing tag, and marked
    text is text. What is no XML stays as it is.

    >>> read_xml('<html><head><meta charset="utf-8"/><title/></head><body>Rates</body></html>')
    '<html><head><meta charset="utf-8"/><title></title></head><body>Rates</body></html>'
    """
    if _EXTRACT.match(source):
        return _close_empty(_read_extract(source))
    head = source[:_HEAD]
    if not _XHTML.search(head) and not _is_closed(source):
        return source
    if prefixes := "|".join(map(re.escape, dict.fromkeys(_PREFIX.findall(head)))):
        source = re.sub(rf"(?<=<)(?:{prefixes}):|(?<=</)(?:{prefixes}):", "", source)
    return _close_empty(source)


def _read_extract(source: str) -> str:
    """The XML that trafilatura writes, with the names that HTML has for its elements."""

    def name(found: re.Match[str]) -> str:
        said = _NAMES[found[2]]
        return f"</{said.split()[0]}" if found[1] else f"<{said}"

    return _TARGET.sub(
        lambda f: f"<{f[1]}a" + (f"{f[2]}href=" if f[2] else ""), _NAMED.sub(name, source)
    )


def _is_closed(source: str) -> bool:
    """Whether elements close themselves as in XML alone, throughout the page."""
    closed = _CLOSED.match(source)
    if closed is None or closed.end() < len(source) or _AND in source:
        return False
    return bool(_PAIRED.search(source))


def _close_empty(source: str) -> str:
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
