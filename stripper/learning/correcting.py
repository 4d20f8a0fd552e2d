"""Corrections: what of a page must stay or go, written into a profile as texts."""

import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from stripper.engines.site import as_block
from stripper.errors import InputError
from stripper.facts import measure
from stripper.formats import split
from stripper.keys import find_keys
from stripper.learning.sketching import show
from stripper.profiles import Profile

_LINES = re.compile(r"(\d{1,7})(?:-(\d{1,7}))?")


def find_texts(page: str, wanted: str, *, format: str | None = None) -> tuple[str, ...]:
    """The texts that a correction means: the page's blocks on the lines `12` or `12-15`, or the
    text itself, a line of it a text; an `InputError` where the page has them not.

    >>> find_texts("Rates rose.\\n\\nShare this\\nSave this\\n", "3-4")
    ('Share this', 'Save this')
    >>> find_texts("Rates rose again on Monday.\\n", "rose AGAIN")
    ('rose AGAIN',)
    """
    facts = measure([split(page, format)])
    lines = _LINES.fullmatch(wanted.strip())
    if lines:
        first, last = int(lines[1]), int(lines[2] or lines[1])
        starts = [page.count("\n", 0, int(start)) + 1 for start in facts.pages[0].start]
        rows = [
            row for row, line in enumerate(starts)
            if first <= line <= last and facts.last[row] > facts.first[row]
        ]  # fmt: skip
        if not rows:
            raise InputError(f"line {wanted} of the page has no words")
        return tuple(show(facts, 0, row) for row in rows)
    texts = tuple(" ".join(line.split()) for line in wanted.splitlines() if line.strip())
    for text in texts:
        own = measure([as_block(text)])
        count = len(own.tokens.start)
        size = len(facts.tokens.start) - count + 1
        at = np.arange(max(0, size))
        held = facts.tokens.runs(at, at + count)
        if not count or find_keys(own).exact[0] not in held:
            raise InputError(f"the page does not have the text {text!r}")
    return texts


def add_corrections(
    profile: Profile, *, strip: Iterable[str] = (), keep: Iterable[str] = ()
) -> Profile:
    """The profile with texts to strip and to keep added; the later word on a text holds.

    >>> profile = add_corrections(Profile(("*",), strip=("Our rule",)), keep=["Our rule"])
    >>> profile.strip, profile.keep
    ((), ('Our rule',))
    """
    goes, stays = tuple(dict.fromkeys(strip)), tuple(dict.fromkeys(keep))
    return replace(
        profile,
        strip=tuple(dict.fromkeys(t for t in (*profile.strip, *goes) if t not in stays)),
        keep=tuple(dict.fromkeys(t for t in (*profile.keep, *stays) if t not in goes)),
    )
