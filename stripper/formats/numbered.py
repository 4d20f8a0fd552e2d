"""Numbered links in plain text: `[12]News`, and under the page a list of what the numbers lead to,
as lynx, elinks and w3m write them. The numbers are no words of the page, and what follows one is a
link; an entry of the list stays as long as its number does."""

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
import regex

from stripper.blocks import Ints, Kind, encode
from stripper.formats.lines import find_lines
from stripper.formats.targets import LABEL, LINKED

NUMBERED = 3
"""Numbers before a word, and entries of the list, from which a page is known to have them."""
UNLISTED = 20
"""Numbers from which a page without the list is known to have them, set by hand, where they count
up and half begin items of a menu: footnotes are longer."""
_ITEM = 4
"""Words of the longest item of a menu, set by hand."""
_FURTHER = 16
"""Lines of the longest entry, set by hand: the text of a mail goes on over some."""
_STOPS = tuple(".!?…。！？")

_WORD = r"(?=[^\s.,;:!?)\]}])"
_NUMBER = regex.compile(rf"\[\d{{1,5}}\]{_WORD}|(?<!\S)\[\d{{1,5}}\](?!\S)")
_BEFORE_WORD = regex.compile(rf"(?<!\S)\[(\d{{1,5}})\]{_WORD}(?=[ \t]?(.{{0,40}}))")
_ADDRESS = (
    r"(?:[A-Za-z][A-Za-z0-9+.-]{0,15}://"
    r"|(?:javascript|mailto|tel|data|about|sms|skype|whatsapp):)"
)
_ENTRY = regex.compile(r"[ \t]{0,9}(?:(\d{1,5})\.|\[(\d{1,5})\]) {1,3}(?=(" + _ADDRESS + r")?)")
_TARGET = regex.compile(r"\t" + _ADDRESS)
_TITLE = regex.compile(r"\s{0,9}(?:references|(?:visible|hidden) links):?\s{0,9}", regex.IGNORECASE)


class _Lines(NamedTuple):
    """The lines of a text, as those of a list."""

    source: str
    start: Ints
    end: Ints

    def read(self, at: int) -> str:
        return self.source[int(self.start[at]) : int(self.end[at])].rstrip("\r\n")

    def is_title(self, at: int) -> bool:
        return _TITLE.fullmatch(self.read(at)) is not None

    def is_target(self, at: int) -> bool:
        return _TARGET.match(self.read(at)) is not None

    def find_entry(self, at: int) -> int | None:
        """The number of the entry that begins on a line: its target is there or on the next one."""
        found = _ENTRY.match(self.read(at))
        if found and (found[3] or (at + 1 < len(self.start) and self.is_target(at + 1))):
            return int(found[1] or found[2])
        return None


class Numbered(NamedTuple):
    """Lines with those that hold numbers alone joined to the ones behind, and those of the list to
    one; the kinds of these blocks; and spans of the source: the numbers with their list, and the
    labels of links."""

    start: Ints
    end: Ints
    kind: Ints
    hidden: Ints
    links: Ints


def find_list(source: str, start: Ints, end: Ints) -> int:
    """At which of the lines `start[i]:end[i]` of a text the list under it begins, or their number.

    >>> text = "[1]News [2]Sport [3]Arts\\nReferences\\n 1. a://b\\n 2. a://c\\n 3. a://d\\n"
    >>> lines = np.cumsum([0, *map(len, text.splitlines(True))])
    >>> find_list(text, lines[:-1], lines[1:])
    1
    """
    count = first = len(start)
    if count <= NUMBERED or "[" not in source:
        return count
    lines = _Lines(source, start, end)
    at, entries, number = count - 1, 0, 0
    listed: set[int] = set()
    while at >= 0:
        found = lines.find_entry(at)
        if found is not None:
            entries, number = entries + 1, found
            listed.add(found)
        elif entries and not lines.is_title(at) and not lines.is_target(at):
            near = range(at - 1, max(at - _FURTHER, -1), -1)  # a mail goes on over lines
            mails = (row for row in near if "mailto:" in lines.read(row))
            at = next((row for row in mails if lines.find_entry(row) == number - 1), -1)
            continue
        elif not entries and not lines.is_target(at):
            break
        first, at = at, at - 1
    if entries < NUMBERED:
        return count
    said = {int(one[0].strip("[]")) for one in _NUMBER.finditer(source, 0, int(start[first]))}
    if 2 * len(said & listed) < len(listed):
        return count  # notes of which few are cited by a number alone
    body = _BEFORE_WORD.finditer(source, 0, int(start[first]))
    return first if len(list(islice(body, NUMBERED))) == NUMBERED else count


def has_numbers(text: str) -> bool:
    """Whether the links of a text are numbered, by the numbers alone."""
    found = [(int(one[1]), len(one[2].split())) for one in _BEFORE_WORD.finditer(text)]
    steps = sum(after == before + 1 for (before, _), (after, _) in pairwise(found))
    return steps >= UNLISTED and 2 * sum(words <= _ITEM for _, words in found) >= len(found)


def join_numbers(source: str, start: Ints, end: Ints, body: int) -> Numbered:
    """Find the numbers in the blocks of a text, of which those from `body` on are its list: one
    block, of which nothing is a word."""
    spans = list(zip(start[:body].tolist(), end[:body].tolist(), strict=True))
    firsts, alone, before = [], False, -1
    for at, (low, high) in enumerate(spans):
        if not (alone and low == before):
            firsts.append(at)
        alone, before = not _NUMBER.sub("", source[low:high]).strip(), high
    hidden: list[tuple[int, int]] = []
    links: list[tuple[int, int]] = []
    blocks = [*zip(firsts, [*(at - 1 for at in firsts[1:]), body - 1], strict=True)]
    blocks = [(spans[first][0], spans[last][1]) for first, last in blocks]
    for low, high in blocks:
        numbers = [found.span() for found in _NUMBER.finditer(source, low, high)]
        hidden += numbers
        links += _find_labels(source, low, high, numbers)
    kinds = [int(Kind.PARAGRAPH)] * len(blocks)
    if body < len(start):
        blocks.append((int(start[body]), int(end[-1])))
        kinds.append(int(Kind.DEFINITION))
        hidden.append(blocks[-1])
    begins, stops = _stack(blocks).T.copy()
    return Numbered(begins, stops, np.array(kinds), _stack(hidden), _stack(links))


def read_list(source: str, low: int, high: int) -> list[tuple[str | None, int]]:
    """The number of each entry of a list, None of a title; and where it begins, in `low:high`."""
    text = source[low:high]
    lines = _Lines(text, *find_lines(encode(text)))
    found: list[tuple[str | None, int]] = []
    for at in range(len(lines.start)):
        entry = lines.find_entry(at)
        if entry is not None or lines.is_title(at) or not at:
            found.append((None if entry is None else str(entry), low + int(lines.start[at])))
    return found


def _find_labels(
    source: str, low: int, high: int, numbers: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """What stands behind each number in its block `low:high`, up to the next one."""
    for (_, begin), (stop, _) in pairwise([*numbers, (high, high)]):
        label = source[begin:stop]
        whole = len(numbers) == 1 and not label.rstrip().endswith(_STOPS)
        whole = whole and not source[low : begin - 1].strip(" [0123456789")
        words = label.split(None, LABEL)
        if len(words) > LABEL and not whole:
            stop -= len(label.split(None, LINKED)[-1])
        if words:
            yield begin, stop


def _stack(spans: list[tuple[int, int]]) -> Ints:
    return np.array(spans, np.int64).reshape(-1, 2)
