"""Scores on labelled pages: how much boilerplate goes, how much content is lost, and precision,
recall and F1 of the words that are left, by language, format, kind of page and category."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from stripper.decisions.bars import wanted
from stripper.evaluate.alignment import find_whole, label_lines
from stripper.evaluate.labelled import CONTENT, LabelledPage
from stripper.evaluate.words import strip_markup, word_scores
from stripper.pipeline import Options, Stripper
from stripper.result import Result

GONE = 0.9
"""Share of a line's characters that must go for the line to count as gone. Set by hand: a mark or a
sign that stays behind makes no line."""
UNNAMED = "unnamed"
"""The label of lines that should go, where nobody said what they are."""
_WORDS = ("precision", "recall", "f1")


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
    words: list[tuple[float, float, float]] = field(default_factory=list)
    """Precision, recall and F1 of each page's words; of a category there are none."""

    def boilerplate(self, names: Iterable[str]) -> tuple[int, int]:
        """Lines removed, and all lines, with these labels."""
        names = list(names)
        return sum(self.gone[n] for n in names), sum(self.lines[n] for n in names)


def kept_shares(page: LabelledPage, result: Result) -> list[float]:
    """The share of each line of a page that is left."""
    shares, at = [], 0
    for line in _shown(page, result).split("\n"):
        end = at + len(line)
        cut = sum(max(0, min(end, r.end) - max(at, r.start)) for r in result.removals)
        shares.append(1 - cut / len(line) if line else 1.0)
        at = end + 1
    return shares


def _shown(page: LabelledPage, result: Result) -> str:
    """What the page's labels are of: its text, or the rendition of its HTML."""
    return result.source if page.format == "html" else page.text


def evaluate(
    pages: Iterable[LabelledPage], stripper: Stripper
) -> tuple[dict[str, Score], list[tuple[LabelledPage, Result]]]:
    """Strip labelled pages, each in its own format, and score them: all together, by language,
    format and kind of page, and each category's lines."""
    scores: dict[str, Score] = defaultdict(Score)
    tools: dict[str, Stripper] = {}
    seen = []
    for page in pages:
        if page.format not in tools:
            tools[page.format] = Stripper(stripper.options, format=page.format)
        result = tools[page.format](page.text, url=page.url or None)
        seen.append((page, result))
        labels = page.labels or _align(page, result)
        shares = kept_shares(page, result)
        words = _score_words(page, result, labels, stripper.options)
        groups = (f"language={page.language}", f"format={page.format}", f"kind={page.kind}")
        for group in ("all", *groups):
            _count(scores[group], labels, shares)
            scores[group].words.append(words)
            _count_page(scores[group], page, result)
        for label in sorted(set(labels) - {"", CONTENT, UNNAMED}):
            own = [label if name == label else "" for name in labels]
            _count(scores[f"category={label}"], own, shares)
    return dict(scores), seen


def _align(page: LabelledPage, result: Result) -> tuple[str, ...]:
    """Labels of a page of which it is known what should be left, and not what the rest is."""
    lines = [strip_markup(line, page.format) for line in result.source.split("\n")]
    names = {1: CONTENT, 0: UNNAMED, -1: ""}
    labels = label_lines(lines, page.kept, page.title)
    whole = find_whole(lines, page.kept)
    return tuple(names[1 if own else label] for label, own in zip(labels, whole, strict=True))


def _score_words(
    page: LabelledPage, result: Result, labels: Sequence[str], options: Options
) -> tuple[float, float, float]:
    kept = page.kept
    if page.labels:
        lines = zip(_shown(page, result).split("\n"), labels, strict=True)
        kept = "\n".join(line for line, label in lines if label and not _goes(label, options))
        kept = strip_markup(kept, page.format)
    return word_scores(strip_markup(result.text, page.format), kept)


def _goes(label: str, options: Options) -> bool:
    return label == UNNAMED or (label != CONTENT and wanted(label, 1.0, options))


def _count(score: Score, labels: Sequence[str], shares: Sequence[float]) -> None:
    score.pages += 1
    for label, share in zip(labels, shares, strict=True):
        if label:
            score.lines[label] += 1
            score.gone[label] += share <= 1 - GONE


def _count_page(score: Score, page: LabelledPage, result: Result) -> None:
    if page.kind == "lookalike":
        score.lookalikes += 1
        score.untouched += result.text == _shown(page, result)
    if page.access:
        score.access += 1
        score.access_right += result.access == page.access


def summarise(score: Score, stripper: Stripper) -> dict[str, float]:
    """Rates in percent: boilerplate lines gone, asks gone, content lines lost, look-alikes,
    access; and the means of precision, recall and F1 of words."""
    going = [c for c in score.lines if _goes(c, stripper.options)]
    staying = [c for c in score.lines if c not in going]
    asks = [c for c in ("donation", "paywall", "newsletter") if c in going]
    rate = {
        "boilerplate_removed": score.boilerplate(going),
        "asks_removed": score.boilerplate(asks),
        "content_lost": score.boilerplate(staying),
        "lookalikes_untouched": (score.untouched, score.lookalikes),
        "access_right": (score.access_right, score.access),
    }
    rates = {name: round(100 * hit / of, 2) for name, (hit, of) in rate.items() if of}
    for name, values in zip(_WORDS, zip(*score.words, strict=True), strict=False):
        rates[name] = round(100 * sum(values) / len(values), 2)
    return rates


__all__ = ["Score", "evaluate", "kept_shares", "summarise"]
