"""What makes a finding a gate, and a page metered, where the model says so."""

import numpy as np
import pytest

from stripper.decisions import Cut
from stripper.engines import Opinion
from stripper.facts import measure
from stripper.formats.text import split
from stripper.lexicons import load_lexicon
from stripper.pipeline.access import GATE_TOLD, METERED, OPEN, TRUNCATED, find_access
from stripper.roles import assign_roles

PROSE = (
    "The council met on Monday and put off the vote on the market hall until the summer of next year, "
    "since nobody could say what the new roof would cost the town, and the baker went home.\n\n"
) * 8
GATE = (
    "Our members unlock the rest of the season. It costs 3 pounds a month, less than a bun, and you "
    "leave when you like."
)
"""Who may read, what is shut, what it costs; no sentence speaks of reading and of what is shut."""
OFFER = (
    "A season of concerts in the old hall is 30 pounds for members, who bring a cushion and a "
    "friend, and there is tea behind the stage."
)
LEFT = (
    "You have read both of this week's reports. After that it is 3 pounds a month, which is less than "
    "a pie at the ground; your account waits at the door."
)
"""What it costs, who comes in and what it opens; nothing is said to be shut."""
PRICE = (
    "You have had both of this week's reports. From here on it is 3 pounds a month, and the reporter "
    "who sits in the hall would thank you for it."
)
"""What it costs and what it opens; nothing is said to be shut."""
SHUT = (
    "The other nine letters of this correspondence lie in a drawer that only our members unlock, and "
    "the key hangs on the nail behind the kitchen door."
)
"""Who may read and what is shut; nothing of what it costs."""
ONE = (
    "Three pounds were on the table when the reporter left the hall, and nobody in the town will say "
    "who had put them there or what they were for."
)
"""An amount and no more."""
THANKS = (
    "The bus that took our man to the hall broke down twice, and he walked the last miles in the rain "
    "with his shoes in his hand, so think of him when you next pass the box by the door"
)
"""Neither."""


def access_of(*gate: tuple[str, str]) -> str:
    facts = measure([split(PROSE + "\n\n".join(line for line, _ in gate) + "\n\n" + PROSE)])
    masks = assign_roles(facts, [(load_lexicon("en"), np.array([True]))])
    cuts = [
        Cut(row, row, Opinion(0, row, row, "paywall", "model", rule, 0.9, ""))
        for row, (_, rule) in enumerate(gate, 8)
    ]
    return find_access(facts, 0, cuts, masks)[0]


@pytest.mark.parametrize(
    ("gate", "access"),
    [
        ([(GATE, "model/paywall")], METERED),
        ([("Subscribe", "en/paywall/gates"), (GATE, "model/paywall")], METERED),
        ([(GATE, "en/paywall/offer")], OPEN),
        ([(OFFER, "model/paywall")], OPEN),
        ([(LEFT, "model/paywall")], METERED),
        ([(" ".join(GATE.split()[: GATE_TOLD - 1]), "model/paywall")], OPEN),
    ],
    ids=["said", "after a button", "by a rule", "of two parts", "nothing shut", "short"],
)
def test_a_gate_of_three_parts_that_the_model_finds_makes_a_page_metered(
    gate: list[tuple[str, str]], access: str
) -> None:
    assert access_of(*gate) == access


@pytest.mark.parametrize(
    ("gate", "access"),
    [
        (PRICE, METERED), (SHUT, METERED), (ONE, OPEN), (" ".join(PRICE.split()[: GATE_TOLD - 3]), OPEN), (THANKS, OPEN),
    ],
    ids=["a price", "shut", "an amount", "short", "no part"],
)  # fmt: skip
def test_what_points_find_is_a_gate_where_it_names_a_price(gate: str, access: str) -> None:
    assert len(THANKS.split()) > GATE_TOLD
    assert access_of((gate, "any/paywall/points")) == access


@pytest.mark.parametrize(
    ("between", "gate", "access"),
    [
        (0, "Subscribe", TRUNCATED),
        (4, "Subscribe", OPEN),
        (4, "Subscribe and read the rest of this article with your account", TRUNCATED),
        (9, "Subscribe and read the rest of this article with your account", METERED),
    ],
)
def test_a_gate_shuts_what_breaks_off_near_it(between: int, gate: str, access: str) -> None:
    lines = [THANKS + " ...", *["Contact"] * between, gate]
    facts = measure([split(PROSE + "\n\n".join(lines))])
    masks = assign_roles(facts, [(load_lexicon("en"), np.array([True]))])
    row = 9 + between
    cut = Cut(row, row, Opinion(0, row, row, "paywall", "rule", "en/paywall/gates", 0.95, ""))
    assert find_access(facts, 0, [cut], masks)[0] == access
