"""The site engine: what a site's profile says of the blocks of its pages.

A block that an entry knows is boilerplate, as sure as the entry is. What a person wrote into the
profile, texts to strip and to keep, is handed on as that person's word, and so is that an entry
was rejected: its blocks stay, whoever else would take them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from stripper.blocks import Ints, Page, encode
from stripper.engines import CONTENT, Opinion
from stripper.facts import Bools, Facts, measure
from stripper.keys import Keys, find_keys
from stripper.profiles import Entry, Profile, ProfileIndex
from stripper.tokens import Table

SHORT = 5
"""Words below which a block at the edge of a page counts only beside another that is known: `Home`
in a menu is furniture, and a heading elsewhere."""
REACH = 2
"""Blocks away that the other one may stand: counters and pictures come between."""

GAP = 6
"""Changing lines, such as headlines of other articles, that may stand between two known blocks."""
GAP_SCORE = 0.75
"""Their score: the model may overrule it."""
HEADLINE_WORDS = 24
"""Words of a changing line that may be a headline. Set by hand: as many as rules allow one in a
list, so that no paragraph of an article stands between two blocks as one."""

MEANINGS = {
    "head": "What pages of the site repeat above their text, by its profile",
    "between": "What pages of the site repeat within their text, by its profile",
    "tail": "What pages of the site repeat below their text, by its profile",
    "gap": "What stands below the text between two blocks that pages of the site repeat",
    "strip": "A text of which the site's profile says that it goes",
}
"""What removals by a profile name behind its host, and what each is."""
COMPILED = 512
"""Profiles held as look-ups, of those that pages came for last: half a megabyte each."""


@dataclass(frozen=True, slots=True, eq=False)
class _Compiled:
    """One profile as look-ups: entries by their keys, a person's texts by their words."""

    name: str
    entries: tuple[Entry, ...]
    tables: tuple[tuple[str, Table], ...]
    """Kinds of keys and the entries that have them; a later table is the surer one."""
    rejected: Bools
    short_anywhere: Bools
    own: tuple[tuple[str, np.uint64, int, bool], ...]
    """Text, hash, number of tokens, whether it stays."""


class SiteEngine:
    """Judges the blocks of pages by the profiles of their sites."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles = tuple(profiles)
        self._index = ProfileIndex(profiles)

    def names(self, host: str) -> bool:
        """Whether a profile is for this host, and not for all."""
        return self._index.names(host)

    def judge(self, facts: Facts, hosts: Sequence[str | None]) -> list[Opinion]:
        """The opinions on a batch; `hosts` names the host of each page, where it is known."""
        opinions: list[Opinion] = []
        held: dict[int, list[int]] = {}
        for page, host in enumerate(hosts):
            for number in self._index.find(host):
                held.setdefault(number, []).append(page)
        if not held:
            return opinions
        keys = find_keys(facts)
        for number, pages in held.items():
            compiled = _compile(self._profiles[number])
            rows = np.flatnonzero(np.isin(facts.page, pages) & (facts.last > facts.first))
            own = list(_find_own(compiled, facts, rows))
            gone = {o.first for o in own if o.category != CONTENT}
            found = _find_entries(compiled, facts, rows, keys)
            opinions += (o for o in found if not (o.final and o.first in gone))
            opinions += own
        return opinions


@lru_cache(maxsize=COMPILED)
def _compile(profile: Profile) -> _Compiled:
    entries = (*profile.in_use(), *profile.rejected())
    keys = find_keys(measure([as_block(entry.text) for entry in entries]))
    tables = []
    for learned in (True, False):  # what a person said of an entry holds against what is learned
        for kind, held in (("near", keys.near), ("exact", keys.exact)):
            rows = [n for n, e in enumerate(entries)
                    if e.kind == kind and (e.status == "learned") == learned]  # fmt: skip
            if rows:
                tables.append((kind, Table.of(held[rows], rows)))
    own = []
    for texts, stays in ((profile.strip, False), (profile.keep, True)):
        for text in texts:
            facts = measure([as_block(text)])
            count = len(facts.tokens.start)
            if count:
                own.append((text, find_keys(facts).exact[0], count, stays))
    return _Compiled(
        profile.hosts[0],
        entries,
        tuple(tables),
        np.array([e.status == "rejected" for e in entries], bool),
        np.array([e.position == "between" or e.status == "confirmed" for e in entries], bool),
        tuple(own),
    )


def as_block(text: str) -> Page:
    """A text as a page of one block, whatever stands in it."""
    codes = encode(text)
    column = np.zeros(1, np.int64)
    return Page(text, "text", codes, column, column + len(codes), column, column)


def _find_entries(compiled: _Compiled, facts: Facts, rows: Ints, keys: Keys) -> Iterator[Opinion]:
    if not compiled.entries:
        return
    found = np.full(len(facts), -1, np.int64)
    for kind, table in compiled.tables:
        at, entry = table.find((keys.near if kind == "near" else keys.exact)[rows])
        found[rows[at]] = entry
    stays = (found >= 0) & compiled.rejected[found]
    for row in np.flatnonzero(stays).tolist():
        yield _as_word(compiled, facts, row, "rejected", CONTENT)
    below = np.array([entry.position == "tail" for entry in compiled.entries], bool)
    ahead = (facts.before == 0) & (facts.after > 0)
    teased = below[found] & ahead  # a teaser's words as a page's headline
    known = (found >= 0) & ~stays & ~teased
    if not known.any():
        return
    beside = np.zeros(len(facts), bool)
    for step in range(1, REACH + 1):
        if step < len(facts):
            same = facts.page[step:] == facts.page[:-step]
            beside[step:] |= known[:-step] & same
            beside[:-step] |= known[step:] & same
    counts = known & (beside | (facts.words >= SHORT))
    counts[known] |= compiled.short_anywhere[found[known]]
    places = np.flatnonzero(counts).tolist()
    for row in places:
        yield _opinion_of(compiled, facts, row, compiled.entries[found[row]])
    for low, high in pairwise(places):
        one, other = compiled.entries[found[low]], compiled.entries[found[high]]
        if one.position == other.position == "tail" and _is_gap(facts, low, high):
            between = [row for row in range(low + 1, high) if not stays[row]]
            yield from _fill(compiled, facts, between, one)


def _is_gap(facts: Facts, low: int, high: int) -> bool:
    """Whether nothing but a few labels and headlines stands between two known blocks."""
    inside = slice(low + 1, high)
    return bool(
        1 < high - low <= GAP + 1
        and facts.page[low] == facts.page[high]
        and (facts.words[inside] <= HEADLINE_WORDS).all()
        and not facts.terminal[inside].any()
    )


def _fill(
    compiled: _Compiled, facts: Facts, rows: Sequence[int], entry: Entry
) -> Iterator[Opinion]:
    reason = f"Stands below the text, between what pages of {compiled.name} repeat"
    score = min(entry.score, GAP_SCORE)
    for row in rows:
        yield Opinion(
            int(facts.page[row]), row, row, entry.category, "site", f"{compiled.name}/gap", score,
            reason,
        )  # fmt: skip


def _opinion_of(compiled: _Compiled, facts: Facts, row: int, entry: Entry) -> Opinion:
    confirmed = entry.status == "confirmed"
    alike = "" if entry.kind == "exact" else ", but for numbers and names,"
    reason = f"Stands{alike} on {entry.pages} pages of {compiled.name}"
    if confirmed:
        reason += ", and somebody confirmed it"
    score = 1.0 if confirmed else entry.score
    rule = f"{compiled.name}/{entry.position}"
    return Opinion(int(facts.page[row]), row, row, entry.category, "site", rule, score, reason)


def _find_own(compiled: _Compiled, facts: Facts, rows: Ints) -> Iterator[Opinion]:
    """A person's texts: the blocks that are one, or hold one."""
    tokens = facts.tokens
    for text, wanted, count, stays in compiled.own:
        whole = rows[facts.last[rows] - facts.first[rows] >= count]
        starts = np.flatnonzero(np.isin(facts.block, whole))
        starts = starts[starts + count <= facts.last[facts.block[starts]]]
        for start in starts[tokens.runs(starts, starts + count) == wanted].tolist():
            row = int(facts.block[start])
            part = None
            if not stays and facts.last[row] - facts.first[row] > count:
                part = (
                    int(tokens.start[start]),
                    _end_of_text(facts, row, start, start + count, text),
                )
            rule, category = ("keep", CONTENT) if stays else ("strip", "boilerplate")
            yield _as_word(compiled, facts, row, rule, category, part)


def _as_word(
    compiled: _Compiled, facts: Facts, row: int, rule: str, category: str,
    part: tuple[int, int] | None = None,
) -> Opinion:  # fmt: skip
    """A person's word on a block, or on a part of it."""
    said = "stays" if category == CONTENT else "goes"
    reason = f"The profile of {compiled.name} says that this {said}"
    return Opinion(
        int(facts.page[row]), row, row, category, "user", f"{compiled.name}/{rule}", 1.0, reason,
        part, final=True,
    )  # fmt: skip


def _end_of_text(facts: Facts, row: int, first: int, last: int, text: str) -> int:
    """Where a text within a block ends: behind its last token and the sign that it closes with."""
    tokens = facts.tokens
    end = int(tokens.end[last - 1])
    tail = text[len(text.rstrip(".!?…。！？")) :]
    limit = int(facts.high[row])
    while tail and end < limit and chr(int(tokens.folded[end])) in ".!?…。！？":
        end += 1
    if first == facts.first[row]:  # nothing before it that the space belongs to
        while end < limit and chr(int(tokens.folded[end])).isspace():
            end += 1
    return end
