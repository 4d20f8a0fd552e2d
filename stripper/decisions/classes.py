"""Classes: which category the classes and ids of HTML elements say a block is of.

That it goes is for others to say. "comment-list" says what a reader's remark on an app is, where
its words say "app"; `stripper/packs/classes.toml` holds the words of classes.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from stripper.blocks import Elements, Ints
from stripper.decisions.bars import POINTS, is_pointed
from stripper.engines import Opinion
from stripper.packs import load_classes

_WORD = re.compile(r"[a-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OWN = ("comments", "advert")
_REASON = "A reader's comment or what is around it, by the name of its box"
LONGEST_NAME = 400
"""Characters of a name that are read; generated names go on for pages."""
_MOST_READ = 4096
"""Names of which is known what they say: pages of a site share theirs. At `LONGEST_NAME` characters
they take two megabytes."""


def find_names(elements: Elements, words: Iterable[str]) -> list[str]:
    """The different names of a page's elements that hold one of some words, which are of small
    letters: most pages have none, and those that have it on few of their elements."""
    names = set(elements.names)
    every = "\n".join(names).lower()
    held = [word for word in words if word in every]
    return [name for name in names if any(word in name.lower() for word in held)] if held else []


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
    pointed = [o for o in opinions if is_pointed(o) and o.category not in _OWN]
    if not pointed:
        return list(opinions)
    staying = np.flatnonzero(scores >= 0).tolist()
    said = find_said(elements, [o.first - first for o in pointed], staying)
    boxed = {o for o, category in zip(pointed, said, strict=True) if category == "comments"}
    if not boxed:
        return list(opinions)
    return [
        o._replace(category="comments", rule=f"any/comments{POINTS}", reason=_REASON)
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


@lru_cache(maxsize=_MOST_READ)
def _read_words(name: str) -> str:
    classes = load_classes()
    words = _WORD.findall(name if name.islower() else _HUMP.sub(" ", name).lower())
    if classes.keys().isdisjoint(words):
        return ""
    return next(classes[word] for word in words if word in classes)
