"""The outline of an HTML page: its elements in order, and the runs of text that stand in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import regex
from selectolax.lexbor import LexborNode

from stripper.blocks import Kind
from stripper.formats.evidence import BIT, MICRODATA, ROLES
from stripper.formats.html.runs import BOTH, CLOSED, OPENED, Run, Runs
from stripper.formats.html.tags import (
    BREAK,
    INLINE,
    LINE,
    LISTS,
    MEDIA,
    NOSCRIPT,
    PARAGRAPH,
    RULES,
    Context,
)

_INVISIBLE = regex.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", regex.I)
_HIDDEN, _IN_NOSCRIPT = BIT["hidden"], BIT["in noscript"]
_TELLING = frozenset(("hidden", "aria-hidden", "style", "role", "itemprop", "itemtype"))

_Plain = tuple[int, int, int, bool, bool, bool]
_RULES: dict[str, _Plain] = {tag: (*rule,) for tag, rule in RULES.items()}
_INLINE: _Plain = (*INLINE,)
"""Plain tuples are taken apart faster than named ones."""

Attributes = Mapping[str, str | None]


@dataclass(slots=True)
class Outline:
    """Elements as columns, numbered in the order of the page, and the runs of text."""

    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    """The number of the element around each; -1 around the root."""
    stops: list[int] = field(default_factory=list)
    """The number behind each one's last descendant."""
    names: list[str] = field(default_factory=list)
    """Classes, and the id behind a `#`."""
    facts: list[int] = field(default_factory=list)
    """What holds of each element and of all in it, as bits."""
    contexts: list[Context] = field(default_factory=list)
    attributes: dict[int, Attributes] = field(default_factory=dict)
    """Of the elements whose attributes a rendition needs."""
    runs: list[Run] = field(default_factory=list)
    language: str | None = None

    def add_image(self, attributes: Attributes, around: int) -> int:
        """Note an image as an element of its own, which its alternative text stands in."""
        number = len(self.tags)
        self.tags.append("img")
        self.parents.append(around)
        self.stops.append(number + 1)
        self.names.append("")
        self.facts.append(self.facts[around])
        self.contexts.append(self.contexts[around])
        self.attributes[number] = attributes
        return number


@dataclass(slots=True)
class Trail:
    """The nodes that a walk passes, in order, for who wants to change the page afterwards."""

    nodes: list[LexborNode] = field(default_factory=list)
    around: list[int] = field(default_factory=list)
    """The number of the element around each node."""
    elements: list[int] = field(default_factory=list)
    """The number of each element's node."""


def outline(
    node: LexborNode | None, *, images: bool = False, trail: Trail | None = None
) -> Outline:
    """Walk a parsed page once, without recursion, and note its elements and its runs of text.

    `images` says that the alternative texts of images are text. `trail` gets every node, in the
    order of the numbers that runs name; they are the same for the same page.
    """
    page = Outline()
    runs = Runs(page.runs)
    tags, parents, stops, names, facts, contexts = (
        page.tags, page.parents, page.stops, page.names, page.facts, page.contexts
    )  # fmt: skip
    stack: list[tuple[LexborNode, int, bool, int, int, Context]] = []
    at, number, known, context = -1, 0, 0, Context()
    while True:
        if node is None:
            if not stack:
                return page
            node, gap, parts, outer, known, context = stack.pop()
            stops[at] = len(tags)
            at = outer
            if gap:
                runs.close(gap, number)
            elif parts:
                runs.seam |= CLOSED
            node = node.next
            continue
        number += 1
        if trail is not None:
            trail.nodes.append(node)
            trail.around.append(at)
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            if context.verbatim:
                runs.add_verbatim(text, at)
            elif not text.isspace():
                runs.add(text, at)
            elif runs.texts:
                runs.add_space(at)
            node = node.next
            continue
        reading, gap, own, parts, changes, named = _RULES.get(tag, _INLINE)
        if reading and (reading != NOSCRIPT or not (known & _IN_NOSCRIPT or node.text(strip=True))):
            if reading == BREAK and context.verbatim:
                runs.add_verbatim("\n", at)
            elif reading == BREAK and context.kind == Kind.HEADING:
                runs.seam = BOTH
            elif reading == BREAK:
                runs.break_line(number)
            elif reading == MEDIA:
                runs.seam = BOTH
                alternative = (node.attributes.get("alt") or "") if images and tag == "img" else ""
                if alternative.strip():
                    runs.add(alternative, page.add_image(node.attributes, at))
                    if trail is not None:
                        trail.elements.append(number - 1)
                    runs.seam = BOTH
            node = node.next
            continue
        inside, name = known | own, ""
        attributes = node.attributes
        if attributes:
            name = attributes.get("class") or ""
            if len(attributes) > 1 or not name:
                if attributes.get("id"):
                    name = f"{name} #{attributes['id']}"
                if not _TELLING.isdisjoint(attributes):
                    inside |= _read_facts(attributes)
                    if inside & _HIDDEN and not gap and not known & _HIDDEN:
                        if runs.texts:  # what a reader does not see within a line
                            node = node.next
                            continue
                        gap = PARAGRAPH
                if tag == "html":
                    page.language = _read_language(attributes)
            if named:
                page.attributes[len(tags)] = attributes
        if gap and context.verbatim:
            gap, parts = 0, False
            runs.begin_verbatim_line(at)
        if gap:
            if context.lists and tag in LISTS:
                gap = LINE
            runs.open(gap, number, len(tags))
        elif parts:
            runs.seam = BOTH if runs.seam & CLOSED else OPENED
        stack.append((node, gap, parts, at, known, context))
        if changes:
            context = context.enter(tag)
        parents.append(at)
        at, known = len(tags), inside
        if trail is not None:
            trail.elements.append(number - 1)
        tags.append(tag)
        stops.append(0)
        names.append(name)
        facts.append(inside)
        contexts.append(context)
        node = node.child


def _read_language(attributes: Attributes) -> str | None:
    """The code of the language that the root element declares."""
    said = attributes.get("lang") or attributes.get("xml:lang") or ""
    code = said.strip().lower().replace("_", "-").split("-")[0]
    return code if code.isalpha() and len(code) in (2, 3) else None


def _read_facts(attributes: Attributes) -> int:
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
        for word, bit in MICRODATA.items():
            if word in said:
                facts |= bit
    return facts
