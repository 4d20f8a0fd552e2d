"""What a pattern needs: strings of which one stands in every text that it is found in.

Most blocks that a keyword brings to a pattern hold none of them: "© 2024" wants a sign of
copyright, and its keyword is any number. To look for a few strings takes a tenth of a search, and a
pattern that is never searched for is never compiled.
"""

from collections.abc import Sequence

import regex

Need = frozenset[str]
"""Strings of which one stands in the text."""

_QUANTIFIER = regex.compile(r"(?:(\?)|\{(\d{1,4})(?:,\d{0,4})?\})[?+]?")
_CLASS = regex.compile(
    r"\\(?:[bBdDsSwWnrtfv]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[pP]\{[^{}]{1,40}\})"
    r"|\[\^?\]?(?:\\.|[^\\\]])*\]|[.^$]",
    regex.S,
)
"""What stands for no one string: a class of characters, or a place between two."""
_MARKS = frozenset("\\[(.^${*+?")
_GROUP = regex.compile(r"\((?:\?(?:[:=!]|<[=!]))?")


class _Unread(Exception):
    """The pattern has something that is not understood here, so nothing is known of it."""


def find_need(pattern: str) -> tuple[str, ...]:
    """The strings of which one is in every match of a pattern; none where nothing is known.

    >>> find_need(r"^(?:©|copyright) \\d{4}"), find_need(r"(?:read|see) ?more\\b"), find_need(".x?")
    (('copyright', '©'), ('more',), ())
    """
    try:
        needs, end = _read_choice(pattern, 0)
    except _Unread:
        return ()
    return tuple(sorted(_choose(needs))) if needs and end == len(pattern) else ()


def _choose(needs: Sequence[Need]) -> Need:
    """The need that is met least often."""
    return min(needs, key=lambda need: sum(10.0 ** -sum(map(_weigh, text)) for text in need))


def _weigh(char: str) -> float:
    """Letters tell texts apart, signs beyond ASCII most; figures and points stand everywhere."""
    if char.isspace():
        return 0
    return 3 if not char.isascii() else 1 if char.isalpha() else 0.5


def _read_choice(pattern: str, at: int) -> tuple[list[Need], int]:
    """What alternatives need, and where they end: one string of each one's best need."""
    options = []
    while True:
        needs, at = _read_sequence(pattern, at)
        options.append(needs)
        if pattern[at : at + 1] != "|":
            break
        at += 1
    if len(options) == 1:
        return options[0], at
    if not all(options):
        return [], at
    best = [_choose(needs) for needs in options]
    return [frozenset(string for need in best for string in need)], at


def _read_sequence(pattern: str, at: int) -> tuple[list[Need], int]:
    """What stands one after the other, and what all of it needs."""
    needs: list[Need] = []
    text = ""
    while at < len(pattern) and pattern[at] not in "|)":
        char, inner = "", list[Need]()
        if pattern[at] not in _MARKS:
            char, at = pattern[at], at + 1
        elif group := _GROUP.match(pattern, at):
            inner, at = _read_choice(pattern, group.end())
            at += 1  # its bracket
            inner = [] if group[0].endswith("!") else inner
        elif apart := _CLASS.match(pattern, at):
            at = apart.end()
        else:
            char, at = _read_escaped(pattern, at)
        count = _QUANTIFIER.match(pattern, at) if pattern[at : at + 1] in ("?", "{") else None
        least = int(count[2] or 0) if count else 1
        at = count.end() if count else at
        text += char if least else ""
        if (count or not char) and text:
            needs.append(frozenset((text,)))
            text = ""
        needs += inner if least else []
    return needs + ([frozenset((text,))] if text else []), at


def _read_escaped(pattern: str, at: int) -> tuple[str, int]:
    """A sign that stands for itself behind a backslash, and the place behind it."""
    if pattern[at] != "\\" or at + 1 == len(pattern) or pattern[at + 1].isalnum():
        raise _Unread
    return pattern[at + 1], at + 2
