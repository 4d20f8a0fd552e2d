"""Sentences: where they end, and with what signs blocks do."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import regex

from stripper.blocks import Ints, sum_before
from stripper.characters import CJK, DIGIT, SPACE, TERMINAL, THAI, WORD, tabulate
from stripper.tokens import Tokens

Bools = npt.NDArray[np.bool_]

TAIL = 8
"""Characters at the end of a block that are looked at one by one, a line end and brackets; where
all of a block are such, the whole batch is looked through."""
TAIL_OF_NOTES = 40
"""Characters at the end of a block among which numbers of notes are looked for."""
_NOTES = regex.compile(r"(?:\[[0-9]{1,3}\] ?){1,8}\Z")
_NOTE_END = ord("]")
_CLOSING = "\"')]»」』"
_TRAILING = " \t\r\n*_" + _CLOSING


def find_ends(tokens: Tokens) -> Bools:
    """Characters that end a sentence: terminal, and followed by no letter, digit or comma. Chinese
    and Japanese put no space behind their full stop; the points of Thai stand in abbreviations."""
    terminal = (tokens.classes & np.uint8(TERMINAL)) != 0
    inside = (tokens.classes & np.uint8(WORD)) != 0
    cjk = (tokens.classes & np.uint8(CJK)) != 0
    follows = np.zeros(len(terminal), bool)
    thai = (tokens.folded >= THAI[0]) & (tokens.folded <= THAI[1])
    follows[:-1] = inside[1:] & (~cjk[1:] | thai[1:])
    ends: Bools = terminal & ~follows
    return ends


def number_sentences(tokens: Tokens, ends: Bools, block: Ints) -> Ints:
    """Of each token: its sentence, numbered through the batch; `block` is that of each token."""
    count = sum_before(ends).take(tokens.start)
    fresh = np.ones(len(block), bool)
    fresh[1:] = (count[1:] != count[:-1]) | (block[1:] != block[:-1])
    return sum_before(fresh)[1:] - 1


def end_as_sentences(tokens: Tokens, low: Ints, high: Ints) -> Bools:
    """Whether the last sign of each block that is no space, quote or bracket is a terminal one."""
    signs = tabulate(_CLOSING)

    def passed(at: Ints | slice) -> Bools:
        spaces: Bools = (tokens.classes[at] & np.uint8(SPACE)) != 0
        return spaces | signs.take(tokens.folded[at], mode="clip")

    at = _find_last(passed, low, high)
    noted = (tokens.classes.take(at, mode="clip") & np.uint8(DIGIT)) != 0
    noted &= tokens.folded.take(at + 1, mode="clip") == _NOTE_END
    for row in np.flatnonzero((at >= low) & noted).tolist():
        at[row] = _pass_notes(tokens, int(low[row]), int(at[row]))
    inside: Bools = (at >= low) & (high > low)
    ends: Bools = inside.copy()
    ends[inside] = (tokens.classes[at[inside]] & np.uint8(TERMINAL)) != 0
    return ends


def _pass_notes(tokens: Tokens, low: int, at: int) -> int:
    """The last place before the numbers of notes, "rises at Cold Fell.[1][12]", which end at `at`
    but for their bracket; `at` where they are none."""
    tail = "".join(map(chr, tokens.folded[max(low, at - TAIL_OF_NOTES) : at + 2].tolist()))
    notes = _NOTES.search(tail)
    return at + 1 - len(notes.group()) if notes else at


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
