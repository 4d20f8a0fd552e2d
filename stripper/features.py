"""Features: what the model sees of a block, all of it yes or no, so that scores add up exactly.

Roles, length, shape and place of the block; and how its words weigh, from a table of hashed words,
pairs of words and beginnings of words: as boilerplate of any kind, and as that of some kinds. Of
the group that it stands in, its place and how all words of it weigh; what repeats at even steps;
what its links lead to. What else is around is the model's own business: it reads blocks in
sequence.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints, Kind, find_changes, sum_before
from stripper.facts import Bools, Facts
from stripper.formats.evidence import ELEMENT_FLAGS, STATED
from stripper.formats.leads import LEADS
from stripper.groups import Groups, find_groups
from stripper.lexicons import role_names
from stripper.rhythm import RHYTHM, describe_rhythm
from stripper.surroundings import FLAG_BITS, NAMES_STEPS, describe_surroundings
from stripper.tokens import Hashes, Tokens

WORD_STEPS = (1, 2, 3, 4, 6, 8, 10, 13, 16, 20, 25, 32, 40, 55, 70, 110)
"""Upper bounds of the length classes, in words: button, label, headline, line, sentence,
paragraphs."""
WORD_BITS = 17
"""Bits of a word's hash that index its weight, for words and for pairs each."""
EDGE_BITS = 12
"""The same for the first and the last word of a block."""
STEMS = (4, 6)
"""First letters of a word that have a weight of their own, where the word has more: what asks in
one form of a word asks in the others. On written pages of a fold left out, the mean precision of
words that ask is 0.61 with them and 0.58 without; with four letters alone nearly as much."""
NO_ROW = ((2 + len(STEMS)) << WORD_BITS) + (2 << EDGE_BITS)
"""The row of what is not there: its weight is 0."""
LEXICAL_SIZE = NO_ROW + 1
LEXICAL_MOST = 96
"""The largest lexical score, in sixteenths of a logit: six logits either way."""
LEXICAL_STEPS = (-72, -48, -36, -28, -20, -14, -8, -3, 0, 3, 8, 14, 20, 28, 36, 48, 72)
"""Steps of the lexical score; a block has the feature of each step that its score reaches."""
FEW_STEPS = (-36, -14, -3, 3, 14, 36)
"""Those of the tables beyond the first two, and of what the words of a group weigh, spread over the
others by hand: with all seventeen, training fits even its own pages worse."""
TABLES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "wording": (),
    "asking": (
        "donation", "paywall", "newsletter", "app", "feedback", "comments", "cookie", "advert",
    ),
    "giving": ("donation",),
    "paying": ("paywall",),
    "signing up": ("newsletter", "app"),
    "answering": ("feedback", "comments"),
    "leading on": ("related", "navigation", "share", "commerce"),
    "small print": ("legal", "cookie", "advert", "credit", "metadata", "placeholder"),
})  # fmt: skip
"""What words weigh for, the columns of their table: each is content against the boilerplate of some
categories, the first one against all of it, most of which is menus and headlines. Of the written
blocks of four words and more of a fold left out, trees tell asks from content at a mean precision
of 0.50 by the first, 0.65 by the first two and 0.69 by all; other boilerplate at 0.67, 0.71 and
0.76."""
IN_FULL = 2
"""Tables whose weights have all the steps."""
_PAIR = np.uint64(0x9E3779B97F4A7C15)
_PLACES = (
    "ends as a sentence", "prose", "some link text", "mostly link text", "all link text",
    "several sentences", "many sentences", "a number", "half numbers", "a fifth numbers",
    "a capital", "a capital a word", "a quarter capitals", "half capitals",
    "before all prose", "after all prose", "first tenth of the prose", "last tenth of the prose",
    "last third of the prose", "page without prose", "page of little prose", "page of some prose",
    "first twentieth of the blocks", "first seventh of the blocks", "second half of the blocks",
    "last fifth of the blocks", "last fifteenth of the blocks", "repeated on the page",
    "begins like its neighbour", "long words", "page of few blocks", "page of some blocks",
    "page of many blocks",
)  # fmt: skip
_COMPANY = (
    "alone in its group", "one of two or three in its group", "one of few in its group",
    "first of its group", "last of its group",
)  # fmt: skip


@cache
def feature_names() -> tuple[str, ...]:
    """The features in the order of the columns, in words that a reason can use."""
    names = [f"word: {role}" for role in role_names()]
    names += [f"up to {n} words" for n in WORD_STEPS] + [f"over {WORD_STEPS[-1]} words"]
    names += [kind.name.lower().replace("_", " ") for kind in Kind]
    tables = list(TABLES)
    names += [*_PLACES, *(f"{name} over {n}" for name in tables[:IN_FULL] for n in LEXICAL_STEPS)]
    names += [f"{name} over {n}" for name in tables[IN_FULL:] for n in FEW_STEPS]
    names += [*_COMPANY, *(f"box: {name} over {n}" for name in tables[:IN_FULL] for n in FEW_STEPS)]
    flags = (*ELEMENT_FLAGS, *("unused",) * (FLAG_BITS - len(ELEMENT_FLAGS)))
    around = (*flags, *(f"class names over {n}" for n in NAMES_STEPS), *STATED)
    return (*names, *RHYTHM, *LEADS, "an element", *around)


@cache
def wording_columns() -> slice:
    """The columns that say how the words of a block weigh."""
    names = feature_names()
    first = names.index(f"{next(iter(TABLES))} over {LEXICAL_STEPS[0]}")
    return slice(first, names.index(_COMPANY[0]))


def build_features(
    facts: Facts,
    roles: Hashes,
    lexical: npt.NDArray[np.int8],
    names: npt.NDArray[np.int8],
    groups: Groups | None = None,
) -> Bools:
    """One row a block, one column a feature; `lexical` holds the weights of words, `names` those of
    classes and ids, `groups` what `find_groups` finds."""
    count = len(facts)
    bits = roles.astype("<u8").view(np.uint8).reshape(count, 8)
    own = np.unpackbits(bits, axis=1, count=len(role_names()), bitorder="little").view(bool)
    length = np.zeros((count, len(WORD_STEPS) + 1), bool)
    length[np.arange(count), np.searchsorted(np.array(WORD_STEPS), facts.words)] = True
    kind = np.zeros((count, len(Kind)), bool)
    kind[np.arange(count), facts.kind] = True
    around = describe_surroundings(facts, names)
    rhythm, leads = describe_rhythm(facts), _describe_leads(facts)
    wording = _describe_company(facts, lexical, groups or find_groups(facts))
    return np.concatenate((own, length, kind, _places(facts), wording, rhythm, leads, around), 1)


def _describe_leads(facts: Facts) -> Bools:
    """What the links of each block lead to; nothing where the text does not say."""
    bits = np.zeros(len(facts), "<u2")
    for page, low in zip(facts.pages, facts.edges, strict=False):
        if page.leads is not None:
            bits[low : low + len(page)] = page.leads
    octets = bits.view(np.uint8).reshape(-1, 2)
    told: Bools = np.unpackbits(octets, axis=1, count=len(LEADS), bitorder="little").view(bool)
    return told


def _describe_company(facts: Facts, lexical: npt.NDArray[np.int8], groups: Groups) -> Bools:
    """How the words of each block weigh, where in its group it stands, and how the words of all of
    the group weigh where it is a box; elsewhere its own do once more."""
    group, boxed = groups
    opens = find_changes(group)
    ends = np.append(opens[1:], True)[: len(group)]
    first = np.where(boxed, facts.first[opens][group], facts.first)
    last = np.where(boxed, facts.last[ends][group], facts.last)
    runs = np.concatenate((facts.first, first)), np.concatenate((facts.last, last))
    weight = weigh_words(facts.tokens, *runs, lexical)
    own, box = weight[: len(facts)], weight[len(facts) :, :IN_FULL]
    size = np.bincount(group, minlength=1)[group]
    company = np.stack((size == 1, (size > 1) & (size < 4), boxed, opens, ends), 1)
    return np.concatenate((_step(own), company, _reach(box, FEW_STEPS)), 1)


def describe_wording(facts: Facts, lexical: npt.NDArray[np.int8]) -> Bools:
    """One row a block: which steps the weights of its words reach, table by table."""
    return _step(weigh_words(facts.tokens, facts.first, facts.last, lexical))


def _step(weight: Ints) -> Bools:
    full, rest = weight[:, :IN_FULL], weight[:, IN_FULL:]
    return np.concatenate((_reach(full, LEXICAL_STEPS), _reach(rest, FEW_STEPS)), 1)


def _reach(weight: Ints, steps: tuple[int, ...]) -> Bools:
    reached: Bools = weight[:, :, None] >= np.array(steps)
    return reached.reshape(len(weight), weight.shape[1] * len(steps))


def word_rows(tokens: Tokens) -> Ints:
    """Of each token the rows of its weights, a column a token: as a word, as a pair with the one
    before it, and by its first letters where it has more."""
    shift = np.uint64(64 - WORD_BITS)
    hashes = tokens.hash
    rows = np.full((2 + len(STEMS), len(hashes)), NO_ROW)
    rows[0] = hashes >> shift
    if len(hashes) > 1:
        mixed = ((hashes[:-1] * _PAIR) ^ hashes[1:]) * _PAIR
        rows[1, 1:] = (mixed >> shift).astype(np.int64) + (1 << WORD_BITS)
    size = np.where(tokens.number, 0, tokens.end - tokens.start)
    for row, length in enumerate(STEMS, 2):
        long = np.flatnonzero(size > length)
        stems = tokens.characters(tokens.start[long], length) >> shift
        rows[row, long] = stems.astype(np.int64) + (row << WORD_BITS)
    return rows


def edge_rows(words: Ints, first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """The rows of the first and of the last word of some runs of tokens; `words` are those of all
    tokens as words."""
    edge = (1 << EDGE_BITS) - 1
    base = (2 + len(STEMS)) << WORD_BITS
    return base + (words[first] & edge), base + (1 << EDGE_BITS) + (words[last - 1] & edge)


def weigh_words(
    tokens: Tokens, first: Ints, last: Ints, lexical: npt.NDArray[np.int8]
) -> npt.NDArray[np.int64]:
    """How the words of each run of tokens speak: below 0 for boilerplate, above for content; a row
    a run, a column a table."""
    rows = word_rows(tokens)
    # sums may wrap: differences are right but for a block of four million words of the most weight
    total = np.empty((len(tokens.hash) + 1, len(TABLES)), np.int32)
    # all columns of a row are eight octets: one number, and so one look-up
    said = lexical.view(np.int64).take(rows).view(np.int8).reshape(*rows.shape, len(TABLES))
    total[0] = 0
    total[1:] = said.sum(0, dtype=np.int16)
    np.cumsum(total, 0, out=total)
    held = sum_before((rows != NO_ROW).sum(0))
    sums, count = (total[last] - total[first]).astype(np.int64), held[last] - held[first]
    filled = np.flatnonzero(last > first)
    begin, end = first[filled], last[filled]
    before = rows[1, begin]  # the pair with the word before the run is not of it
    sums[filled] -= lexical[before]
    count[filled] += 2 - (before != NO_ROW)
    for edge in edge_rows(rows[0], begin, end):
        sums[filled] += lexical[edge]
    size = np.maximum(1, count)
    scaled = np.rint(sums / np.sqrt(size)[:, None]).astype(np.int64)
    clipped: npt.NDArray[np.int64] = np.clip(scaled, -LEXICAL_MOST, LEXICAL_MOST)
    return clipped


def _places(facts: Facts) -> Bools:
    page, words = facts.page, facts.words
    edges = np.searchsorted(page, np.arange(len(facts.pages) + 1))
    blocks = np.diff(edges)[page]
    at = np.arange(len(facts)) - edges[:-1][page]
    total = facts.before + facts.after + np.where(facts.prose, words, 0)
    least = np.maximum(1, words)
    columns = (
        facts.terminal, facts.prose, facts.link >= 0.3, facts.link >= 0.6, facts.link >= 0.95,
        facts.sentences >= 2, facts.sentences >= 4,
        facts.digits > 0, 2 * facts.digits >= least, 5 * facts.digits >= least,
        facts.upper > 0, facts.upper >= least, 4 * facts.upper >= facts.size,
        2 * facts.upper >= np.maximum(1, facts.size),
        facts.before == 0, facts.after == 0, 10 * facts.before <= total,
        10 * facts.after <= total, 3 * facts.after <= total,
        total == 0, total < 150, total < 400,
        20 * at < blocks, 20 * at < 3 * blocks, 2 * at > blocks, 5 * at > 4 * blocks,
        100 * at > 93 * blocks, _repeated(facts), _alike(facts), facts.size >= 8 * least,
        blocks < 15, blocks < 60, blocks > 250,
    )  # fmt: skip
    return np.stack(columns, 1)


def _repeated(facts: Facts) -> npt.NDArray[np.bool_]:
    """Blocks whose words stand in another block of the page too."""
    hashes = facts.tokens.runs(facts.first, facts.last)
    order = np.lexsort((hashes, facts.page))
    same = (np.diff(hashes[order]) == 0) & (np.diff(facts.page[order]) == 0)
    twice = np.zeros(len(facts), bool)
    twice[order[1:][same]] = True
    twice[order[:-1][same]] = True
    return twice & (facts.words > 0)


def _alike(facts: Facts) -> npt.NDArray[np.bool_]:
    """Blocks that begin with the same word as the block before or after them on the page."""
    filled = facts.last > facts.first
    first = np.zeros(len(facts), np.uint64)
    first[filled] = facts.tokens.hash[facts.first[filled]]
    same = (first[1:] == first[:-1]) & filled[1:] & (facts.page[1:] == facts.page[:-1])
    alike = np.zeros(len(facts), bool)
    alike[1:] |= same
    alike[:-1] |= same
    return alike
