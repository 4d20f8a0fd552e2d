"""Scores on the held-out fifth of the gold-standard sites: what floors are pinned on.

The words of whole pages, as they are and as text and Markdown by several tools, and of what
extractors left, stripped as a user would.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from stripper.evaluate.gold import is_held_out, read_gold
from stripper.evaluate.renditions import HTML, TRACKS, render
from stripper.evaluate.words import PageScore, score_page
from stripper.pipeline import Stripper
from stripper.result import Result

FLOOR_TRACKS = (
    HTML, "html_text", "beautifulsoup", "html2text", "html2text_wrapped", "resiliparse",
    "trafilatura",
)  # fmt: skip
Stripped = list[tuple[dict[str, Any], Result]]
"""Pages, each with what became of it."""
BOOTSTRAPS = 200
"""Samples that a standard error is estimated from: its own error is then a twentieth of it."""


def read_held_out(gold: Path, name: str) -> list[dict[str, Any]]:
    """The pages of a set that floors are scored on."""
    return [p for p in read_gold(gold, name) if is_held_out(p) and p["main_content"]]


def strip_pages(pages: Sequence[dict[str, Any]], track: str, work: Path, name: str) -> Stripped:
    """What becomes of the pages of a set in one track; renditions are kept in `work`."""
    texts = (text for _, text in render(pages, track, work, name))
    return list(zip(pages, Stripper(format=TRACKS[track][1]).strip_many(texts), strict=True))


def score_results(stripped: Stripped, track: str) -> list[PageScore]:
    """The scores of what became of pages in one track, against their gold texts."""
    form = TRACKS[track][1]
    return [
        score_page(result.source, result.text, result.removals, form,
                   page["main_content"], page["title"])
        for page, result in stripped
    ]  # fmt: skip


def standard_error(scores: list[PageScore], seed: int = 0) -> float:
    """The bootstrap standard error of the mean F1."""
    chance = random.Random(seed)
    means = []
    for _ in range(BOOTSTRAPS):
        sample = chance.choices(scores, k=len(scores))
        means.append(sum(s.after for s in sample) / len(sample))
    mean = sum(means) / len(means)
    variance = sum((m - mean) ** 2 for m in means) / (len(means) - 1)
    return float(variance**0.5)
