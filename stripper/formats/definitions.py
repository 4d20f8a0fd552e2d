"""Definitions of Markdown: what a label leads to, `[1]: /news`, or a number as crawl4ai writes it,
`⟨1⟩ https://gazette.example/news`. None of it is a word of the page, but for notes."""

import numpy as np
import regex

from stripper.blocks import Ints

NOTE = "^"
"""How the label of a footnote begins."""
_DEFINITION = regex.compile(
    r"^ {0,3}(?:\[([^\]\n]{1,200})\]:"
    # a target without blanks, with a title or none; a note says anything
    r"(?=\s*$|\s+(?:<|\S+\s*$|\S+\s+[\"'(]|\S*[/:#]\S)|(?<=\[\^[^\n]{0,200}\]:)\s)"
    r"|⟨(\d{1,5})⟩ (?:[a-z]{2,12}:|[/#?]))",
    regex.M,
)
_TARGET = regex.compile(
    r"^ {0,3}(?:\[([^\]\n]{1,200})\]:\s{1,9}<?([^\s<>]{1,2000})|⟨(\d{1,5})⟩ (\S{1,2000}))", regex.M
)


def opens_definition(line: str) -> bool:
    """Whether a line begins a definition or a footnote.

    >>> [opens_definition(line) for line in ("[1]: /news", "[^1]: Told.", "⟨1⟩ /news", "[1] told")]
    [True, True, True, False]
    """
    return _DEFINITION.match(line) is not None


def read_definitions(source: str, low: int, high: int) -> list[tuple[str, int]]:
    """The label of each definition in a block `low:high`, and where it begins."""
    found = _DEFINITION.finditer(source, low, high)
    return [(one[1] or one[2], one.start()) for one in found]


def read_targets(source: str, spans: Ints) -> dict[str, str]:
    """What each label, in small letters, leads to by the definitions in some spans.

    >>> read_targets("[News]: </news>\\n⟨2⟩ /sport", np.array([[0, 15], [16, 26]]))
    {'news': '/news', '2': '/sport'}
    """
    return {
        (found[1] or found[3]).lower(): found[2] or found[4]
        for low, high in spans.tolist()
        for found in _TARGET.finditer(source, low, high)
    }


def find_stated(source: str, spans: Ints) -> Ints:
    """Those of the spans of definitions that are no notes."""
    found = (_DEFINITION.match(source, low) for low in spans[:, 0].tolist())
    notes = [one is None or (one[1] or "").startswith(NOTE) for one in found]
    stated: Ints = spans[~np.array(notes, bool)]
    return stated
