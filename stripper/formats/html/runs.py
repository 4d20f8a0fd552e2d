"""Runs: the text between two places where a line ends, its white space as a browser shows it.

Words that a browser shows apart are kept apart: adjacent links, a counter and its label. Formatting
within a word keeps it whole.
"""

from typing import NamedTuple

import regex

from stripper.formats.html.tags import LINE, PARAGRAPH

_SPACES = regex.compile(r"[ \t\n\r\f]+")
_OPENS = frozenset("([{«“‘-–—/#@$€£'\"’")
_CLOSES = frozenset(".,;:!?)]}»”’%'\"-–—/…")
CLOSED, OPENED, BOTH = 1, 2, 3
"""What stands between two pieces of a line: the end of an element that is no formatting, the
beginning of one, or both, as where there is an image."""
_LETTERS = 3
"""Letters behind a number that are a word of their own, as in `5` `items`; `th` is not."""


class Run(NamedTuple):
    """Text that becomes one block: its pieces, the element of each, and the nodes that it spans."""

    texts: list[str]
    elements: list[int]
    holder: int
    """The innermost element that begins a line."""
    gap: int
    """Line ends before it, where another run stands before it."""
    first: int
    last: int
    """Numbers of the first and the last node between the line ends."""


class Runs:
    """The runs of a page while it is walked: those that have ended, and the open one."""

    def __init__(self, ended: list[Run]) -> None:
        self.texts: list[str] = []
        self._elements: list[int] = []
        self._ended = ended
        self._holders = [0]
        self._gap = 0
        self._first = 1
        self.seam = 0

    def add(self, text: str, element: int) -> None:
        """Add text to the open run, its white space collapsed."""
        texts = self.texts
        # five searches in C take less than one by a pattern
        if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
            text = _SPACES.sub(" ", text)
        if not texts:
            text = text.lstrip(" \u00a0")
        elif texts[-1][-1] == " ":
            text = text.removeprefix(" ")
        elif self.seam and text and _is_apart(texts[-1], text, both=self.seam == BOTH):
            text = f" {text}"
        if text:
            texts.append(text)
            self._elements.append(element)
            self.seam = 0

    def add_space(self, element: int) -> None:
        """Add white space behind text; one space is enough."""
        if self.texts[-1][-1] != " ":
            self.texts.append(" ")
            self._elements.append(element)

    def add_verbatim(self, text: str, element: int) -> None:
        """Add preformatted text."""
        if text:
            self.texts.append(text)
            self._elements.append(element)

    def begin_verbatim_line(self, element: int) -> None:
        """Preformatted text goes on in an element that begins a line."""
        if self.texts and self.texts[-1][-1] != "\n":
            self.add_verbatim("\n", element)

    def open(self, gap: int, node: int, element: int) -> None:
        """An element opens that begins a line; `node` is its number, `element` too."""
        if self.texts:
            self._end(node - 1)
        self.seam = 0
        if gap > self._gap:
            self._gap = gap
        self._first = node + 1
        self._holders.append(element)

    def close(self, gap: int, node: int) -> None:
        """That element closes; `node` is the number of the last node in it."""
        if self.texts:
            self._end(node)
        self.seam = 0
        if gap > self._gap:
            self._gap = gap
        self._first = node + 1
        self._holders.pop()

    def break_line(self, node: int) -> None:
        """A line break; a second one in a row ends the paragraph."""
        gap = LINE
        if self.texts:
            self._end(node - 1)
        elif self._gap:
            gap = PARAGRAPH
        self.seam = 0
        if gap > self._gap:
            self._gap = gap
        self._first = node + 1

    def _end(self, last: int) -> None:
        """The open run ends, at the node with that number."""
        if not "".join(self.texts).isspace():
            run = Run(self.texts, self._elements, self._holders[-1], self._gap, self._first, last)
            self._ended.append(run)
            self._gap = 0
        self.texts, self._elements = [], []


def _is_apart(before: str, after: str, *, both: bool) -> bool:
    """Whether a space is missing where an element ended or began, or both one after the other: not
    in a word spelt in letters of their own, nor beside a sign that clings to its word.
    """
    left, right = before[-1], after[0]
    if right == " " or left in _OPENS or right in _CLOSES:
        return False
    if both:
        return len(before) > 1 and len(after) > 1
    if left.islower():
        return right.isupper() and len(before) > 1 and len(after) > 1
    return left.isdigit() and after[:_LETTERS].isalpha() and len(after) >= _LETTERS
