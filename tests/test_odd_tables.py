"""Tables of odd columns: each is stripped, or refused in one line before anything is lost."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from commands import KEPT, PAGE, Shell
from containers import READ, TEXTS, WRITE

from stripper.documents import Input
from stripper.writers import Part
from stripper.writers.databases import join


def make(path: Path, *statements: str, rows: tuple[tuple[object, ...], ...] = ((PAGE,),)) -> None:
    """A database by its statements, of which the last inserts rows."""
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements[:-1]:
            database.execute(statement)
        database.executemany(statements[-1], rows)


def texts_of(path: Path, column: str = "text") -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return [text for (text,) in database.execute(f'SELECT "{column}" FROM pages')]


@pytest.mark.parametrize("column", ["rowid", "ROWID", "oid", "_rowid_"])
def test_columns_named_like_the_number_of_a_row(shell: Shell, column: str) -> None:
    make(
        shell.folder / "in.db", f"CREATE TABLE pages ({column} TEXT, n)",
        "INSERT INTO pages VALUES (?, 1)", rows=((PAGE,), ("Rates fell.\n",)),
    )  # fmt: skip
    ended = shell.run("in.db", "-o", "out.db", "--field", column, "--workers", "2")
    assert (ended.status, ended.err) == (0, "")
    assert texts_of(shell.folder / "out.db", column) == [KEPT, "Rates fell.\n"]


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        ("(rowid, _rowid_, oid, text)", "has columns rowid, _rowid_, oid in table 'pages': rename one of them"),
        (
            "(id PRIMARY KEY, a, b, text) WITHOUT ROWID",
            "has no row numbers in table 'pages', which is WITHOUT ROWID: "
            "CREATE TABLE copy AS SELECT * FROM it, and give --table copy",
        ),
    ],
)  # fmt: skip
def test_tables_without_row_numbers(shell: Shell, columns: str, line: str) -> None:
    make(
        shell.folder / "in.db",
        f"CREATE TABLE pages {columns}",
        "INSERT INTO pages VALUES (1, 2, 3, ?)",
    )
    ended = shell.run("in.db", "-o", "out.db")
    assert (ended.status, ended.err) == (3, f"strip: in.db: {line}\n")
    assert shell.files() == ["in.db"]


def test_texts_that_must_differ_and_become_the_same(shell: Shell) -> None:
    chain = (KEPT + "\nShare this article\n", KEPT, "Rates fell.\n\nRead more\n", PAGE)
    columns = "CREATE TABLE pages (id INTEGER PRIMARY KEY, text TEXT UNIQUE)"
    insert = "INSERT INTO pages (text) VALUES (?)"
    make(shell.folder / "in.db", columns, insert, rows=tuple((text,) for text in chain))
    ended = shell.run("in.db", "-o", "out.db")
    assert (ended.status, ended.err) == (3, "strip: 2 records failed: see out.db.failed.jsonl\n")
    assert texts_of(shell.folder / "out.db") == ["Rates rose again on Monday.\n", "Rates fell.\n"]
    failed = [json.loads(line) for line in shell.read("out.db.failed.jsonl").splitlines()]
    assert [(f["input"], json.loads(f["line"])) for f in failed] == [
        ("in.db:1", {"id": 1, "text": chain[0]}),
        ("in.db:4", {"id": 4, "text": chain[3]}),
    ]
    assert failed[0]["error"] == "cannot be written: UNIQUE constraint failed: pages.text"
    ended = shell.run("in.db", "--in-place")
    assert (ended.status, len(ended.err.splitlines())) == (3, 2)
    assert texts_of(shell.folder / "in.db") == [chain[0], KEPT, "Rates fell.\n", chain[3]]


def test_a_text_may_become_what_another_was(tmp_path: Path) -> None:
    texts = ("c", "b", "a")
    make(
        tmp_path / "in.db", "CREATE TABLE pages (text UNIQUE)", "INSERT INTO pages VALUES (?)",
        rows=tuple((text,) for text in texts),
    )  # fmt: skip
    given = Input("in.db", tmp_path / "in.db", Path("in.db"), "sqlite")
    part = Part(tmp_path / "part")
    lines = [["pages", False], *([n, {"text": text}] for n, text in enumerate("bad", 1))]
    part.path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert join([part], tmp_path / "out.db", tmp_path / "out.db", given) == []
    assert texts_of(tmp_path / "out.db") == ["b", "a", "d"]


@pytest.mark.parametrize("name", ["in.parquet", "in.arrow", "in.csv", "in.db"])
def test_an_account_takes_no_other_column(shell: Shell, name: str) -> None:
    table = pa.table({"text": [PAGE], "stripper": ["mine"]})
    if name == "in.parquet":
        pq.write_table(table, shell.folder / name)
    elif name == "in.arrow":
        with pa.ipc.new_file(shell.folder / name, table.schema) as out:
            out.write_table(table)
    elif name == "in.db":
        columns, insert = (
            "CREATE TABLE pages (text, stripper)",
            "INSERT INTO pages VALUES (?, 'mine')",
        )
        make(shell.folder / name, columns, insert)
    else:
        shell.put(name, f'text,stripper\r\n"{PAGE}",mine\r\n')
    error = "has a field 'stripper' already, which --explain would overwrite: rename it first"
    ended = shell.run(name, "-o", f"out-{name}", "--explain")
    assert ended.status == 3
    if name in ("in.parquet", "in.arrow"):  # whose types are those of all rows
        assert (ended.err, shell.files()) == (f"strip: {name}: {error}\n", [name])
    assert shell.run(name, "-o", "out.jsonl", "--explain").status == 3
    failed = json.loads(shell.read("out.jsonl.failed.jsonl"))
    assert failed["error"] == error
    assert "mine" in failed["line"]


@pytest.mark.parametrize("name", ["f.parquet", "d.csv", "i.sqlite", "a.jsonl"])
def test_an_account_takes_the_place_of_an_earlier_one(shell: Shell, name: str) -> None:
    WRITE[name](shell.folder / name)
    assert shell.run(name, "-o", f"one-{name}", "--explain", "--from", "text").status == 0
    again = (f"one-{name}", "-o", f"two-{name}", "--explain", "--from", "text")
    ended = shell.run(*again)
    told = "strip: 2 accounts of an earlier --explain replaced by those of this run, which the"
    assert (ended.status, ended.err) == (0, f"{told} inputs still hold\n")
    assert shell.run(*again, "--workers", "2", "--quiet").err == ""
    assert READ[name](shell.folder / f"two-{name}") == TEXTS


def test_an_account_takes_no_other_field_of_a_line(shell: Shell) -> None:
    bad = json.dumps({"text": PAGE, "stripper": "mine"}) + "\n"
    shell.put("in.jsonl", bad + json.dumps({"text": PAGE}) + "\n")
    assert shell.run("in.jsonl", "-o", "out.jsonl", "--explain").status == 3
    assert json.loads(shell.read("out.jsonl"))["text"] == KEPT
    assert json.loads(shell.read("out.jsonl.failed.jsonl"))["line"] == bad
    assert shell.run("in.jsonl", "--in-place", "--explain").status == 3
    assert shell.read("in.jsonl").startswith(bad)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_rows_with_the_lowest_and_the_highest_number(shell: Shell, workers: str) -> None:
    rows = tuple((number, PAGE) for number in (-(2**63), -1, 0, 7, 2**63 - 1))
    statements = (
        "CREATE TABLE pages (id INTEGER PRIMARY KEY, text)",
        "INSERT INTO pages VALUES (?, ?)",
    )
    make(shell.folder / "in.db", *statements, rows=rows)
    ended = shell.run("in.db", "-o", "out.db", "--workers", workers)
    assert (ended.status, ended.err) == (0, "")
    assert texts_of(shell.folder / "out.db") == [KEPT] * len(rows)


def test_rows_of_a_table_that_fail_stay_rows_in_place(shell: Shell) -> None:
    table = f'text,stripper\r\n"{PAGE}", mine\r\n'
    shell.put("in.csv", table)
    given = shell.run("--in-place", "--explain", "in.csv")
    assert (given.status, shell.read("in.csv")) == (3, table)


@pytest.mark.parametrize(
    "table",
    ['id,text\r1,"Rates rose. Read more"\r', 'id,text\r1,"Rates rose.\n\nRead more"\r2,"x"\r'],
)
@pytest.mark.parametrize("target", [("-o", "out.csv"), ("--in-place",)])
def test_a_table_with_line_ends_of_old_is_refused(
    shell: Shell, table: str, target: tuple[str, ...]
) -> None:
    shell.put("in.csv", table)
    ended = shell.run("in.csv", *target)
    remedy = "CR alone ends no line: write LF in its place, as tr '\\r' '\\n' does"
    assert (ended.status, ended.err) == (3, f"strip: in.csv: the heading is no row: {remedy}\n")
    assert (shell.files(), shell.read("in.csv")) == (["in.csv"], table)
    shell.put("in.csv", "id,text\n1,Rates rose.\rRead more\n")
    assert shell.run("in.csv", "-o", "out.csv").status == 3
    assert json.loads(shell.read("out.csv.failed.jsonl"))["error"] == f"is no row: {remedy}"


def test_columns_of_bytes_are_to_be_decoded(shell: Shell) -> None:
    pq.write_table(pa.table({"text": [PAGE.encode()]}), shell.folder / "in.parquet")
    assert shell.run("in.parquet", "-o", "out.jsonl").status == 3
    error = json.loads(shell.read("out.jsonl.failed.jsonl"))["error"]
    assert error == "field 'text' holds no text: it holds bytes, so decode the column first"
