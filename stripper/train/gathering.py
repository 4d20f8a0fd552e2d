"""Gather the examples of all sources, several at a time: rendering and labelling take minutes."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path

from stripper.evaluate.gold import GOLD_SETS, is_held_out, read_gold
from stripper.evaluate.renditions import render
from stripper.train.examples import (
    GOLD_TRACKS,
    JUDGES,
    PARTS,
    SILVER_SETS,
    SILVER_TRACKS,
    Example,
    collect_articles,
    from_blocks,
    from_gold,
    from_silver,
    from_written,
)

Report = Callable[[str], None]
Source = Callable[[], Iterator[Example]]


def gather(gold: Path, texts: Path, work: Path, report: Report) -> list[Example]:
    """All training examples: gold and silver pages of the sites that are not held out, written
    texts. `texts` holds the latter in `blocks`, `lookalikes` and `training`.
    """
    work.mkdir(parents=True, exist_ok=True)
    pairs = [*product(GOLD_SETS, GOLD_TRACKS), *product(SILVER_SETS, (*SILVER_TRACKS, *JUDGES))]
    folders = [texts / "lookalikes", texts / "training"]
    sources: list[Source] = [
        *(partial(from_gold, gold, work, *pair) for pair in product(GOLD_SETS, GOLD_TRACKS)),
        *(partial(from_silver, gold, work, *pair) for pair in product(SILVER_SETS, SILVER_TRACKS)),
        partial(from_blocks, texts / "blocks", collect_articles(gold)),
        *(partial(from_written, texts / "blocks", folders, part) for part in range(PARTS)),
    ]
    with ProcessPoolExecutor() as pool:
        rendered = pool.map(partial(_render, gold, work), dict.fromkeys(pairs))
        report(f"{sum(rendered)} renditions of pages")
        return _collect(pool, sources, report)


def gather_held_out(gold: Path, work: Path, report: Report) -> list[Example]:
    """The gold pages of the held-out sites, to score and nothing else."""
    pairs = product(GOLD_SETS, GOLD_TRACKS)
    with ProcessPoolExecutor() as pool:
        sources = [partial(from_gold, gold, work, *pair, held_out=True) for pair in pairs]
        return _collect(pool, sources, report)


def _render(gold: Path, work: Path, pair: tuple[str, str]) -> int:
    name, track = pair
    pages = (p for p in read_gold(gold, name) if not is_held_out(p))
    if name in GOLD_SETS:
        pages = (p for p in pages if p["main_content"] is not None)
    return sum(1 for _ in render(pages, track, work, name))


def _collect(pool: ProcessPoolExecutor, sources: Sequence[Source], report: Report) -> list[Example]:
    examples: list[Example] = []
    for found in pool.map(_read, sources):
        examples.extend(found)
        if found:
            report(f"{len(examples)} pages with those of {found[-1].source}")
    return examples


def _read(source: Source) -> list[Example]:
    return [example for example in source() if (example.labels >= 0).any()]
