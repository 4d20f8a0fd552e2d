"""The targets of the links in each unit of a page."""

from collections.abc import Sequence

from stripper.formats.evidence import BIT
from stripper.formats.html.outline import Outline
from stripper.formats.html.units import Unit

_IN_LINK = BIT["in link"]


def find_targets(page: Outline, units: Sequence[Unit]) -> list[list[str]]:
    """Where the links of each unit lead, each link once, as the page writes it."""
    facts, found = page.facts, []
    known: dict[int, int] = {-1: -1}
    for unit in units:
        runs = [run for row in unit.rows for _, run in row if run] if unit.rows else [unit.run]
        links = dict.fromkeys(
            _find_link(page, element, known)
            for run in runs
            for element in run.elements
            if facts[element] & _IN_LINK
        )
        found.append([_read(page, link) for link in links if link >= 0] if links else [])
    return found


def _find_link(page: Outline, element: int, known: dict[int, int]) -> int:
    """The link that an element is or stands in, -1 where there is none; none is climbed out of
    twice."""
    chain = []
    while element not in known:
        chain.append(element)
        if page.tags[element] == "a":
            known[element] = element
            break
        element = page.parents[element]
    link = known[element]
    known.update(dict.fromkeys(chain, link))
    return link


def _read(page: Outline, link: int) -> str:
    return (page.attributes.get(link, {}).get("href") or "").strip()
