"""The list of links under a text whose links are numbered: an entry stays as long as its number."""

import regex

from stripper.blocks import Bools, Kind, Page
from stripper.decisions.bars import SURE, wanted
from stripper.decisions.meanings import UNUSED
from stripper.formats.numbered import read_list
from stripper.options import Options
from stripper.places import find_runs
from stripper.result import Removal

_NUMBER = regex.compile(r"\[(\d{1,5})\]")
_REASON = "Links in a list under the page whose numbers are not in what stays"


def find_unused(page: Page, gone: Bools, options: Options) -> list[Removal]:
    """What goes of the list of a page of which some blocks are `gone`: entries whose number is in
    no block that stays, and titles that none is left under."""
    row = len(page) - 1
    if page.format != "text" or row < 1 or page.kind[row] != Kind.DEFINITION or gone[row]:
        return []
    if not wanted("metadata", SURE, options):
        return []
    low, high = int(page.start[row]), int(page.end[row])
    used: set[str] = set()
    for first, stop in find_runs(~gone[:row]):
        used.update(_NUMBER.findall(page.source, int(page.start[first]), int(page.end[stop - 1])))
    entries = [*read_list(page.source, low, high), (None, high)]
    spans: list[tuple[int, int]] = []
    some = below = False  # whether an entry stays: at all, and under the title above
    for at in range(len(entries) - 2, -1, -1):
        (number, begin), (_, end) = entries[at : at + 2]
        stays = number in used if number else below or (some and not at)
        below = number is not None and (below or stays)
        some |= stays
        if not stays and spans and spans[-1][0] == end:
            spans[-1] = begin, spans[-1][1]
        elif not stays:
            spans.append((begin, end))
    if not some:
        spans = [(int(page.end[row - 1]), high)]  # with the blank lines before it
    return [
        Removal(begin, end, "metadata", "rule", UNUSED, SURE, page.source[begin:end], _REASON)
        for begin, end in reversed(spans)
    ]
