"""A rule: one TOML table that says what a block of boilerplate looks like, with samples of its own.

What must be there (at least one of these; several must all hold, except that `labels`, `openings`
and `endings` are alternatives):

    labels     the block is this phrase and nothing else; numbers at its edges do not count
    openings   the block begins with this phrase
    endings    the block ends with this phrase
    pattern    a regular expression found in the folded block; wants `keywords`, one of which must
    occur
    all        each of these occurs among the block's roles ("we", or "give|support")
    some       at least `at_least` of these occur among the block's roles
    sentence   all of these occur in one sentence of the block
    cover      these roles make up `share` of the block's words
    shape      no words at all: the limits below are enough
    points     facts of the block and its company weigh `threshold` points, or `joins` points beside
    a block of its group that reaches the threshold, and `alone` more where no neighbour goes

Points tell an appeal that is reworded every week by its company. Each list of facts has its points,
whole ones; of several such rules in a pack's language, the one furthest over its threshold speaks:

    points.own.3 = ["give", "we"]    the block speaks of giving: three points; of "we": three more
    points.group.2 = ["amount"]      others of its group do: in text those with no blank line
    between, in HTML those of one small element
    points.near.2 = ["newsletter"]   one of the four blocks on either side does
    points.place.-2 = ["item"]       where it stands, how it looks, what its element is:
    `stripper/places.py` has the names
    points.both.4 = ["own give + near price"]   two such facts together

What limits it: `none`, `veto`, `min_words`, `max_words`, `min_link`, `max_link`, `terminal`,
`position` (anywhere, head, tail, edge), `kinds`, `run` (that many such blocks in a row).

How far it reaches, `extent`: `block`; `match` (the matched part of the block); `list` (a label and
the headlines after it, up to a new label over lines of its own or, where they are links, the last
link; of a shipped rule also up to an appeal, a notice or a sign-up that another rule knows);
`stack` (the same where two headlines or more stand right under it, or nothing); `appeal` (the
neighbours that speak of the same thing); `rest` (to the end).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from stripper.blocks import Kind
from stripper.errors import OptionError, PackError, unknown
from stripper.lexicons import role_mask, role_names
from stripper.packs.patterns import find_fault
from stripper.places import place_names
from stripper.scripts import spell

POSITIONS = ("anywhere", "head", "tail", "edge")
EXTENTS = ("block", "match", "list", "stack", "appeal", "rest")
KINDS = {"paragraph": Kind.PARAGRAPH, "heading": Kind.HEADING, "item": Kind.ITEM, "html": Kind.HTML}
_PHRASES = ("labels", "openings", "endings")
_GROUPS = ("all", "some", "sentence", "none", "cover")
_TEXTS = (*_PHRASES, *_GROUPS, "keywords", "kinds", "strip", "keep")
_WRITTEN = (*_PHRASES, "keywords", "strip", "keep")
"""Lists in the words of the rule's language."""
SCOPES = {"own": role_names, "group": role_names, "near": role_names, "place": place_names}
"""What has points: roles that the block speaks of, the others of its group, its neighbours; and
where it stands and how it looks."""
BOTH, AND = "both", " + "
"""And two of these facts together, as `own give + near price`."""
Points = tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
MOST_POINTS = 1000
"""Sums of so many points are exact whatever adds them."""
_NUMBER = re.compile(r"-?\d{1,4}", re.ASCII)
MOST = 10**6
"""The largest number a field takes, far above the words of a block and any sum of points."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, checked; `id` is `<language>/<category>/<name>`."""

    id: str
    category: str
    language: str
    description: str
    confidence: float = 0.9
    """The score of what it finds: at 0.9 and over it is certain (see presets)."""
    labels: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    pattern: str = ""
    all: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    at_least: int = 1
    sentence: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    cover: tuple[str, ...] = ()
    share: float = 0.6
    shape: bool = False
    points: Points = ()
    """By scope: the facts with their points."""
    threshold: int = 0
    joins: int = 0
    alone: int = 0
    veto: str = ""
    min_words: int = 0
    max_words: int = 120
    min_link: float = 0.0
    max_link: float = 1.0
    terminal: bool | None = None
    position: str = "anywhere"
    kinds: tuple[str, ...] = ("paragraph", "heading", "item")
    run: int = 1
    extent: str = "block"
    strip: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()

    @property
    def by_words(self) -> bool:
        """Whether fixed phrases decide, rather than roles or shape."""
        return bool(self.labels or self.openings or self.endings or self.pattern)

    @property
    def counted(self) -> tuple[str, ...]:
        """The roles that speak for the rule where the block speaks of them."""
        own = dict(self.points).get("own", ())
        return tuple(name for name, value in own if value > 0)


_DEFAULTS = {f.name: f for f in fields(Rule)}


def read_rule(
    table: Mapping[str, Any], *, category: str, language: str, file: str, number: int, tested: bool
) -> Rule:
    """Check one table of a pack and make a rule of it; a `PackError` names file, rule and field."""
    name = table.get("id")
    where = f"{file}: rule {name!r}" if isinstance(name, str) and name else f"{file}: rule {number}"
    if not isinstance(name, str) or not name:
        raise PackError(f"{where}: field 'id' is missing: give the rule a name of its own")
    values: dict[str, Any] = {}
    for field, value in table.items():
        if field == "id":
            continue
        if field not in _DEFAULTS or field in ("category", "language"):
            known = [f for f in _DEFAULTS if f not in ("category", "language")]
            raise PackError(f"{where}: {unknown('field', field, known)}")
        values[field] = _checked(field, value, where)
        if field in _WRITTEN:
            values[field] = tuple(each for text in values[field] for each in spell(language, text))
        elif field in ("pattern", "veto"):
            values[field] = "|".join(spell(language, values[field]))
    full = name if name.count("/") == 2 else f"{language}/{category}/{name}"
    if "description" not in values:
        raise PackError(f"{where}: field 'description' is missing: say what the rule finds")
    rule = Rule(id=full, category=category, language=language, **values)
    fault = None if tested else _find_fault(rule)
    if fault:
        raise PackError(f"{where}: {fault}")
    return rule


def _checked(field: str, value: Any, where: str) -> Any:
    """A field's value in the type that the rule holds."""
    if field == "points":
        return _read_points(value, where)
    if field in _TEXTS:
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise PackError(f"{where}: field {field!r} wants a list of texts that are not empty")
        return tuple(value)
    kind = type(_DEFAULTS[field].default) if field != "description" else str
    if field == "terminal":
        kind = bool
    if isinstance(value, int | float) and not -MOST <= value <= MOST:  # nan is not either
        raise PackError(f"{where}: field {field!r} lies between {-MOST} and {MOST}")
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind:
        raise PackError(f"{where}: field {field!r} wants {_wanted(kind)}, not {value!r}")
    return value


def _read_points(value: Any, where: str) -> Points:
    """Tables `scope.points = [facts]` as pairs of a fact and its points."""
    wanted = f"{where}: field 'points' wants lists of facts by points, as in own.3 = [\"give\"]"
    if not isinstance(value, dict):
        raise PackError(wanted)
    held = []
    for scope, lists in value.items():
        if scope not in (*SCOPES, BOTH):
            raise PackError(f"{where}: field 'points': {unknown('scope', scope, (*SCOPES, BOTH))}")
        if not isinstance(lists, dict):
            raise PackError(wanted)
        pairs = []
        for points, names in lists.items():
            number = _NUMBER.fullmatch(points) is not None
            if not number or abs(int(points)) > MOST_POINTS or not isinstance(names, list):
                raise PackError(wanted)
            pairs += [(name, int(points)) for name in names]
        held.append((scope, tuple(pairs)))
    return tuple(held)


def _find_fault_of_fact(scope: str, name: str) -> str | None:
    known = SCOPES[scope]() if scope in SCOPES else fact_names()
    facts = [name] if scope in SCOPES else name.split(AND)
    if wrong := [fact for fact in facts if fact not in known]:
        return f": {unknown('fact', wrong[0], known)}"
    if scope == BOTH and len(facts) != 2:
        return f" wants two facts with {AND!r} between, not {name!r}"
    return None


@cache
def fact_names() -> tuple[str, ...]:
    """All single facts that have points, each behind its scope: `own give`, `place item`."""
    return tuple(f"{scope} {name}" for scope, names in SCOPES.items() for name in names())


def _wanted(kind: type) -> str:
    names = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
    return names[kind]


def _find_fault(rule: Rule) -> str | None:
    """Say which field of a rule does not hold, and why."""
    by_roles = rule.all or rule.some or rule.sentence or rule.cover
    if not (rule.by_words or by_roles or rule.shape or rule.points):
        return "has nothing to match: give it phrases, a pattern, roles, points or shape"
    for field, known in (("position", POSITIONS), ("extent", EXTENTS)):
        if getattr(rule, field) not in known:
            return f"field {field!r}: {unknown('value', getattr(rule, field), known)}"
    for kind in rule.kinds:
        if kind not in KINDS:
            return f"field 'kinds': {unknown('kind', kind, KINDS)}"
    for field in _GROUPS:
        for group in getattr(rule, field):
            try:
                role_mask(*group.split("|"))
            except OptionError:
                wrong = next(r for r in group.split("|") if r not in role_names())
                return f"field {field!r}: {unknown('role', wrong, role_names())}"
    for scope, points in rule.points:
        for name, _ in points:
            if fault := _find_fault_of_fact(scope, str(name)):
                return f"field 'points.{scope}'{fault}"
    if rule.joins > rule.threshold:
        return "field 'joins' lies at or under 'threshold'"
    if rule.alone < 0:
        return "field 'alone' is 0 or more: points over the threshold"
    for field in ("pattern", "veto"):
        fault = find_fault(getattr(rule, field))
        if fault:
            return f"field {field!r} {fault}"
    if rule.pattern and not rule.keywords:
        return "field 'pattern' wants 'keywords': words one of which stands in every match"
    if rule.extent == "match" and not (rule.pattern or rule.endings or rule.openings):
        return "field 'extent': 'match' wants a pattern, openings or endings"
    if not 0 < rule.confidence <= 1 or not 0 < rule.share <= 1:
        return "fields 'confidence' and 'share' lie between 0 and 1"
    if not 0 <= rule.min_words <= rule.max_words or not 0 <= rule.min_link <= rule.max_link:
        return "fields 'min_words' and 'min_link' are 0 or more, and at most the 'max_' of each"
    if not rule.strip:
        return "field 'strip' is missing: give samples of what must go"
    if not rule.keep:
        return "field 'keep' is missing: give samples of what must stay though it looks alike"
    return None
