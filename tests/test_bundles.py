"""Archives: what in them is no page comes out as it stood."""

import json
import zipfile
from pathlib import Path

import pytest
from commands import KEPT, PAGE, Shell

from tests.pages import fail_on

OTHERS = {
    "site/": b"",
    "site/app.js": b"// Subscribe to our newsletter\nrun();\n",
    "site/style.css": b"/* Subscribe to our newsletter */\n",
    "site/set.ini": b"[a]\n\nSubscribe to our newsletter\n",
    "site/data.json": b'"Subscribe to our newsletter"\n',
    "site/dot.gif": b"GIF89a",
}
COMMENT = b"Crawled on a Monday"


def write_site(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = COMMENT
        for number, (name, data) in enumerate(OTHERS.items()):
            archive.writestr(name, data)
            archive.writestr(f"site/{number}.txt", PAGE)


def read_all(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.comment == COMMENT
    return members(path)


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def expect(page: str) -> dict[str, bytes]:
    held = {}
    for number, (name, data) in enumerate(OTHERS.items()):
        held |= {name: data, f"site/{number}.txt": page.encode()}
    return held


def test_what_is_no_page_passes_through(shell: Shell) -> None:
    write_site(shell.folder / "a.zip")
    ended = shell.run("a.zip", "-o", "b.zip", "--removed", "gone.jsonl")
    assert (ended.status, ended.err) == (0, "")
    found = read_all(shell.folder / "b.zip")
    assert found == expect(KEPT)
    assert list(found) == list(expect(KEPT))
    assert shell.run("a.zip", "--in-place").status == 0
    assert read_all(shell.folder / "a.zip") == expect(KEPT)


def test_what_is_no_page_is_no_record(shell: Shell) -> None:
    write_site(shell.folder / "a.zip")
    assert shell.run("a.zip", "-o", "a.jsonl").status == 0
    assert len(shell.read("a.jsonl").splitlines()) == len(OTHERS)


def test_an_archive_without_pages_stays_whole(shell: Shell) -> None:
    with zipfile.ZipFile(shell.folder / "a.zip", "w") as archive:
        archive.comment = COMMENT
        archive.writestr("app.js", OTHERS["site/app.js"])
    assert shell.run("a.zip", "-o", "b.zip").status == 0
    assert read_all(shell.folder / "b.zip") == {"app.js": OTHERS["site/app.js"]}


def test_an_account_passes_through_until_a_newer_one_is_written(shell: Shell) -> None:
    write_site(shell.folder / "a.zip")
    assert shell.run("a.zip", "-o", "b.zip", "--explain").status == 0
    assert shell.run("b.zip", "-o", "c.zip").status == 0
    accounts = read_all(shell.folder / "b.zip")
    assert len(accounts) == 3 * len(OTHERS)
    assert read_all(shell.folder / "c.zip") == accounts
    again = shell.run("b.zip", "-o", "d.zip", "--explain")
    told = "6 accounts of an earlier --explain replaced by those of this run"
    assert (again.status, again.err) == (0, f"strip: {told}, which the inputs still hold\n")
    newer = read_all(shell.folder / "d.zip")
    assert newer.keys() == accounts.keys()
    assert json.loads(newer["site/0.txt.stripper.json"])["removals"] == []
    assert shell.run("b.zip", "-o", "b.jsonl").status == 0
    record = json.loads(shell.read("b.jsonl").splitlines()[0])
    assert record["stripper"] == accounts["site/0.txt.stripper.json"].decode().strip()


def test_a_foreign_file_beside_a_page_is_no_account(shell: Shell) -> None:
    with zipfile.ZipFile(shell.folder / "a.zip", "w") as archive:
        archive.writestr("a.txt", PAGE)
        archive.writestr("a.txt.stripper.json", "mine")
    assert shell.run("a.zip", "-o", "b.zip", "--explain").status == 3
    failed = json.loads(shell.read("b.zip.failed.jsonl"))
    assert failed["error"].startswith("has a field 'stripper' already")
    with zipfile.ZipFile(shell.folder / "b.zip") as archive:
        assert archive.namelist() == ["a.txt.stripper.json"]
    before = members(shell.folder / "a.zip")
    assert shell.run("a.zip", "--in-place", "--explain").status == 3
    assert members(shell.folder / "a.zip") == before


def test_a_page_that_cannot_be_stripped_stays_as_it_was_in_place(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(shell.folder / "a.zip", "w") as archive:
        archive.writestr("a.txt", f"xyzzy café\r\n\r\n{PAGE}".encode("cp1252"))
        archive.writestr("b.txt", PAGE)
    before = members(shell.folder / "a.zip")
    fail_on(monkeypatch, "xyzzy")
    assert shell.run("a.zip", "--in-place").status == 3
    assert members(shell.folder / "a.zip") == {**before, "b.txt": KEPT.encode()}


def test_what_is_damaged_is_told_and_never_lost(shell: Shell) -> None:
    write_site(shell.folder / "a.zip")
    whole = (shell.folder / "a.zip").read_bytes()
    with zipfile.ZipFile(shell.folder / "a.zip") as archive:
        at = archive.getinfo("site/dot.gif").header_offset + 30 + len("site/dot.gif")
    damaged = whole[:at] + b"\xff" + whole[at + 1 :]
    shell.put("a.zip", damaged)
    ended = shell.run("a.zip", "-o", "b.zip")
    assert ended.status == 3
    assert "a.zip/site/dot.gif" in shell.read("b.zip.failed.jsonl")
    wanted = expect(KEPT)
    del wanted["site/dot.gif"]
    assert read_all(shell.folder / "b.zip") == wanted
    ended = shell.run("a.zip", "--in-place")
    assert (ended.status, (shell.folder / "a.zip").read_bytes()) == (3, damaged)
    assert "a.zip/site/dot.gif" in ended.err
