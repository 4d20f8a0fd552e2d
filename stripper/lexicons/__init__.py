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
    stems: tuple[tuple[int, Table], ...]
    phrase_heads: Table
    """The first words of phrases: no phrase begins at another token."""
    phrases: tuple[tuple[int, Table], ...]
    runs: tuple[tuple[int, Table], ...]

    def assign(self, tokens: Tokens, segment: Ints, chosen: Ints, masks: Hashes) -> None:
        """Add the roles of the tokens `chosen` (ascending indices) to `masks`, one a token.

        A phrase counts where all its tokens lie in one `segment`.
        """
        at, row = self.words.find(tokens.hash[chosen])
        np.bitwise_or.at(masks, chosen[at], self.masks[row])
        length = tokens.end[chosen] - tokens.start[chosen]
        long = chosen[length >= self.head]
        head, _ = self.stem_heads.find(tokens.characters(tokens.start[long], self.head))
        likely = long[head]
        size = tokens.end[likely] - tokens.start[likely]
        for length_of, table in self.stems:
            fitting = likely[size >= length_of]
            at, row = table.find(tokens.characters(tokens.start[fitting], length_of))
            np.bitwise_or.at(masks, fitting[at], self.masks[row])
        begin, _ = self.phrase_heads.find(tokens.hash[chosen])
        begun = chosen[begin]
        for count, table in self.phrases:
            first = begun[begun + count <= len(tokens.start)]
            first = first[segment[first] == segment[first + count - 1]]
            self._spread(masks, first, table.find(tokens.runs(first, first + count)), count)
        single = chosen[tokens.cjk[chosen]] if self.runs else chosen[:0]
        for count, table in self.runs:
            first = single[single + count <= len(tokens.start)]
            found = table.find(tokens.characters(tokens.start[first], count))
            self._spread(masks, first, found, count)

    def _spread(self, masks: Hashes, first: Ints, found: tuple[Ints, Ints], count: int) -> None:
        at, row = found
        for step in range(count):
            np.bitwise_or.at(masks, first[at] + step, self.masks[row])


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
    for role, words in data.get("roles", {}).items():
        if role not in role_names():
            raise LexiconError(f"{file.name}: {unknown('role', role, role_names())}")
        if not (isinstance(words, list) and all(isinstance(w, str) and w for w in words)):
            raise LexiconError(f"{file.name}: role {role!r} wants a list of words")
        for word in words:
            if not any(tables().classes[ord(c)] & WORD for c in word):
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
    found: dict[str, list[tuple[int, Table]]] = defaultdict(list)
    for (kind, count), held in sorted(groups.items()):
        first = edges[:-1][held]
        if kind == "phrase":
            keys = tokens.runs(first, first + count)
        elif kind == "word":
            keys = tokens.hash[first]
        else:
            keys = tokens.characters(tokens.start[first], count)
        found[kind].append((count, Table.of(keys, row[held])))
    stems = edges[:-1][[n for n, (kind, _) in enumerate(kinds) if kind == "stem"]]
    head = min((count for count, _ in found["stem"]), default=1)
    heads = _distinct(tokens.characters(tokens.start[stems], head))
    phrases = edges[:-1][[n for n, (kind, _) in enumerate(kinds) if kind == "phrase"]]
    words = found["word"][0][1] if found["word"] else Table.of(tokens.hash[:0], [])
    return Lexicon(
        language, masks, words, head, heads, tuple(found["stem"]),
        _distinct(tokens.hash[phrases]), tuple(found["phrase"]), tuple(found["run"]),
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
