"""SQLite: a copy of the database in which the texts of one table are changed."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from stripper.documents import Document, Failure, Input, Reading
from stripper.errors import InputError
from stripper.readers.databases import connect, find_table, quote_name
from stripper.rows import Row, encode_json
from stripper.writers import ACCOUNT, Part, Sink

_JOURNALS = ("-wal", "-journal")
"""What SQLite puts beside a database that is in use, and finds there after a crash."""


class ChangeWriter:
    """Writes the changes of rows as lines: number, and new values or null for a row that goes."""

    def __init__(self, sink: Sink, table: str, *, explained: bool) -> None:
        self._sink = sink
        self._write([table, explained])

    def put(self, document: Document, changes: Mapping[str, object]) -> None:
        """Note the changed fields of a row."""
        assert isinstance(document.record, Row)
        texts = {n: c if isinstance(c, str) else encode_json(c) for n, c in changes.items()}
        if texts:
            self._write([document.record.key, texts])

    def fail(self, failure: Failure, *, keep: bool) -> None:
        """Take note of a row that failed; `keep` says that it stays."""
        if not keep and isinstance(failure.record, Row):
            self._write([failure.record.key, None])

    def close(self) -> None:
        """Nothing is left to write."""

    def _write(self, change: list[object]) -> None:
        self._sink.write(encode_json(change).encode() + b"\n")


def open_part(
    sink: Sink, given: Input, reading: Reading, target: Path | None, *, first: bool, explained: bool
) -> ChangeWriter:
    """A writer of the changes of some rows."""
    with closing(connect(given)) as database:
        table = find_table(database, reading)
    return ChangeWriter(sink, table, explained=explained)


def refuse_journal(target: Path) -> None:
    """Check that no journal is left beside a target: SQLite would write it into the new database.

    An `InputError` names the journal, and how to be rid of it.
    """
    for suffix in _JOURNALS:
        journal = target.with_name(target.name + suffix)
        if journal.is_file() and journal.stat().st_size:
            raise InputError(
                f"{journal} holds changes that {target.name} has not yet: close whatever has it "
                f"open, or run sqlite3 {target} .tables"
            )


def join(parts: Sequence[Part], path: Path, target: Path, given: Input) -> None:
    """Copy the database and change the rows of the copy."""
    try:
        with closing(connect(given)) as source, closing(sqlite3.connect(path)) as copy:
            source.backup(copy)
            with copy:
                for part in parts:
                    _apply(copy, _read(part))
        refuse_journal(target)
    except sqlite3.Error as error:
        raise InputError(f"{target} cannot be written: {error}") from error


def _apply(copy: sqlite3.Connection, changes: Iterator[tuple[object, object]]) -> None:
    name, explained = next(changes)
    table = quote_name(str(name))
    columns = [row[1] for row in copy.execute(f"PRAGMA table_info({table})")]
    if explained and ACCOUNT not in columns:
        copy.execute(f"ALTER TABLE {table} ADD COLUMN {ACCOUNT} TEXT")
    for number, values in changes:
        if not isinstance(values, dict):
            copy.execute(f"DELETE FROM {table} WHERE rowid = ?", (number,))
            continue
        settings = ", ".join(f"{quote_name(column)} = ?" for column in values)
        copy.execute(f"UPDATE {table} SET {settings} WHERE rowid = ?", (*values.values(), number))


def _read(part: Part) -> Iterator[tuple[object, object]]:
    with part.path.open("rb") as stream:
        for line in stream:
            first, second = json.loads(line)
            yield first, second
