"""What a run is called that goes by the model alone."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

import stripper
from stripper.decisions.naming import name_runs
from stripper.engines.kinds import TURN, Kinds
from stripper.engines.model import Judgement, shipped
from stripper.evaluate.labelled import read_labelled
from stripper.facts import measure
from stripper.features import feature_names, wording_columns
from stripper.formats.text import split
from stripper.packs import categories
from stripper.packs.rule import fact_names
from stripper.train.examples import KEPT
from tests.conftest import FIXTURES

FACTS = np.eye(3, dtype=bool)
WORDING = wording_columns()
KINDS = Kinds(
    ("donation", "share"),
    np.array([[40, 0], [0, 40], [0, TURN // 2]], np.int8),
    np.zeros(2, np.int16),
)


def name(facts: np.ndarray, kinds: Kinds = KINDS) -> list[tuple[str, int]]:
    """The stretches of one run."""
    return kinds.name(facts, [len(facts)])


def with_wording(kinds: Kinds) -> Kinds:
    """The same table, which says nothing of how words weigh."""
    wording = np.zeros((WORDING.stop - WORDING.start, len(kinds.names)), np.int8)
    return replace(kinds, points=np.concatenate((kinds.points, wording)))


def test_runs_are_named_one_by_one() -> None:
    assert KINDS.name(FACTS[[0, 2, 1]], [1, 2]) == [("donation", 1), ("share", 2)]
    assert KINDS.name(FACTS[[0, 0, 0]], [1, 2]) == [("donation", 1), ("donation", 2)]
    assert KINDS.name(FACTS[:0], []) == []


def test_each_block_gets_what_its_facts_say() -> None:
    assert name(FACTS[[0, 0, 1]]) == [("donation", 2), ("share", 1)]
    assert name(FACTS[[1]]) == [("share", 1)]


def test_a_block_that_hardly_differs_is_called_as_its_neighbours() -> None:
    assert name(FACTS[[2]]) == [("share", 1)]
    assert name(FACTS[[0, 2, 0]]) == [("donation", 3)]
    assert name(FACTS[[0, 2, 1]]) == [("donation", 1), ("share", 2)]


def test_what_no_category_is_likely_for_has_none() -> None:
    flat = Kinds(
        ("app", "cookie", "legal", "share"), np.zeros((1, 4), np.int8), np.zeros(4, np.int16)
    )
    assert name(np.ones((2, 1), bool), flat) == [("", 2)]


def test_the_best_way_is_no_worse_than_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stripper.engines.kinds.SURE", 0.0)
    chance = np.random.default_rng(7)
    kinds = Kinds(
        ("donation", "share", "legal"),
        chance.integers(-20, 20, (6, 3)).astype(np.int8),
        chance.integers(-5, 5, 3).astype(np.int16),
    )
    for _ in range(50):
        facts = chance.random((5, 6)) < 0.4
        weights = kinds.weigh(facts)

        def worth(path: list[int], weights: np.ndarray = weights) -> int:
            turns = sum(a != b for a, b in pairwise(path))
            return int(sum(weights[row, at] for row, at in enumerate(path))) - TURN * turns

        ways = np.stack(np.meshgrid(*[range(3)] * 5), -1).reshape(-1, 5).tolist()
        path = [kinds.names.index(said) for said, size in name(facts, kinds) for _ in range(size)]
        assert worth(path) == max(map(worth, ways))


def test_prose_far_from_all_appeals_is_none() -> None:
    facts = measure([split("Rates rose again on Monday, said the bank.\n\nShare\n\nThe end.\n")])
    network = replace(shipped(), kinds=with_wording(KINDS))
    scores, features = np.full(3, -200), np.zeros((3, len(feature_names())), bool)
    for appeals, names in (
        ([True, False, False], ["donation", "share"]),
        ([False, True, True], ["boilerplate", "share"]),
    ):
        model = Judgement(scores, features, network, np.array(appeals))
        named = name_runs(facts, [(0, 2)], FACTS, model)
        assert [(o.category, o.rule) for o in named] == [(name, f"model/{name}") for name in names]


def test_the_shipped_table_names_categories_by_facts_that_there_are() -> None:
    kinds = shipped().kinds
    assert set(kinds.names) <= set(categories())
    wording = WORDING.stop - WORDING.start
    assert kinds.points.shape == (len(fact_names()) + wording, len(kinds.names))


def test_words_tell_categories_apart() -> None:
    facts = measure([split("Chip in a fiver\n\nTell us what we missed\n")])
    columns = list(feature_names()[WORDING])
    assert columns[0] == "wording over -72" and columns[-1] == "small print over 36"
    kinds = with_wording(replace(KINDS, points=np.zeros_like(KINDS.points)))
    kinds.points[len(FACTS) + columns.index("giving over 3")] = (-40, 40)
    features = np.zeros((2, len(feature_names())), bool)
    features[0, WORDING.start + columns.index("giving over 3")] = True
    model = Judgement(np.full(2, -200), features, replace(shipped(), kinds=kinds), np.ones(2, bool))
    named = name_runs(facts, [(0, 1)], np.zeros((2, 3), bool), model)
    assert [o.category for o in named] == ["share"]


LEAST_NAMED = 0.5
"""Share of the lines that go by the model alone and get their own category, on the invented sites,
which nothing was fitted to; by the rules beside them and the roles in them it was 0.22."""


def test_what_goes_by_the_model_alone_on_unseen_sites_gets_its_own_name() -> None:
    right = total = 0
    for page in read_labelled(FIXTURES / "sites"):
        result, at = stripper.strip(page.text, format=page.format), 0
        for line, label in zip(page.text.split("\n"), page.labels, strict=True):
            middle, at = at + len(line) // 2, at + len(line) + 1
            by = [r for r in result.removals if r.by == "model" and r.start <= middle < r.end]
            if by and label not in ("", *KEPT):
                total, right = total + 1, right + (by[0].category == label)
    assert total > 300
    assert right / total > LEAST_NAMED
