"""What is learned of a site is merged in any order and bounded by the site."""

import pickle
import random
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from gazette import (
    DAY,
    FOOT,
    LATER,
    MENU,
    PAGES,
    STORIES,
    pages_of,
    profile_of,
    sample_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from stripper import Learner
from stripper.learning import sample
from stripper.learning.sample import EDGE_BLOCKS, Sample


@cache
def single_samples() -> tuple[Sample, ...]:
    days = (DAY, LATER)
    return tuple(sample_of([text], day) for text in PAGES for day in days)


parts = st.lists(st.integers(0, 2 * len(PAGES) - 1), max_size=8)


def merged(numbers: list[int]) -> Sample:
    out = Sample()
    for number in numbers:
        out = out.merge(single_samples()[number])
    return out


def state(held: Sample) -> list[tuple[int, date, date]]:
    return [(page.identity, page.first_seen, page.last_seen) for page in held]


@settings(max_examples=60, deadline=None)
@given(one=parts, two=parts, three=parts, bound=st.integers(1, 7))
def test_merging_is_associative_commutative_idempotent(
    one: list[int], two: list[int], three: list[int], bound: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample, "SAMPLE_PAGES", bound)
        a, b, c = merged(one), merged(two), merged(three)
        assert state(a.merge(b)) == state(b.merge(a))
        assert state(a.merge(b).merge(c)) == state(a.merge(b.merge(c)))
        assert state(a.merge(a)) == state(a)
        assert len(a.merge(b).merge(c)) <= bound


def test_parts_learned_apart_give_the_profile_of_the_whole() -> None:
    pages = [(p.text, p.url) for p in pages_of("kuechenkladde.example")]
    learners = [Learner(day=DAY) for _ in range(3)]
    for number, learner in enumerate(learners):
        learner.add(pages[number::3])
    a, b, c = (pickle.loads(pickle.dumps(learner)) for learner in learners)
    assert c.merge(a).merge(b).profiles() == {
        "kuechenkladde.example": profile_of("kuechenkladde.example")
    }


def test_state_is_bounded_by_the_sample_not_by_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "SAMPLE_PAGES", 8)
    learner = Learner(day=DAY)
    words = [w.strip(",.") for s in STORIES for w in s.split()]
    chance = random.Random(1)

    def crawl() -> Iterator[tuple[str, str]]:
        for number in range(600):
            story = " ".join(chance.sample(words, 30))
            yield f"{MENU}{story}.{FOOT}", f"https://site{number % 3}.example/{number}"

    learner.add(crawl())
    assert [len(held) for held in learner.samples.values()] == [8, 8, 8]
    assert all(p.entries for p in learner.profiles().values())


def test_long_pages_are_held_at_their_ends() -> None:
    page = MENU + "\n\n".join(f"Row {chr(97 + n % 26) * (n // 26 + 1)}" for n in range(2000)) + FOOT
    (held,) = sample_of([page])
    assert len(held) == 2 * EDGE_BLOCKS
    assert (held.text[0], held.text[-1]) == ("Home", "The Gazette, on the quay since 1871.")
