"""Bylines beside the headline: lines with the name of its author, whom the page's data or the name
of an element states, and lines with a full date.

Gold texts leave them out as often as in, and so the model takes them; what happens to them is for
the preset to say.
"""

import numpy as np
import regex

from stripper.blocks import Elements
from stripper.decisions.headlines import HEADLINE_REACH, find_headline
from stripper.decisions.meanings import DATED_LINE, STATED_AUTHOR
from stripper.engines import Opinion
from stripper.facts import LINKED, Facts
from stripper.formats.evidence import BIT, STATED_BIT

SCORE = 0.75
"""That of the rules that know a date by its form: it goes where bylines go, and where they stay it
stays, whatever the model thinks of it."""
OVER, UNDER = 2, 5
"""Blocks over the headline and under it among which its author or its date may stand. With these,
25 lines more stay on 320 pages of sites not trained on: 9 dates, 14 that say who the author is, and
two that no person would miss."""
TEXT = 2
"""Paragraphs under the headline from which on the text has begun: the first may sum it up."""
LINE_WORDS, NAME_WORDS = 14, 8
"""Words of a line that says when and by whom, and of one that says by whom."""
_AUTHOR = np.uint8(STATED_BIT["the author"])
_IN_AUTHOR = np.uint64(BIT["in author"])
_NAMED = regex.compile(r"(?<![a-z])(?:by-?line|authors?)(?![a-z])")
"""What the class of an element that holds a name says."""
_YEAR = r"(?:19|20)\d{2}"
_FULL_DATE = regex.compile(
    rf"(?<!\d)(?:\d{{1,2}}[\s.,]{{1,3}}(?:de |of )?\p{{L}}{{3,12}}[\s.,]{{1,3}}(?:de |of )?{_YEAR}"
    rf"|\d{{1,2}} ?[./-] ?\d{{1,2}} ?[./-] ?{_YEAR}"
    rf"|{_YEAR} ?[年년./-] ?\d{{1,2}} ?[月월./-] ?\d{{1,2}})(?!\d)"
    rf"|(?<!\p{{L}})\p{{L}}{{3,12}}\.? \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}(?!\d)"
)


def find_bylines(facts: Facts, number: int) -> list[Opinion]:
    """The lines beside the headline of a page of HTML that name its author or say its date."""
    elements = facts.pages[number].elements
    rows = facts.blocks_of(number)
    headline = find_headline(facts, rows) if elements is not None else None
    if elements is None or headline is None:
        return []
    stated = (elements.stated & _AUTHOR) != 0
    found, told = [], 0
    for row in range(
        max(rows.start, headline - OVER), min(headline + 1 + HEADLINE_REACH, rows.stop)
    ):
        told += bool(row > headline and facts.prose[row])
        beside = row <= headline + UNDER and told < TEXT and not facts.prose[row]
        if row == headline:
            continue
        if stated[row - rows.start]:
            found.append(_make(number, row, STATED_AUTHOR, "whom the page's data calls its author"))
        elif beside and facts.words[row] <= LINE_WORDS and _is_dated(facts, row):
            found.append(_make(number, row, DATED_LINE, "with a full date"))
        elif beside and _is_name(facts, row, elements, row - rows.start):
            found.append(_make(number, row, STATED_AUTHOR, "whom its element calls an author"))
    return found


def _make(number: int, row: int, rule: str, what: str) -> Opinion:
    reason = f"A line beside the headline {what}"
    return Opinion(number, row, row, "byline", "rule", rule, SCORE, reason)


def _is_dated(facts: Facts, row: int) -> bool:
    """Whether a line says a full date and is neither a sentence nor a link, as on a teaser."""
    plain = facts.digits[row] and facts.link[row] < LINKED and not facts.terminal[row]
    return bool(plain) and _FULL_DATE.search(facts.text(row)) is not None


def _is_name(facts: Facts, row: int, elements: Elements, at: int) -> bool:
    """Whether a short line stands in an element that says it is an author's."""
    if facts.words[row] > NAME_WORDS or facts.terminal[row]:
        return False
    if elements.flags[at] & _IN_AUTHOR:
        return True
    element = int(elements.element[at])
    names = (elements.names[element], elements.names[max(0, elements.parents[element])])
    return any(_NAMED.search(name.lower()) for name in names)
