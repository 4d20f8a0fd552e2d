"""SQLite: a copy of the database in which the texts of one table are changed."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from stripper.documents import Document, Failure, Input, Reading
from stripper.errors import InputError
from stripper.readers.databases import connect, find_key, find_table, list_columns, quote_name
from stripper.rows import Row, encode_json
from stripper.writers import ACCOUNT, Part, Sink

_JOURNALS = ("-wal", "-journal")
"""What SQLite puts beside a database that is in use, and finds there after a crash."""


@dataclass(frozen=True, slots=True)
class Change:
    """New values of a row, or none for a row that goes."""

    table: str
    key: str
    number: int
    values: Mapping[str, str] | None


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


def join(parts: Sequence[Part], path: Path, target: Path, given: Input) -> list[Failure]:
    """Copy the database and change the rows of the copy.

    Rows that their table then refuses, as where texts that must differ have become the same, fail:
    they stay as they were in a database that is written in place, and go from any other.
    """
    in_place = given.path is not None and given.path.resolve() == target.resolve()
    failures = []
    try:
        with closing(connect(given)) as source, closing(sqlite3.connect(path)) as copy:
            source.backup(copy)
            with copy:
                for change, error in _apply(
                    copy, chain.from_iterable(_read(copy, part) for part in parts)
                ):
                    failures.append(_fail(source, given, change, error))
                    if not in_place:
                        _change(copy, replace(change, values=None))
        refuse_journal(target)
    except sqlite3.Error as error:
        raise InputError(f"{target} cannot be written: {error}") from error
    return failures


def _apply(
    copy: sqlite3.Connection, changes: Iterator[Change]
) -> Iterator[tuple[Change, sqlite3.IntegrityError]]:
    """Change rows, those that are refused again when others have changed; gives back the rest."""
    refused = list(_try(copy, changes))
    while refused:
        left = list(_try(copy, (change for change, _ in refused)))
        if len(left) == len(refused):
            yield from left
            return
        refused = left


def _try(
    copy: sqlite3.Connection, changes: Iterator[Change]
) -> Iterator[tuple[Change, sqlite3.IntegrityError]]:
    for change in changes:
        try:
            _change(copy, change)
        except sqlite3.IntegrityError as error:
            yield change, error


def _change(copy: sqlite3.Connection, change: Change) -> None:
    table = quote_name(change.table)
    if change.values is None:
        copy.execute(f"DELETE FROM {table} WHERE {change.key} = ?", (change.number,))
        return
    settings = ", ".join(f"{quote_name(column)} = ?" for column in change.values)
    copy.execute(
        f"UPDATE {table} SET {settings} WHERE {change.key} = ?",
        (*change.values.values(), change.number),
    )


def _fail(
    source: sqlite3.Connection, given: Input, change: Change, error: sqlite3.Error
) -> Failure:
    rows = source.execute(
        f"SELECT * FROM {quote_name(change.table)} WHERE {change.key} = ?", (change.number,)
    )
    row = Row(dict(zip((c[0] for c in rows.description), rows.fetchone(), strict=True)))
    wrong = f"cannot be written: {error}"
    return Failure(given, f"{given.name}:{change.number}", wrong, row.line)


def _read(copy: sqlite3.Connection, part: Part) -> Iterator[Change]:
    """The changes of a part; the column for accounts is added where it is wanted."""
    with part.path.open("rb") as stream:
        table, explained = json.loads(next(stream))
        if explained and ACCOUNT not in list_columns(copy, table):
            copy.execute(f"ALTER TABLE {quote_name(table)} ADD COLUMN {ACCOUNT} TEXT")
        key = find_key(copy, table)
        for line in stream:
            number, values = json.loads(line)
            yield Change(table, key, number, values)
