"""Letters that are written in parts: put together, so that rules know them.

Folding makes `é` and `e` with its mark the same. What is a letter of its own must be one character:
the Swedish `ä`, the Japanese `が`, a Korean syllable. Files named and texts typed on some systems
have them in parts (normal form D).
"""

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

from stripper.blocks import Bools, Codes, Hashes
from stripper.characters import OWN_LETTERS

_VOICED, _SEMIVOICED = 0x3099, 0x309A
_MARKS = (0x0308, 0x030A, _VOICED, _SEMIVOICED)
_KANA = range(0x3040, 0x3100)
_JAMO = range(0x1100, 0x1200)
_LEADING, _VOWELS, _TRAILING = 0x1100, 0x1161, 0x11A7
_SYLLABLES = 0xAC00
_LEADING_COUNT, _VOWEL_COUNT, _TRAILING_COUNT = 19, 21, 28
"""How Unicode counts Korean syllables, chapter 3.12: 19 initial consonants, 21 vowels and 27 final
consonants or none."""


def join_letters(codes: Codes) -> tuple[Codes, Bools] | None:
    """The text with each letter in the place of its first part, and which characters are further
    parts of one; None where none is in parts.

    >>> from stripper.blocks import encode
    >>> codes, parts = join_letters(encode("va\\u030ar kaffekopp"))
    >>> "".join(map(chr, codes[~parts]))
    'vår kaffekopp'
    """
    marked = np.isin(codes[1:], _MARKS)
    korean = (codes - np.uint32(_JAMO.start)) < len(_JAMO)
    if not marked.any() and not korean.any():
        return None
    joined, parts = codes.copy(), np.zeros(len(codes), bool)
    _join_marked(joined, parts, np.flatnonzero(marked))
    _join_korean(joined, parts, np.flatnonzero(korean))
    return joined, parts


def is_part(char: str) -> bool:
    """Whether a character is a part of the letter before it, wherever it follows one.

    >>> is_part("\\u0301"), is_part("\\u1161"), is_part("a")
    (True, True, False)
    """
    return unicodedata.combining(char) > 0 or _VOWELS <= ord(char) < _JAMO.stop


def _join_marked(codes: Codes, parts: Bools, at: npt.NDArray[np.int64]) -> None:
    """Join letters and the marks behind them, in place."""
    pairs, wholes = _pairs()
    wanted = _pair(codes[at], codes[at + 1])
    found = np.minimum(np.searchsorted(pairs, wanted), len(pairs) - 1)
    known = pairs[found] == wanted
    codes[at[known]] = wholes[found[known]]
    parts[at[known] + 1] = True


def _join_korean(codes: Codes, parts: Bools, at: npt.NDArray[np.int64]) -> None:
    """Join the consonants and vowels of Korean syllables, in place."""
    ends = np.concatenate((codes, np.zeros(2, np.uint32))).astype(np.int64)
    leading, vowel, trailing = (
        ends[at + step] - first for step, first in enumerate((_LEADING, _VOWELS, _TRAILING))
    )
    open_ = (leading >= 0) & (leading < _LEADING_COUNT) & (vowel >= 0) & (vowel < _VOWEL_COUNT)
    closed = open_ & (trailing > 0) & (trailing < _TRAILING_COUNT)
    syllable = (leading * _VOWEL_COUNT + vowel) * _TRAILING_COUNT + np.where(closed, trailing, 0)
    codes[at[open_]] = (_SYLLABLES + syllable[open_]).astype(np.uint32)
    parts[at[open_] + 1] = True
    parts[at[closed] + 2] = True


def _pair(letters: Codes, marks: Codes) -> Hashes:
    return (letters.astype(np.uint64) << np.uint64(32)) | marks


@cache
def _pairs() -> tuple[Hashes, Codes]:
    """Letters with their marks, in order, and what each pair is as one character."""
    known = {}
    for whole in (*OWN_LETTERS, *map(chr, _KANA)):
        apart = unicodedata.normalize("NFD", whole)
        if len(apart) == 2:
            known[ord(apart[0]), ord(apart[1])] = ord(whole)
    first, mark = np.array(sorted(known), np.uint32).T
    wholes = np.array([known[pair] for pair in sorted(known)], np.uint32)
    return _pair(first, mark), wholes
