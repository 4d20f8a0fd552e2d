"""What a page's structure says against a finding: a heading stays with its section, a list stays
whole."""

import numpy as np
import regex

from stripper.blocks import Ints, Kind, Page
from stripper.engines import Opinion
from stripper.facts import Bools, Facts
from stripper.formats.evidence import STATED_BIT
from stripper.lexicons import role_mask
from stripper.tokens import Hashes

LIST_MINORITY = 0.5
"""A list in the middle of a text of which less than this share was found stays as it is: a guide's
list of button labels, a television programme with its advertisements."""
TORN = -64
"""The model's score over which it is of two minds about a heading that is a link: the one at which
it overrules rules that are in doubt. On pages of sites not trained on, F1 of collections as HTML is
0.741 for it instead of 0.738."""
LIST_MIXED = 4
"""So does one in whose items rules know so many different things: "Sign up", "Add to cart" and
"Accept all" stand in one list only where a text is about buttons. Lists of a site are of one kind
or two, whatever the model calls them."""
_NUMBERED = regex.compile(r"\s{0,8}(?:#{1,6}\s)?[§\d]{1,3}(?:\.\d{1,2}){0,2}[.)]\s")
"""`3. Copyright`, the heading of a clause; counters stand without a full stop."""
SURE = 1.0
"""The score of what is no title whatever stands under it: a crawler's header lines."""
HEADLINE_REACH = 8
"""Blocks before the text among which its headline stands: kicker, date, author, image lines
between."""
HEADLINE_LEAST = -5 * 64 // 2
"""A line that the model holds for boilerplate by more than this is no headline. Of 973 written
pages not trained on, 5 keep their headline for it, and 32 lines of boilerplate of 11,654 stay."""
HEADLINE_LOST = -5 * 64
"""The same where no other line over the text looks like content: the page would be left without a
headline. Of the same pages 2 more keep theirs; 7 lose it, and 10 more lines of boilerplate stay."""
LEAP = 3 * 64
"""How much more than the line over it the last line before what stays must look like content, so
that it is held to `HEADLINE_LOST` and not to `HEADLINE_LEAST`: a headline between a menu and a
standfirst. Of the same pages one keeps its headline for it, and 3 lines of boilerplate stay."""
SAID_WORDS = 8
"""Words from which a sentence is the text that the headline stands over, though it is no prose."""
KNOWN, HEADLINE_KNOWN = 0.9, 0
"""The same of a line that a rule of this score knows: it must look like content."""
_MENU = regex.compile(r"[|<>»›·•/]|\s[-–]\s.{1,80}\s[-–]\s|^\S+-\S+$")
"""What parts the items of a menu or a breadcrumb; a place whose name has hyphens is one word."""
_SIGNS = regex.compile(r"[|·•»›].{0,200}[|·•»›]")
"""Signs between three items or more, which no title has."""
_COLUMN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]{1,12}\|[^|<>»›·•/]{8,}+")
"""A headline behind the name of its column, as papers in Chinese and Japanese write it."""

TITLE_WORDS = 4
"""A section's title in plain text that a label may be mistaken for: "Newsletter" in a policy."""
LABEL_WORDS = 4
LABEL_SURE = -5 * 64 // 2
"""A label that a rule or the model would take, alone between blocks that stay and over a sentence,
is the title of what follows unless the model is surer than this: "Become a member" on a club's
page, the entries of a glossary of buttons. Of 973 written pages not trained on, 3 of 199 lines of
content that go stay for it, and 24 of boilerplate."""
ASIDE = frozenset({"advert", "byline", "credit", "metadata"})
"""Lines of these categories do stand alone over a text or within it, unless the model holds them
for content ("Photography: 1839 to 1851")."""

_INSIDE = 1 << 30
"""Deeper than any item: of what is indented, the next item above is the parent."""

_ITEM, _HEADING, _BREAK = int(Kind.ITEM), int(Kind.HEADING), int(Kind.BREAK)
_CODE = int(Kind.CODE)
_TITLE = STATED_BIT["the title"]
_BYLINE = role_mask("date", "author", "agency", "duration")

Findings = list[Opinion | None]


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
    if facts.pages[int(facts.page[rows.start])].is_markdown:
        best = _keep_openings(facts, rows, best)
    best = _keep_headings(facts, rows, kinds, best, scores)
    best = _keep_titles(facts, rows, best, scores)
    return _take_breaks_along(kinds, best) if _BREAK in kinds else best


def find_runs(flags: Bools) -> list[tuple[int, int]]:
    """Where each run of flagged places begins and stops.

    >>> find_runs(np.array([True, False, True, True]))
    [(0, 1), (2, 4)]
    """
    edges = np.flatnonzero(np.diff(flags, prepend=False, append=False)).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def _keep_lists_whole(facts: Facts, rows: range, items: Bools, best: Findings) -> Findings:
    for at, stop in find_runs(items):
        if stop - at >= 3:
            found = [o for o in best[at:stop] if o is not None]
            ruled = {o.category for o in found if o.by == "rule"}
            inside = facts.before[rows[at]] > 0 and facts.after[rows[stop - 1]] > 0
            few = len(found) < LIST_MINORITY * (stop - at)
            if found and inside and (few or len(ruled) >= LIST_MIXED):
                best[at:stop] = [None] * (stop - at)
    return best


def _keep_parents(facts: Facts, rows: range, kinds: list[int], best: Findings) -> Findings:
    """An item of a list stays where one that is nested in it does, or an indented block: without it
    that one would stand in another list, or turn into code."""
    page = facts.pages[int(facts.page[rows.start])]
    level: list[int] = page.level.tolist()
    wanted = 0  # the nesting of the last item that stays, less those that hold it
    for at in range(len(kinds) - 1, -1, -1):
        if kinds[at] != _ITEM:
            if page.source[page.start[at]] not in " \t":
                wanted = 0
            elif best[at] is None:
                wanted = _INSIDE
            continue
        if wanted and level[at] < wanted:
            best[at] = None
        if best[at] is None:
            wanted = level[at]
    return best


def _keep_code_apart(facts: Facts, rows: range, kinds: list[int], best: Findings) -> Findings:
    """What parts indented code from an item or from other such code stays: without it the code
    would be a paragraph of the item, or two pieces of code one."""
    page = facts.pages[int(facts.page[rows.start])]
    for at, stop in find_runs(np.array([o is not None for o in best])):
        if not 0 < at < stop < len(kinds) or kinds[stop] != _CODE:
            continue
        if _is_indented(page, stop) and (kinds[at - 1] == _ITEM or _is_indented(page, at - 1)):
            best[stop - 1] = None
    return best


def _keep_openings(facts: Facts, rows: range, best: Findings) -> Findings:
    """A line stays where one of the same paragraph that is set in far under it does: that one would
    turn into code, behind the blank line that parts it from what stays above."""
    page = facts.pages[int(facts.page[rows.start])]
    for at in range(len(best) - 1, 0, -1):
        together = page.start[at] == page.end[at - 1]
        together &= page.kind[at] == page.kind[at - 1] == Kind.PARAGRAPH
        if together and best[at] is None and best[at - 1] is not None and _is_indented(page, at):
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
        if opinion is None or opinion.score == SURE or best[at + 1] is not None:
            continue
        torn = opinion.by == "model" and scores is not None and scores[at] > TORN
        heading = kinds[at] == _HEADING and (facts.link[rows[at]] < 0.5 or torn)
        title = not _is_aside(opinion, at, scores) and _is_title(facts, rows, at)
        numbered = opinion.category != "byline" and _is_numbered(facts, rows[at], at)
        if not heading and not title and not numbered:
            continue
        if kinds[at + 1] not in (_HEADING, _BREAK):
            best[at] = None
    return best


def _keep_titles(facts: Facts, rows: range, best: Findings, scores: Ints | None) -> Findings:
    """A label stays where it stands alone over a sentence that stays, whether a rule or the model
    takes it for furniture ("Getting there"), or asks: "Newsletter?" is a question of a short
    interview, whatever the answer is."""
    for at in range(len(best) - 1):
        opinion = best[at]
        if opinion is None or best[at + 1] is not None or (at and best[at - 1] is not None):
            continue
        if opinion.by not in ("rule", "model") or opinion.score == SURE:
            continue
        row, under = rows[at], rows[at + 1]
        text = facts.text(row)
        if facts.words[row] > LABEL_WORDS or facts.link[row] >= 0.5 or _SIGNS.search(text):
            continue
        sure = scores is not None and scores[at] < LABEL_SURE
        title = not (sure or facts.terminal[row] or _is_aside(opinion, at, scores))
        sentence = facts.prose[under] or (facts.words[under] >= 4 and facts.terminal[under])
        if (title and sentence) or _is_question(text):
            best[at] = None
    return best


def _is_aside(opinion: Opinion, at: int, scores: Ints | None) -> bool:
    held = scores is not None and scores[at] >= 0 and opinion.category in ("credit", "metadata")
    return opinion.category in ASIDE and not held


def _is_question(text: str) -> bool:
    return text.rstrip(" *_\"'»”").endswith(("?", "？", "؟"))


def _is_numbered(facts: Facts, row: int, at: int) -> bool:
    page = facts.pages[int(facts.page[row])]
    return bool(_NUMBERED.match(page.source[page.start[at] : page.end[at]]))


def _is_title(facts: Facts, rows: range, at: int) -> bool:
    """Whether a line of plain text stands over a sentence, a blank line before both and none
    between: the title of a section."""
    page = facts.pages[int(facts.page[rows[at]])]
    short = facts.words[rows[at]] <= TITLE_WORDS and not facts.terminal[rows[at]]
    under = facts.words[rows[at + 1]] > TITLE_WORDS and facts.terminal[rows[at + 1]]
    apart = at > 0 and page.start[at] > page.end[at - 1]
    together = page.start[at + 1] == page.end[at]
    return bool(short and under and apart and together and facts.link[rows[at]] < 0.5)


def _take_breaks_along(kinds: list[int], best: Findings) -> Findings:
    """A rule drawn between blocks that both go, or before the end of the page, goes with them."""
    for at, kind in enumerate(kinds):
        before = best[at - 1] if kind == _BREAK and at else None
        if before is not None and (at == len(kinds) - 1 or best[at + 1] is not None):
            best[at] = before
    return best


def find_headline(facts: Facts, rows: range) -> int | None:
    """The block that is the page's headline: in HTML the uppermost heading that says what the head
    calls the page, else its first top heading, where it has headings."""
    page = facts.pages[int(facts.page[rows.start])]
    headings: list[int] = (facts.kind[rows.start : rows.stop] == _HEADING).nonzero()[0].tolist()
    if page.elements is not None:
        stated = page.elements.stated
        titles = [at for at in headings if stated[at] & _TITLE]
        if titles:
            return rows[min(titles, key=lambda at: (page.level[at], at))]
    for at in headings:
        row = rows[at]
        top = page.level[at] == 1
        if top and facts.link[row] < 0.5 and facts.words[row] >= 2:
            return int(row)
    return None


def spare_headline(
    facts: Facts, rows: range, best: Findings, scores: Ints | None, roles: Hashes
) -> Findings:
    """Of the short lines before the text, the likeliest headline stays, unless a top heading or a
    line over it stays that is no byline."""
    own = slice(rows.start, rows.stop)
    said = facts.prose[own] | (facts.terminal[own] & (facts.words[own] >= SAID_WORDS))
    text = next((at for at, told in enumerate(said.tolist()) if told and best[at] is None), None)
    if text is None or scores is None:
        return best
    top = find_headline(facts, rows)
    if top is not None and top < rows[text] and best[top - rows.start] is None:
        return best
    lines = [
        at for at in range(max(0, text - HEADLINE_REACH), text)
        if facts.words[rows[at]] >= 3 and facts.link[rows[at]] < 0.5
        and not int(roles[rows[at]]) & _BYLINE
    ]  # fmt: skip
    kept = [at for at in lines if best[at] is None]
    least = HEADLINE_LEAST if any(scores[at] > 0 for at in kept) else HEADLINE_LOST
    over = kept[0] - 1 if kept else -1
    leaps = over > 0 and scores[over] - scores[over - 1] >= LEAP
    likely = [
        at for at in (lines[: lines.index(kept[0])] if kept else lines)
        if (o := best[at]) is not None and o.by in ("model", "rule")
        and o.score != SURE and o.category != "byline" and not _is_menu(facts.text(rows[at]))
        and scores[at] > (
            HEADLINE_KNOWN if o.by == "rule" and o.score >= KNOWN
            else HEADLINE_LOST if leaps and at == over else least
        )
    ]  # fmt: skip
    if likely:
        best[max(likely, key=lambda at: (scores[at], at))] = None
    return best


def _is_menu(text: str) -> bool:
    return _MENU.search(text) is not None and not _COLUMN.fullmatch(text)
