"""How fast crawls are stripped, by how many workers, with how much memory, on your machine.

    python tests/benchmarks/crawls.py [MEGABYTES]... [--workers N,N...] [--suffix .jsonl,.jsonl.zst]
                                      [--raw KILOBYTES]

Writes crawls of these sizes (10 and 100 if none is named) made of the pages of the fixtures to a
temporary folder, strips each with the command, and shows the time, the memory of the largest
process, and, for the first size, how long reading and writing take by themselves.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]
START = "import resource, sys; sys.argv[0] = 'strip'; from stripper.cli.front import run; sys.exit(run())"


def main() -> int:
    """Measure and write a table to standard output."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("megabytes", type=int, nargs="*", default=[10, 100])
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--suffix", default=".jsonl")
    parser.add_argument("--raw", type=int, default=0, help="kilobytes a record beside its text")
    parser.add_argument("--runs", type=int, default=1, help="the best of so many counts")
    given = parser.parse_args()
    print(f"{'input':>20}{'MB':>7}{'workers':>9}{'seconds':>9}{'MB/s':>7}{'memory MB':>11}")
    with tempfile.TemporaryDirectory() as name:
        for suffix in given.suffix.split(","):
            for size in given.megabytes or [10, 100]:
                source = write(Path(name) / f"crawl{suffix}", size, given.raw)
                for workers in given.workers.split(","):
                    times, memory = [], 0
                    for _ in range(given.runs):
                        seconds, used = strip(source, workers)
                        times.append(seconds)
                        memory = max(memory, used)
                    fast = min(times)
                    print(
                        f"{source.name:>20}{size:7}{workers:>9}{fast:9.1f}{size / fast:7.2f}{memory:11}"
                    )
                if size == given.megabytes[0]:
                    print(f"{'reading and writing':>36}{copy(source):9.1f}")
                source.unlink()
    return 0


def pages() -> Iterator[str]:
    """The pages of the fixtures, over and over."""
    from speed import find, read

    return cycle([page.source for page in read(find(()))])


def write(path: Path, size: int, raw_size: int = 0) -> Path:
    """A crawl of so many megabytes of JSON; each record may hold so many kilobytes more, as those of
    crawls do that keep the pages as they came."""
    from stripper.containers import packing_of
    from stripper.streams import packed

    left = size * 1_000_000
    with path.open("wb") as raw, packed(raw, packing_of(path)) as stream:
        for number, page in enumerate(pages()):
            record = {"url": f"https://example.org/{number}", "text": page}
            if raw_size:
                markup = f"<p>{number}</p>"
                record["raw"] = markup * (raw_size * 1000 // len(markup))
            line = json.dumps(record, ensure_ascii=False).encode() + b"\n"
            stream.write(line)
            left -= len(line)
            if left <= 0:
                return path
    return path


def strip(source: Path, workers: str, *switches: str) -> tuple[float, int]:
    """Seconds, and megabytes of the largest process."""
    target = source.with_name(f"clean-{source.name}")
    start = perf_counter()
    code = f"{START[: -len('sys.exit(run())')]}s = run(); " + (
        "print(max(resource.getrusage(w).ru_maxrss for w in"
        " (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)), file=sys.stderr); sys.exit(s)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(source), "-o", str(target), "--workers", workers,
         *switches],
        check=True, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    seconds = perf_counter() - start
    target.unlink()
    return seconds, int(done.stderr.split()[-1]) // 1024


def copy(source: Path) -> float:
    """Seconds that it takes to read all records and write them with their texts changed."""
    from stripper.documents import Document, Input
    from stripper.readers import read_records
    from stripper.writers import Sink
    from stripper.writers.lines import LineWriter

    given = Input(source.name, source, Path(source.name), "jsonl")
    start = perf_counter()
    # Into a file, since what this process held would count as memory of those that it starts.
    with source.with_name("copy.jsonl").open("wb") as stream:
        writer = LineWriter(Sink(stream))
        for document in read_records(given):
            assert isinstance(document, Document)
            writer.put(document, {document.field: document.text + " "})
    return perf_counter() - start


if __name__ == "__main__":
    raise SystemExit(main())
