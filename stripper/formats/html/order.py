"""Order: the markup of a huge page written out so that every tag is closed where it has to be.

What a parser does with tags that cross one another costs as much as a page has tags times their
depth. In a page that is put in order no tag is left for it to guess about, and none nests deeper
than a limit.
"""

import re
from collections import Counter

from stripper.formats.html.markup import (
    ATTRIBUTE,
    COMMENT,
    FLAGS,
    FOREIGN,
    FORMATS,
    NAME,
    RAW,
    TAG_END,
    VOID,
)

DEEPEST = 512
"""Open elements of a huge page; browsers stop nesting there too."""
_ROOM = 16
"""Elements of one paragraph, item or cell each that may be open beyond that."""
MOST_OPEN_FORMATS = 32
"""Open elements of a huge page that a parser opens again in each paragraph."""
_TOKEN = re.compile(
    rf"<(?:{COMMENT}|[!?][^>]*+(?:>|\Z)|/(?![a-z])[^>]*+(?:>|\Z)"
    rf"|(?P<close>/?)(?P<name>{NAME})(?P<attributes>(?:{ATTRIBUTE})*+)(?P<end>{TAG_END}))",
    FLAGS,
)
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", FLAGS) for name in RAW}
_CELLS = ("td", "th")
_ROWS = (*_CELLS, "tr")
_GROUPS = (*_ROWS, "tbody", "thead", "tfoot")
_ENDS: dict[str, tuple[str, ...]] = {
    "li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"), "option": ("option",),
    "optgroup": ("option", "optgroup"), "td": _CELLS, "th": _CELLS, "tr": _ROWS,
    "tbody": _GROUPS, "thead": _GROUPS, "tfoot": _GROUPS,
    **dict.fromkeys(
        ("address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure",
         "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol",
         "p", "pre", "section", "table", "ul"),
        ("p",),
    ),
}  # fmt: skip
"""What a tag ends without a closing tag, where it stands right in it."""
_LINES = frozenset(("p", "pre", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", *_ROWS))
_TABLE = frozenset(("table", "caption", *_GROUPS))
_WALLS = frozenset(("table", "caption", "template", "object", *_CELLS, *FOREIGN))
"""Elements that what stands in them does not end."""


def straighten(source: str) -> str:
    """The source with every tag closed, and without those that nest too deep.

    >>> straighten("<ul><li>a<li><i>b</ul>c</i>")
    '<ul><li>a</li><li><i>b</i></li></ul>c'
    """
    writer = _Writer()
    at = 0
    while found := _TOKEN.search(source, at):
        writer.parts.append(source[at : found.start()])
        at = found.end()
        name = (found["name"] or "").lower()
        if not name or not found["end"].endswith(">"):
            if source.startswith(("<!d", "<!D"), found.start()):
                writer.parts.append(found.group())
        elif found["close"]:
            writer.close(name)
        elif name in RAW and not writer.foreign:
            stop = _RAW_END[name].search(source, at)
            inside = source[at : stop.start() if stop else len(source)]
            at = at + len(inside)
            if writer.open(name, found["attributes"], closed=False):
                # of a comment in a script parsers do not agree where it ends
                writer.parts.append("" if "<!--" in inside else inside)
        else:
            writer.open(name, found["attributes"], closed="/" in found["end"])
    writer.parts.append(source[at:])
    writer.close_all()
    return "".join(writer.parts)


class _Writer:
    """Writes tags, and knows which are open."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.foreign = 0
        self._open: list[str] = []
        self._count: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        self._formats = 0

    def open(self, name: str, attributes: str, *, closed: bool) -> bool:
        """Open an element, or leave it out; `closed` says that its tag ends in a slash."""
        while self._open and self._open[-1] in _ENDS.get(name, ()):
            self._pop()
        if name in VOID and not self.foreign:
            self.parts.append(f"<{name}{attributes}>")
            return True
        formatting = name in FORMATS
        deepest = DEEPEST + _ROOM * (name in _LINES)
        if len(self._open) >= deepest or (formatting and self._formats >= MOST_OPEN_FORMATS):
            self._left_out[name] += not (closed and self.foreign)
            return False
        self.parts.append(f"<{name}{attributes}>")
        if closed and self.foreign:
            self.parts.append(f"</{name}>")
            return True
        self._open.append(name)
        self._count[name] += 1
        self._formats += formatting
        self.foreign += name in FOREIGN
        return True

    def close(self, name: str) -> None:
        """Close the element and all in it, where it is open and no wall stands between."""
        if self._left_out[name]:
            self._left_out[name] -= 1
            return
        if not self._count[name]:
            if name in ("br", "p"):  # what browsers show of these
                self.parts.append("<br>" if name == "br" else "<p></p>")
            return
        for place in range(len(self._open) - 1, -1, -1):
            inner = self._open[place]
            if inner == name:
                while len(self._open) > place:
                    self._pop()
                return
            if inner in _WALLS and not (name in _TABLE and inner in _CELLS):
                return

    def close_all(self) -> None:
        """Close what is open."""
        while self._open:
            self._pop()

    def _pop(self) -> None:
        name = self._open.pop()
        self._count[name] -= 1
        self._formats -= name in FORMATS
        self.foreign -= name in FOREIGN
        self.parts.append(f"</{name}>")
