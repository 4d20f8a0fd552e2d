"""Access: whether a page holds its whole text, says so behind a gate, or breaks off at one.

A statement about the page from several pieces of evidence: what the gate says, where it stands, how
much was told before it and whether the telling breaks off. No phrase decides alone: articles on
paywalls quote every one of them.
"""

from collections.abc import Sequence

import numpy as np

from stripper.facts import Facts
from stripper.lexicons import role_mask
from stripper.pipeline.decide import Cut
from stripper.tokens import Hashes

OPEN, METERED, TRUNCATED = "open", "metered", "truncated"
TEASER_WORDS = 150
"""Words of prose before a gate that are a teaser rather than an article; the shortest whole news
reports of the gold standard are about as long, so it takes further evidence too."""
SHORT_WORDS = 400
"""An article that goes on behind its gate is rarely longer than this before it."""
_GATE_SCORE = 0.6


def find_access(
    facts: Facts, page: int, cuts: Sequence[Cut], roles: Hashes
) -> tuple[str, tuple[str, ...]]:
    """The access of a page and the evidence for it; `roles` are those of the blocks."""
    gates = [c for c in cuts if _is_gate(c)]
    if not gates:
        return OPEN, ()
    rows = facts.blocks_of(page)
    gone = {row for c in cuts if c.opinion.part is None for row in range(c.first, c.last + 1)}
    told = [r for r in rows if r not in gone and facts.words[r] >= 8 and facts.link[r] < 0.5]
    last_gate = max(gates, key=lambda c: (c.last, c.first))
    before = sum(int(facts.words[r]) for r in told if r < last_gate.first)
    after = sum(int(facts.words[r]) for r in told if r > last_gate.last)
    size = sum(c.last - c.first + 1 for c in gates)
    evidence = [f"{last_gate.opinion.rule}: {_quote(facts, last_gate.first)}"]
    spoken = np.uint64(0)
    for gate in gates:
        spoken |= np.bitwise_or.reduce(roles[gate.first : gate.last + 1])
    reads_on = bool(int(spoken) & role_mask("continue", "unlock", "limit"))
    follows = [r for r in told if r < last_gate.first]
    breaks_off = bool(follows) and _breaks_off(facts, follows[-1])
    if breaks_off:
        evidence.append("the text before the gate breaks off")
    if before <= TEASER_WORDS:
        evidence.append(f"{before} words stand before the gate")
    ends_there = after <= 0.15 * before
    if ends_there and (breaks_off or (reads_on and before <= SHORT_WORDS and size >= 2)
                       or before <= TEASER_WORDS):  # fmt: skip
        evidence.append("nothing of the text follows the gate")
        return TRUNCATED, tuple(evidence)
    evidence.append(f"{before + after} words of text stand around the gate")
    return METERED, tuple(evidence)


def _is_gate(cut: Cut) -> bool:
    opinion = cut.opinion
    return opinion.category == "paywall" and opinion.part is None and opinion.score >= _GATE_SCORE


def _breaks_off(facts: Facts, row: int) -> bool:
    """Whether the last prose before a gate ends in the middle of a sentence or in dots."""
    text = facts.text(row).rstrip("\"')]} ")
    return text.endswith(("...", "…", "…")) or (not facts.terminal[row] and facts.words[row] >= 12)


def _quote(facts: Facts, row: int) -> str:
    text = facts.text(row)
    return text if len(text) <= 80 else text[:79] + "…"
