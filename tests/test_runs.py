"""Runs: killed at any moment, they end with the same bytes; whatever stops one says so in a line."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from commands import KEPT, PAGE, RULES, STRIP, Shell, environment
from containers import write_all

from stripper.cli import front
from stripper.documents import Input, Reading
from stripper.readers import lines
from stripper.runs import parts
from stripper.runs.journal import Journal
from stripper.writers import Sink


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.cut_small(200, records=2)
    return shell


def put_crawl(shell: Shell, count: int = 60) -> None:
    rows = ({"n": n, "text": f"Rates rose {n}.\n\nRead more\n"} for n in range(count))
    shell.put("crawl.jsonl", "".join(json.dumps(row) + "\n" for row in rows))


def snapshot(folder: Path) -> dict[str, bytes]:
    """All files below a folder; what is left behind is seen."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


class Countdown:
    """Kills this process, as kill -9 does, when it has written or renamed so many times."""

    def __init__(self, patch: pytest.MonkeyPatch, moment: int) -> None:
        self._left = moment
        for place, name in (
            (Sink, "write"), (Path, "replace"), (Path, "unlink"), (Path, "mkdir"),
            (Journal, "_write"), (os, "fsync"),
        ):  # fmt: skip
            self._hook(patch, place, name)

    def _hook(self, patch: pytest.MonkeyPatch, place: Any, name: str) -> None:
        function = getattr(place, name)

        def call(*arguments: Any, **named: Any) -> Any:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **named)

        patch.setattr(place, name, call)


def run_killed(arguments: list[str], moment: int) -> bool:
    """Run the command in a copy of this process that is killed; whether it came to that."""
    child = os.fork()
    if child == 0:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["/nowhere/strip", *arguments])
            Countdown(patch, moment)
            os._exit(front.run())
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_a_run_that_was_killed_at_any_moment_ends_with_the_same_bytes(shell: Shell) -> None:
    write_all(shell.folder / "in")
    for number in range(3):
        shell.put(f"in/texts/{number}.txt", PAGE)
    shell.put("in/bad.jsonl", json.dumps({"text": PAGE}) + "\n{oops\n")
    common = ["--from", "text", "--no-model", "--removed"]
    assert shell.run("in", "-o", "whole", *common, "whole.jsonl").status == 3
    expected = snapshot(shell.folder / "whole")
    assert "bad.jsonl.failed.jsonl" in expected
    killed, moment, step = 0, 3, 7
    while run_killed(["in", "-o", "out", *common, "gone.jsonl"], moment):
        # Killed again while it goes on, then left to its end.
        run_killed(["in", "-o", "out", *common, "gone.jsonl", "--resume"], moment % 23 + 1)
        again = shell.run("in", "-o", "out", *common, "gone.jsonl", "--resume")
        assert again.status == 3
        assert snapshot(shell.folder / "out") == expected, moment
        assert shell.read("gone.jsonl") == shell.read("whole.jsonl"), moment
        for path in [*(shell.folder / "out").rglob("*")]:
            if path.is_file():
                path.unlink()
        killed += 1
        moment += step
        step = min(step + 8, 50)
    assert killed >= 10


def test_what_is_done_is_not_done_again(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    put_crawl(shell)
    assert run_killed(["crawl.jsonl", "-o", "out.jsonl"], 60)
    (folder,) = (p for p in shell.folder.iterdir() if p.is_dir())
    assert folder.name == ".out.jsonl.parts"
    done = (folder / "journal.jsonl").read_bytes().count(b'"part"')
    assert done > 2
    stripped = []
    strip = parts.Stripping._strip

    def count(self: parts.Stripping, *arguments: Any) -> parts.Done:
        stripped.append(arguments[1])
        return strip(self, *arguments)

    monkeypatch.setattr(parts.Stripping, "_strip", count)
    assert shell.run("crawl.jsonl", "-o", "out.jsonl", "--resume").status == 0
    assert min(stripped) == done
    assert shell.files() == ["crawl.jsonl", "out.jsonl"]
    assert [json.loads(line)["n"] for line in shell.read("out.jsonl").splitlines()] == [*range(60)]


def test_another_run_is_not_gone_on_with(shell: Shell) -> None:
    put_crawl(shell)
    assert run_killed(["crawl.jsonl", "-o", "out.jsonl"], 60)
    ended = shell.run("crawl.jsonl", "-o", "out.jsonl", "--resume", "--preset", "thorough")
    assert (ended.status, ended.err.count("\n")) == (2, 2 if "kept in" in ended.err else 1)
    assert "--resume: the inputs or switches are not those of the interrupted run" in ended.err
    ended = shell.run("crawl.jsonl", "-o", "out.jsonl")
    line = r"strip: \d+ parts of an interrupted run dropped: --resume goes on with such\n"
    assert ended.status == 0 and re.fullmatch(line, ended.err)
    assert shell.files() == ["crawl.jsonl", "out.jsonl"]
    ended = shell.run("crawl.jsonl", "-o", "out.jsonl", "--resume")
    line = "strip: --resume: there is nothing of an interrupted run: all is stripped anew\n"
    assert (ended.status, ended.err) == (0, line)
    ended = shell.run("crawl.jsonl", "--resume")
    assert (ended.status, ended.err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("word", "later", "status"),
    [("rose", 0, 0), ("rose", 1, 2), ("fell", 1, 2), ("tumbled", 0, 2)],
    ids=["untouched", "another date", "another date and text", "another size"],
)
def test_inputs_are_told_by_their_size_and_date(
    shell: Shell, word: str, later: int, status: int
) -> None:
    put_crawl(shell)
    path, time = shell.folder / "crawl.jsonl", 1_700_000_000
    os.utime(path, (time, time))
    assert run_killed(["crawl.jsonl", "-o", "out.jsonl"], 60)
    shell.put("crawl.jsonl", shell.read("crawl.jsonl").replace("rose", word))
    os.utime(path, (time + later, time + later))
    ended = shell.run("crawl.jsonl", "-o", "out.jsonl", "--resume")
    assert ended.status == status
    assert ("--resume: the inputs or switches are not those" in ended.err) == bool(status)


@pytest.mark.parametrize("place", ["--rules own.toml", "--site own.toml", "--site sites"])
def test_changed_rules_and_profiles_are_noticed(shell: Shell, place: str) -> None:
    put_crawl(shell)
    switch, name = place.split()
    file = f"{name}/a.toml" if name == "sites" else name
    profile = 'hosts = ["*"]\nstrip = ["{}"]\n'
    shell.put(file, RULES if switch == "--rules" else profile.format("Read more"))
    common = ["crawl.jsonl", "-o", "out.jsonl", switch, name]
    assert run_killed(common, 60)
    time.sleep(0.01)
    data, state = shell.read(file), (shell.folder / file).stat()
    shell.put(
        file, RULES.replace("0.7", "0.8") if switch == "--rules" else profile.format("Ride more")
    )
    os.utime(shell.folder / file, ns=(state.st_atime_ns, state.st_mtime_ns))
    ended = shell.run(*common, "--resume")
    assert ended.status == 2 and "--resume: the inputs or switches" in ended.err
    shell.put(file, data)  # written anew, and the same
    assert (shell.run(*common, "--resume").status, len(shell.read("out.jsonl").splitlines())) == (
        0,
        60,
    )


def test_two_runs_never_write_to_one_output(shell: Shell) -> None:
    put_crawl(shell)
    os.mkfifo(shell.folder / "wait.jsonl")
    running = subprocess.Popen(
        [*STRIP, "crawl.jsonl", "wait.jsonl", "-o", "out.jsonl"],
        cwd=shell.folder, env=environment(),
    )  # fmt: skip
    with (shell.folder / "wait.jsonl").open("w"):
        journal = shell.folder / ".out.jsonl.parts" / "journal.jsonl"
        while not journal.exists() or b'"part"' not in journal.read_bytes():
            time.sleep(0.05)
        line = (
            "strip: another run is writing to the same output, and holds .out.jsonl.parts: "
            "wait for its end, or name another --output\n"
        )
        before = snapshot(shell.folder / ".out.jsonl.parts")
        for switches in ([], ["--resume"]):
            ended = shell.run("crawl.jsonl", "-o", "out.jsonl", *switches)
            assert (ended.status, ended.err) == (2, line)
        assert snapshot(shell.folder / ".out.jsonl.parts") == before
        assert shell.run("crawl.jsonl", "-o", "other.jsonl").status == 0
        running.kill()
        assert running.wait(60) == -signal.SIGKILL
    assert shell.run("crawl.jsonl", "-o", "out.jsonl").status == 0  # the lock went with it
    assert shell.files() == ["crawl.jsonl", "other.jsonl", "out.jsonl"]


def test_a_journal_that_breaks_off_is_read_as_far_as_it_is_whole(shell: Shell) -> None:
    put_crawl(shell)
    assert run_killed(["crawl.jsonl", "-o", "out.jsonl"], 60)
    journal = shell.folder / ".out.jsonl.parts" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-5])
    assert shell.run("crawl.jsonl", "-o", "out.jsonl", "--resume").status == 0
    assert len(shell.read("out.jsonl").splitlines()) == 60


def test_spans_hold_every_line_once_under_its_number(shell: Shell) -> None:
    put_crawl(shell, 37)
    path = shell.folder / "crawl.jsonl"
    given = Input("crawl.jsonl", path, path, "jsonl")
    whole = list(lines.scan(given, Reading(), None))
    for size in (1, 40, 41, 500, 10_000):
        spans = list(lines.split(given, Reading(), size) or ())
        assert [line for span in spans for line in lines.scan(given, Reading(), span)] == whole
        assert (len(spans) > 1) == (size < 1000)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_interrupted_runs_keep_what_is_done(tmp_path: Path, workers: str) -> None:
    for number in range(150):
        (tmp_path / f"{number:03}.txt").write_text(PAGE)
    os.mkfifo(tmp_path / "zz.jsonl")  # the run waits here for more
    running = subprocess.Popen(
        [*STRIP, str(tmp_path), "-o", "out", "--workers", workers],
        stderr=subprocess.PIPE, cwd=tmp_path, env=environment(), start_new_session=True,
    )  # fmt: skip
    journal = tmp_path / "out" / ".strip.parts" / "journal.jsonl"
    with (tmp_path / "zz.jsonl").open("w"):
        while not journal.exists() or journal.read_bytes().count(b'"part"') < 3:
            time.sleep(0.05)
        os.killpg(running.pid, signal.SIGINT)
        assert running.wait(60) == 130
    assert running.stderr
    with running.stderr:
        said = running.stderr.read()
    line = b"strip: 3 parts are done and kept in out/.strip.parts: go on with --resume\n"
    assert said == line
    assert (tmp_path / "out" / "000.txt").read_text() == KEPT


def test_full_disk_keeps_what_is_done(shell: Shell, disk: Path) -> None:
    put_crawl(shell, 1500)
    lines.split.__defaults__ = (20_000,)  # the fixture puts the old one back
    ended = shell.run("crawl.jsonl", "-o", "disk/out.jsonl", "--no-model")
    assert ended.status == 3
    kept, line = ended.err.splitlines()
    assert kept.endswith("kept in disk/.out.jsonl.parts: go on with --resume")
    assert line.endswith("out.jsonl cannot be written: No space left on device")
    subprocess.run(["mount", "-o", "remount,size=5m", str(disk)], check=True)
    again = shell.run("crawl.jsonl", "-o", "disk/out.jsonl", "--no-model", "--resume")
    assert (again.status, again.err) == (0, "")
    assert len(shell.read("disk/out.jsonl").splitlines()) == 1500
    assert [p.name for p in disk.iterdir()] == ["out.jsonl"]


def test_read_only_disk(shell: Shell, disk: Path) -> None:
    put_crawl(shell)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    ended = shell.run("crawl.jsonl", "-o", "disk/out.jsonl")
    assert (ended.status, ended.err.count("\n")) == (3, 1)
    assert ended.err == "strip: disk cannot be written: Read-only file system\n"


def test_workers_write_to_standard_output_in_order(shell: Shell) -> None:
    put_crawl(shell)
    shell.put("crawl.jsonl", shell.read("crawl.jsonl").replace('{"n": 31', "{oops"))
    alone = shell.run("crawl.jsonl", "crawl.jsonl")
    shared = shell.run("crawl.jsonl", "crawl.jsonl", "--workers", "2")
    assert (alone.status, alone.out, alone.err) == (shared.status, shared.out, shared.err)
    assert alone.err.count("crawl.jsonl:32: is no JSON object") == 2
    check = shell.run("crawl.jsonl", "--check", "--workers", "2", "--no-model")
    assert (check.status, check.out, check.err.count("1 removal")) == (3, "", 59)


def test_closed_pipe_ends_workers_too(tmp_path: Path) -> None:
    (tmp_path / "crawl.jsonl").write_text((json.dumps({"text": PAGE}) + "\n") * 100)
    running = subprocess.Popen(
        [*STRIP, "crawl.jsonl", "--workers", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=environment(),
    )  # fmt: skip
    assert running.stdout
    running.stdout.close()
    assert running.stderr
    with running.stderr:
        assert running.stderr.read() == b""  # ends when the last process that holds it has ended
    assert running.wait(60) == 141
