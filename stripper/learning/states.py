"""States: what was learned of many sites, in one SQLite file that outlives the memory and the run.

A state holds the sample of each site, as `stripper.learning.sample` bounds it, which parts of a run
it was made of, and in the end the profiles. Several processes may merge into one state at once, and
states merge with one another: what they hold does not depend on the order, and what is merged twice
counts once.
"""

import json
import sqlite3
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Self

import numpy as np

from stripper.errors import InputError
from stripper.learning import make_profile
from stripper.learning.furniture import CONFIDENCE
from stripper.learning.sample import SAMPLE_PAGES, PageSketch, Sample, join
from stripper.profiles import Profile
from stripper.profiles.store import (
    APPLICATION,
    TABLES,
    connect,
    drop_profiles,
    read_fact,
    write_fact,
    write_profiles,
)

PATIENCE = 600.0
"""Seconds to wait for other processes that write to the same state."""
_TABLES = (
    *TABLES,
    "CREATE TABLE pages (site TEXT, identity INTEGER, first_seen TEXT, last_seen TEXT,"
    " sketch BLOB, UNIQUE (site, identity))",
    "CREATE TABLE parts (unit INTEGER, part INTEGER, UNIQUE (unit, part))",
    f"PRAGMA application_id = {APPLICATION}",
)
_SIGNED = 1 << 63
"""Identities are unsigned and SQLite's numbers signed; taken off, their order stays."""


class State:
    """The learning state in a file, which is made where it is missing.

    Whatever goes wrong with the file is an `InputError`.

    >>> from tempfile import TemporaryDirectory
    >>> from stripper.learning import Learner
    >>> learner = Learner()
    >>> learner.add([("The ferry sails at noon from the old quay.", "https://example.com/a")])
    >>> with TemporaryDirectory() as folder, State(Path(folder) / "crawl.sites") as state:
    ...     copies = state.merge(learner.hand_over())
    ...     [(site, len(state.sample(site))) for site in state.sites()]
    [('example.com', 1)]
    """

    def __init__(
        self, path: Path, *, run: str = "", day: date | None = None, read_only: bool = False
    ) -> None:
        """`run` names what is being learned from: a state of another run is begun anew. `day` is
        when its pages are met, today unless given; a state that is gone on with keeps its own."""
        self._path = path
        with self._explained():
            if read_only:
                self._database = connect(path)
                return
            self._database = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
            self._begin(run, day or date.today())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    @property
    def day(self) -> date:
        """When the pages are met."""
        return date.fromisoformat(read_fact(self._database, "day") or "")

    def wants(self, site: str, identity: int) -> bool:
        """Whether a page with this hash would be held; most pages of a large site are not."""
        query = "SELECT identity FROM pages WHERE site = ? ORDER BY identity LIMIT 1 OFFSET ?"
        with self._explained():
            last = self._database.execute(query, (site, SAMPLE_PAGES - 1)).fetchone()
        return last is None or identity - _SIGNED <= last[0]

    def merge(
        self, samples: Mapping[str, Sample], part: tuple[int, int] | None = None
    ) -> Counter[str]:
        """Take samples in, at once or not at all; `part` is noted as done with them. Returns how
        many pages of each site were held before."""
        with self._transaction() as database:
            drop_profiles(database)
            again = Counter(
                {site: self._merge_site(database, site, held) for site, held in samples.items()}
            )
            if part is not None:
                database.execute("INSERT OR IGNORE INTO parts VALUES (?, ?)", part)
        return again

    def merge_state(self, other: "State") -> None:
        """Take all in that another state has learned."""
        with self._transaction() as database:
            drop_profiles(database)
            for site in other.sites():
                self._merge_site(database, site, other.sample(site))

    def done_of(self, unit: int) -> frozenset[int]:
        """The parts of an input that were taken in."""
        query = "SELECT part FROM parts WHERE unit = ?"
        with self._explained():
            return frozenset(part for (part,) in self._database.execute(query, (unit,)))

    def count_parts(self) -> int:
        """How many parts were taken in."""
        with self._explained():
            return int(self._database.execute("SELECT count(*) FROM parts").fetchone()[0])

    def count_sites(self) -> int:
        """Of how many sites pages are held."""
        with self._explained():
            query = "SELECT count(DISTINCT site) FROM pages"
            return int(self._database.execute(query).fetchone()[0])

    def sites(self, *, pages: int = 1) -> Iterator[str]:
        """The sites of which so many pages are held, by name."""
        query = "SELECT site FROM pages GROUP BY site HAVING count(*) >= ? ORDER BY site"
        with self._explained():
            for (site,) in self._database.execute(query, (pages,)):
                yield site

    def sample(self, site: str) -> Sample:
        """What is held of a site."""
        query = "SELECT identity, first_seen, last_seen, sketch FROM pages WHERE site = ?"
        with self._explained():
            sketches = [_unpack(*row) for row in self._database.execute(query, (site,))]
        return Sample({page.identity: page for page in sorted(sketches, key=lambda p: p.identity)})

    @property
    def whole(self) -> bool:
        """Whether the profiles are those of all that was learned."""
        return read_fact(self._database, "profiles") is not None

    def make_profiles(self, tick: Callable[[], None] = lambda: None) -> None:
        """Make a profile of each site of which something can be learned."""

        def make() -> Iterator[Profile]:
            for site in self.sites(pages=min(CONFIDENCE)):
                profile = make_profile(site, self.sample(site))
                tick()
                if profile.entries:
                    yield profile

        with self._transaction() as database:
            write_profiles(database, make())

    def _begin(self, run: str, day: date) -> None:
        with self._transaction() as database:
            tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if not tables:
                for statement in _TABLES:
                    database.execute(statement)
            elif database.execute("PRAGMA application_id").fetchone() != (APPLICATION,):
                raise InputError(f"{self._path}: is no learning state")
            elif not run or read_fact(database, "run") == run:
                return
            for table in ("facts", "profiles", "pages", "parts"):
                database.execute(f"DELETE FROM {table}")
            write_fact(database, "run", run)
            write_fact(database, "day", day.isoformat())

    def _merge_site(self, database: sqlite3.Connection, site: str, sample: Sample) -> int:
        again = 0
        query = (
            "SELECT identity, first_seen, last_seen, sketch FROM pages"
            " WHERE site = ? AND identity = ?"
        )
        for page in sample:
            held = database.execute(query, (site, page.identity - _SIGNED)).fetchone()
            again += held is not None
            database.execute(
                "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?)",
                (site, *_pack(join(_unpack(*held), page) if held else page)),
            )
        database.execute(
            "DELETE FROM pages WHERE site = ?1 AND identity > (SELECT identity FROM pages"
            " WHERE site = ?1 ORDER BY identity LIMIT 1 OFFSET ?2)",
            (site, SAMPLE_PAGES - 1),
        )
        return again

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._explained():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn errors of the database into one line that names it."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise InputError(f"{self._path}: the learning state: {error}") from error


def _pack(page: PageSketch) -> tuple[int, str, str, bytes]:
    """A page as a row: everything but its identity and days in one compressed text."""
    columns = (
        page.exact, page.near, page.literal, page.words, page.sentence, page.score,
    )  # fmt: skip
    held = [*(column.tolist() for column in columns), page.category, page.text]
    data = zlib.compress(json.dumps(held).encode(), 1)
    return (
        page.identity - _SIGNED, page.first_seen.isoformat(), page.last_seen.isoformat(), data,
    )  # fmt: skip


def _unpack(identity: int, first: str, last: str, data: bytes) -> PageSketch:
    held: list[Any] = json.loads(zlib.decompress(data))
    exact, near, literal, words, sentence, score, category, text = held
    return PageSketch(
        identity + _SIGNED, date.fromisoformat(first), date.fromisoformat(last),
        np.array(exact, np.uint64), np.array(near, np.uint64), np.array(literal, np.int64),
        np.array(words, np.int64), np.array(sentence, bool), np.array(score, np.int64),
        tuple(category), tuple(map(sys.intern, text)),
    )  # fmt: skip
