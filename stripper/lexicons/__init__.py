"""Lexicons: which words of a language play which role. Words are data, the sentence is a rule.

A lexicon is one TOML file a language, `[roles]` mapping role names to entries: a word
(`"spenden"`),
a stem (`"spend*"`, any word that starts so), a phrase of words (`"chip in"`), or, in scripts
without
spaces, a run of characters. A role is one bit of a 64-bit mask; a token's mask is one look-up.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints, encode
from stripper.characters import WORD, tables
from stripper.errors import LexiconError, OptionError, unknown
from stripper.parsed import read_toml
from stripper.scripts import spell
from stripper.tokens import Hashes, Table, Tokens, tokenize

_FOLDER = Path(__file__).parent
STEM_LENGTHS = range(2, 13)
"""Letters in a stem: two syllables make one in Korean; the longest leave room for an ending."""
_LONGEST = 12
"""Tokens in the longest phrase, characters in the longest run."""
_ARABIC_PREFIXES = ("", "ال", "و", "وال", "ب", "بال", "ل", "لل", "ف", "ك")


@cache
def role_names() -> tuple[str, ...]:
    """The roles in the order of their bits."""
    return tuple(read_toml([_FOLDER / "roles.toml"])[0])


@cache
def role_mask(*names: str) -> int:
    """The mask that has the bits of these roles.

    >>> role_mask("we") | role_mask("you") == role_mask("we", "you")
    True
    """
    known = role_names()
    for name in names:
        if name not in known:
            raise OptionError(unknown("role", name, known))
    return sum(1 << known.index(name) for name in set(names))


@lru_cache(maxsize=4096)
def roles_in(mask: int) -> tuple[str, ...]:
    """The names of the roles in a mask."""
    return tuple(name for bit, name in enumerate(role_names()) if mask >> bit & 1)


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The compiled words of one language, by the way they are looked up."""

    language: str
    masks: npt.NDArray[np.uint64]
    words: Table
    head: int
    """Letters of the shortest stem: a token whose first ones are unknown has no stem at all."""
    stem_heads: Table
    stems: "Sized"
    phrase_heads: Table
    """The first words of phrases: no phrase begins at another token."""
    phrases: "Sized"
    runs: "Sized"

    def assign(self, tokens: Tokens, segment: Ints, chosen: Ints, masks: Hashes) -> None:
        """Add the roles of the tokens `chosen` (ascending indices) to `masks`, one a token.

        A phrase counts where all its tokens lie in one `segment`.
        """
        hashes, start = tokens.hash.take(chosen), tokens.start.take(chosen)
        at, row = self.words.find(hashes)
        np.bitwise_or.at(masks, chosen.take(at), self.masks.take(row))
        size = tokens.end.take(chosen) - start
        long = np.flatnonzero(size >= self.head)
        head, _ = self.stem_heads.find(tokens.characters(start.take(long), self.head))
        likely = long.take(head)
        at, length = self.stems.spread(size.take(likely))
        stem, row = self.stems.table.find(tokens.characters(start.take(likely.take(at)), length))
        np.bitwise_or.at(masks, chosen.take(likely.take(at.take(stem))), self.masks.take(row))
        begin, _ = self.phrase_heads.find(hashes)
        first, last = self.phrases.reach(chosen.take(begin), len(segment))
        whole = np.flatnonzero(segment.take(first) == segment.take(last - 1))
        first, last = first.take(whole), last.take(whole)
        self._add(masks, first, last, self.phrases.table.find(tokens.runs(first, last)))
        single = chosen[tokens.cjk.take(chosen)] if self.runs.lengths else chosen[:0]
        first, last = self.runs.reach(single, len(segment))
        found = self.runs.table.find(tokens.characters(tokens.start.take(first), last - first))
        self._add(masks, first, last, found)

    def _add(self, masks: Hashes, first: Ints, last: Ints, found: tuple[Ints, Ints]) -> None:
        """Add the roles of what is found at some tokens `first[i]:last[i]` to all of these."""
        at, row = found
        begin, size = first.take(at), last.take(at) - first.take(at)
        edges = np.cumsum(size)
        places = np.arange(len(size) and edges[-1]) + np.repeat(begin - edges + size, size)
        np.bitwise_or.at(masks, places, np.repeat(self.masks.take(row), size))


@dataclass(frozen=True, slots=True, eq=False)
class Sized:
    """Words that are looked up at several lengths, in tokens or in characters."""

    lengths: tuple[int, ...]
    table: Table

    @classmethod
    def of(cls, held: Sequence[tuple[int, Hashes, Ints]]) -> "Sized":
        """By length: the hashes of words and their rows."""
        keys = np.concatenate([np.zeros(0, np.uint64), *(keys for _, keys, _ in held)])
        rows = np.concatenate([np.zeros(0, np.int64), *(rows for _, _, rows in held)])
        return cls(tuple(length for length, _, _ in held), Table.of(keys, rows))

    def spread(self, sizes: Ints) -> tuple[Ints, Ints]:
        """The places of what is long enough for a word, once for each length that words have, and
        those lengths."""
        lengths = np.array(self.lengths, np.int64)
        which, at = np.nonzero(sizes >= lengths[:, None])
        return at, lengths.take(which)

    def reach(self, first: Ints, stop: int) -> tuple[Ints, Ints]:
        """Where words may begin and end that begin at these places and end before `stop`."""
        at, length = self.spread(stop - first)
        begin = first.take(at)
        return begin, begin + length


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that have a lexicon, `en` first."""
    return tuple(read_languages())


@cache
def read_languages() -> dict[str, Any]:
    """What is known of each language by its code: its function words."""
    return read_toml([_FOLDER / "languages.toml"])[0]


@cache
def load_lexicon(language: str) -> Lexicon:
    """The lexicon of a language code that `languages()` names."""
    if language not in languages():
        raise OptionError(unknown("language", language, languages()))
    return compile_lexicon(_FOLDER / f"{language}.toml")


def compile_lexicon(file: Path) -> Lexicon:
    """Read one lexicon file; a `LexiconError` names the file and the role that cannot be used."""
    try:
        data = read_toml([file])[0]
    except (OSError, ValueError) as error:
        raise LexiconError(f"{file.name}: {error}") from error
    language = data.get("language", "")
    entries: list[tuple[str, str]] = []
    classes = tables().classes
    for role, words in data.get("roles", {}).items():
        if role not in role_names():
            raise LexiconError(f"{file.name}: {unknown('role', role, role_names())}")
        if not (isinstance(words, list) and all(isinstance(w, str) and w for w in words)):
            raise LexiconError(f"{file.name}: role {role!r} wants a list of words")
        for word in words:
            if not (word[0].isalpha() or any(classes[ord(c)] & WORD for c in word)):
                continue  # a sign is seen by its class; writers list it with its words
            prefixes = _ARABIC_PREFIXES if language == "ar" and " " not in word else ("",)
            entries.extend((p + each, role) for p in prefixes for each in spell(language, word))
    return _compile(language, entries, file.name)


def _compile(language: str, entries: list[tuple[str, str]], name: str) -> Lexicon:
    """Hash all entries, each a word and its role, in one pass, as the text they will be looked up
    in."""
    bare = [word.removesuffix("*") for word, _ in entries]
    offsets = np.cumsum([0, *(len(word) + 1 for word in bare)])
    tokens = tokenize(encode("\n".join(bare)))
    origin = tokens.start if tokens.origin is None else tokens.origin[tokens.start]
    edges = np.searchsorted(origin, offsets)
    kinds = _find_kinds(entries, tokens, edges, name)
    bits = np.array([role_mask(role) for _, role in entries], np.uint64)
    masks, row = np.unique(bits, return_inverse=True)
    groups: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, looked_up in enumerate(kinds):
        groups[looked_up].append(number)
    found: dict[str, list[tuple[int, Hashes, Ints]]] = defaultdict(list)
    for (kind, count), held in sorted(groups.items()):
        first = edges[:-1][held]
        if kind == "phrase":
            keys = tokens.runs(first, first + count)
        elif kind == "word":
            keys = tokens.hash[first]
        else:
            keys = tokens.characters(tokens.start[first], count)
        found[kind].append((count, keys, row[held]))
    stems = edges[:-1][[n for n, (kind, _) in enumerate(kinds) if kind == "stem"]]
    head = min((count for count, _, _ in found["stem"]), default=1)
    heads = _distinct(tokens.characters(tokens.start[stems], head))
    phrases = edges[:-1][[n for n, (kind, _) in enumerate(kinds) if kind == "phrase"]]
    return Lexicon(
        language, masks, Sized.of(found["word"]).table, head, heads, Sized.of(found["stem"]),
        _distinct(tokens.hash[phrases]), Sized.of(found["phrase"]), Sized.of(found["run"]),
    )  # fmt: skip


def _distinct(hashes: Hashes) -> Table:
    """A table that only says whether a hash is known."""
    keys, _ = np.unique(hashes, return_index=True)
    return Table.of(keys, np.zeros(len(keys), np.int64))


def _find_kinds(
    entries: Sequence[tuple[str, str]], tokens: Tokens, edges: Ints, name: str
) -> list[tuple[str, int]]:
    """How each entry is looked up, and at what length: in tokens, or in letters for stems and
    runs."""
    count = np.diff(edges)
    first = np.minimum(edges[:-1], len(tokens.start) - 1)
    numbers, runs = (
        np.diff(np.concatenate(([0], np.cumsum(flags)))[edges]) == count
        for flags in (tokens.number, tokens.cjk)
    )
    length = tokens.end[first] - tokens.start[first]
    columns = zip(
        entries, count.tolist(), numbers.tolist(), runs.tolist(), length.tolist(), strict=True
    )
    return [
        _kind_of(word, n, number, run, size, f"{name}: role {role!r}")
        for (word, role), n, number, run, size in columns
    ]


def _kind_of(
    word: str, count: int, number: bool, run: bool, length: int, where: str
) -> tuple[str, int]:
    if not 0 < count <= _LONGEST:
        raise LexiconError(f"{where}: {word!r} wants one to {_LONGEST} words")
    if number:
        raise LexiconError(f"{where}: {word!r} is a number: all numbers look alike")
    if run:
        return "run", count
    if not word.endswith("*"):
        return ("word", 1) if count == 1 else ("phrase", count)
    if count > 1 or length not in STEM_LENGTHS:
        low, high = STEM_LENGTHS[0], STEM_LENGTHS[-1]
        raise LexiconError(f"{where}: the stem {word!r} wants one word of {low} to {high} letters")
    return "stem", length
