"""One thread for the matrices of one process."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import cast

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

import stripper
from stripper.engines import network
from stripper.errors import InputError
from stripper.runs.tasks import Task
from stripper.runs.workers import Craft, carrying
from stripper.threads import VARIABLES, limited_threads, single_thread


def test_processes_started_within_are_asked_for_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(VARIABLES[1], "3")
    with limited_threads():
        assert [os.environ[name] for name in VARIABLES] == ["1", "3"]
    assert [os.environ.get(name) for name in VARIABLES] == [None, "3"]


def test_workers_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLES[0], raising=False)
    task = cast(Task, "nobody gets as far as looking at it")
    with (
        carrying(_tell_threads, 2) as carry,
        pytest.raises(InputError, match="threads: 1"),
    ):
        list(carry(iter([task]), lambda: True))


def _tell_threads() -> Craft:
    raise InputError(f"threads: {os.environ.get(VARIABLES[0])}")


def count_threads() -> set[int]:
    return {
        library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"
    }


@pytest.fixture
def three_threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A program that has loaded numpy, whose user has asked for nothing."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    with threadpool_limits(3, user_api="blas"):
        yield


@pytest.mark.usefixtures("three_threads")
def test_a_program_gets_its_threads_back() -> None:
    with single_thread():
        with single_thread():
            assert count_threads() == {1}
        assert count_threads() == {1}
    assert count_threads() == {3}
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(_multiply, range(200)))
    assert count_threads() == {3}
    with pytest.raises(ValueError, match="odd"), single_thread():
        raise ValueError("odd")
    assert count_threads() == {3}


def _multiply(size: int) -> None:
    with single_thread():
        assert np.ones((size, 8)).dot(np.ones((8, 2))).shape == (size, 2)


@pytest.mark.usefixtures("three_threads")
def test_products_of_the_model_are_held_to_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    look = network.Member.score
    monkeypatch.setattr(
        network.Member, "score", lambda *a: (seen.append(count_threads()), look(*a))[1]
    )
    stripper.strip("Rates rose again on Monday.\n\nThey fell on Tuesday.\n")
    assert seen and all(held == {1} for held in seen) and count_threads() == {3}


@pytest.mark.usefixtures("three_threads")
def test_a_number_that_the_user_asked_for_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLES[0], "3")
    with single_thread():
        assert count_threads() == {3}
