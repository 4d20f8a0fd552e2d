"""What it takes to learn the sites of a crawl and strip it with that, on your machine.

    python tests/benchmarks/learning.py [PAGES] [--sites N] [--workers N,N...]
    python tests/benchmarks/learning.py [PAGES] [--sites N] --shards N

Writes so many generated pages (100,000 unless said) of 200 sites to a temporary folder, runs `strip
--learn-sites` on them, and shows the time, the memory of the largest process, and how large the
learning state is. With shards, each is learned into a state of its own, as machines would do; all of
them are merged, and must give the profiles of the whole crawl.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import crawls  # noqa: E402
import sites  # noqa: E402

DAY = date(2026, 1, 1)


def main() -> int:
    """Measure and write a table to standard output."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=int, nargs="?", default=100_000)
    parser.add_argument("--sites", type=int, default=200)
    parser.add_argument("--workers", default="1")
    parser.add_argument("--shards", type=int)
    given = parser.parse_args()
    with TemporaryDirectory() as name:
        if given.shards:
            learn_shards(Path(name), given.pages, given.sites, given.shards)
        else:
            learn_and_strip(Path(name), given.pages, given.sites, given.workers.split(","))
    return 0


def learn_and_strip(folder: Path, pages: int, count: int, workers: list[str]) -> None:
    """One crawl through the command, with so many workers."""
    print(f"{'pages':>8}{'sites':>7}{'workers':>9}{'seconds':>9}{'memory MB':>11}{'state MB':>10}")
    source = write(folder / "crawl.jsonl", pages, count)
    for number in workers:
        seconds, memory = crawls.strip(source, number, "--learn-sites")
        size = source.with_name("clean-crawl.jsonl.sites").stat().st_size / 1e6
        print(f"{pages:8}{count:7}{number:>9}{seconds:9.0f}{memory:11}{size:10.1f}", flush=True)


def learn_shards(folder: Path, pages: int, count: int, shards: int) -> None:
    """A crawl in shards, a state each, merged into one."""
    from stripper.learning.states import State
    from stripper.profiles.store import ProfileStore

    crawl = sites.generate(pages, count)
    size = -(-pages // shards)
    start = perf_counter()
    for shard in range(shards):
        learn(folder / f"{shard}.sites", islice(crawl, size))
    learned = perf_counter()
    with State(folder / "all.sites", day=DAY) as state:
        for shard in reversed(range(shards)):
            with State(folder / f"{shard}.sites", read_only=True) as other:
                state.merge_state(other)
        merged = perf_counter()
        state.make_profiles()
    learn(folder / "whole.sites", sites.generate(pages, count))
    stores = [ProfileStore.open(folder / f"{name}.sites") for name in ("all", "whole")]
    assert stores[0].digest == stores[1].digest, "what was merged is not what the whole gives"
    print(
        f"{pages} pages of {count} sites in {shards} shards: {learned - start:.1f} s to learn, "
        f"{merged - learned:.1f} s to merge, {(folder / 'all.sites').stat().st_size / 1e6:.1f} MB"
    )


def learn(path: Path, crawl: Iterator[tuple[str, str]]) -> None:
    """Learn pages into a state, some at a time."""
    from stripper import Learner
    from stripper.learning.states import State

    with State(path, day=DAY) as state:
        learner = Learner(day=DAY, wants=state.wants)
        while chunk := list(islice(crawl, 500)):
            learner.add(chunk, format="text")
            state.merge(learner.hand_over())
        state.make_profiles()


def write(path: Path, pages: int, count: int) -> Path:
    """A crawl of so many pages, those of all sites in turn."""
    with path.open("w", encoding="utf-8") as out:
        for text, url in sites.generate(pages, count):
            out.write(json.dumps({"url": url, "text": text}) + "\n")
    return path


if __name__ == "__main__":
    raise SystemExit(main())
