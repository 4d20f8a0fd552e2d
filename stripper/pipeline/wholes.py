"""Wholes: tables and lists of HTML, which go or stay as one.

The model judges cells and items one by one, and takes the price of a table whose other prices stay.
"""

import numpy as np

from stripper.blocks import Elements
from stripper.engines import Opinion
from stripper.facts import LINKED, Facts
from stripper.formats.evidence import BIT
from stripper.pipeline.bars import CERTAIN, Findings

LEAST = 3
"""Blocks that are a table or a list."""
STAYING = {"table": 0.0, "dl": 0.0, "ul": 0.5, "ol": 0.5}
"""Share of the blocks of each that stays by itself, from which on all of it does: lists hold
buttons and pages of results too. On HTML of sites not trained on, 3.2 % of the content of mixed
pages went without this and 3.1 % goes with it, and F1 is 0.860 with and without."""
CELL_WORDS = 40
"""Words of a cell from which a table lays out a page. Set by hand: a paragraph has more."""
_AROUND = np.uint64(sum(
    BIT[f"in {name}"] for name in ("nav", "header", "footer", "aside", "dialog", "form")
))  # fmt: skip


def spare_wholes(facts: Facts, rows: range, best: Findings) -> Findings:
    """The findings on a page's blocks, less the uncertain ones in a table or a list of which other
    parts stay, among text that stays."""
    elements = facts.pages[int(facts.page[rows.start])].elements
    if elements is None:
        return best
    stays = [at for at, opinion in enumerate(best) if opinion is None]
    if not stays or len(stays) == len(best):
        return best
    groups: dict[int, list[int]] = {}
    known: dict[int, int] = {}
    for at in np.flatnonzero((elements.flags & _AROUND) == 0).tolist():
        holder = _find_holder(elements, int(elements.element[at]), known)
        if holder >= 0:
            groups.setdefault(holder, []).append(at)
    best = list(best)
    for holder, group in groups.items():
        inside = stays[0] < group[0] and group[-1] < stays[-1]
        if inside and _is_whole(facts, rows, best, group, elements.tags[holder]):
            for at in group:
                opinion = best[at]
                if opinion is not None and _is_uncertain(opinion):
                    best[at] = None
    return best


def _is_whole(facts: Facts, rows: range, best: Findings, group: list[int], tag: str) -> bool:
    """Whether so much of a table or list stays that all of it does."""
    kept = sum(best[at] is None for at in group)
    if len(group) < LEAST or kept in (0, len(group)) or kept < STAYING[tag] * len(group):
        return False
    blocks = [rows[at] for at in group]
    words = facts.words[blocks]
    laid_out = tag == "table" and int(words.max()) > CELL_WORDS
    return not laid_out and bool((words * facts.link[blocks]).sum() < LINKED * words.sum())


def _is_uncertain(opinion: Opinion) -> bool:
    return opinion.by == "model" or (opinion.by == "rule" and opinion.score < CERTAIN)


def _find_holder(elements: Elements, at: int, known: dict[int, int]) -> int:
    """The innermost table or list around an element, or -1."""
    chain = []
    while at >= 0 and at not in known and elements.tags[at] not in STAYING:
        chain.append(at)
        at = elements.parents[at]
    holder = known.get(at, at)
    known.update(dict.fromkeys(chain, holder))
    return holder
