"""Surroundings: what the model sees of the HTML elements around a block, yes or no like the rest.

The facts that the HTML reader notes, and how the words of classes and ids weigh, from a table of
hashed words. A block of text or Markdown has none of them.
"""

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints
from stripper.facts import Bools, Facts
from stripper.formats.evidence import STATED

FLAG_BITS = 64
"""Bits of `Elements.flags`."""
NAME_BITS = 14
"""Bits of a class word's hash that index its weight: pages of a few thousand sites use some ten
thousand such words."""
NAMES_SIZE = 1 << NAME_BITS
NAMES_MOST = 96
"""The largest score of the names around a block, in sixteenths of a logit."""
NAMES_STEPS = (-48, -30, -18, -9, -3, 3, 9, 18, 30, 48)
"""Steps of that score; a block has the feature of each step that its score reaches."""

Table = npt.NDArray[np.int8]


def describe_surroundings(facts: Facts, names: Table) -> Bools:
    """One row a block: whether it has an element, the element's facts, the steps of its names, and
    what the page's head and data say of it."""
    known = 1 + FLAG_BITS + len(NAMES_STEPS)
    columns = np.zeros((len(facts), known + len(STATED)), bool)
    at = 0
    for page in facts.pages:
        rows = slice(at, at + len(page))
        at = rows.stop
        if page.elements is None or not len(page):
            continue
        columns[rows, 0] = True
        flags = np.ascontiguousarray(page.elements.flags).view(np.uint8).reshape(-1, 8)
        columns[rows, 1 : 1 + FLAG_BITS] = np.unpackbits(flags, axis=1, bitorder="little")
        weight = weigh_names(page.elements.words, page.elements.first, page.elements.last, names)
        columns[rows, 1 + FLAG_BITS : known] = weight[:, None] >= np.array(NAMES_STEPS)
        stated = page.elements.stated[:, None]
        columns[rows, known:] = np.unpackbits(stated, axis=1, count=len(STATED), bitorder="little")
    return columns


def name_rows(words: npt.NDArray[np.uint64]) -> Ints:
    """Of each word of a class or id: the row of its weight."""
    rows: Ints = (words >> np.uint64(64 - NAME_BITS)).astype(np.int64)
    return rows


def weigh_names(words: npt.NDArray[np.uint64], first: Ints, last: Ints, names: Table) -> Ints:
    """How the classes and ids around each block speak: below 0 for boilerplate."""
    total = np.zeros(len(words) + 1, np.int64)
    np.cumsum(names[name_rows(words)], out=total[1:], dtype=np.int64)
    scaled = np.rint((total[last] - total[first]) / np.sqrt(np.maximum(1, last - first)))
    clipped: Ints = np.clip(scaled, -NAMES_MOST, NAMES_MOST).astype(np.int64)
    return clipped
