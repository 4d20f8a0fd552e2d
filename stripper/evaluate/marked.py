"""HTML whose elements say what they are: `data-label="newsletter"` holds for all that stands in an
element, but for what another one in it says. The marks are taken out before anything reads the
page.
"""

from collections.abc import Sequence
from typing import NamedTuple

import regex

from stripper.formats.html import split

_MARK = regex.compile(r' data-label="([\w-]{1,40})"')
_FIELD = regex.compile(r' data-(access|kind)="(\w{1,20})"')
_LANGUAGE = regex.compile(r"<html[^>]{0,200}? lang=\"([a-z]{2})")
_NAMED = regex.compile(r"#mark--([\w-]++)")


class Marked(NamedTuple):
    """A page without its marks, and what they said."""

    html: str
    labels: tuple[str, ...]
    """One a line of the page's rendition as text, empty for blank lines and where nothing is
    said."""
    fields: dict[str, str]
    """The root's `data-access` and `data-kind`, and the language that it names."""


def read_marks(source: str) -> Marked:
    """Take the marks out of a page.

    >>> marked = read_marks('<html lang="en" data-access="open"><p data-label="content">Rates rose.'
    ...                     '<p data-label="share">Share')
    >>> marked.labels, marked.fields
    (('content', '', 'share', ''), {'access': 'open', 'language': 'en'})
    >>> marked.html
    '<html lang="en"><p>Rates rose.<p>Share'
    """
    root = source.partition("<body")[0]
    fields = dict(_FIELD.findall(root))
    language = _LANGUAGE.search(root)
    if language:
        fields["language"] = language.group(1)
    plain = _FIELD.sub("", source)
    html = _MARK.sub("", plain)
    # An element's id is among what its blocks know of it, and the first of two ids counts.
    known = split(_MARK.sub(r' id="mark--\1"', plain))
    elements = known.elements
    assert elements is not None
    lines = known.source.split("\n")
    labels = [""] * len(lines)
    ends = [0]
    for line in lines:
        ends.append(ends[-1] + len(line) + 1)
    at = 0
    for start, end, element in zip(known.start, known.end, elements.element, strict=True):
        label = _find_label(int(element), elements.parents, elements.names)
        while ends[at + 1] <= start:
            at += 1
        for row in range(at, len(lines)):
            if ends[row] >= end:
                break
            labels[row] = label if lines[row].strip() else ""
    return Marked(html, tuple(labels), fields)


def _find_label(element: int, parents: Sequence[int], names: Sequence[str]) -> str:
    """What the element says, or the innermost around it that says something."""
    while element >= 0:
        found = _NAMED.search(names[element])
        if found:
            return str(found.group(1))
        element = parents[element]
    return ""
