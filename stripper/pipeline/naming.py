"""Name what the model removes alone, run by run, and say what spoke for it."""

from collections.abc import Iterable, Iterator, Sequence
from math import exp

import numpy as np
import numpy.typing as npt

from stripper.engines import Opinion
from stripper.engines.model import Judgement
from stripper.engines.network import UNIT
from stripper.engines.points import ASKS
from stripper.facts import Bools, Facts
from stripper.features import wording_columns

CALM = 1.5
"""Temperature of the model's logits: held-out pages are right as often as the score then says."""
LEAST, MOST = 0.5, 0.99
SHORT = 6
"""Words on average in blocks that are a menu or a list of links."""
LINKS = 0.5


def find_runs(alone: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The first and the last block of each run of blocks that go by the model alone.

    >>> find_runs(np.array([True, True, False, True]))
    [(0, 1), (3, 3)]
    """
    places = np.flatnonzero(alone)
    opens = np.diff(places, prepend=-2) != 1
    ends = np.append(opens[1:], True)[: len(places)]
    return list(zip(places[opens].tolist(), places[ends].tolist(), strict=True))


def name_runs(
    facts: Facts, runs: Sequence[tuple[int, int]], noted: Bools, model: Judgement
) -> Iterator[Opinion]:
    """Opinions on runs of blocks, rows of one page, that go by the model alone: one for each
    stretch of a run that is of one category; `noted` are the facts of the batch's blocks.

    The table that names them has seen prose go in appeals alone; summaries of other stories are
    none where points say so. Of the words that the model removes from pages of gold standards, a
    sixth were called donation; of the lines of the blind pages as many get their own name as then.
    What spoke for them is for `explain_runs` to say.
    """
    if not runs:
        return
    rows = np.concatenate([np.arange(first, last + 1) for first, last in runs])
    known = np.concatenate((noted[rows], model.features[rows, wording_columns()]), 1)
    stretches = model.network.kinds.name(known, [last - first + 1 for first, last in runs])
    sizes = np.array([size for _, size in stretches])
    opens = np.cumsum(sizes) - sizes
    words, links, scores, appeals = (
        (np.add.reduceat(column[rows], opens, dtype=np.float64) / sizes).tolist()
        for column in (facts.words, facts.link, model.scores, model.appeals)
    )
    page, first = int(facts.page[rows[0]]), rows[opens].tolist()
    for (named, size), low, length, link, mean, appeal in zip(
        stretches, first, words, links, scores, appeals, strict=True
    ):
        menu = length <= SHORT or link >= LINKS
        if not named or (named in ASKS and not appeal):
            named = "navigation" if menu else "boilerplate"
        score = min(max(round(1 / (1 + exp(mean / UNIT / CALM)), 2), LEAST), MOST)
        yield Opinion(
            page, low, low + size - 1, named, "model", f"model/{named}", score, "The model"
        )


def explain_runs(opinions: Iterable[Opinion], model: Judgement | None) -> dict[int, str]:
    """By its first row: what spoke loudest for the removal of each run that goes by the model
    alone. Those of a whole batch take little longer than those of a page."""
    runs = {o.first: o.last for o in opinions if o.by == "model"}
    if model is None or not runs:
        return {}
    said = model.explain(np.array(list(runs)), np.array(list(runs.values())))
    return dict(zip(runs, said, strict=True))
