"""Sparing: blocks that stay by what they are, before any finding is weighed.

A table of a Markdown page is a table. In HTML the elements and their like say more: tables hold
consent notices, quotes the praise of customers, and dates stand in lists of stories.
"""

from collections.abc import Sequence

import numpy as np
import regex

from stripper.blocks import Elements, Ints, Kind
from stripper.decisions.bars import FORMAL, Findings
from stripper.decisions.headlines import find_headline
from stripper.decisions.inputs import STRONG, SURELY, TOLD_WORDS
from stripper.decisions.members import RULE as MEMBERS
from stripper.decisions.menus import RULE as MENUS
from stripper.engines import Opinion
from stripper.engines.network import UNIT
from stripper.facts import LINKED, Bools, Facts
from stripper.formats.evidence import AROUND, BIT
from stripper.lexicons import role_mask
from stripper.options import Options
from stripper.places import find_runs
from stripper.tokens import Hashes

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
_KNOWN = ((MEMBERS, _QUOTE), (MENUS, int(Kind.TABLE)))
"""Rules that know a block by its element, and the kinds that they do so in spite of."""
_CAPTION = np.uint64(BIT["in figcaption"])
_NO_CAPTION = np.uint64(role_mask("advert", "cookie", "newsletter", "subscribe"))
_CREDITED = np.uint64(role_mask("photo", "agency"))
_CREDIT_TAIL = regex.compile(
    r"(?:[.!?…\"”»]\s{0,3}\S.{2,60}|\s?[(\[][^()\[\]]{2,60}[)\]]|\s?[©|]\s?.{2,60}|\s[—–/]\s?.{2,60})\s{0,3}$"
)
"""Who took the picture, behind what it shows."""
CAPTION_LEAST = -5 * UNIT // 2
"""The score under which a caption goes all the same. With this, nine more stay on 320 pages of
sites not trained on, all of which say what a picture shows; word F1 of news falls by 0.3 points for
it, since gold texts leave captions out."""
_NEAR = np.uint64(sum(
    BIT[name] for name in
    ("in the body", "1 out of the body", "2 out of the body", "3 or 4 out of the body")
))  # fmt: skip
"""What holds most paragraphs of a page, and the elements around it: teasers stand farther out."""
UNLINKED, DOUBTFUL = 0.05, -3 * UNIT // 2
"""Share of linked text under which an item leads nowhere, and the score under which it goes by the
model alone all the same, as a caption does. On HTML of sites not trained on, 74 % of the words of
items that score more, and would go, are content; of those that score up to half a logit less, 43 %,
and of the others less than 1 %."""
LINE_WORDS = range(5, 20)
"""Words of a line of HTML that is held to that score among others that are no longer. Shorter ones
are credits; of 294 pages of sites not trained on one, of a shop, loses a tenth of its F1 with
longer ones. Among paragraphs of any length six lines of 120 written pages of HTML stay that ask for
addresses, clicks or installations; with this two do."""
LINE_SURE, HELD = -4 * UNIT, 2 * UNIT
"""The same score where the model holds both lines beside it for content at the other one: "We are
looking into it" among the reports of a service. On those 294 pages nothing changes for it."""
ARTICLES = 0.4
"""Items that are articles of their own are readers' comments and other stories, unless they are so
large a part of what looks like content: in some forums they are the posts. Set by hand."""
STANDFIRST_REACH = 3
"""Blocks under the headline among which it stands: a picture and its caption may come before it."""
LABELLED = regex.compile(r"\W{0,3}[^:=]{1,30}[:=]\s{0,3}\S")
"""A line of a label and what is said of it."""
REFERENCE_WORDS = range(8, 80)
"""Words of an entry of a bibliography. Set by hand. Of 320 pages of sites not trained on one loses
23 of its 40 references without them as HTML, and 24 as Markdown; nothing else has their form."""
CONTENTS = 3
"""Items of a list that lead to places of the page itself from which it is a table of contents."""
_ANCHOR = regex.compile(r"\s{0,8}[-*+]\s{1,4}\[[^\]\n]{1,200}\]\(#[^)\s]{1,200}\)\s{0,4}")
_REFERENCE = regex.compile(
    r"\bet al\b|\bdoi\b|\bpp\.\s?\d|\b(?:19|20)\d\d\s?;\s?\d"
    r"|\b\d{1,4}\s?\(\d{1,3}(?:[-–]\d{1,3})?\)\s?[:,]"
)
"""What entries of bibliographies hold beside a year: the volume, the pages, other authors."""
_BACK = "↩"
_NOTE_END = regex.compile(_BACK + r"[\ufe0e\ufe0f]?\W{0,3}(?:\]\([^()\s]{0,500}\))?\s{0,3}$")
_YEAR = regex.compile(r"\b(?:19|20)\d\d\b")
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
        elements = facts.pages[int(facts.page[rows.start])].elements
        exposed = _EXPOSED[kinds]
        if elements is not None:  # a copy of the page for others than its readers
            exposed = exposed | ((elements.flags & _HIDDEN) != 0)
            protected &= (kinds != _QUOTE) | (scores >= QUOTE_LEAST)
        protected &= ~(exposed & (scores < SURELY))
    spared: list[bool] = protected.tolist()
    for opinion in opinions:
        # signatures stand as quotes, and menus as tables
        kind = int(kinds[opinion.first - rows.start])
        if (opinion.rule, kind) in _KNOWN:
            spared[opinion.first - rows.start] = False
    headline = find_headline(facts, rows)
    if headline is not None:
        spared[headline - rows.start] = True
    for at in (*_find_contents(facts, rows), *_find_notes(facts, rows)):
        spared[at] = True
    return spare_found(spared, rows, [o for o in opinions if o.category in options.keep])


def _find_contents(facts: Facts, rows: range) -> list[int]:
    """The items of tables of contents in Markdown: "Newsletters" is a section of the page there."""
    page = facts.pages[int(facts.page[rows.start])]
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
    page = facts.pages[int(facts.page[rows.start])]
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


def find_captions(facts: Facts, rows: range, roles: Hashes, scores: Ints) -> list[int]:
    """Captions of a page of HTML that are sentences, among its paragraphs or near them, counted
    from the first block. Gold texts leave them out, and so does a model that learned from these.
    Such a place also holds credits, adverts and what stands for pictures that were not loaded."""
    elements = facts.pages[int(facts.page[rows.start])].elements
    if elements is None:
        return []
    own = slice(rows.start, rows.stop)
    near = ((elements.flags & _CAPTION) != 0) & ((elements.flags & _NEAR) != 0)
    told = near & (facts.words[own] >= TOLD_WORDS) & (facts.link[own] < LINKED)
    told &= (facts.after[own] > 0) & ((roles[own] & _NO_CAPTION) == 0) & (scores >= CAPTION_LEAST)
    plain = facts.terminal[own] & ((roles[own] & _CREDITED) == 0)
    return [
        at for at in np.flatnonzero(told).tolist()
        if plain[at] or _tells_without_credit(facts.text(rows[at]))
    ]  # fmt: skip


def _tells_without_credit(caption: str) -> bool:
    """Whether a caption tells something before the name of who took the picture."""
    tail = _CREDIT_TAIL.search(caption)
    return tail is not None and len(caption[: tail.start()].split()) >= TOLD_WORDS


def find_standfirst(facts: Facts, rows: range, roles: Hashes, scores: Ints) -> Ints:
    """Sentences close under the headline that lead nowhere, counted from the first block: what sums
    the story up. Gold texts mostly leave it out; invitations stand there as well."""
    headline = find_headline(facts, rows)
    if headline is None:
        return np.zeros(0, np.int64)
    at = np.arange(headline + 1, min(headline + 1 + STANDFIRST_REACH, rows.stop))
    told = (facts.words[at] >= TOLD_WORDS) & facts.terminal[at] & (facts.link[at] < UNLINKED)
    told &= (facts.after[at] > 0) & ((roles[at] & (_NO_CAPTION | _CREDITED)) == 0)
    told &= scores[at - rows.start] >= DOUBTFUL
    found: Ints = at[told] - rows.start
    return found


def find_items(facts: Facts, rows: range, scores: Ints) -> Ints:
    """Items of lists of a page that tell something and lead nowhere, counted from the first block:
    the steps of a plan, what a thing is made of. Other stories, menus and shares are links; what a
    site lists behind all text, in its footer or in a dialog is its own affair."""
    own = slice(rows.start, rows.stop)
    told = (facts.kind[own] == Kind.ITEM) & (facts.words[own] >= TOLD_WORDS)
    told &= facts.after[own] > 0
    elements = facts.pages[int(facts.page[rows.start])].elements
    if elements is not None:
        told &= (elements.flags & np.uint64(AROUND)) == 0
    found = np.flatnonzero(told & (facts.link[own] < UNLINKED) & (scores >= DOUBTFUL))
    if elements is None or not len(found):
        return found
    other = np.array([_is_article(elements, at) for at in elements.element[found].tolist()])
    words = facts.words[own]
    few = words[found[other]].sum() < ARTICLES * words[scores >= 0].sum()
    return found[~other] if few else found


def find_references(facts: Facts, rows: range, low: Bools, scores: Ints) -> list[int]:
    """The entries of a bibliography among the blocks that score `low`, counted from the first
    block: most of each leads elsewhere, as other stories do. Those of a list of similar studies
    look more like furniture."""
    own = slice(rows.start, rows.stop)
    told = low & (facts.words[own] >= REFERENCE_WORDS.start) & (scores >= DOUBTFUL)
    told &= (facts.words[own] < REFERENCE_WORDS.stop) & (facts.after[own] > 0)
    texts = ((at, facts.text(rows[at])) for at in np.flatnonzero(told).tolist())
    return [at for at, text in texts if _YEAR.search(text) and _REFERENCE.search(text)]


def is_among_lines(
    facts: Facts, rows: range, first: int, stop: int, scores: Ints, best: Findings
) -> bool:
    """Whether a run is one line of HTML between lines that stay, in a paragraph of its own or one
    with them, of which the model is not sure: a line of a poem, an entry of a glossary."""
    at = first - rows.start
    elements = facts.pages[int(facts.page[rows.start])].elements
    if elements is None or stop - first > 1 or first - 1 not in rows or stop not in rows:
        return False
    if best[at - 1] is not None or best[at + 1] is not None or facts.link[first] >= LINKED:
        return False
    least = LINE_SURE if min(scores[at - 1], scores[at + 1]) >= HELD else DOUBTFUL
    longest = max(facts.words[first - 1], facts.words[stop])
    if scores[at] < least or facts.words[first] not in LINE_WORDS or longest >= LINE_WORDS.stop:
        return False
    before, own, after = elements.element[at - 1 : at + 2].tolist()
    holders = [elements.parents[element] for element in (before, own, after)]
    beside = own in (before, after) or holders[1] in (holders[0], holders[2])
    return elements.tags[own] == "p" and beside


def _is_article(elements: Elements, at: int) -> bool:
    """Whether an item holds an article of its own: a reader's comment, another story."""
    while at >= 0 and elements.tags[at] != "li":
        if elements.tags[at] == "article":
            return True
        at = elements.parents[at]
    return False


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
    page = facts.pages[int(facts.page[rows.start])]
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
