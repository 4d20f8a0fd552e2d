"""Restoration: what any switch has written can be put back, and errors leave nothing open."""

import gc
import json
import sqlite3
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from commands import KEPT, PAGE, Shell
from containers import WRITE

from stripper.cli.toolbox import use


def restore(name: str) -> int:
    return use(["restore", f"out-{name}", "--removed", "gone.jsonl", "-o", f"back-{name}"])


def test_fields_inside_others_are_put_back(shell: Shell) -> None:
    line = json.dumps({"page": {"body": PAGE}, "n": 1}) + "\n"
    shell.put("a.jsonl", line)
    common = ("--field", "page.body", "--removed", "gone.jsonl")
    assert shell.run("a.jsonl", "-o", "out-a.jsonl", *common).status == 0
    assert KEPT in json.loads(shell.read("out-a.jsonl"))["page"]["body"]
    assert restore("a.jsonl") == 0
    assert shell.read("back-a.jsonl") == line


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_table_of_several_is_put_back(shell: Shell, workers: str) -> None:
    with closing(sqlite3.connect("a.db")) as database, database:
        for table in ("one", "two"):
            database.execute(f"CREATE TABLE {table} (text)")
            database.execute(f"INSERT INTO {table} VALUES (?)", (PAGE,))
    common = ("--table", "two", "--removed", "gone.jsonl", "--workers", workers)
    assert shell.run("a.db", "-o", "out-a.db", *common).status == 0
    assert rows(shell.folder / "out-a.db") == [PAGE, KEPT]
    assert restore("a.db") == 0
    assert rows(shell.folder / "back-a.db") == [PAGE, PAGE]


def rows(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return [
            text
            for table in ("one", "two")
            for (text,) in database.execute(f"SELECT text FROM {table}")
        ]


@pytest.mark.parametrize("name", ["a.csv", "a.txt"])
def test_other_encodings_are_put_back(shell: Shell, name: str) -> None:
    page = f"Café prices rose.\n\n{PAGE}"
    data = (f'id,text\n1,"{page}"\n' if name == "a.csv" else page).encode("cp850")
    shell.put(name, data)
    common = ("--encoding", "cp850", "--removed", "gone.jsonl")
    assert shell.run(name, "-o", f"out-{name}", *common).status == 0
    assert restore(name) == 0
    assert (shell.folder / f"back-{name}").read_bytes() == data


def test_the_encoding_of_responses_is_not_that_of_their_texts(shell: Shell) -> None:
    WRITE["l.warc"](shell.folder / "a.warc")
    common = ("--encoding", "cp850", "--removed", "gone.jsonl")
    assert shell.run("a.warc", "-o", "out-a.wet", *common).status == 0
    assert restore("a.wet") == 0


def test_archives_with_accounts_are_put_back(shell: Shell) -> None:
    WRITE["j.zip"](shell.folder / "a.zip")
    assert shell.run("a.zip", "-o", "out-a.zip", "--explain", "--removed", "gone.jsonl").status == 0
    assert restore("a.zip") == 0
    assert members(shell.folder / "back-a.zip") == members(shell.folder / "a.zip")


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_an_archive_that_cannot_be_put_back_is_left_behind_quietly(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    ignored: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", ignored.append)
    WRITE["j.zip"](shell.folder / "out-a.zip")
    shell.put("gone.jsonl", "")
    assert restore("a.zip") == 3
    gc.collect()
    assert ignored == []
