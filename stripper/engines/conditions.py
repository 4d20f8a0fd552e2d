"""Conditions: what one rule asks of blocks beside phrases and limits: roles, a pattern, a veto."""

from collections.abc import Sequence

import numpy as np

from stripper.blocks import Ints
from stripper.engines.candidates import Part
from stripper.engines.view import View, mask_of
from stripper.facts import Bools, Facts
from stripper.lexicons import roles_in
from stripper.packs.patterns import find_matches, find_vetoed
from stripper.packs.rule import Rule
from stripper.tokens import Hashes


def speaks(rule: Rule) -> bool:
    """Whether a rule asks for roles."""
    return bool(rule.all or rule.some or rule.sentence or rule.none or rule.cover)


def has_roles(rule: Rule, masks: Hashes) -> Bools:
    """Which role masks have what a rule wants, and nothing that it forbids."""
    ok: Bools = (masks & np.uint64(mask_of(rule.none))) == 0
    for group in (*rule.all, *rule.sentence):
        ok &= (masks & np.uint64(mask_of((group,)))) != 0
    if rule.some:
        count = np.zeros(len(masks), np.int64)
        for group in rule.some:
            count += (masks & np.uint64(mask_of((group,)))) != 0
        ok &= count >= rule.at_least
    if rule.cover:
        ok &= (masks & np.uint64(mask_of(rule.cover))) != 0
    return ok


def has_words(rule: Rule, view: View, rows: Ints) -> Bools:
    """Which blocks have a rule's roles, together in a sentence and in number where it says so."""
    ok = has_roles(rule, view.roles[rows])
    if rule.sentence and ok.any():
        roles, block = view.sentences
        good = np.ones(len(roles), bool)
        for group in rule.sentence:
            good &= (roles & np.uint64(mask_of((group,)))) != 0
        ok &= view.mark(block[good])[rows]
    if rule.cover:
        size = view.facts.last[rows] - view.facts.first[rows]
        ok &= view.words_with(mask_of(rule.cover), rows) >= rule.share * np.maximum(1, size)
    return ok


def look_at(
    rule: Rule, view: View, rows: Sequence[int], endings: Sequence[int]
) -> dict[int, Part | None]:
    """Look closer at the candidates of one rule: its pattern, its veto. By the places of those in
    which there is what the rule wants, the part of the block that it means, None where that is all
    of it. `endings` holds the tokens of the ending that was found in each, or 0."""
    facts, match = view.facts, rule.extent == "match"
    seen: dict[int, Part | None] = dict.fromkeys(range(len(rows)))
    if rule.pattern or rule.veto:
        texts = view.read(rows, as_it_stands=match)
        if rule.pattern:
            found = find_matches(rule.pattern, texts)
            seen = {at: one.span() if match else None for at, one in found.items()}
        if rule.veto and seen:
            for at in find_vetoed(rule.veto, texts, list(seen)):
                del seen[at]
    if match:
        for at, span in seen.items():
            row, ending = rows[at], endings[at]
            low, high = int(facts.low[row]), int(facts.high[row])
            part = (low + span[0], low + span[1]) if span else None
            if ending:
                part = (int(facts.tokens.start[facts.last[row] - ending]), high)
            seen[at] = part if part and _leaves_words(facts, row, part) else None
    return seen


def _leaves_words(facts: Facts, row: int, part: Part) -> bool:
    """Whether words of a block stand outside a part of it."""
    starts = facts.tokens.start[facts.first[row] : facts.last[row]]
    return bool(((starts < part[0]) | (starts >= part[1])).any())


def describe(rule: Rule, said: int) -> str:
    """Why a rule holds for a block that says these of its roles."""
    if rule.by_words or rule.shape or not said:
        return rule.description
    return f"{rule.description} ({', '.join(roles_in(said))})"
