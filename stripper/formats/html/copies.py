"""Copies: the runs of a page that say again what it says elsewhere, once for each kind of screen.

A run that a reader does not see (hidden, or in `noscript`) is one where the page says the same in
sight. Of those in sight only a stretch of prose is, in a container of its own: menus that are there
twice, a quoted post and a refrain are not.
"""

from stripper.formats.evidence import BIT
from stripper.formats.html.outline import Outline
from stripper.formats.html.runs import PROSE, Run
from stripper.formats.html.tags import PARAGRAPHS

_UNSEEN = BIT["hidden"] | BIT["in noscript"]
_APART = (
    _UNSEEN | BIT["in nav"] | BIT["in footer"] | BIT["in aside"] | BIT["in form"]
    | BIT["in dialog"] | BIT["in quote"] | BIT["in comment"]
)  # fmt: skip
"""Where a text that stands elsewhere too has a meaning of its own, or the better one elsewhere."""
LEAST_RUNS, LEAST_WORDS = 3, 40
"""Runs in a row, and words in them, that say the same. Set by hand: one paragraph may be a teaser
of the article, and a short one a phrase that a writer repeats."""
MOST_COMPARED = 1000
"""Paragraphs of a page that stand in it before and are looked around. Set by hand: articles have
some dozens, and each may cost as much as the stretch that it begins."""


def find_copies(page: Outline) -> list[Run]:
    """The runs that the page says elsewhere, in order."""
    facts = page.facts
    unseen = [facts[run.holder] & _UNSEEN for run in page.runs]
    copies: list[Run] = []
    if any(unseen):
        said = {say(r) for r, hidden in zip(page.runs, unseen, strict=True) if not hidden}
        for run, hidden in zip(page.runs, unseen, strict=True):
            if hidden:
                text = say(run)
                if text in said:
                    copies.append(run)
                said.add(text)
    return copies + _find_stretches(page)


def say(run: Run) -> str:
    """What a run says, for comparison."""
    return "".join(run.texts).strip()


def _find_stretches(page: Outline) -> list[Run]:
    """The runs in sight of stretches of prose that stand in the page before."""
    runs, facts = page.runs, page.facts
    first: dict[str, int] = {}
    copies: list[Run] = []
    done, left = 0, MOST_COMPARED
    for at, run in enumerate(runs):
        if at < done or facts[run.holder] & _APART or len("".join(run.texts)) < PROSE:
            continue
        before = first.setdefault(say(run), at)
        if before == at or not left:
            continue
        left -= 1
        start, stop = _stretch(page, before, at, done)
        done = max(done, stop)
        words = sum(len(say(r).split()) for r in runs[start:stop])
        if stop - start >= LEAST_RUNS and words >= LEAST_WORDS:
            copies += runs[start:stop]
    return copies


def _stretch(page: Outline, before: int, at: int, done: int) -> tuple[int, int]:
    """The runs around one that repeat those around an earlier one: from the first, which is not
    before `done`, to behind the last, each stretch in a container that the other is not in.
    """
    runs = page.runs
    ones, others = _find_containers(page, runs[before].holder, runs[at].holder)
    held = ones <= others < page.stops[ones] or others <= ones < page.stops[others]
    if held or {page.tags[ones], page.tags[others]} & PARAGRAPHS:
        return at, at + 1

    def same(step: int) -> bool:
        one, other = runs[before + step], runs[at + step]
        return (
            ones <= one.holder < page.stops[ones]
            and others <= other.holder < page.stops[others]
            and say(one) == say(other)
        )

    low, high = 0, 1
    while before + low > 0 and at + low > done and same(low - 1):
        low -= 1
    while at + high < len(runs) and same(high):
        high += 1
    return at + low, at + high


def _find_containers(page: Outline, one: int, other: int) -> tuple[int, int]:
    """The outermost elements around each of two that do not hold the other."""
    return _climb(page, one, other), _climb(page, other, one)


def _climb(page: Outline, inner: int, other: int) -> int:
    """The outermost element around one that does not hold the other; itself where it does."""
    around = page.parents[inner]
    while around >= 0 and not around <= other < page.stops[around]:
        inner, around = around, page.parents[around]
    return inner
