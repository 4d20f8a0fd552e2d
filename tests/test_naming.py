"""What a run is called that goes by the model alone."""

from typing import Any

import numpy as np
import pytest

from stripper.engines import Opinion
from stripper.facts import measure
from stripper.formats import split
from stripper.pipeline.naming import name_runs

PROSE = (
    "The council met on Monday and put off the vote on the market hall until the summer of next year, "
    "since nobody could say what the new roof would cost the town."
)
RUN = "One two three four five six seven eight and nine go by the model alone."


def name(lines: list[str], found: int) -> str:
    """The category of the run where the line of this number is a share bar to a rule."""
    facts = measure([split("\n\n".join(lines) + "\n", "text")])
    alone = np.array([line == RUN for line in lines])
    best: list[Any] = [None] * len(lines)
    best[found] = Opinion(0, found, found, "share", "rule", "any/share/bar", 0.9, "")
    scores = np.where(alone, -200, 200)
    rows, roles = range(len(facts)), np.zeros(len(facts), np.uint64)
    [opinion] = name_runs(facts, rows, alone, best, scores, roles)
    return opinion.category


@pytest.mark.parametrize(
    ("lines", "found", "category"),
    [
        ([PROSE, RUN, "Share"], 2, "share"), (["Share", "A short line", RUN, PROSE], 0, "share"),
        (["Share", PROSE, RUN, "A short line"], 0, "boilerplate"),
        ([PROSE, RUN, PROSE, "Share"], 3, "boilerplate"),
    ],
)  # fmt: skip
def test_a_run_takes_the_name_of_what_goes_beside_it(
    lines: list[str], found: int, category: str
) -> None:
    assert name(lines, found) == category
