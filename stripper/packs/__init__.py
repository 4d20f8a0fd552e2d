"""Packs: files of rules, one a language and category, and the categories themselves.

`packs/any/` holds rules on roles and shapes for every language, `packs/<language>/` fixed labels
and
idioms. A user's pack is a TOML file of the same form; a rule with the id of a shipped one
replaces it.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from stripper.errors import PackError, unknown
from stripper.lexicons import languages
from stripper.packs.patterns import find_slowness
from stripper.packs.rule import Rule, read_rule

_FOLDER = files(__package__)
ANY = "any"
PRESETS = ("precise", "balanced", "thorough")


@dataclass(frozen=True, slots=True)
class Category:
    """What a kind of boilerplate is, and what each preset does with it: goes, certain or stays."""

    name: str
    description: str
    presets: Mapping[str, str]
    about: tuple[str, ...]
    """Roles whose word in a headline says that the page is about the thing."""
    near: tuple[str, ...]
    """Roles by which a neighbouring block belongs to the same appeal, form or gate."""


@cache
def categories() -> Mapping[str, Category]:
    """The categories by name, in the order of the documentation."""
    data = tomllib.loads((_FOLDER / "categories.toml").read_text("utf-8"))
    return {
        name: Category(
            name,
            table["description"],
            {preset: table[preset] for preset in PRESETS},
            tuple(table.get("about", ())),
            tuple(table.get("near", ())),
        )
        for name, table in data.items()
    }


@cache
def load_packs(language: str) -> tuple[Rule, ...]:
    """The shipped rules of one language, or those for every language (`any`)."""
    folder = _FOLDER / language
    if not folder.is_dir():
        return ()
    packs = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(rule for pack in packs for rule in read_pack(pack, tested=True))


def load_user_packs(paths: Iterable[str | Path]) -> tuple[Rule, ...]:
    """The rules of a user's own pack files; patterns that are slow are refused too."""
    rules = []
    for path in map(Path, paths):
        for rule in read_pack(path):
            slow = rule.pattern and find_slowness(rule.pattern, rule.keywords)
            if slow:
                raise PackError(f"{path}: rule {rule.id!r}: field 'pattern' {slow}")
            rules.append(rule)
    return tuple(rules)


def read_pack(file: Traversable | Path, *, tested: bool = False) -> tuple[Rule, ...]:
    """Read one pack file; a `PackError` names the file, the rule and the field at fault.

    `tested` leaves out the check of each rule's patterns and roles, which the tests make of the
    shipped packs: it takes longer than all the rest of a start.
    """
    try:
        data = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise PackError(f"{file}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise PackError(f"{file}: is no TOML: {error}") from error
    category, language = str(data.get("category")), str(data.get("language"))
    if category not in categories():
        raise PackError(f"{file}: {unknown('category', category, categories())}")
    if language != ANY and language not in languages():
        raise PackError(f"{file}: {unknown('language', language, [ANY, *languages()])}")
    extra = set(data) - {"category", "language", "rule"}
    if extra:
        raise PackError(f"{file}: {unknown('field', min(extra), ['category', 'language', 'rule'])}")
    tables = data.get("rule", [])
    if not isinstance(tables, list) or not tables:
        raise PackError(f"{file}: holds no rules: write them as [[rule]] tables")
    rules = [
        read_rule(
            table, category=category, language=language, file=str(file), number=n, tested=tested
        )
        for n, table in enumerate(tables, 1)
    ]
    ids = [rule.id for rule in rules]
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice:
        raise PackError(f"{file}: rule {twice!r}: field 'id' is given twice")
    return tuple(rules)
