"""Places: where a block stands and how it looks, yes or no, under names that rules by points use.

A block of HTML has more of them: what its element says of it (`stripper.formats.evidence`).
"""

from functools import cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints, Kind, find_changes, sum_before
from stripper.characters import tabulate
from stripper.facts import Bools, Facts
from stripper.formats.evidence import ELEMENT_FLAGS, OWN
from stripper.groups import GROUP_BLOCKS, Groups
from stripper.lexicons import role_mask, role_names
from stripper.tokens import Hashes

NEAR_BLOCKS = 4
"""Blocks on either side that are neighbours: an appeal between paragraphs, a form under a list."""
SHORT_WORDS = 6
"""Words on a button, a menu item, a label: 90 % of those in the written pages."""
LENGTHS = (2, 3, 5, 8, 12, 18, 25, 40, 70)
ASKING = (
    "we", "you", "reader", "member", "ask", "please", "now", "thanks", "need", "give", "donation",
    "support", "pay", "price", "currency", "trial", "cancel", "free", "subscribe", "register",
    "login", "account", "unlock", "limit", "continue", "newsletter", "email", "receive", "regular",
    "unsubscribe", "journalism", "medium", "independent", "amount", "address", "lead",
)  # fmt: skip
"""Roles of which appeals, gates and sign-ups are made."""
_ENDINGS = {"a question": "?؟？", "a call": "!！", "a colon": ":："}
Scalar = TypeVar("Scalar", bound=np.generic)


@cache
def place_names() -> tuple[str, ...]:
    """The places in the order of the columns of `find_places`."""
    lengths = [f"{n} words or more" for n in LENGTHS]
    return (*lengths, *(f"ends as {name}" for name in _ENDINGS), *_COLUMNS, *_IN_HTML)


_COLUMNS = (
    "ends as a sentence", "half links", "all links", "heading", "item",
    "before all prose", "after all prose", "last prose", "last third of the prose",
    "first tenth of the prose", "last tenth of the prose", "page without prose",
    "page of little prose", "several sentences", "many sentences", "a number", "half numbers",
    "first block", "last block", "short before", "short after", "two short before",
    "two short after", "prose before", "prose after", "short between short", "3 short in a row",
    "6 short in a row", "12 short in a row", "a quarter asks", "half asks", "most asks",
    "no roles", "5 roles", "9 roles", "in a group", "opens a group", "closes a group",
    "group of 4", "group without prose", "page of groups", "HTML",
)  # fmt: skip
_IN_HTML = tuple(name for name in ELEMENT_FLAGS if name not in OWN)
_SHOWN = [at for at, name in enumerate(ELEMENT_FLAGS) if name not in OWN]


def note_facts(facts: Facts, masks: Hashes, roles: Hashes, groups: Groups) -> Bools:
    """One row a block, one column a fact that may have points, in the order of
    `packs.rule.fact_names`: the roles of the block, those of the others in its group and of its
    neighbours, and its places.
    """
    group, boxed = groups
    near, together = np.zeros_like(roles), np.zeros_like(roles)
    for step in range(1, NEAR_BLOCKS + 1):
        near |= beside(roles, facts.page, -step) | beside(roles, facts.page, step)
    inside, box = roles[boxed], group[boxed]
    others = np.zeros_like(inside)
    for step in range(1, GROUP_BLOCKS):
        others |= beside(inside, box, -step) | beside(inside, box, step)
    together[boxed] = others
    count = len(role_names())
    spoken = [spell_out(held, count) for held in (roles, together, near)]
    return np.concatenate((*spoken, find_places(facts, masks, roles, groups)), 1)


def find_places(facts: Facts, masks: Hashes, roles: Hashes, groups: Groups) -> Bools:
    """One row a block, one column a place; `masks` are the roles of tokens, `roles` of blocks."""
    words, page, prose = facts.words, facts.page, facts.prose
    least = np.maximum(1, words)
    total = facts.before + facts.after + np.where(prose, words, 0)
    edges = find_changes(page)
    short = (words <= SHORT_WORDS) & ~facts.terminal
    before, after = beside(short, page, -1), beside(short, page, 1)
    row = _run_lengths(short, page)
    asking = _count_tokens(facts, (masks & np.uint64(role_mask(*ASKING))) != 0)
    tokens = np.maximum(1, facts.last - facts.first)
    spoken = spell_out(roles, 64).sum(1)
    group, boxed = groups
    opens = find_changes(group)
    size = np.bincount(group, minlength=1)[group]
    told = np.bincount(group, prose, minlength=1)[group] > 0
    share = np.bincount(page, opens, minlength=1)[page] / np.bincount(page, minlength=1)[page]
    html = np.array([p.elements is not None for p in facts.pages], bool)
    columns = (
        *(words >= n for n in LENGTHS),
        *(tabulate(signs).take(facts.ending, mode="clip") for signs in _ENDINGS.values()),
        facts.terminal, facts.link >= 0.5, facts.link >= 0.95,
        facts.kind == Kind.HEADING, facts.kind == Kind.ITEM,
        (facts.before == 0) & ~prose, (facts.after == 0) & ~prose, (facts.after == 0) & prose,
        3 * facts.after <= total, 10 * facts.before <= total, 10 * facts.after <= total,
        total == 0, total < 200, facts.sentences >= 2, facts.sentences >= 4,
        facts.digits > 0, 2 * facts.digits >= least, edges, np.append(edges[1:], True),
        before, after, before & beside(short, page, -2), after & beside(short, page, 2),
        beside(prose, page, -1), beside(prose, page, 1), short & before & after,
        row >= 3, row >= 6, row >= 12,
        4 * asking >= tokens, 2 * asking >= tokens, 4 * asking >= 3 * tokens,
        spoken == 0, spoken >= 5, spoken >= 9,
        boxed, boxed & opens, boxed & np.append(opens[1:], True), boxed & (size >= 4),
        boxed & ~told, (share > 0.2) & (share < 0.8), html[page],
    )  # fmt: skip
    if not len(facts):
        return np.zeros((0, len(place_names())), bool)
    return np.concatenate((np.stack(columns, 1), _read_elements(facts)), 1)


def _read_elements(facts: Facts) -> Bools:
    """What the element of each block says of it, a column a fact; nothing, in text."""
    flags = np.zeros(len(facts), np.uint64)
    for page, low in zip(facts.pages, facts.edges, strict=False):
        if page.elements is not None:
            flags[low : low + len(page)] = page.elements.flags
    if not flags.any():
        return np.zeros((len(facts), len(_SHOWN)), bool)
    return spell_out(flags, len(ELEMENT_FLAGS))[:, _SHOWN]


def spell_out(roles: Hashes, count: int) -> Bools:
    """One row a block, a column for each of the first `count` roles: whether the block has it."""
    octets = roles.astype("<u8").view(np.uint8).reshape(len(roles), 8)
    return np.unpackbits(octets, axis=1, count=count, bitorder="little").view(bool)


def beside(column: npt.NDArray[Scalar], page: Ints, step: int) -> npt.NDArray[Scalar]:
    """What stands `step` blocks further on the same page (before, where negative), else nothing."""
    out = np.zeros_like(column)
    if abs(step) < len(column):
        here, there = (slice(None, -step), slice(step, None))
        if step < 0:
            here, there = slice(-step, None), slice(None, step)
        np.copyto(out[here], column[there], where=page[here] == page[there])
    return out


def _run_lengths(flags: Bools, page: Ints) -> Ints:
    """How many flagged blocks stand in a row where each flagged block stands."""
    run = np.cumsum(find_changes(flags) | find_changes(page)) - 1
    lengths: Ints = np.where(flags, np.bincount(run, minlength=1)[run], 0)
    return lengths


def _count_tokens(facts: Facts, flags: Bools) -> Ints:
    total = sum_before(flags)
    counts: Ints = total.take(facts.last) - total.take(facts.first)
    return counts


def find_runs(flags: Bools) -> list[tuple[int, int]]:
    """Where each run of flagged places begins and stops, one behind its last place.

    >>> find_runs(np.array([True, False, True, True]))
    [(0, 1), (2, 4)]
    """
    around = np.concatenate(([False], flags, [False]))
    edges = np.flatnonzero(around[1:] != around[:-1]).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))
