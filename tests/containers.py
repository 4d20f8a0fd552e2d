"""The same pages in every container, written and read by the libraries that own the formats."""

import csv
import gzip
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from commands import KEPT, PAGE
from fastwarc.warc import ArchiveIterator

ROWS = [
    {"id": n, "url": f"https://example.org/{n}", "text": PAGE if n % 2 else f'"{n}" rates, rose.\n'}
    for n in range(5)
]
TEXTS = [KEPT if n % 2 else f'"{n}" rates, rose.\n' for n in range(5)]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
SCHEMA = pa.schema(
    [
        pa.field("id", pa.int16()),
        pa.field("url", pa.large_string(), nullable=False, metadata={"unit": "address"}),
        pa.field("text", pa.string()),
    ],
    metadata={"origin": "a crawl"},
)


def write_table(path: Path, delimiter: str) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream, delimiter=delimiter)
        out.writerow(ROWS[0])
        out.writerows(row.values() for row in ROWS)


def read_table(path: Path, delimiter: str) -> list[str]:
    with path.open(newline="", encoding="utf-8") as stream:
        return [row["text"] for row in csv.DictReader(stream, delimiter=delimiter)]


def record(kind: str, headers: str, content: bytes) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\n{headers}Content-Length: {len(content)}\r\n\r\n"
    return head.encode() + content + b"\r\n\r\n"


def conversions() -> list[bytes]:
    return [record("warcinfo", "", b"software: none\r\n")] + [
        record(
            "conversion",
            f"WARC-Target-URI: {row['url']}\r\nWARC-Record-ID: <urn:uuid:{row['id']}>\r\n"
            "Odd-Header: kept\r\nContent-Type: text/plain\r\n",
            str(row["text"]).encode(),
        )
        for row in ROWS
    ]


def responses() -> list[bytes]:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    return [
        record(
            "response",
            f"WARC-Target-URI: {row['url']}\r\nWARC-Record-ID: <urn:uuid:{row['id']}>\r\n"
            "Content-Type: application/http; msgtype=response\r\n",
            head + str(row["text"]).encode(),
        )
        for row in ROWS
    ]


def read_archive(path: Path) -> list[str]:
    with path.open("rb") as stream:
        return [r.reader.read().decode() for r in ArchiveIterator(stream)]


def write_parquet(path: Path) -> None:
    table = pa.Table.from_pylist(ROWS, SCHEMA)
    pq.write_table(table, path, row_group_size=2, compression="zstd")


def write_arrow(path: Path) -> None:
    table = pa.Table.from_pylist(ROWS, SCHEMA)
    make = pa.ipc.new_stream if path.suffix == ".arrows" else pa.ipc.new_file
    with make(path, SCHEMA) as out:
        for batch in table.to_batches(2):
            out.write_batch(batch)


def write_database(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE pages (id INTEGER, url TEXT, text TEXT)")
        database.execute("CREATE TABLE 'odd \"name' (x BLOB)")
        database.executemany("INSERT INTO pages VALUES (:id, :url, :text)", ROWS)
    database.close()


def read_database(path: Path) -> list[str]:
    database = sqlite3.connect(path)
    found = [text for (text,) in database.execute("SELECT text FROM pages ORDER BY rowid")]
    database.close()
    return found


def write_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in ROWS:
            archive.writestr(f"deep/{row['id']}.txt", str(row["text"]))


def read_zip(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return [archive.read(name).decode() for name in archive.namelist()]


def read_lines(data: bytes) -> list[str]:
    return [json.loads(line)["text"] for line in data.splitlines()]


def unzstd(data: bytes) -> bytes:
    reader = zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True)
    return reader.read()


WRITE: dict[str, Callable[[Path], object]] = {
    "a.jsonl": lambda p: p.write_bytes(LINES),
    "b.jsonl.gz": lambda p: p.write_bytes(gzip.compress(LINES)),
    "c.ndjson.zst": lambda p: p.write_bytes(zstandard.compress(LINES)),
    "d.csv": lambda p: write_table(p, ","),
    "e.tsv": lambda p: write_table(p, "\t"),
    "f.parquet": write_parquet,
    "g.arrow": write_arrow,
    "h.arrows": write_arrow,
    "i.sqlite": write_database,
    "j.zip": write_zip,
    "k.warc.wet.gz": lambda p: p.write_bytes(b"".join(map(gzip.compress, conversions()))),
    "l.warc": lambda p: p.write_bytes(b"".join(responses())),
    "m.warc.zst": lambda p: p.write_bytes(b"".join(map(zstandard.compress, responses()))),
}
READ: dict[str, Callable[[Path], list[str]]] = {
    "a.jsonl": lambda p: read_lines(p.read_bytes()),
    "b.jsonl.gz": lambda p: read_lines(gzip.decompress(p.read_bytes())),
    "c.ndjson.zst": lambda p: read_lines(unzstd(p.read_bytes())),
    "d.csv": lambda p: read_table(p, ","),
    "e.tsv": lambda p: read_table(p, "\t"),
    "f.parquet": lambda p: pq.read_table(p)["text"].to_pylist(),
    "g.arrow": lambda p: pa.ipc.open_file(p).read_all()["text"].to_pylist(),
    "h.arrows": lambda p: pa.ipc.open_stream(p).read_all()["text"].to_pylist(),
    "i.sqlite": read_database,
    "j.zip": read_zip,
    "k.warc.wet.gz": read_archive,
    "l.warc.wet": read_archive,
    "m.warc.wet.zst": read_archive,
}


def write_all(folder: Path) -> None:
    folder.mkdir()
    for name, write in WRITE.items():
        write(folder / name)
