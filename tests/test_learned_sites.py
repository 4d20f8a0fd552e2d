"""Sites learned on the way: strip --learn-sites, learning states, and what becomes of them."""

import json
import os
import sqlite3
import subprocess
from pathlib import Path

import containers
import pytest
from commands import Shell
from learned import KNOWN, SITES, learned, put_crawl, rows, texts_of

from stripper.cli.toolbox import use
from stripper.learning.states import State


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.cut_small(8000, records=4)
    return shell


def test_sites_are_learned_before_they_are_stripped(shell: Shell) -> None:
    put_crawl(shell)
    ended = shell.run("crawl.jsonl", "-o", "clean.jsonl", "--learn-sites", "--from", "text")
    assert (ended.status, ended.err) == (0, "")
    assert texts_of(shell.read("clean.jsonl")) == learned()
    assert shell.files() == ["clean.jsonl", "clean.jsonl.sites", "crawl.jsonl"]
    again = shell.run("crawl.jsonl", "--site", "clean.jsonl.sites", "--from", "text")
    assert again.out == shell.read("clean.jsonl")
    plain = shell.run("crawl.jsonl", "--from", "text")
    assert sum(KNOWN in text for text in texts_of(plain.out)) > 6


@pytest.mark.parametrize("workers", ["1", "2"])
def test_every_container_is_learned_from(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    data = "".join(json.dumps(row) + "\n" for row in rows()).encode()
    monkeypatch.setattr(containers, "ROWS", rows())
    monkeypatch.setattr(containers, "LINES", data)
    (shell.folder / "in").mkdir()
    for name, write in containers.WRITE.items():
        if name != "j.zip":  # whose members have no addresses
            write(shell.folder / "in" / name)
    ended = shell.run(
        "in", "-o", "out", "--learn-sites", "--from", "text", "--workers", workers,
        "--removed", "gone.jsonl",
    )  # fmt: skip
    assert (ended.status, ended.err) == (0, "")
    for name, read in containers.READ.items():
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


def test_what_was_learned_of_a_site_holds_for_its_sub_domains(shell: Shell) -> None:
    put_crawl(shell)
    use(["learn", "crawl.jsonl", "-o", "a.sites"])
    use(["learn", "crawl.jsonl", "-o", "profiles"])
    text = rows()[1]["text"]
    hosts = (SITES[1], f"www.{SITES[1]}", f"m.{SITES[1]}", f"www.m.{SITES[1]}", f"not{SITES[1]}")
    lines = [json.dumps({"url": f"https://{host}/x", "text": text}) for host in hosts]
    shell.put("later.jsonl", "\n".join(lines) + "\n")
    ended = shell.run("later.jsonl", "--site", "a.sites", "--from", "text")
    assert [KNOWN in text for text in texts_of(ended.out)] == [False] * 4 + [True]
    assert shell.run("later.jsonl", "--site", "profiles", "--from", "text").out == ended.out


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_first_pass_that_learns_nothing_says_so(shell: Shell, workers: str) -> None:
    put_crawl(shell)
    common = ["crawl.jsonl", "--learn-sites", "--from", "text", "--workers", workers]
    field = shell.run(*common, "--url-field", "nope")
    line = "strip: no record has an address in the field 'nope', for --learn-sites\n"
    assert (field.status, field.err) == (0, line)
    assert shell.run(*common, "--url-field", "nope", "--quiet").err == ""
    put_crawl(shell, last=2)
    few = "strip: no site was learned: none has 2 pages that differ in more than numbers\n"
    assert shell.run(*common, "-o", "clean.jsonl").err == few
    shell.put("crawl.jsonl", shell.read("crawl.jsonl").replace('"url"', '"at"'))
    bare = "strip: no site was learned: no page has an address; see --url-field\n"
    assert shell.run(*common).err == bare


def test_learn_tells_of_pages_without_an_address(shell: Shell) -> None:
    site = "fellnotes.example"
    texts = [f"Home | Paths | Huts\n\nThe {n}th hut of the valley was opened." for n in "2345"]
    records = [{"text": t, "at": f"https://{site}/{n}"} for n, t in enumerate(texts)]
    records += [{"text": texts[0]}, {"text": texts[1], "at": None}, {"text": " "}]
    shell.put("crawl.jsonl", "".join(json.dumps(r) + "\n" for r in records))
    some = shell.use("learn", "crawl.jsonl", "--url-field", "at")
    line = "stripper: 2 pages without an address left out: --url-field at holds none: name another"
    assert some.status == 0
    assert line in some.err
    assert f"{site}: " in some.err
    none = shell.use("learn", "crawl.jsonl", "--url-field", "nope")
    assert none.status == 3
    assert none.err == (
        "stripper: no pages of a known site: --url-field nope holds none: name another field, or "
        "name the --host\n"
    )
    plain = shell.use("learn", "crawl.jsonl")
    assert plain.err == (
        "stripper: no pages of a known site: give them addresses, or name the --host\n"
    )
