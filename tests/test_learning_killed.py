"""Learning that is killed or interrupted goes on where it stopped."""

import os
import random
import signal
import sqlite3
import sys
from contextlib import closing

import pytest
from commands import Shell
from learned import content, learned, put_crawl, texts_of
from test_runs import Countdown

from stripper.cli import front
from stripper.learning import states
from stripper.learning.sample import Sample
from stripper.learning.states import State

UNBEGUN = "strip: --resume: there is nothing of an interrupted run: all is stripped anew\n"
"""What is said where the run was killed before it had begun, or when it was over."""


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.cut_small(8000, records=4)
    return shell


class Moments(Countdown):
    """Kills this process between the statements of a learning state as well."""

    def __init__(self, patch: pytest.MonkeyPatch, moment: int) -> None:
        super().__init__(patch, moment)
        self._hook(patch, State, "_merge_site")
        self._hook(patch, states, "drop_profiles")
        self._hook(patch, states, "write_fact")
        self._hook(patch, states, "make_profile")


def run_killed(arguments: list[str], moment: int = 0, seconds: float = 0.0) -> bool:
    """Run the command in a copy of this process that is killed, at a write or after some seconds;
    whether it came to that."""
    child = os.fork()
    if child == 0:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["/nowhere/strip", *arguments])
            if moment:
                Moments(patch, moment)
            if seconds:
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                signal.setitimer(signal.ITIMER_REAL, seconds)
            os._exit(front.run())
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_killed_at_any_moment_nothing_is_lost_or_counted_twice(shell: Shell) -> None:
    put_crawl(shell, last=12)
    common = ["crawl.jsonl", "--learn-sites", "--from", "text", "--no-model", "-o"]
    assert shell.run(*common, "whole.jsonl").status == 0
    wanted = content(shell.folder / "whole.jsonl.sites")
    killed, moment = 0, 2
    while run_killed([*common, "out.jsonl"], moment):
        run_killed([*common, "out.jsonl", "--resume"], moment % 17 + 1)
        again = shell.run(*common, "out.jsonl", "--resume")
        assert again.status == 0 and again.err in ("", UNBEGUN), moment
        assert shell.read("out.jsonl") == shell.read("whole.jsonl"), moment
        assert content(shell.folder / "out.jsonl.sites") == wanted, moment
        for name in ("out.jsonl", "out.jsonl.sites"):
            (shell.folder / name).unlink()
        killed += 1
        moment += 4
    assert killed >= 10


def test_killed_at_random_moments(shell: Shell) -> None:
    put_crawl(shell, last=12)
    common = ["crawl.jsonl", "--learn-sites", "--from", "text", "--no-model", "-o"]
    assert shell.run(*common, "whole.jsonl").status == 0
    wanted = content(shell.folder / "whole.jsonl.sites")
    chance, killed = random.Random(7), 0
    for number in range(23):
        name = f"out{number}.jsonl"
        alone = number < 20
        switches = [] if alone else ["--workers", "2"]  # which take a while to start
        seconds = chance.uniform(0.02, 0.5) if alone else chance.uniform(1.5, 4.0)
        killed += run_killed([*common, name, *switches], seconds=seconds)
        again = shell.run(*common, name, "--resume")
        assert again.status == 0 and again.err in ("", UNBEGUN)
        assert shell.read(name) == shell.read("whole.jsonl")
        assert content(shell.folder / f"{name}.sites") == wanted
    assert killed >= 5


def test_what_was_learned_is_not_learned_again(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_crawl(shell)
    common = ["crawl.jsonl", "--learn-sites", "--from", "text", "-o", "out.jsonl"]
    assert run_killed(common, 25)
    state = shell.folder / ".out.jsonl.parts" / "learned.sites"
    with closing(sqlite3.connect(state)) as database:
        done = {part for (part,) in database.execute("SELECT part FROM parts")}
    merged = []
    merge = State.merge

    def note(self: State, samples: dict[str, Sample], part: tuple[int, int] | None = None) -> None:
        merged.append(part)
        merge(self, samples, part)

    monkeypatch.setattr(State, "merge", note)
    assert shell.run(*common, "--resume").status == 0
    assert len(done) >= 2
    assert {part for _, part in filter(None, merged)} & done == set()


def test_interrupted_learning_is_kept(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    put_crawl(shell)
    merge, left = State.merge, [3]

    def interrupt(self: State, *arguments: object) -> None:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        merge(self, *arguments)  # type: ignore[arg-type]

    common = ["crawl.jsonl", "--learn-sites", "--from", "text", "-o", "out.jsonl"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(State, "merge", interrupt)
        ended = shell.run(*common)
    line = "strip: 2 parts are done and kept in .out.jsonl.parts: go on with --resume\n"
    assert (ended.status, ended.err) == (130, line)
    assert shell.run(*common, "--resume").status == 0
    assert texts_of(shell.read("out.jsonl")) == learned()
