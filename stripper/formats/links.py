"""Markdown's inline markup: which characters are link text, and which are no words of the page.

Link targets, images with their alternative text, autolinks and emphasis marks are hidden from the
token pass; they stay in the source and in the output. One pass, no backtracking over the text.
"""

import numpy as np
import regex

from stripper.blocks import Codes, Ints

_BREAK = r"(?<=-)(?:\r\n?|\n)(?:>[ ]?)?[ ]{0,12}"
"""html2text breaks targets at hyphens, as it does lines of text."""
_PART = r"(?>[^()\s]{0,2000}(?:" + _BREAK + r"[^()\s]{1,2000}){0,40})"
_ON = r"(?:\r\n?|\n)(?![ \t]*[\r\n])"
"""A title goes on in the next line, and never over a blank one."""
_TITLE = rf"\"(?:[^\"\r\n]|{_ON}){{0,500}}\"|'(?:[^'\r\n]|{_ON}){{0,500}}'"
_TARGET = rf"(?:<[^<>\n]{{0,2000}}>|{_PART}(?:\({_PART}\){_PART}){{0,2}})(?:\s{{1,3}}(?:{_TITLE}))?"
_INLINE = regex.compile(
    r"\\[\\`*_\[\]()#!<>.+-]|!?\[|\]\([ ]?" + _TARGET + r"[ ]?\)|\]\[[^\[\]\n]{0,200}\]|\]"
    r"|<(?:https?://|mailto:)[^<>\s]{1,2000}(?:" + _BREAK + r"[^<>\s]{1,2000}){0,40}>"
    r"|(?<![\w/(])https?://[^\s<>\[\]]{1,2000}"
)
_MARKS = np.isin(np.arange(128), [ord(c) for c in "*_`#|>~\\"])
"""Which of the characters of ASCII are marks; its last one, which stands for all others, is not."""
_DEEPEST = 8
"""Nested brackets looked at; deeper ones are text."""


def find_inline(source: str, codes: Codes, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Spans that are hidden, and spans of link text, of the blocks `start[i]:end[i]`."""
    hidden: list[tuple[int, int]] = []
    links: list[tuple[int, int]] = []
    marks = np.flatnonzero(_MARKS.take(np.minimum(codes, len(_MARKS) - 1)))
    for low, high in zip(start.tolist(), end.tolist(), strict=True):
        if "[" in (text := source[low:high]) or "://" in text or "mailto:" in text:
            _scan(source, low, high, hidden, links)
    links.sort()
    both = np.concatenate((np.stack((marks, marks + 1), 1), _array(hidden)))
    return both[np.lexsort((both[:, 1], both[:, 0]))], _array(links)


def _array(spans: list[tuple[int, int]]) -> Ints:
    return np.array(spans, np.int64).reshape(-1, 2)


def _scan(
    source: str, low: int, high: int, hidden: list[tuple[int, int]], links: list[tuple[int, int]]
) -> None:
    """Pair the brackets of one block."""
    opened: list[tuple[int, bool]] = []
    for found in _INLINE.finditer(source, low, high):
        at, stop = found.span()
        first = source[at]
        if first == "[" or (first == "!" and source[stop - 1] == "["):
            opened.append((at, first == "!"))
            del opened[: -_DEEPEST - 1]
        elif first == "]" and opened:
            begin, image = opened.pop()
            if stop - at == 1:
                continue
            if image:
                hidden.append((begin, stop))
                links.append((begin, stop))
            else:
                hidden.extend(((begin, begin + 1), (at, stop)))
                if begin + 1 < at:
                    links.append((begin + 1, at))
        elif first in "<h":
            hidden.append((at, stop))
            links.append((at, stop))
