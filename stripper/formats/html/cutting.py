"""Cutting blocks out of an HTML page: their elements go, and what stays is left as it was.

The page is parsed and walked again, so that its nodes have the numbers that the blocks know. What
goes is the text of a block with the images in its lines, and every element that this empties. Data
in scripts is left as it is.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
import regex
from selectolax.lexbor import LexborHTMLParser, LexborNode

from stripper.characters import UNSEEN
from stripper.formats.html.copies import find_copies, say
from stripper.formats.html.embedded import add_embedded
from stripper.formats.html.outline import Outline, Trail, outline
from stripper.formats.html.parsing import parse
from stripper.formats.html.rendition import TextWriter
from stripper.formats.html.runs import Run
from stripper.formats.html.shadow import close_roots
from stripper.formats.html.statements import find_stated
from stripper.formats.html.tags import INLINE, MEDIA, RULES
from stripper.formats.html.units import find_units
from stripper.formats.wrapping import unwrap

_FRAME = frozenset(("html", "head", "body"))
_CONTENT = frozenset(("img", "iframe", "audio", "video", "canvas", "object", "embed"))
"""What keeps an element from being empty without a word of text."""
_WHOLE_PAGE = regex.compile(r"<(?:!doctype|(?:[a-z]\w{0,9}:)?html|head|body)[\s>]", regex.I)
_HEAD = 20_000
"""Characters within which a page says that it is one; anything else is a fragment of a page. Set by
hand: only comments stand before."""


def cut(source: str, spans: Sequence[tuple[int, int]], *, images: bool = False) -> str:
    """The page without what stands in spans of its rendition as text; where there are none, the
    source itself.

    >>> cut("<div><p>Rates rose.</p><ul><li>Share</li></ul></div>", [(12, 19)])
    '<div><p>Rates rose.</p></div>'
    """
    if not spans:
        return source
    parser = parse(source)
    trail = Trail()
    page = outline(parser.root, images=images, attributes=False, trail=trail)
    frames = add_embedded(parser, source, page, find_stated(parser)["article"], trail)
    units = find_units(page)
    rendered = TextWriter(page).write(units)
    gone = np.zeros(len(rendered.codes), bool)
    for start, end in spans:
        gone[start:end] = True
    kept: list[Run] = []
    taken: list[tuple[int, int]] = []
    edits: dict[int, str] = {}
    for block, unit in zip(rendered, units, strict=True):
        words = rendered.source[block.start : block.end]
        out = gone[block.start : block.end]
        if all(away or c.isspace() for c, away in zip(words, out.tolist(), strict=True)):
            taken.append((unit.run.first, unit.last))
            continue
        kept += [run for row in unit.rows for _, run in row if run] or [unit.run]
        if out.any() and not unit.rows:
            edits |= _edit(trail, page, unit.run, words, out.tolist())
    said = {say(run) for run in kept}
    copies = find_copies(page)
    taken += [(run.first, run.last) for run in copies if say(run) not in said]
    kept += [run for run in copies if say(run) in said]
    before = [_write(frame.parser, frame.source) for frame in frames]
    emptied = _remove(trail, page, taken, kept, edits)
    for frame, whole in zip(frames, before, strict=True):
        left = _write(frame.parser, frame.source)
        if left != whole and not emptied[frame.element] and frame.node.child is not None:
            frame.node.child.replace_with(left)
    unseen = source[: len(source) - len(source.lstrip(UNSEEN))]  # what a parser leaves out
    return unseen + _write(parser, source)


def _write(parser: LexborHTMLParser, source: str) -> str:
    """The markup of a page, or of the fragment of one that its source is."""
    body = parser.body
    if body is not None and not _WHOLE_PAGE.search(unwrap(source)[:_HEAD]):
        head = parser.head.inner_html if parser.head is not None else ""
        written = f"{head or ''}{body.inner_html or ''}"
    else:
        written = parser.html or ""
    if any(map(_is_endless, parser.css("plaintext"))):
        written = written[: written.rindex("</plaintext>")]  # what is written as its end is text
    return close_roots(written, source)


def _is_endless(node: LexborNode) -> bool:
    """Whether nothing ends an element of plain text; within a drawing or a formula it is a name
    like any other."""
    around = node.parent
    while around is not None and around.tag not in ("svg", "math"):
        around = around.parent
    return around is None


def _edit(trail: Trail, page: Outline, run: Run, words: str, out: Sequence[bool]) -> dict[int, str]:
    """The text nodes and the images of a block that goes in part, with what is left of the text of
    each.

    Spaces aside, the characters of a block are those of its text nodes and of the alternative texts
    of its images, one after the other.
    """
    solid = iter([away for c, away in zip(words, out, strict=True) if not c.isspace()])
    marks: list[bool] = []
    edits = {}
    for text, element in zip(run.texts, run.elements, strict=True):
        own = [next(solid, False) for c in text if not c.isspace()]
        if page.tags[element] == "img" and any(own):
            number = trail.elements[element]
            said = trail.nodes[number].attributes.get("alt") or ""
            edits[number + 1] = _leave(said, iter(own)).strip()
        elif page.tags[element] != "img":
            marks += own
    left = iter(marks)
    for number in range(run.first, run.last + 1):
        node = trail.nodes[number - 1]
        if node.tag == "-text":
            edits[number] = _leave(node.text_content or "", left)
    return edits


def _leave(text: str, marks: Iterator[bool]) -> str:
    """What is left of a text, given which of its characters go that are no white space; that goes
    with what is before it."""
    away, rest = False, []
    for c in text:
        away = away if c.isspace() else next(marks, False)
        rest.append("" if away else c)
    return "".join(rest)


def _remove(
    trail: Trail,
    page: Outline,
    taken: Sequence[tuple[int, int]],
    kept: Sequence[Run],
    edits: dict[int, str],
) -> bytearray:
    """Take the nodes out of the tree: first the elements that are left empty, each with all in it,
    then single nodes in elements that stay. Gives back which elements are gone.
    """
    size = len(page.tags)
    out = [False] * (len(trail.nodes) + 1)
    for first, last in taken:
        out[first : last + 1] = [True] * (last + 1 - first)
    here = [0] * size
    for run in kept:
        for element in run.elements:
            here[element] += 1
    away = [0] * size
    leaves = []
    for number, (node, around) in enumerate(zip(trail.nodes, trail.around, strict=True), 1):
        tag = node.tag or ""
        if tag in _CONTENT and not out[number]:
            here[around] += 1
        if out[number] and (tag == "-text" or RULES.get(tag, INLINE).reading == MEDIA):
            away[around] += 1
            leaves.append(number)
    holds, loses = _sum(page, here), _sum(page, away)
    inside = -1
    emptied = []
    for element in range(size):
        empty = loses[element] and not holds[element] and page.tags[element] not in _FRAME
        if empty and element >= inside:
            emptied.append(element)
            inside = page.stops[element]
    gone = bytearray(size + 1)
    for element in emptied:
        gone[element : page.stops[element]] = b"\1" * (page.stops[element] - element)
        trail.nodes[trail.elements[element]].decompose()
    for number in leaves:
        if not gone[trail.around[number - 1]]:
            trail.nodes[number - 1].decompose()
    for number, text in edits.items():
        node = trail.nodes[number - 1]
        if node.tag == "-text":
            node.replace_with(text)
        else:
            node.attrs["alt"] = text
    return gone


def _sum(page: Outline, counts: Sequence[int]) -> list[int]:
    """Of each element: the sum over it and all in it."""
    total = [0, *accumulate(counts)]
    return [total[stop] - total[at] for at, stop in enumerate(page.stops)]
