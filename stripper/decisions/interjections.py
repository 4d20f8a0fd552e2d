"""Interjections: a call to subscribe that stands alone between two paragraphs of a longer text.

The model holds such a line for a title, as most are. "Subscribe to our newsletter" names nothing
where no other short line stands between paragraphs, and the text under it speaks of something else.
"""

from collections.abc import Sequence

import numpy as np

from stripper.blocks import Kind
from stripper.decisions.bars import CERTAIN, EXACT, is_pointed
from stripper.engines import Opinion
from stripper.facts import Facts
from stripper.formats.evidence import STATED_BIT

CALLS = "newsletter"
"""The category of such lines. "Become a member" and "Download the app" name sections of clubs and
of manuals: of 59 texts written against this, 39 lost one where all that asks went; with these
alone, none that stays without."""
LEAST_WORDS, MOST_WORDS = 3, 8
"""Words of such a line. Set by hand: "Sign up" is a step of a manual too, and what is longer a
sentence."""
PARAGRAPH_WORDS = 8
"""Words of a sentence that is a paragraph. Set by hand, as for headlines."""
PARAGRAPHS = 5
"""Paragraphs of a text that is long enough to tell. Set by hand: on a short page the one short line
is its only title. Of the 323 pages of `fixtures/tuning` none comes out otherwise for all this."""
ECHO = 4
"""First letters of a word of a line by which the text under it says it again: it is the title."""
_PARAGRAPH = int(Kind.PARAGRAPH)
_TITLE = STATED_BIT["the title"]
_QUOTES = "\"'“”„«»‘’‚「『—–-"
"""What a line of a dialogue or a sign begins with."""


def raise_interjections(
    facts: Facts, rows: range, opinions: Sequence[Opinion]
) -> Sequence[Opinion]:
    """The opinions on a page; those are exact that know a call to subscribe between paragraphs, on
    a page that has no other short line between paragraphs."""
    certain = {o.first for o in opinions if _is_certain(o)}
    if not certain:
        return opinions
    own = slice(rows.start, rows.stop)
    words = facts.words[own]
    told = facts.prose[own] | (facts.terminal[own] & (words >= PARAGRAPH_WORDS))
    if told.sum() < PARAGRAPHS:
        return opinions
    alone = ~told & (words <= MOST_WORDS) & (words > 0)
    alone[1:] &= told[:-1]
    alone[:-1] &= told[1:]
    alone[[0, -1]] = False
    found = (np.flatnonzero(alone) + rows.start).tolist()
    if not found or not all(row in certain and _is_call(facts, rows, row) for row in found):
        return opinions
    return [
        o._replace(score=EXACT, doubted=False) if o.first in found and _is_certain(o) else o
        for o in opinions
    ]


def _is_certain(opinion: Opinion) -> bool:
    single = opinion.first == opinion.last and opinion.part is None and opinion.by == "rule"
    known = single and opinion.category == CALLS and CERTAIN <= opinion.score < EXACT
    return known and not is_pointed(opinion)


def _is_call(facts: Facts, rows: range, row: int) -> bool:
    """Whether a line is no heading, no headline and nobody's words, and the text under it does not
    go on about it."""
    page, text = facts.page_of(row), facts.text(row)
    if facts.kind[row] != _PARAGRAPH or facts.words[row] < LEAST_WORDS:
        return False
    if text.startswith(tuple(_QUOTES)) or text.endswith(("?", "？", "؟", ".", "。")):
        return False
    if page.elements is not None and page.elements.stated[row - rows.start] & _TITLE:
        return False
    said = {word[:ECHO] for word in text.split() if len(word) > ECHO}
    return said.isdisjoint(word[:ECHO] for word in facts.text(row + 1).split())
