"""The rendition of an HTML page: its units as text, with the spans of links and of markup.

Ours only because no renderer keeps the map from a block to its element.
"""

from collections.abc import Sequence

import numpy as np

from stripper.blocks import Ints, Page, encode
from stripper.formats.evidence import BIT
from stripper.formats.html.outline import Outline
from stripper.formats.html.runs import Run
from stripper.formats.html.tags import PARAGRAPH
from stripper.formats.html.units import Unit

_IN_LINK = BIT["in link"]


class TextWriter:
    """Writes units one after the other as plain text."""

    rendition = "text"

    def __init__(self, page: Outline) -> None:
        self.page = page
        self.parts: list[str] = []
        self.at = 0
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.links: list[int] = []
        """Where the text of each link begins and where it ends, one after the other."""
        self.hidden: list[int] = []

    def write(self, units: Sequence[Unit]) -> Page:
        """The page of the units."""
        before = None
        for unit in units:
            if before is not None:
                self.separate(unit, before)
            before = unit
            self.starts.append(self.at)
            self.unit(unit)
            self.parts.append("\n")
            self.at += 1
            self.ends.append(self.at)
        source = "".join(self.parts)
        return Page(
            source, "html", encode(source), _column(self.starts), _column(self.ends),
            _column([unit.kind for unit in units]), _column([unit.level for unit in units]),
            _column(self.hidden).reshape(-1, 2), _column(self.links).reshape(-1, 2),
            rendition=self.rendition, language=self.page.language,
        )  # fmt: skip

    def separate(self, unit: Unit, before: Unit) -> None:
        """Put what parts a unit from the one before it."""
        if unit.run.gap == PARAGRAPH:
            self.put("\n")

    def put(self, text: str) -> None:
        """Put words of the page."""
        self.parts.append(text)
        self.at += len(text)

    def mark(self, text: str) -> None:
        """Put what is no word of the page."""
        self.hidden += (self.at, self.at + len(text))
        self.put(text)

    def link(self, start: int, end: int) -> None:
        """Note that what stands there is the text of a link."""
        if self.links and self.links[-1] == start:
            self.links[-1] = end
        else:
            self.links += (start, end)

    def bar(self) -> None:
        """Put what parts two cells."""
        self.put(" ")
        self.mark("|")
        self.put(" ")

    def unit(self, unit: Unit) -> None:
        """One unit, without the line end behind it."""
        if not unit.rows:
            self.run(unit.run)
            return
        for number, row in enumerate(unit.rows):
            if number:
                self.put("\n")
            for place, (_, run) in enumerate(row):
                if place:
                    self.bar()
                if run is not None:
                    self.run(run)

    def run(self, run: Run) -> None:
        """One run: its pieces, of which those in links are noted as such."""
        facts, texts, at = self.page.facts, run.texts, self.at
        if self.page.contexts[run.holder].verbatim:
            texts = [unwrap("".join(texts))]
        elif texts[-1][-1] == " ":
            texts = [*texts[:-1], texts[-1][:-1]]
        for text, element in zip(texts, run.elements, strict=False):
            start, at = at, at + len(text)
            if facts[element] & _IN_LINK and text:
                self.link(start, at)
        self.parts += texts
        self.at = at


def unwrap(text: str) -> str:
    """Preformatted text without the line ends at its head and the white space behind it."""
    return text.lstrip("\r\n").rstrip().replace("\r\n", "\n").replace("\r", "\n")


def _column(numbers: Sequence[int]) -> Ints:
    return np.fromiter(numbers, np.int64, len(numbers))  # of kinds, quicker than an array's own way
