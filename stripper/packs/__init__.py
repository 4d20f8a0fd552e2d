"""Packs: files of rules, one a language and category, and the categories themselves.

`packs/any/` holds rules on roles and shapes for every language, `packs/<language>/` fixed labels
and idioms. A user's pack is a TOML file of the same form; a rule with the id of a shipped one
replaces it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from stripper.errors import PackError, unknown
from stripper.lexicons import languages
from stripper.packs.patterns import find_slowness
from stripper.packs.rule import Rule, read_rule
from stripper.parsed import find_lines, read_toml

_FOLDER = Path(__file__).parent
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
    (data,) = read_toml([_FOLDER / "categories.toml"])
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
def load_classes() -> Mapping[str, str]:
    """By word in the classes and ids of HTML elements: the category of what stands in them."""
    (data,) = read_toml([_FOLDER / "classes.toml"])
    return {word: category for category, words in data.items() for word in words}


@cache
def load_answers() -> frozenset[str]:
    """The answers under a question to the reader, folded."""
    (data,) = read_toml([_FOLDER / "answers.toml"])
    return frozenset(data["words"])


@cache
def load_members() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The classes of what forums write of who wrote a post, those of names, and those of posts."""
    (data,) = read_toml([_FOLDER / "members.toml"])
    return frozenset(data["boxes"]), frozenset(data["names"]), frozenset(data["posts"])


@cache
def load_packs(language: str) -> tuple[Rule, ...]:
    """The shipped rules of one language, or those for every language (`any`)."""
    folder = _FOLDER / language
    if not folder.is_dir():
        return ()
    packs = sorted(folder.glob("*.toml"))
    tables = zip(packs, read_toml(packs), strict=True)
    return tuple(rule for pack, data in tables for rule in make_rules(data, pack, tested=True))


def load_user_packs(paths: Iterable[str | Path]) -> tuple[Rule, ...]:
    """The rules of a user's own pack files; patterns that are slow are refused too."""
    rules = []
    for path in map(Path, paths):
        for rule in read_pack(path):
            for field in ("pattern", "veto"):
                slow = find_slowness(getattr(rule, field), rule.keywords)
                if slow:
                    raise PackError(f"{path}: rule {rule.id!r}: field {field!r} {slow}")
            rules.append(rule)
    return tuple(rules)


def find_strangers(paths: Iterable[str | Path]) -> Iterator[str]:
    """What is to be told of a user's rules with a full id among the shipped ones that replace none:
    it is likely misspelt, and then both rules hold."""
    for path in map(Path, paths):
        (data,) = read_toml([path])
        for name in (table["id"] for table in data["rule"]):
            language, _, rest = name.partition("/")
            if rest.count("/") != 1 or language not in (ANY, *languages()):
                continue
            near = [r.id for r in load_packs(language) if r.id.startswith(name.rpartition("/")[0])]
            if near and name not in near:
                yield f"{path}: rule {name!r} replaces none: {unknown('shipped rule', name, near)}"


def read_pack(file: Path) -> tuple[Rule, ...]:
    """Read one pack file; a `PackError` names the file, the line, the rule and the field."""
    try:
        (data,) = read_toml([file])
        lines = find_lines(file.read_bytes(), "rule")
    except IsADirectoryError as error:
        raise PackError(f"{file}: is a folder: name the .toml files in it") from error
    except OSError as error:
        raise PackError(f"{file}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise PackError(f"{file}: is no TOML: {error}") from error
    except RecursionError as error:
        raise PackError(f"{file}: nests its values too deeply for any rule") from error
    return make_rules(data, file, lines)


def make_rules(
    data: Mapping[str, Any], file: Path, lines: Sequence[int] = (), *, tested: bool = False
) -> tuple[Rule, ...]:
    """The rules of one pack, as it was read from a file, where they begin on these lines.

    `tested` leaves out the check of each rule's patterns and roles, which the tests make of the
    shipped packs: it takes longer than all the rest of a start.
    """
    for field in ("category", "language"):
        if field not in data:
            said = "say, above its first [[rule]], of what its rules are"
            raise PackError(f"{file}: field {field!r} is missing: {said}")
    category, language = str(data["category"]), str(data["language"])
    if category not in categories():
        raise PackError(f"{file}: {unknown('category', category, categories())}")
    if language != ANY and language not in languages():
        raise PackError(f"{file}: {unknown('language', language, [ANY, *languages()])}")
    extra = set(data) - {"category", "language", "rule"}
    if extra:
        raise PackError(f"{file}: {unknown('field', min(extra), ['category', 'language', 'rule'])}")
    tables = data.get("rule", [])
    if not isinstance(tables, list) or not tables or not all(isinstance(t, dict) for t in tables):
        raise PackError(f"{file}: holds no rules: write them as [[rule]] tables")
    if len(lines) != len(tables):  # written in another way, such as rule = [{…}]
        lines = ()
    rules = [
        read_rule(
            table, category=category, language=language, number=number, tested=tested,
            file=f"{file}:{line}" if line else str(file),
        )
        for number, (table, line) in enumerate(zip_longest(tables, lines), 1)
    ]  # fmt: skip
    ids = [rule.id for rule in rules]
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice:
        raise PackError(f"{file}: rule {twice!r}: field 'id' is given twice")
    return tuple(rules)
