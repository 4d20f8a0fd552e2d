"""Which repeats are furniture: entries of a profile, each with how sure it is.

The more a block looks like content to the model, the more it takes for it to be learned: a larger
share of the pages, repeating neighbours, a place outside the text. Values, refrains and lone
headings are never learned, however often they stand.
"""

from collections import Counter
from dataclasses import dataclass
from statistics import fmean, median

from stripper.learning.repeats import LEAST_PAGES, Findings, Repeat
from stripper.learning.sample import PageSketch
from stripper.profiles import Entry

MINIMUM_PAGES = 3
"""Different pages from which a profile is certain of what it says; from two it is not, and from one
nothing can be learned."""
CONFIDENCE = {2: 0.7, 3: 0.9, 5: 0.95}
"""The highest score of an entry, by the pages that were learned from: at 0.7 the model may overrule
it on the page at hand, from 0.9 on only where it is sure. Set by hand: two pages may share a text
by accident."""
MOST_ENTRIES = 500
"""Entries of a profile, the most frequent first. Set by hand: what a person can still look
through."""
LONG = 8
"""Words of a text that two pages do not share by accident. Set by hand: headings and labels of
content are shorter."""
TIMES = 3
"""A label that stands more often than this on a page names parts of its content. Set by hand: menus
stand there twice or three times, for each kind of screen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What it takes for a block that looks like content as much as this, and no more."""

    score: float
    """Mean score of the model, in logits."""
    share: float
    company: float
    """Mean share of the neighbours that repeat as well."""
    long_only: bool = False
    outside: bool = False
    """Whether it must stand outside the text."""
    label: bool = False
    """Whether it must be no sentence: disclaimers are."""


BARS = (
    Bar(-2.0, share=0.5, company=0.5),
    Bar(-1.0, share=0.25, company=0.7, long_only=True),
    Bar(-0.75, share=0.5, company=0.6),
    Bar(1.0, share=0.8, company=0.75, outside=True, label=True),
    Bar(4.0, share=0.8, company=0.95, outside=True, label=True),
)
"""On the development sites, of the words that a bar adds where rules and model leave them, at most
one in twenty is content. The third at -0.5 takes a disclaimer of an invented site for furniture,
and so does one for sentences outside the text at 0."""
STEADY = 0.9
"""Share of its pages that have a block in one place, before, in or after the text. Set by hand: the
headline of one page is a teaser below others; what stands there twice a page, as menus do, may
differ."""
NEAR_BAR = Bar(-1.0, share=0.5, company=0.7)
"""The same for blocks that differ in dates and names. Set by hand: of the first two bars the
stricter share and company, since such a block may be a value."""
NEAR_LITERAL = 0.5
"""Share of the words of a near key that must stand as they are. Set by hand: in tables names are
the values."""


def find_furniture(found: Findings) -> tuple[Entry, ...]:
    """The entries of a profile, in the order in which a page has them."""
    limit = find_confidence(len(found.pages))
    if not limit:
        return ()
    chosen = [
        (kind, key, repeat)
        for kind, repeats in (("exact", found.exact), ("near", found.near))
        for key, repeat in repeats.items()
        if len(repeat.pages) >= LEAST_PAGES and _is_furniture(kind, repeat, found.share[key])
    ]
    exact = {key for kind, key, _ in chosen if kind == "exact"}
    chosen = [c for c in chosen if c[0] == "exact" or not c[2].variants <= exact]
    chosen.sort(key=lambda c: (-found.share[c[1]], -c[2].words, min(c[2].texts)))
    entries = [
        (_place(repeat), _make_entry(kind, repeat, found.share[key], limit, found.pages))
        for kind, key, repeat in chosen[:MOST_ENTRIES]
    ]
    return tuple(entry for _, entry in sorted(entries, key=lambda e: (e[0], e[1].text)))


def find_confidence(pages: int) -> float:
    """The highest score that so many different pages allow; 0 where nothing can be learned.

    >>> [find_confidence(n) for n in (1, 2, 4, 60)]
    [0.0, 0.7, 0.9, 0.95]
    """
    return max((score for least, score in CONFIDENCE.items() if pages >= least), default=0.0)


def _is_furniture(kind: str, repeat: Repeat, share: float) -> bool:
    if not repeat.literal or "" in repeat.texts or repeat.times > TIMES:
        return False
    score, company = fmean(repeat.scores), fmean(repeat.company)
    if kind == "near":
        if len(repeat.variants) < LEAST_PAGES or repeat.literal < NEAR_LITERAL * repeat.words:
            return False
        bars: tuple[Bar, ...] = (NEAR_BAR,)
    else:
        bars = BARS
    places = repeat.positions
    if repeat.times == 1 and max(places.values()) < STEADY * places.total():
        return False
    outside = places["between"] <= (1 - STEADY) * places.total()
    return any(
        score < bar.score and share >= bar.share and company >= bar.company
        and (outside or not bar.outside) and not (bar.label and repeat.sentence)
        and (repeat.words >= LONG or not bar.long_only)
        for bar in bars
    )  # fmt: skip


def _place(repeat: Repeat) -> tuple[int, float]:
    position = _commonest(repeat.positions)
    return ("head", "between", "tail").index(position), median(repeat.places)


def _make_entry(
    kind: str, repeat: Repeat, share: float, limit: float, pages: tuple[PageSketch, ...]
) -> Entry:
    days = [d for n in repeat.pages for d in (pages[n].first_seen, pages[n].last_seen)]
    category = _commonest(repeat.categories) or _name(repeat)
    return Entry(
        _commonest(repeat.texts), category, _commonest(repeat.positions), len(repeat.pages),
        round(min(limit, 0.5 + share / 2), 2), min(days), max(days), kind,
    )  # fmt: skip


def _name(repeat: Repeat) -> str:
    """What rules have no name for: short lines are a menu's or a list's."""
    return "boilerplate" if repeat.sentence or repeat.words >= LONG else "navigation"


def _commonest(counts: Counter[str]) -> str:
    """The commonest; of several, the first by name, so that no order of pages shows."""
    return min(counts, key=lambda name: (-counts[name], name))
