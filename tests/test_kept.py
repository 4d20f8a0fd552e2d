"""Rows and members that Python, UTF-8 or this package cannot hold: they pass, or fail alone and whole."""

import json
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from commands import KEPT, PAGE, Shell

from stripper.readers.values import read_value

PAIR = pa.StructArray.from_arrays([pa.array([1] * 3), pa.array([2] * 3)], names=["a", "a"])
COLUMNS = {
    "nanoseconds": pa.array([1_700_000_000_123_456_789] * 3, pa.timestamp("ns")),
    "time": pa.array([123_456_789] * 3, pa.time64("ns")),
    "year 29349": pa.array([10**7] * 3, pa.date32()),
    "zone": pa.array([123] * 3, pa.timestamp("us", tz="Mars/Olympus")),
    "twice": PAIR,
    "list": pa.ListArray.from_arrays([0, 1, 2, 3], PAIR),
    "bytes": pa.array([b"a", b"\xff", None]).view(pa.string()),
    "dictionary": pa.array([b"a", b"\xff", None]).view(pa.string()).dictionary_encode(),
    "view": pa.array(["a", None, "b"], pa.string_view()),
}
TEXT = pa.array([PAGE, "Rates fell.\n", PAGE])


def write(path: Path, table: pa.Table) -> None:
    if path.suffix == ".parquet":
        pq.write_table(table, path)
        return
    with pa.ipc.new_file(path, table.schema) as out:
        out.write_table(table)


def read(path: Path) -> pa.Table:
    if path.suffix == ".parquet":
        return pq.ParquetFile(path).read()
    return pa.ipc.open_file(path).read_all()


@pytest.mark.parametrize("suffix", [".parquet", ".arrow"])
def test_columns_that_only_pass_through_are_not_looked_at(shell: Shell, suffix: str) -> None:
    # Parquet has no dictionary of strings that are no strings
    held = {n: c for n, c in COLUMNS.items() if suffix == ".arrow" or n != "dictionary"}
    table = pa.table({**held, "text": TEXT})
    write(shell.folder / f"in{suffix}", table)
    before = read(shell.folder / f"in{suffix}")
    ended = shell.run(f"in{suffix}", "-o", f"out{suffix}")
    assert (ended.status, ended.err) == (0, "")
    after = read(shell.folder / f"out{suffix}")
    assert after["text"].to_pylist() == [KEPT, "Rates fell.\n", KEPT]
    assert after.schema.equals(before.schema, check_metadata=True)
    for name in held:  # comparing bytes: that of Arrow stops at such strings
        assert after[name].to_string() == before[name].to_string(), name


@pytest.mark.parametrize(
    "kind", [pa.string_view(), pa.large_string(), pa.dictionary(pa.int8(), pa.string())]
)
def test_texts_of_every_type(shell: Shell, kind: pa.DataType) -> None:
    write(shell.folder / "in.arrow", pa.table({"text": TEXT.cast(kind), "n": [1, 2, 3]}))
    assert shell.run("in.arrow", "-o", "out.arrow").status == 0
    after = read(shell.folder / "out.arrow")
    assert after["text"].to_pylist() == [KEPT, "Rates fell.\n", KEPT]
    assert after.schema.field("text").type == kind


def test_text_inside_a_struct_that_python_cannot_hold(shell: Shell) -> None:
    names = ["at", "text"]
    page = pa.StructArray.from_arrays([COLUMNS["nanoseconds"], TEXT], names=names)
    write(shell.folder / "in.arrow", pa.table({"page": page}))
    assert shell.run("in.arrow", "-o", "out.arrow", "--field", "page.text").status == 0
    (after,) = read(shell.folder / "out.arrow")["page"].chunks
    assert after.field("text").to_pylist() == [KEPT, "Rates fell.\n", KEPT]
    assert after.field("at").equals(COLUMNS["nanoseconds"])


@pytest.mark.parametrize("suffix", [".parquet", ".arrow"])
def test_a_text_that_is_no_utf8_fails_alone(shell: Shell, suffix: str) -> None:
    texts = pa.array([PAGE.encode(), b"caf\xe9", PAGE.encode()]).view(pa.string())
    table = pa.table({"id": [1, 2, 3], "text": texts, "at": COLUMNS["nanoseconds"]})
    write(shell.folder / f"in{suffix}", table)
    assert shell.run(f"in{suffix}", "-o", f"out{suffix}").status == 3
    assert read(shell.folder / f"out{suffix}")["text"].to_pylist() == [KEPT, KEPT]
    failed = json.loads(shell.read(f"out{suffix}.failed.jsonl"))
    line = json.loads(failed["line"])
    assert failed["error"] == "field 'text' is no UTF-8"
    assert line["text"].encode("utf-8", "surrogateescape") == b"caf\xe9"
    assert (line["id"], line["at"]) == (2, "2023-11-14 22:13:20.123456789")
    ended = shell.run(f"in{suffix}", "--in-place")  # what fails stays where it is
    assert (ended.status, ended.err) == (3, f"strip: in{suffix}:2: field 'text' is no UTF-8\n")
    after = read(shell.folder / f"in{suffix}")
    assert after["id"].to_pylist() == [1, 2, 3]
    held = [scalar.as_buffer().to_pybytes() for scalar in after["text"]]
    assert held == [KEPT.encode(), b"caf\xe9", KEPT.encode()]


def test_values_that_python_cannot_hold_are_written_out() -> None:
    written = {name: read_value(column.slice(1, 1)) for name, column in COLUMNS.items()}
    assert written == {
        "nanoseconds": "2023-11-14 22:13:20.123456789",
        "time": "00:00:00.123456789",
        "year 29349": "29349-01-26",
        "zone": "1970-01-01 00:00:00.000123Z",
        "twice": [("a", 1), ("a", 2)],
        "list": [[("a", 1), ("a", 2)]],
        "bytes": "\udcff",
        "dictionary": "\udcff",
        "view": None,
    }


def put_archive(path: Path) -> dict[str, bytes]:
    held = {
        "a.txt": PAGE.encode(),
        "b.jsonl": b'{"text": "Rates rose."}\n',
        "img.png": b"\x89PNG\r\n\x1a\n\0\xff",
        "long.txt": b"Rates rose. \xe9" * 500,
        "z.txt": PAGE.encode(),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return held


def list_members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_members_that_fail_stay_in_place_and_are_listed_whole(shell: Shell) -> None:
    held = put_archive(shell.folder / "in.zip")
    assert shell.run("in.zip", "-o", "out.zip", "--max-size", "2k").status == 3
    stripped = {"a.txt": KEPT.encode(), "img.png": held["img.png"], "z.txt": KEPT.encode()}
    assert list_members(shell.folder / "out.zip") == stripped
    failed = [json.loads(line) for line in shell.read("out.zip.failed.jsonl").splitlines()]
    assert {
        f["input"].removeprefix("in.zip/"): f["line"].encode("utf-8", "surrogateescape")
        for f in failed
    } == {name: data for name, data in held.items() if name not in stripped}
    assert shell.run("in.zip", "--in-place", "--max-size", "2k").status == 3
    assert list_members(shell.folder / "in.zip") == {**held, **stripped}


def test_an_archive_with_a_member_that_cannot_be_read_is_not_written_in_place(shell: Shell) -> None:
    put_archive(shell.folder / "in.zip")
    data = (shell.folder / "in.zip").read_bytes()
    at = data.index(b"long.txt") + 40
    shell.put("in.zip", data[:at] + b"\xff" * 8 + data[at + 8 :])
    shell.put("page.txt", PAGE)
    before = (shell.folder / "in.zip").read_bytes()
    ended = shell.run("in.zip", "page.txt", "--in-place")
    assert ended.status == 3
    assert "strip: in.zip: in.zip/long.txt is damaged: " in ended.err
    assert ended.err.endswith(", and so cannot be kept: give --output\n")
    assert (shell.folder / "in.zip").read_bytes() == before
    assert shell.read("page.txt") == KEPT
    assert shell.run("in.zip", "-o", "out.zip").status == 3
    assert set(list_members(shell.folder / "out.zip")) == {"a.txt", "img.png", "z.txt"}
