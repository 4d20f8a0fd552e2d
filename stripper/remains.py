"""What is left of a batch after a round: the blocks that stay, with what is known of them.

A page is split again where something went, since the lines that are left may read differently. Most
do not: the same blocks come out, and everything measured of a block in itself still holds. Only
such pages are carried on; the others are measured anew.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from stripper.blocks import Ints, Page
from stripper.facts import Facts, around, find_edges


def is_remainder(page: Page, old: Page, kept: Ints, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a page has just the blocks `kept` of an old one, out of which `spans` were cut.

    >>> from stripper.formats.text import split
    >>> old, page = split("Read more\\n\\nRates rose.\\n"), split("Rates rose.\\n")
    >>> is_remainder(page, old, np.array([1]), [(0, 11)])
    True
    """
    if len(page) != len(kept):
        return False
    edges = np.array(spans, np.int64).reshape(-1, 2)
    gone = np.concatenate(([0], np.cumsum(edges[:, 1] - edges[:, 0])))
    start, end = old.start[kept], old.end[kept]
    shift = gone[np.searchsorted(edges[:, 0], start, "right")]
    return bool(
        np.array_equal(page.start, start - shift)
        and np.array_equal(page.end, end - shift)
        and np.array_equal(page.kind, old.kind[kept])
    )


def find_origins(page: Page, old: Page, spans: Sequence[tuple[int, int]]) -> Ints:
    """For each block of a page the one of an old page in which it began, before `spans` were cut
    out of that.

    >>> from stripper.formats.text import split
    >>> old, page = split("Read more\\n\\nRates rose.\\n"), split("Rates rose.\\n")
    >>> find_origins(page, old, [(0, 11)]).tolist()
    [1]
    """
    edges = np.array(spans, np.int64).reshape(-1, 2)
    gone = np.concatenate(([0], np.cumsum(edges[:, 1] - edges[:, 0])))
    start = page.start + gone[np.searchsorted(edges[:, 0] - gone[:-1], page.start, "right")]
    return np.maximum(np.searchsorted(old.start, start, "right") - 1, 0)


def keep_blocks(facts: Facts, rows: Ints, pages: Sequence[Page]) -> Facts:
    """The facts of the blocks `rows` (ascending), which are all those of `pages`, in order.

    The tokens stay as they are, those of blocks that have gone among them.
    """
    page = np.repeat(np.arange(len(pages)), [len(p) for p in pages])
    words, prose = facts.words[rows], facts.prose[rows]
    before, after = around(np.where(prose, words, 0), page, len(pages))
    number = np.full(len(facts) + 1, -1)
    number[rows] = np.arange(len(rows))
    columns = ("first", "last", "low", "high", "kind", "size", "link", "terminal", "sentences",
               "digits", "upper", "start", "ending")  # fmt: skip
    return replace(
        facts, pages=pages, page=page, words=words, prose=prose, before=before, after=after,
        block=number[facts.block], edges=find_edges(pages),
        **{name: getattr(facts, name)[rows] for name in columns},
    )  # fmt: skip
