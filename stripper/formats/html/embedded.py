"""Embedded articles: text that stands in a page's JSON-LD alone, read as if it were shown."""

import json
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from stripper.blocks import Kind
from stripper.formats.html.evidence import BIT
from stripper.formats.html.outline import Outline
from stripper.formats.html.runs import Run
from stripper.formats.html.tags import PARAGRAPH, Context

_SCRIPTS = 'script[type="application/ld+json"]'
_KEY = '"articleBody"'
_PROBE = 60
"""Letters from the middle of an embedded article by which the page is searched for it."""
_DEEPEST = 20
"""Levels of JSON that are looked into."""


def add_embedded(parser: LexborHTMLParser, source: str, page: Outline) -> None:
    """Add the articles of JSON-LD that the page does not show to its runs, each once."""
    if _KEY not in source or not page.tags:
        return
    shown = _letters("".join(text for run in page.runs for text in run.texts))
    for script in parser.css(_SCRIPTS):
        try:
            data = json.loads(script.text() or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for body in _find_bodies(data, _DEEPEST):
            text = LexborHTMLParser(body).text(separator="\n") if "</" in body else body
            letters = _letters(text)
            middle = max(0, (len(letters) - _PROBE) // 2)
            if letters and letters[middle : middle + _PROBE] not in shown:
                _add(page, text)
                shown += letters


def _find_bodies(data: object, depth: int) -> Iterator[str]:
    if depth and isinstance(data, dict):
        for name, value in data.items():
            if name == "articleBody" and isinstance(value, str):
                yield value
            else:
                yield from _find_bodies(value, depth - 1)
    elif depth and isinstance(data, list):
        for value in data:
            yield from _find_bodies(value, depth - 1)


def _letters(text: str) -> str:
    return "".join(text.split())


def _add(page: Outline, text: str) -> None:
    """An element for the script, and a run for each line of the article."""
    element = len(page.tags)
    page.tags.append("script")
    page.parents.append(0)
    page.stops.append(element + 1)
    page.stops[0] = element + 1
    page.names.append("")
    page.facts.append(BIT["in embedded data"])
    page.contexts.append(Context(Kind.PARAGRAPH))
    for line in text.splitlines():
        words = " ".join(line.split())
        if words:
            page.runs.append(Run([words], [element], element, PARAGRAPH, 1, 0))
