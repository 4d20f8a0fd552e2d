"""Settle one page in one round: decide, locate the cuts, and add them to what was found before.

What speaks for a cut is found between the two, for the pages of a batch at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from stripper.blocks import Ints
from stripper.decisions import Cut, Decision, decide
from stripper.decisions.authors import find_boxes
from stripper.decisions.bars import can_cut
from stripper.decisions.meanings import ENVELOPE
from stripper.decisions.members import find_members
from stripper.decisions.menus import find_menus
from stripper.decisions.stated import find_bylines
from stripper.decisions.unconfirmed import believe_calls
from stripper.engines import Opinion
from stripper.engines.model import Judgement
from stripper.engines.view import View
from stripper.formats.envelope import find_envelope
from stripper.options import Options
from stripper.pipeline.access import OPEN, TRUNCATED, find_access
from stripper.pipeline.cuts import locate
from stripper.pipeline.fences import balance
from stripper.pipeline.listed import find_unused
from stripper.result import Removal, Result, apply


@dataclass(frozen=True, slots=True, eq=False)
class Cutting:
    """What a round cut out of a page as it was before."""

    kept: Ints
    """The blocks that stay, by their places on the page."""
    spans: tuple[tuple[int, int], ...] = ()
    whole: bool = True
    """Whether all blocks went or stayed as a whole."""
    scores: Ints | None = None
    """What the model said of each block of the page."""


class Verdict(NamedTuple):
    """What goes from a page in a round, and what would if no category were kept."""

    decision: Decision
    plain: tuple[Cut, ...]


def judge(
    view: View,
    number: int,
    opinions: list[Opinion],
    options: Options,
    model: Judgement | None,
    so_far: Result,
) -> Verdict | None:
    """What goes from a page in this round; None where a later round finds nothing more."""
    facts = view.facts
    first_round = not so_far.removals
    envelope = find_envelope(facts.pages[number])
    if envelope:
        start = facts.blocks_of(number).start
        opinions.append(_envelope(number, start, start + envelope - 1))
    opinions += [*find_bylines(facts, number), *find_menus(facts, number)]
    opinions += [*find_members(facts, number), *find_boxes(facts, number)]
    if model is None:
        opinions = believe_calls(facts, opinions)
    asked = [options]
    if options.keep or options.only:  # what is kept says as much of the page's access
        asked.append(replace(options, keep=(), only=()))
    if not first_round and not any(can_cut(facts, number, opinions, o) for o in asked):
        return None
    decision, *plain = (decide(view, number, opinions, o, model) for o in asked)
    if not first_round and not decision.cuts and not decision.flags and not plain:
        return None
    return Verdict(decision, (plain or [decision])[0].cuts)


def settle(
    view: View,
    number: int,
    verdict: Verdict,
    so_far: Result,
    reasons: Mapping[int, str],
    options: Options,
) -> tuple[Result, Cutting]:
    """The result of a page after this round, and what the round cut out of it."""
    facts, decision = view.facts, verdict.decision
    first_round = not so_far.removals
    rows = facts.blocks_of(number)
    cuts = balance(facts, number, decision.cuts)
    gone = np.zeros(len(rows), bool)
    for cut in cuts:
        if cut.opinion.part is None:
            gone[cut.first - rows.start : cut.last - rows.start + 1] = True
    kept = np.flatnonzero(~gone)
    if gone.any() and not facts.words[rows.start + kept].any():
        if not first_round:
            return so_far, Cutting(kept)
        return replace(so_far, flags=_flags_of_empty(decision.cuts)), Cutting(kept)
    removals = locate(facts, number, cuts, reasons)
    unused = find_unused(facts.pages[number], gone, options)
    removals += unused
    whole = not unused and all(cut.opinion.part is None for cut in cuts)
    cutting = Cutting(kept, tuple((r.start, r.end) for r in removals), whole, decision.scores)
    if so_far.removals:
        removals = [*so_far.removals, *_moved(removals, so_far)]
    removals = join_blank(sorted(removals, key=lambda r: r.start))
    access, evidence = find_access(facts, number, verdict.plain, view.masks)
    if not first_round and (access == OPEN or so_far.access == TRUNCATED):
        access, evidence = so_far.access, so_far.access_evidence
    result = replace(
        so_far,
        text=apply(so_far.source, removals),
        removals=tuple(removals),
        access=access,
        access_evidence=evidence,
        flags=tuple(dict.fromkeys((*so_far.flags, *decision.flags))),
    )
    return result, cutting


def _envelope(page: int, first: int, last: int) -> Opinion:
    reason = "A crawler's header lines before the page"
    return Opinion(page, first, last, "metadata", "rule", ENVELOPE, 1.0, reason)


def _flags_of_empty(cuts: Sequence[Cut]) -> tuple[str, ...]:
    kinds = {c.opinion.category for c in cuts}
    if kinds == {"cookie"}:
        return ("consent_only",)
    if kinds == {"placeholder"}:
        return ("blocked",)
    return ("all_boilerplate",)


def _moved(removals: Sequence[Removal], so_far: Result) -> list[Removal]:
    """Removals of a later round, found in the text so far, as spans of the source."""
    out = []
    at = shift = 0
    holes = list(so_far.removals)
    for removal in removals:
        while at < len(holes) and holes[at].start - shift <= removal.start:
            shift += holes[at].end - holes[at].start
            at += 1
        start, left = removal.start + shift, removal.end - removal.start
        inner_at = at
        while left:
            room = (holes[inner_at].start - start) if inner_at < len(holes) else left
            size = min(left, room)
            if size > 0:
                piece = so_far.source[start : start + size]
                out.append(replace(removal, start=start, end=start + size, text=piece))
            left -= size
            if left:
                start = holes[inner_at].end
                inner_at += 1
    return out


def join_blank(removals: Sequence[Removal]) -> list[Removal]:
    """Removals of which each holds something to be seen: a line end that what went before parts
    from the rest of its removal is one with what it stands beside."""
    out: list[Removal] = []
    for removal in removals:
        before = out[-1] if out and out[-1].end == removal.start else None
        if before is not None and removal.text.isspace():
            out[-1] = replace(before, end=removal.end, text=before.text + removal.text)
        elif before is not None and before.text.isspace():
            out[-1] = replace(removal, start=before.start, text=before.text + removal.text)
        else:
            out.append(removal)
    return out
