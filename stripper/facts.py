"""Facts: what is measured about every block of a batch of pages, once, for all engines.

Columns over the blocks of all pages, in order; each is a sum over the block's own characters and
tokens, so a page's facts are the same in every batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints, Kind, Page, find_changes, sum_before
from stripper.characters import SPACE, THAI, UPPER
from stripper.sentences import end_as_sentences, find_ends, find_last_characters, number_sentences
from stripper.tokens import Tokens, tokenize

Bools = npt.NDArray[np.bool_]

PROSE_WORDS = 20
"""Words in a block that reads as prose; 95 % of the menu items, labels and headlines in the
gold-standard pages are shorter, 80 % of the paragraphs longer."""
PROSE_LINKS = 0.5
"""A block with more link text than this share is a list of links, however long."""
LINKED = 0.5
"""Share of a block's text in links from which it is one: a headline that leads to its story, though
a date stands behind it."""
PAGE_GAP = 3
"""Line breaks between the pages of a batch: no word, sign or amount reaches from one to the
next."""
UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))
"""Scripts that put spaces between phrases only: Thai and Lao, Burmese, Khmer. Without a count of
their own a paragraph has fewer words than a label, and all of a page goes as a menu."""
UNSPACED_LETTERS = 5
"""Letters and marks that count as a word in them: as many as the words of Thai have on the mean."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Facts:
    """The measures of a batch. Token columns are indexed by token, the others by block."""

    pages: Sequence[Page]
    tokens: Tokens
    page: Ints
    """Index of the block's page."""
    first: Ints
    last: Ints
    """The block's tokens are `first[i]:last[i]`."""
    low: Ints
    high: Ints
    """The block's folded characters are `low[i]:high[i]`."""
    kind: Ints
    words: Ints
    """Words; two characters of Chinese or Japanese count as one, and five of a script that has no
    spaces between its words."""
    size: Ints
    """Characters that are not space."""
    link: npt.NDArray[np.float64]
    """Share of those characters that are link text."""
    terminal: Bools
    """Whether the block ends as a sentence does."""
    sentences: Ints
    digits: Ints
    upper: Ints
    prose: Bools
    before: Ints
    after: Ints
    """Words of prose on the page before and after the block."""
    block: Ints
    """Of each token: its block, or -1 where that has gone."""
    sentence: Ints
    """Of each token: its sentence, numbered through the batch."""
    start: Ints
    """Of each block: where it begins among the characters of the batch, before any was left out."""
    edges: Sequence[int]
    """Where the blocks of each page begin, and where the last ones end."""
    ending: Ints
    """The block's last character but for spaces, quotes, brackets and emphasis, or 0."""

    def __len__(self) -> int:
        return len(self.page)

    def text(self, block: int) -> str:
        """A block's folded text with white space collapsed: what patterns see."""
        return collapse(self.tokens.text(int(self.low[block]), int(self.high[block])))

    def page_of(self, row: int) -> Page:
        """The page that a block stands on."""
        return self.pages[int(self.page[row])]

    def blocks_of(self, page: int) -> range:
        """The rows of one page."""
        return range(self.edges[page], self.edges[page + 1])


def collapse(text: str) -> str:
    """Folded text with white space collapsed.

    >>> collapse(" read  more ")
    'read more'
    """
    text = text.strip()
    return " ".join(text.split()) if "  " in text else text  # all white space folds to blanks


def find_offsets(pages: Sequence[Page]) -> Ints:
    """Where each page's characters begin in the batch; the last is where the batch ends."""
    return np.cumsum([0, *(len(p.codes) + PAGE_GAP for p in pages)])


def find_edges(pages: Sequence[Page]) -> list[int]:
    """Where the blocks of each page begin in the batch, and where the last ones end."""
    return [0, *accumulate(len(page) for page in pages)]


def measure(pages: Sequence[Page]) -> Facts:
    """Tokenise the pages of a batch and measure their blocks.

    >>> from stripper.formats.text import split
    >>> facts = measure([split("Rates rose.\\n\\nRead more\\n")])
    >>> facts.words.tolist(), facts.terminal.tolist()
    ([2, 2], [True, False])
    """
    offsets = find_offsets(pages)
    gap = np.full(PAGE_GAP, ord("\n"), np.uint32)
    parts = [part for p in pages for part in (p.codes, gap)]
    codes = np.concatenate(parts) if parts else np.zeros(0, np.uint32)
    hidden, linked = _marked(pages, offsets, "hidden"), _marked(pages, offsets, "links")
    tokens = tokenize(codes, hidden)
    page = np.repeat(np.arange(len(pages)), [len(p) for p in pages])
    start = _stack([p.start + o for p, o in zip(pages, offsets, strict=False)])
    end = _stack([p.end + o for p, o in zip(pages, offsets, strict=False)])
    low, high = start, end
    if tokens.origin is not None:
        low, high = np.searchsorted(tokens.origin, start), np.searchsorted(tokens.origin, end)
    first, last = np.searchsorted(tokens.start, low), np.searchsorted(tokens.start, high)
    block = np.repeat(np.arange(len(page)), last - first)
    kind = _stack([p.kind for p in pages])
    solid = (tokens.classes & np.uint8(SPACE)) == 0
    size = _sums(solid, low, high)
    link = np.zeros(len(page))
    if linked is not None:
        shown = sum_before(linked & ~_or_none(hidden, linked))
        link = np.minimum(1.0, (shown[end] - shown[start]) / np.maximum(1, size))
        bare = (size == 0) & (_sums(linked, start, end) > 0)
        link[bare] = 1.0
    words = _count_words(tokens, first, last)
    ends = find_ends(tokens)
    sentence = number_sentences(tokens, ends, block)
    sentences = _sums(find_changes(sentence), first, last)
    terminal = end_as_sentences(tokens, low, high)
    prose = (words >= PROSE_WORDS) & (link <= PROSE_LINKS) & (kind <= Kind.ITEM)
    last_characters = find_last_characters(tokens, low, high)
    unsigned = (last_characters >= THAI[0]) & (last_characters <= THAI[1])  # sentences end unmarked
    prose &= terminal | unsigned | (words >= 2 * PROSE_WORDS)
    before, after = around(np.where(prose, words, 0), page, len(pages))
    digits = _sums(tokens.number, first, last)
    upper = _sums((tokens.classes & np.uint8(UPPER)) != 0, low, high)
    return Facts(
        pages, tokens, page, first, last, low, high, kind, words, size, link, terminal, sentences,
        digits, upper, prose, before, after, block, sentence, start, find_edges(pages),
        last_characters,
    )  # fmt: skip


def _stack(columns: list[Ints]) -> Ints:
    return np.concatenate(columns).astype(np.int64) if columns else np.zeros(0, np.int64)


def _marked(pages: Sequence[Page], offsets: Ints, name: str) -> Bools | None:
    """Which characters of the batch lie in a page's `hidden` or `links` spans."""
    spans = [getattr(p, name) + o for p, o in zip(pages, offsets, strict=False)]
    if not any(len(s) for s in spans):
        return None
    both = np.concatenate(spans)
    size = int(offsets[-1])
    depth = np.bincount(both[:, 0], minlength=size + 1)
    depth -= np.bincount(both[:, 1], minlength=size + 1)
    marked: Bools = np.cumsum(depth, out=depth)[:-1] > 0
    return marked


def _or_none(mask: Bools | None, like: Bools) -> Bools:
    return np.zeros(len(like), bool) if mask is None else mask


def _count_words(tokens: Tokens, first: Ints, last: Ints) -> Ints:
    """The words of each block: a token is one, two Chinese or Japanese characters are one, and so
    are so many letters in a row of a script that puts no spaces between words."""
    leading = tokens.folded[tokens.start]
    thai = (leading >= THAI[0]) & (leading <= THAI[1])
    words = (2 * (last - first) - _sums(tokens.cjk & ~thai, first, last) + 1) // 2
    whole = np.zeros(len(leading), bool)
    for low, high in UNSPACED:
        whole |= (leading >= low) & (leading <= high)
    if not whole.any():
        return words
    more = np.where(whole, (tokens.end - tokens.start - 1) // UNSPACED_LETTERS, 0)
    place = np.arange(len(leading))
    opening = np.ones(len(leading), bool)
    opening[1:] = ~(thai[1:] & thai[:-1]) | (tokens.start[1:] != tokens.end[:-1])
    since = place - np.maximum.accumulate(np.where(opening, place, 0))
    more -= thai & (since % UNSPACED_LETTERS != 0)  # a token of Thai is one letter
    total = sum_before(more)
    counts: Ints = words + total[last] - total[first]
    return counts


def _sums(flags: npt.NDArray[np.generic], low: Ints, high: Ints) -> Ints:
    total = sum_before(flags, np.int32)  # half as much to write as wider numbers
    sums: Ints = (total.take(high) - total.take(low)).astype(np.int64)
    return sums


def around(prose: Ints, page: Ints, pages: int) -> tuple[Ints, Ints]:
    """Words of prose before and after each block on its page."""
    total = sum_before(prose)
    edges = np.searchsorted(page, np.arange(pages + 1))
    before = total[:-1] - total[edges[:-1]][page]
    return before, total[edges[1:]][page] - total[1:]
