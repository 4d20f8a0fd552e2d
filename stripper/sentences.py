"""Sentences: where they end, and with what signs blocks do."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints
from stripper.characters import CJK, SPACE, TERMINAL, WORD, tabulate
from stripper.tokens import Tokens

Bools = npt.NDArray[np.bool_]

TAIL = 8
"""Characters at the end of a block that are looked at one by one, a line end and brackets; where
all of a block are such, the whole batch is looked through."""
_CLOSING = "\"')]»」』"
_TRAILING = " \t\r\n*_" + _CLOSING


def find_ends(tokens: Tokens) -> Bools:
    """Characters that end a sentence: terminal, and followed by no letter, digit or comma."""
    terminal = (tokens.classes & np.uint8(TERMINAL)) != 0
    inside = (tokens.classes & np.uint8(WORD)) != 0
    cjk = (tokens.classes & np.uint8(CJK)) != 0
    follows = np.zeros(len(terminal), bool)
    follows[:-1] = inside[1:] & ~cjk[1:]
    ends: Bools = terminal & ~follows
    return ends


def number_sentences(tokens: Tokens, ends: Bools, block: Ints) -> Ints:
    """Of each token: its sentence, numbered through the batch; `block` is that of each token."""
    count = np.concatenate(([0], np.cumsum(ends)))[tokens.start]
    fresh = np.ones(len(block), bool)
    fresh[1:] = (count[1:] != count[:-1]) | (block[1:] != block[:-1])
    return np.cumsum(fresh) - 1


def end_as_sentences(tokens: Tokens, low: Ints, high: Ints) -> Bools:
    """Whether the last sign of each block that is no space, quote or bracket is a terminal one."""
    signs = tabulate(_CLOSING)

    def passed(at: Ints | slice) -> Bools:
        spaces: Bools = (tokens.classes[at] & np.uint8(SPACE)) != 0
        return spaces | signs.take(tokens.folded[at], mode="clip")

    at = _find_last(passed, low, high)
    inside: Bools = (at >= low) & (high > low)
    ends: Bools = inside.copy()
    ends[inside] = (tokens.classes[at[inside]] & np.uint8(TERMINAL)) != 0
    return ends


def find_last_characters(tokens: Tokens, low: Ints, high: Ints) -> Ints:
    """The last character of each block but for spaces, quotes, brackets and emphasis, or 0."""
    signs = tabulate(_TRAILING)
    at = _find_last(lambda at: signs.take(tokens.folded[at], mode="clip"), low, high)
    inside = at >= low
    characters = np.zeros(len(at), np.int64)
    characters[inside] = tokens.folded[at[inside]]
    return characters


def _find_last(passed: Callable[[Ints | slice], Bools], low: Ints, high: Ints) -> Ints:
    """Where the last character of each run `low[i]:high[i]` stands that is not passed over; before
    the run where all are. `passed` says it of the characters at some places."""
    at = high - 1
    left = np.flatnonzero(at >= low)
    for _ in range(TAIL):
        left = left[passed(at[left])]
        at[left] -= 1
        left = left[at[left] >= low[left]]
        if not len(left):
            return at
    place = np.append(-1, np.flatnonzero(~passed(slice(None))))
    at[left] = place[np.searchsorted(place, high[left]) - 1]
    return at
