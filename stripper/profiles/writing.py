"""Writing profiles: TOML that a person reads, compares and edits; comments and order survive."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from stripper.profiles import Entry, Profile

_HEAD = (
    "What a site repeats around its texts; strip --site uses it. `strip` and `keep` are for texts",
    "of your own. An entry's `status` may be set to confirmed (always goes) or rejected (never).",
)
_LISTS = ("strip", "keep")


def format_profile(profile: Profile, before: str = "") -> str:
    """A profile as TOML. `before` is the file as it was: what did not change in it stays as it is.

    >>> text = format_profile(Profile(("example.com",), keep=("Our rule",)))
    >>> print(text.partition("\\n\\n")[2].strip())
    hosts = ["example.com"]
    pages = 0
    confidence = 0.0
    strip = []
    keep = [
        "Our rule",
    ]
    """
    document = tomlkit.parse(before) if before else _new_document()
    for name, value in _values(profile).items():
        if name not in document or document[name] != value:
            document[name] = _as_item(name, value)
    old: Mapping[tuple[str, str], Table] = {
        (table["text"], table.get("kind", "exact")): table for table in document.get("entry", ())
    }
    tables = AoT([], parsed=True)  # others put a blank line between the tables each time anew
    ended = True
    for entry in profile.entries:
        held = old.get((entry.text, entry.kind))
        table = _table(entry, held)
        if held is None and not ended:
            table.trivia.indent = "\n"
        tables.append(table)
        ended = table.as_string().endswith("\n\n")
    document.pop("entry", None)
    if len(tables):
        document["entry"] = tables
    return tomlkit.dumps(document)


def _new_document() -> tomlkit.TOMLDocument:
    document = tomlkit.document()
    for line in _HEAD:
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    return document


def _values(held: Profile | Entry) -> dict[str, Any]:
    """The fields that are set, in order; of an entry those that are not as usual."""
    out: dict[str, Any] = {}
    for f in fields(held):
        value = getattr(held, f.name)
        usual = isinstance(held, Entry) and f.default is not MISSING and value == f.default
        if f.name != "entries" and value is not None and (not usual or f.name == "status"):
            out[f.name] = list(value) if isinstance(value, tuple) else value
    return out


def _as_item(name: str, value: Any) -> Any:
    if name not in _LISTS:
        return value
    array = tomlkit.array()
    array.extend(value)
    return array.multiline(len(value) > 0)


def _table(entry: Entry, before: Table | None) -> Table:
    table = before if before is not None else tomlkit.table()
    values = _values(entry)
    for name, value in values.items():
        if table.get(name) != value:
            table[name] = value
    for name in set(table) - set(values):
        del table[name]
    return table
