"""Mentions: furniture that a page speaks of, in a manual, a judgment, its terms."""

import numpy as np

from stripper.blocks import Ints, Kind
from stripper.characters import tabulate
from stripper.decisions.bars import SURE, Findings
from stripper.decisions.headlines import SAID_WORDS
from stripper.decisions.structure import ASIDE, LABEL_SURE, is_numbered, is_title
from stripper.engines.network import UNIT
from stripper.facts import LINKED, Facts

CLAUSES = 3
"""Numbered headings from which a page has clauses. Set by hand: two may be a poll or steps."""
CLAUSED = frozenset({"cookie", "legal", "newsletter", "paywall", "donation", "feedback"})
"""What clauses speak of; shares and other stories stand under no numbered heading of theirs."""
INTRODUCING = 3
"""Words of a line that introduces what stands under it; shorter ones are labels themselves."""
QUOTED = frozenset({"cookie", "legal", "paywall"})
"""What others quote: notices, rather than what is set in to be read now."""
_COLONS, _QUOTES = (":", "："), ('"', "“", "„", "«", "»", "‘", "'", "「", "『", ">")
NAMED_SURE = -15 * UNIT // 2
"""`LABEL_SURE` for an item that a line introduces and that is no link: a page that is a short list
of labels looks like furniture all over. Set by hand, on such a page."""
QUOTED_SURE, CLAUSE_LOST = -3 * UNIT, -3 * UNIT
"""The score from which a notice stays that a line introduces, and the number and name of a clause
between others. Set by hand, on a judgment and on terms; of the 323 pages of `fixtures/tuning` none
comes out otherwise for it."""
_ITEM = int(Kind.ITEM)
_ASCII = "".join(map(chr, range(128)))
_WORDED = tabulate("".join(c for c in _ASCII if not c.isdecimal() and not c.isspace() and c != "#"))
"""The characters of ASCII with which no numbered heading begins: nearly all lines begin so."""


def spare_mentions(
    facts: Facts, rows: range, best: Findings, scores: Ints | None = None
) -> Findings:
    """The findings on a page's blocks, less those on what it only speaks of; `scores` are the
    model's."""
    kinds: list[int] = facts.kind[rows.start : rows.stop].tolist()
    best = _keep_introduced(facts, rows, kinds, list(best), scores)
    best = _keep_clauses(facts, rows, best, scores)
    return _keep_told(facts, rows, best)


def _keep_introduced(
    facts: Facts, rows: range, kinds: list[int], best: Findings, scores: Ints | None
) -> Findings:
    """Labels stay in a list under a line that ends in a colon and stays, unless the model is sure
    of them: a manual names them. So does a notice there where nothing else answers the colon: a
    judgment quotes it. Appeals and other stories are set in under such lines too."""
    stop = 1
    for at in range(1, len(best)):
        if at < stop or best[at - 1] is not None or best[at] is None:
            continue
        if not _introduces(facts, rows[at - 1]):
            continue
        stop = at + 1
        while kinds[at] == _ITEM and stop < len(best) and kinds[stop] == _ITEM:
            stop += 1
        if kinds[at] != _ITEM and (stop == len(best) or _answers(facts, rows[stop], kinds[stop])):
            continue
        for under in range(at, stop):
            held, item = best[under], kinds[under] == _ITEM
            if held is None or held.by != "rule" or held.score == SURE:
                continue
            fit = held.category not in ASIDE if item else held.category in QUOTED
            least = LABEL_SURE if item else QUOTED_SURE
            if item and facts.link[rows[under]] < LINKED:
                least = NAMED_SURE
            if fit and (scores is None or scores[under] >= least):
                best[under] = None
    return best


def _answers(facts: Facts, row: int, kind: int) -> bool:
    """Whether a block is what a colon announces: a list or a quotation."""
    return kind == _ITEM or facts.text(row).lstrip("*_ ").startswith(_QUOTES)


def _introduces(facts: Facts, row: int) -> bool:
    long = facts.words[row] >= INTRODUCING and facts.link[row] < LINKED
    ends = bool(long) and chr(facts.ending[row]) in _COLONS  # so few that no text is made for most
    return ends and facts.text(row).rstrip(" *_").endswith(_COLONS)


def _keep_clauses(facts: Facts, rows: range, best: Findings, scores: Ints | None) -> Findings:
    """A sentence that a rule knows stays under the numbered heading of a clause that stays, where a
    page has several: terms say that there are cookies, and who has the copyright. Between such
    headings the model alone takes none: "4. Copyright"."""
    within = slice(rows.start, rows.stop)
    short = (facts.words[within] <= SAID_WORDS) & ~facts.terminal[within]
    numbered = [False] * len(best)
    page = facts.page_of(rows.start)
    worded = _WORDED.take(page.codes[page.start], mode="clip")
    may_be = np.flatnonzero(short & ~worded & (facts.kind[within] != _ITEM)).tolist()
    if len(may_be) < CLAUSES:
        return best
    for at in may_be:
        numbered[at] = is_numbered(facts, rows[at], at)
    alone = [
        at for at, is_one in enumerate(numbered)
        if is_one and not any(numbered[max(0, at - 1) : at]) and not any(numbered[at + 1 : at + 2])
    ]  # fmt: skip
    clauses = [at for at in alone if best[at] is None]
    if len(clauses) < CLAUSES:
        return best
    for at in alone:
        opinion = best[at]
        guessed = opinion is not None and opinion.by == "model"
        between = clauses[0] < at < clauses[-1]
        if guessed and between and scores is not None and scores[at] >= CLAUSE_LOST:
            best[at] = None
    for at in alone:
        if best[at] is not None:
            continue
        under = best[at + 1] if at + 1 < len(best) else None
        known = under is not None and under.by == "rule" and under.category in CLAUSED
        if known and facts.terminal[rows[at + 1]]:
            best[at + 1] = None
    return best


def _keep_told(facts: Facts, rows: range, best: Findings) -> Findings:
    """A line right under a title that stays is of no menu."""
    for at, under in enumerate(best[1:]):
        if under is None or best[at] is not None or under.category != "navigation":
            continue
        if under.by == "rule" and is_title(facts, rows, at):
            best[at + 1] = None
    return best
