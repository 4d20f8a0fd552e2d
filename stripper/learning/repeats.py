"""What repeats on the pages of a site and is furniture, told from content that repeats.

Repetition alone proves nothing: recipes repeat "Ingredients", songs their refrain, a paper its
disclaimer. So three witnesses are heard on every block that repeats: on what share of the pages of
its layout it stands; where it stands, and whether its neighbours repeat as well; and what the model
makes of it. The more it looks like content, the more of the other two it takes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from stripper.engines.network import UNIT
from stripper.facts import Bools
from stripper.learning.sample import PageSketch

LEAST_PAGES = 2
"""Pages on which a block must stand at least: once is no repetition."""
COPY = 0.8
"""Two pages that share so much of what is not on most pages are copies of one. Set by hand: else
the text of a page met under two addresses repeats, and is furniture."""
CHANGED = 0.05
"""So are two that differ in less of their words than this. Set by hand: a counter or a date is no
other page."""
LAYOUT = 0.5
"""Pages that share so much of what several pages have are of one layout. Set by hand: those with
and without a sidebar are, those of a shop and of its journal are not."""
LAYOUT_PAGES = 3
"""Fewer pages are no layout of their own. Set by hand: a text that two share would stand on all
pages of theirs."""
COMMON = 0.25
"""Share of the pages from which a block tells layouts apart. Set by hand: a series or a list of
stories is on fewer."""
OWN_WORDS = 4
"""Words of a block that no other page has, from which it marks where a page's own text stands. Set
by hand: numbers and names in the furniture are new on every page as well."""
OWN_LEAST = -UNIT
"""The model's score over which such a block does so that is a sentence; others must look like
content. The one sentence of a page of a few lines may score a little under 0."""
EDGE = 0.05
"""Share of a page's own words that may stand before its head ends, and after its tail begins. Set
by hand: a date and an author stand above the furniture at times, and a caption below."""
COMPANY = 2
"""Blocks on each side that are looked at for company. Set by hand: one alone may be a label of the
content."""


@dataclass(slots=True)
class Repeat:
    """One block that repeats, with all that was seen of it."""

    pages: set[int] = field(default_factory=set)
    scores: list[float] = field(default_factory=list)
    positions: Counter[str] = field(default_factory=Counter)
    company: list[float] = field(default_factory=list)
    """Share of the neighbours that repeat, each time."""
    places: list[float] = field(default_factory=list)
    categories: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    variants: set[int] = field(default_factory=set)
    """Exact keys under one near key."""
    words: int = 0
    literal: int = 0
    sentence: bool = False
    times: int = 0
    """How often it stands on a page that has it, at most."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a sample holds: its different pages, and how often each block stands on them."""

    pages: tuple[PageSketch, ...]
    exact: dict[int, Repeat]
    near: dict[int, Repeat]
    share: dict[int, float]
    """Of the pages of its layout, by exact or near key."""


def drop_copies(sketches: Iterable[PageSketch]) -> list[PageSketch]:
    """The different pages: of those that share what is their own, the first by its hash."""
    pages = sorted(sketches, key=lambda p: p.identity)
    sets = [set(p.exact.tolist()) for p in pages]
    count = Counter(key for keys in sets for key in keys)
    weight: dict[int, int] = {}
    for page in pages:
        weight.update(zip(page.exact.tolist(), page.words.tolist(), strict=True))
    own = [{k for k in keys if 2 * count[k] <= len(pages)} for keys in sets]
    kept: list[int] = []
    for at, mine in enumerate(own):
        size, whole = _weigh(mine, weight), _weigh(sets[at], weight)
        if not any(
            _weigh(mine & own[n], weight) >= COPY * max(size, _weigh(own[n], weight))
            or _weigh(sets[at] ^ sets[n], weight) < CHANGED * whole
            for n in kept
        ):
            kept.append(at)
    return [pages[n] for n in kept]


def _weigh(keys: Iterable[int], weight: dict[int, int]) -> int:
    return sum(weight[key] for key in keys)


def find_layouts(pages: Sequence[PageSketch]) -> list[list[int]]:
    """The pages grouped by what they have in common: a redesign and a shop are other layouts."""
    sets = [set(p.exact.tolist()) for p in pages]
    count = Counter(key for keys in sets for key in keys)
    common = {k for k, n in count.items() if n >= max(LEAST_PAGES, COMMON * len(pages))}
    groups: list[tuple[set[int], list[int]]] = []
    for at, keys in enumerate(sets):
        mine = keys & common
        for seed, members in groups:
            if len(seed & mine) >= LAYOUT * max(1, min(len(seed), len(mine))):
                members.append(at)
                break
        else:
            groups.append((mine, [at]))
    return [members for _, members in groups]


def find_repeats(sketches: Iterable[PageSketch]) -> Findings:
    """Count what stands on the different pages of a sample, and see where."""
    pages = drop_copies(sketches)
    frequency = Counter(k for p in pages for k in set(p.exact.tolist()) | set(p.near.tolist()))
    exact: dict[int, Repeat] = defaultdict(Repeat)
    near: dict[int, Repeat] = defaultdict(Repeat)
    for number, page in enumerate(pages):
        shared = np.array(
            [
                frequency[e] > 1 or frequency[n] > 1
                for e, n in zip(page.exact.tolist(), page.near.tolist(), strict=True)
            ],
            bool,
        )
        positions = _find_positions(page, shared)
        company = _find_company(shared)
        times = Counter(page.exact.tolist())
        for at, (e, n) in enumerate(zip(page.exact.tolist(), page.near.tolist(), strict=True)):
            for repeat in (exact[e], near[n]) if frequency[n] > 1 else (exact[e],):
                _note(repeat, page, number, at, positions[at], company[at], times[e])
    layouts = [members for members in find_layouts(pages) if len(members) >= LAYOUT_PAGES]
    share = {}
    for repeats in (exact, near):
        for key, repeat in repeats.items():
            within = [len(repeat.pages & set(m)) / len(m) for m in layouts]
            share[key] = max([len(repeat.pages) / len(pages), *within])
    return Findings(tuple(pages), dict(exact), dict(near), share)


def _note(
    repeat: Repeat, page: PageSketch, number: int, at: int, position: str, company: float,
    times: int,
) -> None:  # fmt: skip
    repeat.pages.add(number)
    repeat.scores.append(float(page.score[at]) / UNIT)
    repeat.positions[position] += 1
    repeat.company.append(company)
    repeat.places.append(at / len(page))
    repeat.categories[page.category[at]] += 1
    repeat.texts[page.text[at]] += 1
    repeat.variants.add(int(page.exact[at]))
    repeat.words = max(repeat.words, int(page.words[at]))
    repeat.literal = int(page.literal[at])
    repeat.sentence |= bool(page.sentence[at])
    repeat.times = max(repeat.times, times)


def _find_positions(page: PageSketch, shared: Bools) -> list[str]:
    """Whether each block stands before, in or after the text that is the page's own."""
    own = ~shared & (page.words >= OWN_WORDS)
    own &= page.score > np.where(page.sentence, OWN_LEAST, 0)
    if (own & page.sentence).any():
        own &= page.sentence  # headlines of other articles are new on every page as well
    told = np.cumsum(np.where(own, page.words, 0))
    total = int(told[-1]) if len(told) else 0
    if not total:
        return ["between"] * len(page)
    return [
        "head" if n <= EDGE * total else "tail" if n >= (1 - EDGE) * total else "between"
        for n in told.tolist()
    ]


def _find_company(shared: Bools) -> list[float]:
    """For each block, the share of its neighbours that repeat; the page's ends count as such."""
    padded = np.concatenate((np.ones(COMPANY, bool), shared, np.ones(COMPANY, bool)))
    sums = np.convolve(padded, np.ones(2 * COMPANY + 1), "valid") - shared
    shares: list[float] = (sums / (2 * COMPANY)).tolist()
    return shares
