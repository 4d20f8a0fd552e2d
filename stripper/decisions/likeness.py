"""Likeness: the blocks that a page's template makes alike, and what is said of all of them at once.

A template writes the paragraphs of a text, the dates of a list of stories and the names of its
readers each with the same elements and classes. The model reads a page block by block; what it
says of one of them is worth more once it is weighed with what it says of the others.
"""

from collections.abc import Sequence

import numpy as np

from stripper.blocks import Elements, Ints
from stripper.decisions.bars import ASKED, GOES, VETO
from stripper.engines import Opinion
from stripper.engines.network import UNIT
from stripper.facts import Bools

STEPS = 5
"""Elements, from a block's own outwards, whose tags and classes make it like another. On sites not
trained on, three lose a thousandth of F1 on WCXB; eight lose two in a hundred more of the posts in
forums."""
_PLAIN = frozenset(("html", "body", "main", "article", "section", "div", "p"))
MOST_KINDS = 6000
"""Kinds of elements of which as many as there are steps make a number of 63 bits."""
ALIKE = 3
"""Blocks from which a likeness counts: two may be so by chance."""
MOST = 10 * UNIT
"""The score beyond which a block weighs no more in the mean of its like."""
OWN, OTHERS = 1, 2
"""What a block's own score weighs, and what the mean of its like: on sites not trained on, forums
lose 3.0 % of their posts, against 3.9 % with halves and 5.3 % with each block for itself; F1 of
articles is the best with these as well."""


def number_alike(elements: Elements) -> Ints:
    """For each block the number of its likeness: the same for the same tags and classes. Where no
    element has a class or is a part of a list or a table, no template has made blocks alike: they
    differ."""
    parents = np.array(elements.parents, np.int64)
    around = [elements.element]
    for _ in range(1, STEPS):
        around.append(np.maximum(parents[around[-1]], 0))
    used = np.zeros(len(parents), bool)
    used[np.concatenate(around)] = True
    tags, names, numbers = elements.tags, elements.names, np.flatnonzero(used)
    seen: dict[tuple[str, str], int] = {}
    number = seen.setdefault
    kinds = np.zeros(len(parents), np.int64)
    kinds[numbers] = [
        number((tags[at], names[at].partition("#")[0]), len(seen)) for at in numbers.tolist()
    ]
    path = np.zeros(len(elements.element), np.int64)
    for at in around:
        if len(seen) > MOST_KINDS:  # numbered anew at each step, so that it stays small
            path = np.unique(path, return_inverse=True)[1]
        path = path * len(seen) + kinds[at]
    plain = np.zeros(len(parents), bool)
    plain[numbers] = [not names[at] and tags[at] in _PLAIN for at in numbers.tolist()]
    bare = np.logical_and.reduce([plain[at] for at in around])
    path[bare] = -1 - np.flatnonzero(bare)
    return np.unique(path, return_inverse=True)[1]


def count_alike(alike: Ints) -> Ints:
    """For each block how many are like it, itself among them."""
    counts: Ints = np.bincount(alike)[alike]
    return counts


def agree(scores: Ints, alike: Ints) -> Ints:
    """The scores of blocks, moved towards the mean of those like them.

    >>> agree(np.array([64, 64, -32, -64]), np.array([0, 0, 0, 1])).tolist()
    [42, 42, 10, -64]
    """
    bounded = np.clip(scores, -MOST, MOST)
    total = np.zeros(int(alike.max(initial=0)) + 1, np.int64)
    np.add.at(total, alike, bounded)
    count = count_alike(alike)
    together = (OWN * bounded + OTHERS * (total[alike] // count)) // (OWN + OTHERS)
    return np.where(count >= ALIKE, together, scores)


def find_asking(rows: range, opinions: Sequence[Opinion], scores: Ints) -> Bools:
    """The blocks of a page that a rule knows as an appeal and that the model holds for furniture by
    themselves: what it says of the paragraphs around them says nothing of "Like this article?
    Subscribe to our blog". Of 320 pages of sites not trained on two lose such lines for it, and
    none loses content; with menus and other stories, which stand in boxes of their own, it goes."""
    asking = np.zeros(len(rows), bool)
    for opinion in opinions:
        if opinion.category not in ASKED or opinion.score < GOES:
            continue
        if opinion.by == "rule" and opinion.part is None:
            asking[opinion.first - rows.start : opinion.last + 1 - rows.start] = True
    return asking & (scores < VETO[False])
