"""Depth: tags that nest deeper than browsers let them are left out before a page is parsed.

Parsing costs as much as a page has tags times their depth, and bold or font tags that are never
closed are opened again in every paragraph: a hostile page of some kilobytes would take minutes.
"""

import re

import numpy as np
import regex

from stripper.blocks import Ints

DEEPEST = 512
"""Open elements of one page; browsers stop nesting there too."""
MOST_FORMATS = 32
"""Open elements that a parser opens again in each paragraph."""
_FEW = 1000
"""Tags of a page that cannot hurt, however they nest."""
_TAG = regex.compile(r"<(/?)([a-z][a-z0-9-]{0,30})(?=[\s/>])[^<>]*+>", regex.I)
_LONG = 5000
_MOST_ATTRIBUTES = 1000
"""Attributes of one tag: a parser compares each with all before it."""
_ATTRIBUTE = (
    r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+))?+"""
)
_SOME = f"(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+"
_TAG_END = r"[\s/]*+(?:>|\Z)"
_RAW = "".join(
    rf"{name}(?=[\s/>]){_SOME}{_TAG_END}(?:[^<]++|<(?!/{name}))*+|"
    for name in ("script", "style", "textarea", "title")
)
"""Elements in whose text no tag begins."""
_FEW_ATTRIBUTES = re.compile(
    rf"(?:[^<]++|<(?:{_RAW}/?[a-z][^\s/>]*+{_SOME}{_TAG_END}"
    r"|!--(?:[^-]++|-(?!->))*+(?:-->|\Z)|(?!/?[a-z]|!--)))*+",
    re.I | re.A,
)
"""As much of a page as has no tag with more attributes; one match takes the whole of nearly any."""
_MANY_ATTRIBUTES = re.compile(rf"<(/?[a-z][^\s/>]*+)(?:{_ATTRIBUTE})*+{_TAG_END}", re.I | re.A)
_LEVEL = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "path", "html", "head", "body", "p", "li", "td", "th", "tr", "dt", "dd",
    "option", "tbody", "thead", "tfoot",
))  # fmt: skip
"""Elements that are empty, or that the next of their kind closes."""
_FORMATS = frozenset((
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
))  # fmt: skip
_LESS, _SLASH, _CASE = ord("<"), ord("/"), 0x20
_LETTERS = (ord("a"), ord("z"))


def _keys(names: frozenset[str]) -> Ints:
    """The first two letters of names, as numbers; the second is 0 where there is none."""
    return np.array(
        sorted({ord(n[0]) << 8 | (ord(n[1]) if n[1:2].isalpha() else 0) for n in names})
    )


_LEVEL_KEYS, _FORMAT_KEYS = _keys(_LEVEL), _keys(_FORMATS)


def flatten(source: str) -> str:
    """The source without the tags that nest too deep; nearly always the source itself.

    >>> flatten("<b>" * 2000 + "deep").count("<b>")
    32
    """
    source = _limit_attributes(source) if len(source) > _LONG else source
    if source.count("<") < _FEW or not _may_nest_deep(source):
        return source
    opened: dict[str, int] = {}
    dropped: dict[str, int] = {}
    depth = formats = at = 0
    parts: list[str] = []
    for found in _TAG.finditer(source):
        closing, name = found.group(1), found.group(2).lower()
        if name in _LEVEL:
            continue
        formatting = name in _FORMATS
        if not closing:
            if depth < DEEPEST and not (formatting and formats >= MOST_FORMATS):
                opened[name] = opened.get(name, 0) + 1
                depth, formats = depth + 1, formats + formatting
                continue
            dropped[name] = dropped.get(name, 0) + 1
        elif dropped.get(name):
            dropped[name] -= 1
        else:
            if opened.get(name):
                opened[name] -= 1
                depth, formats = depth - 1, formats - formatting
            continue
        parts.append(source[at : found.start()])
        at = found.end()
    return "".join([*parts, source[at:]]) if parts else source


def _limit_attributes(source: str) -> str:
    """The source with tags of too many attributes left without any; a value may hold `<` or `>`."""
    parts: list[str] = []
    at = 0
    while True:
        few = _FEW_ATTRIBUTES.match(source, at)
        stop = few.end() if few else at
        many = _MANY_ATTRIBUTES.match(source, stop)
        if not many:
            return "".join([*parts, source[at:]]) if parts else source
        parts += (source[at:stop], f"<{many.group(1)}>")
        at = many.end()


def _may_nest_deep(source: str) -> bool:
    """Whether tags could nest too deep: told by their first two letters alone, all at once."""
    data = np.frombuffer(source.encode("utf-8", "replace") + b"   ", np.uint8)
    at = np.flatnonzero(data[:-3] == _LESS)
    closing = data[at + 1] == _SLASH
    first = data[at + 1 + closing].astype(np.int64) | _CASE
    second = data[at + 2 + closing].astype(np.int64) | _CASE
    second[(second < _LETTERS[0]) | (second > _LETTERS[1])] = 0
    keys = (first << 8) | second
    tags = (first >= _LETTERS[0]) & (first <= _LETTERS[1])
    formats = tags & np.isin(keys, _FORMAT_KEYS)
    tags &= formats | ~np.isin(keys, _LEVEL_KEYS)
    return (
        _bound_depth(keys[tags], closing[tags]) > DEEPEST
        or _bound_depth(keys[formats], closing[formats]) > MOST_FORMATS
    )


def _bound_depth(keys: Ints, closing: Ints) -> int:
    """At most this many tags are open at once: the sum of the most of each kind."""
    if not len(keys):
        return 0
    order = np.argsort(keys, kind="stable")
    keys, change = keys[order], 1 - 2 * closing[order].astype(np.int64)
    fresh = np.concatenate(([True], keys[1:] != keys[:-1]))
    kind = np.cumsum(fresh) - 1
    level = np.cumsum(change)
    level -= (level - change)[fresh][kind]  # from 0 at the first of each kind
    fall = len(keys) + 1  # below all that a kind before can reach
    lowest = np.minimum.accumulate(np.minimum(level, 0) - kind * fall) + kind * fall
    height = level - lowest
    return int(np.maximum.reduceat(height, np.flatnonzero(fresh)).sum())
