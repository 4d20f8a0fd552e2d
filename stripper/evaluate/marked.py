"""HTML whose elements say what they are: `data-label="newsletter"`, the first attribute of an
element, holds for all that stands in it, but for what another one in it says. The marks are taken
out before anything reads the page.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from stripper.errors import InputError
from stripper.formats.html import render
from stripper.formats.html.units import Unit

_MARK = regex.compile(r'(<[a-z][\w-]{0,40}) data-label="([\w-]{1,40})"')
_ASTRAY = regex.compile(r"<[a-z][^<>]{0,2000}?\sdata-label\b[^<>]{0,40}", regex.I)
_ROOT = regex.compile(r"<html\b[^<>]{0,2000}>", regex.I)
_FIELD = regex.compile(r' data-(access|kind)="(\w{1,20})"')
_LANGUAGE = regex.compile(r'\slang="([a-z]{2})(?=["-])')
_NAMED = regex.compile(r"#mark--([\w-]++)")


class Marked(NamedTuple):
    """A page without its marks, and what they said."""

    html: str
    labels: tuple[str, ...]
    """One a line of the page's rendition as text: of what most of its letters stand in. Empty for
    blank lines and where nothing is said."""
    fields: dict[str, str]
    """The root's `data-access` and `data-kind`, and the language that it names."""


def read_marks(source: str) -> Marked:
    """Take the marks out of a page. An `InputError` says which one is not as it should be.

    >>> marked = read_marks('<html lang="en" data-access="open"><p data-label="content">Rates rose.'
    ...                     '<p data-label="share">Share')
    >>> marked.labels, marked.fields
    (('content', '', 'share', ''), {'access': 'open', 'language': 'en'})
    >>> marked.html
    '<html lang="en"><p>Rates rose.<p>Share'
    """
    fields: dict[str, str] = {}
    root = _ROOT.search(source)
    if root:
        fields = dict(_FIELD.findall(root.group()))
        language = _LANGUAGE.search(root.group())
        if language:
            fields["language"] = language.group(1)
        source = source[: root.start()] + _FIELD.sub("", root.group()) + source[root.end() :]
    html = str(_MARK.sub(r"\1", source))
    astray = _ASTRAY.search(html)
    if astray:
        raise InputError(
            f'{astray.group()!r}: data-label="…" must be the first attribute, in double quotes'
        )
    return Marked(html, tuple(_label_lines(source)), fields)


def _label_lines(source: str) -> list[str]:
    """The label of each line of the rendition of a page with its marks."""
    # An element's id is among what is known of it, and the first of two ids counts.
    page, units, outlined, _ = render(str(_MARK.sub(r'\1 id="mark--\2"', source)))
    lines = page.source.split("\n")
    labels = [""] * len(lines)
    ends = [0]
    for line in lines:
        ends.append(ends[-1] + len(line) + 1)
    at = 0
    for start, end, unit in zip(page.start.tolist(), page.end.tolist(), units, strict=True):
        said: Counter[str] = Counter()
        for text, element in _pieces(unit):
            label = _find_label(element, outlined.parents, outlined.names)
            said[label] += len(text.strip())
        label = max(said, key=lambda name: said[name], default="")
        while ends[at + 1] <= start:
            at += 1
        for row in range(at, len(lines)):
            if ends[row] >= end:
                break
            labels[row] = label if lines[row].strip() else ""
    return labels


def _pieces(unit: Unit) -> Iterator[tuple[str, int]]:
    """The texts of a block, each with its element."""
    for run in unit.runs:
        yield from zip(run.texts, run.elements, strict=False)


def _find_label(element: int, parents: Sequence[int], names: Sequence[str]) -> str:
    """What the element says, or the innermost around it that says something."""
    while element >= 0:
        found = _NAMED.search(names[element])
        if found:
            return str(found.group(1))
        element = parents[element]
    return ""
