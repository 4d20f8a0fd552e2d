"""Which languages' words to look for on a page: a choice of lexicons, not a statement about the
page."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stripper.blocks import Codes, Ints, encode
from stripper.lexicons import languages, read_languages
from stripper.tokens import Table, Tokens, tokenize

ALIKE = 0.5
"""A language with this share of the best one's function words is taken too: sister languages share
many, and a lexicon too many costs less than one too few."""
SPOKEN_ANYWHERE = "en"
"""English furniture stands on pages of all languages."""
_CYRILLIC = 0x0400
_SCRIPTS = (
    (0x0458, 0x045B, ("sr",)),  # ј љ њ ћ come first: where they stand, the next line tries no more
    (_CYRILLIC, 0x04FF, ("ru", "uk", "bg")),
    (0x3040, 0x30FF, ("ja",)), (0xAC00, 0xD7AF, ("ko",)), (0x4E00, 0x9FFF, ("zh", "ja")),
    (0x0600, 0x06FF, ("ar", "fa")), (0x0370, 0x03FF, ("el",)), (0x0590, 0x05FF, ("he",)),
    (0x0900, 0x097F, ("hi",)), (0x0E00, 0x0E7F, ("th",)),
)  # fmt: skip
"""Where no function word stands, a label alone for instance, the script says what to try. Serbian
is tried for letters of its own: its words are read in Latin letters too, and many an English page
names its Russian edition."""
_SCRIPTS_FROM = min(low for low, _, _ in _SCRIPTS)


@cache
def _stopwords() -> Table:
    data = read_languages()
    words = [(w, n) for n, code in enumerate(languages()) for w in data[code]["stopwords"]]
    tokens = tokenize(encode("\n".join(word for word, _ in words)))
    origin = tokens.start if tokens.origin is None else tokens.origin[tokens.start]
    edges = np.searchsorted(origin, np.cumsum([0, *(len(word) + 1 for word, _ in words)]))
    single = np.diff(edges) == 1
    return Table.of(tokens.hash[edges[:-1][single]], np.array([n for _, n in words])[single])


class Heard(NamedTuple):
    """What the tokens of a batch say of its languages, wherever they stand."""

    words: Ints
    """Tokens that are function words; one of several languages comes several times."""
    languages: Ints
    """The language of each, by its place in `languages()`."""
    foreign: Ints
    """Tokens that may be in one of the scripts."""
    signs: Codes
    """The first character of each."""


def listen(tokens: Tokens) -> Heard:
    """Look for function words and scripts among tokens."""
    words, spoken = _stopwords().find(tokens.hash)
    first = tokens.folded[tokens.start]
    foreign = np.flatnonzero(first >= _SCRIPTS_FROM)
    return Heard(words, spoken, foreign, first[foreign])


def find_languages(heard: Heard, page: Ints, pages: int) -> list[tuple[str, ...]]:
    """For each page, the codes of the languages whose lexicons apply; `page` is that of each
    token, or -1 for one that does not count."""
    codes = languages()
    here = page[heard.words]
    told = (here * len(codes) + heard.languages)[here >= 0]
    rows = np.bincount(told, minlength=pages * len(codes)).reshape(pages, len(codes))
    place = page[heard.foreign]
    signs, place = heard.signs[place >= 0], place[place >= 0]
    scripts = [
        np.bincount(place[(signs >= low) & (signs <= high)], minlength=pages).tolist()
        for low, high, _ in _SCRIPTS
    ]
    return [_choose(row, codes, found) for row, *found in zip(rows, *scripts, strict=True)]


def _choose(
    counts: npt.NDArray[np.int64], codes: Sequence[str], scripts: Sequence[int]
) -> tuple[str, ...]:
    best = int(counts.max(initial=0))
    likely = np.flatnonzero(counts >= ALIKE * best).tolist() if best else []
    chosen = {codes[i] for i in likely}
    for count, (low, _, spoken) in zip(scripts, _SCRIPTS, strict=True):
        known = {*spoken, "sr"} if low == _CYRILLIC else set(spoken)
        if count and not chosen & known:
            chosen |= set(spoken)
    return tuple(code for code in codes if code in chosen or code == SPOKEN_ANYWHERE)
