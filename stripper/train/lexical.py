"""Fit the word weights: a linear model over hashed words and pairs, kept small on purpose.

A page's own weights never judge it while the sequence model is fitted: those come from the other
folds, so that the sequence model learns how far to trust them on sites never seen.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from stripper.features import EDGE_BITS, LEXICAL_SIZE, WORD_BITS, word_rows
from stripper.train.examples import Example, place

PENALTY = 3e-6
PASSES = 6
"""More passes fit the training sites better and other sites worse."""
SCALE = 16
"""A weight of 16 is one logit."""
LEXICAL_SOURCES = ("html_text", "resiliparse", "written page", "written lookalike")
"""One form of a page is enough for its words."""


def fit_words(examples: Sequence[Example]) -> npt.NDArray[np.int8]:
    """The table of word weights, in sixteenths of a logit."""
    from sklearn.linear_model import SGDClassifier

    chosen = [e for e in examples if e.source.endswith(LEXICAL_SOURCES) and len(place(e))]
    rows = _matrix(chosen)
    labels = np.concatenate([e.labels[place(e)] for e in chosen])
    weights = np.concatenate([e.weight * np.log2(2 + e.facts.words[place(e)]) for e in chosen])
    model = SGDClassifier(
        loss="log_loss", alpha=PENALTY, max_iter=PASSES, tol=None, random_state=0, average=True
    )
    model.fit(rows, labels, sample_weight=weights)
    table: npt.NDArray[np.int8] = np.clip(np.rint(SCALE * model.coef_[0]), -127, 127).astype(
        np.int8
    )
    return table


def _matrix(examples: Sequence[Example]) -> Any:
    from scipy.sparse import csr_matrix

    columns: list[npt.NDArray[np.int64]] = []
    for example in examples:
        words, pairs = word_rows(example.facts.tokens)
        for row in place(example).tolist():
            columns.append(
                _columns(words, pairs, int(example.facts.first[row]), int(example.facts.last[row]))
            )
    sizes = np.array([len(c) for c in columns])
    values = np.repeat(1 / np.sqrt(np.maximum(1, sizes)), sizes).astype(np.float32)
    ends = np.concatenate(([0], np.cumsum(sizes)))
    return csr_matrix((values, np.concatenate(columns), ends), shape=(len(sizes), LEXICAL_SIZE))


def _columns(
    words: npt.NDArray[np.int64], pairs: npt.NDArray[np.int64], first: int, last: int
) -> npt.NDArray[np.int64]:
    if last <= first:
        return np.zeros(0, np.int64)
    edge, base = (1 << EDGE_BITS) - 1, 2 << WORD_BITS
    ends = (base + (words[first] & edge), base + (1 << EDGE_BITS) + (words[last - 1] & edge))
    return np.unique(np.concatenate((words[first:last], pairs[first + 1 : last], ends)))
