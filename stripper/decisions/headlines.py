"""Headlines: which block of a page is its headline, and which is likely to be.

Gold texts do without it, and so a model that learned from them takes it now and then.
"""

import numpy as np
import regex

from stripper.blocks import Ints, Kind
from stripper.decisions.bars import SURE, Findings, is_pointed
from stripper.engines import Opinion
from stripper.engines.network import UNIT
from stripper.facts import LINKED, Facts
from stripper.formats.evidence import AROUND, STATED_BIT
from stripper.lexicons import role_mask
from stripper.tokens import Hashes

HEADLINE_REACH = 8
"""Blocks before the text among which its headline stands: kicker, date, author, image lines
between."""
HEADLINE_LEAST = -5 * UNIT // 2
"""A line that the model holds for boilerplate by more than this is no headline. Of 973 written
pages not trained on, 5 keep their headline for it, and 32 lines of boilerplate of 11,654 stay."""
HEADLINE_LOST = -5 * UNIT
"""The same where no other line over the text looks like content: the page would be left without a
headline. Of the same pages 2 more keep theirs; 7 lose it, and 10 more lines of boilerplate stay."""
LEAP = 3 * UNIT
"""How much more than the line over it the last line before what stays must look like content, so
that it is held to `HEADLINE_LOST` and not to `HEADLINE_LEAST`: a headline between a menu and a
standfirst. Of the same pages one keeps its headline for it, and 3 lines of boilerplate stay."""
SAID_WORDS = 8
"""Words from which a sentence is the text that the headline stands over, though it is no prose."""
NAME_WORDS, NAME_REACH = 2, 4
"""Words of a headline that is a name, the first line of a page that has no other, and the lines
before the text: "From Wikipedia" and links to skip to places stand between."""
NAME_LOST = -6 * UNIT
"""The same of a name, which looks like a menu's item to the model. Set by hand, on two forms of an
entry."""
LABEL_WORDS = 4
"""Words of a headline that is a label elsewhere. Set by hand: as many as a title in plain text
has."""
BESIDE, BESIDE_WORDS, BESIDE_LEAST = 4, 10, -2 * UNIT
"""Blocks under the headline among which a line of its own element stands that belongs to it, the
words of such a line, and the score under which it goes all the same. Of 144 pages of sites not held
out no line stays for it: what goes there is a link, surely known or scores less."""
OVER = frozenset({"advert", "byline", "credit", "metadata", "share"})
"""Labels of these categories do stand alone over a text. Of 298 written pages not trained on no
line stays for those of others."""
KNOWN, HEADLINE_KNOWN = 0.9, 0
"""The same of a line that a rule of this score knows: it must look like content."""
_MENU = regex.compile(r"[|<>»›·•/]|\s[-–]\s.{1,80}\s[-–]\s|^\S+-\S+$")
"""What parts the items of a menu or a breadcrumb; a place whose name has hyphens is one word."""
_COLUMN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]{1,12}\|[^|<>»›·•/]{8,}+")
"""A headline behind the name of its column, as papers in Chinese and Japanese write it."""
_HEADING = int(Kind.HEADING)
_TITLE = STATED_BIT["the title"]
_BYLINE = role_mask("date", "author", "agency", "duration")


def find_headline(facts: Facts, rows: range) -> int | None:
    """The block that is the page's headline: in HTML the uppermost heading that says what the head
    calls the page, else its first top heading, where it has headings. One of a single word, as a
    site's name, is so in Markdown alone, where it is the only one: "# Contact"."""
    page = facts.page_of(rows.start)
    headings: list[int] = (facts.kind[rows.start : rows.stop] == _HEADING).nonzero()[0].tolist()
    if page.elements is not None:
        stated = page.elements.stated
        titles = [at for at in headings if stated[at] & _TITLE]
        if titles:
            return rows[min(titles, key=lambda at: (page.level[at], at))]
    for at in headings:
        row = rows[at]
        top = page.level[at] == 1
        if top and facts.link[row] < LINKED and facts.words[row] >= 2:
            return int(row)
    tops = [at for at in headings if page.level[at] == 1 and page.elements is None]
    if len(tops) == 1 and facts.words[rows[tops[0]]] and facts.link[rows[tops[0]]] < LINKED:
        return rows[tops[0]]
    return None


def spare_headline(
    facts: Facts, rows: range, best: Findings, scores: Ints | None, roles: Hashes
) -> Findings:
    """A top heading stays that says what the head calls the page. Else of the short lines before
    the text the likeliest headline does, unless a top heading or a line over it stays that is no
    byline. None stands in a menu or in an aside of HTML."""
    top = find_headline(facts, rows)
    if top is not None and _is_named(facts, rows, top):
        held = best[top - rows.start]
        if held is not None and held.by in ("model", "rule"):
            best[top - rows.start] = None
    own = slice(rows.start, rows.stop)
    said = facts.prose[own] | (facts.terminal[own] & (facts.words[own] >= SAID_WORDS))
    text = next((at for at, told in enumerate(said.tolist()) if told and best[at] is None), None)
    if text is None:
        return best
    if top is None:
        best = _spare_label(facts, rows, best, scores, roles, text)
    if scores is None:
        judged = facts.page_of(rows.start).scores is not None
        return best if judged else _spare_listed(facts, rows, best, text, roles)
    if top is not None and top < rows[text] and best[top - rows.start] is None:
        return best
    title = _find_title(facts, rows, best, scores, roles)
    elements = facts.page_of(rows.start).elements
    around = (
        elements.flags & np.uint64(AROUND)
        if elements is not None
        else np.zeros(len(rows), np.uint64)
    )
    lines = [
        at for at in range(max(0, text - HEADLINE_REACH), text)
        if not around[at]
        and (_is_line(facts, rows[at], roles) or _is_stated(facts, rows[at], rows))
        and (not title or best[at] is None or _says(_words_of(facts, rows[at]), title))
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
    first, between = best[0], best[1:text]
    named = text <= NAME_REACH and None not in between and any(map(_is_control, between))
    if named and first is not None and first.by == "model":
        short = 0 < facts.words[rows[0]] <= NAME_WORDS and facts.link[rows[0]] < LINKED
        if short and scores[0] > NAME_LOST:
            likely = [0]
    if likely:
        best[max(likely, key=lambda at: (scores[at], at))] = None
    return best


def _spare_label(
    facts: Facts, rows: range, best: Findings, scores: Ints | None, roles: Hashes, text: int
) -> Findings:
    """A short line that stands alone over the text of a page without headings is its headline,
    whatever it is elsewhere, if no other line over the text stays that may be one: "Privacy
    policy", "About us". Where another stands alone over it that goes, both are items of a menu.
    `text` is the first block that tells something."""
    own = slice(rows.start, rows.stop)
    page = facts.page_of(rows.start)
    if page.elements is not None or (facts.kind[own] == _HEADING).any():
        return best
    by = (roles[own] & np.uint64(_BYLINE)) != 0
    long = (facts.words[own] > NAME_WORDS) & (facts.link[own] < LINKED) & ~by
    at = text - 1
    while at >= 0 and best[at] is None and (by[at] or facts.words[rows[at]] <= NAME_WORDS):
        at -= 1
    if at < 0 or any(
        best[k] is None and long[k] for k in range(max(0, text - HEADLINE_REACH), text)
    ):
        return best
    opinion = best[at]
    if opinion is None or opinion.by not in ("model", "rule") or opinion.score == SURE:
        return best
    short = (facts.words[own] <= LABEL_WORDS) & ~facts.terminal[own] & (facts.link[own] < LINKED)
    apart = np.append(True, page.start[1:] > page.end[:-1])
    alone = short & apart & np.append(apart[1:], True)
    one = alone[at] and not (at and alone[at - 1] and best[at - 1] is not None)
    plain = not by[at] and not _is_menu(facts.text(rows[at]))
    likely = scores is None or scores[at] >= HEADLINE_LOST
    if one and plain and likely and opinion.category not in OVER:
        best = [*best[:at], None, *best[at + 1 :]]
    return best


def spare_beside(facts: Facts, rows: range, best: Findings, scores: Ints) -> Findings:
    """The findings on a page of HTML, less the doubtful ones on lines right under the headline that
    stand in one element with it and lead nowhere: where a job is and with whom."""
    elements = facts.page_of(rows.start).elements
    headline = find_headline(facts, rows)
    if elements is None or headline is None:
        return best
    best = list(best)
    holders = [elements.parents[at] for at in elements.element.tolist()]
    for row in range(headline + 1, min(headline + 1 + BESIDE, rows.stop)):
        at = row - rows.start
        if facts.prose[row] or holders[at] != holders[headline - rows.start]:
            break
        opinion = best[at]
        if opinion is None or opinion.category == "byline":
            continue
        guessed = opinion.by == "model" or is_pointed(opinion)
        short = facts.words[row] <= BESIDE_WORDS and not facts.link[row]
        if guessed and short and scores[at] >= BESIDE_LEAST:
            best[at] = None
    return best


def _is_named(facts: Facts, rows: range, row: int) -> bool:
    """Whether a heading is a top one that the head of an HTML page names."""
    page, at = facts.page_of(row), row - rows.start
    stated = page.elements is not None and page.elements.stated[at] & _TITLE
    return bool(stated) and bool(page.level[at] == 1)


def _is_stated(facts: Facts, row: int, rows: range) -> bool:
    """Whether a line that is no link says what the head of an HTML page calls it, be it two words:
    "Register a dog"."""
    elements = facts.page_of(row).elements
    named = elements is not None and elements.stated[row - rows.start] & _TITLE
    return bool(named) and bool(facts.words[row] >= NAME_WORDS and facts.link[row] < LINKED)


def _find_title(
    facts: Facts, rows: range, best: Findings, scores: Ints, roles: Hashes
) -> frozenset[int]:
    """The words of the title with which many renderers let a page begin, where it stays: the page
    has its headline, and only a line that says the same is another. "Need some help?" far below is
    none."""
    row = rows[0]
    stays = best[0] is None and scores[0] > HEADLINE_KNOWN
    return _words_of(facts, row) if stays and _is_line(facts, row, roles) else frozenset()


def _is_line(facts: Facts, row: int, roles: Hashes) -> bool:
    """Whether a block may be a headline: words that are no link and no byline."""
    told = facts.words[row] >= 3 and facts.link[row] < LINKED
    return bool(told and not int(roles[row]) & _BYLINE)


def _spare_listed(facts: Facts, rows: range, best: Findings, text: int, roles: Hashes) -> Findings:
    """Where no model says how a line looks, the last one before the text stays that goes only since
    a label stands over it, unless another line stays there: "Latest posts" ends the menu over many
    a headline."""
    last = text - 1
    if last < 0 or (opinion := best[last]) is None or opinion.by != "rule" or not opinion.listed:
        return best
    stays = any(best[at] is None and _is_line(facts, rows[at], roles) for at in range(last))
    line = _is_line(facts, rows[last], roles) and not _is_menu(facts.text(rows[last]))
    if line and not stays and rows[last] > opinion.first:
        best[last] = None
    return best


def _words_of(facts: Facts, row: int) -> frozenset[int]:
    return frozenset(facts.tokens.hash[facts.first[row] : facts.last[row]].tolist())


def _says(line: frozenset[int], title: frozenset[int]) -> bool:
    """Whether a line and the title share half the words of the shorter one: sites put their names
    behind it."""
    return 2 * len(line & title) >= min(len(line), len(title))


def _is_control(opinion: Opinion | None) -> bool:
    """Whether a line is surely a control of the page: a link to skip to its text."""
    return opinion is not None and opinion.category == "navigation" and opinion.score >= KNOWN


def _is_menu(text: str) -> bool:
    return _MENU.search(text) is not None and not _COLUMN.fullmatch(text)
