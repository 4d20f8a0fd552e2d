"""What the markup of HTML says of access, weighed with what the text says; nothing decides alone.

Sites declare articles as not free that they show whole, and leave gates in the markup that nobody
meets: it takes two pieces of evidence to move the statement by one step.
"""

import regex

from stripper.blocks import Page
from stripper.pipeline.access import METERED, OPEN, TEASER_WORDS, TRUNCATED

_NOT_FREE = regex.compile(r'"isAccessibleForFree"\s{0,9}:\s{0,9}"?false', regex.I)
_KEY, _PART = b'"isaccessibleforfree"', b'"cssselector"'
PART_WORDS = 40
"""Words from which a part that is named as walled off is there: a prompt in its place has fewer."""
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
    declared = len(said)
    missing, whole = _find_part(source, said) if said and _PART in lowered else (False, False)
    wall = _find_wall(page) if any(word in lowered for word in _WALLS) else None
    if wall:
        said.append(f"a visible element is a paywall: {wall}")
    if not said:
        return access, evidence
    words = len(text.split())
    pieces = bool(declared) + missing + bool(wall) + (access != OPEN)
    if pieces > 1:
        access = METERED if access == OPEN else access
        if words <= TEASER_WORDS and not whole:
            said.append(f"{words} words of text are left")
            access = TRUNCATED
    return access, (*evidence, *said)


def _find_part(source: str, said: list[str]) -> tuple[bool, bool]:
    """Whether the parts that JSON-LD walls off are missing from the page, and whether one stands
    in it; what was found is added to the evidence.
    """
    from stripper.formats.html.walled import (
        measure_walled,
    )  # a parser that pages of text do without

    parts = measure_walled(source)
    for selector, words in parts.items():
        found = f"{words} words of it are" if words >= PART_WORDS else "its text is not"
        said.append(f"JSON-LD: {selector} is not free, and {found} in the page")
    whole = any(words >= PART_WORDS for words in parts.values())
    return bool(parts) and not whole, whole


def _find_wall(page: Page) -> str | None:
    """The element of the first block that stands in a paywall."""
    for row in range(len(page) if page.elements else 0):
        assert page.elements is not None
        path = page.elements.path(row)
        if _WALL.search(path):
            return path
    return None
