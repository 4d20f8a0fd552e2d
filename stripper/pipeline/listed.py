"""What links of a page lead to, where that is listed apart from them: numbers of a text, labels of
Markdown. It stays as long as what leads to it."""

from itertools import pairwise

import numpy as np
import regex

from stripper.blocks import Bools, Kind, Page
from stripper.decisions.bars import SURE, wanted
from stripper.decisions.meanings import UNUSED
from stripper.formats.definitions import NOTE, read_definitions
from stripper.formats.numbered import read_list
from stripper.options import Options
from stripper.places import find_runs
from stripper.result import Removal

_LABEL = regex.compile(r"\[([^\[\]]{1,200})\]|⟨(\d{1,5})⟩")
_GROUP = regex.compile(r"\d{1,5}(?:\s?[,;–-]\s?\d{1,5}){1,40}")
"""Citations in a group, `[4, 5]` or `[9–11]`."""
_REASON = "What links lead to of which none is in what stays"


def find_unused(page: Page, gone: Bools, options: Options) -> list[Removal]:
    """What goes of the lists of a page of which some blocks are `gone`: entries that only these
    lead to, and in text those that nothing does, with titles that none is left under."""
    listed = (page.kind == Kind.DEFINITION) & ~gone
    if page.elements is not None or not listed.any() or not wanted("metadata", SURE, options):
        return []
    used = _find_labels(page, ~gone & ~listed)
    lost = _find_labels(page, gone) if page.is_markdown else None
    read = read_definitions if page.is_markdown else read_list
    apart = np.append(page.start[1:] > page.end[:-1], True)
    spans: list[tuple[int, int]] = []
    entries: list[tuple[str | None, int]] = []
    first = 0
    for row in np.flatnonzero(listed).tolist():
        low, high = int(page.start[row]), int(page.end[row])
        first = first if entries else row
        entries += read(page.source, low, high)
        if not apart[row] and listed[row + 1]:
            continue  # what stands together goes as one
        found = _find_spans([*entries, (None, high)], used, lost)
        if first and apart[row] and found == [(int(page.start[first]), high)]:
            found = [(int(page.end[first - 1]), high)]  # with the blank lines before it
        spans += found
        entries = []
    return [
        Removal(begin, end, "metadata", "rule", UNUSED, SURE, page.source[begin:end], _REASON)
        for begin, end in spans
    ]


def _find_spans(
    entries: list[tuple[str | None, int]], used: set[str], lost: set[str] | None
) -> list[tuple[int, int]]:
    """What goes of a list: its entries and titles come in order, with their places."""
    spans: list[tuple[int, int]] = []
    some = below = False  # whether an entry stays: at all, and under the title above
    for (label, begin), (_, end) in reversed([*pairwise(entries)]):
        if label is None:
            stays = below or (some and begin == entries[0][1])
        else:
            name = _fold(label)
            stays = name in used or name.startswith(NOTE)
            stays |= lost is not None and name not in lost
        below = label is not None and (below or stays)
        some |= stays
        if not stays and spans and spans[-1][0] == end:
            spans[-1] = begin, spans[-1][1]
        elif not stays:
            spans.append((begin, end))
    return spans[::-1]


def _find_labels(page: Page, rows: Bools) -> set[str]:
    """What stands in brackets in some blocks."""
    labels: set[str] = set()
    for first, stop in find_runs(rows):
        low, high = int(page.start[first]), int(page.end[stop - 1])
        for one in _LABEL.finditer(page.source, low, high):
            labels.add(_fold(one[1] or one[2]))
            if one[1] and _GROUP.fullmatch(one[1]):
                labels.update(_read_group(one[1]))
    return labels


def _read_group(label: str) -> set[str]:
    numbers: set[str] = set()
    for part in regex.split(r"[,;]", label):
        ends = [int(n) for n in regex.findall(r"\d+", part)]
        numbers.update(map(str, range(ends[0], min(ends[-1], ends[0] + 500) + 1)))
    return numbers


def _fold(label: str) -> str:
    return " ".join(label.split()).casefold()
