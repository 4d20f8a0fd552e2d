"""HTML in crawls: every container and switch gives the text that the page gives alone."""

import csv
import hashlib
import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from commands import Shell, environment
from containers import read_archive, record
from test_runs import run_killed, snapshot

import stripper
from stripper.cli.toolbox import use

HOST = "https://gazette.example"
PAGES = [
    f"<!doctype html><html><head><title>Story {n}</title></head><body><nav><a href='/'>Home</a> "
    f"<a href='/world'>World</a></nav><article><h1>Caf\u00e9 prices rose {n} times</h1>"
    f"<p>The caf\u00e9 on the quay raised its prices on Monday, for the {n}th time this year; a cup "
    "costs 3 &euro; &mdash; twice what it did.</p><p>Nobody on the quay wanted to say why, and the "
    "owner, who was asked twice, had gone to sea.</p></article><p class='cta'>Subscribe to our "
    "newsletter</p><div>The harbour&#8217;s master counted 40 ships before noon and went home.</div>"
    "</body></html>\n"
    for n in range(2, 9)
]
OWN = "The harbour\u2019s master counted 40 ships before noon and went home."
PROFILE = f'hosts = ["gazette.example"]\nstrip = ["{OWN}"]\n'
ROWS = [{"id": n, "url": f"{HOST}/{n}", "html": page} for n, page in enumerate(PAGES)]


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.cut_small(900, records=2)
    return shell


def write_table(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.DictWriter(stream, ROWS[0], delimiter="\t" if path.suffix == ".tsv" else ",")
        out.writeheader()
        out.writerows(ROWS)


def write_arrow(path: Path) -> None:
    table = pa.Table.from_pylist(ROWS)
    with pa.ipc.new_file(path, table.schema) as out:
        out.write_table(table, max_chunksize=2)


def write_warc(path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n"
    path.write_bytes(
        b"".join(
            record(
                "response",
                f"WARC-Target-URI: {HOST}/{n}\r\nWARC-Record-ID: <urn:uuid:{n}>\r\n"
                "Content-Type: application/http; msgtype=response\r\n",
                head + page.encode("latin-1"),
            )
            for n, page in enumerate(PAGES)
        )
    )


def write_database(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE pages (id INTEGER, url TEXT, html TEXT)")
        database.executemany("INSERT INTO pages VALUES (:id, :url, :html)", ROWS)
    database.close()


def write_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for n, page in enumerate(PAGES):
            archive.writestr(f"{n}.html", page.encode())


def write_folder(path: Path) -> None:
    path.mkdir()
    for n, page in enumerate(PAGES):
        (path / f"{n}.html").write_text(page, "utf-8")


def column(path: Path) -> list[str]:
    with sqlite3.connect(path) as database:
        found = [text for (text,) in database.execute("SELECT html FROM pages ORDER BY rowid")]
    database.close()
    return found


def cells(path: Path) -> list[str]:
    with path.open(newline="", encoding="utf-8") as stream:
        delimiter = "\t" if path.suffix == ".tsv" else ","
        return [row["html"] for row in csv.DictReader(stream, delimiter=delimiter)]


def members(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return [archive.read(name).decode() for name in sorted(archive.namelist())]


WRITE: dict[str, Callable[[Path], object]] = {
    "a.jsonl": lambda p: p.write_text("".join(json.dumps(row) + "\n" for row in ROWS)),
    "b.csv": write_table,
    "c.tsv": write_table,
    "d.parquet": lambda p: pq.write_table(pa.Table.from_pylist(ROWS), p, row_group_size=3),
    "e.arrow": write_arrow,
    "f.warc": write_warc,
    "g.sqlite": write_database,
    "h.zip": write_zip,
    "i": write_folder,
}
READ: dict[str, Callable[[Path], list[str]]] = {
    "a.jsonl": lambda p: [json.loads(line)["html"] for line in p.read_text().splitlines()],
    "b.csv": cells,
    "c.tsv": cells,
    "d.parquet": lambda p: pq.read_table(p)["html"].to_pylist(),
    "e.arrow": lambda p: pa.ipc.open_file(p).read_all()["html"].to_pylist(),
    "f.warc.wet": read_archive,
    "g.sqlite": column,
    "h.zip": members,
    "i": lambda p: [f.read_text("utf-8") for f in sorted(p.iterdir())],
}


def write_all(folder: Path) -> None:
    folder.mkdir()
    for name, write in WRITE.items():
        write(folder / name)


def check(folder: Path, wanted: list[str]) -> None:
    for name, read in READ.items():
        assert read(folder / name) == wanted, name


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("to", ["text", "markdown", "html"])
def test_html_through_every_container(shell: Shell, to: str, workers: str) -> None:
    write_all(shell.folder / "in")
    ended = shell.run("in", "-o", "out", "--to", to, "--workers", workers)
    assert (ended.status, ended.err) == (0, "")
    wanted = [stripper.strip(page, to=to).text for page in PAGES]
    assert "newsletter" not in "".join(wanted) and "3 \u20ac \u2014 twice" in wanted[0]
    check(shell.folder / "out", wanted)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_extracts_through_every_container(shell: Shell, workers: str) -> None:
    write_all(shell.folder / "in")
    ended = shell.run("in", "-o", "out", "--extractor", "trafilatura", "--workers", workers)
    assert (ended.status, ended.err) == (0, "")
    wanted = [stripper.strip(page, extractor="trafilatura").text for page in PAGES]
    assert "twice what it did" in wanted[0] and wanted[0] != stripper.strip(PAGES[0]).text
    check(shell.folder / "out", wanted)


def test_extracts_of_what_is_no_html_fail_alone(shell: Shell) -> None:
    shell.put("in/note.txt", "Rates rose on Monday.\n")
    shell.put("in/page.html", PAGES[0])
    ended = shell.run("in", "-o", "out", "--extractor", "trafilatura")
    assert ended.err == "strip: in/note.txt: this is text, and an extractor wants HTML\n"
    assert (ended.status, shell.files()[-1]) == (3, "out/page.txt")  # that of page.html


@pytest.mark.parametrize("to", ["text", "markdown", "html"])
def test_html_can_be_put_back(shell: Shell, to: str) -> None:
    write_all(shell.folder / "in")
    assert shell.run("in", "-o", "out", "--to", to, "--removed", "gone.jsonl").status == 0
    assert use(["restore", "out", "--removed", "gone.jsonl", "-o", "back/"]) == 0
    check(shell.folder / "back", PAGES)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_profiles_through_every_container_also_resumed(shell: Shell, workers: str) -> None:
    write_all(shell.folder / "in")
    shell.put("gazette.toml", PROFILE)
    shell.put("other.toml", 'hosts = ["other.example"]\nstrip = ["Subscribe to our newsletter"]\n')
    sites = ["--site", "gazette.toml", "--site", "other.toml", "--no-model"]
    common = ["in", *sites, "--workers", workers, "-o"]
    assert shell.run(*common, "out").status == 0
    profile = stripper.Stripper(
        site=[str(shell.folder / f"{n}.toml") for n in ("gazette", "other")], model=False
    )
    plain = [stripper.strip(page, model=False).text for page in PAGES]
    wanted = [profile(page, url=f"{HOST}/1").text for page in PAGES]
    assert all(OWN in text for text in plain) and not any(OWN in text for text in wanted)
    for name, read in READ.items():
        unknown = name in ("h.zip", "i")  # their pages have no address
        assert read(shell.folder / "out" / name) == (plain if unknown else wanted), name
    expected = snapshot(shell.folder / "out")
    for moment in (20, 60):
        target = f"out{moment}"
        assert run_killed([*common, target], moment)
        ended = shell.run(*common, target, "--resume")
        assert (ended.status, ended.err) == (0, "")
        assert snapshot(shell.folder / target) == expected


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no account of memory here")
def test_a_line_of_300_megabytes_takes_no_memory(tmp_path: Path) -> None:
    good = json.dumps({"text": "Rates rose.\n\nRead more\n"}) + "\n"
    digest = hashlib.sha256()
    with (tmp_path / "in.jsonl").open("wb") as out:
        out.write(good.encode())
        pieces = [b'{"text": "', *[b"Rates rose. " * 100_000] * 250, b'"}\n']
        for piece in pieces:
            out.write(piece)
            digest.update(piece)
        out.write(good.encode())
    code = (
        "import sys; sys.argv[0] = 'strip'\n"
        "from stripper.cli.front import run\n"
        "status = run()\n"
        "lines = open('/proc/self/status').readlines()\n"
        "print(*(line.split()[1] for line in lines if line.startswith('VmHWM')))\n"
        "sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "in.jsonl", "-o", "out.jsonl"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True,
    )  # fmt: skip
    said = "strip: 1 record failed: see out.jsonl.failed.jsonl\n"
    assert (done.returncode, done.stderr) == (3, said)
    assert int(done.stdout) * 1024 < 290e6
    texts = [
        json.loads(line)["text"] for line in (tmp_path / "out.jsonl").read_bytes().splitlines()
    ]
    assert texts == ["Rates rose.\n"] * 2
    failed = json.loads((tmp_path / "out.jsonl.failed.jsonl").read_bytes())
    assert failed["error"] == "is larger than 50 MB: see --max-size"
    assert hashlib.sha256(failed["line"].encode()).digest() == digest.digest()
