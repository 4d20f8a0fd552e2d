"""Boxes: where a good part of a page's comments goes, the rest of them does too, by the names of
their boxes. Of a thread the model takes the greetings, and leaves what tells something.
"""

from collections.abc import Sequence

import numpy as np

from stripper.blocks import Elements
from stripper.decisions.bars import Findings
from stripper.decisions.classes import COMMENTS, find_called
from stripper.decisions.holders import find_holders
from stripper.decisions.meanings import COMMENT_BOX
from stripper.facts import Bools, Facts

_FRAME = ("html", "body")
TORN = 0.2
"""The share of the words in boxes of comments that must go, for the rest to go with them. Of 1,305
pages 14 change, eight of them threads of questions: F1 of these rises by 0.11 on average, and 16
words of content more go."""
LARGEST = 0.4
"""Boxes with this share of what stays on a page are what the page is about: a forum's posts, whose
boxes are called comments too. Set by hand."""
BOX_SCORE = 0.8
"""The score of a comment that goes for its box: less than certain."""


def take_comments_along(
    facts: Facts, rows: range, best: Findings, spared: Sequence[bool]
) -> Findings:
    """The findings on a page of HTML, and all that stands in boxes of comments of which a part goes
    as such."""
    elements = facts.page_of(rows.start).elements
    part = next((o for o in best if o is not None and o.category == COMMENTS), None)
    if elements is None or part is None:
        return best
    gone = np.array([o is not None for o in best])
    words = facts.words[rows.start : rows.stop]
    kept = words * ~gone
    boxed = _find_boxed(elements)
    total, left = int(words[boxed].sum()), int(kept[boxed].sum())
    if not left or total - left < TORN * total or left >= LARGEST * kept.sum():
        return best
    box = part._replace(by="rule", rule=COMMENT_BOX, score=BOX_SCORE, reason="In a box of comments")
    return [
        box._replace(first=rows[at], last=rows[at]) if o is None and inside and not stays else o
        for at, (o, inside, stays) in enumerate(zip(best, boxed.tolist(), spared, strict=True))
    ]


def _find_boxed(elements: Elements) -> Bools:
    """Which blocks stand in boxes of comments."""
    named = find_called(elements, COMMENTS)
    boxes = [at for at in named if elements.tags[at] not in _FRAME]
    boxed: Bools = find_holders(elements, boxes) >= 0
    return boxed
