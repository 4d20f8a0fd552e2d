"""What the markup of HTML says of access, weighed with what the text says; nothing decides alone.

Sites declare articles as not free that they show whole, and leave gates in the markup that nobody
meets: it takes two pieces of evidence to move the statement by one step.
"""

import regex

from stripper.blocks import Page
from stripper.pipeline.access import METERED, OPEN, TEASER_WORDS, TRUNCATED

_NOT_FREE = regex.compile(r'"isAccessibleForFree"\s{0,9}:\s{0,9}"?false', regex.I)
_KEY = b'"isaccessibleforfree"'
_WALLS = (b"paywall", b"regwall", b"subscriber-only", b"subscribers-only", b"metered-content")
"""What stands in every page that a pattern can find anything in."""
_WALL = regex.compile(r"(?<![a-z])(?:paywall|regwall|subscribers?-only|metered-content)", regex.I)


def weigh_declared(
    source: str, page: Page, text: str, access: str, evidence: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """The access of an HTML page and the evidence for it, the text's own evidence first."""
    said = []
    # a search for bytes takes a twentieth of what a pattern does that lets case pass
    lowered = source.encode("utf-8", "replace").lower()
    if _KEY in lowered and _NOT_FREE.search(source):
        said.append("JSON-LD: isAccessibleForFree is false")
    wall = _find_wall(page) if any(word in lowered for word in _WALLS) else None
    if wall:
        said.append(f"a visible element is a paywall: {wall}")
    if not said:
        return access, evidence
    words = len(text.split())
    pieces = len(said) + (access != OPEN)
    if pieces > 1:
        access = METERED if access == OPEN else access
        if words <= TEASER_WORDS:
            said.append(f"{words} words of text are left")
            access = TRUNCATED
    return access, (*evidence, *said)


def _find_wall(page: Page) -> str | None:
    """The element of the first block that stands in a paywall."""
    for row in range(len(page) if page.elements else 0):
        assert page.elements is not None
        path = page.elements.path(row)
        if _WALL.search(path):
            return path
    return None
