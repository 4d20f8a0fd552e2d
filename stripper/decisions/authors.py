"""Author boxes: what a page says of its author under the text, known by the class of the box.

Gold texts leave them out, and so the model takes them with the other stories that they stand by;
what happens to them is for the preset to say, as with the line over the text.
"""

from collections.abc import Set

import regex

from stripper.blocks import Elements
from stripper.decisions.classes import LONGEST_NAME, find_names
from stripper.decisions.inputs import TOLD_WORDS
from stripper.decisions.meanings import AUTHOR_BOX
from stripper.engines import Opinion
from stripper.facts import LINKED, Facts
from stripper.formats.evidence import STATED_BIT

SCORE = 0.75
"""That of other bylines known by their element."""
REACH = 5
"""Elements from a block's own outwards whose classes are read: between a box and what it says stand
a frame or two, a paragraph and a link."""
MOST_WORDS = 120
"""Words of a sentence or two about an author at the most. Set by hand: longer ones are an article
on somebody."""
MOST_BOXES = 3
"""Boxes on a page, with those in them, up to which they are of its own authors: teasers have one
each. Set by hand."""
_AUTHOR = STATED_BIT["the author"]
_BOX = regex.compile(
    r"(?<![a-z])(?:authors?|writer|contributor|autore?n?|auteur|saboxplugin)[-_]{1,2}"
    r"(?:bio|biography|box|card|description|desc|info|profile|about|wrap)(?![a-z])"
    r"|(?<![a-z])(?:about|post|entry|article|meet)[-_](?:the[-_])?author[-_](?:biography|bio|box|info)(?![a-z])"
    r"|(?<![a-z])about[-_](?:the[-_])?author(?![a-z])"
)
"""Classes of such boxes: `author-bio`, `td-author-description`, `post-author__bio`."""
_WORDS = ("author", "writer", "contributor", "autor", "auteur", "saboxplugin")
"""One of these stands in each of them: a search that takes no time, and ends most."""


def find_boxes(facts: Facts, number: int) -> list[Opinion]:
    """What a page of HTML says in the boxes of its authors: their names, where its data states
    them, and sentences, but for buttons and other stories."""
    elements = facts.pages[number].elements
    if elements is None:
        return []
    called = find_names(elements, _WORDS)
    boxes = {name for name in called if _BOX.search(name[:LONGEST_NAME].lower())}
    if not boxes:
        return []
    found: dict[int, list[int]] = {}
    for row, at in zip(facts.blocks_of(number), elements.element.tolist(), strict=True):
        box = _find_box(elements, at, boxes)
        if box >= 0:
            found.setdefault(box, []).append(row)
    if len(found) > MOST_BOXES:
        return []
    first, reason = facts.blocks_of(number).start, "In the box of the author, by its class"
    return [
        Opinion(number, row, row, "byline", "rule", AUTHOR_BOX, SCORE, reason)
        for rows in found.values()
        for row in rows
        if elements.stated[row - first] & _AUTHOR or _tells(facts, row)
    ]


def _find_box(elements: Elements, at: int, boxes: Set[str]) -> int:
    """The outermost box around an element, by the names of boxes, or -1: a box has boxes of its
    own, for a name and for what is told."""
    found = -1
    for _ in range(REACH):
        if at < 0:
            break
        if elements.names[at] in boxes:
            found = at
        at = elements.parents[at]
    return found


def _tells(facts: Facts, row: int) -> bool:
    """Whether a block is a sentence or two that lead nowhere."""
    return bool(TOLD_WORDS <= facts.words[row] <= MOST_WORDS and facts.link[row] < LINKED)
