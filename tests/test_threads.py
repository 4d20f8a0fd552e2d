"""One thread for the matrices of one process."""

import os
from typing import cast

import pytest

from stripper.errors import InputError
from stripper.runs.tasks import Task
from stripper.runs.workers import Craft, carrying
from stripper.threads import VARIABLES, limited_threads


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
