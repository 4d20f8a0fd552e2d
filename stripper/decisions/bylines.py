"""Bylines that are none of the page: dates in lists, names in menus, those of other stories.

Rules know a byline by its form. Where bylines stay, what stands in the furniture of a page, or
among other stories, would stay with them.
"""

from collections.abc import Sequence

import numpy as np
import regex

from stripper.blocks import Ints
from stripper.decisions.headlines import HEADLINE_REACH, find_headline
from stripper.decisions.inputs import STRONG, SURELY
from stripper.decisions.meanings import AUTHOR_BOX, MEMBER_NAMES
from stripper.decisions.sparing import spare_found
from stripper.engines import Opinion
from stripper.engines.network import UNIT
from stripper.facts import Bools, Facts

LISTED = 3
"""Like blocks, or dates one under the other, from which a byline is one of a list of stories,
comments or months."""
OWN_LINES = 3
"""Blocks right under the headline in which a byline is the page's own, though the dates of other
stories are like it."""
LISTED_LEAST = -3 * UNIT // 2
"""The score under which it is taken for one: on pages of sites not trained on, less than 2 % of the
words of such lines are content."""
ABOUT = 3
"""Blocks on either side in which dates are counted. Set by hand: "May 60 11 22" is none to a rule,
between "April" and "June"."""
DATE_LINE = "any/byline/date-line"
ENCLOSING = -UNIT
"""The score under which the blocks beside a byline are furniture too. On text of sites not trained
on F1 of news rises by 0.2 points for it, that of mixed pages by 0.05, and no content goes."""
STRAYS = 2
"""Dates from which they are those of a list."""
STRAY_OVER, STRAY_UNDER = 2, 5
"""Blocks up to which a byline has company over it and under it: between it and what it is about
stand a bar to share it or a picture's label. With 3 under it, two more of 26 dates of articles go
as HTML; where no date goes for it, F1 of mixed pages of sites not trained on is 0.2 points lower as
text, 0.05 as HTML."""
_NAMED = (MEMBER_NAMES, AUTHOR_BOX)
"""Bylines that their elements name are what they are however they score: one stands at each post,
and other stories beside the author's box."""
_NUMBER = regex.compile(r"\d")


def leave_bylines(
    facts: Facts, rows: range, opinions: Sequence[Opinion], scores: Ints, alike: Ints
) -> list[Opinion]:
    """The findings on a page of HTML less the bylines that are none: lines of a list, and what is
    surely furniture and does not stand under the headline.

    `alike` says of each block how many are like it.
    """
    if not any(o.category == "byline" for o in opinions):
        return list(opinions)
    headline = find_headline(facts, rows)
    listed, furniture = (alike >= LISTED) & (scores < LISTED_LEAST), scores < SURELY
    if headline is not None:
        under = headline + 1 - rows.start
        listed[under : under + OWN_LINES] = furniture[under : under + HEADLINE_REACH] = False
    none = listed | furniture
    return [
        o for o in opinions
        if o.category != "byline" or o.part is not None or o.rule in _NAMED
        or not none[o.first - rows.start : o.last + 1 - rows.start].all()
    ]  # fmt: skip


def leave_enclosed(
    facts: Facts, rows: range, opinions: Sequence[Opinion], scores: Ints
) -> list[Opinion]:
    """The findings on a whole page of text less the bylines that are none: what is surely furniture
    and stands in it, "By industry" in a menu, the author of another story. A sentence is none of
    these: "AFP contributed reporting.", nor is what is near the text.
    """
    if not any(o.category == "byline" for o in opinions):
        return list(opinions)
    prose = np.flatnonzero(facts.prose[rows.start : rows.stop] & (scores >= 0))
    low = np.concatenate(([True], scores < ENCLOSING, [True]))
    left = []
    for opinion in opinions:
        first, stop = opinion.first - rows.start, opinion.last + 1 - rows.start
        told = opinion.category != "byline" or opinion.part is not None
        told = told or bool(facts.terminal[opinion.first : opinion.last + 1].any())
        told = told or bool((np.abs(prose - first) <= HEADLINE_REACH).any())
        if told or scores[first:stop].max() >= STRONG or not (low[first] and low[stop + 1]):
            left.append(opinion)
    return left


def leave_dates(facts: Facts, rows: range, opinions: Sequence[Opinion]) -> list[Opinion]:
    """The findings on a page from which bylines go, less the dates that are none: within the text,
    as over the days of a diary, and among others, as the months of a table are."""
    at = np.array([o.first for o in opinions if o.rule == DATE_LINE], np.int64)
    dated = np.zeros(len(rows), bool)
    dated[at - rows.start] = True
    told = (facts.before[rows.start : rows.stop] > 0) & (facts.after[rows.start : rows.stop] > 0)
    told |= np.convolve(dated, np.ones(2 * ABOUT + 1, np.int64))[ABOUT:-ABOUT] >= LISTED
    return [o for o in opinions if o.rule != DATE_LINE or not told[o.first - rows.start]]


def find_strays(
    facts: Facts,
    rows: range,
    bylines: Sequence[Opinion],
    best: Sequence[Opinion | None],
    staying: Sequence[bool],
    alone: Bools,
) -> set[int]:
    """Dates, counted from the first block, that stay as bylines and have no company that stays:
    those of other stories, of which the rest goes. One alone may be the page's own; `alone` says
    which blocks the model may take."""
    if not bylines:
        return set()
    named = spare_found([False] * len(rows), rows, bylines)
    if sum(named) < STRAYS:
        return set()

    def has_company(first: int, stop: int) -> bool:
        return any(
            best[at] is None and not named[at] and (staying[at] or not alone[at])
            for at in range(max(0, first), min(stop, len(rows)))
        )

    apart = [
        at for at, is_one in enumerate(named)
        if is_one and not has_company(at - STRAY_OVER, at)
        and not has_company(at + 1, at + 1 + STRAY_UNDER)
    ]  # fmt: skip
    headline = find_headline(facts, rows)
    own = range(headline - rows.start, headline - rows.start + 1 + OWN_LINES) if headline else ()
    strays = {row for row in apart if row not in own and _NUMBER.search(facts.text(rows[row]))}
    return strays if len(strays) >= STRAYS else set()
