"""Sites learned on the way: strip --learn-sites, learning states, and what becomes of them."""

import json
import os
import pickle
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import test_crawls
from commands import Shell, tool
from hypothesis import given, settings
from hypothesis import strategies as st
from test_runs import Countdown

from stripper import InputError, Learner, Stripper
from stripper.cli import front
from stripper.cli.toolbox import use
from stripper.evaluate.labelled import read_labelled
from stripper.learning import states
from stripper.learning.sample import Sample
from stripper.learning.states import State
from stripper.profiles.store import ProfileStore
from tests.conftest import FIXTURES

SITES = ("fellnotes.example", "kuechenkladde.example")
KNOWN = "Über die Schwestern Brandt"
"""A line of the second site that rules and model leave."""
DAY = date(2026, 5, 1)


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.cut_small(8000, records=4)
    return shell


@cache
def rows() -> list[dict[str, object]]:
    """The pages of two sites in turn, and one of a site of its own."""
    sites = [list(read_labelled(FIXTURES / "sites" / site)) for site in SITES]
    pages = [page for pair in zip(*sites, strict=False) for page in pair]
    held = [{"url": page.url, "text": page.text} for page in pages]
    held.append({"url": "https://alone.example/", "text": pages[1].text})
    return [{"id": n, **row} for n, row in enumerate(held)]


def put_crawl(shell: Shell, name: str = "crawl.jsonl", first: int = 0, last: int = 99) -> None:
    shell.put(name, "".join(json.dumps(row) + "\n" for row in rows()[first:last]))


def texts_of(data: str) -> list[str]:
    return [json.loads(line)["text"] for line in data.splitlines()]


def content(path: Path) -> list[tuple[object, ...]]:
    """All that a state says, whatever the order in which it came to be."""
    with closing(sqlite3.connect(path)) as database:
        return [
            row
            for query in ("SELECT * FROM pages ORDER BY site, identity",
                          "SELECT * FROM profiles ORDER BY site")
            for row in database.execute(query)
        ]  # fmt: skip


@cache
def learned() -> list[str]:
    """The pages stripped with the profiles that a learner makes of them."""
    learner = Learner()
    learner.add([(str(row["text"]), str(row["url"])) for row in rows()], format="text")
    from tempfile import TemporaryDirectory

    from stripper.profiles.writing import format_profile

    with TemporaryDirectory() as folder:
        for site, profile in learner.profiles().items():
            (Path(folder) / f"{site}.toml").write_text(format_profile(profile), "utf-8")
        tool = Stripper(site=folder, format="text")
    pages = [(str(row["text"]), str(row["url"])) for row in rows()]
    texts = [tool(text, url=url).text for text, url in pages]
    assert sum(KNOWN in text for text in texts) == 1  # that of the site of its own
    return texts


def test_sites_are_learned_before_they_are_stripped(shell: Shell) -> None:
    put_crawl(shell)
    ended = shell.run("crawl.jsonl", "-o", "clean.jsonl", "--learn-sites", "--from", "text")
    assert (ended.status, ended.err) == (0, "")
    assert texts_of(shell.read("clean.jsonl")) == learned()
    assert shell.files() == ["clean.jsonl", "clean.jsonl.sites", "crawl.jsonl"]
    again = shell.run("crawl.jsonl", "--site", "clean.jsonl.sites", "--from", "text")
    assert again.out == shell.read("clean.jsonl")
    plain = shell.run("crawl.jsonl", "--from", "text")
    assert sum(KNOWN in text for text in texts_of(plain.out)) > 10


@pytest.mark.parametrize("workers", ["1", "2"])
def test_every_container_is_learned_from(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    data = "".join(json.dumps(row) + "\n" for row in rows()).encode()
    monkeypatch.setattr(test_crawls, "ROWS", rows())
    monkeypatch.setattr(test_crawls, "LINES", data)
    (shell.folder / "in").mkdir()
    for name, write in test_crawls.WRITE.items():
        if name != "j.zip":  # whose members have no addresses
            write(shell.folder / "in" / name)
    ended = shell.run(
        "in", "-o", "out", "--learn-sites", "--from", "text", "--workers", workers,
        "--removed", "gone.jsonl",
    )  # fmt: skip
    assert (ended.status, ended.err) == (0, "")
    for name, read in test_crawls.READ.items():
        if name != "j.zip":
            assert read(shell.folder / "out" / name) == learned(), name
    assert (shell.folder / "out.sites").is_file()
    use(["restore", "out", "--removed", "gone.jsonl", "-o", "back/"])
    assert texts_of(shell.read("back/a.jsonl")) == [row["text"] for row in rows()]


def test_learning_without_an_output_leaves_no_state(shell: Shell) -> None:
    put_crawl(shell)
    for workers in ("1", "2"):
        ended = shell.run("crawl.jsonl", "--learn-sites", "--from", "text", "--workers", workers)
        assert texts_of(ended.out) == learned()
    checked = shell.run("crawl.jsonl", "--learn-sites", "--check", "--from", "text")
    assert (checked.status, "site" in checked.err) == (1, False)
    assert shell.run("crawl.jsonl", "--learn-sites", "--in-place", "--from", "text").status == 0
    assert shell.files() == ["crawl.jsonl"]
    assert texts_of(shell.read("crawl.jsonl")) == learned()


def test_what_an_earlier_run_learned_is_no_page(shell: Shell) -> None:
    put_crawl(shell)
    for _ in range(2):
        ended = shell.run(".", "-o", "out", "--learn-sites", "--from", "text")
        assert (ended.status, ended.err) == (0, "")
        assert shell.files() == ["crawl.jsonl", "out.sites", "out/crawl.jsonl"]
    ended = shell.run("out.sites")
    assert ended.status == 3 and ended.err.startswith("strip: out.sites: this is a binary file")


def test_learning_on_a_full_disk_keeps_what_is_done(shell: Shell, disk: Path) -> None:
    put_crawl(shell)
    common = ["crawl.jsonl", "-o", "disk/out.jsonl", "--learn-sites", "--from", "text"]
    ended = shell.run(*common)
    assert ended.status == 3
    kept, line = ended.err.splitlines()
    assert kept.endswith("kept in disk/.out.jsonl.parts: go on with --resume")
    assert line.endswith("learned.sites: the learning state: database or disk is full")
    subprocess.run(["mount", "-o", "remount,size=5m", str(disk)], check=True)
    again = shell.run(*common, "--resume")
    assert (again.status, again.err) == (0, "")
    assert texts_of(shell.read("disk/out.jsonl")) == learned()
    assert sorted(p.name for p in disk.iterdir()) == ["out.jsonl", "out.jsonl.sites"]


def test_bad_records_and_inputs_are_told_of_once(shell: Shell) -> None:
    put_crawl(shell)
    shell.put("crawl.jsonl", shell.read("crawl.jsonl") + "{oops\n")
    ended = shell.run("crawl.jsonl", "-o", "clean.jsonl", "--learn-sites", "--from", "text")
    line = "strip: 1 record failed: see clean.jsonl.failed.jsonl\n"
    assert (ended.status, ended.err) == (3, line)
    assert texts_of(shell.read("clean.jsonl")) == learned()
    gone = shell.run("none.jsonl", "-o", "none-out.jsonl", "--learn-sites")
    assert (gone.status, gone.err.count("\n")) == (3, 1)
    assert "none-out.jsonl" not in shell.files()


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("-",), "--learn-sites reads twice, and <stdin> can be read but once"),
        (("pipe.jsonl",), "--learn-sites reads twice, and pipe.jsonl can be read but once"),
        (("a.jsonl", "-o", "b.jsonl", "--site", "b.jsonl.sites"), "would be written over"),
        (("a.jsonl", "--site", "text.sites"), "text.sites: is no learning state: "),
        (("a.jsonl", "--site", "other.sites"), "it was not written by this package"),
        (("a.jsonl", "--site", "half.sites"), "is not whole, since what wrote it was interrupted"),
        (("a.jsonl", "--site", "none.sites"), "none.sites: is no learning state: no such file"),
    ],
)
def test_what_cannot_be_learned_is_refused(
    shell: Shell, arguments: tuple[str, ...], line: str
) -> None:
    os.mkfifo(shell.folder / "pipe.jsonl")
    put_crawl(shell, "a.jsonl", last=2)
    shell.put("text.sites", "no database")
    sqlite3.connect(shell.folder / "other.sites").execute("CREATE TABLE a (b)").connection.close()
    with State(shell.folder / "half.sites"):
        pass
    if "b.jsonl.sites" in arguments:
        use(["learn", "a.jsonl", "-o", "b.jsonl.sites"])
    switch = [] if any(a.startswith(("text", "other", "half", "none")) for a in arguments) else [
        "--learn-sites"
    ]  # fmt: skip
    ended = shell.run(*arguments, *switch, stdin="A line.\n")
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert line in ended.err


def test_a_site_that_a_given_profile_names_is_left_to_it(shell: Shell) -> None:
    put_crawl(shell)
    shell.put("own.toml", f'hosts = ["{SITES[1]}"]\nkeep = ["{KNOWN}"]\n')
    ended = shell.run("crawl.jsonl", "--learn-sites", "--site", "own.toml", "--from", "text")
    texts = texts_of(ended.out)
    assert texts[0::2][:12] == learned()[0::2][:12]
    assert sum(KNOWN in text for text in texts) > 10


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
        assert (again.status, again.err) == (0, ""), moment
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
        assert (again.status, again.err) == (0, "")
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


def test_states_of_machines_merge_into_the_state_of_the_whole(shell: Shell) -> None:
    put_crawl(shell, "all.jsonl")
    for number, (first, last) in enumerate([(0, 7), (7, 15), (15, 99)]):
        put_crawl(shell, f"{number}.jsonl", first, last)
        command = ["learn", f"{number}.jsonl", "-o", f"{number}.sites", "--date", "2026-05-01"]
        assert (
            tool(*command, cwd=shell.folder).err
            == f"stripper: {number}.sites: {3 if number == 2 else 2} sites\n"
        )
    names = ["2.sites", "0.sites", "1.sites", "0.sites"]
    assert use(["learn", "all.jsonl", "-o", "all.sites", "--date", "2026-05-01"]) == 0
    assert use(["learn", *names, "-o", "merged.sites"]) == 0
    assert content(shell.folder / "merged.sites") == content(shell.folder / "all.sites")
    assert use(["learn", "merged.sites", "-o", "profiles/"]) == 0
    by_state = shell.run("all.jsonl", "--site", "merged.sites", "--from", "text").out
    by_files = shell.run("all.jsonl", "--site", "profiles", "--from", "text").out
    assert texts_of(by_state) == texts_of(by_files) == learned()


def test_a_state_is_added_to_when_asked(shell: Shell) -> None:
    put_crawl(shell, "one.jsonl", last=9)
    put_crawl(shell, "two.jsonl", first=9)
    put_crawl(shell)
    day = ["--date", "2026-05-01"]
    assert use(["learn", "one.jsonl", "-o", "a.sites", *day]) == 0
    assert use(["learn", "two.jsonl", "-o", "a.sites", *day]) == 3  # exists
    assert use(["learn", "two.jsonl", "-o", "a.sites", "--update", *day]) == 0
    assert use(["learn", "crawl.jsonl", "-o", "b.sites", *day]) == 0
    assert content(shell.folder / "a.sites") == content(shell.folder / "b.sites")
    assert use(["learn", "none.sites", "-o", "c.sites"]) == 3
    assert use(["learn", "crawl.jsonl", "-o", "c.toml"]) == 3  # of several sites
    assert "c.toml" not in shell.files()


@cache
def single_samples() -> tuple[dict[str, Sample], ...]:
    """What each page gives alone; numbers of one differ from those of another with its words."""
    out = []
    for row in rows()[:6]:
        for text in (str(row["text"]), f"{row['text']}\n7 notes\n", f"{row['text']}\n8 notes\n"):
            learner = Learner(day=DAY)
            learner.add([(text, str(row["url"]))], format="text")
            out.append(learner.samples)
    return tuple(out)


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(18)), st.lists(st.integers(0, 17), max_size=5))
def test_states_merge_in_any_order(order: list[int], twice: list[int]) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        folder = Path(name)
        with State(folder / "plain", day=DAY) as plain:
            for sample in single_samples():
                plain.merge(sample)
        with State(folder / "one", day=DAY) as one, State(folder / "other", day=DAY) as other:
            for place, number in enumerate([*order, *twice]):
                (other if place % 2 else one).merge(single_samples()[number])
            one.merge_state(other)
            other.merge_state(one)
        assert content(folder / "one") == content(folder / "other") == content(folder / "plain")


def test_samples_come_back_as_they_were(tmp_path: Path) -> None:
    learner = Learner(day=DAY)
    learner.add([(str(row["text"]), str(row["url"])) for row in rows()], format="text")
    profiles = learner.profiles()
    with State(tmp_path / "a.sites", day=DAY) as state:
        state.merge(learner.hand_over())
        state.make_profiles()
    store = ProfileStore.open(tmp_path / "a.sites")
    for site in SITES:
        assert store.find(site) == profiles[site]
    assert store.find("alone.example") is None  # of one page nothing is learned
    assert store.find("other.example") is None


def test_a_state_is_an_option_like_others_wherever_it_lies(tmp_path: Path) -> None:
    import pyarrow as pa

    from stripper.arrow import strip_batch

    texts, urls = ([str(row[name]) for row in rows()] for name in ("text", "url"))
    learner = Learner(day=DAY)
    learner.add(zip(texts, urls, strict=True), format="text")
    with State(tmp_path / "a.sites") as state:
        state.merge(learner.hand_over())
        state.make_profiles()
    tool = Stripper(site=tmp_path / "a.sites", format="text")
    for held in (tool, pickle.loads(pickle.dumps(tool))):
        assert [r.text for r in held.strip_many(texts, urls=urls)] == learned()
        assert [
            held(text, url=url).text for text, url in zip(texts, urls, strict=True)
        ] == learned()
    assert KNOWN in tool(texts[1]).text  # of a page without an address nothing is known
    batch = pa.RecordBatch.from_pydict({"text": texts, "url": urls})
    given = strip_batch(batch, url="url", site=str(tmp_path / "a.sites"), format="text")
    assert given["text"].to_pylist() == learned()
    shutil.copy(tmp_path / "a.sites", tmp_path / "b.sites")
    other = Stripper(site=tmp_path / "b.sites", format="text")
    assert (other.version, "sites" in tool.version) == (tool.version, True)
    assert tool.version != Stripper(format="text").version


def test_a_state_is_bounded_by_the_sites_not_by_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "SAMPLE_PAGES", 5)

    def crawl() -> Iterator[tuple[str, str]]:
        for number in range(60):
            yield (
                f"Menu {number} is\n\nThe {'fox ' * number} ran.\n",
                f"https://s{number % 3}.example/",
            )

    with State(tmp_path / "a.sites") as state:
        learner = Learner(wants=state.wants)
        for page in crawl():
            learner.add([page], format="text")
            state.merge(learner.hand_over())
        assert [len(state.sample(site)) for site in state.sites()] == [5, 5, 5]


def test_a_state_on_a_full_disk_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with State(tmp_path / "a.sites") as state:
        state._database.execute("PRAGMA max_page_count = 8")
        learner = Learner()
        learner.add([(str(row["text"]), str(row["url"])) for row in rows()], format="text")
        with pytest.raises(
            InputError, match=r"a\.sites: the learning state: database or disk is full"
        ):
            state.merge(learner.hand_over())
        assert state.count_sites() == 0
