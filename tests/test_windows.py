"""Pages of very many blocks are scored in windows, and every block as if there were none."""

import numpy as np
import pytest

from stripper.engines import network
from stripper.engines.model import shipped
from stripper.engines.network import REACH, find_windows


@pytest.mark.parametrize("size", [REACH, 100, 257, 700])
def test_windows_change_no_score(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(size)
    held = shipped()
    width = len(held.members[0].layers["own"].weights)
    features = chance.random((1200, width)) < 0.1
    page = np.repeat(np.arange(5), (1, 400, 30, 768, 1))
    whole = held.score(features, page)
    monkeypatch.setattr(network, "WINDOW", size)
    monkeypatch.setattr(network, "PIECE", size)  # a piece of several pages is never so large
    assert len(find_windows(768)) > 1
    assert held.score(features, page).tolist() == whole.tolist()


def test_a_window_sees_as_far_as_a_score_depends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(1)
    held = shipped()
    features = chance.random((600, len(held.members[0].layers["own"].weights))) < 0.1
    page = np.zeros(600, np.int64)
    whole = held.score(features, page)
    monkeypatch.setattr(network, "WINDOW", 100)
    monkeypatch.setattr(network, "REACH", REACH // 2)
    assert held.score(features, page).tolist() != whole.tolist()
