"""Embedded articles: what stands in a page's data and not in its body, read as if it were shown.

The `articleBody` of JSON-LD, the article in the state of a single-page app where the body has none,
and what a frameset says to those who see no frames.
"""

from selectolax.lexbor import LexborHTMLParser

from stripper.blocks import Kind
from stripper.formats.evidence import BIT
from stripper.formats.html.data import (
    find_article,
    find_bodies,
    may_hold_state,
    read_linked,
    read_state,
)
from stripper.formats.html.outline import Outline, outline
from stripper.formats.html.parsing import parse
from stripper.formats.html.runs import Run
from stripper.formats.html.tags import PARAGRAPH, Context

LINKED = 'script[type="application/ld+json"]'
_KEY = '"articleBody"'
MOST_BODIES = 100
"""Articles that the JSON-LD of a page is asked for: the page is searched for each."""
_PROBE = 60
"""Letters from the middle of an embedded article by which the page is searched for it."""
BARE = 600
"""Letters outside links that a body without an article says at the most: menus, a footer, a notice.
The shortest news reports of the gold standards are about as long."""
_EMBEDDED = BIT["in embedded data"]
_NOT_SHOWN = BIT["in noscript"]
_UNSEEN = BIT["hidden"] | _NOT_SHOWN | BIT["in link"]


def add_embedded(parser: LexborHTMLParser, source: str, page: Outline) -> None:
    """Add the articles that the page does not show to its runs, each once."""
    if not page.tags:
        return
    if "<frameset" in source or "<FRAMESET" in source:
        for node in parser.css("noframes"):
            _add(page, node.text(), "noframes", _NOT_SHOWN)
    linked = _KEY in source
    if not linked and ("<script" not in source or not _is_bare(page)):
        return
    shown = _letters("".join(text for run in page.runs for text in run.texts))
    articles: list[list[str]] = []
    if linked:
        data = [read_linked(script.text() or "") for script in parser.css(LINKED)]
        articles = [[body] for value in data for body in find_bodies(value)][:MOST_BODIES]
    if not articles and _is_bare(page):
        scripts = (s.text() for s in parser.css("script") if may_hold_state(s.attributes))
        article = find_article(read_state(scripts))
        articles = [article] if len(_letters("".join(article))) > len(shown) else []
    for article in articles:
        letters = _letters("".join(article))
        middle = max(0, (len(letters) - _PROBE) // 2)
        if letters and letters[middle : middle + _PROBE] not in shown:
            for text in article:
                _add(page, text, "script", _EMBEDDED)
            shown += letters


def _is_bare(page: Outline) -> bool:
    """Whether the body says too little to hold an article."""
    said = 0
    for run in page.runs:
        for text, element in zip(run.texts, run.elements, strict=True):
            if not page.facts[element] & _UNSEEN:
                said += len(text)
        if said > BARE:
            return False
    return True


def _letters(text: str) -> str:
    return "".join(text.split())


def _add(page: Outline, text: str, tag: str, facts: int) -> None:
    """An element for the data, and in it a run for each line of the text, or all that stands in it
    where it is HTML.
    """
    element = len(page.tags)
    page.tags.append(tag)
    page.parents.append(0)
    page.stops.append(element + 1)
    page.names.append("")
    page.facts.append(facts)
    page.contexts.append(Context(Kind.PARAGRAPH))
    if "</" in text or "<br" in text or "<p>" in text:
        _graft(page, outline(parse(text).root), element, facts)
    else:
        for line in text.splitlines():
            words = " ".join(line.split())
            if words:
                page.runs.append(Run([words], [element], element, PARAGRAPH, 1, 0))
    page.stops[element] = page.stops[0] = len(page.tags)


def _graft(page: Outline, inner: Outline, element: int, facts: int) -> None:
    """Put what stands in another page into an element; its runs are none of the page's nodes."""
    body = inner.tags.index("body") if "body" in inner.tags else 0
    moved = element - body

    def move(number: int) -> int:
        return max(number + moved, element)

    page.tags += inner.tags[body + 1 :]
    page.parents += map(move, inner.parents[body + 1 :])
    page.stops += map(move, inner.stops[body + 1 :])
    page.names += inner.names[body + 1 :]
    page.facts += [own | facts for own in inner.facts[body + 1 :]]
    page.contexts += inner.contexts[body + 1 :]
    page.attributes |= {move(n): own for n, own in inner.attributes.items() if n > body}
    page.runs += [
        Run(run.texts, [*map(move, run.elements)], move(run.holder), PARAGRAPH
            if at == 0 else run.gap, 1, 0)
        for at, run in enumerate(inner.runs)
    ]  # fmt: skip
