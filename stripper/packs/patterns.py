"""What a rule's pattern may be: bounded, so that no page and no rule can hang a worker.

Patterns see folded text with white space collapsed, cut at `LONGEST_TEXT` characters. They may use
literals, classes, groups, alternation, anchors, look-ahead, look-behind and bounded repeats, around
the match as in it; nothing that repeats without a bound, repeats a repeat at length or refers back.
"""

from collections.abc import Sequence
from functools import lru_cache

import regex

from stripper.characters import IGNORABLE, tables
from stripper.packs.needs import find_need

LONGEST_TEXT = 2000
"""Characters of a block that a pattern sees; only one paragraph in a thousand is longer."""
LONGEST_PATTERN = 1000
"""Characters; the longest one that ships names the minutes of a text in some twenty languages, and
has 883. What is longer no one can read."""
_WIDEST = 200
"""The most that one repeat may span."""
_NESTED = 12
"""The most repeats that an inner repeat may be repeated by, as in `(?:\\d{1,3}\\.){0,3}`."""
TIMEOUT = 0.1
"""Seconds for one search; a backstop that no accepted pattern came near."""
_HOSTILE = ("a" * 400, "a " * 400, "1 " * 400, " " * 600, "a.b," * 200, "é" * 300)

_QUANTIFIER = regex.compile(r"\{(\d{1,4})(?:,(\d{0,4}))?\}")
_PIECE = regex.compile(
    r"\\(?:[pP]\{[^}]{0,40}\}|.)|\[\^?+\]?+(?:\\.|[^\]\\])*+\]|.(?:(?:\?|\{[\d,]{1,9}\})[?+]?)?",
    regex.DOTALL,
)
_MEMBER = regex.compile(r"(\\.|.)(?:-([^\\]))?", regex.DOTALL)
_MOST_MEMBERS = 1000
"""Characters of a range that are folded one by one; no script with case or accents has more."""
_GROUPS = ("(?:", "(?=", "(?!", "(?<=", "(?<!")
_GROUP = regex.compile(r"\((?:\?(?:[:=!]|<[=!]))?(?!\?)")


def find_fault(pattern: str) -> str | None:
    """Say what makes a pattern unfit, or None where it is fit.

    >>> find_fault("subscribe.*now")
    'repeats without a bound at 10: write {0,40} or the like'
    >>> find_fault("(?:sign up|join) .{0,40}newsletter") is None
    True
    """
    if len(pattern) > LONGEST_PATTERN:
        return f"is longer than {LONGEST_PATTERN} characters: split it into two rules"
    fault = _walk(pattern)
    if fault:
        return fault
    try:
        compile_pattern(pattern)
    except regex.error as error:
        return f"is no pattern: {error}"
    return None


def find_slowness(pattern: str, keywords: tuple[str, ...]) -> str | None:
    """Run a pattern over text made to slow it; say which, or None where it keeps its time."""
    compiled = compile_pattern(pattern)
    words = [" ".join(keywords), *keywords]
    for text in (*_HOSTILE, *((w + " ") * (LONGEST_TEXT // (len(w) + 1)) for w in words if w)):
        try:
            compiled.search(text[:LONGEST_TEXT], timeout=TIMEOUT)
        except TimeoutError:
            return (
                f"takes longer than {TIMEOUT} s on {text[:20]!r}… : bound its repeats more tightly"
            )
    return None


@lru_cache(maxsize=4096)
def compile_pattern(pattern: str) -> "regex.Pattern[str]":
    """The compiled pattern, its letters folded as those of texts are."""
    return regex.compile(fold_pattern(pattern))


def fold_pattern(pattern: str) -> str:
    """A pattern with its letters folded and without the signs that texts are read without: nobody
    finds `Réagir` in texts that say `reagir`. Classes also get what their members fold to.

    >>> fold_pattern("^Réagir(?: [à-é]|\\\\W)")
    '^reagir(?: [à-éace]|\\\\W)'
    """
    return "".join(map(_fold, _PIECE.findall(pattern)))


def _fold(piece: str) -> str:
    """An escape, a class, or a character with the repeat behind it."""
    char = piece[0]
    if char == "[" and len(piece) > 1:
        return piece if piece.isascii() else piece[:-1] + _fold_members(piece[1:-1]) + "]"
    if tables().classes[ord(char)] & IGNORABLE:
        return ""
    return _fold_letter(char) + piece[1:]


def _fold_letter(char: str) -> str:
    return chr(tables().fold[ord(char)]) if char.isalpha() else char


def _fold_members(inside: str) -> str:
    """What the letters of a class fold to, beyond themselves."""
    folded: dict[str, None] = {}
    for low, high in _MEMBER.findall(inside):
        if len(low) == 1 and not low.isascii():
            last = min(ord(high or low), ord(low) + _MOST_MEMBERS)
            members = map(chr, range(ord(low), last + 1))
            folded |= dict.fromkeys(f for c in members if (f := _fold_letter(c)) != c)
    return "".join(folded)


@lru_cache(maxsize=4096)
def _find_need(pattern: str) -> tuple[str, ...]:
    return find_need(fold_pattern(pattern))


def find_matches(pattern: str, texts: Sequence[str]) -> dict[int, "regex.Match[str]"]:
    """By the places of some texts: what a pattern finds in them, in order.

    >>> list(find_matches("^more", ["read more", "more"]))
    [1]
    """
    found = ((at, search(pattern, texts[at])) for at in sift(pattern, texts))
    return {at: match for at, match in found if match}


def find_vetoed(pattern: str, texts: Sequence[str], chosen: Sequence[int]) -> list[int]:
    """The places of the texts, of those chosen, whose removal a pattern speaks against."""
    told = [texts[at] for at in chosen]
    return [chosen[at] for at in sift(pattern, told) if vetoes(pattern, told[at])]


def sift(pattern: str, texts: Sequence[str]) -> Sequence[int]:
    """The places of the texts that hold what a pattern needs: it is found in no others.

    >>> sift("©|all rights reserved", ["Rates rose.", "© 2024", "Right"])
    [1]
    """
    need = _find_need(pattern)
    if not need:
        return range(len(texts))
    heads = [text[:LONGEST_TEXT] for text in texts]
    whole = "\n".join(heads)  # most texts hold nothing: to look once is sooner than one by one
    needed = [string for string in need if string in whole]
    if len(needed) < 2:
        return [at for string in needed for at, head in enumerate(heads) if string in head]
    return sorted({at for string in needed for at, head in enumerate(heads) if string in head})


def search(pattern: str, text: str) -> "regex.Match[str] | None":
    """Search the head of a text, within the time limit; past it, nothing is found."""
    try:
        return _search(pattern, text)
    except TimeoutError:
        return None


def vetoes(pattern: str, text: str) -> bool:
    """Whether a pattern speaks against a removal; past the time limit it does, so that in doubt
    the text stays.
    """
    try:
        return _search(pattern, text) is not None
    except TimeoutError:
        return True


def _search(pattern: str, text: str) -> "regex.Match[str] | None":
    return compile_pattern(pattern).search(text[:LONGEST_TEXT], timeout=TIMEOUT)


def _walk(pattern: str) -> str | None:
    """Check groups and repeats in one pass; `repeats` holds whether each open group repeats."""
    at, repeats = 0, [False]
    closed = False
    while at < len(pattern):
        char = pattern[at]
        step = 1
        inner, closed = closed, False
        if char == "\\":
            if at + 1 < len(pattern) and (pattern[at + 1].isdigit() or pattern[at + 1] in "gkKGR"):
                return f"refers back at {at}: spell the words out"
            step = 2
            if pattern[at + 1 : at + 3] in ("p{", "P{"):
                if "}" not in pattern[at:]:
                    return f"opens a class at {at} that does not end"
                step = pattern.find("}", at) - at + 1
        elif char == "[":
            step = _class_length(pattern, at)
        elif char == "(":
            group = _GROUP.match(pattern, at)
            if not group:
                return f"has a group at {at} that is not one of {' '.join(_GROUPS)}"
            repeats.append(False)
            step = len(group[0])
        elif char == ")":
            if len(repeats) == 1:
                return f"closes a group at {at} that is not open"
            closed = repeats.pop()
            repeats[-1] |= closed
        elif char in "*+":
            return f"repeats without a bound at {at}: write {{0,40}} or the like"
        elif char == "?":
            pass
        elif found := _QUANTIFIER.match(pattern, at):
            low, high = int(found.group(1)), found.group(2)
            most = low if high is None else int(high) if high else None
            if most is None:
                return f"repeats without a bound at {at}: write {{0,40}} or the like"
            if most > _WIDEST:
                return f"repeats up to {most} times at {at}: {_WIDEST} is the most"
            if inner and most > _NESTED:
                return f"repeats a repeat at {at}: the outer may go up to {_NESTED}"
            repeats[-1] = True
            step = found.end() - at
        at += step
    return None


def _class_length(pattern: str, at: int) -> int:
    """How long the character class is that opens at `at`."""
    stop = at + 1
    if pattern[stop : stop + 1] == "^":
        stop += 1
    if pattern[stop : stop + 1] == "]":
        stop += 1
    while stop < len(pattern) and pattern[stop] != "]":
        stop += 2 if pattern[stop] == "\\" else 1
    return stop - at + 1
