"""Markdown's inline markup: which characters are link text, and which are no words of the page.

Link targets, images with their alternative text, autolinks, emphasis marks and tags of HTML are
hidden from the token pass; they stay in the source and in the output. One pass, no backtracking
over the text.
"""

from collections.abc import Mapping
from html import unescape
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import regex

from stripper.blocks import Codes, Ints
from stripper.formats.targets import find_label

_BREAK = r"(?<=-)(?:\r\n?|\n)(?:>[ ]?)?[ ]{0,12}"
"""html2text breaks targets at hyphens, as it does lines of text."""
_PART = r"(?>[^()\s]{0,2000}(?:" + _BREAK + r"[^()\s]{1,2000}){0,40})"
_ON = r"(?:\r\n?|\n)(?![ \t]*[\r\n])"
"""A title goes on in the next line, and never over a blank one."""
_TITLE = rf"\"(?:[^\"\r\n]|{_ON}){{0,500}}\"|'(?:[^'\r\n]|{_ON}){{0,500}}'"
_TARGET = rf"(?:<[^<>\n]{{0,2000}}>|{_PART}(?:\({_PART}\){_PART}){{0,2}})(?:\s{{1,3}}(?:{_TITLE}))?"
_LINK = r"!?\[([^\[\]\\<:]{0,500}+)\]\([^()\s<>]{0,2000}+(?: \"[^\"\r\n]{0,500}+\")?\)"
"""A link or an image as most are, with no markup in its text: to find it at once takes less than to
find its brackets."""
_INLINE = regex.compile(
    rf"{_LINK}|"
    r"\\[\\`*_\[\]()#!<>.+-]|!?\[|\]\([ ]?" + _TARGET + r"[ ]?\)|\]\[[^\[\]\n]{0,200}\]|\]"
    r"|⟨\d{1,5}⟩|(?<=[\])\s])(?:\{(?:[#.][\w-]|[\w-]{1,40}=\")[^{}]{0,2000}\})"
    r"|<(?:https?://|mailto:)[^<>\s]{1,2000}(?:" + _BREAK + r"[^<>\s]{1,2000}){0,40}>"
    r"|(?<![\w/(])https?://[^\s<>\[\]]{1,2000}"
    r"|(?P<tag>(?<!`)<(?:/?[a-zA-Z][a-zA-Z0-9-]{0,30}\s{0,9}/?|!--[^<>]{0,2000}"
    r"|[a-zA-Z][a-zA-Z0-9-]{0,30}\s[^<>=]{1,200}=[^<>]{0,2000})>)"
)
_ANCHOR = regex.compile(
    r"(?i)<a(?:\s++(?!href\b)[^\s=<>\"']++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]++))?)*+"
    r"\s++href\b(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>]++)))?"
)
"""Tags are bounded above, and what is taken of one is never given back."""
_TRAILING = ".,;:!?*_`'\")"
"""What stands behind an address in a text and is none of it."""
_BROKEN = regex.compile(_BREAK)
_MARKS = np.isin(np.arange(128), [ord(c) for c in "*_`#|>~\\"])
"""Which of the characters of ASCII are marks; its last one, which stands for all others, is not."""
NOTHING: Mapping[str, str] = MappingProxyType({})
_DEEPEST = 8
"""Nested brackets looked at; deeper ones are text."""


class Inline(NamedTuple):
    """What stands within some blocks: spans that are hidden, spans of link text, and for each block
    the targets of its links."""

    hidden: Ints
    links: Ints
    targets: list[list[str]]


def find_inline(
    source: str, codes: Codes, start: Ints, end: Ints, defined: Mapping[str, str] = NOTHING
) -> Inline:
    """The inline markup of the blocks `start[i]:end[i]`; `defined` says what labels lead to.

    >>> from stripper.blocks import encode
    >>> source = "See [the report](/report), <https://a.example>"
    >>> found = find_inline(source, encode(source), np.array([0]), np.array([len(source)]))
    >>> found.links.tolist(), found.targets
    ([[5, 15], [27, 46]], [['/report', 'https://a.example']])
    """
    hidden: list[int] = []
    links: list[int] = []
    targets: list[list[str]] = []
    marks = np.flatnonzero(_MARKS.take(np.minimum(codes, len(_MARKS) - 1)))
    for low, high in zip(start.tolist(), end.tolist(), strict=True):
        text = source[low:high]
        marked = "[" in text or "://" in text or "mailto:" in text
        if marked or "<" in text or "{" in text or "⟨" in text:
            targets.append(_scan(source, low, high, hidden, links, defined))
        else:
            targets.append([])
    both = np.concatenate((np.stack((marks, marks + 1), 1), _pair(hidden)))
    return Inline(_sort(both, len(codes)), _sort(_pair(links), len(codes)), targets)


def _pair(edges: list[int]) -> Ints:
    """Spans from where each begins and ends, in turn."""
    return np.array(edges, np.int64).reshape(-1, 2)


def _sort(spans: Ints, size: int) -> Ints:
    """Spans of so many characters in order: single numbers are in order sooner than pairs."""
    return np.stack(np.divmod(np.sort(spans[:, 0] * (size + 1) + spans[:, 1]), size + 1), 1)


def _scan(
    source: str, low: int, high: int, hidden: list[int], links: list[int],
    defined: Mapping[str, str],
) -> list[str]:  # fmt: skip
    """Pair the brackets of one block; what is found is put down as where it begins and ends. Says
    what its links lead to."""
    targets: list[tuple[int, str]] = []
    opened: list[tuple[int, bool]] = []
    anchor = -1  # where the text of an <a> begins
    last = low + len(source[low:high].rstrip())
    behind = low  # where the last number ends
    for found in _INLINE.finditer(source, low, high):
        at, stop = found.span()
        first = source[at]
        begin, end = found.span(1)
        if end >= 0:  # a whole link
            del opened[:-_DEEPEST]
            image = first == "!"
        elif first == "[" or (first == "!" and source[stop - 1] == "["):
            opened.append((at, first == "!"))
            del opened[: -_DEEPEST - 1]
            continue
        elif first == "]" and opened:
            end, (at, image) = at, opened.pop()
            begin = at + 1
            if stop - end == 1:
                continue
        elif tag := found["tag"]:
            breaks = tag[:3].lower() == "<br"  # what is left of it parts the words around it
            hidden += (at + breaks, stop)
            if told := _ANCHOR.match(tag):
                anchor = stop
                targets.append((stop, unescape(told[1] or told[2] or told[3] or "")))
            elif anchor >= 0 and tag[:3].lower() == "</a":
                links += (anchor, at)
                anchor = -1
            continue
        elif first == "{":  # attributes, as pandoc writes those of elements
            hidden += (at, stop)
            continue
        elif first == "⟨":  # the number of what stands before it, as crawl4ai writes links
            begin = behind if stop >= last else find_label(source, behind, at)
            hidden += (at, stop)
            links += (begin, at)
            targets.append((at, defined.get(source[at + 1 : stop - 1], "")))
            behind = stop
            continue
        elif first in "<h":
            image = True
            if anchor < 0:
                targets.append((at, _BROKEN.sub("", source[at:stop]).strip("<>").rstrip(_TRAILING)))
        else:
            continue
        if image:
            hidden += (at, stop)
            links += (at, stop)
        else:
            hidden += (at, begin, end, stop)
            if begin < end:
                links += (begin, end)
            while targets and targets[-1][0] >= begin:
                targets.pop()  # an address that is the text of this link
            label = source[begin:end]
            targets.append((at, _read_target(source[end:stop], label, defined)))
    return [target for _, target in targets]


def _read_target(markup: str, label: str, defined: Mapping[str, str]) -> str:
    """The target in what ends a link of that label; empty where nothing defines it.

    >>> _read_target('](/report "The report")', "told", {})
    '/report'
    >>> _read_target("][1]", "told", {"1": "/a"})
    '/a'
    """
    if markup[1:2] != "(":
        return defined.get((markup[2:-1] or label).lower(), "")
    target: str = _BROKEN.sub("", markup[2:-1].strip())
    if target.startswith("<"):
        return target[1:].partition(">")[0]
    return target.split(None, 1)[0] if target else ""
