"""How far a finding reaches: an appeal's paragraphs, a label's list, a thread to the end of the
page."""

from functools import cache

import numpy as np

from stripper.blocks import Kind
from stripper.facts import LINKED, Facts
from stripper.lexicons import role_mask
from stripper.packs import categories
from stripper.packs.rule import Rule
from stripper.tokens import Hashes

LISTS = ("list", "stack")
"""Extents of a label over a list."""
LIST_BLOCKS = 12
"""Headlines after a label; related boxes of news sites hold 3 to 10."""
HEADLINE_WORDS = 24
"""Words in a headline with its kicker; teasers with a sentence have more and end in a full stop."""
SENTENCE_WORDS = 12
"""A headline that ends as a sentence does is this short, or a link."""
SUBHEADING_WORDS = 8
"""The last short line before prose may be the prose's own heading: it stays, unless the list stands
together and apart from the prose."""
STACK, STACK_WORDS = 2, 4
"""Headlines of so many words that a stack has at least: a lone line or a date under a button is the
next story of a front page."""
TITLE_WORDS = 5
"""Words in a label over other lines."""
MOST_BETWEEN = 3
"""Blocks from one linked headline of a list to the next: a kicker and a date stand between."""
APPEAL_BLOCKS = 7
"""Blocks an appeal may have on each side of its strongest one."""
APPEAL_WORDS = 130
"""Words in one paragraph of an appeal."""
BUTTON_WORDS = 10
"""Words on a button, in an amount or in a "Thank you."; one role of the category is enough
there."""


_HEADING, _ITEM = int(Kind.HEADING), int(Kind.ITEM)
_WORDY = frozenset(map(int, (Kind.PARAGRAPH, Kind.ITEM, Kind.HEADING)))


class Reach:
    """Extends findings over the neighbouring blocks of one batch."""

    def __init__(self, facts: Facts, roles: Hashes) -> None:
        self._facts, self._roles = facts, roles

    def extend(self, rule: Rule, row: int) -> tuple[int, int] | None:
        """First and last block of a finding whose strongest block is `row`, or `None` where it
        wants neighbours that are not there."""
        if rule.extent == "list":
            return row, self._list_end(row)
        if rule.extent == "stack":
            return self._find_stack(row)
        if rule.extent == "appeal":
            near = _masks_near()[rule.category]
            return self._appeal_edge(row, -1, near), self._appeal_edge(row, 1, near)
        if rule.extent == "rest":
            rows = self._facts.blocks_of(int(self._facts.page[row]))
            return row, rows[-1]
        return row, row

    def _same_page(self, row: int, other: int) -> bool:
        facts = self._facts
        return 0 <= other < len(facts) and bool(facts.page[row] == facts.page[other])

    def _list_end(self, row: int) -> int:
        facts = self._facts
        at = row
        while (
            at - row < LIST_BLOCKS
            and self._is_listed(row, at + 1)
            and not self._opens_another(row, at)
        ):
            at += 1
        at = self._leave_unlinked(row, at)
        prose_next = self._same_page(row, at + 1) and bool(facts.prose[at + 1])
        own_heading = facts.words[at] <= SUBHEADING_WORDS and facts.link[at] < LINKED
        if prose_next and own_heading and at > row + 1 and not self._is_apart(row, at):
            at -= 1
        return at

    def _opens_another(self, row: int, at: int) -> bool:
        """Whether a new label stands under a list whose headlines stand right under theirs: ratings
        of players, a table of prices."""
        facts = self._facts
        if at - row < STACK or not self._is_parted(at) or not self._is_glued(row, at):
            return False
        label, under = at + 1, at + 2
        short = facts.words[label] <= TITLE_WORDS and not facts.terminal[label]
        held = self._same_page(row, under) and not self._is_parted(label)
        return bool(short and held and facts.link[label] < LINKED)

    def _is_glued(self, row: int, end: int) -> bool:
        """Whether no blank line stands within a run of blocks."""
        return not any(self._is_parted(at) for at in range(row, end))

    def _leave_unlinked(self, row: int, end: int) -> int:
        """Where a list ends whose headlines are links: what follows the last one is as long as what
        follows the others, dates and kickers."""
        linked = [at for at in range(row + 1, end + 1) if self._facts.link[at] >= LINKED]
        if len(linked) < STACK or linked[0] != row + 1:
            return end
        last, between = linked[0], 0
        for at in linked[1:]:
            if at - last > MOST_BETWEEN:
                break
            last, between = at, max(between, at - last - 1)
        return min(end, last + between)

    def _find_stack(self, row: int) -> tuple[int, int] | None:
        """A label and the headlines right under it, up to a blank line; items of a list may have
        one over them."""
        facts, at = self._facts, row
        while at - row < LIST_BLOCKS and self._is_listed(row, at + 1):
            item = int(facts.kind[at + 1]) == _ITEM and facts.link[at + 1] >= LINKED
            if self._is_parted(at) and not item:
                break
            at += 1
        long = int((facts.words[row + 1 : at + 1] >= STACK_WORDS).sum())
        ends = not self._same_page(row, at + 1) or self._is_parted(at)
        return (row, at) if long >= STACK and ends else None

    def _is_apart(self, row: int, end: int) -> bool:
        """Whether a blank line stands after a run of blocks, and none within."""
        return self._is_parted(end) and self._is_glued(row, end)

    def _is_parted(self, row: int) -> bool:
        """Whether a blank line stands after a block that another follows."""
        number = int(self._facts.page[row])
        page, at = self._facts.pages[number], row - self._facts.blocks_of(number).start
        return bool(page.start[at + 1] > page.end[at])

    def _is_listed(self, row: int, other: int) -> bool:
        """Whether a block may belong to the list under a label: in HTML it stands in the innermost
        element that holds the label and the first headline, and the bar below is another's."""
        if not self._same_page(row, other) or not self._is_headline(other):
            return False
        number = int(self._facts.page[row])
        first, elements = self._facts.blocks_of(number).start, self._facts.pages[number].elements
        if elements is None or other == row + 1:
            return True
        label, next_one, far = elements.element[[row - first, row + 1 - first, other - first]]
        box = elements.find_around(int(label), int(next_one))
        return elements.find_around(box, int(far)) == box

    def _is_headline(self, row: int) -> bool:
        facts = self._facts
        linked = facts.link[row] >= LINKED
        kind = int(facts.kind[row])
        if kind not in _WORDY or (kind == _HEADING and not linked):
            return False
        if facts.words[row] > HEADLINE_WORDS or facts.prose[row]:
            return False
        return bool(linked or not facts.terminal[row] or facts.words[row] <= SENTENCE_WORDS)

    def _appeal_edge(self, row: int, step: int, near: tuple[np.uint64, ...]) -> int:
        edge = at = row
        for _ in range(APPEAL_BLOCKS):
            at += step
            if not self._same_page(row, at):
                break
            strength = self._strength(at, near)
            if strength == 2:
                edge = at
            elif strength == 0:
                break
        return edge

    def _strength(self, row: int, near: tuple[np.uint64, ...]) -> int:
        """2 where a block belongs to the appeal, 1 where it may stand inside one, 0 where it ends
        it."""
        facts = self._facts
        if int(facts.kind[row]) not in _WORDY:
            return 0
        if facts.words[row] > APPEAL_WORDS:
            return 0
        roles = self._roles[row]
        groups = sum(bool(roles & mask) for mask in near)
        if facts.words[row] <= BUTTON_WORDS:
            return 2 if groups >= 1 else 1
        return 2 if groups >= 3 or (groups >= 2 and facts.words[row] <= 3 * BUTTON_WORDS) else 0


@cache
def _masks_near() -> dict[str, tuple[np.uint64, ...]]:
    """By category: the roles of each group of words that belongs to its appeals."""
    return {
        name: tuple(np.uint64(role_mask(*group.split("|"))) for group in category.near)
        for name, category in categories().items()
    }
