"""Targets: no file of a run takes the place of another one, or of what a database still holds."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from commands import KEPT, PAGE, Shell
from containers import TEXTS, read_database, write_database

LINE = json.dumps({"url": "https://example.org/1", "text": PAGE}) + "\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["a.jsonl", "-o", "out.jsonl", "--removed", "out.jsonl"],
        ["a.jsonl", "-o", "out.jsonl", "--removed", "in/../out.jsonl"],
        ["a.jsonl", "-o", "out.jsonl", "--removed", "out.jsonl.failed.jsonl"],
        ["in/b.jsonl", "in/c.jsonl", "-o", "out.jsonl", "--removed", "out.jsonl"],
        ["in", "-o", "out", "--removed", "out/b.jsonl"],
        ["page.txt", "-o", "out.txt", "--removed", "out.txt"],
        ["a.jsonl", "-o", "out.jsonl", "--learn-sites", "--removed", "out.jsonl.sites"],
    ],
)
def test_the_list_of_removals_takes_no_target(shell: Shell, arguments: list[str]) -> None:
    for name in ("a.jsonl", "in/b.jsonl", "in/c.jsonl", "page.txt"):
        shell.put(name, LINE)
    before = shell.files()
    ended = shell.run(*arguments)
    line = f"strip: --removed {arguments[-1]} is written by this run anyway: name another\n"
    assert (ended.status, ended.err) == (2, line)
    assert shell.files() == before
    assert shell.run(*arguments[:-1], "gone.jsonl").status == 0
    assert [line["input"] for line in map(json.loads, shell.read("gone.jsonl").splitlines())]


def test_the_list_of_removals_is_a_file(shell: Shell) -> None:
    shell.put("in/page.txt", PAGE)
    ended = shell.run("in/page.txt", "--removed", "-")
    line = "strip: --removed wants a file, and - is standard output (see strip --help)\n"
    assert (ended.status, ended.out, ended.err) == (2, "", line)
    ended = shell.run("in/page.txt", "--removed", "in")
    assert (ended.status, ended.err) == (2, "strip: --removed in is a folder: name a file in it\n")
    assert shell.files() == ["in/page.txt"]
    assert shell.run("in/page.txt", "--removed", "/dev/null").out == KEPT


def put_database(path: Path) -> None:
    """A database whose last rows stand in its write-ahead log, as a process that has it open, or
    that was killed, leaves it."""
    made = path.with_name(f"made-{path.name}")
    with closing(sqlite3.connect(made)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE pages (text TEXT)")
        with database:
            database.execute("INSERT INTO pages VALUES (?)", (PAGE,))
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with database:
            database.execute("INSERT INTO pages VALUES (?)", (PAGE,))
        for suffix in ("", "-wal"):
            shutil.copy(f"{made}{suffix}", f"{path}{suffix}")
    made.unlink()


@pytest.mark.parametrize(
    "arguments", [["b.db", "--in-place"], ["a.db", "-o", "b.db"], ["a.db", "-o", "out/"]]
)
def test_a_database_with_a_journal_is_not_replaced(shell: Shell, arguments: list[str]) -> None:
    write_database(shell.folder / "a.db")
    place = shell.folder / ("out/a.db" if "out/" in arguments else "b.db")
    place.parent.mkdir(exist_ok=True)
    put_database(place)
    before = {name: (shell.folder / name).read_bytes() for name in shell.files()}
    ended = shell.run(*arguments)
    name = place.relative_to(shell.folder)
    assert (ended.status, ended.err) == (
        2,
        f"strip: {name}-wal holds changes that {place.name} has not yet: close whatever has it "
        f"open, or run sqlite3 {name} .tables\n",
    )
    assert {name: (shell.folder / name).read_bytes() for name in shell.files()} == before
    with closing(sqlite3.connect(place)) as database:  # as that command does
        database.execute("SELECT * FROM sqlite_master").fetchall()
    assert (shell.run(*arguments).status, shell.run(str(name), "--check").status) == (0, 0)
    expected = [KEPT, KEPT] if "--in-place" in arguments else TEXTS
    assert read_database(place) == expected


def test_a_database_with_a_journal_is_read(shell: Shell) -> None:
    put_database(shell.folder / "in.db")
    assert shell.run("in.db", "-o", "out.db").status == 0
    assert read_database(shell.folder / "out.db") == [KEPT, KEPT]


def test_a_name_of_a_page_becomes_no_folder(shell: Shell) -> None:
    shell.put("in/page.txt", PAGE)
    shell.put("other.txt", PAGE)
    for given in (["in"], ["in/page.txt", "other.txt"]):
        ended = shell.run(*given, "-o", "all.md")
        line = "strip: --output all.md is called like a page, and several inputs need a folder: "
        assert ended.status == 2 and ended.err.startswith(line)
        assert shell.files() == ["in/page.txt", "other.txt"]
    assert shell.run("in", "-o", "all.md/").status == 0
    assert shell.run("in", "-o", "all.md").status == 0
    assert shell.read("all.md/page.txt") == KEPT
