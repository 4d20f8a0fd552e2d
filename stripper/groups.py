"""Groups: blocks that stand together, the lines of one box, one list, one appeal with its buttons.

In text a group is a run of blocks without a blank line between them; where a page has no blank
lines at all, there are no groups to speak of. Where it has one behind every block, as some tools
write pages, two set groups apart. HTML says it by its elements.
"""

import numpy as np

from stripper.blocks import Bools, Elements, Ints, Page, sum_before
from stripper.facts import Facts

GROUP_BLOCKS = 10
"""A run of more blocks is a text or a menu without blank lines, not one box; offers with their
benefits, prices and buttons hold up to nine."""
BOX_WORDS = 80
"""An element that says more is no box: a short article, with the appeal between its paragraphs. On
78 written pages of HTML not fitted to, rules take 71.9 % of the asks with 80 words, 69.2 % with 50,
and as many with 120 for 0.1 points more lost on news of gold standards."""
ALL_APART = 0.9
"""Share of the blocks of a page from which a blank line behind each says nothing. Of the pages of
gold standards not held out 3 % reach it as text (html-text), 15 % as Markdown (html2text), and half
of what trafilatura leaves as Markdown; of 2,715 written pages of text 7 %. On a page of no more
blocks than a group may have, nothing is known."""
Groups = tuple[Ints, Bools]
_NEWLINE, _RETURN = ord("\n"), ord("\r")


def find_groups(facts: Facts) -> Groups:
    """The number of each block's group, counted through the batch, and whether the group is a box:
    of two blocks or more and no longer than boxes are.

    >>> from stripper.facts import measure
    >>> from stripper.formats.text import split
    >>> group, boxed = find_groups(measure([split("Rates rose.\\n\\nGive now\\n5 euros\\n")]))
    >>> group.tolist(), boxed.tolist()
    ([0, 1, 1], [False, True, True])
    """
    apart, spread = np.ones(len(facts), bool), np.zeros(len(facts), bool)
    for page, low, high in zip(facts.pages, facts.edges, facts.edges[1:], strict=False):
        if page.elements is None:
            apart[low + 1 : high], spread[low:high] = _find_gaps(page)
        else:
            box = find_boxes(page.elements, facts.words[low:high])
            apart[low + 1 : high] = box[1:] != box[:-1]
    group = np.cumsum(apart) - 1
    size = np.bincount(group, minlength=1)[group]
    said = np.bincount(group, facts.words, 1)[group]  # where two blank lines part sections as well
    return group, (size > 1) & (size <= GROUP_BLOCKS) & (~spread | (said <= BOX_WORDS))


def _find_gaps(page: Page) -> tuple[Bools, bool]:
    """Before which blocks of text but the first one a group ends, and whether it takes two blank
    lines to end one."""
    apart: Bools = page.start[1:] > page.end[:-1]
    if len(apart) < GROUP_BLOCKS or apart.mean() < ALL_APART:
        return apart, False
    ends = page.codes == _NEWLINE
    breaks = sum_before(ends if ends.any() else page.codes == _RETURN)
    lines = breaks[page.start[1:]] - breaks[page.end[:-1]]
    return lines > 1, True


def find_boxes(elements: Elements, words: Ints) -> Ints:
    """For each block of HTML the outermost element that it stands in and that is no larger than a
    box; its own element, where that is larger already. `words` are those of each block."""
    element, stops = elements.element, elements.stops
    small = np.ones(len(stops), bool)
    for weights, most in ((None, GROUP_BLOCKS), (words, BOX_WORDS)):
        total = np.concatenate(([0], np.cumsum(np.bincount(element, weights, len(stops)))))
        small &= total[stops] - total[:-1] <= most
    # what stands in a small element is small: the outermost one of each part of the page
    outermost = np.flatnonzero(small)
    outermost = outermost[np.diff(np.maximum.accumulate(stops[outermost]), prepend=-1) > 0]
    boxes, inside = element.copy(), small[element]
    boxes[inside] = outermost[np.searchsorted(outermost, element[inside], "right") - 1]
    return boxes
