"""The elements of a page's blocks, measured: where the text stands, and how far from it a block is.

What extractors use to tell the article from the page around it (link density, text per tag, the
element that holds most paragraphs) is noted here as facts, over all elements at once.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from stripper.blocks import Codes, Elements, Hashes, Ints, Page, encode
from stripper.formats.evidence import BIT, INHERITED, MEASURED, OWN, OWN_TAGS
from stripper.formats.html.outline import Outline
from stripper.formats.html.runs import PROSE
from stripper.formats.html.tags import PARAGRAPHS
from stripper.formats.html.units import Unit
from stripper.tokens import tokenize

Bools = npt.NDArray[np.bool_]

PROSE_LINKS = 0.5
"""Share of its letters in links up to which a block is prose. Set by hand: with more of them it is
a list of other stories."""
WIDE = 0x2E80
"""Code points from here on stand for about three letters each: Chinese, Japanese, Korean."""
REACH = 24
"""Elements around a block whose classes are read; nine in ten blocks have fewer."""
MOST_WORDS = 24
"""Words of one element's classes and id that are read. Set by hand: frameworks of styles give an
element dozens, which say nothing of it."""
MOST_PROSE = 0.8
"""Share of a page's prose that the element around all of its text holds. Set by hand: the rest may
be teasers, comments and a notice beside it."""
_OWN_BITS = {tag: BIT[name] for tag, name in OWN_TAGS.items()}
_OTHER = BIT["other element"]
_FAR = np.uint64(0x9E3779B97F4A7C15)
"""An odd factor, which gives the words of farther elements hashes of their own."""
_LINE_END = ord("\n")
_FIRST_MEASURED = np.uint64(len(INHERITED) + len(OWN))
"""The bit of the first fact that is measured."""
_SHARES = {f"{share:.0%} of the text around": share for share in (0.02, 0.1, 0.4)}
"""Shares of the page's text in a block's container from which that is a fact, as `evidence` names
them. Set by hand; the model was fitted to these facts."""
_LINKS = {f"links around {share:.0%}": share for share in (0.25, 0.5, 0.75)}
"""The same of the links in it."""


def measure_elements(rendered: Page, page: Outline, units: list[Unit]) -> Page:
    """The rendered page with the elements of its blocks."""
    element = np.array([u.element for u in units], np.int64)
    holder = np.array([u.element if u.rows else u.run.holder for u in units], np.int64)
    flags = np.array([page.facts[u.element] for u in units], np.uint64)
    own = [_OWN_BITS.get(page.tags[h], _OTHER) for h in holder.tolist()]
    flags |= np.array(own, np.uint64)
    tree = _Tree.of(page)
    flags |= _measure(rendered, page, tree, holder)
    words, first, last = _find_words(page, tree, element)
    stated = np.zeros(len(units), np.uint8)
    elements = Elements(
        flags, stated, words, first, last, element, tree.stop, page.parents, page.tags, page.names
    )  # fmt: skip
    return replace(rendered, elements=elements)


def _measure(rendered: Page, page: Outline, tree: "_Tree", holder: Ints) -> Hashes:
    """The facts that are measured, as bits."""
    if not len(holder):
        return np.zeros(0, np.uint64)
    sizes = _Sizes.of(rendered)
    around = _find_around(tree, holder, page)
    text, links = tree.sum(holder, sizes.text), tree.sum(holder, sizes.links)
    prose = tree.sum(holder, sizes.prose.astype(np.int64))
    total = max(1, int(sizes.text.sum()))
    tags = tree.stop - np.arange(len(tree))
    farther = tree.parent[tree.parent[around]]
    beside = tree.children[tree.parent[holder]]
    density = links / np.maximum(1, text)
    names = np.array(_number(page, holder), np.int64)
    same = (names[1:] == names[:-1]) & (names[1:] > 0)
    core, most = _find_body(tree, holder, around, sizes)
    steps, below = tree.steps(core, holder)
    per_tag = text[around] / tags[around]
    columns: dict[str, Bools] = {
        "first child": tree.is_first[holder], "last child": tree.is_last[holder],
        "only child": beside == 1, "up to 4 children beside": (beside > 1) & (beside <= 4),
        "5 or more beside": beside > 4,
        "class of the block before": np.concatenate(([False], same)),
        "class of the block after": np.concatenate((same, [False])),
        "6 deep": tree.depth[holder] >= 6, "10 deep": tree.depth[holder] >= 10,
        "15 deep": tree.depth[holder] >= 15,
        "in the body": steps == 0, "1 out of the body": steps == 1,
        "2 out of the body": steps == 2, "3 or 4 out of the body": (steps == 3) | (steps == 4),
        "5 or more out of the body": steps > 4, "directly there": (below <= 1) & (steps >= 0),
        "3 or more below there": below >= 3,
        "after the body": (steps > 0) & (holder >= (tree.stop[core] if core >= 0 else 0)),
        "where most prose is": (holder >= most) & (holder < tree.stop[most]) & (most >= 0),
        "prose around": prose[around] >= 1, "3 paragraphs around": prose[around] >= 3,
        "8 paragraphs around": prose[around] >= 8,
        "20 characters a tag around": per_tag >= 20, "60 characters a tag around": per_tag >= 60,
        "links farther around 50%": density[farther] >= 0.5,
    }  # fmt: skip
    columns |= {name: text[around] >= share * total for name, share in _SHARES.items()}
    columns |= {name: density[around] >= share for name, share in _LINKS.items()}
    bits = np.packbits(np.array([columns[name] for name in MEASURED]), axis=0, bitorder="little")
    packed = np.zeros((len(holder), 8), np.uint8)
    packed[:, : len(bits)] = bits.T
    measured: Hashes = packed.view("<u8")[:, 0].astype(np.uint64)
    return measured << _FIRST_MEASURED


@dataclass(frozen=True, slots=True)
class _Tree:
    """The elements as columns; the root is its own parent."""

    parent: Ints
    stop: Ints
    depth: Ints
    children: Ints
    is_first: Bools
    is_last: Bools

    def __len__(self) -> int:
        return len(self.parent)

    @classmethod
    def of(cls, page: Outline) -> "_Tree":
        number = np.arange(len(page.tags))
        parent, stop = np.array(page.parents, np.int64), np.array(page.stops, np.int64)
        parent = np.maximum(parent, 0)
        # an element is as deep as many have begun before it that have not ended
        ended = np.concatenate(([0], np.cumsum(np.bincount(stop, minlength=len(stop) + 1))))
        depth = number - ended[number + 1]
        children = np.bincount(parent[1:], minlength=len(parent))
        is_last = stop == stop[parent]
        return cls(parent, stop, depth, children, number == parent + 1, is_last)

    def sum(self, holder: Ints, size: Ints) -> Ints:
        """Of each element: the sum over the blocks in it."""
        total = np.zeros(len(self) + 1, np.int64)
        np.cumsum(np.bincount(holder, weights=size, minlength=len(self)), out=total[1:])
        return total[self.stop] - total[:-1]

    def steps(self, core: int, element: Ints) -> tuple[Ints, Ints]:
        """Steps out of the core to what it has in common with each element, and from there down;
        -1 where there is no core.
        """
        if core < 0:
            return np.full(len(element), -1), np.zeros(len(element), np.int64)
        chain = [core]
        while chain[-1] != 0:
            chain.append(int(self.parent[chain[-1]]))
        up = np.array(chain)
        starts = len(up) - np.searchsorted(up[::-1], element, "right")
        stops = np.searchsorted(self.stop[up], element, "right")
        steps = np.minimum(np.maximum(starts, stops), len(up) - 1)
        return steps, self.depth[element] - self.depth[up[steps]]


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How much each block says, and how much of it in links."""

    text: Ints
    links: Ints
    prose: Bools

    @classmethod
    def of(cls, rendered: Page) -> "_Sizes":
        codes = rendered.codes
        shown = ((codes != ord(" ")) & (codes != _LINE_END)).view(np.uint8)
        shown += 2 * (codes >= WIDE).view(np.uint8)
        for low, high in rendered.hidden.tolist():
            shown[low:high] = 0
        weight = np.zeros(len(codes) + 1, np.int64)
        np.cumsum(shown, out=weight[1:])
        text = weight[rendered.end] - weight[rendered.start]
        said = weight[rendered.links[:, 1]] - weight[rendered.links[:, 0]]
        block = np.searchsorted(rendered.end, rendered.links[:, 0], "right")
        links = np.bincount(block, said, len(text)).astype(np.int64)
        prose = (text >= PROSE) & (links <= PROSE_LINKS * text)
        return cls(text, links, prose)


def _find_around(tree: _Tree, holder: Ints, page: Outline) -> Ints:
    """The container of each block: the element around its paragraph."""
    single = np.array([page.tags[h] in PARAGRAPHS for h in holder.tolist()], bool)
    alone = np.bincount(holder, minlength=len(tree))[holder] < 2
    return np.where(single | alone, tree.parent[holder], holder)


def _find_body(tree: _Tree, holder: Ints, around: Ints, sizes: _Sizes) -> tuple[int, int]:
    """The element that most prose stands in directly, and the one that holds nearly all prose.

    A container gets what its paragraphs say, and the one around it half of that.
    """
    weight = np.where(sizes.prose, sizes.text, 0)
    if not weight.any():
        return -1, -1
    score = np.bincount(around, weights=weight, minlength=len(tree))
    score += np.bincount(tree.parent[around], weights=weight / 2, minlength=len(tree))
    core = int(score.argmax())
    held = tree.sum(holder, weight)
    most = core
    while held[most] < MOST_PROSE * weight.sum() and most != 0:
        most = int(tree.parent[most])
    return core, most


def _number(page: Outline, holder: Ints) -> list[int]:
    """A number for each tag and class; 0 where there is no class."""
    seen: dict[tuple[str, str], int] = {}
    out = []
    for h in holder.tolist():
        name = page.names[h]
        out.append(seen.setdefault((page.tags[h], name), len(seen) + 1) if name else 0)
    return out


def _find_words(page: Outline, tree: _Tree, element: Ints) -> tuple[Hashes, Ints, Ints]:
    """The words of classes and ids around each block, as hashes: from the element outwards."""
    around = np.empty((len(element), REACH), np.int64)
    around[:, 0] = at = element
    up = np.append(tree.parent, -1)  # -1 is the last one of these, too
    up[0] = -1
    for step in range(1, REACH):
        around[:, step] = at = up[at]
    block, steps = np.nonzero(around >= 0)
    element_of, distant = around[block, steps], steps > 1
    hashes, edge, name_of = _hash_names(page, element_of)
    name = name_of[element_of]
    count = np.minimum(edge[name + 1] - edge[name], MOST_WORDS)
    begin = edge[name] + distant * len(hashes)
    place = np.repeat(begin - (np.cumsum(count) - count), count) + np.arange(count.sum())
    words = np.concatenate((hashes, hashes * _FAR))[place]
    ends = np.cumsum(np.bincount(block, weights=count, minlength=len(element)).astype(np.int64))
    return words, np.concatenate(([0], ends))[:-1], ends


def _hash_names(page: Outline, elements: Ints) -> tuple[Hashes, Ints, Ints]:
    """The hashes of the words in the names of elements, each name once; where each name begins in
    them and where the last one ends; and the number of the name of each element of the page.
    """
    used = np.zeros(len(page.names), bool)
    used[elements] = True
    numbers = np.flatnonzero(used)
    names = [page.names[at] for at in numbers.tolist()]
    unique = {name: at for at, name in enumerate(dict.fromkeys(names))}
    codes = _split_camels(encode("\n".join(n.replace("\n", " ") for n in unique)))
    tokens = tokenize(codes)
    place = tokens.start if tokens.origin is None else tokens.origin[tokens.start]
    line = np.cumsum(codes == _LINE_END)[place] if len(codes) else place
    kept = ~tokens.number
    hashes, line = tokens.hash[kept], line[kept]
    name_of = np.zeros(len(page.names), np.int64)
    name_of[numbers] = [unique[name] for name in names]
    return hashes, np.searchsorted(line, np.arange(len(unique) + 1)), name_of


def _split_camels(codes: Codes) -> Codes:
    """Part `newsletterBox` before the capital."""
    lower, upper = (
        (codes >= ord("a")) & (codes <= ord("z")),
        (codes >= ord("A")) & (codes <= ord("Z")),
    )
    humps = np.flatnonzero(lower[:-1] & upper[1:]) + 1
    return np.insert(codes, humps, ord(" "))
