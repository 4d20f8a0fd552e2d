"""Lists: where the list under a label ends, by what other findings say of its lines; and menus of
which a part is known."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from stripper.blocks import Ints, Kind, Page
from stripper.decisions.bars import CERTAIN, VETO, Findings
from stripper.decisions.holders import find_holders
from stripper.engines import Opinion
from stripper.facts import LINKED, Facts
from stripper.places import find_runs

ENDING = frozenset(("donation", "newsletter", "paywall", "app", "feedback", "cookie", "legal"))
"""What stands behind the stories of a list and has names of its own. Shares, dates and labels of
adverts stand among them."""
ENDING_LEAST = 0.85
"""The score of a rule that ends a list: points are less, and call a list of links to stories on
prices and letters an appeal now and then."""
ENDING_WORDS = 3
"""Words of a line that ends a list: "Premium" and "Sign up" stand on its cards."""

MENU_ITEMS, MENU_WORDS = range(3, 13), 4
"""Items of a menu in one list, and words of each of them. Set by hand: longer lists are tables of
contents and indexes, and longer items titles of stories."""
MENU_SCORE = 0.75
"""The score of an item that goes for its list: less than certain."""
_LISTS = ("ul", "ol", "menu")


def end_lists(opinions: Sequence[Opinion], words: Ints) -> list[Opinion]:
    """The findings of a batch, in which a list ends before what a rule calls by another name: who
    keeps related stories does not keep the appeals under them. `words` are those of each block."""
    ending: dict[int, list[int]] = defaultdict(list)
    for opinion in opinions:
        sure = opinion.part is None and opinion.score >= ENDING_LEAST
        if sure and opinion.category in ENDING and words[opinion.first] >= ENDING_WORDS:
            ending[opinion.page].append(opinion.first)
    if not ending:
        return list(opinions)
    for rows in ending.values():
        rows.sort()
    ended = []
    for opinion in opinions:
        if opinion.listed and opinion.by != "user" and opinion.category not in ENDING:
            rows = ending[opinion.page]
            at = bisect_left(rows, opinion.first + 1)
            if at < len(rows) and rows[at] <= opinion.last:
                opinion = opinion._replace(last=rows[at] - 1)
        ended.append(opinion)
    return ended


def take_labels_along(
    rows: range, best: Findings, opinions: Sequence[Opinion], spared: Sequence[bool]
) -> Findings:
    """The findings on a page's blocks, and certain labels whose whole list goes for them, though
    the model holds the label for the title of a section."""
    best = list(best)
    for opinion in opinions:
        label = opinion.first - rows.start
        if not opinion.listed or opinion.score < CERTAIN or best[label] or spared[label]:
            continue
        under = best[label + 1 : opinion.last + 1 - rows.start]
        if under and all(o is opinion for o in under):
            best[label] = opinion
    return best


def complete_menus(
    facts: Facts, rows: range, best: Findings, spared: Sequence[bool], scores: Ints | None = None
) -> Findings:
    """The findings on a page's blocks, and the rest of each short list of links before all prose or
    behind it of which half or more is known as a menu: no site writes half a menu. A list of which
    the model, whose `scores` these are, holds an item stays as it is."""
    own = slice(rows.start, rows.stop)
    items = (facts.kind[own] == Kind.ITEM) & (facts.link[own] >= LINKED)
    items &= facts.words[own] <= MENU_WORDS
    outside = (facts.before[own] == 0) | (facts.after[own] == 0)
    best = list(best)
    runs = [run for run in find_runs(items & outside) if _is_torn(best[slice(*run)])]
    begins = _find_begins(facts.page_of(rows.start)) if runs else []
    for first, stop in runs:
        within = begins[bisect_right(begins, first) : bisect_left(begins, stop)]
        for low, high in pairwise([first, *within, stop]):
            if high - low not in MENU_ITEMS or any(spared[low:high]):
                continue
            known = [o for o in best[low:high] if o is not None and o.category == "navigation"]
            if len(known) * 2 < high - low:
                continue
            if scores is None or (scores[low:high] < VETO[False]).all():
                best[low:high] = [o or known[0]._replace(score=MENU_SCORE) for o in best[low:high]]
    return best


def _is_torn(found: Findings) -> bool:
    """Whether a part of some items is known as a menu and another part stays."""
    return None in found and any(o is not None and o.category == "navigation" for o in found)


def _find_begins(page: Page) -> list[int]:
    """The blocks that may begin a list: of HTML those in another list than the block before, of
    Markdown those behind a blank line."""
    elements = page.elements
    if elements is None:
        return (1 + np.flatnonzero(page.start[1:] > page.end[:-1])).tolist()
    lists = find_holders(elements, [at for at, tag in enumerate(elements.tags) if tag in _LISTS])
    return (1 + np.flatnonzero(lists[1:] != lists[:-1])).tolist()
