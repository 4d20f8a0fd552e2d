"""Markdown to blocks, over the source itself: nothing is rendered, nothing is re-written."""

from dataclasses import replace
from itertools import chain

import numpy as np
import regex

from stripper.blocks import Codes, Ints, Kind, Page, encode
from stripper.formats.commonmark import ITEM, read_blocks
from stripper.formats.definitions import find_stated, read_targets
from stripper.formats.fences import find_fences
from stripper.formats.leads import describe_leads
from stripper.formats.lines import find_lines, join_wrapped, split_sentences
from stripper.formats.links import find_inline

_MARKER = regex.compile(ITEM.pattern[1:])
"""The same wherever an item begins."""
_MARKER_SIZE = 60
"""Characters within which a marker ends: forty of indent, nine figures with their sign, blanks."""


def split(source: str) -> Page:
    """Split Markdown into blocks with their kinds.

    >>> [b.kind.name for b in split("# Title\\n\\n- one\\n- two\\n\\n```\\ncode\\n```\\n")]
    ['HEADING', 'ITEM', 'ITEM', 'CODE']
    """
    return add_inline(split_blocks(source))


def split_blocks(source: str) -> Page:
    """The blocks of Markdown alone, without what is hidden in them and without their links."""
    codes = encode(source)
    rows = read_blocks(source, *find_lines(codes))
    columns = np.fromiter(chain.from_iterable(rows), np.int64, 4 * len(rows)).reshape(-1, 4)
    start, end, kind, level = columns.T.copy()
    return Page(source, "markdown", codes, *_join(codes, source, start, end, kind, level))


def add_inline(page: Page) -> Page:
    """The page with the hidden spans and the links of its blocks."""
    judged = (page.kind != Kind.CODE) & (page.kind != Kind.FRONT_MATTER)
    spans = np.stack((page.start, page.end), 1)
    stated = find_stated(page.source, spans[page.kind == Kind.DEFINITION])
    fences = find_fences(page.source, spans[page.kind == Kind.HTML])
    stated = np.concatenate((stated, fences))
    judged &= ~np.isin(page.start, stated[:, 0])
    defined = read_targets(page.source, spans[page.kind == Kind.DEFINITION])
    hidden, links, targets = find_inline(
        page.source, page.codes, page.start[judged], page.end[judged], defined
    )
    hidden = _with_spans(hidden, stated)
    hidden = _with_markers(page.source, hidden, page.start[page.kind == Kind.ITEM])
    if page.scores is not None:  # who reads them is asked once
        return replace(page, hidden=hidden, links=links)
    leads = np.zeros(len(page), np.uint16)
    leads[judged] = describe_leads(targets)
    return replace(page, hidden=hidden, links=links, leads=leads)


def _join(
    codes: Codes, source: str, start: Ints, end: Ints, kind: Ints, level: Ints
) -> tuple[Ints, Ints, Ints, Ints]:
    heading = kind == Kind.HEADING
    for row in np.flatnonzero(heading).tolist():  # an underlined one, of two lines, is whole
        heading[row] = len(source[start[row] : end[row]].splitlines()) == 1
    joined, stops = join_wrapped(codes, start, end, kind == Kind.PARAGRAPH, heading)
    if len(joined) == len(start):
        joined, stops = split_sentences(source, start, end)
    at = np.searchsorted(start, joined, "right") - 1
    return joined, stops, kind[at], level[at]


def _with_markers(source: str, hidden: Ints, items: Ints) -> Ints:
    """Hide the bullets and numbers of list items too."""
    markers = []
    for at in items.tolist():
        found = _MARKER.match(source, at, at + _MARKER_SIZE)
        if found:
            markers.append(found.span())
    return _with_spans(hidden, np.array(markers, np.int64).reshape(-1, 2))


def _with_spans(hidden: Ints, more: Ints) -> Ints:
    if not len(more):
        return hidden
    both = np.concatenate((hidden, more))
    ordered: Ints = both[np.argsort(both[:, 0], kind="stable")]
    return ordered
