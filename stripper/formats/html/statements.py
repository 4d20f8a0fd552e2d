"""Statements: what a page's head and data say that its blocks say too.

A publisher names the title, the summary and the author in the head, and the article, the steps of a
recipe or the answers of a list of questions in JSON-LD, for search engines to read. A block that
says the same is most likely content; one beside an article that is stated whole most likely is not.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import islice, pairwise

import numpy as np
import numpy.typing as npt
from selectolax.lexbor import LexborHTMLParser

from stripper.blocks import Ints, Page, encode
from stripper.characters import CJK, fold_letters, tables
from stripper.formats.evidence import STATED_BIT
from stripper.formats.html.data import find_texts, read_linked

_STATING = "title, meta, script[type='application/ld+json']"
"""The elements that state something, looked for together: each search passes the whole page."""
_METAS: dict[tuple[str, str | None], str] = {
    ("property", "og:title"): "title",
    ("name", "twitter:title"): "title",
    ("name", "description"): "summary",
    ("property", "og:description"): "summary",
    ("name", "author"): "author",
    ("property", "article:author"): "author",
    ("name", "dc.creator"): "author",
    ("property", "og:site_name"): "site",
    ("name", "application-name"): "site",
}
"""What the contents of meta elements state, by an attribute and its value."""
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
_ROLES = {"author": "author", "publisher": "site"}
_AND = re.compile(r"[,;&|]|\b(?:and|und|et|y|e|och|og|en|i)\b")
"""What stands between two names."""
_NOBODY = frozenset({"admin", "administrator", "author", "editor", "editors", "newsdesk", "staff"})
"""Names of accounts, without spaces and signs: their letters stand in other lines too."""


Stated = dict[str, list[str]]
"""What a page states, by kind, as it stands there."""


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


def note_statements(page: Page, stated: Stated) -> Page:
    """The page with what its head and data say of its blocks.

    >>> from stripper.formats.html import split
    >>> split("<title>Rates rose again | Post</title><h1>Rates rose again</h1>").elements.stated
    array([1], dtype=uint8)
    """
    said = _read(stated)
    names = (*said.titles, *said.authors)
    size = sum(map(len, (*names, said.summaries, said.article, said.others)))
    if size == 0 or page.elements is None or size * len(page) > MOST_COMPARED:
        return page
    codes = page.codes.copy()
    for low, high in page.hidden.tolist():  # the target of a link is no part of an author's name
        codes[low:high] = ord(" ")
    found = _compare(*fold_letters(codes), page, said)
    inside = STATED_BIT["in the stated article"]
    if len(said.article) >= ARTICLE_LETTERS and (found & inside).any():
        found[(found & inside) == 0] |= STATED_BIT["beside the stated article"]
    return replace(page, elements=replace(page.elements, stated=found))


def _compare(letters: str, places: Ints, page: Page, said: Statements) -> npt.NDArray[np.uint8]:
    """What is stated of each block, as bits; only those are looked at that have the size for it."""
    first, last = places[page.start], places[page.end]
    size = last - first
    stated = np.zeros(len(page), np.uint8)

    def note(name: str, fit: npt.NDArray[np.bool_], holds: Callable[[str], bool]) -> None:
        rows = np.flatnonzero(fit)
        spans = zip(rows.tolist(), first[rows].tolist(), last[rows].tolist(), strict=True)
        found = [row for row, low, high in spans if holds(letters[low:high])]
        stated[found] |= STATED_BIT[name]

    if titles := said.titles:
        least, most = TITLE_SHARE * len(titles[0]), len(titles[-1]) / TITLE_SHARE
        fit = (size >= max(TITLE_LETTERS, least)) & (size <= most)
        note("the title", fit, lambda block: _is_title(block, titles))
    if authors := [name for name in said.authors if name in letters]:
        fit = AUTHOR_SHARE * size <= max(map(len, authors))
        note("the author", fit, lambda block: is_author(block, authors))
    told = (
        ("the summary", said.summaries),
        ("in the stated article", said.article),
        ("in other stated data", said.others),
    )
    for name, text in told:
        if len(text) >= TOLD_LETTERS:
            fit = (size >= TOLD_LETTERS) & (size <= len(text))
            note(name, fit, text.__contains__)
    return stated


def _read(stated: Stated) -> Statements:
    said = dict(stated)
    for kind in ("author", "site"):  # some say an address instead
        texts = (text for text in said[kind] if "://" not in text)
        said[kind] = [name for text in texts for name in _AND.split(text)]
    folded = iter(_fold([text for texts in said.values() for text in texts]))
    plain = {kind: list(islice(folded, len(texts))) for kind, texts in said.items()}
    return Statements(
        tuple(sorted({t for t in plain["title"] if len(t) >= TITLE_LETTERS}, key=len)),
        _choose_names(plain["author"], _choose_names(plain["site"])),
        *(" ".join(plain[kind])[:MOST_LETTERS] for kind in ("summary", "article", "other")),
    )


def find_stated(parser: LexborHTMLParser) -> Stated:
    """The texts that a parsed page states in its head and data, those in data last."""
    said: Stated = {kind: [] for kind in ("title", "author", "site", "summary", "article", "other")}
    data: list[str] = []
    for node in parser.css(_STATING):
        tag, attributes = node.tag, node.attributes
        if tag == "meta":
            for key in ("name", "property"):
                if kind := _METAS.get((key, attributes.get(key))):
                    said[kind].append(attributes.get("content") or "")
        elif tag == "title":
            said["title"].append(attributes.get("content") or node.text())
        else:
            data.append(node.text())
    for value in map(read_linked, data):
        for path, text in find_texts(value):
            name = path[-1] if path else ""
            if name == "headline":
                said["title"].append(text)
            elif name == "articleBody":
                said["article"].append(text)
            elif kind := _find_kind(path):
                said[kind].append(text)
            elif len(text) >= TOLD_LETTERS and " " in text and _ASIDES.isdisjoint(path):
                said["other"].append(text)
    return said


def _find_kind(path: Sequence[str | int]) -> str:
    """Whose name stands under a path: the author's, the site's that publishes, or nobody's."""
    if "author" not in path and "publisher" not in path:
        return ""
    keys = [key for key in path if isinstance(key, str)]
    role = keys[-2] if len(keys) > 1 and keys[-1] == "name" else keys[-1]
    return _ROLES.get(role, "") if _COMMENTS.isdisjoint(keys) else ""


def _choose_names(texts: list[str], others: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The first names among some texts that are none of others."""
    names = (name for name in dict.fromkeys(texts) if name not in others)
    fit = (name for name in names if name not in _NOBODY and len(name) >= _least_of(name))
    return tuple(islice(fit, MOST_NAMES))


def _least_of(name: str) -> int:
    wide = bool(name) and bool(tables().classes[ord(name[0])] & CJK)
    return WIDE_LETTERS if wide else AUTHOR_LETTERS


def is_author(line: str, authors: Sequence[str]) -> bool:
    """Whether a line, without spaces and signs, names one of these authors and says little else."""
    return any(name in line and len(name) >= AUTHOR_SHARE * len(line) for name in authors)


def _is_title(block: str, titles: Sequence[str]) -> bool:
    size = len(block)
    low = bisect_left(titles, TITLE_SHARE * size, key=len)
    high = bisect_right(titles, size / TITLE_SHARE, key=len)
    return any(block in title or title in block for title in titles[low:high])


def _fold(texts: list[str]) -> list[str]:
    """Texts without tags, spaces and signs, all at once."""
    plain = [unescape(_TAG.sub(" ", text) if "<" in text else text) for text in texts]
    letters, places = fold_letters(encode("".join(plain)))
    edges = places[np.cumsum([0, *map(len, plain)])].tolist()
    return [letters[low:high] for low, high in pairwise(edges)]
