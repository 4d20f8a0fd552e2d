"""The outline of an HTML page: its elements in order, and the runs of text that stand in them.

One walk over the parsed page. A run is the text between two places where a line ends: the unit that
becomes a block. White space is collapsed as a browser does it, and words that a browser shows apart
are kept apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import regex
from selectolax.lexbor import LexborNode

from stripper.blocks import Kind
from stripper.formats.html.evidence import BIT, LANDMARKS, ROLES
from stripper.formats.html.tags import (
    FORMATTING,
    HEADINGS,
    KINDS,
    LISTS,
    LOOSE,
    MEDIA,
    STRONGER,
    TIGHT,
    UNSEEN,
    VERBATIM,
)

_ODD = regex.compile(r"[\t\n\r\f]|  ")
_SPACES = regex.compile(r"[ \t\n\r\f]+")
_INVISIBLE = regex.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", regex.I)
_HIDDEN = BIT["hidden"]
_NO_ATTRIBUTES: Mapping[str, str | None] = {}
_KEPT_ATTRIBUTES = frozenset(("a", "img", "ol", "li", "code", "pre", "th", "td", "div"))
"""Elements whose attributes a rendition needs: targets, alternative texts, languages, spans."""
_OPENING, _CLOSING = frozenset("([{«“‘-–—/#@$€£'\"’"), frozenset(".,;:!?)]}»”’%'\"-–—/…")
LINE, PARAGRAPH = 1, 2
"""Line ends between two runs."""


class State(NamedTuple):
    """What an element hands down to all that stands in it."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    lists: int = 0
    facts: int = 0
    verbatim: bool = False


class Run(NamedTuple):
    """Text that becomes one block: its pieces, the element of each, and the nodes that it spans."""

    texts: list[str]
    elements: list[int]
    holder: int
    """The innermost element that begins a line."""
    gap: int
    """Line ends before it, where another run stands before it."""
    first: int
    last: int
    """Numbers of the first and the last node between the line ends."""


@dataclass(slots=True)
class Outline:
    """Elements as columns, numbered in the order of the page, and the runs of text."""

    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    stops: list[int] = field(default_factory=list)
    """The number behind an element's last descendant."""
    names: list[str] = field(default_factory=list)
    """Classes, and the id behind a `#`."""
    states: list[State] = field(default_factory=list)
    attributes: dict[int, Mapping[str, str | None]] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    language: str | None = None


def outline(root: LexborNode | None) -> Outline:
    """Walk a parsed page once, without recursion, and note its elements and its runs of text."""
    return _Walk().walk(root) if root is not None else Outline()


class _Walk:
    """The state of a walk: the open run, and what stands between it and the next piece of text."""

    def __init__(self) -> None:
        self.page = Outline()
        self.at = -1
        self.node = 0
        self.first = 1
        self.texts: list[str] = []
        self.elements: list[int] = []
        self.gap = 0
        self.seam = 0
        self.holders: list[int] = []
        self.inline: list[bool] = []

    def walk(self, node: LexborNode | None) -> Outline:
        stack: list[LexborNode] = []
        while True:
            if node is None:
                if not stack:
                    break
                node = stack.pop()
                self.close()
            else:
                self.node += 1
                tag = node.tag
                if tag == "-text":
                    self.add(node.text_content or "")
                elif self.open(node, tag or ""):
                    child = node.child
                    if child is not None:
                        stack.append(node)
                        node = child
                        continue
                    self.close()
            node = node.next
        self.flush(0)
        return self.page

    def open(self, node: LexborNode, tag: str) -> bool:
        """Note an element; False where what stands in it is not text of the page."""
        if tag in UNSEEN:
            if tag in MEDIA:
                self.seam = 2
            return False
        if tag == "br":
            self.flush(LINE, LINE)
            return False
        page = self.page
        state = page.states[self.at] if self.at >= 0 else State()
        attributes = node.attributes or _NO_ATTRIBUTES
        facts = state.facts | LANDMARKS.get(tag, 0)
        names = ""
        if attributes:
            facts |= _read_facts(attributes)
            names = attributes.get("class") or ""
            if attributes.get("id"):
                names = f"{names} #{attributes['id']}"
        gap = PARAGRAPH if tag in LOOSE else LINE if tag in TIGHT else 0
        if facts & _HIDDEN and not gap and not state.facts & _HIDDEN:
            if self.texts:
                return False  # what a reader does not see within a line
            gap = PARAGRAPH
        if tag == "noscript" and not (node.text(strip=True) or ""):
            return False
        number = len(page.tags)
        if gap:
            if tag in LISTS and state.lists:
                gap = LINE
            self.flush(gap, -1)
            self.holders.append(number)
        elif tag not in FORMATTING:
            self.seam = 2 if self.seam else 0
        if tag in KINDS or tag in LISTS or tag in VERBATIM:
            state = _enter(state, tag, facts)
        elif facts != state.facts:
            state = state._replace(facts=facts)
        if attributes and tag in _KEPT_ATTRIBUTES:
            page.attributes[number] = attributes
        if tag == "html" and attributes.get("lang"):
            page.language = attributes["lang"]
        page.tags.append(tag)
        page.parents.append(self.at)
        page.stops.append(0)
        page.names.append(names)
        page.states.append(state)
        self.inline.append(not gap)
        self.at = number
        return True

    def close(self) -> None:
        page, number = self.page, self.at
        page.stops[number] = len(page.tags)
        tag = page.tags[number]
        if not self.inline[number]:
            self.flush(
                LINE
                if tag in TIGHT or (tag in LISTS and page.states[number].lists > 1)
                else PARAGRAPH
            )
            self.holders.pop()
        elif tag not in FORMATTING:
            self.seam = max(self.seam, 1)
        self.at = page.parents[number]

    def add(self, text: str) -> None:
        """Add a piece of text to the open run, its white space collapsed."""
        texts = self.texts
        if not (self.at >= 0 and self.page.states[self.at].verbatim):
            if not text or text.isspace():
                if texts and texts[-1][-1] != " ":
                    texts.append(" ")
                    self.elements.append(self.at)
                return
            if _ODD.search(text):
                text = _SPACES.sub(" ", text)
            if texts:
                if texts[-1][-1] == " ":
                    text = text.removeprefix(" ")
                elif self.seam == 2 and _apart(texts[-1], text):
                    text = f" {text}"
            else:
                text = text.lstrip(" ")
        if text:
            texts.append(text)
            self.elements.append(self.at)
            self.seam = 0

    def flush(self, gap: int, behind: int = 0) -> None:
        """End the open run before a gap, `behind` the nodes so far."""
        self.seam = 0
        last = self.node - (behind != 0)
        if self.texts:
            if not "".join(self.texts).isspace():
                holder = self.holders[-1] if self.holders else -1
                self.page.runs.append(
                    Run(self.texts, self.elements, holder, self.gap, self.first, last)
                )
                self.gap = 0
            self.texts, self.elements = [], []
        if behind > 0 and self.gap == LINE:
            gap = PARAGRAPH  # a second break in a row ends the paragraph
        self.gap = max(self.gap, gap)
        self.first = self.node + 1


def _enter(state: State, tag: str, facts: int) -> State:
    """The state inside an element that says what a block is."""
    kind, level = state.kind, state.level
    lists = state.lists + (tag in LISTS)
    own = KINDS.get(tag)
    if own is not None and STRONGER[own] >= STRONGER[kind]:
        kind = own
        level = HEADINGS.get(tag, lists - 1 if own == Kind.ITEM else 0)
    return State(kind, max(0, level), lists, facts, state.verbatim or tag in VERBATIM)


def _read_facts(attributes: Mapping[str, str | None]) -> int:
    """What attributes say of an element and all in it: hidden, a landmark, an article's body."""
    facts = 0
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        facts |= _HIDDEN
    style = attributes.get("style")
    if style and _INVISIBLE.search(style):
        facts |= _HIDDEN
    role = attributes.get("role")
    if role:
        facts |= ROLES.get(role.strip().lower(), 0)
    if "itemprop" in attributes or "itemtype" in attributes:
        said = f"{attributes.get('itemprop') or ''} {attributes.get('itemtype') or ''}".lower()
        for word, name in _MICRODATA.items():
            if word in said:
                facts |= BIT[name]
    return facts


_MICRODATA = {"articlebody": "in article body", "comment": "in comment", "author": "in author"}


def _apart(before: str, after: str) -> bool:
    """Whether a space is missing between two elements that touch: not in a word spelt in letters
    of their own, nor beside a sign that clings to its word.
    """
    if after[0] == " " or before[-1] in _OPENING or after[0] in _CLOSING:
        return False
    return len(before) > 1 and len(after) > 1
