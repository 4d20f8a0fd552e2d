"""Titles: lines that stand alone over the parts of a text. They stay with what they name, and what
they name stays with them: a policy speaks as the notices of a site do, part by part.
"""

from collections.abc import Sequence

import numpy as np

from stripper.blocks import Ints, Kind
from stripper.decisions.bars import CERTAIN, EXACT, SURE, Findings
from stripper.decisions.headlines import HEADLINE_LOST, SAID_WORDS
from stripper.decisions.mentions import CLAUSED
from stripper.decisions.structure import ASIDE
from stripper.engines import Opinion
from stripper.engines.network import UNIT
from stripper.facts import LINKED, Bools, Facts
from stripper.formats.evidence import AROUND
from stripper.places import find_runs

SECTIONS = 3
"""Titles from which a page has parts. Set by hand, as those of clauses are."""
WORDS = 6
"""Words of a title that stands alone in plain text. Set by hand: "How do I cancel my subscription"
has as many."""
SENTENCE_WORDS = 4
"""Words of the shortest sentence that a part may be."""
NAMED = CLAUSED - {"donation"}
"""What the text under a title may speak of. Appeals have titles of their own too: of 298 written
pages 0.3 % more of the lines of appeals stays with them and with comments, for one line of
content."""
TAIL = -5 * UNIT // 2
"""The score from which a sentence that is all of a part stays, and the last parts of a policy down
to the first block under it. Set by hand, on three policies. Of the 323 pages of `fixtures/tuning`
one line goes for it that stays with half a logit less, a call to sign up."""
ITEM_WORDS = 12
"""Words of an item that names a part of the page: as a question does."""
_NO_WORDS = 0
"""The hash of none."""
_HEADING, _PARAGRAPH = int(Kind.HEADING), int(Kind.PARAGRAPH)


def spare_titled(
    facts: Facts,
    rows: range,
    best: Findings,
    opinions: Sequence[Opinion],
    scores: Ints | None = None,
) -> Findings:
    """The findings on a page's blocks, less those on titles of its parts, on parts that would go
    from under their titles, and on what lists the titles; `opinions` are all that rules say of it,
    `scores` are the model's.

    Of mixed pages of sites not trained on, as plain text, 2.87 % of the content goes instead of
    2.92, and word F1 is 0.01 points lower."""
    titles = find_titles(facts, rows)
    if titles.sum() < SECTIONS or not any(map(_is_open, best)):
        return best
    best = _spare_contents(facts, rows, list(best), titles)
    if facts.page_of(rows.start).elements is None:
        best = _spare_policy(facts, rows, best, titles, opinions, scores)
        best = _spare_titles(facts, rows, best, titles, scores)
    return _spare_parts(facts, rows, best, titles, scores)


def find_titles(facts: Facts, rows: range) -> Bools:
    """Which blocks of a page are titles: headings that are no links; in a text without any, short
    lines with a blank one before and behind them that are no sentences."""
    own = slice(rows.start, rows.stop)
    page = facts.page_of(rows.start)
    unlinked = facts.link[own] < LINKED
    headings: Bools = facts.kind[own] == _HEADING
    if page.elements is not None or headings.any():
        headings &= unlinked
        return headings
    apart = page.start[1:] > page.end[:-1]
    short: Bools = (facts.words[own] <= WORDS) & ~facts.terminal[own] & unlinked
    short &= (facts.kind[own] == _PARAGRAPH) & np.append(True, apart) & np.append(apart, True)
    return short


def _spare_contents(facts: Facts, rows: range, best: Findings, titles: Bools) -> Findings:
    """A list of the titles of a page, of which half stay, stays with them: "Mail" and "Sharing" are
    chapters there. Menus repeat their items in other menus, where each may stand alone."""
    own = slice(rows.start, rows.stop)
    elements = facts.page_of(rows.start).elements
    listed = ~titles & (facts.words[own] <= ITEM_WORDS)
    if elements is not None:
        listed &= (elements.flags & np.uint64(AROUND)) == 0
    keys = facts.tokens.runs(facts.first[own], facts.last[own]).tolist()
    under = {keys[at]: at for at in np.flatnonzero(titles).tolist()}
    under.pop(_NO_WORDS, None)
    titled = {
        at: title
        for at in np.flatnonzero(listed).tolist()
        if (title := under.get(keys[at], -1)) > at
    }
    if len(titled) < SECTIONS:
        return best
    for first, stop in find_runs(np.isin(np.arange(len(best)), list(titled))):
        named = [titled[at] for at in range(first, stop)]
        if len(named) >= SECTIONS and 2 * sum(best[at] is None for at in named) >= len(named):
            for at in (*range(first, stop), *named):
                if _is_open(best[at]):
                    best[at] = None
    return best


def _spare_policy(
    facts: Facts,
    rows: range,
    best: Findings,
    titles: Bools,
    opinions: Sequence[Opinion],
    scores: Ints | None,
) -> Findings:
    """A text of parts whose headline is a label of the footer's, "Privacy policy", speaks of
    cookies, letters and messages all along: it stays from there to its last part."""
    stays = [at for at, opinion in enumerate(best) if opinion is None]
    labels = {
        o.first - rows.start for o in opinions
        if o.by == "rule" and o.category == "legal" and o.part is None
        and o.score >= CERTAIN and o.first == o.last
    }  # fmt: skip
    opening = next((n for n, at in enumerate(stays) if facts.words[rows[at]] > 2), len(stays))
    head = next((at for at in stays[: opening + 1] if at in labels and titles[at]), None)
    if head is None or titles[head + 1 : stays[-1] + 1].sum() < SECTIONS:
        return best
    for at in range(head + 1, len(best)):
        least = HEADLINE_LOST if at < stays[-1] else TAIL
        low = scores is not None and scores[at] < least
        if at > stays[-1] and (low or scores is None):
            break
        if not low and _is_open(best[at]):
            best[at] = None
    return best


def _spare_titles(
    facts: Facts, rows: range, best: Findings, titles: Bools, scores: Ints | None
) -> Findings:
    """Among parts that stay, a title stays that what stands under it is left with: "Contact" over
    the address of a library."""
    own = slice(rows.start, rows.stop)
    said = facts.prose[own] | (facts.terminal[own] & (facts.words[own] >= SENTENCE_WORDS))
    stays = np.array([opinion is None for opinion in best])
    over = np.flatnonzero(titles & stays & np.append(said[1:] & stays[1:], False))
    if len(over) < SECTIONS:
        return best
    last = int(np.flatnonzero(stays)[-1])
    for at in np.flatnonzero(titles & ~stays).tolist():
        opinion = best[at]
        if not over[0] < at < last or best[at + 1] is not None or titles[at + 1]:
            continue
        if opinion is None or not _is_open(opinion) or opinion.category in ASIDE:
            continue
        if scores is None or (scores[at + 1] > 0 and scores[at] >= HEADLINE_LOST):
            best[at] = None
    return best


def _spare_parts(
    facts: Facts, rows: range, best: Findings, titles: Bools, scores: Ints | None
) -> Findings:
    """A sentence stays that is all of the part under a title that stays, unless it is surely what
    it sounds like: "We will tell you by email" under "Changes to this policy"."""
    elements = facts.page_of(rows.start).elements
    inside = titles[:-1].copy()
    if elements is not None:
        inside &= (elements.flags[1:] & np.uint64(AROUND)) == 0
    for at in np.flatnonzero(inside).tolist():
        opinion, row = best[at + 1], rows[at + 1]
        if best[at] is not None or opinion is None or titles[at + 1] or not _is_open(opinion):
            continue
        if at + 2 < len(best) and best[at + 2] is None and not titles[at + 2]:
            continue
        if opinion.category not in NAMED or facts.link[row] >= LINKED:
            continue
        if not facts.terminal[row] or facts.words[row] < SAID_WORDS:
            continue
        if scores is None:
            unsure = opinion.score < CERTAIN and facts.kind[rows[at]] == _HEADING
        else:
            unsure = scores[at + 1] >= TAIL
            unsure &= opinion.by == "model" or opinion.score < EXACT
        if unsure:
            best[at + 1] = None
    return best


def _is_open(opinion: Opinion | None) -> bool:
    """Whether a finding is one that may be wrong, and is not a person's own."""
    return opinion is not None and opinion.by in ("rule", "model") and opinion.score != SURE
