"""What the markup of HTML says of access, weighed with what the text says; nothing decides alone.

Sites declare articles as not free that they show whole, and leave gates in the markup that nobody
meets: it takes two pieces of evidence to move the statement by one step.
"""

import numpy as np
import regex

from stripper.blocks import Page
from stripper.formats.evidence import BIT
from stripper.pipeline.access import METERED, OPEN, TEASER_WORDS, TRUNCATED

_FALSE = r"(?:https?:\\?/\\?/schema\.org\\?/)?false\b"
_NOT_FREE = regex.compile(rf'"isAccessibleForFree"\s{{0,9}}:\s{{0,9}}"?{_FALSE}', regex.I)
_MICRODATA = regex.compile(
    r"<[a-z][^<>]{0,300}?\sitemprop\s{0,9}=\s{0,9}[\"']?isAccessibleForFree\b[^<>]{0,300}", regex.I
)
_WITHIN = 350
"""Characters before the key within which its tag opens."""
_CONTENT = regex.compile(rf"\s(?:content|href)\s{{0,9}}=\s{{0,9}}[\"']?{_FALSE}", regex.I)
_KEY = regex.compile("accessibleforfree", regex.I)
_KEYS = ("ccessibleForFree", "ccessibleforfree", "CCESSIBLEFORFREE")
"""What stands in every page that declares it, in any case that people write: a search for these
takes a twentieth of what a pattern does that lets case pass."""
_PART = '"cssselector"'
PART_WORDS = 40
"""Words from which a part that is named as walled off is there: a prompt in its place has fewer."""
_WALLS = ("paywall", "regwall", "subscriber-only", "subscribers-only", "metered-content")
_WALL = regex.compile(
    r"(?<=[.#])(?!(?:no|not|non|has|is|with|without)[-_])(?:[a-z\d]++[-_]++)*?"
    r"(?:paywall|regwall|subscribers?-only|metered-content)",
    regex.I,
)
"""A class or id that says so of its element, and not of a page that has a wall or none."""
_PAGE = ("html", "body")
_HIDDEN = BIT["hidden"]


def weigh_declared(
    source: str, page: Page, text: str, access: str, evidence: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """The access of an HTML page and the evidence for it, the text's own evidence first."""
    said = []
    if any(key in source for key in _KEYS):
        said += _find_declared(source)
    declared = len(said)
    missing, whole = (
        _find_part(source, said) if said and _PART in source.lower() else (False, False)
    )
    wall = _find_wall(page)
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


def _find_declared(source: str) -> list[str]:
    """How a page says of itself that it is not free to read; empty where it does not."""
    if _NOT_FREE.search(source):
        return ["JSON-LD: isAccessibleForFree is false"]
    for key in _KEY.finditer(source):  # from each tag of a page it would take far longer
        opens = source.rfind("<", max(0, key.start() - _WITHIN), key.start())
        found = _MICRODATA.match(source, opens) if opens >= 0 else None
        if found and _CONTENT.search(found.group()):
            return ["microdata: isAccessibleForFree is false"]
    return []


def _find_part(source: str, said: list[str]) -> tuple[bool, bool]:
    """Whether the parts that JSON-LD walls off are missing from the page, and whether one stands
    in it; what was found is added to the evidence.
    """
    # a parser that pages of text do without
    from stripper.formats.html.walled import measure_walled

    parts = measure_walled(source)
    for selector, words in parts.items():
        found = f"{words} words of it are" if words >= PART_WORDS else "its text is not"
        said.append(f"JSON-LD: {selector} is not free, and {found} in the page")
    whole = any(words >= PART_WORDS for words in parts.values())
    return bool(parts) and not whole, whole


def _find_wall(page: Page) -> str | None:
    """The element of the first block in sight that stands in a paywall."""
    elements = page.elements
    if elements is None:
        return None
    names = "\n".join(elements.names).lower()
    words = [word for word in _WALLS if word in names]  # takes no time, and ends most searches
    if not words:
        return None
    walls = np.array(
        [
            any(word in name.lower() for word in words) and _is_wall(tag, name)
            for tag, name in zip(elements.tags, elements.names, strict=True)
        ]
    )
    up, at = np.maximum(elements.parents, 0), elements.element
    inside = walls[at] | walls[up[at]] | walls[up[up[at]]]
    rows = np.flatnonzero(inside & ((elements.flags & _HIDDEN) == 0))
    return elements.path(int(rows[0]), steps=3) if len(rows) else None


def _is_wall(tag: str, name: str) -> bool:
    """Whether an element is called a paywall by its first class, or by its id where it has none."""
    first = name.split(None, 1)[0]
    return not tag.startswith(_PAGE) and bool(_WALL.search(f".{first}"))
