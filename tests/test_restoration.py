"""Restoration: what any switch has written can be put back, and errors leave nothing open."""

import gc
import json
import sqlite3
import sys
import zipfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from commands import KEPT, PAGE, Shell
from containers import WRITE

from stripper.cli.toolbox import use
from stripper.runs.outlets import Outlet
from stripper.runs.staging import Staging


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


SECOND = "Prices fell in May.\n\nSubscribe to our newsletter\n"
WHOLE = "Nothing was added to this page by anybody.\n"


def put_back(shell: Shell, *outputs: str) -> int:
    return use(["restore", *outputs, "--removed", "gone.jsonl", "-o", "back/"])


def put_three(shell: Shell) -> list[str]:
    for name, text in (("a.txt", WHOLE), ("b.txt", PAGE), ("c.txt", SECOND)):
        shell.put(name, text)
    return ["a.txt", "b.txt", "c.txt"]


def read_three(shell: Shell, folder: str = "") -> list[str]:
    return [shell.read(f"{folder}{name}.txt") for name in "abc"]


def test_a_list_of_an_earlier_run_in_place_is_not_written_over(shell: Shell) -> None:
    names = put_three(shell)
    common = ("--in-place", "--removed", "gone.jsonl")
    assert shell.run(*names, *common).status == 0
    listed = shell.read("gone.jsonl")
    again = shell.run(*names, *common)
    assert again.status == 2 and "--removed gone.jsonl exists" in again.err
    assert shell.read("gone.jsonl") == listed


@pytest.mark.parametrize("workers", ["1", "2"])
def test_texts_that_were_written_over_are_put_back(shell: Shell, workers: str) -> None:
    names = put_three(shell)
    common = ("--in-place", "--removed", "gone.jsonl", "--workers", workers)
    assert shell.run(*names, *common).status == 0
    assert read_three(shell) == [WHOLE, KEPT, "Prices fell in May.\n"]
    assert put_back(shell, *names) == 0
    assert read_three(shell, "back/") == [WHOLE, PAGE, SECOND]


def test_one_text_that_was_written_over_is_put_back(shell: Shell) -> None:
    shell.put("b.txt", PAGE)
    assert shell.run("b.txt", "--in-place", "--removed", "gone.jsonl").status == 0
    assert shell.read("b.txt") == KEPT
    assert put_back(shell, "b.txt") == 0
    assert shell.read("back/b.txt") == PAGE
    assert use(["restore", "b.txt", "--removed", "gone.jsonl", "-o", "again.txt"]) == 0
    assert shell.read("again.txt") == PAGE


def test_records_that_failed_in_place_stay_as_they_are(
    shell: Shell, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    lines = [json.dumps({"text": PAGE}), "no record", json.dumps({"text": SECOND})]
    shell.put("a.jsonl", "\n".join(lines) + "\n")
    assert shell.run("a.jsonl", "--in-place", "--removed", "gone.jsonl").status == 3
    assert use(["restore", "a.jsonl", "--removed", "gone.jsonl", "-o", "back.jsonl"]) == 0
    assert "a.jsonl:2 stays as it is" in capfdbinary.readouterr().err.decode()
    back = shell.read("back.jsonl").splitlines()
    assert back[1] == "no record"
    assert [json.loads(back[at])["text"] for at in (0, 2)] == [PAGE, SECOND]


def interrupt(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Interrupt a run after so many documents."""
    take, count = Outlet.take, iter(range(after))

    def taken(self: Outlet, *rest: Any) -> None:
        if next(count, None) is None:
            raise KeyboardInterrupt
        take(self, *rest)

    monkeypatch.setattr(Outlet, "take", taken)


def test_nothing_is_written_over_before_the_list_is_there(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = put_three(shell)
    shell.put("d.jsonl", json.dumps({"text": PAGE}) + "\n")
    before = [*read_three(shell), shell.read("d.jsonl")]
    shell.put("file", "")
    for listed in ("file/gone.jsonl", "gone.jsonl"):
        if listed == "gone.jsonl":
            interrupt(monkeypatch, after=3)
        done = shell.run(*names, "d.jsonl", "--in-place", "--removed", listed)
        assert done.status in (2, 130)
        assert [*read_three(shell), shell.read("d.jsonl")] == before
    assert not (shell.folder / "gone.jsonl").exists()


def test_a_text_whose_output_was_not_written_is_whole(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = put_three(shell)

    def release(self: Staging, targets: Sequence[Path]) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(Staging, "release", release)
    assert shell.run(*names, "--in-place", "--removed", "gone.jsonl").status == 130
    assert put_back(shell, *names) == 0
    assert read_three(shell, "back/") == [WHOLE, PAGE, SECOND]


def test_outputs_of_other_documents_are_not_put_back(
    shell: Shell, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    page = "<h1>{0}</h1><p>{0} rose again on Monday, and nobody was surprised by it.</p>"
    for name in ("a", "b"):
        shell.put(f"{name}.html", page.format(name * 7) + "<p>Subscribe to our newsletter</p>")
    common = ("--to", "html", "--removed", "gone.jsonl", "-o", "out/")
    assert shell.run("a.html", "b.html", *common).status == 0
    assert put_back(shell, "out/b.html", "out/a.html") == 3
    assert "the next removals are from a.html" in capfdbinary.readouterr().err.decode()
    assert not (shell.folder / "back" / "b.html").exists()


def test_a_text_is_read_as_it_was_and_not_as_what_is_left_looks(shell: Shell) -> None:
    page = ("Žluťoučký kůň úpěl.\n\n" + "Přihlaste se k odběru newsletteru\n").encode("cp1250")
    shell.put("a.txt", page)
    assert shell.run("a.txt", "-o", "out-a.txt", "--removed", "gone.jsonl").status == 0
    line = json.loads(shell.read("gone.jsonl"))
    assert line["reading"] == {"encoding": "cp1250"}
    assert restore("a.txt") == 0
    assert (shell.folder / "back-a.txt").read_bytes() == page


@pytest.mark.parametrize(
    ("outputs", "target", "wrong"),
    [
        (("one/x.txt", "two/x.txt"), "back/", "would be written to one file"),
        (("one/x.txt", "two/y.txt"), "two/", "two/y.txt is an input: name another --output"),
        (("one/x.txt",), "gone.jsonl", "gone.jsonl is an input: name another --output"),
    ],
)
def test_what_restore_would_write_over_is_refused_before_anything_is_written(
    shell: Shell,
    capfdbinary: pytest.CaptureFixture[bytes],
    outputs: tuple[str, ...],
    target: str,
    wrong: str,
) -> None:
    for name in ("one/x.txt", "two/x.txt", "two/y.txt", "gone.jsonl"):
        (shell.folder / name).parent.mkdir(exist_ok=True)
        shell.put(name, KEPT)
    assert use(["restore", *outputs, "--removed", "gone.jsonl", "-o", target]) == 2
    assert wrong in capfdbinary.readouterr().err.decode()
    assert (
        all(f.read_text() == KEPT for f in shell.folder.rglob("*") if f.is_file())
        and not (shell.folder / "back").exists()
    )


def _removal(**places: object) -> str:
    named = {"category": "share", "by": "rule", "rule": "en/share/words", "score": 0.9}
    return json.dumps({"input": "a.txt", "characters": 17, "removals": [{**named, **places}]})


@pytest.mark.parametrize(
    "line",
    [
        "Rates rose.",
        '{"a": 1}',
        "[1]",
        "[" * 100_000,
        '{"input": "a.txt", "characters": 3, "removals": 5}',
        '{"input": "a.txt", "characters": 3, "removals": [{"start": 0}]}',
        '{"input": "a.txt", "characters": "3", "removals": []}',
        '{"input": "a.txt", "characters": 3, "removals": [], "reading": 4}',
        '{"input": "a.txt", "characters": 3, "removals": [], "reading": {"encoding": 5}}',
        _removal(start=0, end=5, text=5),
        _removal(start=-5, end=0, text="abcde"),
        _removal(start=0, end=2, text="abcde"),
    ],
)
def test_what_is_no_list_of_removals_is_told(
    shell: Shell, capfdbinary: pytest.CaptureFixture[bytes], line: str
) -> None:
    shell.put("a.txt", "Rates rose.\n")
    shell.put("gone.jsonl", line + "\n")
    assert use(["restore", "a.txt", "--removed", "gone.jsonl", "-o", "back.txt"]) == 3
    told = capfdbinary.readouterr().err.decode()
    assert "gone.jsonl:1: is no line of a list of removals" in told
    assert "bug" not in told
    assert not (shell.folder / "back.txt").exists()
