"""What repeats on a page at even steps is noted, on each page for itself."""

import numpy as np
import pytest

from stripper.facts import measure
from stripper.formats import split
from stripper.rhythm import EDGE_COUNTS, RHYTHM, STEPS, describe_rhythm

TEASER = """The weir below the old mill is low again

Anglers ask the board to open the upper gate before the summer begins.

{} May

"""
SAID = (
    "Anna Berg spoke first.",
    "The board met on Monday evening in the hall behind the church, and heard both sides out.",
    "Eels.",
    "She said that the gate had been shut since 1911, and that nobody knew who held the key to it,"
    " nor whether there had ever been more than one.",
    "Why 1911?",
)
PROSE = "\n\n".join(SAID[int(at)] for at in "132014232410431120344213023141") + "\n"
"""Thirty paragraphs in no order."""


def tell(*texts: str) -> list[set[str]]:
    """The names of the facts of each block of some pages, read as one batch."""
    rows = describe_rhythm(measure([split(text, "text") for text in texts]))
    return [{RHYTHM[at] for at in np.flatnonzero(row)} for row in rows]


def find_steps(facts: set[str]) -> set[int]:
    """The steps at which nearly all blocks around look alike."""
    return {step for step in STEPS if f"rhythm: 95% alike at every {step} blocks" in facts}


def test_teasers_of_three_blocks_have_a_rhythm_of_three() -> None:
    blocks = tell("".join(TEASER.format(day) for day in range(1, 9)))
    assert len(blocks) == 24
    assert all(find_steps(facts) == {3, 6} for facts in blocks[6:-6])


def test_prose_has_none() -> None:
    assert all(not find_steps(facts) for facts in tell(PROSE))


def test_what_is_less_alike_is_less_sure() -> None:
    mixed = [TEASER.format(day) for day in range(1, 13)]
    mixed[6] = mixed[6].replace("The weir below the old mill is low again", "Eels")
    blocks = tell("".join(mixed))
    assert "rhythm: 75% alike at every 3 blocks" in blocks[18]
    assert 3 not in find_steps(blocks[18])


def test_a_rhythm_ends_with_its_page() -> None:
    lists = "".join(TEASER.format(day) for day in range(1, 9))
    alone = [tell(lists), tell(PROSE), tell(lists)]
    assert tell(lists, PROSE, lists) == [facts for page in alone for facts in page]


@pytest.mark.parametrize("count", [*EDGE_COUNTS, *(least - 1 for least in EDGE_COUNTS)])
def test_blocks_that_begin_and_end_alike_are_counted(count: int) -> None:
    blocks = tell("".join(f"Weir report {'x' * at} read\n\n" for at in range(1, count + 1)))
    for edge in ("begins", "ends"):
        known = {
            least for least in EDGE_COUNTS if f"edge: {edge} as {least} blocks do" in blocks[0]
        }
        assert known == {least for least in EDGE_COUNTS if count >= least}


def test_words_that_return_at_a_distance() -> None:
    blocks = tell("Mill one\n\nWeir two\n\nMill three\n\nGate two\n\nLock four\n\nBank five\n\n")
    first, second, third, fourth, *rest = blocks
    assert "edge: begins as the block 2 away" in first & third
    assert "edge: ends as the block 2 away" in second & fourth
    assert not any(fact.startswith("edge: ") for facts in rest for fact in facts)


@pytest.mark.parametrize("count", range(8))
def test_pages_of_few_blocks(count: int) -> None:
    assert len(tell("Weir.\n\n" * count, PROSE)) == count + len(tell(PROSE))
