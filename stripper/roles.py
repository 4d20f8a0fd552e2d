"""Roles: which each token of a batch has on its page, and which a run of tokens has together."""

from collections.abc import Sequence

import numpy as np

from stripper.blocks import Ints, find_changes
from stripper.characters import CURRENCY, tabulate
from stripper.facts import Bools, Facts
from stripper.lexicons import Lexicon, role_mask
from stripper.tokens import Hashes, Tokens

LEADING = (
    "give", "support", "pay", "subscribe", "register", "login", "unlock", "continue", "receive",
    "read", "more", "share", "follow", "comment", "agree", "unsubscribe", "app", "cart", "feedback",
)  # fmt: skip
"""Roles whose word, standing first in a sentence, makes it a request."""
_QUOTES = '"「」『』'


def assign_roles(facts: Facts, chosen: Sequence[tuple[Lexicon, Bools]]) -> Hashes:
    """The role mask of every token, from each lexicon on the pages where its language is spoken.

    What stands between quotation marks speaks for somebody else and has no roles.
    """
    tokens = facts.tokens
    masks = np.zeros(len(tokens.start), np.uint64)
    page_of = facts.page[facts.block]
    for lexicon, spoken in chosen:
        lexicon.assign(tokens, facts.block, np.flatnonzero(spoken[page_of]), masks)
    numbers = np.flatnonzero(tokens.number)
    masks[numbers] |= np.uint64(role_mask("number"))
    masks[numbers[_priced(facts, masks, numbers)]] |= np.uint64(role_mask("amount"))
    opening = find_changes(facts.sentence)
    leading = opening & ((masks & np.uint64(role_mask(*LEADING))) != 0)
    masks[leading] |= np.uint64(role_mask("lead"))
    masks[_quoted(facts)] = 0
    return masks


def combine(masks: Hashes, first: Ints, last: Ints) -> Hashes:
    """The roles of each run of tokens `first[i]:last[i]`, together."""
    out = np.zeros(len(first), np.uint64)
    filled = last > first
    if filled.any():
        # reduceat runs to the next start; runs are disjoint and in order, so gaps are cut off by
        # interleaving starts and ends and taking every other result
        edges = np.stack((first[filled], last[filled]), 1).ravel()
        padded = np.append(masks, np.uint64(0))
        out[filled] = np.bitwise_or.reduceat(padded, edges)[::2]
    return out


def _priced(facts: Facts, masks: Hashes, numbers: Ints) -> Bools:
    """Which numbers have a currency beside them in their block: a word or, a space between at the
    most, a sign."""
    tokens, block = facts.tokens, facts.block
    priced = np.zeros(len(numbers), bool)
    for step in (-1, 1):
        beside = np.clip(numbers + step, 0, len(masks) - 1)
        priced |= ((masks[beside] & np.uint64(role_mask("currency"))) != 0) & (
            block[beside] == block[numbers]
        )
    low, high = facts.low[block[numbers]], facts.high[block[numbers]]
    for start, steps in ((tokens.start[numbers], (-1, -2)), (tokens.end[numbers], (0, 1))):
        for step in steps:
            at = np.clip(start + step, 0, len(tokens.classes) - 1)
            inside = (start + step >= low) & (start + step < high)
            priced |= inside & ((tokens.classes[at] & np.uint8(CURRENCY)) != 0)
    return priced


def _quoted(facts: Facts) -> Bools:
    """Tokens inside quotation marks that open and close within one block."""
    tokens = facts.tokens
    quoted = np.zeros(len(tokens.start), bool)
    marks = np.flatnonzero(_find(tokens, _QUOTES))
    before = np.searchsorted(marks, facts.low)
    count = np.searchsorted(marks, facts.high) - before
    closed = (count > 0) & (count % 2 == 0)
    inside = np.flatnonzero(closed[facts.block])
    opened = np.searchsorted(marks, tokens.start[inside]) - before[facts.block[inside]]
    quoted[inside] = opened % 2 == 1
    return quoted


def _find(tokens: Tokens, signs: str) -> Bools:
    """Which characters are one of a few signs."""
    found: Bools = tabulate(signs).take(tokens.folded, mode="clip")
    return found
