"""Crawls: the same pages through every container give the same texts, and all else survives."""

import csv
import gzip
import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from commands import KEPT, PAGE, Shell
from containers import (
    LINES,
    READ,
    ROWS,
    SCHEMA,
    TEXTS,
    WRITE,
    read_lines,
    read_table,
    record,
    responses,
    write_all,
    write_parquet,
    write_table,
)

from stripper.cli.arguments import parse


def test_the_same_pages_through_every_container_give_the_same_texts(shell: Shell) -> None:
    write_all(shell.folder / "in")
    one = shell.run("in", "-o", "one", "--from", "text", "--removed", "one.jsonl")
    two = shell.run("in", "-o", "two", "--from", "text", "--removed", "two.jsonl", "--workers", "2")
    assert (one.status, one.err, two.status, two.err) == (0, "", 0, "")
    assert {p.name for p in (shell.folder / "one").iterdir()} == set(READ)
    for name, read in READ.items():
        assert read(shell.folder / "one" / name) == TEXTS, name
        both = [(shell.folder / folder / name).read_bytes() for folder in ("one", "two")]
        assert both[0] == both[1], name
    assert shell.read("one.jsonl") == shell.read("two.jsonl")


@pytest.mark.parametrize("name", list(WRITE))
def test_everything_can_be_written_as_json_lines(shell: Shell, name: str) -> None:
    WRITE[name](shell.folder / name)
    ended = shell.run(name, "-o", "out.jsonl", "--from", "text")
    assert (ended.status, ended.err) == (0, "")
    assert read_lines((shell.folder / "out.jsonl").read_bytes()) == TEXTS


def test_schema_types_and_row_groups_survive(shell: Shell) -> None:
    write_parquet(shell.folder / "in.parquet")
    assert shell.run("in.parquet", "-o", "out.parquet").status == 0
    before, after = (pq.ParquetFile(shell.folder / f"{n}.parquet") for n in ("in", "out"))
    assert after.schema_arrow.equals(before.schema_arrow, check_metadata=True)
    assert after.num_row_groups == before.num_row_groups == 3
    assert after.metadata.row_group(0).column(2).compression == "ZSTD"
    drop = [name for name in SCHEMA.names if name != "text"]
    assert after.read(drop).equals(before.read(drop))


def test_explained_rows_get_a_column(shell: Shell) -> None:
    for name in ("f.parquet", "d.csv", "i.sqlite", "k.warc.wet.gz", "j.zip"):
        WRITE[name](shell.folder / name)
        assert shell.run(name, "--explain", "-o", f"out-{name}").status == 0
    rows = pq.read_table(shell.folder / "out-f.parquet")["stripper"].to_pylist()
    assert [len(row["removals"]) for row in rows] == [0, 1, 0, 1, 0]
    assert rows[1]["removals"][0]["category"] == "newsletter"
    with (shell.folder / "out-d.csv").open(newline="") as stream:
        accounts = [json.loads(row["stripper"]) for row in csv.DictReader(stream)]
    assert [len(account["removals"]) for account in accounts] == [0, 1, 0, 1, 0]
    database = sqlite3.connect(shell.folder / "out-i.sqlite")
    found = database.execute("SELECT stripper FROM pages ORDER BY rowid").fetchall()
    database.close()
    assert [len(json.loads(text)["removals"]) for (text,) in found] == [0, 1, 0, 1, 0]
    packed = (shell.folder / "out-k.warc.wet.gz").read_bytes()
    assert gzip.decompress(packed).count(b'X-Stripper: {"removals": [{') == 2
    with zipfile.ZipFile(shell.folder / "out-j.zip") as archive:
        assert json.loads(archive.read("deep/1.txt.stripper.json"))["access"] == "open"


def test_rows_of_a_table_come_out_as_they_stood(shell: Shell) -> None:
    text = PAGE.replace("\n", "\r\n")
    table = (
        f'\ufeffid;"text" ;x\r\n1;"Rates, ""rose"".";  5 \r\n2;"{text}";"quoted"\r\n3;5" pipe;\r\n'
    )
    shell.put("in.csv", table)
    ended = shell.run("in.csv", "-o", "out.csv", "--field", "text ")
    assert (ended.status, ended.err) == (0, "")
    kept = table.replace(text, KEPT.replace("\n", "\r\n"))
    assert (shell.folder / "out.csv").read_bytes().decode() == kept


def test_bad_rows_of_a_table(shell: Shell) -> None:
    data = (
        b"id,text\n1,caf\xe9\n2\n3," + json.dumps(KEPT).replace("\\n", "\n").encode() + b'\n4,"x\n'
    )
    shell.put("in.csv", data)
    assert shell.run("in.csv", "-o", "out.csv").status == 3
    assert read_table(shell.folder / "out.csv", ",") == [KEPT]
    failed = [json.loads(line) for line in shell.read("out.csv.failed.jsonl").splitlines()]
    assert [(f["input"], f["error"]) for f in failed] == [
        ("in.csv:2", "byte 5 of the row is no utf-8: name its --encoding"),
        ("in.csv:3", "has 1 cells, and the heading 2"),
        ("in.csv:6", "is no row: a quote in it is not closed"),
    ]
    assert failed[0]["line"].encode("utf-8", "surrogateescape") == b"1,caf\xe9\n"
    assert shell.run("in.csv", "-o", "out.csv", "--encoding", "latin1").status == 3
    assert (shell.folder / "out.csv").read_bytes().startswith(b"id,text\n1,caf\xe9\n")


def test_nulls_pass_and_other_types_fail(shell: Shell) -> None:
    columns = {"text": [PAGE, None, ""], "page": [{"md": PAGE}, None, {"md": None}]}
    pq.write_table(pa.table(columns), shell.folder / "in.parquet")
    assert shell.run("in.parquet", "-o", "out.parquet").status == 0
    assert pq.read_table(shell.folder / "out.parquet")["text"].to_pylist() == [KEPT, None, ""]
    assert shell.run("in.parquet", "-o", "out.parquet", "--field", "page.md").status == 0
    inside = pq.read_table(shell.folder / "out.parquet")["page"].to_pylist()
    assert inside == [{"md": KEPT}, None, {"md": None}]
    with sqlite3.connect(shell.folder / "in.db") as database:
        database.execute("CREATE TABLE pages (text)")
        values = [(PAGE,), (None,), (3,), (b"\xff",)]
        database.executemany("INSERT INTO pages VALUES (?)", values)
        database.execute("INSERT INTO pages VALUES (CAST(x'ff41' AS TEXT))")
    database.close()
    ended = shell.run("in.db", "-o", "out.db")
    assert (ended.status, ended.err) == (3, "strip: 3 records failed: see out.db.failed.jsonl\n")
    assert read_table_of(shell.folder / "out.db") == [KEPT, None]
    assert shell.run("in.db", "--in-place").status == 3
    assert read_table_of(shell.folder / "in.db")[:2] == [KEPT, None]
    assert len(read_table_of(shell.folder / "in.db")) == 5  # what fails stays where it is
    line = '{"text": null, "n": 1}\n'
    assert shell.run(stdin=line).out == line


def read_table_of(path: Path) -> list[object]:
    database = sqlite3.connect(path)
    database.text_factory = bytes
    found = [text for (text,) in database.execute("SELECT text FROM pages ORDER BY rowid")]
    database.close()
    return [text.decode("latin1") if isinstance(text, bytes) else text for text in found]


def test_fields_inside_others(shell: Shell) -> None:
    line = '{"page": {"n": 1.50, "md": ' + json.dumps(PAGE) + ', "url": "u"}, "page.x": 1}\n'
    ended = shell.run("--field", "page.md", "--url-field", "page.url", stdin=line)
    assert ended.out == line.replace(json.dumps(PAGE), json.dumps(KEPT))
    account = shell.run("--field", "page.md", "--url-field", "page.url", "--json", stdin=line)
    assert json.loads(account.out)["metadata"] == {"url": "u"}
    assert shell.run("--field", "page.none", stdin=line).status == 3


def test_tables_of_a_database(shell: Shell) -> None:
    with sqlite3.connect(shell.folder / "in.db") as database:
        for name in ("one", "two"):
            database.execute(f"CREATE TABLE {name} (text TEXT)")
            database.execute(f"INSERT INTO {name} VALUES (?)", (PAGE,))
        database.execute("CREATE TABLE counts (n)")
        database.execute("CREATE VIEW both AS SELECT * FROM one UNION SELECT * FROM two")
    database.close()
    ended = shell.run("in.db", "-o", "out.jsonl")
    line = "strip: in.db: holds these tables with a text: one, two: name one with --table\n"
    assert ended.err == line
    assert (ended.status, shell.files()) == (3, ["in.db"])
    assert shell.run("in.db", "--table", "two", "-o", "out.jsonl").status == 0
    assert read_lines((shell.folder / "out.jsonl").read_bytes()) == [KEPT]
    ended = shell.run("in.db", "--table", "tow")
    assert "has no such table: unknown table 'tow': did you mean 'two'?" in ended.err
    ended = shell.run("in.db", "--table", "both")
    assert ended.err.startswith("strip: in.db: 'both' is a view, whose rows cannot be written: ")
    assert shell.run("in.db", "--field", "none", "-o", "out.jsonl").err == (
        "strip: in.db: holds these tables: one, two, counts: name one with --table\n"
    )


def test_responses(shell: Shell) -> None:
    head = "WARC-Target-URI: https://example.org/\r\nContent-Type: application/http\r\n"
    kinds = {
        "text/plain; charset=iso-8859-1": "Café prices rose.".encode("latin1"),
        "image/png": b"\x89PNG\r\n\x1a\n\0",
        "text/html": b"<p>Rates rose.</p>",
    }
    shell.put(
        "in.warc",
        b"".join(
            record(
                "response", head, f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + data
            )
            for kind, data in kinds.items()
        ),
    )
    ended = shell.run("in.warc")
    texts = read_lines(ended.out.encode())
    assert texts[0] == "Café prices rose."
    assert "PNG" not in ended.out + ended.err  # an image is no page


def test_standard_input(shell: Shell) -> None:
    for data in (LINES, gzip.compress(LINES), zstandard.compress(LINES)):
        assert read_lines(shell.run(stdin=data).raw) == TEXTS
    stream = io.BytesIO()
    with pa.ipc.new_stream(stream, SCHEMA) as out:
        out.write_table(pa.Table.from_pylist(ROWS, SCHEMA))
    assert read_lines(shell.run(stdin=stream.getvalue()).raw) == TEXTS
    assert read_lines(shell.run("--from", "auto", stdin=b"".join(responses())).raw) == TEXTS
    write_table(shell.folder / "in.csv", ",")
    table = (shell.folder / "in.csv").read_bytes()
    assert shell.run("--field", "text", stdin=table).raw == shell.run("in.csv").raw
    write_parquet(shell.folder / "in.parquet")
    ended = shell.run(stdin=(shell.folder / "in.parquet").read_bytes())
    assert (ended.status, ended.err.count("\n")) == (3, 1)
    assert "cannot be read from a pipe" in ended.err


def test_patterns(shell: Shell) -> None:
    for name in ("pages/a.md", "pages/deep/b.md", "pages/deep/c.txt"):
        shell.put(name, PAGE)
    assert shell.run("pages/**/*.md", "-o", "out").status == 0
    assert [n for n in shell.files() if n.startswith("out")] == ["out/a.md", "out/deep/b.md"]
    ended = shell.run("none/*.md")
    assert ended.err == "strip: none/*.md: cannot be read: No such file or directory\n"


def test_what_cannot_be_written_is_refused_first(shell: Shell) -> None:
    for name in ("d.csv", "l.warc", "a.jsonl"):
        WRITE[name](shell.folder / name)
    for arguments, line in (
        (["a.jsonl", "-o", "x.parquet"], "a.jsonl cannot be written as parquet, only as jsonl"),
        (["l.warc", "-o", "x.warc"], "l.warc cannot be written as warc, only as jsonl or wet"),
        (["l.warc", "--in-place"], "--in-place cannot write l.warc, a file of responses: give --output"),
        (["d.csv", "d.csv"], "several inputs cannot become one file of csv: give a folder, or .jsonl"),
        (["a.jsonl", "--max-size", "big"], "--max-size wants a number of bytes such as 50M, not 'big'"),
        (["a.jsonl", "--workers", "0"], "--workers wants a number from 1 on, or auto, not '0'"),
    ):  # fmt: skip
        ended = shell.run(*arguments)
        assert (ended.status, ended.out, ended.err) == (2, "", f"strip: {line}\n")
    assert shell.files() == ["a.jsonl", "d.csv", "l.warc"]
    assert parse(["a", "--max-size", "2k"]).max_size == "2k"


@pytest.mark.parametrize("name", [n for n in WRITE if n not in ("a.jsonl", "d.csv", "e.tsv")])
def test_damaged_containers_leave_no_half_file(shell: Shell, name: str) -> None:
    WRITE[name](shell.folder / name)
    whole = (shell.folder / name).read_bytes()
    shell.put(name, whole[: len(whole) - (30 if "w" in name else len(whole) // 3)])
    ended = shell.run(name, "-o", "out/", "--from", "text")
    assert (ended.status, ended.err.count("\n")) == (3, 1)
    assert ended.err.startswith(f"strip: {name}: ")
    assert shell.files() == [name]


@pytest.mark.parametrize("name", ["e.jsonl.gz", "e.csv", "e.parquet", "e.sqlite", "e.zip", "e.wet"])
def test_empty_and_missing_files(shell: Shell, name: str) -> None:
    missing = shell.run(name, "-o", "out/")
    assert missing.err == f"strip: {name}: cannot be read: No such file or directory\n"
    assert (missing.status, shell.files()) == (3, [])
    shell.put(name, b"")
    assert shell.run(name, "-o", "out/").err.count("\n") <= 1


def test_documents_that_are_too_large(shell: Shell) -> None:
    long = json.dumps({"text": "Rates rose. " * 500}) + "\n"
    good = json.dumps({"text": PAGE}) + "\n"
    shell.put("in.jsonl", good + long + good)
    shell.put("long.txt", "Rates rose. " * 500)
    assert shell.run("in.jsonl", "-o", "out.jsonl", "--max-size", "2k").status == 3
    assert read_lines((shell.folder / "out.jsonl").read_bytes()) == [KEPT, KEPT]
    (failed,) = (json.loads(line) for line in shell.read("out.jsonl.failed.jsonl").splitlines())
    assert failed["line"] == long
    assert failed["error"] == "is larger than 2 kB: see --max-size"
    assert shell.run("in.jsonl", "--in-place", "--max-size", "2k").status == 3
    kept = json.dumps({"text": KEPT}) + "\n"
    assert shell.read("in.jsonl") == kept + long + kept
    ended = shell.run("long.txt", "--max-size", "2k")
    assert ended.err == "strip: long.txt: is larger than 2 kB: see --max-size\n"
    ended = shell.run("long.txt", "--max-size", "10")
    assert ended.err == "strip: long.txt: is larger than 10 bytes: see --max-size\n"


def test_what_was_removed_can_be_put_back(shell: Shell) -> None:
    from stripper.cli.toolbox import use

    write_all(shell.folder / "in")
    shell.put("in/page.txt", PAGE)
    assert shell.run("in", "-o", "out", "--from", "text", "--removed", "gone.jsonl.gz").status == 0
    assert use(["restore", "out", "--removed", "gone.jsonl.gz", "-o", "back/"]) == 0
    assert shell.read("back/page.txt") == PAGE
    for name in ("a.jsonl", "d.csv", "e.tsv"):
        assert shell.read(f"back/{name}") == shell.read(f"in/{name}")
    for name, read in READ.items():
        assert read(shell.folder / "back" / name) == [row["text"] for row in ROWS], name
    assert shell.run("in/a.jsonl", "--removed", "in/a.jsonl").status == 2
    assert use(["restore", "out/a.jsonl", "--removed", "gone.jsonl.gz", "-o", "x.jsonl"]) == 3
    assert use(["restore", "in/a.jsonl", "--removed", "gone.jsonl.gz", "-o", "x.jsonl"]) == 3
    assert not (shell.folder / "x.jsonl").exists()
