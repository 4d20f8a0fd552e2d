"""What a source is taken for, a page or an extract, and how sure the model must be of it."""

import numpy as np
import pytest

from stripper.pipeline import Options
from stripper.pipeline.inputs import (
    CARE,
    RESIDUE_SHARE,
    SMALL,
    STEPS,
    STRONG,
    THRESHOLDS,
    WHOLE,
    find_threshold,
    has_residue,
)

PRESETS = ("precise", "balanced", "thorough")


def furnished(blocks: int, share: float) -> np.ndarray:
    """The scores of an extract of which this share of the blocks is surely furniture."""
    surely = round(blocks * share)
    return np.array([STRONG - 1] * surely + [0] * (blocks - surely))


@pytest.mark.parametrize("preset", PRESETS)
def test_an_extract_is_treated_the_more_like_a_page_the_more_furniture_it_has(preset: str) -> None:
    options = Options(preset=preset)
    for share, kind in zip(STEPS, ("extract", "residue", "page"), strict=True):
        reached = find_threshold("extract", furnished(100, share), options)
        assert reached == THRESHOLDS[kind, preset]
    least = THRESHOLDS["residue", preset]
    assert least < find_threshold("extract", furnished(100, 0.08), options)
    assert (
        find_threshold("extract", furnished(WHOLE - 1, 1), options) == THRESHOLDS["extract", preset]
    )


def test_only_a_large_extract_with_furniture_has_a_residue() -> None:
    assert has_residue(furnished(SMALL, RESIDUE_SHARE))
    assert not has_residue(furnished(SMALL - 1, 1))
    assert not has_residue(furnished(SMALL, 0))


@pytest.mark.parametrize("preset", PRESETS)
def test_blocks_of_a_small_page_must_score_lower(preset: str) -> None:
    options = Options(preset=preset)
    small, large = np.zeros(SMALL - 1, np.int64), np.zeros(SMALL, np.int64)
    assert find_threshold("page", large, options) == THRESHOLDS["page", preset]
    assert find_threshold("page", small, options) == THRESHOLDS["page", preset] - CARE
    assert find_threshold("page", small, options, html=True) == THRESHOLDS["html", preset]
    assert find_threshold("extract", small, options, html=True) == THRESHOLDS["extract", preset]
    assert find_threshold("extract", small, options) == THRESHOLDS["extract", preset]
