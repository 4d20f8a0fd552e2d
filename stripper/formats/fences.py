"""The boxes of a page in Markdown: fences, `::: {.menu}` to `:::`, as pandoc writes the `<div>` of
HTML, and indents, as inscriptis writes them."""

from collections.abc import Sequence

import regex

from stripper.blocks import Ints

MARK = ":::"
_FENCE = regex.compile(r":{3,99}[ \t]{0,9}(?:\{[^\n]{0,4000}\}|[\w-]{1,100})?[ \t:]{0,99}$")
INDENTS = ("    ", "\t")
"""With which code begins, too."""
_LINK = regex.compile(r"\[[^\[\]\n]{0,300}\]\((?:https?:|[/#?])")
_LINKS = 5
"""Indented lines with a link, which code has none of, from which a page is known to be indented by
its boxes, where half of its lines are. Set by hand: code of Markdown itself is short."""
_OPENS = regex.compile(r"[{\w]")


def is_fence(line: str) -> bool:
    """Whether a line opens or closes a box.

    >>> [is_fence(line) for line in ("::: {.menu #top}", ":::", ":::: note", "::: a word")]
    [True, True, True, False]
    """
    return _FENCE.match(line) is not None


def opens_box(fence: str) -> bool:
    """Whether a fence opens a box: it says which."""
    return _OPENS.search(fence) is not None


def find_fences(source: str, spans: Ints) -> Ints:
    """Those of the spans of blocks that are fences."""
    return spans[[is_fence(source[low:high].strip()) for low, high in spans.tolist()]]


SAID = 3
"""Words of the longest label at the margin, set by hand."""


def are_boxed(lines: Sequence[str]) -> bool:
    """Whether lines are indented as the boxes of a page are."""
    deep = [line for line in lines if line.startswith(INDENTS)]
    if len(deep) < _LINKS or 2 * len(deep) < len(lines):
        return False
    if any(_is_sentence(line) for line in lines):  # on such pages those are indented too
        return False
    return sum(_LINK.search(line) is not None for line in deep) >= _LINKS


def _is_sentence(line: str) -> bool:
    return not line[:1].isspace() and line[:1] not in "#[-*" and len(line.split()) > SAID
