"""What a source is taken for, a page or an extract, and how sure the model must be of it."""

import numpy as np
import pytest

from stripper.decisions.inputs import (
    ALONE,
    CARE,
    RESIDUE_SHARE,
    SMALL,
    STEPS,
    STRIPPED,
    STRONG,
    THRESHOLDS,
    WHOLE,
    find_threshold,
    has_residue,
    is_clean,
    is_stripped,
)
from stripper.decisions.optimum import find_optimum
from stripper.engines.model import SURE
from stripper.engines.network import UNIT
from stripper.pipeline import Options

PRESETS = ("precise", "balanced", "thorough")


def reach(given: str, scores: np.ndarray, options: Options, *, html: bool = False) -> int:
    """The threshold of blocks of one word each."""
    return find_threshold(given, scores, np.ones_like(scores), options, html=html)


def furnished(blocks: int, share: float) -> np.ndarray:
    """The scores of an extract of which one block and this share of them is surely furniture."""
    surely = min(blocks, round(blocks * share) + ALONE)
    return np.array([STRONG - 1] * surely + [0] * (blocks - surely))


@pytest.mark.parametrize("preset", PRESETS)
def test_an_extract_is_treated_the_more_like_a_page_the_more_furniture_it_has(preset: str) -> None:
    options = Options(preset=preset)
    for share, kind in zip(STEPS, ("extract", "residue", "furnished"), strict=True):
        reached = reach("extract", furnished(100, share), options)
        assert reached == THRESHOLDS[kind, preset]
    least = THRESHOLDS["residue", preset]
    assert least < reach("extract", furnished(100, 0.08), options)
    assert reach("extract", furnished(WHOLE - 1, 1), options) == THRESHOLDS["extract", preset]


def test_one_line_alone_is_no_residue() -> None:
    one = np.array([STRONG - 1] + [0] * (2 * WHOLE))
    assert reach("extract", one, Options()) == THRESHOLDS["extract", "balanced"]
    two = np.array([STRONG - 1] * 2 + [0] * (2 * WHOLE))
    assert reach("extract", two, Options()) > THRESHOLDS["residue", "balanced"]


def test_only_a_large_extract_with_furniture_has_a_residue() -> None:
    assert has_residue(furnished(SMALL, RESIDUE_SHARE))
    assert not has_residue(furnished(SMALL - 1, 1))
    assert not has_residue(np.zeros(SMALL, np.int64))


@pytest.mark.parametrize("preset", PRESETS)
def test_blocks_of_a_small_page_must_score_lower(preset: str) -> None:
    options = Options(preset=preset)
    small, large = surely(SMALL - 1), surely(SMALL)
    assert reach("page", large, options) == THRESHOLDS["page", preset]
    assert reach("page", small, options) == THRESHOLDS["page", preset] - CARE
    assert reach("page", small, options, html=True) == THRESHOLDS["html", preset]
    assert reach("extract", small, options, html=True) == THRESHOLDS["extract", preset]
    assert reach("extract", small, options) == THRESHOLDS["extract", preset]


def surely(blocks: int) -> np.ndarray:
    """The scores of a page of which every block is surely text."""
    return np.full(blocks, 6 * UNIT)


@pytest.mark.parametrize(("html", "doubted"), [(False, -30), (True, -10)])
def test_more_stays_of_a_page_that_the_model_is_unsure_of(html: bool, doubted: int) -> None:
    sure = np.array([400] * 60 + [-400] * 60 + [doubted])
    unsure = np.array([30] * 60 + [-120] * 60 + [doubted])
    options = Options()
    most = THRESHOLDS["html" if html else "page", "balanced"]
    assert reach("page", sure, options, html=html) == most
    assert reach("page", unsure, options, html=html) == doubted
    # what an extractor left has thresholds of its own
    assert reach("extract", unsure, options) == THRESHOLDS["extract", "balanced"]


def test_thorough_lets_more_go_of_such_a_page_too() -> None:
    unsure = np.arange(-200, 200, 4)
    found = [reach("page", unsure, Options(preset=preset)) for preset in PRESETS]
    assert found == sorted(found)
    assert found[1] < found[2] < THRESHOLDS["page", "thorough"]


@pytest.mark.parametrize(("score", "kept"), [(4, True), (-12, False)])
def test_scores_are_worth_a_little_less_than_they_say(score: int, kept: bool) -> None:
    """Half of such a page is content for sure: the rest is best kept from a chance of 0.41 on."""
    words = np.array([100, 100])
    assert (find_optimum(np.array([400, score]), words) == score) == kept


def test_words_weigh_in_the_optimum_and_order_does_not() -> None:
    scores = np.array([200, 10, -40, -300])
    few, many = np.array([90, 5, 1, 90]), np.array([1, 5, 90, 90])
    assert find_optimum(scores, few) > -40 >= find_optimum(scores, many)
    for turn in (slice(None, None, -1), [2, 0, 3, 1]):
        assert find_optimum(scores[turn], many[turn]) == find_optimum(scores, many)


def test_pages_without_words_or_with_the_highest_scores_have_an_optimum() -> None:
    assert find_optimum(np.array([SURE, -SURE]), np.zeros(2, np.int64)) == SURE
    assert find_optimum(np.array([SURE, -SURE]), np.ones(2, np.int64)) == SURE


def losing(blocks: int) -> list[object]:
    """Findings on a hundred blocks, of which so many go."""
    return ["finding"] * blocks + [None] * (100 - blocks)


def test_a_text_that_loses_next_to_nothing_is_no_whole_page() -> None:
    little, much = losing(round(100 * STRIPPED) - 1), losing(round(100 * STRIPPED))
    assert is_stripped(little, "page", Options(), html=False, known=0)
    assert not is_stripped(much, "page", Options(), html=False, known=0)


@pytest.mark.parametrize(
    ("given", "html", "known", "fields"),
    [
        ("extract", False, 0, {}),  # it is treated as one already
        ("page", True, 0, {}),
        ("page", False, 1, {}),  # of a site whose profile knows all of it
        ("page", False, 0, {"input": "page"}),  # somebody said so
        ("page", False, 0, {"keep": ("navigation",)}),
        ("page", False, 0, {"only": ("donation",)}),
    ],
)
def test_some_pages_lose_little_and_are_pages(
    given: str, html: bool, known: float, fields: dict[str, object]
) -> None:
    assert not is_stripped(losing(0), given, Options.of(None, **fields), html=html, known=known)


def test_a_clean_extract_has_no_furniture_and_some_blocks() -> None:
    assert is_clean("extract", np.zeros(WHOLE, np.int64))
    assert not is_clean("extract", np.zeros(WHOLE - 1, np.int64))
    assert not is_clean("page", np.zeros(WHOLE, np.int64))
    assert not is_clean("extract", furnished(100, RESIDUE_SHARE))
