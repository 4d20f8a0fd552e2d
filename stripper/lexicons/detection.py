"""Which languages' words to look for on a page: a choice of lexicons, not a statement about the page."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import tomllib

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints, encode
from stripper.lexicons import languages
from stripper.tokens import Table, Tokens, tokenize

ALIKE = 0.5
"""A language with this share of the best one's function words is taken too: sister languages share
many, and a lexicon too many costs less than one too few."""
SPOKEN_ANYWHERE = "en"
"""English furniture stands on pages of all languages."""
TOO_FEW = 2
"""Function words below which a page has no language of its own and all lexicons are tried."""


@cache
def _stopwords() -> Table:
    data = tomllib.loads((files(__package__) / "languages.toml").read_text("utf-8"))
    words = [(w, n) for n, code in enumerate(languages()) for w in data[code]["stopwords"]]
    keys, rows = [], []
    for word, row in words:
        tokens = tokenize(encode(word))
        if len(tokens.start):
            keys.append(tokens.runs(tokens.start[:1] * 0, tokens.start[:1] * 0 + len(tokens.start)))
            rows.append((row, len(tokens.start)))
    singles = [i for i, (_, size) in enumerate(rows) if size == 1]
    return Table.of(np.concatenate([keys[i] for i in singles]), [rows[i][0] for i in singles])


def find_languages(tokens: Tokens, page: Ints, pages: int) -> list[tuple[str, ...]]:
    """For each page, the codes of the languages whose lexicons apply; `page` is that of each token."""
    codes = languages()
    one = np.arange(len(tokens.start))
    at, row = _stopwords().find(tokens.runs(one, one + 1))
    counts = np.bincount(page[at] * len(codes) + row, minlength=pages * len(codes))
    return [_choose(row, codes) for row in counts.reshape(pages, len(codes))]


def _choose(counts: npt.NDArray[np.int64], codes: Sequence[str]) -> tuple[str, ...]:
    best = int(counts.max(initial=0))
    if best < TOO_FEW:
        return tuple(codes)
    chosen = {codes[i] for i in np.flatnonzero(counts >= ALIKE * best)}
    return tuple(code for code in codes if code in chosen or code == SPOKEN_ANYWHERE)
