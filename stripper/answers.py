"""Answers: pages in, results or errors out, in the same order; one bad page costs no other."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat, zip_longest
from typing import Any, TypeVar

from stripper.errors import InputError, OptionError, StripperError, describe_bug, unknown
from stripper.pipeline import BATCH_CHARACTERS, BATCH_PAGES, Stripper, weigh
from stripper.result import Result

T = TypeVar("T")
_LACKING: Any = object()
"""Stands where there are more pages than addresses, or more addresses than pages."""
DROPPABLE = ("all_boilerplate", "blocked", "consent_only", "no_content", "metered", "truncated")
"""Flags and kinds of access for which a caller may want no page at all."""


def answer_many(
    sources: Iterable[str],
    *,
    urls: Iterable[str | None] | None = None,
    tool: Stripper | None = None,
    **options: Any,
) -> Iterator[Result | Exception]:
    """Strip many pages, in order; where one cannot be stripped, the error stands in its place.

    `urls` are their addresses, one for each page or None. `options` are the fields of `Options`; a
    `tool` made beforehand takes their place. Raises an `OptionError` for one of these, and an
    `InputError` where `urls` does not fit, when all before are answered.

    >>> for found in answer_many(["Rates rose.\\n\\nRead more\\n", None], urls=[None, None]):
    ...     print(repr(found.text if isinstance(found, Result) else found))
    'Rates rose.\\n'
    InputError('strip wants text, not NoneType: leave it out, or give an empty text')
    """
    for given, name in ((sources, "answer_many wants pages"), (urls, "urls wants addresses")):
        if isinstance(given, str | bytes):
            raise InputError(f"{name}, not one {type(given).__name__}: put it in a list")
    if tool is not None and options:
        raise OptionError("give a tool or options, not both: a tool has its own")
    chosen = tool or Stripper(**options)
    form = chosen.options.format
    pages = zip(sources, repeat(None)) if urls is None else _pair(sources, urls)
    windows = gather(pages, lambda page: weigh(page[0], form))
    return (found for window in windows for found in answer(chosen, window))


def gather(items: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """Items in lists as large as the pipeline judges at once; `size` is in characters
    that count.

    >>> [len(held) for held in gather(["page"] * 300, len)]
    [128, 128, 44]
    """
    held: list[T] = []
    characters = 0
    for item in items:
        held.append(item)
        characters += size(item)
        if characters >= BATCH_CHARACTERS or len(held) >= BATCH_PAGES:
            yield held
            held, characters = [], 0
    if held:
        yield held


def answer(tool: Stripper, pages: Sequence[tuple[str, str | None]]) -> list[Result | Exception]:
    """The result of each text with its address, or what went wrong with that page alone.

    >>> answer(Stripper(), [("Rates rose.\\n\\nRead more\\n", None)])[0].text
    'Rates rose.\\n'
    """
    try:
        return list(tool.strip_many([text for text, _ in pages], urls=[url for _, url in pages]))
    except Exception as error:
        if len(pages) < 2:
            return [error] * len(pages)
    half = len(pages) // 2  # a batch takes much less time than its pages one by one
    return [*answer(tool, pages[:half]), *answer(tool, pages[half:])]


def describe_error(error: Exception) -> str:
    """An error in one line; one that is not ours names its kind, since it is a bug."""
    if isinstance(error, StripperError):
        return str(error)
    return describe_bug("could not be stripped", error)


def check_droppable(reasons: Iterable[str]) -> tuple[str, ...]:
    """The reasons as a tuple; an `OptionError` if one is not in `DROPPABLE`."""
    given = (reasons,) if isinstance(reasons, str) else tuple(reasons)
    for reason in given:
        if reason not in DROPPABLE:
            raise OptionError(unknown("reason to drop a page", reason, DROPPABLE))
    return given


def find_reason(result: Result, reasons: Sequence[str]) -> str | None:
    """The first of the reasons that holds for a page: one of its flags, or its access."""
    return next((r for r in reasons if r in result.flags or r == result.access), None)


def _pair(sources: Iterable[str], urls: Iterable[str | None]) -> Iterator[tuple[str, str | None]]:
    for number, pair in enumerate(zip_longest(sources, urls, fillvalue=_LACKING), 1):
        if any(given is _LACKING for given in pair):
            raise InputError(
                f"pages and urls are not as many: one has {number - 1}, the other more"
            )
        yield pair
