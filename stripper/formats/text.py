"""Plain text to blocks: a block is a line, a hard-wrapped paragraph, a sentence in pieces, or a
sentence of a one-line page."""

import numpy as np

from stripper.blocks import Codes, Ints, Page, encode
from stripper.formats.lines import (
    find_lines,
    has_bars,
    join_wrapped,
    split_bars,
    split_sentences,
    split_vast,
)
from stripper.formats.numbered import find_list, has_numbers, join_numbers
from stripper.formats.pieces import join_pieces
from stripper.formats.targets import join_targets


def split(source: str) -> Page:
    """Split plain text into blocks.

    >>> [b.start for b in split("One.\\n\\nTwo.\\n")]
    [0, 6]
    """
    codes: Codes = encode(source)
    start, end = find_lines(codes)
    body = find_list(source, start, end)
    if body < len(start) or has_numbers(source):
        return _split_numbered(source, codes, start, end, body)
    start, end = join_wrapped(codes, start, end)
    start, end = join_pieces(source, start, end)
    if len(start) == 1 and has_bars(source):
        start, end = join_pieces(source, *split_bars(source, start, end), bars=True)
    start, end = split_sentences(source, start, end)
    start, end = split_vast(source, start, end)
    start, end, hidden, links = join_targets(source, start, end)
    nothing: Ints = np.zeros(len(start), np.int64)
    return Page(source, "text", codes, start, end, nothing, nothing, hidden, links)


def _split_numbered(source: str, codes: Codes, start: Ints, end: Ints, body: int) -> Page:
    """Split text whose links are numbered; the lines from `body` on are what they lead to."""
    listed = start[body:], end[body:]
    start, end = join_wrapped(codes, start[:body], end[:body])
    body = len(start)
    start, end = np.append(start, listed[0]), np.append(end, listed[1])
    start, end, kind, hidden, links = join_numbers(source, start, end, body)
    return Page(
        source, "text", codes, start, end, kind, np.zeros(len(start), np.int64), hidden, links
    )
