"""Company: what the model sees of the group that a block stands in."""

import numpy as np

from stripper.facts import measure
from stripper.features import (
    FEW_STEPS,
    LEXICAL_SIZE,
    LEXICAL_STEPS,
    TABLES,
    build_features,
    describe_wording,
    feature_names,
    word_rows,
    wording_columns,
)
from stripper.formats.text import split
from stripper.surroundings import NAMES_SIZE

PAGE = "Rates rose on Monday.\n\nThe lamp needs oil\nGive a coffee\nCount me in\n\nThe end of it.\n"
NAMES = np.zeros(NAMES_SIZE, np.int8)
ASKING = list(TABLES).index("asking")


def see(*sources: str, word: str = "coffee") -> dict[str, list[bool]]:
    """The features by name, a value a block; one word weighs as what asks."""
    facts = measure([split(source) for source in sources])
    lexical = np.zeros((LEXICAL_SIZE, len(TABLES)), np.int8)
    lexical[word_rows(measure([split(word)]).tokens)[0], ASKING] = -120
    roles = np.zeros(len(facts), np.uint64)
    features = build_features(facts, roles, lexical, NAMES)
    return dict(zip(feature_names(), features.T.tolist(), strict=True))


def test_a_block_knows_where_in_its_group_it_stands() -> None:
    seen = see(PAGE)
    assert seen["alone in its group"] == [True, False, False, False, True]
    assert seen["one of two or three in its group"] == [False, True, True, True, False]
    assert seen["first of its group"] == [True, True, False, False, True]
    assert seen["last of its group"] == [True, False, False, True, True]


def test_the_words_of_a_box_weigh_for_all_in_it() -> None:
    seen = see(PAGE)
    assert seen[f"asking over {LEXICAL_STEPS[8]}"] == [True, True, False, True, True]
    assert seen[f"box: asking over {FEW_STEPS[2]}"] == [True, False, False, False, True]


def test_a_page_without_blank_lines_is_no_box() -> None:
    lines = [f"Line {n} of a long page" for n in range(11)]
    seen = see("\n".join([*lines, "Give a coffee"]))
    assert seen["one of few in its group"] == [False] * 12
    assert seen[f"box: asking over {FEW_STEPS[2]}"] == [True] * 11 + [False]


def test_how_words_weigh_is_told_alike_to_all() -> None:
    facts = measure([split(PAGE)])
    chance = np.random.default_rng(3)
    lexical = chance.integers(-90, 90, (LEXICAL_SIZE, len(TABLES))).astype(np.int8)
    features = build_features(facts, np.zeros(len(facts), np.uint64), lexical, NAMES)
    assert (features[:, wording_columns()] == describe_wording(facts, lexical)).all()


def test_a_page_without_blocks_has_no_features() -> None:
    facts = measure([split("")])
    lexical = np.zeros((LEXICAL_SIZE, len(TABLES)), np.int8)
    features = build_features(facts, np.zeros(0, np.uint64), lexical, NAMES)
    assert features.shape == (0, len(feature_names()))


def test_pages_beside_it_change_nothing() -> None:
    alone, between = see(PAGE), see("Give a coffee", PAGE, "Give a coffee now")
    assert all(between[name][1:-1] == held for name, held in alone.items())
