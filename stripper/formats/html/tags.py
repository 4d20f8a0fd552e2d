"""What each HTML tag means for the rendition: what is left out, what begins a line, what it is."""

from dataclasses import dataclass, field
from typing import NamedTuple

from stripper.blocks import Kind
from stripper.formats.evidence import BIT

LINE, PARAGRAPH = 1, 2
"""Line ends between two runs of text: a new line, or a blank line as well."""

_UNSEEN = (
    "head", "script", "style", "template", "noframes", "annotation", "annotation-xml", "datalist",
    "title", "noembed", "link", "meta", "base", "source", "track", "param", "area", "col", "wbr",
    "frame", "-comment", "!doctype", "-document", "-undef",
)  # fmt: skip
_MEDIA = ("img", "svg", "iframe", "audio", "video", "canvas", "object", "input", "embed")
_TIGHT = (
    "li", "tr", "td", "th", "dt", "dd", "option", "optgroup", "caption", "button", "summary",
    "legend", "tbody", "thead", "tfoot", "select", "textarea", "label",
)  # fmt: skip
_LOOSE = (
    "address", "article", "aside", "blockquote", "body", "center", "details", "dialog", "dir",
    "div", "dl", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "listing", "main", "menu", "nav",
    "noscript", "ol", "p", "plaintext", "pre", "search", "section", "table", "ul", "xmp",
)  # fmt: skip
_FORMATTING = (
    "b", "i", "em", "strong", "sub", "sup", "u", "s", "small", "big", "mark", "font", "tt", "code",
    "kbd", "samp", "var", "q", "abbr", "acronym", "dfn", "del", "ins", "strike",
    "ruby", "rb", "rt", "rp", "bdi", "bdo", "nobr", "math",
)  # fmt: skip
_VERBATIM = ("pre", "listing", "xmp", "plaintext")
_LISTS = ("ul", "ol", "menu", "dir")
HEADINGS = {f"h{n}": n for n in range(1, 7)}
_KINDS = {
    "pre": Kind.CODE, "listing": Kind.CODE, "xmp": Kind.CODE, "plaintext": Kind.CODE,
    "blockquote": Kind.QUOTE, "li": Kind.ITEM, **dict.fromkeys(HEADINGS, Kind.HEADING),
}  # fmt: skip
_STRENGTH = {Kind.CODE: 4, Kind.QUOTE: 3, Kind.HEADING: 2, Kind.ITEM: 1, Kind.PARAGRAPH: 0}
_FACTS = {
    "nav": "in nav", "header": "in header", "footer": "in footer", "aside": "in aside",
    "main": "in main", "article": "in article", "section": "in section", "form": "in form",
    "search": "in form", "fieldset": "in form", "figure": "in figure",
    "figcaption": "in figcaption", "table": "in table", **dict.fromkeys(_LISTS, "in list"),
    "dl": "in definitions", "blockquote": "in quote", "button": "in control",
    "label": "in control", "select": "in control", "textarea": "in control",
    "dialog": "in dialog", "noscript": "in noscript", "a": "in link",
}  # fmt: skip
_NAMED = ("a", "ol", "li", "code", "pre", "div", "td", "th", "table")
PARAGRAPHS = frozenset(("p", "li", "td", "th", "dd", "dt", "blockquote", "pre", "figcaption",
                        *HEADINGS))  # fmt: skip
"""Elements that are one paragraph, so that the container of a text is the element around them."""


WHOLE, UNSEEN, MEDIA, BREAK, NOSCRIPT = range(5)
"""How an element is read. Of `UNSEEN`, code and data, a reader sees nothing; of `MEDIA` something,
but not the text that stands in it. (Numbers, for the sake of the walk's pace.)"""


class Rule(NamedTuple):
    """What a tag means."""

    reading: int = WHOLE
    gap: int = 0
    """Line ends before and after it; 0 where it stands within a line."""
    facts: int = 0
    parts: bool = True
    """Whether an element within a line ends the word before it, as formatting does not."""
    changes: bool = False
    """Whether what stands in it has another context."""
    named: bool = False
    """Whether a rendition needs its attributes."""


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What an element makes of the text in it."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    lists: int = 0
    """How many lists it stands in."""
    verbatim: bool = False
    _inner: dict[str, "Context"] = field(default_factory=dict)
    """The contexts in it by tag: a list has one for all of its items."""

    def enter(self, tag: str) -> "Context":
        """The context in an element. Code in a list is code, not an item; a paragraph in an item is
        one.
        """
        inner = self._inner.get(tag)
        if inner is None:
            kind, level = self.kind, self.level
            lists = self.lists + (tag in _LISTS)
            own = _KINDS.get(tag, Kind.PARAGRAPH)
            if own != Kind.PARAGRAPH and _STRENGTH[own] >= _STRENGTH[kind]:
                kind = own
                level = HEADINGS.get(tag, max(0, lists - 1) if own == Kind.ITEM else 0)
            inner = Context(kind, level, lists, self.verbatim or tag in _VERBATIM)
            self._inner[tag] = inner
        return inner


def _make_rules() -> dict[str, Rule]:
    readings = {
        **dict.fromkeys(_UNSEEN, UNSEEN), **dict.fromkeys(_MEDIA, MEDIA),
        "br": BREAK, "noscript": NOSCRIPT,
    }  # fmt: skip
    gaps = {**dict.fromkeys(_TIGHT, LINE), **dict.fromkeys(_LOOSE, PARAGRAPH)}
    return {
        tag: Rule(
            readings.get(tag, WHOLE), gaps.get(tag, 0),
            BIT[_FACTS[tag]] if tag in _FACTS else 0, tag not in _FORMATTING,
            tag in _KINDS or tag in _LISTS or tag in _VERBATIM, tag in _NAMED,
        )
        for tag in (*readings, *gaps, *_FORMATTING, *_FACTS, *_NAMED)
    }  # fmt: skip


RULES = _make_rules()
INLINE = Rule()
"""What any other tag means: `span`, `time`, the ones that a site makes up."""
LISTS = frozenset(_LISTS)
