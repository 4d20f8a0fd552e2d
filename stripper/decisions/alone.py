"""What goes by the model alone: blocks that no rule knows, run by run, within a budget where an
extractor has taken most of the furniture already.
"""

import numpy as np

from stripper.blocks import Ints
from stripper.decisions.bars import Findings
from stripper.decisions.case import Case
from stripper.decisions.inputs import find_care, has_residue
from stripper.decisions.naming import name_runs
from stripper.decisions.passages import (
    find_captions,
    find_items,
    find_references,
    find_standfirst,
    is_among_lines,
)
from stripper.decisions.sparing import find_glued
from stripper.engines import Opinion
from stripper.engines.model import Judgement
from stripper.engines.network import UNIT
from stripper.facts import Bools, Facts
from stripper.places import find_runs

EXTRACT_BUDGET, RESIDUE_BUDGET = 0.06, 0.2
"""Share of an extract's words that may go for no reason but the model's, and of a large one that
has some furniture left: about a twentieth of what an extractor leaves is boilerplate, and a page
where more looks like it is one the model does not know. With 0.12 for all, of 292 look-alikes not
trained on 89.0 % stay whole instead of 92.5; with 0.06 for all, whole sites have 0.05 points less
F1 after resiliparse."""
LONE = {True: -3 * UNIT // 2, False: -UNIT}
"""A run of one or two blocks that goes by the model alone must score lower than this, between
paragraphs and at the edges of a page: times of a live blog, entries of a list, lines of a poem and
signatures look like furniture, one at a time. On written pages not trained on, a third of what
scores higher is content or a byline, of longer runs an eighth. In HTML their elements tell them
apart."""
FEW = 2
"""Blocks of a run that is held to those scores. Set by hand: longer ones are seldom content."""


def take_alone(
    case: Case, model: Judgement, scores: Ints, best: Findings, low: Bools
) -> list[Opinion]:
    """What the model takes of the blocks of a page that score `low`, beside the `best` of what
    rules say of each; `scores` are the model's of this round."""
    facts, rows, roles = case.facts, case.rows, case.view.roles
    alone = low & np.array([o is None for o in best])
    alone[find_glued(facts, rows, case.opinions, scores)] = False
    alone[find_items(facts, rows, scores)] = False
    alone[find_references(facts, rows, alone, scores)] = False
    alone[find_captions(facts, rows, roles, scores)] = False
    alone[find_standfirst(facts, rows, roles, scores)] = False
    runs = [(rows.start + first, rows.start + stop) for first, stop in find_runs(alone)]
    if case.elements is None:
        sure = (scores + find_care(case.given, len(rows))).tolist()
        runs = [run for run in runs if _stands_out(facts, rows, *run, sure, best)]
    else:
        runs = [run for run in runs if not is_among_lines(facts, rows, *run, scores, best)]
    # not what stays for its category alone: it would hide what the rest of its box is called
    staying = [at for at in np.flatnonzero(scores >= 0).tolist() if best[at] is None]
    named = list(name_runs(facts, runs, case.view.noted, model, staying))
    return _within_budget(facts, rows, named, scores) if case.given == "extract" else named


def _within_budget(facts: Facts, rows: range, named: list[Opinion], scores: Ints) -> list[Opinion]:
    """What the model may take from an extract: what it is surest of, while it is little."""
    share = RESIDUE_BUDGET if has_residue(scores) else EXTRACT_BUDGET
    left = share * int(facts.words[rows.start : rows.stop].sum())
    taken = []
    for opinion in sorted(named, key=lambda o: -o.score):
        left -= int(facts.words[opinion.first : opinion.last + 1].sum())
        if left >= 0:
            taken.append(opinion)
    return taken


def _stands_out(
    facts: Facts, rows: range, first: int, stop: int, scores: list[int], best: Findings
) -> bool:
    """Whether a run may go by the model alone, given where it stands; what the site's profile knows
    beside it belongs to the run."""
    size = stop - first
    for at, step in ((first - 1, -1), (stop, 1)):
        while at in rows and (beside := best[at - rows.start]) and beside.by == "site":
            at, size = at + step, size + 1
    if size > FEW:
        return True
    inside = bool(facts.before[first] > 0 and facts.after[stop - 1] > 0)
    return max(scores[first - rows.start : stop - rows.start]) < LONE[inside]
