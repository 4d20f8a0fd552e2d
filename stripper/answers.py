"""Answers: pages in, results or errors out, in the same order; one bad page costs no other."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from stripper.errors import OptionError, StripperError, describe_bug, unknown
from stripper.pipeline import Stripper
from stripper.pipeline.pairs import Pair, gather, pair, weigh
from stripper.result import Result

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
    pages = pair(sources, urls, caller="answer_many")
    if tool is not None and not isinstance(tool, Stripper):
        raise OptionError(
            f"tool wants a Stripper, not {type(tool).__name__}: make one, or leave it out"
        )
    if tool is not None and options:
        raise OptionError("give a tool or options, not both: a tool has its own")
    chosen = tool or Stripper(**options)
    form = chosen.options.format
    windows = gather(pages, lambda page: weigh(page[0], form))
    return (found for window in windows for found in answer(chosen, window))


def answer(tool: Stripper, pages: Sequence[Pair]) -> list[Result | Exception]:
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
