"""Inline marks of Markdown: the emphasis, code and links that the elements of a page make.

`inline` writes them.
"""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

import regex

from stripper.formats.html.outline import Attributes, Outline

_DELIMITERS = {
    "b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "dfn": "*", "var": "*",
    "del": "~~", "s": "~~", "strike": "~~",
}  # fmt: skip
_CODES = frozenset(("code", "kbd", "samp", "tt"))
_UNSAFE = regex.compile(r"^[\s\x00-\x1f]*(?:javascript|data|vbscript)\s*:", regex.I)
_KEPT_IN_TARGET = "!#$%&'*+,-./:;=?@[]_~"
_LONGEST_TARGET = 2000
"""Characters of a target; a longer one is data, and the scan of Markdown's links ends there too."""

MOST_RUNS = 32
"""Runs that one link is written around, each time with its target: cards have a dozen lines."""


class Mark(NamedTuple):
    """One mark around text: a delimiter of emphasis, code, a link or an image."""

    kind: str
    """`**`, `*`, `~~`, `code`, `link` or `image`."""
    target: str = ""
    element: int = -1
    """Of a link or image: two links to one place are two."""


class Marks:
    """The marks of each element of a page, from the outermost in."""

    def __init__(self, page: Outline, *, links: bool) -> None:
        self._page = page
        self._links = links
        self._known: dict[int, tuple[Mark, ...]] = {-1: ()}
        self._runs: dict[int, int] = {}
        """How many runs each link has been around."""

    def of_run(self, elements: Sequence[int]) -> list[tuple[Mark, ...]]:
        """The marks around each piece of a run; of a link around many runs, the first get it."""
        marks = [self.of(element) for element in elements]
        links = {m.element for own in marks for m in own if m.kind == "link"}
        for link in links:
            self._runs[link] = self._runs.get(link, 0) + 1
        many = {link for link in links if self._runs[link] > MOST_RUNS}
        if not many:
            return marks
        return [tuple(m for m in own if m.kind != "link" or m.element not in many) for own in marks]

    def of(self, element: int) -> tuple[Mark, ...]:
        """The marks around text in an element."""
        chain = []
        while element not in self._known:
            chain.append(element)
            element = self._page.parents[element]
        marks = self._known[element]
        for inner in reversed(chain):
            own = self._own(inner)
            if own and all(m.kind != own.kind for m in marks):
                marks = _nest(marks, own)
            self._known[inner] = marks
        return marks

    def _own(self, element: int) -> Mark | None:
        tag = self._page.tags[element]
        if tag in _DELIMITERS:
            return Mark(_DELIMITERS[tag])
        if tag in _CODES:
            return Mark("code")
        attributes = self._page.attributes.get(element, {})
        if tag == "img":
            return Mark("image", _target(attributes, "src"), element)
        if tag != "a":
            return None
        # without a target it is a link all the same to those who weigh the text, and not written
        return Mark("link", _target(attributes, "href") if self._links else "", element)


def _nest(marks: tuple[Mark, ...], own: Mark) -> tuple[Mark, ...]:
    """Marks with one more inside. Code takes no marks in it, so a link goes around it."""
    if not is_code(marks):
        return (*marks, own)
    return (*marks[:-1], own, marks[-1]) if own.kind == "link" else marks


def is_code(marks: Sequence[Mark]) -> bool:
    """Whether text under these marks is code."""
    return any(m.kind == "code" for m in marks)


def _target(attributes: Attributes, name: str) -> str:
    """A link's target as Markdown takes it; empty where there is none that leads anywhere."""
    given = (attributes.get(name) or "").strip()
    if not given or len(given) > _LONGEST_TARGET or _UNSAFE.match(given):
        return ""
    given = given.replace("\n", "").replace("\r", "").replace("\t", "")
    if given.isascii() and given.isprintable() and not set(given) & set(' <>()\\"'):
        return given
    return "".join(
        c
        if c in _KEPT_IN_TARGET or (c.isprintable() and c not in ' <>()\\"')
        else quote(c, errors="replace")
        for c in given
    )
