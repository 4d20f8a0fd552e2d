"""Rules by points find what adding up fact by fact finds, alone and in any batch."""

from pathlib import Path

import numpy as np
import pytest

from stripper.blocks import Elements, Ints
from stripper.engines.points import (
    ASKS,
    DOUBT,
    FAR_OVER,
    HTML_LEAN,
    LEAN,
    LEAN_FROM,
    POINTS_A_LOGIT,
    Points,
)
from stripper.engines.rules import RuleEngine
from stripper.errors import PackError
from stripper.facts import Facts, measure
from stripper.formats import split
from stripper.groups import BOX_WORDS, GROUP_BLOCKS, find_groups
from stripper.lexicons import load_lexicon, role_names
from stripper.packs import ANY, load_packs, read_pack
from stripper.packs.rule import Rule
from stripper.places import NEAR_BLOCKS, find_places, note_facts, place_names
from stripper.roles import assign_roles, combine
from stripper.tokens import Hashes
from tests.conftest import FIXTURES

SPREAD = "de--talbote-gebrochene-zeilen"
"""A page with a blank line behind every block, whose groups are others: `test_groups` has them."""
FILES = [f for f in sorted((FIXTURES / "pages").glob("*/*/page.*"))[::4] if f.parent.name != SPREAD]
SOURCES = [file.read_bytes().decode("utf-8") for file in FILES]
RULES = [rule for rule in load_packs(ANY) if rule.points]


def read(sources: list[str]) -> tuple[Facts, Hashes, Hashes]:
    facts = measure([split(source, None) for source in sources])
    chosen = [(load_lexicon(code), np.ones(len(sources), bool)) for code in ("en", "de")]
    masks = assign_roles(facts, chosen)
    return facts, masks, combine(masks, facts.first, facts.last)


def find(facts: Facts, masks: Hashes, roles: Hashes) -> dict[int, Ints]:
    points, groups = Points(RULES), find_groups(facts)
    return points.find(points.weigh(note_facts(facts, masks, roles, groups)), facts, groups)


def find_boxes(elements: Elements, words: Ints) -> list[int]:
    """The outermost element around each block that holds no more than a box."""

    def chain(at: int) -> list[int]:
        return [at, *chain(elements.parents[at])] if at > 0 else [0]

    chains = [chain(at) for at in elements.element.tolist()]
    inside: dict[int, list[int]] = {}
    for n, around in enumerate(chains):
        for at in around:
            inside.setdefault(at, []).append(n)
    small = {
        at for at, rows in inside.items()
        if len(rows) <= GROUP_BLOCKS and words[rows].sum() <= BOX_WORDS
    }  # fmt: skip
    return [next((at for at in reversed(around) if at in small), around[0]) for around in chains]


def groups_of(facts: Facts) -> list[list[int]]:
    groups: list[list[int]] = []
    for number, page in enumerate(facts.pages):
        rows = facts.blocks_of(number)
        words = facts.words[rows.start : rows.stop]
        box = page.elements and find_boxes(page.elements, words)
        for at, row in enumerate(rows):
            if at and (box[at] == box[at - 1] if box else page.start[at] == page.end[at - 1]):
                groups[-1].append(row)
            else:
                groups.append([row])
    return groups


def read_points(rule: Rule) -> list[tuple[list[list[str]], int]]:
    """The facts that together bring a rule so many points, each a scope and a name."""
    return [
        (
            [f.split(" ", 1) for f in name.split(" + ")] if scope == "both" else [[scope, name]],
            count,
        )
        for scope, given in rule.points
        for name, count in given
    ]


def add_up(facts: Facts, masks: Hashes, roles: Hashes, rules: list[Rule]) -> dict[int, list[int]]:
    """By rule: the blocks it holds for, one block, one rule and one fact at a time."""
    places = find_places(facts, masks, roles, find_groups(facts))
    over = np.zeros((len(facts), len(rules)))
    given = [read_points(rule) for rule in rules]
    groups = groups_of(facts)
    boxes = [g if 1 < len(g) <= GROUP_BLOCKS else g[:0] for g in groups]
    box_of = {row: box for box in boxes for row in box}
    for row in range(len(facts)):
        page = facts.blocks_of(int(facts.page[row]))
        near = [r for r in page if 0 < abs(r - row) <= NEAR_BLOCKS]
        others = [r for r in box_of.get(row, []) if r != row]
        spoken = {"own": [row], "group": others, "near": near}
        held = {
            scope: {n for r in rows for b, n in enumerate(role_names()) if int(roles[r]) >> b & 1}
            for scope, rows in spoken.items()
        }
        held["place"] = {n for n, here in zip(place_names(), places[row], strict=True) if here}
        for column, rule in enumerate(rules):
            points = sum(
                count for told, count in given[column] if all(n in held[s] for s, n in told)
            )
            over[row, column] = points - rule.threshold
    found: dict[int, list[int]] = {n: [] for n in range(len(rules))}
    going: set[int] = set()
    lone: set[int] = set()
    for row in range(len(facts)):
        best = int(over[row].argmax())
        mates = box_of.get(row, [row])
        reached = any(over[r].max() >= 0 for r in mates)
        joins = over[row, best] >= rules[best].joins - rules[best].threshold
        if over[row, best] >= 0 or (reached and joins):
            going.add(row)
    for row in set(going):
        page = facts.blocks_of(int(facts.page[row]))
        accompanied = any(r in going and r in page for r in (row - 1, row + 1))
        if not accompanied and over[row].max() < rules[int(over[row].argmax())].alone:
            lone.add(row)
    going -= lone
    for row in sorted(going):
        mates = [r for r in box_of.get(row, [row]) if r in going]
        found[int(sum(over[r] for r in mates).argmax())].append(row)
    return found


def test_points_find_what_adding_up_finds() -> None:
    facts, masks, roles = read(SOURCES)
    found = find(facts, masks, roles)
    assert {n: rows.tolist() for n, rows in found.items()} == add_up(facts, masks, roles, RULES)
    assert sum(len(rows) for rows in found.values()) > 20


def test_a_page_has_the_same_points_alone_and_in_a_batch() -> None:
    together, masks, roles = read(SOURCES[:6])
    batch = find(together, masks, roles)
    for number, source in enumerate(SOURCES[:6]):
        alone = find(*read([source]))
        rows = together.blocks_of(number)
        held = {n: [r - rows.start for r in b.tolist() if r in rows] for n, b in batch.items()}
        assert {n: rows.tolist() for n, rows in alone.items()} == held


def test_points_of_appeals_lean_towards_removal_and_those_of_others_do_not() -> None:
    facts, masks, roles = read(SOURCES)
    sums = Points(RULES).weigh(note_facts(facts, masks, roles, find_groups(facts)))
    html = np.array([page.elements is not None for page in facts.pages])[facts.page]
    for number, rule in enumerate(RULES):
        points = Points([rule])
        leans = points.lean(sums[:, [number]], html)
        if rule.category not in ASKS:
            assert not leans.any()
        else:
            over = sums[:, number] / POINTS_A_LOGIT
            assert not leans[over <= -LEAN_FROM].any()
            for kind, share in ((html, HTML_LEAN), (~html, LEAN)):
                said, lean = over[kind], leans[kind]
                assert (np.diff(lean[np.argsort(said, kind="stable")]) >= 0).all()
                assert (lean[said >= 0] >= np.float32(share * LEAN_FROM)).all()


def test_blocks_far_under_the_thresholds_of_all_appeals_are_of_none() -> None:
    facts, masks, roles = read(SOURCES)
    points = Points(RULES)
    sums = points.weigh(note_facts(facts, masks, roles, find_groups(facts)))
    asks = [number for number, rule in enumerate(RULES) if rule.category in ASKS]
    near = [any(row[number] >= DOUBT for number in asks) for row in sums.tolist()]
    assert points.admit(sums).tolist() == near
    assert 0 < sum(near) < len(near)
    others = Points([rule for rule in RULES if rule.category not in ASKS])
    assert not others.admit(sums[:, : len(RULES) - len(asks)]).any()


@pytest.mark.parametrize(
    ("points", "fault"),
    [
        ("points.own.3 = ['gift']", "field 'points.own': unknown fact 'gift'"),
        ("points.far.3 = ['give']", "field 'points': unknown scope 'far'"),
        ("points.own.many = ['give']", "field 'points' wants lists of facts by points"),
        ("points.own.3 = ['give']\nalone = -1", "field 'alone' is 0 or more"),
        ("points.both.3 = ['own gift + own give']", "field 'points.both': unknown fact 'own gift'"),
        ("points.both.3 = ['own give']", "field 'points.both' wants two facts with ' . ' between"),
        ("points = 3", "field 'points' wants lists of facts by points"),
        ("points.own.3 = ['give']\njoins = 9\nthreshold = 3", "field 'joins' lies at or under"),
    ],
)
def test_a_mistake_in_points_is_one_line(points: str, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    head = 'category = "donation"\nlanguage = "any"\n[[rule]]\nid = "own"\ndescription = "x"\n'
    file.write_text(f"{head}strip = ['a']\nkeep = ['b']\n{points}\n", "utf-8")
    with pytest.raises(PackError, match=fault):
        read_pack(file)


def test_a_finding_is_faint_where_no_block_of_it_is_far_over_a_threshold() -> None:
    points = Points(RULES)
    over = np.full((7, len(RULES)), -100, np.float32)
    over[[0, 1, 3, 4, 5], 1] = (5, FAR_OVER, FAR_OVER - 1, 2, FAR_OVER)
    page = np.array([0, 0, 0, 0, 0, 1, 1])
    rows = np.array([0, 1, 3, 4, 5])
    # the first two go together, and so do the next two; on another page the last one is alone
    expected = [False, False, False, True, True, False, False]
    assert points.find_faint(over, rows, page).tolist() == expected
    assert not points.find_faint(over[:, :0], rows[:0], page).any()


@pytest.mark.parametrize(("far", "faint"), [(-10_000, False), (10_000, True)])
def test_the_engine_says_which_findings_are_faint(
    far: int, faint: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stripper.engines.points.FAR_OVER", far)
    facts, masks, _ = read(SOURCES)
    opinions = RuleEngine({ANY: load_packs(ANY)}).judge(facts, masks, {})
    assert {o.faint for o in opinions if o.rule.endswith("/points")} == {faint}
    assert not any(o.faint for o in opinions if not o.rule.endswith("/points"))
