"""Interjections: a label that stands alone between two paragraphs, where no other short line does.

The model holds such a line for a title, as most are: of a text with titles of its own that is left
to it. Where all other lines are paragraphs, "Subscribe to our newsletter" names nothing.
"""

from collections.abc import Sequence

import numpy as np

from stripper.blocks import Kind
from stripper.decisions.bars import ASKED, CERTAIN, EXACT, is_pointed
from stripper.engines import Opinion
from stripper.facts import Facts

LABEL_WORDS = 8
"""Words of such a line. Set by hand: labels have fewer, and so have most titles."""
PARAGRAPH_WORDS = 8
"""Words of a sentence that is a paragraph. Set by hand, as for headlines."""
_PARAGRAPH = int(Kind.PARAGRAPH)


def raise_interjections(
    facts: Facts, rows: range, opinions: Sequence[Opinion]
) -> Sequence[Opinion]:
    """The opinions on a page; those are exact that know a line which asks for something between
    paragraphs, on a page that has no other short line between paragraphs."""
    certain = {o.first for o in opinions if _is_certain(o)}
    if not certain:
        return opinions
    own = slice(rows.start, rows.stop)
    words = facts.words[own]
    told = facts.prose[own] | (facts.terminal[own] & (words >= PARAGRAPH_WORDS))
    alone = ~told & (words <= LABEL_WORDS) & (words > 0)
    alone[1:] &= told[:-1]
    alone[:-1] &= told[1:]
    alone[[0, -1]] = False
    found = (np.flatnonzero(alone) + rows.start).tolist()
    if not found or any(row not in certain or facts.kind[row] != _PARAGRAPH for row in found):
        return opinions
    return [
        o._replace(score=EXACT, doubted=False) if o.first in found and _is_certain(o) else o
        for o in opinions
    ]


def _is_certain(opinion: Opinion) -> bool:
    single = opinion.first == opinion.last and opinion.part is None and opinion.by == "rule"
    return (
        single and opinion.category in ASKED and CERTAIN <= opinion.score < EXACT
        and not is_pointed(opinion)
    )  # fmt: skip
