"""Site profiles: what the pages of one site repeat, as a file that a person can read and edit.

A profile is one TOML file a site. An entry is known by its text: edit the text, and another block
is meant. `strip` and `keep` hold texts of a person's own, which beat everything.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

from stripper.errors import ProfileError, unknown
from stripper.packs import categories
from stripper.parsed import find_lines, parse_toml
from stripper.profiles.hosts import find_parents, find_pattern, match_host

KINDS = ("exact", "near")
POSITIONS = ("head", "between", "tail")
STATUSES = ("learned", "confirmed", "rejected")
MAX_AGE = timedelta(days=180)
"""An entry not seen for so long before the profile's last page counts no longer: a third of the
sites that fundus follows changed their layout within three years, so half a year is soon enough."""

_DAY = (date, "a day such as 2026-11-28")
_TEXT = (str, "a text")
_TYPES = {
    "pages": (int, "a whole number"), "score": (float, "a number"),
    "confidence": (float, "a number"), "first_seen": _DAY, "last_seen": _DAY,
}  # fmt: skip
_CHOICES: dict[str, Callable[[], Iterable[str]]] = {
    "kind": lambda: KINDS, "position": lambda: POSITIONS, "status": lambda: STATUSES,
    "category": categories,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A block that a site repeats."""

    text: str
    """One sample of it, as it stood on a page."""
    category: str
    position: str
    """Where most pages have it: before their text, in it, or after it."""
    pages: int
    """On how many pages it stood."""
    score: float
    """How sure it is that this is no content."""
    first_seen: date
    last_seen: date
    kind: str = "exact"
    """`exact`: the same words, numbers aside; `near`: dates and names aside too."""
    status: str = "learned"
    """`learned`; `confirmed` by a person, certain from then on; `rejected`: its blocks stay."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one site."""

    hosts: tuple[str, ...]
    pages: int = 0
    """Different pages that it was learned from."""
    confidence: float = 0.0
    """The highest score that so many pages allow."""
    first_seen: date | None = None
    last_seen: date | None = None
    strip: tuple[str, ...] = ()
    """Texts that go, whatever engines say."""
    keep: tuple[str, ...] = ()
    """Texts that stay, whatever engines say."""
    entries: tuple[Entry, ...] = ()

    def covers(self, host: str) -> bool:
        """Whether pages of this host are meant.

        >>> Profile(("example.com",)).covers("news.example.com")
        True
        """
        return any(match_host(pattern, host) for pattern in self.hosts)

    def in_use(self) -> tuple[Entry, ...]:
        """The entries that count: neither rejected nor out of date."""
        return tuple(e for e in self.entries if e.status != "rejected" and not self.is_old(e))

    def rejected(self) -> tuple[Entry, ...]:
        """The entries whose blocks stay, since somebody said so."""
        return tuple(e for e in self.entries if e.status == "rejected")

    def is_old(self, entry: Entry) -> bool:
        """Whether an entry was last seen too long before the last page; confirmed ones stay."""
        if entry.status == "confirmed" or self.last_seen is None:
            return False
        return entry.last_seen < self.last_seen - MAX_AGE


def load_profiles(paths: Iterable[str | Path]) -> tuple[Profile, ...]:
    """The profiles of files, and of all `.toml` files in folders; a `ProfileError` says what is
    wrong with one."""
    files: list[Path] = []
    for path in map(check_local, paths):
        found = sorted(path.glob("*.toml")) if path.is_dir() else [path]
        if not found:
            raise ProfileError(f"{path}: holds no site profiles: stripper learn writes them")
        files += found
    return tuple(map(read_profile, files))


def check_local(path: str | Path) -> Path:
    """The path of a profile or a learning state; a `ProfileError` says that it is an address.

    >>> check_local("s3://crawls/a.sites")
    Traceback (most recent call last):
        ...
    stripper.errors.ProfileError: s3://crawls/a.sites: site profiles are local files: copy them
    """
    if "://" in str(path):
        raise ProfileError(f"{path}: site profiles are local files: copy them")
    return Path(path)


def read_profile(path: Path) -> Profile:
    """Read one profile; a `ProfileError` names the file, the line, the entry and the field."""
    try:
        content = path.read_bytes()
        data = parse_toml(content)
    except OSError as error:
        raise ProfileError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ProfileError(f"{path}: is no TOML: {error}") from error
    except RecursionError as error:
        raise ProfileError(f"{path}: nests its values too deeply for any profile") from error
    tables = data.pop("entry", [])
    if not isinstance(tables, list):
        raise ProfileError(f"{path}: field 'entry' wants [[entry]] tables")
    lines = find_lines(content, "entry")
    if len(lines) != len(tables):  # written in another way, such as entry = [{…}]
        lines = []
    entries = tuple(
        Entry(**_checked(table, Entry, f"{path}{f':{line}' if line else ''}: entry {number}"))
        for number, (table, line) in enumerate(zip_longest(tables, lines), 1)
    )
    held = _checked(data, Profile, str(path))
    return Profile(**held, entries=entries)


def _checked(table: Any, kind: type[Entry] | type[Profile], where: str) -> dict[str, Any]:
    """The fields of a table, each of the type that it wants; lists as tuples."""
    if not isinstance(table, dict):
        raise ProfileError(f"{where}: wants a table of fields")
    known = {f.name: f for f in fields(kind) if f.name != "entries"}
    out: dict[str, Any] = {}
    for name, value in table.items():
        if name not in known:
            raise ProfileError(f"{where}: {unknown('field', name, known)}")
        out[name] = _converted(name, value, where)
    for name, held in known.items():
        if name not in out and held.default is MISSING:
            wanted = "a list of hosts" if name == "hosts" else _TYPES.get(name, _TEXT)[1]
            raise ProfileError(f"{where}: field {name!r} is missing: give it {wanted}")
    for name, choices in _CHOICES.items():
        if name in out and out[name] not in choices():
            raise ProfileError(f"{where}: {unknown(name, out[name], choices())}")
    if "score" in out and not 0 < out["score"] <= 1:
        raise ProfileError(f"{where}: field 'score' lies between 0 and 1")
    return out


def _converted(name: str, value: Any, where: str) -> Any:
    if name in ("hosts", "strip", "keep"):
        if isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value):
            return tuple(value) if name != "hosts" else _as_patterns(value, where)
        raise ProfileError(f"{where}: field {name!r} wants a list of texts")
    if name in ("score", "confidence") and type(value) in (int, float):
        return float(value)
    wanted, called = _TYPES.get(name, _TEXT)
    if type(value) is not wanted:
        raise ProfileError(f"{where}: field {name!r} wants {called}, not {value!r}")
    return value


def _as_patterns(given: Sequence[str], where: str) -> tuple[str, ...]:
    if not given:
        raise ProfileError(f"{where}: field 'hosts' wants a host, or '*' for all")
    patterns = []
    for text in given:
        pattern = find_pattern(text)
        if pattern is None:
            raise ProfileError(
                f"{where}: field 'hosts' wants hosts such as example.com, not {text!r}"
            )
        patterns.append(pattern)
    return tuple(patterns)


class ProfileIndex:
    """Which of many profiles hold for a host, looked up by the domains that it lies in."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._everywhere = tuple(n for n, profile in enumerate(profiles) if "*" in profile.hosts)
        self._named: dict[str, list[int]] = {}
        for number, profile in enumerate(profiles):
            for pattern in profile.hosts:
                if pattern != "*":
                    self._named.setdefault(pattern.lower(), []).append(number)
        given = [n for n in range(len(profiles)) if n not in self._everywhere]
        single = len({frozenset(profiles[n].hosts) for n in given}) == 1
        self._unknown = tuple(sorted([*self._everywhere, *(given if single else [])]))

    def find(self, host: str | None) -> tuple[int, ...]:
        """The numbers of the profiles that hold for a host: those that name it most closely, and
        those for all hosts.

        Where the host is not known, a single profile holds, and so do several of the same hosts:
        whoever gives one page and one site's profile means them for each other.

        >>> index = ProfileIndex([Profile(("*",)), Profile(("example.com",))])
        >>> index.find("www.example.com"), index.find("b.example"), index.find(None)
        ((0, 1), (0,), (0, 1))
        """
        if not host:
            return self._unknown
        patterns = self._find_patterns(host)
        closest = max(map(len, patterns), default=0)
        named = (n for p in patterns if len(p) == closest for n in self._named[p])
        return tuple(sorted({*self._everywhere, *named}))

    def names(self, host: str) -> bool:
        """Whether a profile is for this host, and not for all."""
        return bool(self._find_patterns(host))

    def _find_patterns(self, host: str) -> list[str]:
        own, *above = find_parents(host.lower())
        every = [own, *above, *(f"*.{name}" for name in above)]
        return [pattern for pattern in every if pattern in self._named]
