"""Stores: the profiles of many sites in one SQLite file, each looked up when a page of it comes.

A store is the second half of a learning state, the file that `stripper.learning.states` keeps: what
was learned stands there as the profiles that were made of it.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from stripper.errors import ProfileError
from stripper.profiles import Entry, Profile
from stripper.profiles.hosts import find_parents

SUFFIX = ".sites"
"""How the name of a learning state ends."""
APPLICATION = 0x53495445
"""`SITE`: what SQLite's field for it says of a learning state."""
TABLES = (
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT)",
    "CREATE TABLE profiles (site TEXT PRIMARY KEY, profile TEXT)",
)
_WHOLE = "profiles"
"""The fact that holds the digest of the profiles, from when all of them have been made."""


@dataclass(frozen=True, slots=True)
class ProfileStore:
    """The profiles of a learning state; a file that does not change while it is used."""

    path: Path = field(repr=False)
    digest: str
    """Of all that the profiles say."""

    @classmethod
    def open(cls, path: Path) -> "ProfileStore":
        """Open a learning state; a `ProfileError` says that it is none, or not whole."""
        try:
            with closing(connect(path)) as database:
                digest = read_fact(database, _WHOLE)
        except (sqlite3.Error, OSError) as error:
            raise ProfileError(f"{path}: is no learning state: {error}") from error
        if digest is None:
            raise ProfileError(f"{path}: is not whole, since what wrote it was interrupted")
        return cls(path, digest)

    def find(self, site: str) -> Profile | None:
        """The profile of a site, else that of the site it is a sub-domain of; None where nothing
        was learned of either."""
        try:
            with closing(connect(self.path)) as database:
                query = "SELECT profile FROM profiles WHERE site = ?"
                rows = (database.execute(query, (name,)).fetchone() for name in find_parents(site))
                row = next(filter(None, rows), None)
        except (sqlite3.Error, OSError) as error:
            raise ProfileError(f"{self.path}: cannot be read: {error}") from error
        return _read(row[0]) if row else None


def is_store(path: str | Path) -> bool:
    """Whether a name is that of a learning state; folders of profiles may be called so as well.

    >>> is_store("clean.jsonl.sites"), is_store("example.com.toml")
    (True, False)
    """
    return str(path).endswith(SUFFIX) and not Path(path).is_dir()


def connect(path: Path) -> sqlite3.Connection:
    """Open a learning state that is only read."""
    if not path.is_file():
        raise FileNotFoundError("no such file")
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    if database.execute("PRAGMA application_id").fetchone() != (APPLICATION,):
        database.close()
        raise sqlite3.DatabaseError("it was not written by this package")
    return database


def read_fact(database: sqlite3.Connection, name: str) -> str | None:
    """What a state says of itself."""
    row = database.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else None


def write_fact(database: sqlite3.Connection, name: str, value: str) -> None:
    """Have a state say something of itself."""
    database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


def write_profiles(database: sqlite3.Connection, profiles: Iterable[Profile]) -> None:
    """Replace all profiles within a transaction; their sites come in order."""
    database.execute("DELETE FROM profiles")
    digest = hashlib.blake2b(digest_size=16)
    for profile in profiles:
        text = json.dumps(asdict(profile), default=date.isoformat)
        database.execute("INSERT INTO profiles VALUES (?, ?)", (profile.hosts[0], text))
        digest.update(f"{text}\n".encode())
    write_fact(database, _WHOLE, digest.hexdigest())


def drop_profiles(database: sqlite3.Connection) -> None:
    """Forget the profiles, since what they were made of changes."""
    database.execute("DELETE FROM facts WHERE name = ?", (_WHOLE,))


def _read(text: str) -> Profile:
    held = json.loads(text)
    entries = tuple(Entry(**_with_days(entry)) for entry in held.pop("entries"))
    lists = {name: tuple(held[name]) for name in ("hosts", "strip", "keep")}
    return Profile(**{**_with_days(held), **lists}, entries=entries)


def _with_days(held: dict[str, Any]) -> dict[str, Any]:
    days = {name: held[name] for name in ("first_seen", "last_seen")}
    return {**held, **{name: date.fromisoformat(d) if d else None for name, d in days.items()}}
