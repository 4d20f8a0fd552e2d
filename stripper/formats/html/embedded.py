"""Embedded articles: what stands in a page's data and not in its body, read as if it were shown.

The `articleBody` of JSON-LD, the article in the state of a single-page app where the body has none,
and what a frameset says to those who see no frames.
"""

import re
from collections.abc import Sequence
from html import unescape
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from stripper.blocks import Kind, encode
from stripper.characters import fold_letters
from stripper.formats.evidence import BIT
from stripper.formats.html.data import (
    ARTICLE,
    SHORT_ARTICLE,
    find_article,
    may_hold_state,
    read_state,
)
from stripper.formats.html.outline import Outline, Trail, outline
from stripper.formats.html.parsing import parse
from stripper.formats.html.runs import Run
from stripper.formats.html.tags import PARAGRAPH, Context

MOST_BODIES = 100
"""Articles that the JSON-LD of a page is asked for: the page is searched for each."""
_PROBE = 60
"""Letters and digits of one place in an embedded article by which the page is searched for it. Set
by hand: a dozen words, which stand nowhere by chance."""
_PROBES = 3
"""Places that it is searched for: a page that shows most of them shows the article. One alone may
be parted in the page by a picture's caption or a link to another story."""
_TAGS = re.compile(r"</|<br|<p>")
_LINES = re.compile(r"</p>|<br", re.I)
BARE = 600
"""Letters outside links that a body without an article says at the most: menus, a footer, a notice.
The shortest news reports of the gold standards are about as long."""
NOTHING = 40
"""Letters and digits under which a body says nothing: "Loading…", the name of the site."""
_EMBEDDED = BIT["in embedded data"]
_NOT_SHOWN = BIT["in noscript"]
_UNSEEN = BIT["hidden"] | _NOT_SHOWN | BIT["in link"]


class Frames(NamedTuple):
    """What a frameset says to those who see no frames: one text to the parser of the page, parsed
    here as a page of its own."""

    node: LexborNode
    source: str
    parser: LexborHTMLParser
    element: int
    """The number of its element in the outline."""


def add_embedded(
    parser: LexborHTMLParser,
    source: str,
    page: Outline,
    stated: Sequence[str],
    trail: Trail | None = None,
) -> list[Frames]:
    """Add the articles that the page does not show to its runs, each once.

    `stated` are the articles that its JSON-LD names. `trail` gets the nodes of what stands for
    frames, and none of data. What stands for frames is given back: who changes its nodes has to
    write it into the page.
    """
    frames: list[Frames] = []
    if not page.tags:
        return frames
    if "frameset" in page.tags:
        for node in parser.css("noframes"):
            said, own = node.text(), Trail()
            frames.append(Frames(node, said, parse(said), len(page.tags)))
            inner = outline(frames[-1].parser.root, trail=own)
            shift = _follow(trail, node, own, page, inner) if trail is not None else None
            _add(page, inner, "noframes", _NOT_SHOWN, shift)
    if not stated and ("<script" not in source or not _is_bare(page)):
        return frames
    shown = _letters(page)
    articles = [[body] for body in stated[:MOST_BODIES]]
    if not stated:
        scripts = (s.text() for s in parser.css("script") if may_hold_state(s.attributes))
        least = SHORT_ARTICLE if len(shown) < NOTHING else ARTICLE
        articles = [find_article(read_state(scripts), least)]
    for article in articles:
        parts = [_read(text) for text in article]
        letters = "".join(map(_letters, parts))
        if not stated and len(letters) <= len(shown):
            continue
        if letters and not _is_shown(letters, shown):
            for part in parts:
                _add(page, part, "script", _EMBEDDED)
            shown += letters
    return frames


def _is_bare(page: Outline) -> bool:
    """Whether the body says too little to hold an article."""
    said = 0
    for run in page.runs:
        for text, element in zip(run.texts, run.elements, strict=True):
            if not page.facts[element] & _UNSEEN:
                said += len(text)
        if said > BARE:
            return False
    return True


def _is_shown(letters: str, shown: str) -> bool:
    """Whether most places of an article stand in the page too."""
    step = len(letters) / _PROBES
    starts = (max(0, int((at + 0.5) * step) - _PROBE // 2) for at in range(_PROBES))
    return sum(letters[at : at + _PROBE] in shown for at in starts) * 2 > _PROBES


def _letters(page: Outline) -> str:
    """What a page says without its spaces and signs, for comparison: quotes may be curly in the
    body and straight in the data.
    """
    said = "".join(text for run in page.runs for text in run.texts)
    return fold_letters(encode(said))[0]


def _read(text: str) -> Outline:
    """The outline of a text of data: what stands in it where it is HTML, also HTML that was escaped
    once more, else a run for each of its lines.
    """
    if not _TAGS.search(text):
        text = unescape(text)
        if not _LINES.search(text):
            lines = (" ".join(line.split()) for line in text.splitlines())
            runs = [Run([words], [0], 0, PARAGRAPH, 1, 0) for words in lines if words]
            return Outline(["body"], [-1], [1], [""], [0], [Context()], runs=runs)
    return outline(parse(text).root)


def _follow(trail: Trail, node: LexborNode, own: Trail, page: Outline, inner: Outline) -> int:
    """Add a node to a trail, as the last element of the page, and the nodes of what it says; gives
    back what is added to their numbers.
    """
    element, body = len(page.tags), _find_body(inner)
    trail.elements.append(len(trail.nodes))
    trail.nodes.append(node)
    trail.around.append(0)
    shift = len(trail.nodes)
    trail.elements += [shift + at for at in own.elements[body + 1 :]]
    trail.nodes += own.nodes
    trail.around += [max(around + element - body, element) for around in own.around]
    return shift


def _find_body(inner: Outline) -> int:
    return inner.tags.index("body") if "body" in inner.tags else 0


def _add(page: Outline, inner: Outline, tag: str, facts: int, shift: int | None = None) -> None:
    """An element for the data, and in it what stands in the data; its runs are none of the page's
    nodes, unless `shift` says which ones.
    """
    element = len(page.tags)
    page.tags.append(tag)
    page.parents.append(0)
    page.names.append("")
    page.facts.append(facts)
    page.contexts.append(Context(Kind.PARAGRAPH))
    page.stops.append(0)
    body = _find_body(inner)
    moved = element - body

    def move(number: int) -> int:
        return max(number + moved, element)

    page.tags += inner.tags[body + 1 :]
    page.parents += map(move, inner.parents[body + 1 :])
    page.stops += map(move, inner.stops[body + 1 :])
    page.names += inner.names[body + 1 :]
    page.facts += [own | facts for own in inner.facts[body + 1 :]]
    page.contexts += inner.contexts[body + 1 :]
    page.attributes |= {move(n): own for n, own in inner.attributes.items() if n > body}
    page.targets |= {move(n): target for n, target in inner.targets.items() if n > body}
    for at, run in enumerate(inner.runs):
        elements, gap = [*map(move, run.elements)], PARAGRAPH if at == 0 else run.gap
        first, last = (1, 0) if shift is None else (run.first + shift, run.last + shift)
        page.runs.append(Run(run.texts, elements, move(run.holder), gap, first, last))
    page.stops[element] = page.stops[0] = len(page.tags)
