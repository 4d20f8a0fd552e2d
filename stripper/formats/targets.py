"""Targets of links in plain text: `News [https://gazette.example/news]`, as html-to-text writes
them. They are no words of the page, and what stands before them is a link."""

from typing import NamedTuple

import numpy as np
import regex

from stripper.blocks import Ints

TARGETS, ABSOLUTE = 8, 3
"""Targets, and those of them that name a host, from which a page is known to have them: of 80 gold
pages each by html-to-text has 15 or more, and none by six other renderers. Changelogs hold
`[#812]`, lists of routes and of files `[/users]`, forums `[/quote]`, and none of them hosts."""
LABEL, LINKED = 8, 3
"""Words of the longest label, and those of a longer text that are taken for one, set by hand: where
a link begins, or ends, such text does not say."""

_TARGET = regex.compile(
    r"\[(?:(?:https?|ftp)://|(?:mailto|tel|javascript|whatsapp|data):|/|[#?](?!\d))"
    r"[^\s\[\]]{0,2000}\]"
)
_CODE = regex.compile(r"\[(\w{1,20}+)(?:[= ][^\[\]]{0,200})?\][^\[\]]{0,500}\[/\1\]")
"""A pair of marks, as forums and shortcodes have them."""
_HOST = regex.compile(r"\[https?://[^\s\[\]]")
_ADDRESS = regex.compile(r"https?://\S{1,2000}+")
_GOES_ON = ",.;:)!?"
_NONE: Ints = np.zeros((0, 2), np.int64)


class Linked(NamedTuple):
    """Lines with those that hold targets alone joined to the ones before; and spans of the source:
    the targets, and the labels of links."""

    start: Ints
    end: Ints
    hidden: Ints
    links: Ints


def join_targets(source: str, start: Ints, end: Ints) -> Linked:
    """Find the targets in the lines `start[i]:end[i]` of a text; none where it has hardly any.

    >>> text = "* News [http://a.b/news]\\n* Sport\\n[http://a.b/sport]\\n" * 4
    >>> lines = np.cumsum([0, *map(len, text.splitlines(True))])
    >>> found = join_targets(text, lines[:-1], lines[1:])
    >>> [text[low:high] for low, high in found.links[:2]], found.start[:3].tolist()
    (['* News ', '* Sport\\n'], [0, 25, 52])
    """
    if not has_targets(source):
        return Linked(start, end, _NONE, _NONE)
    targets = [found.span() for found in _TARGET.finditer(source)]
    lines = list(zip(start.tolist(), end.tolist(), strict=True))
    firsts, alone = [], False
    for at, (low, high) in enumerate(lines):
        line, before = source[low:high].strip(), alone
        bare = before and _ADDRESS.fullmatch(line) is not None  # where a picture leads
        if bare:
            targets.append((low, high))
        alone = bare or not _TARGET.sub("", line).strip()
        near = at > 0 and low == lines[at - 1][1]
        goes_on = before and (line[0].islower() or line[0] in _GOES_ON)
        if not (near and (alone or goes_on)):
            firsts.append(at)
    targets.sort()
    starts, ends = start[firsts], end[[*(at - 1 for at in firsts[1:]), len(lines) - 1]]
    links = _find_labels(source, starts.tolist(), targets)
    return Linked(starts, ends, _stack(targets), _stack(links))


def has_targets(text: str) -> bool:
    """Whether a text has targets as plain text has them."""
    if "[http" not in text or len(_HOST.findall(text)) < ABSOLUTE:
        return False
    return len(_TARGET.findall(text)) >= TARGETS and not _CODE.search(text)


def _find_labels(
    source: str, starts: list[int], targets: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """What stands before each target in its block, behind the target before it."""
    labels, block, behind = [], 0, 0
    for low, high in targets:
        while block + 1 < len(starts) and starts[block + 1] <= low:
            block += 1
        begin = max(behind, starts[block])
        if source[begin:low].strip():
            labels.append((find_label(source, begin, low), low))
        behind = high
    return labels


def find_label(source: str, low: int, high: int) -> int:
    """Where the label of a link begins that ends at `high`: at `low`, behind the link before it, or
    it is the last words of a longer text.

    >>> told = "He told all who had come to the old mill "
    >>> told[find_label(told, 0, len(told)) :], find_label("News [/news]", 0, 5)
    (' the old mill ', 0)
    """
    label = source[low:high]
    if len(label.split(None, LABEL)) <= LABEL:
        return low
    return low + len(label.rsplit(None, LINKED)[0])


def _stack(spans: list[tuple[int, int]]) -> Ints:
    return np.array(spans, np.int64).reshape(-1, 2)
