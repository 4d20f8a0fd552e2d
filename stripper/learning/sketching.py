"""From pages to their sketches: blocks, keys, and what rules and model say of each block."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from stripper.blocks import Page
from stripper.facts import Facts, find_offsets
from stripper.keys import find_keys
from stripper.learning.sample import EDGE_BLOCKS, LONGEST_TEXT, PageSketch
from stripper.pipeline import Stripper
from stripper.tokens import tokenize

NAMED = 0.6
"""A rule as sure as this gives its category to the block. Set by hand: weaker ones guess."""


def identify(page: Page) -> int | None:
    """The hash of all words of a page, numbers alike; None where it has no words."""
    hidden = None
    if len(page.hidden):
        depth = np.zeros(len(page.codes) + 1, np.int64)
        np.add.at(depth, page.hidden[:, 0], 1)
        np.add.at(depth, page.hidden[:, 1], -1)
        hidden = np.cumsum(depth)[:-1] > 0
    tokens = tokenize(page.codes, hidden)
    count = len(tokens.start)
    return int(tokens.runs(np.array([0]), np.array([count]))[0]) if count else None


def sketch(
    tool: Stripper, pages: Sequence[Page], identities: Sequence[int], day: date
) -> Iterator[PageSketch]:
    """The sketch of each page of a batch, as it was met on that day."""
    view, opinions, scores = tool.look(pages)
    facts = view.facts
    assert scores is not None
    keys = find_keys(facts)
    categories = [""] * len(facts)
    for opinion in sorted(opinions, key=lambda o: (o.score, o.rule)):
        if opinion.part is None and opinion.score >= NAMED:
            for row in range(opinion.first, opinion.last + 1):
                categories[row] = opinion.category
    offsets = find_offsets(pages)
    for number, identity in enumerate(identities):
        rows = facts.blocks_of(number)
        held = [r for r in rows if facts.last[r] > facts.first[r]]
        if len(held) > 2 * EDGE_BLOCKS:
            held = held[:EDGE_BLOCKS] + held[-EDGE_BLOCKS:]
        at = np.array(held, np.int64)
        yield PageSketch(
            identity, day, day, keys.exact[at], keys.near[at], keys.literal[at], facts.words[at],
            facts.terminal[at], scores[at], tuple(categories[r] for r in held),
            tuple(show(facts, int(offsets[number]), r) for r in held),
        )  # fmt: skip


def show(facts: Facts, base: int, row: int) -> str:
    """A block as a reader sees it: its characters without markup, white space collapsed."""
    page = facts.page_of(row)
    low, high = int(facts.low[row]), int(facts.high[row])
    if high - low > LONGEST_TEXT:
        return ""
    origin = facts.tokens.origin
    places = np.arange(low, high) if origin is None else origin[low:high]
    text = page.codes[places - base].tobytes().decode("utf-32-le", "surrogatepass")
    return sys.intern(" ".join(text.split()))
