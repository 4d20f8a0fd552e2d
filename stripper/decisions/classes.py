"""Classes: which category the classes and ids of HTML elements say a block is of.

That it goes is for others to say. "comment-list" says what a reader's remark on an app is, where
its words say "app"; `stripper/packs/classes.toml` holds the words of classes.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import numpy as np

from stripper.blocks import Elements, Ints
from stripper.decisions.bars import POINTS, is_pointed
from stripper.decisions.holders import find_holders
from stripper.engines import Opinion
from stripper.packs import load_classes

_WORD = re.compile(r"[a-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
COMMENTS = "comments"
_OWN = (COMMENTS, "advert")
_REASON = "A reader's comment or what is around it, by the name of its box"
LONGEST_NAME = 400
"""Characters of a name that are read; generated names go on for pages."""
_MOST_READ = 4096
"""Names of which is known what they say: pages of a site share theirs. At `LONGEST_NAME` characters
they take two megabytes."""


@lru_cache(maxsize=1)
def gather_names(elements: Elements) -> tuple[frozenset[str], str]:
    """The different names of a page's elements, and all of them in small letters, each on a line of
    its own; of the page at hand, of which several steps ask."""
    names = frozenset(elements.names)
    return names, "\n".join(names).lower()


def find_names(elements: Elements, words: Iterable[str]) -> set[str]:
    """The different names of a page's elements that hold one of some words, which are of small
    letters: most pages have none, and those that have it on few of their elements."""
    names, every = gather_names(elements)
    return {name for word in words if word in every for name in names if word in name.lower()}


@lru_cache(maxsize=1)
def find_called(elements: Elements, category: str) -> tuple[int, ...]:
    """The elements of a page whose own names say a category, in order."""
    names = find_names(elements, _find_words(category))
    named = {name for name in names if read_name(name) == category}
    return tuple(at for at, name in enumerate(elements.names) if name in named) if named else ()


def find_said(elements: Elements, rows: Iterable[int], staying: Iterable[int]) -> list[str]:
    """The category that the innermost named element around each of these blocks says, or "" where
    none does.

    An element in which some block stays says nothing: `post tag-newsletter` is an article, and
    `has-comments` a page.
    """
    parents, element = elements.parents, elements.element.tolist()
    occupied = {-1}
    for row in staying:
        at = element[row]
        while at not in occupied:
            occupied.add(at)
            at = parents[at]
    known: dict[int, str] = {}
    return [_find_category(elements, element[row], occupied, known) for row in rows]


def call_comments(
    elements: Elements, first: int, opinions: Sequence[Opinion], scores: Ints
) -> list[Opinion]:
    """The findings on a page whose first block is `first`, where those of points in a box of
    comments are comments: what a reader says may sound like a story, a sign-up or a share bar.
    `scores` are the model's."""
    inside = find_holders(elements, find_called(elements, COMMENTS)) >= 0
    pointed = [
        o for o in opinions
        if inside[o.first - first] and is_pointed(o) and o.category not in _OWN
    ]  # fmt: skip
    if not pointed:
        return list(opinions)
    staying = np.flatnonzero(scores >= 0).tolist()
    said = find_said(elements, [o.first - first for o in pointed], staying)
    boxed = {o for o, category in zip(pointed, said, strict=True) if category == COMMENTS}
    if not boxed:
        return list(opinions)
    return [
        o._replace(category=COMMENTS, rule=f"any/{COMMENTS}{POINTS}", reason=_REASON)
        if o in boxed
        else o
        for o in opinions
    ]


def _find_category(elements: Elements, at: int, occupied: set[int], known: dict[int, str]) -> str:
    chain: list[int] = []
    said = ""
    while at not in occupied:
        if at in known:
            said = known[at]
            break
        chain.append(at)
        if said := read_name(elements.names[at]):
            break
        at = elements.parents[at]
    known.update(dict.fromkeys(chain, said))
    return said


def read_name(name: str) -> str:
    """The category that the first known word of a name says, or "".

    >>> read_name("post-footer relatedPosts #more")
    'related'
    >>> read_name("entry-content")
    ''
    """
    return _read_words(name[:LONGEST_NAME]) if name else ""


@cache
def _find_words(category: str) -> tuple[str, ...]:
    """The words that say a category, but for those that hold another one of them."""
    words = [word for word, said in load_classes().items() if said == category]
    return tuple(word for word in words if sum(other in word for other in words) == 1)


@lru_cache(maxsize=_MOST_READ)
def _read_words(name: str) -> str:
    classes = load_classes()
    words = _WORD.findall(name if name.islower() else _HUMP.sub(" ", name).lower())
    if classes.keys().isdisjoint(words):
        return ""
    return next(classes[word] for word in words if word in classes)
