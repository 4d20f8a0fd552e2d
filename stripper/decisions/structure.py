"""What a page's structure says against a finding: a heading stays with its section, a list stays
whole."""

import numpy as np
import regex

from stripper.blocks import Ints, Kind, Page
from stripper.decisions.bars import EXACT, Findings
from stripper.decisions.headlines import HEADLINE_LOST
from stripper.decisions.markers import is_outside, leaves_marker
from stripper.engines import Opinion
from stripper.engines.network import UNIT
from stripper.facts import LINKED, Bools, Facts
from stripper.places import find_runs

LIST_MINORITY = 0.5
"""A list in the middle of a text of which less than this share was found stays as it is: a guide's
list of button labels, a television programme with its advertisements."""
LIST_LEAST = 3
"""Items from which a list is kept whole. Set by hand."""
TORN = -UNIT
"""The model's score over which it is of two minds about a heading that is a link: the one at which
it overrules rules that are in doubt. On pages of sites not trained on, F1 of collections as HTML is
0.741 for it instead of 0.738."""
LIST_MIXED = 4
"""So does one in whose items rules know so many different things: "Sign up", "Add to cart" and
"Accept all" stand in one list only where a text is about buttons. Lists of a site are of one kind
or two, whatever the model calls them."""
_NUMBERED = regex.compile(r"\s{0,8}(?:#{1,6}\s)?[§\d]{1,3}(?:\.\d{1,2}){0,2}[.)]\s")
"""`3. Copyright`, the heading of a clause; counters stand without a full stop."""
_SIGNS = regex.compile(r"[|·•»›].{0,200}[|·•»›]")
"""Signs between three items or more, which no title has."""

TITLE_WORDS = 4
"""A section's title in plain text that a label may be mistaken for: "Newsletter" in a policy."""
LABEL_WORDS = 4
"""Words of a label that may be a title. Set by hand: as many as a title in plain text has."""
LABEL_SURE = -5 * UNIT // 2
"""A label that a rule or the model would take, alone between blocks that stay and over a sentence,
is the title of what follows unless the model is surer than this: "Become a member" on a club's
page, the entries of a glossary of buttons. Of 973 written pages not trained on, 3 of 199 lines of
content that go stay for it, and 24 of boilerplate."""
SHARED = 0.85
"""The score from which a rule's share bar is no title, though it stands alone over a text, as bars
do, if the model is not of two minds: "Share this post". Set by hand: that of labels of bars, and
above that of words that are a bar's or a text's."""
ASIDE = frozenset({"advert", "byline", "credit", "metadata"})
"""Lines of these categories do stand alone over a text or within it, unless the model holds them
for content ("Photography: 1839 to 1851")."""

_ITEM, _HEADING, _BREAK = int(Kind.ITEM), int(Kind.HEADING), int(Kind.BREAK)
_CODE, _PARAGRAPH = int(Kind.CODE), int(Kind.PARAGRAPH)


def spare_structure(
    facts: Facts, rows: range, best: Findings, scores: Ints | None = None
) -> Findings:
    """The findings on a page's blocks, less those that would take structure from what stays;
    `scores` are the model's."""
    kind = facts.kind[rows.start : rows.stop]
    kinds: list[int] = kind.tolist()
    best = list(best)
    if _ITEM in kinds:
        best = _keep_lists_whole(facts, rows, kind == _ITEM, best)
        best = _keep_parents(facts, rows, kinds, best)
    if _CODE in kinds:
        best = _keep_code_apart(facts, rows, kinds, best)
    if facts.page_of(rows.start).is_markdown:
        best = _keep_openings(facts, rows, best)
    best = _keep_headings(facts, rows, kinds, best, scores)
    best = _keep_titles(facts, rows, best, scores)
    return _take_breaks_along(kinds, best) if _BREAK in kinds else best


def _keep_lists_whole(facts: Facts, rows: range, items: Bools, best: Findings) -> Findings:
    """The findings less those on a list within a text of which most is not found, or much else."""
    text = facts.page_of(rows.start).elements is None
    stays = [at for at, opinion in enumerate(best) if opinion is None]
    first, last = (stays[0], stays[-1]) if stays else (len(best), -1)
    for at, stop in find_runs(items):
        found = [o for o in best[at:stop] if o is not None]
        if not found or stop - at < LIST_LEAST:
            continue
        ruled = {o.category for o in found if o.by == "rule"}
        if len(found) >= LIST_MINORITY * (stop - at) and len(ruled) < LIST_MIXED:
            continue
        inside = facts.before[rows[at]] > 0 and facts.after[rows[stop - 1]] > 0
        if not inside and text and first < at and last >= stop:
            inside = (facts.link[rows[at] : rows[stop - 1] + 1] < LINKED).all()
        if inside:
            best[at:stop] = [None] * (stop - at)
    return best


def _keep_parents(facts: Facts, rows: range, kinds: list[int], best: Findings) -> Findings:
    """An item of a list stays where one that is nested in it does, or where what stays behind its
    first block cannot keep its marker: without it that one would stand in another list, or turn
    into code."""
    page = facts.page_of(rows.start)
    level, starts = page.level.tolist(), page.start.tolist()
    wanted, rest = 0, -1  # the nesting of the last item that stays, less those that hold it
    for at in range(len(kinds) - 1, -1, -1):
        if kinds[at] != _ITEM:
            if page.source[starts[at]] not in " \t":
                wanted, rest = 0, -1
            elif best[at] is None:
                rest = at
            continue
        places = page.source, starts[at], starts[rest]
        holds = rest >= 0 and not is_outside(*places)
        if (holds and not leaves_marker(*places)) or (wanted and level[at] < wanted):
            best[at] = None
        if best[at] is None or holds:
            wanted, rest = level[at], -1
    return best


def _keep_code_apart(facts: Facts, rows: range, kinds: list[int], best: Findings) -> Findings:
    """What parts indented code from an item or from other such code stays: without it the code
    would be a paragraph of the item, or two pieces of code one."""
    page = facts.page_of(rows.start)
    for at, stop in find_runs(np.array([o is not None for o in best])):
        if not 0 < at < stop < len(kinds) or kinds[stop] != _CODE:
            continue
        if _is_indented(page, stop) and (kinds[at - 1] == _ITEM or _is_indented(page, at - 1)):
            best[stop - 1] = None
    return best


def _keep_openings(facts: Facts, rows: range, best: Findings) -> Findings:
    """A line stays where one of the same paragraph that is set in far under it does: that one would
    turn into code, behind the blank line that parts it from what stays above."""
    page = facts.page_of(rows.start)
    paragraphs = page.kind == _PARAGRAPH
    together = paragraphs[1:] & paragraphs[:-1] & (page.start[1:] == page.end[:-1])
    for at in (np.flatnonzero(together)[::-1] + 1).tolist():
        if best[at] is None and best[at - 1] is not None and _is_indented(page, at):
            best[at - 1] = None
    return best


def _is_indented(page: Page, at: int) -> bool:
    """Whether a block is code by its indent, or stands deep within a list."""
    return page.source.startswith(("    ", "\t"), page.start[at])


def _keep_headings(
    facts: Facts, rows: range, kinds: list[int], best: Findings, scores: Ints | None
) -> Findings:
    """A heading goes only with what stands under it; so does a numbered line of plain text. One
    that is a link, as over a teaser, may go alone, unless the model is of two minds: the name of a
    thing whose price stays."""
    for at in range(len(kinds) - 2, -1, -1):
        opinion = best[at]
        if opinion is None or opinion.score >= EXACT or best[at + 1] is not None:
            continue
        torn = opinion.by == "model" and scores is not None and scores[at] > TORN
        heading = kinds[at] == _HEADING and (facts.link[rows[at]] < LINKED or torn)
        title = not _is_aside(opinion, at, scores) and is_title(facts, rows, at)
        numbered = opinion.category != "byline" and is_numbered(facts, rows[at], at)
        numbered &= facts.link[rows[at]] < LINKED  # a breadcrumb: "1. [Home](/)"
        if not heading and not title and not numbered:
            continue
        if kinds[at + 1] not in (_HEADING, _BREAK):
            best[at] = None
    return best


def _keep_titles(facts: Facts, rows: range, best: Findings, scores: Ints | None) -> Findings:
    """A label stays where it stands alone over a sentence that stays, whether a rule or the model
    takes it for furniture ("Getting there"), or asks: "Newsletter?" is a question of a short
    interview, whatever the answer is. So does one of the footer's that a text begins with: its
    title, "Terms of service"."""
    text_alone = facts.page_of(rows.start).elements is None
    for at in range(len(best) - 1):
        opinion = best[at]
        if opinion is None or best[at + 1] is not None or (at and best[at - 1] is not None):
            continue
        if opinion.by not in ("rule", "model") or opinion.score >= EXACT:
            continue
        row, under = rows[at], rows[at + 1]
        bar = opinion.category == "share" and opinion.by == "rule" and opinion.score >= SHARED
        if bar and scores is not None and scores[at] < TORN:
            continue
        text = facts.text(row)
        if facts.words[row] > LABEL_WORDS or facts.link[row] >= LINKED or _SIGNS.search(text):
            continue
        opens = text_alone and at == 0 and opinion.category == "legal"
        sure = scores is not None and scores[at] < (HEADLINE_LOST if opens else LABEL_SURE)
        title = not (sure or facts.terminal[row] or _is_aside(opinion, at, scores))
        sentence = facts.prose[under] or (facts.words[under] >= 4 and facts.terminal[under])
        if (title and (sentence or opens)) or _is_question(text):
            best[at] = None
    return best


def _is_aside(opinion: Opinion, at: int, scores: Ints | None) -> bool:
    held = scores is not None and scores[at] >= 0 and opinion.category in ("credit", "metadata")
    return opinion.category in ASIDE and not held


def _is_question(text: str) -> bool:
    return text.rstrip(" *_\"'»”").endswith(("?", "？", "؟"))


def is_numbered(facts: Facts, row: int, at: int) -> bool:
    """Whether a block of a page begins as the heading of a clause does. Numbers that an item of
    HTML gets are none of its words."""
    page = facts.page_of(row)
    start = int(page.start[at])
    if page.source[start].isalpha() or (page.elements is not None and page.kind[at] == _ITEM):
        return False
    return bool(_NUMBERED.match(page.source, start, int(page.end[at])))


def is_title(facts: Facts, rows: range, at: int) -> bool:
    """Whether a line of plain text stands over a sentence, a blank line before both and none
    between: the title of a section."""
    page = facts.page_of(rows[at])
    short = facts.words[rows[at]] <= TITLE_WORDS and not facts.terminal[rows[at]]
    under = facts.words[rows[at + 1]] > TITLE_WORDS and facts.terminal[rows[at + 1]]
    apart = at > 0 and page.start[at] > page.end[at - 1]
    together = page.start[at + 1] == page.end[at]
    return bool(short and under and apart and together and facts.link[rows[at]] < LINKED)


def _take_breaks_along(kinds: list[int], best: Findings) -> Findings:
    """A rule drawn between blocks that both go, or before the end of the page, goes with them."""
    for at, kind in enumerate(kinds):
        before = best[at - 1] if kind == _BREAK and at else None
        if before is not None and (at == len(kinds) - 1 or best[at + 1] is not None):
            best[at] = before
    return best
