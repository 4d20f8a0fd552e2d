"""What is said of a removal that the model makes alone."""

import numpy as np

from stripper.engines.reasons import NAMED, StandIn, _choose
from stripper.features import feature_names

NAMES = list(feature_names())


def explain(weights: dict[str, int], present: dict[str, int], blocks: int = 2) -> tuple[str, ...]:
    """The reasons for a run of blocks, so many of which have each feature; each is usual in half."""
    weight, sums = np.zeros(len(NAMES), np.int8), np.zeros((1, len(NAMES)), np.int64)
    for name, value in weights.items():
        weight[NAMES.index(name)] = value
    for name, count in present.items():
        sums[0, NAMES.index(name)] = count
    usual = np.where(weight != 0, 50, 0).astype(np.int8)
    return StandIn(weight, usual).explain(sums, np.array([blocks]))[0]


def test_what_is_there_is_named_and_what_is_missing_is_not() -> None:
    weights = {"before all prose": -64, "after all prose": 64}
    assert explain(weights, {"before all prose": 2}) == ("before all prose",)
    assert explain(weights, {}) == ()


def test_how_far_something_goes_is_named_by_its_steps() -> None:
    assert explain({"up to 3 words": -64}, {"up to 3 words": 2}) == ("its length",)
    assert explain({"up to 3 words": 64}, {}) == ("its length",)


def test_so_many_reasons_at_most_and_none_that_says_nothing() -> None:
    names = [
        "an element",
        "before all prose",
        "second half of the blocks",
        "in nav",
        "in aside",
        "in form",
    ]
    reasons = explain(dict.fromkeys(names, -64), dict.fromkeys(names, 2))
    assert len(reasons) == NAMED and "an element" not in reasons


def test_opposites_are_one_reason() -> None:
    edges = ["first tenth of the prose", "last tenth of the prose"]
    assert _choose([*edges, "in nav"]) == ("in nav", "no prose around it")
    assert _choose(["a", "b", "c", "d"]) == ("a", "b", "c")


def test_what_repeats_and_where_links_lead_are_told_in_words() -> None:
    names = ("rhythm: 95% alike at every 3 blocks", "edge: ends as 3 blocks do")
    told = explain(dict.fromkeys(names, -64), dict.fromkeys(names, 2))
    assert set(told) == {"a list of blocks like it", "blocks that begin or end like it"}
    assert explain({"ends as a sentence": -64}, {"ends as a sentence": 2}) == (
        "ends as a sentence",
    )
    front = "a link to the front page"
    assert explain({front: -64}, {front: 2}) == (front,)
