"""One pass over text: tokens, their hashes and their places; what rules, roles and model share.

A token is a run of letters or a run of digits; in Chinese, Japanese and Thai, one character. All of
it is integer arithmetic on whole batches, so an answer never depends on what stands in the same
batch.
The hash of characters `c[s:e]` is the polynomial `sum c[i] * P**(i - s)` modulo 2**64, read off
prefix sums: any run of characters costs one subtraction and one product.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from stripper.blocks import Codes, Ints, find_changes
from stripper.characters import CJK, DIGIT, IGNORABLE, WORD, tables
from stripper.letters import join_letters

Hashes = npt.NDArray[np.uint64]

_CHAR_BASE = 0x9E3779B97F4A7C15
_TOKEN_BASE = 0xC2B2AE3D27D4EB4F
_MODULUS = 2**64
_MIX = np.uint64(0xFF51AFD7ED558CCD)
NUMBER = np.uint64(0x23)
"""All numbers hash alike: `3 comments` and `12 comments` are one label."""
_LEAST, _MOST = 1 << 12, 1 << 20
"""Powers of a base that are computed at least, and that are kept for texts to come at the most, in
16 megabytes: as many as the characters of a batch and of the page that it ends in. When all were
kept, a page of 50 million characters left 1,200 megabytes behind in each process."""


@dataclass(frozen=True, eq=False)
class Tokens:
    """The tokens of a text, as columns. Places are indices into `folded`."""

    folded: Codes
    classes: npt.NDArray[np.uint8]
    origin: Ints | None
    """Index in the text of each folded character; None where nothing was left out."""
    sums: Hashes
    """Prefix sums of the characters' hash, one longer than `folded`."""
    inverse: Hashes
    """What takes the place of a character out of a difference of two of them."""
    chain: Hashes
    """Prefix sums of the tokens' hash, one longer than `start`."""
    chain_inverse: Hashes
    start: Ints
    end: Ints
    hash: Hashes
    cjk: npt.NDArray[np.bool_]
    number: npt.NDArray[np.bool_]

    def runs(self, first: Ints, last: Ints) -> Hashes:
        """The hash of each sequence of tokens `first[i]:last[i]`, wherever it stands."""
        sums = self.chain.take(last) - self.chain.take(first)
        return mix(sums * self.chain_inverse.take(first))

    def characters(self, start: Ints, length: int | Ints) -> Hashes:
        """The hash of the `length` folded characters from each `start` on."""
        stop = np.minimum(start + length, len(self.folded))
        return mix((self.sums.take(stop) - self.sums.take(start)) * self.inverse.take(start))

    @cached_property
    def string(self) -> str:
        """The folded characters."""
        return self.folded.tobytes().decode("utf-32-le", "surrogatepass")

    def text(self, start: int, end: int) -> str:
        """The folded characters from `start` to `end`."""
        return self.string[start:end]


def mix(hashes: Hashes) -> Hashes:
    """Spread the low bits of polynomial hashes over the high ones, which index tables.

    >>> int(mix(np.array([1], np.uint64))[0]) > 2**63
    True
    """
    mixed: Hashes = (hashes ^ (hashes >> np.uint64(32))) * _MIX
    return mixed ^ (mixed >> np.uint64(29))


def tokenize(codes: Codes, hidden: npt.NDArray[np.bool_] | None = None) -> Tokens:
    """Fold code points, leave out what is hidden or ignorable, and find the tokens.

    >>> from stripper.blocks import encode
    >>> found = tokenize(encode("Read MORE: 12 Stories"))
    >>> [found.text(s, e) for s, e in zip(found.start, found.end)]
    ['read', 'more', '12', 'stories']
    """
    fold, class_of = tables()
    classes = class_of.take(codes)
    left_out = (classes & IGNORABLE).astype(bool)
    if joined := join_letters(codes):
        codes, parts = joined
        classes, left_out = class_of.take(codes), left_out | parts
    if hidden is not None:
        left_out |= hidden
    origin = None
    if left_out.any():
        origin = np.flatnonzero(~left_out)
        codes, classes = codes.take(origin), classes.take(origin)
    folded = fold.take(codes)
    start, end = _edges(classes)
    powers, inverse = _powers(_CHAR_BASE, len(folded) + 1)
    sums = _sum_up(folded, powers, 1)
    hashes = mix((sums.take(end) - sums.take(start)) * inverse.take(start))
    first = classes[start]
    number = (first & DIGIT).astype(bool)
    hashes[number] = NUMBER
    return Tokens(
        folded, classes, origin, sums, inverse, *_chain(hashes), start, end, hashes,
        (first & CJK).astype(bool), number,
    )  # fmt: skip


def hash_runs(hashes: Hashes, first: Ints, last: Ints) -> Hashes:
    """The hash of each sequence of token hashes `first[i]:last[i]`: that of the tokens themselves.

    >>> from stripper.blocks import encode
    >>> tokens = tokenize(encode("read more read more"))
    >>> one, other = hash_runs(tokens.hash, np.array([0, 2]), np.array([2, 4]))
    >>> bool(one == other == tokens.runs(np.array([0]), np.array([2]))[0])
    True
    """
    chain, inverse = _chain(hashes)
    return mix((chain[last] - chain[first]) * inverse[first])


def _chain(hashes: Hashes) -> tuple[Hashes, Hashes]:
    """Prefix sums of the tokens' hash, and what takes the place out of a difference of two."""
    steps, inverse = _powers(_TOKEN_BASE, len(hashes) + 1)
    return _sum_up(hashes, steps), inverse


def _sum_up(values: npt.NDArray[Any], powers: Hashes, more: int = 0) -> Hashes:
    """Prefix sums of the values, each more by as much and times its power; one longer than they
    are. All of it is worked out in one place: new ones for each step take several times as long."""
    sums = np.empty(len(values) + 1, np.uint64)
    sums[0] = 0
    sums[1:] = values
    inside = sums[1:]
    inside += np.uint64(more)
    inside *= powers[: len(values)]
    return np.cumsum(sums, out=sums)


def _edges(classes: npt.NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Where tokens start and end: at each change of class, and around every CJK character."""
    group = classes & np.uint8(WORD)
    cjk = (classes & np.uint8(CJK)) != 0
    edge = np.ones(len(classes) + 1, bool)
    np.not_equal(group[1:], group[:-1], out=edge[1:-1])
    if cjk.any():
        edge[:-1] |= cjk
        edge[1:] |= cjk
    places = np.flatnonzero(edge)
    inside = np.flatnonzero(group.take(places[:-1]))
    return places.take(inside), places.take(inside + 1)


_kept: dict[int, tuple[Hashes, Hashes]] = {}
"""By base: its powers, as many as any batch so far has had, and those of its inverse."""


def _powers(base: int, size: int) -> tuple[Hashes, Hashes]:
    """Powers of the base and of its inverse, at least `size` of them."""
    held = _kept.get(base)
    if held and len(held[0]) >= size:
        return held
    keep = size <= _MOST
    if keep:
        size = max(_LEAST, 1 << (size - 1).bit_length())
    made = _raise(base, size), _raise(pow(base, -1, _MODULUS), size)
    if keep:
        _kept[base] = made
    return made


def _raise(factor: int, size: int) -> Hashes:
    powers = np.full(size, factor, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A look-up from hashes to rows: which of many hashes are known, and which row each one is."""

    known: npt.NDArray[np.bool_]
    """By the first bits of a hash: whether any key has them."""
    keys: Hashes
    """Each key once, in order; that of `rows[edges[i]:edges[i + 1]]` is `keys[i]`."""
    edges: Ints
    rows: Ints
    slots: npt.NDArray[np.int32]
    """By the first bits of a hash: the first key that has them, so that none is searched for."""
    fullest: int
    """Keys with the same first bits at most."""

    _MOST_BITS, _SPARE_BITS = 18, 5
    """The first bits that are looked at: a key has 32 places or more, as long as there are that
    many. A table of a few words is then small enough to stay close to the processor."""

    @classmethod
    def of(cls, keys: Hashes, rows: Sequence[int] | Ints) -> "Table":
        """A table of keys and their rows; a key given twice has two entries."""
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        edges = np.flatnonzero(find_changes(ordered))
        single = ordered[edges]
        wide = min(len(single).bit_length() + cls._SPARE_BITS, cls._MOST_BITS)
        known = np.zeros(1 << wide, bool)
        known[_first_bits(single, wide)] = True
        bits = len(single).bit_length() + 1
        held = np.bincount(_first_bits(single, bits), minlength=1 << bits)
        return cls(
            known, single, np.append(edges, len(keys)), np.asarray(rows, np.int64)[order],
            (np.cumsum(held) - held).astype(np.int32), int(held.max()),
        )  # fmt: skip

    def find(self, hashes: Hashes) -> tuple[Ints, Ints]:
        """Pairs (index into `hashes`, row) of all that is known, in order of the index."""
        wide = len(self.known).bit_length() - 1
        likely = np.flatnonzero(self.known.take(_first_bits(hashes, wide)))
        if not len(likely):
            return likely, likely
        wanted = hashes.take(likely)
        key = self.slots.take(_first_bits(wanted, len(self.keys).bit_length() + 1))
        for _ in range(self.fullest - 1):
            key += self.keys.take(key, mode="clip") < wanted
        right = np.flatnonzero(self.keys.take(key, mode="clip") == wanted)
        likely, key = likely.take(right), key.take(right)
        low = self.edges.take(key)
        count = self.edges.take(key + 1) - low
        if len(self.rows) == len(self.keys):  # one row a key: nothing to spread
            return likely, self.rows.take(low)
        at = np.repeat(likely, count)
        offset = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
        return at, self.rows.take(np.repeat(low, count) + offset)


def _first_bits(hashes: Hashes, count: int) -> Ints:
    """The first bits of each hash as a number."""
    return (hashes >> np.uint64(64 - count)).view(np.int64)
