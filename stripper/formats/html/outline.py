"""The outline of an HTML page: its elements in order, and the runs of text that stand in them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from stripper.blocks import Kind
from stripper.formats.evidence import BIT, MICRODATA, ROLES
from stripper.formats.html.runs import BOTH, CLOSED, OPENED, Run, add_text, end_run
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

_INVISIBLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)")
_HIDDEN, _IN_NOSCRIPT = BIT["hidden"], BIT["in noscript"]
_TELLING = frozenset(("hidden", "aria-hidden", "style", "role", "itemprop", "itemtype", "layout"))

_Plain = tuple[str, int, int, int, bool, bool, bool]
"""A tag and what it means: a plain tuple is taken apart faster than a named one."""
_TEXT: _Plain = ("-text", *INLINE)

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
    """Of the elements whose attributes Markdown needs, where it is wanted."""
    targets: dict[int, str] = field(default_factory=dict)
    """Where each link leads, as the page writes it."""
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
    root: LexborNode | None,
    *,
    images: bool = False,
    attributes: bool = True,
    trail: Trail | None = None,
) -> Outline:
    """Walk a parsed page once, without recursion, and note its elements and its runs of text.

    `images` says that the alternative texts of images are text, `attributes` that those which
    Markdown needs are kept. `trail` gets every node, in the order of the numbers that runs name;
    they are the same for the same page.
    """
    page = Outline()
    if root is not None:
        page.language = _read_language(root.attributes)
        _walk(page, root, images, attributes, trail)
    return page


def _walk(
    page: Outline, root: LexborNode, images: bool, attributes: bool, trail: Trail | None
) -> None:
    """Pass all nodes, from the root on.

    This loop is what most of a page's nodes ever cost: it asks a node for as little as it can, and
    holds all it knows in local names. The open run is `texts` of the elements `owners`; it stands
    in `holder`, so many line ends as `waiting` behind the last one, and its nodes begin at `first`.
    `seam` is what stands before its next text.
    """
    tags, parents, stops, names, facts, contexts, runs = (
        page.tags, page.parents, page.stops, page.names, page.facts, page.contexts, page.runs
    )  # fmt: skip
    rules: dict[int, _Plain] = {}
    targets: dict[str, str] = {}
    stack: list[tuple[LexborNode, int, bool, int, int, int, Context, bool]] = []
    at, number, known, context, verbatim = -1, 0, 0, Context(), False
    texts: list[str] = []
    owners: list[int] = []
    holder, waiting, first, seam = 0, 0, 1, 0
    node: LexborNode | None = root
    while True:
        while node is None:  # the end of an element: back to the one around it
            if not stack:
                return
            stops[at] = len(tags)
            node, gap, parts, outer, at, known, context, verbatim = stack.pop()
            if gap:
                if texts:
                    waiting = end_run(runs, texts, owners, holder, waiting, first, number)
                    texts, owners = [], []
                holder, seam, first = outer, 0, number + 1
                if gap > waiting:
                    waiting = gap
            elif parts:
                seam |= CLOSED
            node = node.next
        number += 1
        if trail is not None:
            trail.nodes.append(node)
            trail.around.append(at)
        try:
            rule = rules[node.tag_id]
        except KeyError:
            rule = rules[node.tag_id] = _find_rule(node.tag or "")
        if rule is _TEXT:
            text = node.text_content or ""
            if verbatim:
                if text:
                    texts.append(text)
                    owners.append(at)
            elif not text.isspace():
                seam = add_text(texts, owners, text, at, seam)
            elif texts and texts[-1][-1] != " ":
                texts.append(" ")
                owners.append(at)
            node = node.next
            continue
        tag, reading, gap, own, parts, changes, named = rule
        if reading and (reading != NOSCRIPT or not (known & _IN_NOSCRIPT or node.text(strip=True))):
            if reading == MEDIA:
                seam = BOTH
                alternative = node.attributes.get("alt") if images and tag == "img" else None
                if alternative and alternative.strip():
                    add_text(texts, owners, alternative, page.add_image(node.attributes, at), BOTH)
                    if trail is not None:
                        trail.elements.append(number - 1)
            elif reading == BREAK and verbatim:
                texts.append("\n")
                owners.append(at)
            elif reading == BREAK and context.kind == Kind.HEADING:
                seam = BOTH
            elif reading == BREAK:
                gap = LINE
                if texts:
                    waiting = end_run(runs, texts, owners, holder, waiting, first, number - 1)
                    texts, owners = [], []
                elif waiting:  # a second one in a row ends the paragraph
                    gap = PARAGRAPH
                seam, first, waiting = 0, number + 1, max(waiting, gap)
            node = node.next
            continue
        inside, name = known | own, ""
        said = node.attributes
        if said:
            name = said.get("class") or ""
            if len(said) > 1 or not name:
                if said.get("id"):
                    name = f"{name} #{said['id']}"
                if not _TELLING.isdisjoint(said):
                    inside |= _read_facts(said)
                    if inside & _HIDDEN and not gap and not known & _HIDDEN:
                        if texts:  # what a reader does not see within a line
                            node = node.next
                            continue
                        gap = PARAGRAPH
            if named:
                if attributes:
                    page.attributes[len(tags)] = said
                if tag == "a" and (target := said.get("href")):
                    # a link that is never closed is opened again in each block
                    page.targets[len(tags)] = targets.setdefault(target, target.strip())
        outer = holder
        if gap and verbatim:
            gap, parts = 0, False
            if texts and texts[-1][-1] != "\n":
                texts.append("\n")
                owners.append(at)
        elif gap:
            if context.lists and tag in LISTS:
                gap = LINE
            if texts:
                waiting = end_run(runs, texts, owners, holder, waiting, first, number - 1)
                texts, owners = [], []
            holder, seam, first = len(tags), 0, number + 1
            if gap > waiting:
                waiting = gap
        elif parts:
            seam = BOTH if seam & CLOSED else OPENED
        stack.append((node, gap, parts, outer, at, known, context, verbatim))
        if changes:
            context = context.enter(tag)
            verbatim = context.verbatim
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


def _find_rule(tag: str) -> _Plain:
    """What a tag means, with the tag itself."""
    return _TEXT if tag == "-text" else (tag, *RULES.get(tag, INLINE))


def _read_language(attributes: Attributes) -> str | None:
    """The code of the language that the root element declares."""
    said = attributes.get("lang") or attributes.get("xml:lang") or ""
    code = said.strip().lower().replace("_", "-").split("-")[0]
    return code if code.isalpha() and len(code) in (2, 3) else None


def _read_facts(attributes: Attributes) -> int:
    """What attributes say of an element and all in it: hidden, a landmark, an article's body."""
    facts = 0
    if (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or attributes.get("layout") == "nodisplay"  # of AMP: a menu, a consent
    ):
        facts |= _HIDDEN
    style = attributes.get("style")
    if style and ("none" in (style := style.lower()) or "hidden" in style):
        facts |= _HIDDEN if _INVISIBLE.search(style) else 0
    role = attributes.get("role")
    if role:
        facts |= ROLES.get(role.strip().lower(), 0)
    if "itemprop" in attributes or "itemtype" in attributes:
        said = f"{attributes.get('itemprop') or ''} {attributes.get('itemtype') or ''}".lower()
        for word, bit in MICRODATA.items():
            if word in said:
                facts |= bit
    return facts
