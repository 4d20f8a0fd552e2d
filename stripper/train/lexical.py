"""Fit the weights of words and of class names: linear models over hashes, kept small on purpose.

A page's own weights never judge it while the sequence model is fitted: those come from the other
folds, so that the sequence model learns how far to trust them on sites never seen.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from stripper.blocks import Ints
from stripper.features import LEXICAL_SIZE, NO_ROW, edge_rows, word_rows
from stripper.surroundings import NAMES_SIZE, Table, name_rows
from stripper.train.examples import Example, place

PENALTY = 3e-6
PASSES = 6
"""More passes fit the training sites better and other sites worse."""
SCALE = 16
"""A weight of 16 is one logit."""
Columns = Callable[[Example], Iterator[Ints]]
LEXICAL_SOURCES = ("html_text", "resiliparse", "written page", "written lookalike")
"""One form of a page is enough for its words."""


def fit_words(examples: Sequence[Example]) -> Table:
    """The weights of words, in sixteenths of a logit: a column for content against all boilerplate,
    and one for content against what asks."""
    chosen = [e for e in examples if e.source.endswith(LEXICAL_SOURCES)]
    tables = (
        _fit(held, _words_of, LEXICAL_SIZE) for held in (chosen, [_narrow(e) for e in chosen])
    )
    return np.stack(list(tables), 1)


def _narrow(example: Example) -> Example:
    """An example whose only boilerplate is what asks."""
    if example.asks is None:
        return replace(example, labels=np.where(example.labels == 1, 1, -1).astype(np.int8))
    labels = np.where(example.asks < 0, -1, 1 - example.asks).astype(np.int8)
    return replace(example, labels=labels)


def fit_names(examples: Sequence[Example]) -> Table:
    """The weights of the words in classes and ids around a block, likewise."""
    chosen = [e for e in examples if e.facts.pages[0].elements is not None]
    return _fit(chosen, _names_of, NAMES_SIZE)


def _fit(examples: Sequence[Example], columns_of: Columns, size: int) -> Table:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import SGDClassifier

    chosen = [e for e in examples if len(place(e))]
    columns = [held for e in chosen for held in columns_of(e)]
    sizes = np.array([len(c) for c in columns])
    values = np.repeat(1 / np.sqrt(np.maximum(1, sizes)), sizes).astype(np.float32)
    ends = np.concatenate(([0], np.cumsum(sizes)))
    rows = csr_matrix((values, np.concatenate(columns), ends), shape=(len(sizes), size))
    labels = np.concatenate([e.labels[place(e)] for e in chosen])
    weights = np.concatenate([e.weight * np.log2(2 + e.facts.words[place(e)]) for e in chosen])
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
