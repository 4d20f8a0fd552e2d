"""Sparing: blocks that stay by what they are, before any finding is weighed.

A table of a Markdown page is a table. In HTML the elements and their like say more: tables hold
consent notices, quotes the praise of customers, and dates stand in lists of stories.
"""

from collections.abc import Sequence

import numpy as np
import regex

from stripper.blocks import Ints, Kind
from stripper.decisions.bars import FORMAL
from stripper.decisions.headlines import find_headline
from stripper.decisions.inputs import STRONG, SURELY, TOLD_WORDS
from stripper.decisions.meanings import MEMBERS, MENU_TABLE
from stripper.engines import Opinion
from stripper.engines.network import UNIT
from stripper.facts import LINKED, Facts
from stripper.formats.evidence import BIT
from stripper.options import Options
from stripper.places import find_runs

QUOTE_LEAST = -3 * UNIT // 2
"""The score under which a quote of HTML is furniture: customers' praise and appeals. On sites not
trained on, word F1 of articles is 0.1 points higher with half a logit, and posts of others that
articles quote go for it."""
SPARES = 0.7
"""A finding of a category that stays spares its blocks from the model, which knows no categories:
gold texts leave bylines out as often as in."""
PROTECTED = (Kind.TABLE, Kind.CODE, Kind.QUOTE, Kind.FRONT_MATTER, Kind.DEFINITION, Kind.BREAK)
EXPOSED = (Kind.TABLE, Kind.QUOTE)
"""Of these, the ones that pages make of anything."""
_HIDDEN = np.uint64(BIT["hidden"])
_QUOTE = int(Kind.QUOTE)
_KNOWN = {MEMBERS: _QUOTE, MENU_TABLE: int(Kind.TABLE)}
"""Rules that know a block by its element, and the kinds that they do so in spite of."""
LABELLED = regex.compile(r"\W{0,3}[^:=]{1,30}[:=]\s{0,3}\S")
"""A line of a label and what is said of it."""
CONTENTS = 3
"""Items of a list that lead to places of the page itself from which it is a table of contents."""
_ANCHOR = regex.compile(r"\s{0,8}[-*+]\s{1,4}\[[^\]\n]{1,200}\]\(#[^)\s]{1,200}\)\s{0,4}")
_BACK = "↩"
_NOTE_END = regex.compile(_BACK + r"[\ufe0e\ufe0f]?\W{0,3}(?:\]\([^()\s]{0,500}\))?\s{0,3}$")
_KINDS = np.arange(len(Kind))
_PROTECTED, _EXPOSED = np.isin(_KINDS, PROTECTED), np.isin(_KINDS, EXPOSED)


def spare_kinds(
    facts: Facts,
    rows: range,
    opinions: Sequence[Opinion],
    options: Options,
    scores: Ints | None = None,
) -> list[bool]:
    """Blocks that stay by their kind, as the headline, or as a category the caller keeps.

    With the model's `scores` of a whole page, a table or quote that is surely furniture does not.
    """
    kinds = facts.kind[rows.start : rows.stop]
    protected = _PROTECTED[kinds]
    if scores is not None:
        elements = facts.page_of(rows.start).elements
        exposed = _EXPOSED[kinds]
        if elements is not None:  # a copy of the page for others than its readers
            exposed = exposed | ((elements.flags & _HIDDEN) != 0)
            protected &= (kinds != _QUOTE) | (scores >= QUOTE_LEAST)
        protected &= ~(exposed & (scores < SURELY))
    spared: list[bool] = protected.tolist()
    for opinion in opinions:
        # signatures stand as quotes, and menus as tables
        kind = _KNOWN.get(opinion.rule)
        if kind is not None and kinds[opinion.first - rows.start] == kind:
            spared[opinion.first - rows.start] = False
    headline = find_headline(facts, rows)
    if headline is not None:
        spared[headline - rows.start] = True
    for at in (*_find_contents(facts, rows), *_find_notes(facts, rows)):
        spared[at] = True
    return spare_found(spared, rows, [o for o in opinions if o.category in options.keep])


def _find_contents(facts: Facts, rows: range) -> list[int]:
    """The items of tables of contents in Markdown: "Newsletters" is a section of the page there."""
    page = facts.page_of(rows.start)
    if not page.is_markdown or page.elements is not None or "](#" not in page.source:
        return []
    items = np.flatnonzero(page.kind == Kind.ITEM)
    leads = np.zeros(len(page), bool)
    leads[[
        at for at in items.tolist()
        if _ANCHOR.fullmatch(page.source, int(page.start[at]), int(page.end[at]))
    ]] = True  # fmt: skip
    return [
        at
        for first, stop in find_runs(leads)
        if stop - first >= CONTENTS
        for at in range(first, stop)
    ]


def _find_notes(facts: Facts, rows: range) -> list[int]:
    """Footnotes, which end in an arrow back to the text: what they cite sounds like stories."""
    page = facts.page_of(rows.start)
    if _BACK not in page.source:
        return []
    told = np.flatnonzero(facts.words[rows.start : rows.stop] >= TOLD_WORDS).tolist()
    return [at for at in told if _NOTE_END.search(page.text(at))]


def spare_found(spared: Sequence[bool], rows: range, opinions: Sequence[Opinion]) -> list[bool]:
    """Those blocks, and the ones of findings of categories that stay."""
    spared = list(spared)
    for opinion in opinions:
        if opinion.part is None and opinion.score >= SPARES:
            for row in range(opinion.first, opinion.last + 1):
                spared[row - rows.start] = True
    return spared


def find_informal(
    facts: Facts, rows: range, opinions: Sequence[Opinion], staying: Sequence[Opinion]
) -> set[int]:
    """Blocks that have the form of a credit or a counter, and may be something else for what they
    stand beside: who took the pictures, beside an author who stays; a line of a film's or of a
    product's data ("Director: …", "Weight: …"), an example under a colon, a key in code."""
    formal = {o.first for o in opinions if o.category in FORMAL and o.part is None}
    if not formal:
        return set()
    names = {o.first for o in staying if o.category == "byline" and o.part is None}
    page = facts.page_of(rows.start)
    informal = set()
    for row in formal:
        around = [at for at in (row - 1, row + 1) if at in rows]
        listed = any(at not in formal and LABELLED.match(facts.text(at)) for at in around)
        introduced = row - 1 in rows and facts.text(row - 1).rstrip().endswith((":", "："))
        set_in = page.elements is None and page.source[page.start[row - rows.start]] in " \t"
        named = facts.link[row] < LINKED and not names.isdisjoint(around)  # no address of a picture
        if listed or introduced or set_in or named:
            informal.add(row)
    return informal


def find_glued(facts: Facts, rows: range, opinions: Sequence[Opinion], scores: Ints) -> list[int]:
    """Blocks, counted from the first one, to which a rule's label is glued and that tell something
    without it: what the model says of them is said of the label. Where it is sure of one of several
    that end in "Read more", that is the teaser of another story."""
    glued, teasers = [], []
    for opinion in opinions:
        if opinion.part is None or opinion.by != "rule":
            continue
        row, (low, high) = opinion.first, opinion.part
        starts = facts.tokens.start[facts.first[row] : facts.last[row]]
        if ((starts < low) | (starts >= high)).sum() >= TOLD_WORDS:
            glued.append(row - rows.start)
            if opinion.category == "related" and scores[row - rows.start] < 0:
                teasers.append(row - rows.start)
    listed = {at for at in teasers if scores[at] < STRONG} if len(set(teasers)) > 1 else set()
    return [at for at in glued if at not in listed]
