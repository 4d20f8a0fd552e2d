"""Inputs: whether a source is a whole page or what an extractor left, and how sure the model must
be, for each, that a block is boilerplate.
"""

from collections.abc import Sequence

import numpy as np

from stripper.blocks import Ints
from stripper.decisions.optimum import find_optimum
from stripper.engines.network import UNIT
from stripper.options import Options

WHOLE = 12
"""A page of fewer blocks says nothing about what it was taken from: it is treated as an extract."""
STRONG = -5 * UNIT // 2
"""A score under which a block is surely furniture: menus, footers, share bars."""
STRIPPED = 0.2
"""A text that was taken for a whole page and of which less than this share of the blocks goes is
what an extractor, or strip itself, left of one. On sites not trained on, one whole page in 250
loses so little, and nine of ten stripped texts that look like pages. After trafilatura 0.19 instead
of 0.49 % of the content of news goes, and 0.2 points less of the boilerplate of written pages."""
SURELY = -3 * UNIT
"""A score under which a block is furniture whatever it looks like: a date, a table, a quote. On
HTML of sites not trained on none of 1,570 words of bylines below it is content, and none of 750 in
tables; as Markdown 16 of 1,093 words of tables and quotes are."""
PAGE_SHARE = 0.12
"""A whole page is one where at least this share of the blocks is surely furniture: on sites not
trained on, 90 % of the whole pages have more, 16 % of what resiliparse leaves and 4 % of what
trafilatura does. With 0.17 it is 86, 10 and 3 %, and F1 of mixed pages as text is 0.07 points
lower, for 0.1 % less of the content lost. The share of all that looks like boilerplate tells them
apart less well."""
MENUS, MENU_WORDS, LONG = 40, 4, 18
"""So many lines of so many words before the first of so many are the menus of a page, however the
model holds the rest. On sites not trained on, whole mixed pages have 0.05 to 0.1 points more F1 for
it, and after resiliparse 0.57 % of the content goes instead of 0.45; with 25 lines 0.05 points more
and 0.58 %, and poems and lists of words are nearer."""
RESIDUE_SHARE = 0.02
"""Some extractors leave a menu or a footer now and then. Where this share of an extract is surely
furniture there is more of it; elsewhere next to nothing is to be taken."""
ALONE = 1
"""Blocks of an extract that are surely furniture and say nothing of the rest: of 29 blocks one is
more than the share above, and a single line of a text that reads like an appeal let others go. On
298 written pages as much goes for it, of both kinds, and after trafilatura F1 is 0.02 points
lower."""
STEPS = (0.0, RESIDUE_SHARE, PAGE_SHARE)
"""Shares of furniture at which the thresholds of extracts, of those with a residue, and of pages
hold; between them they go from one to the next. On sites not trained on, that has 0.05 points more
F1 after resiliparse than steps, and 0.01 less after trafilatura."""
SMALL, CARE = 50, 11 * UNIT // 16
"""On a page of text of fewer blocks there is less company to judge by, and they go by the model
alone only when they score so much lower. Of 298 written pages of text that nothing was fitted to,
0.55 % of the lines of content went with 7/8 of a logit, 79.9 % of those of appeals and of all
boilerplate; with this 0.57, 80.5 and 80.8 %; with half a logit 0.63, 80.7 and 81.6 %. With 5/8, 1 %
of the content of held-out news goes after resiliparse, which is the most that may. In HTML their
elements are company: of 57 such pages a line or two of content goes with it and without it, and 2 %
fewer appeals."""
SITE_SHARE = 0.2
"""A page of which a site's profile knows this share of the blocks still has the site around it."""
SITE_LEARNED = 0.1
"""A page of which the profile knows this share: what it does not know is more often text."""
TOLD_WORDS = 8
"""Words in a block from which on it tells something; headlines and labels have fewer."""
SITE_TRUST, SITE_TRUST_SHORT = 3 * UNIT // 2, UNIT // 2
"""How much lower a block of such a page must score to go by the model alone: one that tells
something, and a shorter one. On twelve sites not trained on, with three siblings to learn from, the
model alone loses 15.2 % of the content, with their profiles 15.5 %, with this 8.7 %, and F1 rises
by 2.0 points instead of 0.4."""
THRESHOLDS = {
    ("html", "precise"): -160, ("html", "balanced"): 8, ("html", "thorough"): 32,
    ("page", "precise"): -160, ("page", "balanced"): 0, ("page", "thorough"): 32,
    ("furnished", "precise"): -160, ("furnished", "balanced"): -16, ("furnished", "thorough"): 16,
    ("residue", "precise"): -192, ("residue", "balanced"): -96, ("residue", "thorough"): -80,
    ("extract", "precise"): -256, ("extract", "balanced"): -192, ("extract", "thorough"): -160,
}  # fmt: skip
"""Model scores below which a block goes without a rule, at most: points on or between those of the
curves that the README shows. On a page that the model is unsure of it is lower, see `optimum`; an
extract that has as much furniture as a page is `furnished`, and has no optimum of its own. On 193
pages of plain text that nothing was fitted to, 0.61 % of the content goes with 0, 0.58 % with -16
and 0.70 % with 16, and 81.6, 80.9 and 82.6 % of the boilerplate. In HTML the elements tell more: on
sites not trained on, 16 has 0.1 points more F1 than 0, for 0.3 % of the content of mixed pages.
Extracts are where what `strip` left comes back to: with -64 and -32 for `thorough`, of 316 texts
of sites not trained on that were stripped 36 lose something the second time, with these 9; F1 after
an extractor is within 0.04 points, and 0.3 % less of the content goes."""
WEIGHTS = {
    ("html", "precise"): 1.0, ("html", "balanced"): 0.7, ("html", "thorough"): 0.7,
    ("page", "precise"): 1.0, ("page", "balanced"): 1.0, ("page", "thorough"): 0.7,
}  # fmt: skip
"""How much lost content weighs against boilerplate that stays, in what is best for a page (beta of
an F measure). Scores of HTML, which agree with those of their like, are worth more than they say:
on sites not trained on, mixed HTML has 0.1 points more F1 with 0.7 than with 1, for 0.2 % of its
content; text has 0.1 points more with 0.85, for 0.8 %."""


def find_input(
    scores: Ints | None, words: Ints, options: Options, *, html: bool = False, known: float = 0.0
) -> str:
    """Whether this is a whole page or what an extractor left, by the share of furniture in it and
    the menus over its text; `words` are those of its blocks.

    Of HTML with its elements it is the page itself that is judged; `known` is the share of the
    blocks that the site's profile knows.
    """
    if options.input != "auto":
        return options.input
    if html or known >= SITE_SHARE:
        return "page"
    if scores is None or len(scores) < WHOLE:
        return "extract"
    whole = _furnished(scores) >= PAGE_SHARE or _find_menus(words) >= MENUS
    return "page" if whole else "extract"


def is_stripped(
    best: Sequence[object], given: str, options: Options, *, html: bool, known: float
) -> bool:
    """Whether a text that was taken for a whole page is an extract after all, by what goes of each
    of its blocks. What is kept by wish says nothing of it."""
    if given != "page" or options.input != "auto" or options.keep or options.only:
        return False
    if html or known >= SITE_SHARE:
        return False
    return sum(finding is not None for finding in best) < STRIPPED * len(best)


def _find_menus(words: Ints) -> int:
    """How many short lines stand before the first long one."""
    long = np.flatnonzero(words >= LONG)
    return int((words[: long[0] if len(long) else len(words)] <= MENU_WORDS).sum())


def find_threshold(
    given: str, scores: Ints, words: Ints, options: Options, *, html: bool = False
) -> int:
    """The score below which a block goes by the model alone, of blocks of so many words each. Of a
    page, no more goes than is best for it; of an extract, the more furniture was left in it the
    nearer it is to that of a page."""
    if given == "page":
        kind = "html" if html else given, options.preset
        best = min(THRESHOLDS[kind], find_optimum(scores, words, WEIGHTS[kind]))
        return best if html else best - find_care(given, len(scores))
    others = max(0, int((scores < STRONG).sum()) - ALONE)
    share = others / len(scores) if len(scores) >= WHOLE else 0.0
    kinds = ("extract", "residue", "furnished")
    return int(np.interp(share, STEPS, [THRESHOLDS[kind, options.preset] for kind in kinds]))


def has_residue(scores: Ints) -> bool:
    """Whether some furniture is left in an extract that is large enough to tell."""
    return len(scores) >= SMALL and _furnished(scores) >= RESIDUE_SHARE


def is_clean(given: str, scores: Ints) -> bool:
    """Whether next to no furniture is left in an extract that is large enough to tell."""
    return given == "extract" and len(scores) >= WHOLE and _furnished(scores) < RESIDUE_SHARE


def find_care(given: str, blocks: int) -> int:
    """How much lower than others the blocks of a page of text of so many must score."""
    return CARE if given == "page" and blocks < SMALL else 0


def find_trust(words: Ints, known: float) -> Ints:
    """How much lower each block, of so many words, must score on a page of which the site's profile
    knows this share."""
    if known < SITE_LEARNED:
        return np.zeros_like(words)
    return np.where(words >= TOLD_WORDS, SITE_TRUST, SITE_TRUST_SHORT)


def _furnished(scores: Ints) -> float:
    return float((scores < STRONG).mean())
