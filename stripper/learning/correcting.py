"""Corrections: what of a page must stay or go, written into a profile as texts."""

import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from stripper.engines.site import as_block
from stripper.errors import OptionError
from stripper.facts import Facts, measure
from stripper.formats import split
from stripper.keys import find_keys
from stripper.learning.sample import LONGEST_TEXT
from stripper.learning.sketching import show
from stripper.profiles import Profile
from stripper.report import LineNumbers

LEAST_WORDS, LEAST_LETTERS = 3, 12
"""What a text to strip has one of, unless it is a whole block or line of the page. Set by hand: it
goes wherever it stands, and "the" or "read more" stand in the prose of most pages."""
_LINES = re.compile(r"(\d{1,7})(?:-(\d{1,7}))?")


def find_texts(
    page: str, wanted: str, *, format: str | None = None, goes: bool = False
) -> tuple[str, ...]:
    """The texts that a correction means: the page's blocks on the lines `12` or `12-15`, of HTML
    those of its rendition as text, or the text itself, a line of it a text. An `OptionError` says
    that the page has them not, that lines run backwards, that there is no text, or that one that
    `goes` is so short that it would go from other sentences too.

    >>> find_texts("Rates rose.\\n\\nShare this\\nSave this\\n", "3-4")
    ('Share this', 'Save this')
    >>> find_texts("Rates rose again on Monday.\\n", "rose AGAIN")
    ('rose AGAIN',)
    """
    facts = measure([split(page, format)])
    lines = _LINES.fullmatch(wanted.strip())
    if lines:
        return _find_on_lines(facts, int(lines[1]), int(lines[2] or lines[1]))
    texts = tuple(" ".join(line.split()) for line in wanted.splitlines() if line.strip())
    if not texts:
        raise OptionError("a text is empty: give one of the page, or lines of it such as 12-15")
    for text in texts:
        own = measure([as_block(text)])
        count = len(own.tokens.start)
        size = len(facts.tokens.start) - count + 1
        at = np.arange(max(0, size))
        held = facts.tokens.runs(at, at + count)
        if not count or find_keys(own).exact[0] not in held:
            raise OptionError(f"the page does not have the text {text!r}")
        short = count < LEAST_WORDS and sum(map(str.isalpha, text)) < LEAST_LETTERS
        if goes and short and not _is_whole(facts, text):
            raise OptionError(
                f"the text {text!r} is too short to go wherever it stands: give a whole line of "
                f"the page, {LEAST_WORDS} words or {LEAST_LETTERS} letters"
            )
    return texts


def _is_whole(facts: Facts, text: str) -> bool:
    """Whether a text is a block of the page, or a line of one."""
    lines = (as_block(line) for line in facts.pages[0].source.splitlines())
    exact = find_keys(measure([as_block(text)])).exact[0]
    return exact in find_keys(facts).exact or exact in find_keys(measure(list(lines))).exact


def _find_on_lines(facts: Facts, first: int, last: int) -> tuple[str, ...]:
    """The texts of the blocks that begin on these lines, as `report.explain` counts lines."""
    if first > last:
        raise OptionError(f"lines {first}-{last} run backwards: write {last}-{first}")
    page = facts.pages[0]
    lines = LineNumbers(page.source)
    rows = [
        row for row, start in enumerate(page.start.tolist())
        if first <= lines.find(start) <= last and facts.last[row] > facts.first[row]
    ]  # fmt: skip
    many = first != last
    where = f"lines {first}-{last} of the page have" if many else f"line {first} of the page has"
    if not rows:
        raise OptionError(f"{where} no words")
    texts = tuple(show(facts, 0, row) for row in rows)
    if not all(texts):
        limit = f"a block of more than {LONGEST_TEXT} characters"
        raise OptionError(f"{where} {limit}: give a text that it holds")
    return texts


def add_corrections(
    profile: Profile, *, strip: Iterable[str] = (), keep: Iterable[str] = ()
) -> Profile:
    """The profile with texts to strip and to keep added; the later word on a text holds, however
    it is spelt: texts are the same where they are found in the same places. An `OptionError` says
    that a text should both go and stay.

    >>> profile = add_corrections(Profile(("*",), strip=("Our rule",)), keep=["our RULE"])
    >>> profile.strip, profile.keep
    ((), ('our RULE',))
    """
    goes, stays = _by_key(strip), _by_key(keep)
    for key in goes.keys() & stays.keys():
        raise OptionError(f"a text cannot both go and stay: {goes[key]!r}")
    before, after = _by_key(profile.strip) | goes, _by_key(profile.keep) | stays
    return replace(
        profile,
        strip=tuple(text for key, text in before.items() if key not in stays),
        keep=tuple(text for key, text in after.items() if key not in goes),
    )


def _by_key(texts: Iterable[str]) -> dict[int | str, str]:
    """Texts by what they are found by; those without a word, which are found nowhere, by
    themselves."""
    held: dict[int | str, str] = {}
    for text in texts:
        facts = measure([as_block(text)])
        key = int(find_keys(facts).exact[0]) if len(facts.tokens.start) else text
        held[key] = text
    return held
