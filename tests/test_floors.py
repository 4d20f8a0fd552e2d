"""Floors: word F1 on the held-out fifth of the gold-standard sites may not fall; with
`--update-floors` they rise to what was reached, less one bootstrap standard error.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from stripper.evaluate import evaluate, summarise
from stripper.evaluate.gold import GOLD_SETS
from stripper.evaluate.held_out import (
    FLOOR_TRACKS,
    Stripped,
    score_results,
    standard_error,
)
from stripper.evaluate.labelled import read_labelled
from stripper.evaluate.words import PageScore, summarise_pages
from stripper.pipeline import Stripper
from tests.conftest import FIXTURES

FLOORS = Path(__file__).with_name("floors.json")
MOST_LOST = {"trafilatura": 0.003, "resiliparse": 0.01}
"""Share of content words that may be lost on what an extractor left."""
BLIND_SLACK = 1.0
"""Percentage points by which a change may lower a score on the blind pages unnoticed: two lines."""

Scores = dict[str, list[PageScore]]


@pytest.fixture(scope="module")
def scores(held_out: Callable[[str, str], Stripped]) -> Scores:
    return {
        f"{name} {track}": score_results(held_out(name, track), track)
        for name in GOLD_SETS
        for track in FLOOR_TRACKS
    }


@pytest.mark.gold
def test_f1_is_not_below_its_floor(scores: Scores, request: pytest.FixtureRequest) -> None:
    floors: dict[str, float] = json.loads(FLOORS.read_text("utf-8"))["word_f1"]
    reached = {name: summarise_pages(held)["f1"] for name, held in scores.items()}
    fallen = {
        name: (reached[name], floor) for name, floor in floors.items() if reached[name] < floor
    }
    if request.config.getoption("--update-floors") and not fallen:
        fresh = {n: round(reached[n] - standard_error(held), 4) for n, held in scores.items()}
        raised = {n: max(value, floors.get(n, 0.0)) for n, value in fresh.items()}
        write_floors("word_f1", raised)
    assert fallen == {}
    assert set(floors) == set(reached)


@pytest.mark.gold
@pytest.mark.parametrize(
    "name",
    [
        "fundus-dev trafilatura",
        "fundus-dev resiliparse",
        "wcxb-dev trafilatura",
        "wcxb-dev resiliparse",
    ],
)
def test_extracts_lose_little_content(scores: Scores, name: str) -> None:
    lost = summarise_pages(scores[name])["content_lost"]
    assert lost <= MOST_LOST[name.split()[-1]]


@pytest.mark.parametrize("group", ["blind", "blind html", "fresh", "fresh html", "further"])
def test_blind_pages_are_not_below_their_floor(group: str, request: pytest.FixtureRequest) -> None:
    tool, html = Stripper(), group.endswith("html")
    folder = FIXTURES / group.split()[0]
    pages = [p for p in read_labelled(folder) if (p.format == "html") == html]
    groups, _ = evaluate(pages, tool)
    reached = summarise(groups["all"], tool)
    floors: dict[str, float] = json.loads(FLOORS.read_text("utf-8")).get(group, {})
    signs = {name: -1 if name == "content_lost" else 1 for name in reached}
    fallen = {
        name: (reached[name], floor)
        for name, floor in floors.items()
        if signs[name] * (reached[name] - floor) < -BLIND_SLACK
    }
    if request.config.getoption("--update-floors") and not fallen:
        better = {
            n: max(signs[n] * v, signs[n] * floors.get(n, v)) * signs[n] for n, v in reached.items()
        }
        write_floors(group, better)
    assert fallen == {}
    assert set(floors) == set(reached)


def write_floors(group: str, values: dict[str, float]) -> None:
    held = json.loads(FLOORS.read_text("utf-8"))
    held[group] = values
    FLOORS.write_text(json.dumps(held, indent=1) + "\n", "utf-8")
