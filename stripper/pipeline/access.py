"""Access: whether a page holds its whole text, says so behind a gate, or breaks off at one.

A statement about the page from several pieces of evidence: what the gate says, where it stands, how
much was told before it and whether the telling breaks off. No phrase decides alone: articles on
paywalls quote every one of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stripper.blocks import Kind
from stripper.decisions import Cut
from stripper.decisions.inputs import TOLD_WORDS
from stripper.decisions.meanings import MODEL
from stripper.facts import LINKED, Facts
from stripper.formats.evidence import BIT
from stripper.lexicons import role_mask
from stripper.tokens import Hashes

OPEN, METERED, TRUNCATED = "open", "metered", "truncated"
TEASER_WORDS = 150
"""Words of prose before a gate that are a teaser rather than an article; the shortest whole news
reports of the gold standard are about as long, so it takes further evidence too."""
SHORT_WORDS = 400
"""An article that goes on behind its gate is rarely longer than this before it."""
FOLLOWS_SHARE = 0.15
"""Share of the words before a gate that may follow it though the text ends there: teasers of other
stories, a note on the author."""
BROKEN_SHARE = 0.5
"""The same where the text before the gate ends within a sentence: comments and teasers that no rule
knew may follow. Of 83 truncated pages among the written ones rules alone know 44 with it and 33
without, and no other page is taken for one."""
GATE_WORDS = 5
"""Words of a gate that speaks of two parts only; "Subscribe", "Log in" are items of a menu."""
GATE_RULE, GATE_TOLD = "any/paywall/points", 20
"""So many words that this rule finds are a gate where something is shut, or where they name a price
and another part: gates in a publisher's own imagery."""
GATE_MODEL, GATE_PARTS = f"{MODEL}paywall", 3
"""So many words of three parts are a gate where the model finds it, also where nothing is said to
be shut: "After that it is £3 a month, less than a pie". Two parts are a button to read on and a
price. Of 537 pages that nothing was fitted to, many with gates in words of their own, 476 are told
right with this and the last, 473 where 50 words that the rule finds are a gate whatever they speak
of, and 469 where something must be shut as well."""
GATE_BLOCKS = 16
"""A longer run is a menu or a footer with an offer in it; gates with benefits and prices have a
dozen lines."""
APART = 2
"""Blocks between two parts of one gate, a line that was not recognised."""
NEAR = {True: 8, False: 4}
"""Blocks from where a text breaks off to a gate, and to what does not speak like one: "Subscribe"
in a footer shuts no text whose last teaser ends in dots. Of 302 real pages of HTML four were called
truncated for such a label and one is now, of as many as text twelve, some for a gate far away, and
three are; none of 151 written ones that are truncated is missed for it."""
BROKEN_WORDS = 12
"""Words of a line that breaks off. Set by hand: shorter ones without a full stop are labels."""
_GATE_SCORE = 0.6
"""The score of a finding that may be a gate. Set by hand: under it the model alone speaks, and it
names by company."""
_PARTS = tuple(
    role_mask(*group.split("|"))
    for group in ("subscribe|member", "unlock|limit|continue", "login|register|account",
                  "price|amount|trial|pay|free|cancel", "article|read|journalism")
)  # fmt: skip
"""What gates speak of: who may read, what is shut, who comes in, what it costs, what it opens."""
_SHUT = role_mask("subscribe", "member", "unlock", "limit", "continue", "trial")
"""A gate speaks of one of these; what speaks of none asks for a gift, an address, a comment."""
_READS = role_mask("article", "read", "journalism", "medium", "reader")
_SUBSCRIBER, _LOGIN = role_mask("subscribe", "member"), role_mask("login")
_LIMIT, _FREE = role_mask("limit"), role_mask("free")
_NUMBER, _PAID = role_mask("number"), role_mask("price", "amount", "pay")
_HIDDEN = BIT["hidden"]


@dataclass(frozen=True, slots=True)
class _Gate:
    """Blocks that are one gate, the rule that found the first of them, and what they speak of."""

    first: int
    last: int
    rule: str
    rules: frozenset[str]
    """Those that found any of it."""
    parts: int
    """What it speaks of where something is shut, and 0 where nothing is."""
    themes: int
    """The same whatever is shut."""
    words: int
    pays: bool
    counts: bool
    """Whether it counts what may still be read for nothing."""
    reads: bool
    """Whether it speaks of reading and of what is shut in one breath, or to subscribers alone."""
    leaves: bool
    """Whether it says how much of the text is left."""


def find_access(
    facts: Facts, page: int, cuts: Sequence[Cut], masks: Hashes
) -> tuple[str, tuple[str, ...]]:
    """The access of a page and the evidence for it."""
    shown = [cut for cut in cuts if _may_be_gate(cut) and not _is_hidden(facts, page, cut)]
    found = _find_gates(facts, shown, masks)
    if not found:
        return OPEN, ()
    rows = facts.blocks_of(page)
    place = slice(rows.start, rows.stop)
    tells = (facts.words[place] >= TOLD_WORDS) & (facts.link[place] < LINKED)
    for cut in cuts:
        if cut.opinion.part is None:
            tells[cut.first - rows.start : cut.last - rows.start + 1] = False
    told = rows.start + np.flatnonzero(tells)
    gate = max(found, key=lambda g: (g.parts, g.words, g.first))
    ahead, behind = told[told < gate.first].tolist(), told[told > gate.last]
    before = int(facts.words[ahead].sum())
    after = int(facts.words[behind[facts.terminal[behind]]].sum())
    ends = before > 0 and after <= FOLLOWS_SHARE * before
    broken = before > 0 and after <= BROKEN_SHARE * before
    near = bool(ahead) and gate.first - ahead[-1] <= NEAR[_is_gate(gate)]
    breaks_off = broken and near and _breaks_off(facts, ahead[-1])
    counts = any(g.counts for g in found)
    if not breaks_off and not _is_gate(gate):
        return OPEN, ()
    if not before and not counts:
        return OPEN, ()
    evidence = [f"{gate.rule}: {_quote(facts, gate.first)}"]
    if counts:
        evidence.append("it counts what may still be read")
    if breaks_off:
        evidence.append("the text before the gate breaks off")
    if gate.leaves:
        evidence.append("the gate says that the text goes on")
    if before <= TEASER_WORDS:
        evidence.append(f"{before} words stand before the gate")
    teases = (gate.leaves and before <= SHORT_WORDS) or before <= TEASER_WORDS
    if breaks_off or (ends and teases and not counts):
        evidence.append("nothing of the text follows the gate")
        return TRUNCATED, tuple(evidence)
    evidence.append(f"{before + after} words of text stand around the gate")
    return METERED, tuple(evidence)


def _may_be_gate(cut: Cut) -> bool:
    o = cut.opinion
    return o.category == "paywall" and o.part is None and o.score >= _GATE_SCORE


def _is_hidden(facts: Facts, page: int, cut: Cut) -> bool:
    """Whether no reader sees what was found, as a gate in HTML that a script may show one day."""
    elements = facts.pages[page].elements
    if elements is None:
        return False
    start = facts.blocks_of(page).start
    flags = elements.flags[cut.first - start : cut.last - start + 1]
    return bool((flags & _HIDDEN).all())


def _find_gates(facts: Facts, cuts: Sequence[Cut], masks: Hashes) -> list[_Gate]:
    """Findings of gates, those close to one another as one."""
    spans: list[tuple[int, int, tuple[str, ...]]] = []
    for cut in cuts:
        rule = cut.opinion.rule
        if spans and cut.first - spans[-1][1] <= APART:
            spans[-1] = (spans[-1][0], cut.last, (*spans[-1][2], rule))
        else:
            spans.append((cut.first, cut.last, (rule,)))
    return [
        _read_gate(facts, first, last, rules, masks)
        for first, last, rules in spans
        if last - first < GATE_BLOCKS
    ]


def _read_gate(facts: Facts, first: int, last: int, rules: Sequence[str], masks: Hashes) -> _Gate:
    low, high = int(facts.first[first]), int(facts.last[last])
    spoken, sentences = 0, dict[int, int]()
    tokens = zip(facts.sentence[low:high].tolist(), masks[low:high].tolist(), strict=True)
    for sentence, mask in tokens:
        spoken |= mask
        sentences[sentence] = sentences.get(sentence, 0) | mask
    counts = any(m & _FREE and m & (_LIMIT | _NUMBER) and not m & _SHUT & ~_LIMIT
                 for m in sentences.values())  # fmt: skip
    leaves = any(m & _LIMIT and m & _NUMBER and not m & _FREE for m in sentences.values())
    themes = sum(bool(spoken & mask) for mask in _PARTS)
    parts = themes if spoken & _SHUT else 0
    reads = any(m & _READS and m & _SHUT for m in sentences.values())
    reads |= not rules[0].startswith(MODEL) and bool(spoken & _SUBSCRIBER) and bool(spoken & _LOGIN)
    words = int(facts.words[first : last + 1].sum())
    return _Gate(
        first, last, rules[0], frozenset(rules), parts, themes, words, bool(spoken & _PAID),
        counts, reads, leaves,
    )  # fmt: skip


def _is_gate(gate: _Gate) -> bool:
    if gate.words >= GATE_TOLD:
        if GATE_RULE in gate.rules and (gate.parts or (gate.pays and gate.themes > 1)):
            return True
        if GATE_MODEL in gate.rules and gate.themes >= GATE_PARTS:
            return True
    return gate.reads and (gate.parts >= 3 or (gate.parts == 2 and gate.words >= GATE_WORDS))


def _breaks_off(facts: Facts, row: int) -> bool:
    """Whether the last prose before a gate ends in the middle of a sentence or in dots; items of
    lists do without a full stop."""
    if facts.kind[row] != Kind.PARAGRAPH:
        return False
    text = facts.text(row).rstrip("\"')]} ")
    return text.endswith(("...", "…")) or (
        not facts.terminal[row] and facts.words[row] >= BROKEN_WORDS
    )


def _quote(facts: Facts, row: int) -> str:
    text = facts.text(row)
    return text if len(text) <= 80 else text[:79] + "…"
