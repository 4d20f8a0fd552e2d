"""What it takes to learn the sites of a crawl and strip it with that, on your machine.

    python tests/benchmarks/learning.py [PAGES] [--sites N] [--workers N,N...]

Writes so many generated pages (100,000 unless said) of 200 sites to a temporary folder, runs `strip
--learn-sites` on them, and shows the time, the memory of the largest process, and how large the
learning state is.
"""

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import crawls  # noqa: E402
import sites  # noqa: E402


def main() -> int:
    """Measure and write a table to standard output."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=int, nargs="?", default=100_000)
    parser.add_argument("--sites", type=int, default=200)
    parser.add_argument("--workers", default="1")
    given = parser.parse_args()
    print(f"{'pages':>8}{'sites':>7}{'workers':>9}{'seconds':>9}{'memory MB':>11}{'state MB':>10}")
    with TemporaryDirectory() as name:
        source = write(Path(name) / "crawl.jsonl", given.pages, given.sites)
        for workers in given.workers.split(","):
            seconds, memory = crawls.strip(source, workers, "--learn-sites")
            state = source.with_name("clean-crawl.jsonl.sites").stat().st_size / 1e6
            print(
                f"{given.pages:8}{given.sites:7}{workers:>9}{seconds:9.0f}{memory:11}{state:10.1f}"
            )
    return 0


def write(path: Path, pages: int, count: int) -> Path:
    """A crawl of so many pages, those of all sites in turn."""
    with path.open("w", encoding="utf-8") as out:
        for text, url in sites.generate(pages, count):
            out.write(json.dumps({"url": url, "text": text}) + "\n")
    return path


if __name__ == "__main__":
    raise SystemExit(main())
