"""Wholes: tables, lists and like blocks of HTML, and lines of data, which go or stay as one.

The model judges cells, items and posts one by one, and takes the price of a table whose other
prices stay.
"""

import numpy as np

from stripper.blocks import Elements, Ints
from stripper.decisions.bars import CERTAIN, Findings
from stripper.decisions.holders import find_holders
from stripper.decisions.sparing import LABELLED
from stripper.engines import Opinion
from stripper.engines.network import UNIT
from stripper.facts import LINKED, Bools, Facts
from stripper.formats.evidence import AROUND, BIT

LEAST = 3
"""Blocks that are a table or a list."""
STAYING = {"table": 0.0, "dl": 0.0, "ul": 0.5, "ol": 0.5}
"""Share of the blocks of each that stays by itself, from which on all of it does: lists hold
buttons and pages of results too. On HTML of sites not trained on, 3.2 % of the content of mixed
pages went without this and 3.1 % goes with it, and F1 is 0.860 with and without. The same share of
the words is enough where items hold nothing but text: "Monday. Rest day" beside the paces of the
other days, "Memory: 4 GB" beside a sentence on drivers. With items of several parts, which are
posts and cards, F1 of listings falls by 0.3 points for it."""
ALIKE_LEAST = -2 * UNIT
"""The model's score under which a block goes though its like stay. On those sites as much content
goes without it; with half as much 3.0 % does."""
ALIKE_STAYING, TELLING_WORDS = 0.5, 5
"""The same share of blocks that are alike, of those with so many words outside links. On HTML of
sites not trained on, 2.9 % of the content of mixed pages goes with it instead of 3.1 %, and F1 is
0.861; as much of shorter ones is furniture, and with a third of eight words F1 is lower."""
DATA = frozenset({"navigation", "newsletter", "feedback", "legal", "boilerplate"})
"""What lines of addresses are taken for. Credits and tags have the form of a label and what is said
of it as well, and stand together."""
DATA_WORDS = 8
"""Words of such a line at the most. Set by hand: what is said in a chat has more."""
DATA_SURE = -4 * UNIT
"""The score under which such a line goes all the same. Set by hand, under those of two pages of
contacts."""
CELL_WORDS = 40
"""Words of a cell from which a table lays out a page. Set by hand: a paragraph has more."""
_AROUND = np.uint64(AROUND | BIT["in header"])
"""A table or a list in a header is a menu, where one of its items or a title may be the text's."""


def spare_wholes(facts: Facts, rows: range, best: Findings) -> Findings:
    """The findings on a page's blocks, less the uncertain ones in a table or a list of which other
    parts stay, among text that stays."""
    elements = facts.page_of(rows.start).elements
    if elements is None:
        return best
    stays = [at for at, opinion in enumerate(best) if opinion is None]
    if not stays or len(stays) == len(best):
        return best
    groups: dict[int, list[int]] = {}
    wholes = [at for at, tag in enumerate(elements.tags) if tag in STAYING]
    holders = find_holders(elements, wholes)
    within = np.flatnonzero((holders >= 0) & ((elements.flags & _AROUND) == 0))
    for at, holder in zip(within.tolist(), holders[within].tolist(), strict=True):
        groups.setdefault(holder, []).append(at)
    best = list(best)
    for holder, group in groups.items():
        inside = stays[0] < group[0] and group[-1] < stays[-1]
        if inside and _is_whole(facts, rows, best, group, elements, elements.tags[holder]):
            for at in group:
                opinion = best[at]
                if opinion is not None and _is_uncertain(opinion):
                    best[at] = None
    return best


def spare_alike(
    facts: Facts, rows: range, best: Findings, alike: Ints, scores: Ints, appeals: Bools
) -> Findings:
    """The findings on a page's blocks, less what the model takes alone of blocks that a template
    makes alike and of which half stays: a post among posts. `alike` numbers each block's like.
    Appeals are set among the paragraphs of a text: `appeals` says which blocks may be of one, as
    far as points know."""
    elements = facts.page_of(rows.start).elements
    if elements is None:
        return best
    own = slice(rows.start, rows.stop)
    tells = (facts.words[own] >= TELLING_WORDS) & (facts.link[own] < LINKED)
    tells &= (elements.flags & _AROUND) == 0
    stays = np.array([o is None for o in best])
    count = np.bincount(alike[tells], minlength=int(alike.max(initial=0)) + 1)
    kept = np.bincount(alike[tells & stays], minlength=len(count))
    whole = (count >= LEAST) & (kept >= ALIKE_STAYING * count)
    given = (tells & whole[alike] & (scores >= ALIKE_LEAST) & ~appeals).tolist()
    return [
        None if back and o is not None and o.by == "model" else o
        for o, back in zip(best, given, strict=True)
    ]


def spare_data(facts: Facts, rows: range, best: Findings, scores: Ints | None = None) -> Findings:
    """The findings on a page's blocks, less the uncertain ones on lines of a label and what is said
    of it in a paragraph of which the line above stays: "Newsroom: news@…". Others than addresses
    stay only under such lines."""
    page = facts.page_of(rows.start)
    if page.elements is None:
        together = page.start[1:] == page.end[:-1]
    else:
        together = page.elements.element[1:] == page.elements.element[:-1]
    own = slice(rows.start + 1, rows.stop)
    short = (facts.words[own] <= DATA_WORDS) & (facts.link[own] < LINKED)
    best = list(best)
    for at in (np.flatnonzero(together & short) + 1).tolist():
        opinion = best[at]
        if opinion is None or best[at - 1] is not None or opinion.category not in DATA:
            continue
        sure = scores is not None and scores[at] < DATA_SURE
        if sure or not _is_uncertain(opinion):
            continue
        above, line = facts.text(rows[at - 1]), facts.text(rows[at])
        if LABELLED.match(line) and ("@" in line or LABELLED.match(above)):
            best[at] = None
    return best


def _is_whole(
    facts: Facts, rows: range, best: Findings, group: list[int], elements: Elements, tag: str
) -> bool:
    """Whether so much of a table or list stays that all of it does: so many blocks, or of items
    that hold nothing but text so many words."""
    stays = np.array([best[at] is None for at in group])
    if len(group) < LEAST or not stays.any() or stays.all():
        return False
    words = facts.words[[rows[at] for at in group]]
    link = facts.link[[rows[at] for at in group]]
    if stays.sum() < STAYING[tag] * len(group):
        plain = all(elements.tags[at] == "li" for at in elements.element[group].tolist())
        if not plain or words[stays].sum() < STAYING[tag] * words.sum():
            return False
    laid_out = tag == "table" and int(words.max()) > CELL_WORDS
    return not laid_out and bool((words * link).sum() < LINKED * words.sum())


def _is_uncertain(opinion: Opinion) -> bool:
    return opinion.by == "model" or (opinion.by == "rule" and opinion.score < CERTAIN)
