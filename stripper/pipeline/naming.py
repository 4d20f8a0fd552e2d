"""Name what the model removes alone: by the rules beside it, by the roles of its words, by its
shape."""

from collections.abc import Iterable, Iterator
from functools import cache, reduce
from math import exp
from operator import or_

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints
from stripper.engines import Opinion
from stripper.engines.model import Judgement
from stripper.facts import Facts
from stripper.lexicons import role_mask
from stripper.packs import categories
from stripper.tokens import Hashes

_UNIT = 64
CALM = 1.5
"""Temperature of the model's logits: held-out pages are right as often as the score then says."""
NEAR = 2
"""Blocks between a run and a rule's finding whose name it takes."""
EVIDENCE = 0.5
"""Share of a category's groups of roles that a run must speak of to be named by them."""
SHORT = 6
"""Words on average in a run that is a menu or a list of links."""
_HEAVY = {"donation": ("give|donation",), "paywall": ("subscribe|unlock|login|register",),
          "newsletter": ("newsletter|email",), "app": ("app",), "feedback": ("feedback",),
          "cookie": ("cookie",), "comments": ("comment",)}  # fmt: skip
"""Roles without which a run is not named so, whatever else it speaks of."""


def name_runs(
    facts: Facts,
    rows: range,
    alone: npt.NDArray[np.bool_],
    best: list[Opinion | None],
    scores: Ints,
    roles: Hashes,
) -> Iterator[Opinion]:
    """An opinion for each run of blocks that goes by the model alone; `scores` are the model's, of
    all blocks of the batch. What spoke for it is for `explain_runs` to say."""
    places = np.flatnonzero(alone)
    if not len(places):
        return
    spoken: list[int] = roles[rows.start : rows.stop].tolist()
    values: list[int] = scores[rows.start : rows.stop].tolist()
    opens = np.diff(places, prepend=-2) != 1
    firsts, lasts = places[opens].tolist(), places[np.append(opens[1:], True)].tolist()
    for first, last in zip(firsts, lasts, strict=True):
        low, high = rows.start + first, rows.start + last
        said = reduce(or_, spoken[first : last + 1])
        category, why = _name(facts, rows, first, last, best, said)
        mean = sum(values[first : last + 1]) / (last - first + 1) / _UNIT / CALM
        score = round(1 / (1 + exp(mean)), 2)
        yield Opinion(
            int(facts.page[rows.start]), low, high, category, "model", f"model/{category}",
            min(max(score, 0.5), 0.99), why,
        )  # fmt: skip


def explain_runs(opinions: Iterable[Opinion], model: Judgement | None) -> dict[int, str]:
    """By its first row: what spoke loudest for the removal of each run that goes by the model
    alone. Those of a whole batch take little longer than those of a page."""
    runs = {o.first: o.last for o in opinions if o.by == "model"}
    if model is None or not runs:
        return {}
    said = model.explain(np.array(list(runs)), np.array(list(runs.values())))
    return dict(zip(runs, said, strict=True))


def _name(
    facts: Facts, rows: range, first: int, last: int, best: list[Opinion | None], said: int
) -> tuple[str, str]:
    found: tuple[float, str] = (0.0, "")
    for name, needed, near in _heavy() if said & _any_heavy() else ():
        if all(said & mask for mask in needed):
            share = sum(bool(said & mask) for mask in near) / len(near)
            found = max(found, (share, name))
    if found[0] >= EVIDENCE:
        return found[1], f"The model; it speaks of {found[1]}"
    beside = _find_beside(facts, rows, first, last, best)
    if beside is not None:
        return beside.category, f"The model; it stands beside {beside.rule}"
    low, high = rows.start + first, rows.start + last + 1
    words = facts.words[low:high].tolist()
    if sum(words) <= SHORT * len(words) or facts.link[low:high].mean() >= 0.5:
        return "navigation", "The model; short lines or links in a run"
    return "boilerplate", "The model"


def _find_beside(
    facts: Facts, rows: range, first: int, last: int, best: list[Opinion | None]
) -> Opinion | None:
    """The nearest finding beside a run; beyond a paragraph that stays nothing is near."""
    ways = [(first, -1), (last, 1)]
    for step in range(1, NEAR + 1):
        for edge, way in list(ways):
            at = edge + way * step
            beside = best[at] if 0 <= at < len(best) else None
            if beside is not None:
                return beside
            if 0 <= at < len(best) and facts.prose[rows[at]]:
                ways.remove((edge, way))
    return None


@cache
def _heavy() -> tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...]:
    """The categories that name a run by its roles: the masks that it needs, and those that
    count."""
    return tuple(
        (name, _masks(needed), _masks(near))
        for name, needed in _HEAVY.items()
        if (near := categories()[name].near)
    )


@cache
def _any_heavy() -> int:
    """The roles of which a run that is named by them has one at least."""
    return reduce(or_, (mask for _, needed, _ in _heavy() for mask in needed))


def _masks(groups: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(role_mask(*group.split("|")) for group in groups)
