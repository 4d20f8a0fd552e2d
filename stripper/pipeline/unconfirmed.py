"""Unconfirmed: what counts of the findings of rules on text that no model judges.

The model knows when a page is clean already; rules do not, and what they find there is mostly text
that speaks as boilerplate does. These numbers are of what trafilatura leaves of 1,305 pages, where
the two guards take the loss from 0.14 and 0.12 % (news, mixed pages) to less than 0.1 %.
"""

from collections.abc import Sequence

from stripper.engines import Opinion
from stripper.pipeline.bars import CERTAIN
from stripper.pipeline.inputs import WHOLE

SPARSE = 0.03
"""Share of the blocks under which the findings on a page are next to none: a "Read more:" in forty
paragraphs. Of what such findings take, a third is content; of written pages 0.1 % of what goes."""
FIRM = 0.95
"""The score from which they count all the same: whole labels and sentences of sites."""
LISTS = "related"
"""On a page of fewer than `WHOLE` blocks a list of links is mostly what the page is about: goods,
chapters, the next steps. Of 231 words that went as related there, 164 were content."""
APPEALS = "donation"
"""An appeal on the page speaks for what points doubt: "Support The Gazette!" over the headline
sounds like a story of a strike, until the paper asks for money under the text. Other categories
gain nothing: of four such findings on 4,200 written pages all were content."""


def believe_calls(opinions: Sequence[Opinion]) -> list[Opinion]:
    """The opinions on a page, with no doubt of its calls for money where it surely has an appeal.

    >>> appeal = Opinion(0, 8, 9, "donation", "rule", "en/donation/opener", 0.92, "")
    >>> call = Opinion(0, 0, 0, "donation", "rule", "any/donation/call", 0.9, "", doubted=True)
    >>> believe_calls([call])[0].doubted, believe_calls([call, appeal])[0].doubted
    (True, False)
    """
    appeals = (o for o in opinions if o.category == APPEALS and o.part is None)
    if not any(o.score >= CERTAIN and not o.doubted for o in appeals):
        return list(opinions)
    return [o._replace(doubted=False) if o.category == APPEALS else o for o in opinions]


def leave_unconfirmed(rows: range, findings: Sequence[Opinion]) -> list[Opinion]:
    """The findings on one page of text less those that nothing confirms; a user's own always
    count."""
    every = {row for o in findings for row in range(o.first, o.last + 1)}
    sparse, small = len(every) < SPARSE * len(rows), len(rows) < WHOLE
    return [o for o in findings if o.by == "user" or not _doubtful(o, sparse, small)]


def _doubtful(opinion: Opinion, sparse: bool, small: bool) -> bool:
    by_points = opinion.rule.endswith("/points")
    return (sparse and opinion.score < FIRM) or (small and by_points and opinion.category == LISTS)
