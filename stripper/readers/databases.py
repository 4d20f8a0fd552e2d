"""SQLite: records as the rows of a table."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

from stripper.documents import Document, Failure, Input, Reading, Span
from stripper.errors import InputError, unknown
from stripper.readers import make_document, refuse_bytes
from stripper.rows import TEXT_FIELDS, Row

SPAN_ROWS = 1_000
"""Rows that a worker takes at a time."""
_KEYS = ("rowid", "_rowid_", "oid")
"""What SQLite calls the number of a row, where no column of the table is called so."""
_LAST = 2**63 - 1
"""The highest number that SQLite has; no query takes one beyond it."""


class Raw(NamedTuple):
    """A row of a table by its number there."""

    number: int
    values: dict[str, object]


def split(given: Input, reading: Reading) -> Iterator[Span] | None:
    """Spans of row numbers, which begin with `start` and end with `stop`."""
    if given.path is None or not given.path.is_file():
        return None
    return _split(given, reading)


def scan(given: Input, reading: Reading, span: Span | None) -> Iterator[Raw]:
    """The rows of a table in the order of their numbers, or those of a span."""
    try:
        with closing(connect(given)) as database:
            name = find_table(database, reading)
            table, key = quote_name(name), find_key(database, name)
            bounds = (span.start, span.stop) if span else ()
            within = f"WHERE {key} BETWEEN ? AND ?" if span else ""
            rows = database.execute(f"SELECT {key}, * FROM {table} {within} ORDER BY {key}", bounds)
            names = [column[0] for column in rows.description][1:]
            for number, *values in rows:
                yield Raw(number, dict(zip(names, values, strict=True)))
    except sqlite3.Error as error:
        raise InputError(f"cannot be read: {error}") from error


def parse(given: Input, reading: Reading, raw: Raw) -> Document | Failure:
    """A row as a document."""
    name = f"{given.name}:{raw.number}"
    return refuse_bytes(make_document(given, name, Row(raw.values, raw.number), reading))


def connect(given: Input) -> sqlite3.Connection:
    """Open a database that is only read."""
    if given.path is None:
        raise InputError("a database cannot be read from a pipe: name the file")
    if not given.path.is_file():
        raise InputError("cannot be read: No such file or directory")
    database = sqlite3.connect(f"{given.path.resolve().as_uri()}?mode=ro", uri=True)
    database.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    return database


def find_table(database: sqlite3.Connection, reading: Reading) -> str:
    """The table that is named, or the only one, or the only one with a text in it."""
    found = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    tables = [str(name) for (name,) in found]
    if reading.table is not None:
        if reading.table not in tables:
            _refuse_view(database, reading.table)
            raise InputError(f"has no such table: {unknown('table', reading.table, tables)}")
        return reading.table
    if len(tables) != 1:
        wanted = {reading.text_field} if reading.text_field else set(TEXT_FIELDS)
        with_text = [t for t in tables if wanted & set(list_columns(database, t))]
        if len(with_text) != 1:
            if not tables:
                raise InputError("holds no table")
            listed = ", ".join(with_text or tables)
            what = "holds these tables with a text" if with_text else "holds these tables"
            raise InputError(f"{what}: {listed}: name one with --table")
        tables = with_text
    return tables[0]


def _refuse_view(database: sqlite3.Connection, name: str) -> None:
    """An `InputError` says that a name is a view's: its rows have no numbers."""
    query = "SELECT count(*) FROM sqlite_master WHERE type = 'view' AND name = ?"
    if database.execute(query, (name,)).fetchone()[0]:
        raise InputError(
            f"{name!r} is a view, whose rows cannot be written: CREATE TABLE copy AS SELECT * FROM "
            "it, and give --table copy"
        )


def find_key(database: sqlite3.Connection, table: str) -> str:
    """The name under which the numbers of a table's rows can be asked for."""
    taken = {column.lower() for column in list_columns(database, table)}
    key = next((name for name in _KEYS if name not in taken), None)
    if key is None:
        raise InputError(f"has columns {', '.join(_KEYS)} in table {table!r}: rename one of them")
    try:
        database.execute(f"SELECT {key} FROM {quote_name(table)} LIMIT 0")
    except sqlite3.OperationalError as error:
        raise InputError(
            f"has no row numbers in table {table!r}, which is WITHOUT ROWID: "
            "CREATE TABLE copy AS SELECT * FROM it, and give --table copy"
        ) from error
    return key


def list_columns(database: sqlite3.Connection, table: str) -> list[str]:
    """The names of a table's columns."""
    return [row[1] for row in database.execute(f"PRAGMA table_info({quote_name(table)})")]


def quote_name(name: str) -> str:
    """A name as SQL takes it.

    >>> quote_name('odd "name" here')
    '"odd ""name"" here"'
    """
    return '"' + name.replace('"', '""') + '"'


def _split(given: Input, reading: Reading) -> Iterator[Span]:
    try:
        with closing(connect(given)) as database:
            name = find_table(database, reading)
            table, key = quote_name(name), find_key(database, name)
            (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
            (least,) = database.execute(f"SELECT min({key}) FROM {table}").fetchone()
            step = (
                f"SELECT max(number), count(*) FROM (SELECT {key} AS number FROM {table}"
                f" WHERE {key} >= ? ORDER BY {key} LIMIT {SPAN_ROWS})"
            )
            start = least or 0
            size = given.path.stat().st_size if given.path else 0
            while start <= _LAST and (found := database.execute(step, (start,)).fetchone())[1]:
                stop, rows = found
                yield Span(start, stop, share=size * rows // count)
                start = stop + 1
    except sqlite3.Error as error:
        raise InputError(f"cannot be read: {error}") from error
