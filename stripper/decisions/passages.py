"""Passages: what tells something though the model would take it, by its place or its form.

Sentences under the headline, items of lists and entries of bibliographies on any page, captions and
lines among lines on pages of HTML. Gold texts leave many of them out, and a model learns that from
them.
"""

import numpy as np
import regex

from stripper.blocks import Elements, Ints, Kind
from stripper.decisions.bars import Findings
from stripper.decisions.headlines import find_headline
from stripper.decisions.inputs import TOLD_WORDS
from stripper.engines.network import UNIT
from stripper.facts import LINKED, Bools, Facts
from stripper.formats.evidence import AROUND, BIT
from stripper.lexicons import role_mask
from stripper.tokens import Hashes

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
REFERENCE_WORDS = range(8, 80)
"""Words of an entry of a bibliography. Set by hand. Of 320 pages of sites not trained on one loses
23 of its 40 references without them as HTML, and 24 as Markdown; nothing else has their form."""
_REFERENCE = regex.compile(
    r"\bet al\b|\bdoi\b|\bpp\.\s?\d|\b(?:19|20)\d\d\s?;\s?\d"
    r"|\b\d{1,4}\s?\(\d{1,3}(?:[-–]\d{1,3})?\)\s?[:,]"
)
"""What entries of bibliographies hold beside a year: the volume, the pages, other authors."""
_YEAR = regex.compile(r"\b(?:19|20)\d\d\b")


def find_captions(facts: Facts, rows: range, roles: Hashes, scores: Ints) -> list[int]:
    """Captions of a page of HTML that are sentences, among its paragraphs or near them, counted
    from the first block. Gold texts leave them out, and so does a model that learned from these.
    Such a place also holds credits, adverts and what stands for pictures that were not loaded."""
    elements = facts.page_of(rows.start).elements
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
    elements = facts.page_of(rows.start).elements
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
    told &= facts.digits[own] > 0  # a year
    texts = ((at, facts.text(rows[at])) for at in np.flatnonzero(told).tolist())
    return [at for at, text in texts if _YEAR.search(text) and _REFERENCE.search(text)]


def is_among_lines(
    facts: Facts, rows: range, first: int, stop: int, scores: Ints, best: Findings
) -> bool:
    """Whether a run is one line of HTML between lines that stay, in a paragraph of its own or one
    with them, of which the model is not sure: a line of a poem, an entry of a glossary."""
    at = first - rows.start
    elements = facts.page_of(rows.start).elements
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
