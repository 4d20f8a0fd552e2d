"""Scores on labelled pages: how much boilerplate goes, how much content is lost, by category and
language."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from stripper.evaluate.labelled import CONTENT, LabelledPage
from stripper.pipeline import Stripper
from stripper.pipeline.bars import wanted
from stripper.result import Result

GONE = 0.9
"""Share of a line's characters that must go for the line to count as gone."""


@dataclass(slots=True)
class Score:
    """Counts over a group of pages."""

    lines: Counter[str] = field(default_factory=Counter)
    """Lines by label."""
    gone: Counter[str] = field(default_factory=Counter)
    """Lines that were removed, by label."""
    pages: int = 0
    lookalikes: int = 0
    untouched: int = 0
    """Look-alikes that came back unchanged."""
    access: int = 0
    access_right: int = 0

    def boilerplate(self, names: Iterable[str]) -> tuple[int, int]:
        """Lines removed, and all lines, with these labels."""
        names = list(names)
        return sum(self.gone[n] for n in names), sum(self.lines[n] for n in names)


def kept_shares(page: LabelledPage, result: Result) -> list[float]:
    """The share of each line of a page that is left."""
    shares, at = [], 0
    for line in page.text.split("\n"):
        end = at + len(line)
        cut = sum(max(0, min(end, r.end) - max(at, r.start)) for r in result.removals)
        shares.append(1 - cut / len(line) if line else 1.0)
        at = end + 1
    return shares


def evaluate(
    pages: Iterable[LabelledPage], stripper: Stripper
) -> tuple[dict[str, Score], list[tuple[LabelledPage, Result]]]:
    """Strip labelled pages and score them: all together, and by language and kind."""
    scores: dict[str, Score] = defaultdict(Score)
    seen = []
    for page in pages:
        result = stripper(page.text, url=page.url or None)
        seen.append((page, result))
        shares = kept_shares(page, result)
        for group in ("all", f"language={page.language}", f"format={page.format}"):
            _count(scores[group], page, result, shares)
    return dict(scores), seen


def _count(score: Score, page: LabelledPage, result: Result, shares: list[float]) -> None:
    score.pages += 1
    for label, share in zip(page.labels, shares, strict=True):
        if label:
            score.lines[label] += 1
            score.gone[label] += share <= 1 - GONE
    if page.kind == "lookalike":
        score.lookalikes += 1
        score.untouched += result.text == page.text
    if page.access:
        score.access += 1
        score.access_right += result.access == page.access


def summarise(score: Score, stripper: Stripper) -> dict[str, float]:
    """Rates in percent: boilerplate lines gone, asks gone, content lines lost, look-alikes,
    access."""
    going = [c for c in score.lines if c != CONTENT and wanted(c, 1.0, stripper.options)]
    staying = [c for c in score.lines if c not in going]
    asks = [c for c in ("donation", "paywall", "newsletter") if c in going]
    rate = {
        "boilerplate_removed": score.boilerplate(going),
        "asks_removed": score.boilerplate(asks),
        "content_lost": score.boilerplate(staying),
        "lookalikes_untouched": (score.untouched, score.lookalikes),
        "access_right": (score.access_right, score.access),
    }
    return {name: round(100 * hit / of, 2) for name, (hit, of) in rate.items() if of}


__all__ = ["Score", "evaluate", "kept_shares", "summarise"]
