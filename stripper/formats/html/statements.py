"""Statements: what a page's head and data say that its blocks say too.

A publisher names the title, the summary and the author in the head, and the article, the steps of a
recipe or the answers of a list of questions in JSON-LD, for search engines to read. A block that
says the same is most likely content; one beside an article that is stated whole most likely is not.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import islice

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from stripper.blocks import Page, encode
from stripper.characters import CJK, fold_letters, tables
from stripper.formats.evidence import STATED_BIT
from stripper.formats.html.data import find_linked, find_texts

_TITLES = "title, meta[property='og:title'], meta[name='twitter:title']"
_SUMMARIES = "meta[name='description'], meta[property='og:description']"
_AUTHORS = "meta[name='author'], meta[property='article:author'], meta[name='dc.creator']"
_SITES = "meta[property='og:site_name'], meta[name='application-name']"
_TAG = re.compile(r"<[^<>]*+>")
TITLE_LETTERS = 8
"""Letters from which a block may be the title. Set by hand: "Home" is in many."""
TITLE_SHARE = 0.5
"""Share of the longer of two that the shorter holds, where one is in the other. Set by hand: titles
in the head end in the name of the site, and one word of a headline is none."""
AUTHOR_LETTERS, WIDE_LETTERS = 5, 2
"""Letters of a name from which it is one, and of one in a script without spaces: "Lu Xu" is read as
a part of other words. Set by hand."""
AUTHOR_SHARE = 0.4
"""Share of the letters of a line from which a name in it is what the line says: "By Jane Doe, in
Athens", and not "All 212 articles by Jane Doe". Set by hand."""
MOST_NAMES = 50
"""Names that are looked for in each line: an article has an author or two."""
TOLD_LETTERS = 25
"""Letters from which what is said twice is no chance. Set by hand: five words."""
ARTICLE_LETTERS = 400
"""Letters from which a stated article is one, and no summary. Set by hand: of an article that is
only begun there, the rest of the page would count as beside it."""
MOST_LETTERS = 200_000
"""Letters of one kind of statement that are looked into. Of 1,305 pages of gold standards one has
more, the next 23,223."""
MOST_COMPARED = 300_000_000
"""Blocks times letters from which no block is looked for; the most of those pages have 86 million,
half of them under 64 thousand."""
_COMMENTS = frozenset({"comment", "review", "reviewBody"})
_ASIDES = _COMMENTS | {"author", "publisher"}
"""Names under which data says what others said, or who they are."""
_AND = re.compile(r"[,;&|]|\b(?:and|und|et|y|e|och|og|en|i)\b")
"""What stands between two names."""
_NOBODY = frozenset({"admin", "administrator", "author", "editor", "editors", "newsdesk", "staff"})
"""Names of accounts, without spaces and signs: their letters stand in other lines too."""


@dataclass(frozen=True, slots=True)
class Statements:
    """What a page states, without spaces and signs."""

    titles: tuple[str, ...]
    """From the shortest to the longest, so that those as long as a block are found at once: a list
    of stories states the titles of all."""
    authors: tuple[str, ...]
    summaries: str
    article: str
    others: str


def note_statements(page: Page, parser: LexborHTMLParser) -> Page:
    """The page with what its head and data say of its blocks.

    >>> from stripper.formats.html import split
    >>> split("<title>Rates rose again | Post</title><h1>Rates rose again</h1>").elements.stated
    array([1], dtype=uint8)
    """
    said = read_statements(parser)
    names = (*said.titles, *said.authors)
    size = sum(map(len, (*names, said.summaries, said.article, said.others)))
    if size == 0 or page.elements is None or size * len(page) > MOST_COMPARED:
        return page
    codes = page.codes.copy()
    for low, high in page.hidden.tolist():  # the target of a link is no part of an author's name
        codes[low:high] = ord(" ")
    letters, places = fold_letters(codes)
    first, last = places[page.start], places[page.end]
    titles = (int(TITLE_SHARE * len(title)) for title in said.titles)
    least = min([TOLD_LETTERS, *titles, *map(len, said.authors)])
    stated = np.zeros(len(page), np.uint8)
    for row in np.flatnonzero(last - first >= least).tolist():
        stated[row] = _compare(letters[first[row] : last[row]], said)
    inside = STATED_BIT["in the stated article"]
    if len(said.article) >= ARTICLE_LETTERS and (stated & inside).any():
        stated[(stated & inside) == 0] |= STATED_BIT["beside the stated article"]
    return replace(page, elements=replace(page.elements, stated=stated))


def read_statements(parser: LexborHTMLParser) -> Statements:
    """What a parsed page states in its head and data."""
    titles = [node.attributes.get("content") or node.text() for node in parser.css(_TITLES)]
    summaries = [node.attributes.get("content") or "" for node in parser.css(_SUMMARIES)]
    authors = [node.attributes.get("content") or "" for node in parser.css(_AUTHORS)]
    sites = [node.attributes.get("content") or "" for node in parser.css(_SITES)]
    articles: list[str] = []
    others: list[str] = []
    for value in find_linked(parser):
        for path, text in find_texts(value):
            name = path[-1] if path else ""
            if name == "headline":
                titles.append(text)
            elif name == "articleBody":
                articles.append(text)
            elif (role := _find_role(path)) == "author":
                authors.append(text)
            elif role == "publisher":
                sites.append(text)
            elif len(text) >= TOLD_LETTERS and " " in text and _ASIDES.isdisjoint(path):
                others.append(text)
    return Statements(
        tuple(sorted({f for t in titles if len(f := _plain(t)) >= TITLE_LETTERS}, key=len)),
        _read_names(authors, _read_names(sites)),
        *(_join(texts) for texts in (summaries, articles, others)),
    )


def _find_role(path: Sequence[str | int]) -> str:
    """Whose name stands under a path: the author's, the publisher's, or nobody's."""
    if "author" not in path and "publisher" not in path:
        return ""
    keys = [key for key in path if isinstance(key, str)]
    role = keys[-2] if len(keys) > 1 and keys[-1] == "name" else keys[-1]
    return role if role in ("author", "publisher") and _COMMENTS.isdisjoint(keys) else ""


def _read_names(texts: list[str], others: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The first names among some texts that are none of others; some say an address instead."""
    said = (name for text in texts if "://" not in text for name in _AND.split(text))
    names = (name for name in dict.fromkeys(map(_plain, said)) if name not in others)
    fit = (name for name in names if name not in _NOBODY and len(name) >= _least_of(name))
    return tuple(islice(fit, MOST_NAMES))


def _least_of(name: str) -> int:
    wide = bool(name) and bool(tables().classes[ord(name[0])] & CJK)
    return WIDE_LETTERS if wide else AUTHOR_LETTERS


def _compare(block: str, said: Statements) -> int:
    stated = 0
    if len(block) >= TITLE_LETTERS and _is_title(block, said.titles):
        stated |= STATED_BIT["the title"]
    if is_author(block, said.authors):
        stated |= STATED_BIT["the author"]
    if len(block) >= TOLD_LETTERS:
        if block in said.summaries:
            stated |= STATED_BIT["the summary"]
        if block in said.article:
            stated |= STATED_BIT["in the stated article"]
        if block in said.others:
            stated |= STATED_BIT["in other stated data"]
    return stated


def is_author(line: str, authors: Sequence[str]) -> bool:
    """Whether a line, without spaces and signs, names one of these authors and says little else."""
    return any(name in line and len(name) >= AUTHOR_SHARE * len(line) for name in authors)


def _is_title(block: str, titles: Sequence[str]) -> bool:
    size = len(block)
    low = bisect_left(titles, TITLE_SHARE * size, key=len)
    high = bisect_right(titles, size / TITLE_SHARE, key=len)
    return any(block in title or title in block for title in titles[low:high])


def _join(texts: list[str]) -> str:
    return " ".join(map(_plain, texts))[:MOST_LETTERS]


def _plain(text: str) -> str:
    return fold_letters(encode(unescape(_TAG.sub(" ", text) if "<" in text else text)))[0]
