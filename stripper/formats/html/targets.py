"""The targets of the links in each unit of a page, and of those without text."""

from collections.abc import Sequence

from stripper.formats.evidence import BIT
from stripper.formats.html.outline import Outline
from stripper.formats.html.units import Unit

_IN_LINK = BIT["in link"]


def find_targets(page: Outline, units: Sequence[Unit]) -> tuple[list[list[str]], list[str]]:
    """Where the links of each unit lead, each link once; and where pictures and other links lead
    that say nothing."""
    facts, targets, found = page.facts, page.targets, []
    known: dict[int, int] = {-1: -1}
    said: set[int] = set()
    for unit in units:
        links = dict.fromkeys(
            _find_link(page, element, known)
            for run in unit.runs
            for element in run.elements
            if facts[element] & _IN_LINK
        )
        found.append([targets[link] for link in links if link in targets] if links else [])
        said.update(links)
    return found, [target for link, target in targets.items() if link not in said]


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
