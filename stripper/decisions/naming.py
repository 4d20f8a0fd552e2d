"""Name what the model removes alone, run by run, and say what spoke for it."""

from collections.abc import Iterable, Iterator, Sequence
from math import exp

import numpy as np

from stripper.decisions.classes import find_said
from stripper.decisions.meanings import MODEL
from stripper.engines import Opinion
from stripper.engines.model import Judgement
from stripper.engines.network import UNIT
from stripper.engines.points import ASKS
from stripper.facts import LINKED, Bools, Facts
from stripper.features import wording_columns

CALM = 1.5
"""Temperature of the model's logits: held-out pages are right as often as the score then says."""
LEAST, MOST = 0.5, 0.99
"""Bounds of a score: what is removed is so more likely than not, and nothing is certain."""
SAID, SAID_OF_PROSE = 64, 160
"""What the name of an element counts for the category that it says, in sixteenths of a logit: of
1,759 blocks of written pages of HTML that have such a name, 105 got another category than their own
without it, 47 with 64 for all, 53 with 48, 62 with 96. In those pages prose is hardly ever called
by its words; what a reader says of apps under a real article was."""
SHORT = 6
"""Words on average in blocks that are a menu or a list of links."""


def name_runs(
    facts: Facts,
    runs: Sequence[tuple[int, int]],
    noted: Bools,
    model: Judgement,
    staying: Sequence[int] = (),
) -> Iterator[Opinion]:
    """Opinions on runs of blocks of one page that go by the model alone, each from its first row to
    the one behind it: one opinion for each stretch of a run that is of one category. `noted` are
    the facts of the batch's blocks, `staying` those of the page, counted from its first one, that
    nobody takes.

    The table that names them has seen prose go in appeals alone; summaries of other stories are
    none where points say so. Of the words that the model removes from pages of gold standards, a
    sixth were called donation; of the lines of the blind pages as many get their own name as then.
    What spoke for them is for `explain_runs` to say.
    """
    if not runs:
        return
    rows = np.concatenate([np.arange(first, stop) for first, stop in runs])
    known = np.concatenate((noted[rows], model.features[rows, wording_columns()]), 1)
    page = int(facts.page[rows[0]])
    elements = facts.pages[page].elements
    said: list[tuple[str, int]] = []
    if elements is not None:
        named_by = find_said(elements, (rows - facts.blocks_of(page).start).tolist(), staying)
        weights = np.where(facts.prose[rows], SAID_OF_PROSE, SAID).tolist()
        said = list(zip(named_by, weights, strict=True))
    sizes_of_runs = [stop - first for first, stop in runs]
    stretches = model.network.kinds.name(known, sizes_of_runs, said)
    sizes = np.array([size for _, size in stretches])
    opens = np.cumsum(sizes) - sizes
    words, links, scores, appeals = (
        (np.add.reduceat(column[rows], opens, dtype=np.float64) / sizes).tolist()
        for column in (facts.words, facts.link, model.scores, model.appeals)
    )
    first = rows[opens].tolist()
    for (named, size), low, length, link, mean, appeal in zip(
        stretches, first, words, links, scores, appeals, strict=True
    ):
        menu = length <= SHORT or link >= LINKED
        if not named or (named in ASKS and not appeal):
            named = "navigation" if menu else "boilerplate"
        score = min(max(round(1 / (1 + exp(mean / UNIT / CALM)), 2), LEAST), MOST)
        yield Opinion(
            page, low, low + size - 1, named, "model", f"{MODEL}{named}", score, "The model"
        )


def explain_runs(opinions: Iterable[Opinion], model: Judgement | None) -> dict[int, str]:
    """By its first row: what spoke loudest for the removal of each run that goes by the model
    alone. Those of a whole batch take little longer than those of a page."""
    runs = {o.first: o.last for o in opinions if o.by == "model"}
    if model is None or not runs:
        return {}
    said = model.explain(np.array(list(runs)), np.array(list(runs.values())))
    return dict(zip(runs, said, strict=True))
