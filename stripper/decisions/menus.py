"""Menus of a page of HTML that are tables, as those under the articles of wikis: tables stay, and
the model holds them for content.
"""

import numpy as np

from stripper.blocks import Kind
from stripper.decisions.bars import SURE
from stripper.decisions.meanings import MENU_TABLE
from stripper.engines import Opinion
from stripper.facts import LINKED, Facts
from stripper.formats.evidence import BIT

_NAV = np.uint64(BIT["in nav"])


def find_menus(facts: Facts, number: int) -> list[Opinion]:
    """The tables of links that stand in what a page of HTML itself calls its navigation. A table of
    numbers in such an element stays."""
    page = facts.pages[number]
    if page.elements is None:
        return []
    rows = facts.blocks_of(number)
    menus = (page.kind == Kind.TABLE) & ((page.elements.flags & _NAV) != 0)
    menus &= facts.link[rows.start : rows.stop] >= LINKED
    reason = "A table of links in what the page calls its navigation"
    return [
        Opinion(number, row, row, "navigation", "rule", MENU_TABLE, SURE, reason)
        for row in (rows.start + np.flatnonzero(menus)).tolist()
    ]
