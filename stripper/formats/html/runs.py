"""Runs: the text between two places where a line ends, its white space as a browser shows it.

Words that a browser shows apart are kept apart: adjacent links, a counter and its label. Formatting
within a word keeps it whole.
"""

import re
from typing import NamedTuple

from stripper.characters import UNSEEN

_SPACES = re.compile(r"[\t\n\r\f][ \t\n\r\f]*+| [ \t\n\r\f]++")
_BLANK = UNSEEN + "".join(filter(str.isspace, map(chr, range(0x3001))))
_OPENS = frozenset("([{«“‘-–—/#@$€£'\"’")
_CLOSES = frozenset(".,;:!?)]}»”’%'\"-–—/…")
PROSE = 70
"""Letters from which a text is prose to those who look for the article, in the page, among copies
and in data. Set by hand: a dozen words or so, more than labels and most headlines have. The model
was fitted to what is measured with it."""
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


def add_text(texts: list[str], owners: list[int], text: str, element: int, seam: int) -> int:
    """Add text of an element to the open run, its white space collapsed; what stands before it is
    a seam of that kind. Says what stands behind it.
    """
    # five searches in C take less than one by a pattern
    if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
        text = _SPACES.sub(" ", text)
    if not texts:
        text = text.lstrip(" \u00a0")
    elif texts[-1][-1] == " ":
        text = text.removeprefix(" ")
    elif seam and text and _is_apart(texts[-1], text, both=seam == BOTH):
        text = f" {text}"
    if not text:
        return seam
    texts.append(text)
    owners.append(element)
    return 0


def end_run(
    ended: list[Run],
    texts: list[str],
    owners: list[int],
    holder: int,
    gap: int,
    first: int,
    last: int,
) -> int:
    """The open run ends, unless it is blank; says how large a gap is still to come."""
    if not texts[0].strip(_BLANK) and not "".join(texts).strip(_BLANK):
        return gap
    ended.append(Run(texts, owners, holder, gap, first, last))
    return 0


def _is_apart(before: str, after: str, *, both: bool) -> bool:
    """Whether a space is missing where an element ended or began, or both one after the other: not
    in a word spelt in letters of their own, nor beside a sign that clings to its word.
    """
    left, right = before[-1], after[0]
    if right == " " or left in _OPENS or right in _CLOSES:
        return False
    if both:
        return len(before) > 1 and len(after) > 1
    if left == ":" and before[-2:-1].isalpha():  # who is quoted, a label; no `std::Vec`
        return right.isupper()
    if left.islower():
        return right.isupper() and len(before) > 1 and len(after) > 1
    return left.isdigit() and after[:_LETTERS].isalpha() and len(after) >= _LETTERS
