"""Headings over asks: "Leave the lamp burning" says nothing of what stands under it, and goes with
an appeal where that is all of its section.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from stripper.blocks import Kind
from stripper.decisions.bars import ASKED, CERTAIN, Findings
from stripper.facts import Facts

MOST_WORDS = 12
"""Words of such a heading. Set by hand: as long as a headline."""


def take_headings_along(
    facts: Facts, rows: range, best: Findings, staying: Sequence[bool]
) -> Findings:
    """The findings on a page's blocks, and the heading of each section that is nothing but a
    certain ask, behind all sentences that stay: before one, the text of the section may go on, or
    whoever scraped the page has lost it. What is `staying` stays."""
    best = list(best)
    headings = np.flatnonzero(facts.kind[rows.start : rows.stop] == Kind.HEADING).tolist()
    said = (facts.prose | facts.terminal)[rows.start : rows.stop]
    last = max((at for at in np.flatnonzero(said).tolist() if best[at] is None), default=len(best))
    for at, end in pairwise((*headings, len(best))):
        section = [opinion for opinion in best[at + 1 : end] if opinion is not None]
        if at < last or best[at] is not None or staying[at] or len(section) != end - at - 1:
            continue
        asks = bool(section) and section[0].category in ASKED and section[0].score >= CERTAIN
        if asks and facts.words[rows[at]] <= MOST_WORDS:
            best[at] = section[0]
    return best
