"""Fit the weights of words and of class names: linear models over hashes, kept small on purpose.

A page's own weights never judge it while the sequence model is fitted: those come from the other
folds, so that the sequence model learns how far to trust them on sites never seen.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints
from stripper.evaluate.labelled import CONTENT
from stripper.features import LEXICAL_SIZE, NO_ROW, TABLES, edge_rows, word_rows
from stripper.surroundings import NAMES_SIZE, Table, name_rows
from stripper.train.examples import LABELS, Example, place

PENALTY = 3e-6
"""Holds down the weights of words that few blocks have. Set by hand: they would tell the sites that
they were learned from, and not boilerplate."""
PASSES = 6
"""More passes fit the training sites better and other sites worse."""
SCALE = 16
"""A weight of 16 is one logit."""
Columns = Callable[[Example], Iterator[Ints]]
LEXICAL_SOURCES = ("html_text", "resiliparse", "written page", "written lookalike")
"""One form of a page is enough for its words."""


def fit_words(examples: Sequence[Example]) -> Table:
    """The weights of words, in sixteenths of a logit: a column for each of `TABLES`."""
    chosen = [e for e in examples if e.source.endswith(LEXICAL_SOURCES) and len(place(e))]
    rows, weights = _lay_out(chosen, _words_of, LEXICAL_SIZE)
    content = np.concatenate([e.labels[place(e)] for e in chosen])
    said = np.concatenate([_find_said(e) for e in chosen])
    columns = []
    for wanted in TABLES.values():
        known, labels = np.arange(len(said)), content
        if wanted:
            known = np.flatnonzero(
                np.isin(said, [LABELS.index(name) for name in (CONTENT, *wanted)])
            )
            labels = said[known] == LABELS.index(CONTENT)
        columns.append(_fit(rows[known], labels, weights[known]))
    return np.stack(columns, 1)


def _find_said(example: Example) -> Ints:
    """What each block with a label is; where nobody said which boilerplate it is, -1."""
    at = place(example)
    if example.said is not None:
        return example.said[at].astype(np.int64)
    return np.where(example.labels[at] == 1, LABELS.index(CONTENT), -1)


def fit_names(examples: Sequence[Example]) -> Table:
    """The weights of the words in classes and ids around a block, likewise."""
    chosen = [e for e in examples if e.facts.pages[0].elements is not None and len(place(e))]
    rows, weights = _lay_out(chosen, _names_of, NAMES_SIZE)
    return _fit(rows, np.concatenate([e.labels[place(e)] for e in chosen]), weights)


def _lay_out(
    examples: Sequence[Example], columns_of: Columns, size: int
) -> tuple[Any, npt.NDArray[np.float64]]:
    """A row for each block with a label, in a sparse matrix, and how much it weighs."""
    from scipy.sparse import csr_matrix

    columns = [held for e in examples for held in columns_of(e)]
    sizes = np.array([len(c) for c in columns])
    values = np.repeat(1 / np.sqrt(np.maximum(1, sizes)), sizes).astype(np.float32)
    ends = np.concatenate(([0], np.cumsum(sizes)))
    rows = csr_matrix((values, np.concatenate(columns), ends), shape=(len(sizes), size))
    words = [e.weight * np.log2(2 + e.facts.words[place(e)]) for e in examples]
    return rows, np.concatenate(words)


def _fit(rows: Any, labels: npt.NDArray[Any], weights: npt.NDArray[np.float64]) -> Table:
    from sklearn.linear_model import SGDClassifier

    model = SGDClassifier(
        loss="log_loss", alpha=PENALTY, max_iter=PASSES, tol=None, random_state=0, average=True
    )
    model.fit(rows, labels, sample_weight=weights)
    table: Table = np.clip(np.rint(SCALE * model.coef_[0]), -127, 127).astype(np.int8)
    return table


def _names_of(example: Example) -> Iterator[Ints]:
    elements = example.facts.pages[0].elements
    assert elements is not None
    rows = name_rows(elements.words)
    for row in place(example).tolist():
        yield np.unique(rows[elements.first[row] : elements.last[row]])


def _words_of(example: Example) -> Iterator[Ints]:
    facts = example.facts
    rows = word_rows(facts.tokens)
    for row in place(example).tolist():
        first, last = int(facts.first[row]), int(facts.last[row])
        if last <= first:
            yield rows[0, :0]
            continue
        edges = edge_rows(rows[0], np.array([first]), np.array([last]))
        inside = np.concatenate((rows[:, first:last].ravel(), *edges))
        inside[last - first] = NO_ROW  # the pair with the word before the block
        yield np.setdiff1d(inside, (NO_ROW,))
