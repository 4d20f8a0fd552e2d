"""Tables over code points: how a character folds and what class it is. One character in, one out,
so that offsets into the folded text are offsets into the source.

Folding lowers case and drops accents (both `é` and `e` + U+0301 become `e`; å, ä, ö stay), maps
full-width forms,
typographic quotes, dashes and spaces to their plain ones and the Turkish i's to `i`. Soft hyphens,
joiners, direction marks, kashida and combining marks are ignorable: words are compared without them
and output keeps them.
"""

import unicodedata
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stripper.blocks import sum_before

LETTER, DIGIT, CJK, SPACE, TERMINAL, CURRENCY, UPPER, IGNORABLE = (1 << i for i in range(8))
WORD = LETTER | DIGIT

_SIZE = 0x110000
_TABLED = 0x3000
"""Below lie all alphabets with case or accents; above, ranges have one class throughout."""
_PLAIN = {"ł": "l", "đ": "d", "ı": "i", "ħ": "h", "ς": "σ"}
OWN_LETTERS = "åäöÅÄÖ"
"""Letters of their own in the north: Swedish `vår` (our) is not `var` (was)."""
_MAPPED = {
    "'": "‘’‚‛ʼ´`′",
    '"': "“”„‟«»″",
    "-": "‐‑‒–—―−",
    " ": "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000",
}
_PLAINED = {char: plain for plain, variants in _MAPPED.items() for char in variants}
_TERMINAL = ".!?…。！？؟۔।"
_CURRENCY = "$€£¥₽₴₺₩￥฿"
_SIGNS = dict.fromkeys(_TERMINAL, TERMINAL) | dict.fromkeys(_CURRENCY, CURRENCY)
_BY_CATEGORY = {
    "Lu": LETTER | UPPER, "Lt": LETTER | UPPER, "Ll": LETTER, "Lm": LETTER, "Lo": LETTER,
    "Mn": LETTER, "Mc": LETTER, "Nd": DIGIT,
}  # fmt: skip
_IGNORED = (
    (0x00AD, 0x00AD), (0x0300, 0x036F), (0x0591, 0x05BD), (0x0640, 0x0640), (0x064B, 0x065F),
    (0x0670, 0x0670), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x2069),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
)  # fmt: skip
UNSEEN = "\ufeff\u00ad\u2060" + "".join(map(chr, range(0x200B, 0x2010)))
"""What stands before the first line of a text unseen: byte order marks, joiners, marks of
direction."""
THAI = (0x0E01, 0x0E4E)
"""Letters and marks of Thai, whose sign of currency stands among them and is none."""
_CJK_RANGES = (
    (THAI[0], 0x0E3A), (0x0E40, THAI[1]),
    (0x3005, 0x3007), (0x3040, 0x30FF), (0x3100, 0x312F), (0x31F0, 0x31FF), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip
_LETTER_RANGES = (
    (0x1100, 0x11FF),
    (0xA000, 0xABFF),
    (0xAC00, 0xD7FF),
    (0xFB13, 0xFDFF),
    (0x10000, 0x1EFFF),
)


class Tables(NamedTuple):
    """Indexed by code point: the folded code point, and the class as a set of bits."""

    fold: npt.NDArray[np.uint32]
    classes: npt.NDArray[np.uint8]


def fold_character(char: str) -> str:
    """The folded form of one character, always one character.

    >>> [fold_character(c) for c in "ÉİıßＡ’"]
    ['e', 'i', 'i', 'ß', 'a', "'"]
    """
    if char in _PLAINED:
        return _PLAINED[char]
    base = char
    if unicodedata.decomposition(char):
        plain = [c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)]
        own = char in OWN_LETTERS or "\u3040" <= char <= "\u30ff"
        base = plain[0] if len(plain) == 1 and not own else char
    low = base.casefold()
    if len(low) != 1:
        low = base.lower()
    return _PLAIN.get(low, low) if len(low) == 1 else base


@cache
def tables() -> Tables:
    """The tables, built once a process."""
    fold = np.arange(_SIZE, dtype=np.uint32)
    classes = np.zeros(_SIZE, np.uint8)
    for low, high in _LETTER_RANGES:
        classes[low : high + 1] = LETTER
    # what is asked of every character goes through `map`: calling functions of ours takes twice as
    # long, and every start waits for it
    codes = [*range(_TABLED), *range(0xFF00, 0xFFEF), *map(ord, _TERMINAL + _CURRENCY), 0x3000]
    special = list(map(chr, codes))
    classes[codes] = [_BY_CATEGORY.get(name, 0) for name in map(unicodedata.category, special)]
    for char in filter(str.isspace, special):
        classes[ord(char)] |= SPACE
    for char, sign in _SIGNS.items():
        classes[ord(char)] |= sign
    for char, plain in _PLAINED.items():
        # ʼ is a letter to Unicode and an apostrophe to everybody else
        classes[ord(char)] = SPACE if plain == " " else 0
    lows, parts = map(str.casefold, special), map(unicodedata.decomposition, special)
    columns = zip(special, lows, parts, strict=True)
    changed = [char for char, low, made_of in columns if made_of or low != char]
    for char in (*changed, *_PLAINED, *_PLAIN):
        fold[ord(char)] = ord(fold_character(char))
    for low, high in _CJK_RANGES:
        classes[low : high + 1] = LETTER | CJK
    for low, high in _IGNORED:
        classes[low : high + 1] = IGNORABLE
    return Tables(fold, classes)


def fold_letters(codes: npt.NDArray[np.uint32]) -> tuple[str, npt.NDArray[np.int64]]:
    """The letters and digits of a text, folded, since quotes are curly here and straight there; and
    how many of them stand before each of its characters, and before its end.

    >>> fold_letters(np.array([ord(char) for char in "“Éa”"], np.uint32))
    ('ea', array([0, 0, 1, 2, 2]))
    """
    fold, classes = tables()
    told = (classes.take(codes) & WORD) != 0
    letters = fold.take(codes[told]).tobytes().decode("utf-32-le", "surrogatepass")
    return letters, sum_before(told)


@cache
def tabulate(signs: str) -> npt.NDArray[np.bool_]:
    """Which code points are one of these signs; the last stands for all others, and is not."""
    return np.isin(np.arange(ord(max(signs)) + 2), [ord(sign) for sign in signs])
