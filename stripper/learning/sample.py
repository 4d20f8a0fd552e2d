"""The learning state: a bounded sample of each site's pages, the same in whatever order they come.

Of the different pages of a site, those with the smallest hashes are held, so many at most. A sample
of both of two samples is taken in the same way, so that parts of a crawl can be learned anywhere
and in any order: merging is associative, commutative, and idempotent. What is frequent on a site is
as frequent in the sample, give or take the error of 1 / sqrt(4 * SAMPLE_PAGES), 6 %.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from stripper.blocks import Ints
from stripper.facts import Bools
from stripper.tokens import Hashes

SAMPLE_PAGES = 64
"""Pages held a site: a megabyte, and frequencies to within 6 %."""
EDGE_BLOCKS = 256
"""Blocks looked at from each end of a page. Set by hand: furniture stands at the ends of longer
ones, and what is held of a site stays small."""
LONGEST_TEXT = 2500
"""Characters of the longest block that an entry may show. Set by hand: longer ones are never
furniture alone, and nobody reads them through."""


@dataclass(frozen=True, slots=True, eq=False)
class PageSketch:
    """What is held of one page: its blocks by key, with what the engines made of them."""

    identity: int
    """The hash of all its words; a copy has the same."""
    first_seen: date
    last_seen: date
    exact: Hashes
    near: Hashes
    literal: Ints
    words: Ints
    sentence: Bools
    """Whether the block ends as a sentence does."""
    score: Ints
    """The model's score of the block."""
    category: tuple[str, ...]
    """The category that a rule has for the block, or nothing."""
    text: tuple[str, ...]
    """The block without markup; empty where it is too long to be shown."""

    def __len__(self) -> int:
        return len(self.exact)


@dataclass(frozen=True, slots=True)
class Sample:
    """Pages of one site, by their identity."""

    pages: Mapping[int, PageSketch] = field(default_factory=dict)

    def wants(self, identity: int) -> bool:
        """Whether a page with this hash would be held; most pages of a large site are not."""
        return len(self.pages) < SAMPLE_PAGES or identity <= max(self.pages)

    def merge(self, other: "Sample") -> "Sample":
        """The sample of the pages of both."""
        held = dict(self.pages)
        for identity, page in other.pages.items():
            held[identity] = join(held[identity], page) if identity in held else page
        return Sample({n: held[n] for n in sorted(held)[:SAMPLE_PAGES]})

    def __iter__(self) -> Iterator[PageSketch]:
        return iter(self.pages[n] for n in sorted(self.pages))

    def __len__(self) -> int:
        return len(self.pages)


def join(one: PageSketch, other: PageSketch) -> PageSketch:
    """One page, met twice. Its numbers and its markup may differ: which of the two is held does not
    depend on which was met first."""
    return replace(
        min(one, other, key=lambda page: (page.text, page.category, page.score.tolist())),
        first_seen=min(one.first_seen, other.first_seen),
        last_seen=max(one.last_seen, other.last_seen),
    )
