"""Keys: by what the blocks of a site are known again, word by word or but for numbers and names.

The exact key of a block is the hash of its words; numbers hash alike, so `3 comments` and `12
comments` are one. The near key also folds dates and names: `By Jane Doe, 3 March 2026` and `By John
Roe, 17 April 2026` have one near key. Both are read off the tokens that are there already.
"""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from stripper.blocks import Ints, find_changes
from stripper.characters import UPPER
from stripper.facts import Bools, Facts
from stripper.tokens import NUMBER, Hashes, hash_runs

NAME = np.uint64(0x4E)
"""All names hash alike in a near key."""
DATE_REACH = 3
"""Words between the day and the year of a date: `12 de marzo de 2026` has the most."""
YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """The keys of the blocks of a batch, one a block."""

    exact: Hashes
    near: Hashes
    literal: Ints
    """Words that the near key takes as they are."""


_KEPT: "WeakKeyDictionary[Facts, Keys]" = WeakKeyDictionary()
"""The keys of batches for as long as these are there: each site of a batch asks for them."""


def find_keys(facts: Facts) -> Keys:
    """The keys of every block; those of a batch are kept for the next site that asks.

    >>> from stripper.facts import measure
    >>> from stripper.formats.text import split
    >>> page = split("By Jane Doe, 3 March 2026\\nBy John Roe, 17 April 2026\\n")
    >>> keys = find_keys(measure([page]))
    >>> bool(keys.exact[0] == keys.exact[1]), bool(keys.near[0] == keys.near[1])
    (False, True)
    """
    found = _KEPT.get(facts)
    if found is None:
        found = _KEPT[facts] = _make_keys(facts)
    return found


def _make_keys(facts: Facts) -> Keys:
    tokens = facts.tokens
    exact = tokens.runs(facts.first, facts.last)
    number = tokens.number | _in_dates(facts)
    name = _names(facts) & ~number
    held = ~_repeats(number, facts.block) & ~_repeats(name, facts.block)
    hashes = np.where(number, NUMBER, np.where(name, NAME, tokens.hash))
    place = np.concatenate(([0], np.cumsum(held)))
    near = hash_runs(hashes[held], place[facts.first], place[facts.last])
    literal = np.concatenate(([0], np.cumsum(held & ~number & ~name)))
    return Keys(exact, near, literal[facts.last] - literal[facts.first])


def _in_dates(facts: Facts) -> Bools:
    """The words between a number and a year that follows it closely, in any language."""
    tokens = facts.tokens
    count = len(tokens.start)
    year = tokens.number & (tokens.end - tokens.start == YEAR_DIGITS)
    inside = np.zeros(count, bool)
    for reach in range(1, DATE_REACH + 1):
        if count <= reach + 1:
            break
        far = reach + 1
        whole = tokens.number[:-far] & year[far:] & (facts.block[:-far] == facts.block[far:])
        for step in range(1, far):
            inside[step : count - far + step] |= whole
    return inside


def _names(facts: Facts) -> Bools:
    """Words with a capital that do not begin a sentence."""
    tokens = facts.tokens
    upper = (tokens.classes[tokens.start] & np.uint8(UPPER)) != 0
    opening = find_changes(facts.sentence)
    names: Bools = upper & ~opening & ~tokens.cjk
    return names


def _repeats(flags: Bools, block: Ints) -> Bools:
    """All but the first of each run of flagged tokens of one block."""
    out = np.zeros(len(flags), bool)
    out[1:] = flags[1:] & flags[:-1] & (block[1:] == block[:-1])
    return out
