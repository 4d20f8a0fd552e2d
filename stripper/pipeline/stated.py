"""Bylines that a page's data states: lines beside the headline with the name of its author."""

import numpy as np

from stripper.engines import Opinion
from stripper.facts import Facts
from stripper.formats.evidence import STATED_BIT
from stripper.pipeline.headlines import HEADLINE_REACH, find_headline

RULE = "any/byline/stated"
SCORE = 0.75
"""That of the rules that know a date by its form: it goes where bylines go, and where they stay it
stays, whatever the model thinks of it."""
OVER = 2
"""Blocks over the headline among which its author may stand."""
_AUTHOR = np.uint8(STATED_BIT["the author"])


def find_authors(facts: Facts, number: int) -> list[Opinion]:
    """The lines beside the headline of a page of HTML that name whom its data calls its authors."""
    elements = facts.pages[number].elements
    if elements is None or not (elements.stated & _AUTHOR).any():
        return []
    rows = facts.blocks_of(number)
    headline = find_headline(facts, rows)
    if headline is None:
        return []
    named = rows.start + np.flatnonzero(elements.stated & _AUTHOR)
    near = named[(named >= headline - OVER) & (named <= headline + HEADLINE_REACH)]
    reason = "A line beside the headline that names whom the page's data calls its author"
    return [
        Opinion(number, row, row, "byline", "rule", RULE, SCORE, reason)
        for row in near.tolist()
        if row != headline
    ]
