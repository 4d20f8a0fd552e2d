"""Points speak against other rules: what these find goes with the model's word, or not at all."""

from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import stripper
from stripper.decisions import case
from stripper.decisions.bars import EXACT, UNCONFIRMED, VETO, find_bar, find_bars, find_veto
from stripper.engines import Opinion, points
from stripper.engines.points import POINTS_A_LOGIT, Points
from stripper.facts import measure
from stripper.formats import split
from stripper.options import Options
from stripper.packs import ANY, load_packs
from stripper.packs.rule import fact_names

RULES = [rule for rule in load_packs(ANY) if rule.points]
BUTTONS = "- Accept all\n- Only necessary\n- Settings\n"
GUIDE = f"""# What the little windows mean

Before a page lets you read, a window often lies over it. It says that the site stores small files \
on your machine, and beneath it stand two or three buttons whose words were chosen with care.

The first is large and coloured, because it is the one that you are meant to press without reading \
any further.

{BUTTONS}
The second is grey, stands on the left and does what most of our pupils want, which is to be left \
alone until the bell rings and the computers are switched off.

In the last lesson we wrote a window of our own. It asked whether the reader would like a biscuit, \
and nobody in the class pressed the grey button.
"""
OWN = """
category = "cookie"
language = "any"

[[rule]]
id = "settings"
description = "The button that our sites have"
labels = ["Settings"]
strip = ["Settings"]
keep = ["Settings of the furnace"]
"""


def strip(source: str, **options: Any) -> list[str]:
    result = stripper.strip(source, format="markdown", model=False, **options)
    return [removal.text.strip() for removal in result.removals]


def test_buttons_of_a_guide_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    assert strip(GUIDE) == []
    monkeypatch.setattr(points, "DOUBT", -100 * POINTS_A_LOGIT)
    assert strip(GUIDE) == ["- Accept all", "- Only necessary\n- Settings"]


def test_the_same_buttons_under_a_notice_go() -> None:
    page = GUIDE.replace(BUTTONS, "") + "\nWe use cookies to improve your experience.\n" + BUTTONS
    assert "- Only necessary" in "\n".join(strip(page))


def test_a_rule_of_the_users_own_is_not_doubted(tmp_path: Path) -> None:
    pack = tmp_path / "cookie.toml"
    pack.write_text(OWN, "utf-8")
    page = GUIDE.replace(BUTTONS, "Settings\n")
    assert strip(page) == []
    assert strip(page, rules=(str(pack),)) == ["Settings"]


def test_blocks_far_under_all_thresholds_are_doubted_where_there_is_prose() -> None:
    held, facts = Points(RULES), measure([split(GUIDE + "\n\nShort.", None), split(BUTTONS, None)])
    chance = np.random.default_rng(3)
    over = held.weigh(chance.random((len(facts), len(fact_names()))) < 0.02)
    over[::2] -= over.max() + 100
    over[1::2] += 10 * POINTS_A_LOGIT
    doubted = held.doubt(over, facts)
    page = facts.edges[1]
    far = [all(value < points.DOUBT for value in row) for row in over.tolist()]
    assert doubted.tolist() == [is_far and row < page for row, is_far in enumerate(far)]
    assert 0 < doubted.sum() < page


def test_rules_without_points_doubt_nothing() -> None:
    held = Points([rule for rule in load_packs(ANY) if not rule.points])
    facts = measure([split(GUIDE, None)])
    over = held.weigh(np.zeros((len(facts), len(fact_names())), bool))
    assert held.doubt(over, facts).tolist() == [False] * len(facts)


def test_a_sentence_that_only_sites_write_goes_though_points_know_nothing_of_it() -> None:
    line = "The post Ten walks along the coast appeared first on Harbor Times."
    page = GUIDE.replace(BUTTONS, line + "\n")
    assert strip(page) == [line]
    assert strip(page, only=("share",)) == []


@pytest.mark.parametrize(
    ("by", "scores", "bar"),
    [
        ("rule", None, EXACT),
        ("rule", np.zeros(1, np.int64), 0.5),
        ("user", None, 0.5),
    ],
)
def test_what_is_doubted_waits_for_the_model(
    by: str, scores: np.ndarray | None, bar: float
) -> None:
    bars = find_bars(Options().preset, (), ())
    opinion = Opinion(0, 0, 0, "cookie", by, "any/cookie/buttons", 0.8, "", doubted=True)
    assert find_bar(opinion, bars, scores) == bar
    assert find_bar(opinion._replace(doubted=False), bars, scores) == min(bar, UNCONFIRMED)
    stays = find_bars(Options().preset, ("cookie",), ())
    assert find_bar(opinion, stays, scores) == inf


def test_a_rule_that_wants_the_models_word_goes_no_sooner_than_the_model_alone() -> None:
    weak = Opinion(0, 0, 0, "advert", "rule", "any/advert/label", UNCONFIRMED - 0.05, "")
    assert find_veto(weak, VETO, -192) == -192
    assert find_veto(weak, VETO, 16) == VETO[False]
    assert find_veto(weak._replace(score=UNCONFIRMED), VETO, -192) == VETO[False]
    assert find_veto(weak._replace(score=0.95), VETO, -192) == VETO[True]


def test_on_a_little_page_a_certain_label_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    story = "The harbour office closed the slipway on Monday after a survey of its piles."
    page = f"# Rates\n\n{story}\n\nSupport our journalism\n"
    never = -1_000_000
    monkeypatch.setattr(case, "VETO", {True: never, False: never})  # whatever the model says
    assert stripper.strip(page, format="markdown").text == f"# Rates\n\n{story}\n"
    monkeypatch.setattr(case, "LITTLE", 0)
    assert stripper.strip(page, format="markdown").text == page
