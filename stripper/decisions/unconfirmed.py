"""Unconfirmed: what counts of the findings of rules on pages that no model judges.

The model knows when a page is clean already; rules do not, and what they find there is mostly text
that speaks as boilerplate does. The numbers are of what trafilatura leaves of 1,305 pages, where
leaving out these takes the loss from 0.14 and 0.12 % (news, mixed pages) to 0.09 and 0.02 %.
"""

from collections.abc import Sequence

from stripper.decisions.bars import CERTAIN, is_pointed
from stripper.decisions.inputs import WHOLE
from stripper.engines import Opinion
from stripper.facts import Facts

SPARSE = 0.06
"""Share of the blocks under which the findings on a page are next to none: a "Read more:" in twenty
paragraphs. Of what such findings take, a third is content. With 0.05 one look-alike more of
`fixtures/tuning` loses a line, with 0.07 a twentieth of the appeals of its pages stays."""
FIRM = 0.95
"""The score from which they count all the same: whole labels and sentences of sites."""
THIN = 0.12
"""The same of faint findings by points; with 0.1 those of newsletters are right on 18 lines in 23,
with this on 18 in 21."""
LISTS = ("related", "share")
"""On a page of fewer than `WHOLE` blocks a list of links is mostly what the page is about: goods,
chapters, the next steps. Of 231 words that went as related there, 164 were content; of four lines
that went as share, two."""
APPEALS = "donation"
"""An appeal on the page speaks for what points doubt: "Support The Gazette!" over the headline
sounds like a story of a strike, until The Gazette asks for money under the text. Other categories
gain nothing: of four such findings on 4,200 written pages all were content."""


def believe_calls(facts: Facts, opinions: Sequence[Opinion]) -> list[Opinion]:
    """The opinions on a page, with no doubt of a call for money whose last word stands in what is
    surely an appeal."""
    named: set[int] = set()
    for o in opinions:
        sure = o.score >= CERTAIN and not o.doubted
        if sure and o.category == APPEALS and o.part is None:
            named.update(facts.tokens.hash[facts.first[o.first] : facts.last[o.last]].tolist())
    return [
        o._replace(doubted=False) if o.doubted and _calls(facts, o) in named else o
        for o in opinions
    ]  # fmt: skip


def _calls(facts: Facts, opinion: Opinion) -> int:
    """The last word of a call for money, of other findings none."""
    stop = int(facts.last[opinion.last])
    if opinion.category != APPEALS or stop <= facts.first[opinion.first]:
        return -1
    return int(facts.tokens.hash[stop - 1])


def leave_unconfirmed(
    rows: range, findings: Sequence[Opinion], every: Sequence[Opinion]
) -> list[Opinion]:
    """The findings on one page of text less those of rules that nothing confirms; a user's own
    always count, and so does what the site repeats.

    `every` holds what would go if no category were kept as well: it says as much of the page.
    """
    found = {row for o in every for row in range(o.first, o.last + 1)}
    share, small = len(found) / max(1, len(rows)), len(rows) < WHOLE
    return [o for o in findings if o.by != "rule" or not _is_doubtful(o, share, small)]


def _is_doubtful(opinion: Opinion, share: float, small: bool) -> bool:
    if (share < SPARSE and opinion.score < FIRM) or (share < THIN and opinion.faint):
        return True
    return small and is_pointed(opinion) and opinion.category in LISTS
