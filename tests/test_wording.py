"""Wording: how the words of a block weigh, as boilerplate of any kind and of some."""

from dataclasses import replace

import numpy as np

from stripper.blocks import encode
from stripper.features import LEXICAL_SIZE, NO_ROW, STEMS, TABLES, weigh_words, word_rows
from stripper.formats.text import split
from stripper.packs import categories
from stripper.tokens import Tokens, tokenize
from stripper.train.examples import LABELS, make_example
from stripper.train.lexical import _find_said

ASKING = list(TABLES).index("asking")
NOTHING = [0] * len(TABLES)
PAIR, SHORT_STEM = 1, 2


def read(text: str) -> Tokens:
    return tokenize(encode(text))


def table(row: int, weight: int = -64) -> np.ndarray:
    lexical = np.zeros((LEXICAL_SIZE, len(TABLES)), np.int8)
    lexical[row, ASKING] = weight
    return lexical


def weigh(text: str, lexical: np.ndarray, first: int = 0, last: int | None = None) -> list[int]:
    tokens = read(text)
    stop = len(tokens.hash) if last is None else last
    return weigh_words(tokens, np.array([first]), np.array([stop]), lexical)[0].tolist()


def test_a_stem_weighs_in_every_form_of_a_word() -> None:
    rows = word_rows(read("unterstützen"))
    lexical = table(int(rows[SHORT_STEM, 0]))
    assert weigh("wir unterstützten euch", lexical)[ASKING] < 0
    assert weigh("unterstütz uns", lexical)[ASKING] < 0
    assert weigh("wir ziehen um", lexical) == NOTHING


def test_words_no_longer_than_a_stem_and_numbers_have_none() -> None:
    rows = word_rows(read("give 123456789 freedom"))
    assert rows[SHORT_STEM, :2].tolist() == [NO_ROW, NO_ROW]
    assert rows[SHORT_STEM, 2] != NO_ROW
    assert len(rows) == 2 + len(STEMS)


def test_a_pair_weighs_only_within_the_block() -> None:
    rows = word_rows(read("stay tuned"))
    lexical = table(int(rows[PAIR, 1]))
    assert weigh("stay tuned", lexical)[ASKING] < 0
    assert weigh("stay tuned", lexical, first=1) == NOTHING


def test_the_columns_weigh_for_themselves() -> None:
    row = int(word_rows(read("coffee"))[0, 0])
    weights = weigh("one coffee a month", table(row))
    assert weights.pop(ASKING) < 0
    assert not any(weights)


def test_the_batch_around_a_block_changes_nothing() -> None:
    rng = np.random.default_rng(0)
    lexical = rng.integers(-60, 60, (LEXICAL_SIZE, len(TABLES))).astype(np.int8)
    lexical[NO_ROW] = 0
    text = "A coffee a month keeps the lamp burning"
    alone = weigh(text, lexical)
    tokens = read(f"Rates rose on Monday. {text} and nobody knows why.")
    first = len(read("Rates rose on Monday.").hash)
    last = first + len(read(text).hash)
    inside = weigh_words(tokens, np.array([first]), np.array([last]), lexical)
    assert inside[0].tolist() == alone


def test_a_block_without_words_weighs_nothing() -> None:
    assert weigh("* * *", table(0)) == NOTHING


def test_the_columns_are_one_number_and_of_known_categories() -> None:
    assert len(TABLES) == np.dtype(np.int64).itemsize
    assert {name for held in TABLES.values() for name in held} <= set(categories())


def test_written_pages_say_which_boilerplate_is_which_and_others_what_is_content() -> None:
    page = split("Rates rose.\n\nGive now\n\nShare\n\n1 May\n")
    lines = [1, -1, 0, -1, 0, -1, -1, -1]
    gold = make_example("a", "a", "a", page, lines, 1.0)
    assert gold.labels.tolist() == [1, 0, 0, -1]
    assert _find_said(gold).tolist() == [0, -1, -1]
    said = np.array([0, LABELS.index("donation"), LABELS.index("share"), -1], np.int8)
    assert _find_said(replace(gold, said=said)).tolist() == said[:3].tolist()
