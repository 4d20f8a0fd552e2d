"""Scores on the held-out fifth of the gold-standard sites: what floors are pinned on.

The words of whole pages, as they are and as text and Markdown by several tools, and of what
extractors left, stripped as a user would.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from stripper.evaluate.gold import is_held_out, read_gold
from stripper.evaluate.renditions import HTML, TRACKS, render
from stripper.evaluate.words import PageScore, score_page
from stripper.pipeline import Stripper

SETS = ("fundus-dev", "wcxb-dev")
FLOOR_TRACKS = (
    HTML, "html_text", "beautifulsoup", "html2text", "html2text_wrapped", "resiliparse",
    "trafilatura",
)  # fmt: skip
BOOTSTRAPS = 200
"""Samples that a standard error is estimated from: its own error is then a twentieth of it."""


def score_held_out(
    gold: Path, work: Path, *, model: bool = True, tracks: tuple[str, ...] = FLOOR_TRACKS
) -> Iterator[tuple[str, str, list[PageScore]]]:
    """For each set and track, the scores of the held-out pages; renditions are kept in `work`."""
    work.mkdir(parents=True, exist_ok=True)
    for name in SETS:
        pages = [p for p in read_gold(gold, name) if is_held_out(p) and p["main_content"]]
        known = {p["id"]: p for p in pages}
        for track in tracks:
            texts = list(render(pages, track, work, name))
            tool = Stripper(format=TRACKS[track][1], model=model)
            yield name, track, score_texts(texts, track, known, tool)


def score_texts(
    texts: Sequence[tuple[str, str]], track: str, pages: Mapping[str, Any], tool: Stripper
) -> list[PageScore]:
    """The scores of pages, by id, in one form, against their gold texts."""
    form = TRACKS[track][1]
    stripped = tool.strip_many(text for _, text in texts)
    return [
        score_page(result.source, result.text, result.removals, form,
                   pages[identity]["main_content"], pages[identity]["title"])
        for (identity, _), result in zip(texts, stripped, strict=True)
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
