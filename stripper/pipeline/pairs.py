"""Pairs: pages with their addresses, and as many of them as are judged at once."""

from collections.abc import Callable, Iterable, Iterator
from itertools import repeat, zip_longest
from typing import Any, TypeVar

from stripper.characters import UNSEEN
from stripper.errors import InputError, describe_kind

T = TypeVar("T")
Pair = tuple[str, str | None]
"""A page and its address, where one is known."""
BATCH_CHARACTERS = 512 * 1024
"""Characters judged together: enough to share numpy's cost a call, few enough for the cache."""
BATCH_PAGES = 128
"""Pages judged together at the most: of short ones, more would keep the first waiting."""
HTML_SHARE = 16
"""Characters of HTML that count as one in a batch: of pages of the gold standards, what is judged
is a twentieth of the source. With these, batches of HTML take 0.86 of the time."""
_OPENING = 200
"""Characters within which HTML opens a tag."""
_LACKING: Any = object()
"""Stands where there are more pages than addresses, or more addresses than pages."""


def pair(
    sources: Iterable[str], urls: Iterable[str | None] | None, *, caller: str
) -> Iterator[Pair]:
    """Each page with its address. An `InputError` says at once that one text is given for many, and
    where one side ends, that the two are not as many.

    >>> list(pair(["Rates rose."], None, caller="strip_many"))
    [('Rates rose.', None)]
    """
    for given, name in ((sources, f"{caller} wants pages"), (urls, "urls wants addresses")):
        if isinstance(given, str | bytes):
            raise InputError(f"{name}, not one {type(given).__name__}: put it in a list")
    return zip(sources, repeat(None)) if urls is None else _match(sources, urls)


def check_pairs(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """The pairs up to one that is not of texts, which an `InputError` names; the first may be the
    only one, and goes without its number."""
    for number, (source, url) in enumerate(pairs, 1):
        where = f"page {number}: " if number > 1 else ""
        if not isinstance(source, str):
            raise InputError(f"{where}strip wants text, not {describe_kind(source)}")
        if not isinstance(url, str | None):
            raise InputError(f"{where}url wants an address as text, not {type(url).__name__}")
        yield source, url


def gather(items: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """Items in lists as large as the pipeline judges at once; `size` is in characters that count.
    An error on the way comes after the items before it.

    >>> [len(held) for held in gather(["page"] * 300, len)]
    [128, 128, 44]
    """
    held: list[T] = []
    characters = 0
    try:
        for item in items:
            characters += size(item)
            held.append(item)
            if characters >= BATCH_CHARACTERS or len(held) >= BATCH_PAGES:
                yield held
                held, characters = [], 0
    except Exception:
        if held:
            yield held
        raise
    if held:
        yield held


def weigh(source: object, format: str | None) -> int:
    """Characters for which a page of a format, or of one that is not known, counts in a batch; what
    is no text counts for none, since it is refused when its turn comes.

    >>> weigh("Rates rose.", None), weigh("<p>Rates rose.</p>", None)
    (11, 1)
    """
    if not isinstance(source, str):
        return 0
    html = format == "html" or (not format and source[:_OPENING].lstrip(UNSEEN).lstrip()[:1] == "<")
    return len(source) // HTML_SHARE if html else len(source)


def _match(sources: Iterable[str], urls: Iterable[str | None]) -> Iterator[Pair]:
    for number, (source, url) in enumerate(zip_longest(sources, urls, fillvalue=_LACKING), 1):
        if source is _LACKING:
            last = number - 1
            raise InputError(
                f"urls goes on behind the last page, number {last}: give one for each page"
            )
        if url is _LACKING:
            raise InputError(f"urls ends before page {number}: give one for each page, or None")
        yield source, url
