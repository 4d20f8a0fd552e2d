"""What a crawl costs on a core, and what cutting it into shards adds.

    python tests/benchmarks/scaling.py [--shards N] [--pages N] [--price P]

Writes N shards of JSONL from the pages of the fixtures and runs them through the datatrove step, as
a cluster would: a task a shard, each with its own reader, writer, log and mark of completion, here
one after the other. Beside that, a sample of the pages as one shard, the sample without any files,
and the start of a process, which a cluster adds for each task. All shards must give what stripping
alone gives. What is measured is processor time, which a busy machine hardly changes. With a price
per core and hour it says what a million pages cost. Needs the extra `datatrove`.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

SAMPLE = 200
"""Pages that tell what a page costs; a few batches."""
MILLION = 1_000_000
HOUR = 3600


def main(arguments: Sequence[str]) -> int:
    """Measure and write a table to standard output."""
    given = parse(arguments)
    pages = load(given.shards * given.pages)
    kilobytes = sum(len(page.encode("utf-8")) for page in pages) / len(pages) / 1000
    print(f"{len(pages)} pages of {kilobytes:.1f} kB, {given.shards} shards\n")
    sample = pages[:SAMPLE]
    with TemporaryDirectory() as folder:
        place = Path(folder)
        rows = {"stripping": (time_stripping(sample), len(sample))}
        for name, shards, held in (("one shard", 1, sample), ("all shards", given.shards, pages)):
            write_shards(place / name / "in", held, shards)
            rows[name] = (run(place / name, shards), len(held))
        again = run(place / "all shards", given.shards)
        check(place / "all shards" / "out", pages)
    report(rows, given.price)
    apart = rows["all shards"][0] - rows["one shard"][0] / len(sample) * len(pages)
    print(f"\na shard more: {apart / given.shards * 1000:.0f} ms; a process: {time_start():.1f} s")
    print(f"all shards again, with nothing to do: {again:.1f} s")
    return 0


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The switches."""
    parser = argparse.ArgumentParser(description="What a crawl costs, and what shards add.")
    parser.add_argument("--shards", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=2, help="pages a shard")
    parser.add_argument("--price", type=float, help="of one core for an hour, in any currency")
    return parser.parse_args(arguments)


def load(count: int) -> list[str]:
    """So many pages: the texts of the fixtures, over and over."""
    pages = ROOT / "fixtures" / "pages"
    files = sorted(f for folder in ("text", "markdown") for f in pages.glob(f"{folder}/*/page.*"))
    return list(islice(cycle(file.read_bytes().decode("utf-8") for file in files), count))


def write_shards(folder: Path, pages: Sequence[str], shards: int) -> None:
    """The pages as JSONL, page after page to the next shard."""
    folder.mkdir(parents=True)
    for shard in range(shards):
        rows = ({"id": str(n), "text": pages[n]} for n in range(shard, len(pages), shards))
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{shard:05d}.jsonl").write_text(lines, "utf-8")


def time_stripping(pages: Sequence[str]) -> float:
    """Processor seconds for all pages in this process; what is loaded once is loaded before."""
    from stripper import Stripper

    tool = Stripper()
    list(tool.strip_many(pages[:20]))
    start = used()
    for _ in tool.strip_many(pages):
        pass
    return used() - start


def used() -> float:
    """Seconds of processor time so far, of this process and those that it has seen end."""
    both = (getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def time_start() -> float:
    """Processor seconds of a process that loads datatrove and the step, and strips one line."""
    code = (
        "from datatrove.pipeline.readers import JsonlReader\n"
        "from datatrove.pipeline.writers import JsonlWriter\n"
        "from stripper.integrations.datatrove import StripperStep\n"
        "StripperStep().tool('A line.')"
    )
    start = used()
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
    return used() - start


def run(folder: Path, shards: int) -> float:
    """Processor seconds for a run of datatrove's local executor, a task a shard."""
    from datatrove.executor.local import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter
    from datatrove.utils.logging import logger

    from stripper.integrations.datatrove import StripperStep

    logger.disable("datatrove")
    steps = [
        JsonlReader(str(folder / "in")),
        StripperStep(),
        JsonlWriter(str(folder / "out"), compression=None),
    ]
    start = used()
    log = str(folder / "log")
    LocalPipelineExecutor(steps, tasks=shards, workers=1, logging_dir=log).run()
    return used() - start


def check(folder: Path, pages: Sequence[str]) -> None:
    """All shards together must hold what stripping alone gives, each page once."""
    from stripper import Stripper

    each = list(dict.fromkeys(pages))
    kept = (result.text for result in Stripper().strip_many(each))
    texts = dict(zip(each, kept, strict=True))
    lines = (line for file in folder.glob("*.jsonl") for line in file.open(encoding="utf-8"))
    found = {row["id"]: row["text"] for row in map(json.loads, lines)}
    assert len(found) == len(pages), "pages were lost"
    assert all(found[str(n)] == texts[page] for n, page in enumerate(pages)), "a text changed"


def report(rows: dict[str, tuple[float, int]], price: float | None) -> None:
    """A row a run: processor seconds, pages a second of one core, core hours for a million pages."""
    head = f"{'price':>10}" if price else ""
    print(f"{'':14}{'pages':>8}{'seconds':>10}{'pages/s':>10}{'core hours/million':>20}{head}")
    for name, (seconds, pages) in rows.items():
        hours = seconds / pages * MILLION / HOUR
        cost = f"{hours * price:10.2f}" if price else ""
        print(f"{name:14}{pages:8}{seconds:10.1f}{pages / seconds:10.0f}{hours:20.2f}{cost}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
