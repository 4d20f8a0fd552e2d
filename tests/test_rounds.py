"""Later rounds look only at what is left, and find what measuring it anew finds."""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import stripper.pipeline
from stripper import Removal, Result, Stripper
from stripper.evaluate.labelled import read_labelled
from stripper.formats import split
from stripper.lexicons import languages
from stripper.pipeline.rounds import Round
from stripper.pipeline.settle import join_blank
from stripper.remains import is_remainder
from tests.conftest import FIXTURES

FILES = sorted((FIXTURES / "pages").glob("*/*/page.*"))
SOURCES = [file.read_bytes().decode("utf-8") for file in FILES]
LINES = sorted({line for source in SOURCES for line in source.splitlines() if line.strip()})
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def strip_anew(sources: Sequence[str], **options: Any) -> list[Result]:
    """The results where every round measures all that is left."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stripper.pipeline, "is_remainder", lambda *_: False)
        return list(Stripper(**options).strip_many(sources))


@pytest.mark.parametrize("model", [True, False])
def test_rounds_that_carry_on_find_what_rounds_that_measure_find(model: bool) -> None:
    found = list(Stripper(model=model).strip_many(SOURCES))
    assert found == strip_anew(SOURCES, model=model)
    assert any(result.removals for result in found)


def read_written(*names: str) -> list[str]:
    wanted = dict.fromkeys(names, "")
    wanted |= {p.id: p.text for p in read_labelled(FIXTURES / "training") if p.id in wanted}
    return list(wanted.values())


def test_a_page_keeps_its_rules_where_another_comes_to_speak_another_language() -> None:
    pages = read_written("cs--detsky-domov-vyzva-prurez", "cs--premiovy-text-predplatitele-veda")
    alone = [Stripper(model=False)(page) for page in pages]
    assert list(Stripper(model=False).strip_many(pages)) == alone


def test_a_page_keeps_its_rules_whatever_others_strip_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (source,) = read_written("cs--detsky-domov-vyzva-prurez")
    strip, carry, asked = Stripper(model=False), Round.carry, []

    def carry_late(self: Round, *rest: Any) -> Any:
        asked.append(strip._engines_of(languages()))  # as a page in another thread does
        return carry(self, *rest)

    alone = Stripper(model=False)(source)
    monkeypatch.setattr(Round, "carry", carry_late)
    assert strip(source) == alone
    assert asked and len(alone.removals) > 1


def test_threads_share_a_stripper() -> None:
    alone = list(Stripper(model=False).strip_many(SOURCES))
    held = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        strip = Stripper(model=False)
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(strip, SOURCES)) == alone
    finally:
        sys.setswitchinterval(held)


@SLOW
@given(
    pages=st.lists(
        st.lists(st.sampled_from(LINES) | st.sampled_from(["", "---", "    code", "> quote"]), max_size=25)
        .map("\n".join), min_size=1, max_size=3,
    ),
)  # fmt: skip
def test_so_they_do_on_random_mixes_of_lines(pages: list[str]) -> None:
    pages = [page.replace("<", "") for page in pages]
    assert list(Stripper().strip_many(pages)) == strip_anew(pages)


@pytest.mark.parametrize(
    ("before", "kept", "spans", "after", "same"),
    [
        ("a\n\nb\nc\n", [0, 2], [(2, 5)], "a\nc\n", True),
        ("a\n\nb\nc\n", [0, 2], [(2, 5)], "a\n\nc\n", False),  # not what the spans leave
        ("a\n\nb\nc\n", [0, 1], [(2, 5)], "a\nc\n", False),
        ("# a\n\nb\n\n---\n", [0, 2], [(4, 7)], "# a\n\n---\n", True),
        ("a\nb\n---\n", [0, 1], [(0, 2)], "b\n---\n", False),  # a heading now
    ],
)
def test_what_is_left_is_the_same_only_block_for_block(
    before: str, kept: list[int], spans: list[tuple[int, int]], after: str, same: bool
) -> None:
    old, page = split(before, "markdown"), split(after, "markdown")
    assert is_remainder(page, old, np.array(kept), spans) is same


def test_a_line_end_alone_is_no_removal() -> None:
    parts = [(0, 6, "Share\n"), (6, 7, "\n"), (9, 10, "\n"), (10, 14, "Tweet\n"), (20, 21, "\n")]
    said = [Removal(s, e, "share", "rule", "en/share/words", 0.9, text) for s, e, text in parts]
    joined = [(r.start, r.end, r.text) for r in join_blank(said)]
    assert joined == [(0, 7, "Share\n\n"), (9, 14, "\nTweet\n"), (20, 21, "\n")]
