"""Rules by points: what a block, its group and its neighbours say, and where it stands, weighed.

An appeal that is reworded every week is told from an article about appeals by no one word, but by
its company: the amounts and buttons of its group, the sign-up after it, the end of the text before
it. Each such fact has a number of points, whole ones, so that a sum is the same in any order and
any batch.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints, find_changes
from stripper.facts import Bools, Facts
from stripper.groups import Groups
from stripper.packs.rule import AND, BOTH, Rule, fact_names
from stripper.places import beside
from stripper.threads import single_thread

PIECE = 128
"""Blocks whose facts are added up at a time: few enough to lie close to the processor, and to have
a third of the pairs of facts among them. With 64 or 192 it takes a quarter longer, with all of a
batch at once two to three times as long."""

POINTS_A_LOGIT = 16
"""So many points change the odds as much as one logit of the model does."""
ASKS = ("donation", "paywall", "newsletter")
"""Appeals: categories that are worded alike."""
DOUBTED = (*ASKS, "comments", "related", "navigation", "share", "cookie", "legal", "commerce")
DOUBT = -15 * POINTS_A_LOGIT // 4
"""A rule of these categories wants the model's word where all that its blocks say and all that
stands around them lies this far under every threshold: "Accept all" among the buttons of a guide,
"Your account" over an answer. Of 1,048 written pages that points were not fitted to, rules by
words, roles and shape took 2,091 lines of boilerplate and 165 of content so; 26 of the former were
half a logit under this and 84 of the latter. Of 323 others 0.06 % less of the boilerplate goes with
this than with that. Of other categories most of what points know nothing of is
boilerplate all the same: credits, tags, labels of adverts."""
FAR_OVER = 45
"""Blocks in a row that go by points are one finding, and a faint one where none of them is so far
over a threshold. Of 63 findings on pages of text in `fixtures/tuning` 25 are faint; of 36 on what
trafilatura leaves of 1,305 pages 27 are, and a third of these is content."""
LEAN, LEAN_FROM, LEAN_MOST = 0.3, 3.5, 3.5
"""What the model is told of appeals: this much of the logits that a block's points are over those
which lie three and a half under the threshold, up to as many over it. Points weigh what a group
speaks of, the model the order of the page, and they err in different places. Of 328 written pages
that neither was fitted to, 75.1 % of the lines of appeals and 1.53 % of those of content went
without it, 78.7 and 1.57 % with it, 82.3 and 1.63 % with 0.7, with which one look-alike in a
hundred more loses a line."""
HTML_LEAN = 0.8
"""The same of HTML, where the elements group what belongs together. On 56 written pages of HTML
that neither was fitted to, 74.8 % of the lines of appeals and 2.60 % of those of content went
without it, 78.9 and 2.69 % with 0.3, 85.4 and 2.78 % with 0.8; pages of gold standards score the
same."""
Sums = npt.NDArray[np.float32]


class Points:
    """The points of some rules as one table: a row a fact or a pair of facts, a column a rule."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._numbers = [n for n, rule in enumerate(rules) if rule.points]
        held = [rules[n] for n in self._numbers]
        given = [
            (column, name if scope == BOTH else f"{scope} {name}", value)
            for column, rule in enumerate(held)
            for scope, points in rule.points
            for name, value in points
        ]
        pairs = dict.fromkeys(name for _, name, _ in given if AND in name)
        row = {name: at for at, name in enumerate((*fact_names(), *pairs))}
        self._pairs = np.array(
            [[row[fact] for fact in pair.split(AND)] for pair in pairs], np.int64
        ).reshape(-1, 2)
        self._table = np.zeros((len(row), len(held)), np.float32)
        for column, name, value in given:
            self._table[row[name], column] = value
        self._threshold = np.array([rule.threshold for rule in held], np.float32)
        self._joins = np.array([rule.joins - rule.threshold for rule in held])
        self._alone = np.array([rule.alone for rule in held])
        self._asks = np.array([rule.category in ASKS for rule in held], bool)

    def weigh(self, noted: Bools) -> Sums:
        """How far each block, a row, is over the threshold of each rule, a column."""
        if not self._numbers or not len(noted):
            return np.zeros((len(noted), len(self._numbers)), np.float32)
        return self._add_up(noted) - self._threshold

    def find(self, over: Sums, facts: Facts, groups: Groups) -> dict[int, Ints]:
        """By rule: the blocks that it holds for, in order. Of several rules the one speaks that
        is furthest over its threshold.

        A block that reaches `joins` only goes along with one of its group that reaches the
        threshold; the blocks of a group that go are one thing, whatever a button in it sounds like.
        One whose neighbours both stay must be `alone` points over the threshold.
        """
        if not over.size:
            return {}
        group, boxed = groups
        best, most = over.argmax(1), over.max(1)
        reached = most >= 0
        beside_one = boxed & (np.bincount(group, reached)[group] > 0)
        chosen = reached | (beside_one & (most >= self._joins[best]))
        accompanied = beside(chosen, facts.page, -1) | beside(chosen, facts.page, 1)
        chosen &= accompanied | (most >= self._alone[best])
        box = np.zeros((int(group[-1]) + 1, over.shape[1]), np.float32)
        np.add.at(box, group[chosen], over[chosen])
        best = np.where(boxed, box[group].argmax(1), best)
        return {n: np.flatnonzero(chosen & (best == at)) for at, n in enumerate(self._numbers)}

    def doubt(self, over: Sums, facts: Facts) -> Bools:
        """The blocks on which other rules of `DOUBTED` categories are not to be believed alone. A
        page without other prose says too little against any."""
        if not over.size:
            return np.zeros(len(over), bool)
        far: Bools = (over.max(1) < DOUBT) & (facts.before + facts.after > 0)
        return far

    def find_faint(self, over: Sums, rows: Ints, page: Ints) -> Bools:
        """The blocks of faint findings, of all `rows` that go by points; `page` is that of each
        block."""
        chosen = np.zeros(len(page), bool)
        chosen[rows] = True
        if not over.size:
            return chosen
        run = np.cumsum(find_changes(chosen) | find_changes(page)) - 1
        peak = np.full(int(run[-1]) + 1, -np.inf, np.float32)
        np.maximum.at(peak, run, over.max(1))
        faint: Bools = chosen & (peak < FAR_OVER)[run]
        return faint

    def admit(self, over: Sums) -> Bools:
        """The blocks that may be of an appeal, as far as points know: those less than `DOUBT` under
        a threshold of one."""
        asks = over[:, self._asks]
        if not asks.size:
            return np.zeros(len(over), bool)
        near: Bools = asks.max(1) >= DOUBT
        return near

    def lean(self, over: Sums, html: Bools) -> Sums:
        """How much more each block looks like boilerplate for the points of appeals, in logits;
        `html` says which blocks are of HTML."""
        asks = over[:, self._asks]
        if not asks.size:
            return np.zeros(len(over), np.float32)
        said = asks.max(1) / POINTS_A_LOGIT + LEAN_FROM
        share = np.where(html, np.float32(HTML_LEAN), np.float32(LEAN))
        leans: Sums = share * np.clip(said, 0, LEAN_FROM + LEAN_MOST)
        return leans

    def _add_up(self, facts: Bools) -> Sums:
        """The points of each block by each rule."""
        single = facts.shape[1]
        of_facts, of_pairs = self._table[:single], self._table[single:]
        one, other = self._pairs.T.copy()
        points = np.empty((len(facts), len(self._numbers)), np.float32)
        with single_thread():
            for low in range(0, len(facts), PIECE):
                turned = _turn(facts[low : low + PIECE])
                told: Bools = np.logical_or.reduce(turned, 1)
                there = np.flatnonzero(told.take(one) & told.take(other))
                # float32 multiplies faster than integers and is exact below 2**24
                held = turned.T.astype(np.float32) @ of_facts
                both = _find_both(turned, self._pairs.take(there, 0))
                held += both.T.astype(np.float32) @ of_pairs.take(there, 0)
                points[low : low + PIECE] = held
        return points


def add_pairs(facts: Bools, pairs: Ints) -> Bools:
    """The facts and, behind them, for each pair of columns whether both are there."""
    turned = _turn(facts)
    return np.concatenate((turned, _find_both(turned, pairs))).T


def _turn(facts: Bools) -> Bools:
    """The facts with a row a fact: rows are copied whole."""
    return np.ascontiguousarray(facts.T)


def _find_both(turned: Bools, pairs: Ints) -> Bools:
    """For each pair of rows whether both are there."""
    both: Bools = turned.take(pairs[:, 0], 0)
    both &= turned.take(pairs[:, 1], 0)
    return both
