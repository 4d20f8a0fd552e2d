"""Answers: pages in, results or errors out, in the same order; one bad page costs no other."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from stripper.errors import OptionError, StripperError, describe_bug, unknown
from stripper.pipeline import BATCH_CHARACTERS, BATCH_PAGES, Stripper
from stripper.result import Result

T = TypeVar("T")
DROPPABLE = ("all_boilerplate", "blocked", "consent_only", "no_content", "metered", "truncated")
"""Flags and kinds of access for which a caller may want no page at all."""


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
    except Exception:  # one of them is at fault: each is tried alone
        return [_answer_alone(tool, text, url) for text, url in pages]


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


def _answer_alone(tool: Stripper, text: str, url: str | None) -> Result | Exception:
    try:
        return tool(text, url=url)
    except Exception as error:
        return error
