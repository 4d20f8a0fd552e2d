"""What each HTML tag means for the rendition: what is left out, what breaks a line, what it is."""

from stripper.blocks import Kind

UNSEEN = frozenset((
    "head", "script", "style", "template", "svg", "iframe", "noframes", "audio", "video", "canvas",
    "annotation", "annotation-xml", "datalist", "title", "noembed", "-comment", "!doctype",
    "-document", "-undef", "object",
))  # fmt: skip
"""Elements whose contents no reader sees as text: code, data, and what stands in for media."""
MEDIA = frozenset(("svg", "iframe", "audio", "video", "canvas", "object"))
"""Elements among those that a reader sees something of, and that part the words around them."""
TIGHT = frozenset((
    "li", "tr", "td", "th", "dt", "dd", "option", "optgroup", "caption", "button", "summary",
    "legend", "menu", "tbody", "thead", "tfoot", "select", "textarea", "label",
))  # fmt: skip
"""Elements that begin a line, with no blank line before it."""
LOOSE = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "details", "dialog", "dir",
    "div", "dl", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "listing", "main", "nav", "noscript",
    "ol", "p", "plaintext", "pre", "search", "section", "table", "ul", "xmp",
))  # fmt: skip
"""Elements that begin a paragraph."""
VERBATIM = frozenset(("pre", "listing", "xmp", "plaintext", "textarea"))
LISTS = frozenset(("ul", "ol", "menu", "dir"))
HEADINGS = {f"h{n}": n for n in range(1, 7)}
KINDS = {
    "pre": Kind.CODE, "listing": Kind.CODE, "xmp": Kind.CODE, "plaintext": Kind.CODE,
    "blockquote": Kind.QUOTE, "li": Kind.ITEM, **dict.fromkeys(HEADINGS, Kind.HEADING),
}  # fmt: skip
STRONGER = {Kind.CODE: 4, Kind.QUOTE: 3, Kind.HEADING: 2, Kind.ITEM: 1, Kind.PARAGRAPH: 0}
"""What a block is called where it stands in several: code in a list is code, not an item."""
FORMATTING = frozenset((
    "b", "i", "em", "strong", "sub", "sup", "u", "s", "small", "big", "mark", "font", "tt", "code",
    "kbd", "samp", "var", "wbr", "q", "cite", "abbr", "acronym", "dfn", "del", "ins", "strike",
    "ruby", "rb", "rt", "rp", "bdi", "bdo", "nobr", "math",
))  # fmt: skip
"""Inline elements that may stand inside a word; between others a word ends."""
PROSE_HOLDERS = frozenset(("p", "li", "td", "th", "dd", "dt", "blockquote", "pre", "figcaption",
                           "h1", "h2", "h3", "h4", "h5", "h6"))  # fmt: skip
"""Elements that are one paragraph, so that the container of a text is the element around them."""
