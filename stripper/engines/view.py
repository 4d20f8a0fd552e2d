"""What rules ask of one batch: roles of blocks and sentences, places on the page, what a page is
about. Each is worked out once for all rules, when it is first asked for.
"""

from collections.abc import Sequence
from functools import cache, cached_property

import numpy as np

from stripper.blocks import Ints, find_changes, sum_before
from stripper.characters import tabulate
from stripper.engines.extents import Reach
from stripper.facts import LINKED, Bools, Facts, collapse
from stripper.groups import Groups, find_groups
from stripper.lexicons import role_mask
from stripper.packs import Category
from stripper.places import note_facts
from stripper.roles import combine
from stripper.tokens import Hashes

HEAD_SHARE, TAIL_SHARE = 0.1, 0.35
"""A block is at the head of a page where at most this share of the prose stands before it, at its
tail where at most this share stands after it. A fifth of the residue of extractors lies in the
first
and last tenth of an article; appeals of several paragraphs are prose themselves, hence the wide
tail."""
ABOUT_SHARE = 0.35
"""Share of a page's prose blocks with a category's own words from which on the page is about it."""
ABOUT_BLOCKS, ABOUT_WORDS = 0.17, 4
"""The same where blocks with those words stand over more than half of the page: of the blocks of so
many words, charities' own pages have 0.18 to 0.38 that speak of giving, the written pages with an
appeal on them at most 0.14."""
_QUOTES = "\"'「『‹"
HEADLINE_BLOCKS, HEADLINE_WORDS = 3, 3
"""Blocks before the first prose that may be the headline: kicker, headline, standfirst; and the
words that one has. Set by hand: a menu's items have fewer."""
ABOUT_LEAST, ABOUT_PROSE = 3, 4
"""Blocks with those words, and blocks of prose, at the least. Set by hand: on a page of a few
blocks one appeal would make it a charity's own."""


class View:
    """The facts and the roles of a batch, with what rules ask of them."""

    def __init__(self, facts: Facts, masks: Hashes) -> None:
        self.facts, self.masks = facts, masks
        self.roles = combine(masks, facts.first, facts.last)
        self.reach = Reach(facts, self.roles)
        self._about: dict[tuple[str, bool], Bools] = {}
        self._read: dict[bool, dict[int, str]] = {True: {}, False: {}}

    def read(self, rows: Sequence[int], *, as_it_stands: bool = False) -> list[str]:
        """The folded text of some blocks: what patterns see, made once for all rules that look at a
        block.

        White space is collapsed, or only left out at the end where it is to stand as it is.
        """
        known, (low, high) = self._read[as_it_stands], self._edges
        string, shorten = self.facts.tokens.string, str.rstrip if as_it_stands else collapse
        for row in rows:
            if row not in known:
                known[row] = shorten(string[low[row] : high[row]])
        return [known[row] for row in rows]

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        """Where the folded characters of each block begin and end."""
        return self.facts.low.tolist(), self.facts.high.tolist()

    def mark(self, rows: Ints) -> Bools:
        """Which blocks are among these; those that are -1 have gone."""
        marked = np.zeros(len(self.facts) + 1, bool)
        marked[rows] = True
        return marked[:-1]

    @cached_property
    def groups(self) -> Groups:
        """The groups of blocks that stand together, and which blocks are in one."""
        return find_groups(self.facts)

    @cached_property
    def noted(self) -> Bools:
        """The facts of each block that points are given for."""
        return note_facts(self.facts, self.masks, self.roles, self.groups)

    @cached_property
    def role_sets(self) -> tuple[Hashes, Ints]:
        """The different role masks of blocks, and which of them each block has."""
        masks, which = np.unique(self.roles, return_inverse=True)
        return masks, which

    @cached_property
    def sentences(self) -> tuple[Hashes, Ints]:
        """The roles of every sentence, and its block."""
        sentence = self.facts.sentence
        starts = np.flatnonzero(find_changes(sentence))
        ends = np.append(starts[1:], len(sentence))[: len(starts)]
        return combine(self.masks, starts, ends), self.facts.block[starts]

    @cached_property
    def positions(self) -> dict[str, Bools]:
        """By the name of a position: which blocks stand there."""
        facts = self.facts
        total = facts.before + facts.after + np.where(facts.prose, facts.words, 0)
        head = (facts.before <= HEAD_SHARE * total) & (total > 0)
        tail = (facts.after <= TAIL_SHARE * total) & (total > 0)
        return {"anywhere": np.ones(len(facts), bool), "head": head, "tail": tail,
                "edge": head | tail}  # fmt: skip

    @cached_property
    def quoted(self) -> Bools:
        """Blocks whose first word stands right behind a quotation mark."""
        facts = self.facts
        filled = facts.last > facts.first
        quoted = np.zeros(len(facts), bool)
        first = facts.tokens.start[facts.first[filled]]
        before = facts.tokens.folded[np.maximum(first, 1) - 1]
        quoted[filled] = tabulate(_QUOTES).take(before, mode="clip") & (first > facts.low[filled])
        return quoted

    def about(self, category: Category, *, throughout: bool = False) -> Bools:
        """For each page, whether it is about the category's thing rather than furnished with it.

        A headline may say so, or much of the text; fixed labels yield only to the latter.
        """
        key = (category.name, throughout)
        if key not in self._about:
            self._about[key] = self._find_about(category, throughout)
        return self._about[key]

    def _find_about(self, category: Category, throughout: bool) -> Bools:
        facts, pages = self.facts, len(self.facts.pages)
        out = np.zeros(pages, bool)
        if not category.about:
            return out
        speaks = (self.roles & np.uint64(mask_of(category.about))) != 0
        if not speaks.any():
            return out
        prose = self._count(facts.prose)
        with_words = self._count(facts.prose & speaks)
        out = (prose >= ABOUT_PROSE) & (with_words >= ABOUT_SHARE * prose)
        out |= self._is_spread(speaks)
        if throughout:
            return out
        for row in np.flatnonzero(speaks & self._titles).tolist():
            page = int(facts.page[row])
            if not out[page] and self._is_headline(row):
                out[page] = True
        return out

    @cached_property
    def _titles(self) -> Bools:
        """The blocks before all prose that may say what a page is about."""
        facts = self.facts
        asks = (self.roles & np.uint64(role_mask("ask", "please", "lead"))) != 0
        ahead = (facts.before == 0) & ~facts.prose & (facts.words >= HEADLINE_WORDS)
        titles: Bools = ahead & ~asks
        return titles

    @cached_property
    def _wordy(self) -> tuple[Bools, Ints, Ints]:
        """The blocks of some words, and for each page how many of its blocks and how many of these
        it has."""
        wordy = self.facts.words >= ABOUT_WORDS
        return wordy, self._count(np.ones(len(wordy), bool)), self._count(wordy)

    def _count(self, flags: Bools) -> Ints:
        """For each page, how many of its blocks have a flag."""
        return np.bincount(self.facts.page[flags], minlength=len(self.facts.pages))

    def _is_spread(self, speaks: Bools) -> Bools:
        """For each page, whether blocks that speak so stand all over it."""
        facts, pages = self.facts, len(self.facts.pages)
        wordy, blocks, total = self._wordy
        rows = np.flatnonzero(speaks & wordy)
        page = facts.page[rows]
        count = np.bincount(page, minlength=pages)
        first, last = np.full(pages, len(facts)), np.zeros(pages, np.int64)
        first[page[::-1]], last[page] = rows[::-1], rows  # the last one that is put down stays
        spread: Bools = 2 * (last - first) >= blocks
        return spread & (count >= ABOUT_LEAST) & (count >= ABOUT_BLOCKS * total)

    def _is_headline(self, row: int) -> bool:
        """Whether a block is one of the few wordy ones right before the page's first prose."""
        facts = self.facts
        wordy, at = 0, row
        while at < len(facts) and facts.page[at] == facts.page[row] and not facts.prose[at]:
            if wordy > HEADLINE_BLOCKS:
                return False
            wordy += bool(facts.words[at] >= HEADLINE_WORDS)
            at += 1
        ahead = at < len(facts) and bool(facts.page[at] == facts.page[row])
        return ahead and wordy <= HEADLINE_BLOCKS and bool(facts.link[row] <= LINKED)

    def words_with(self, mask: int, rows: Ints) -> Ints:
        """How many tokens of each of these blocks have one of these roles."""
        first, size = self.facts.first[rows], self.facts.last[rows] - self.facts.first[rows]
        edges = sum_before(size)
        tokens = np.arange(edges[-1]) + np.repeat(first - edges[:-1], size)
        has = sum_before((self.masks.take(tokens) & np.uint64(mask)) != 0)
        counts: Ints = has[edges[1:]] - has[edges[:-1]]
        return counts


@cache
def mask_of(groups: tuple[str, ...]) -> int:
    """The bits of all roles in groups such as `give|support`."""
    return role_mask(*(role for group in groups for role in group.split("|")))
