"""Walled parts: what JSON-LD names as not free to read, and how much of it stands in the page."""

import regex

from stripper.formats.html.data import find_linked, find_walled
from stripper.formats.html.parsing import parse

_SIMPLE = regex.compile(r"\s*+[\w-]*+(?:[.#][\w-]++)++\s*+")
"""A selector of one element by tag, classes and id: search engines read no other."""
MOST_SELECTORS = 10
"""Selectors that are looked for. Set by hand: pages name one or two, and the whole page is searched
for each."""
MOST_ELEMENTS = 20
"""Elements of one selector whose words are counted."""


def measure_walled(source: str) -> dict[str, int]:
    """The words that stand in each part that a page's JSON-LD walls off, by the part's selector; -1
    where the page has no such element.

    >>> measure_walled('<script type="application/ld+json">{"hasPart": {"cssSelector": ".wall",'
    ...                '"isAccessibleForFree": false}}</script><p class=wall>Rates rose.')
    {'.wall': 2}
    """
    parser = parse(source)
    selectors = dict.fromkeys(
        part.strip()
        for value in find_linked(parser)
        for selector in find_walled(value)
        for part in selector.split(",")[:MOST_SELECTORS]
        if _SIMPLE.fullmatch(part)
    )
    found = {s: parser.css(s)[:MOST_ELEMENTS] for s in list(selectors)[:MOST_SELECTORS]}
    return {
        selector: sum(len(n.text(separator=" ").split()) for n in nodes) if nodes else -1
        for selector, nodes in found.items()
    }
