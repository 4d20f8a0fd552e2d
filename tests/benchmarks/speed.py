"""How fast pages are stripped, beside jusText where it is installed, in one run on one machine.

    python tests/benchmarks/speed.py [FOLDER or FILE]...

Takes the pages of the fixtures, or those that are named, over and over until there are about five
megabytes, and strips them in one process: by rules alone, by rules and model. jusText gets the same
texts with each line in a `<p>`; the last column is how many pages we strip while it does one.
"""

import html
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

SIZE = 5_000_000
"""Bytes in a run: seconds for the slowest, and far more than one batch."""
RUNS = 3
"""The best of so many counts: what disturbs a run only ever makes it slower."""
SUFFIXES = (".txt", ".md")


def main(operands: Sequence[str]) -> int:
    """Measure and write a table to standard output."""
    pages = list(repeat(list(read(find(operands)))))
    if not pages:
        print(f"speed: no {' or '.join(SUFFIXES)} files there", file=sys.stderr)
        return 2
    megabytes = sum(len(page.encode("utf-8")) for page in pages) / 1e6
    print(f"{len(pages)} pages, {megabytes:.1f} MB, one process, best of {RUNS}\n")
    times = {name: best(run, pages) for name, run in contestants()}
    peer = times.get("jusText")
    print(f"{'':16}{'MB/s':>8}{'pages/s':>10}{'to jusText':>12}")
    for name, seconds in times.items():
        ratio = f"{peer / seconds:.2f}" if peer else "-"
        print(f"{name:16}{megabytes / seconds:8.2f}{len(pages) / seconds:10.0f}{ratio:>12}")
    return 0


def find(operands: Sequence[str]) -> Iterator[Path]:
    """The files that are named, and those below folders that are named."""
    if not operands:
        yield from sorted((ROOT / "fixtures" / "pages").glob("*/*/page.*"))
    for operand in map(Path, operands):
        if operand.is_dir():
            yield from sorted(f for f in operand.rglob("*") if f.suffix in SUFFIXES)
        else:
            yield operand


def read(paths: Iterator[Path]) -> Iterator[str]:
    """The texts of files, blank ones left out."""
    texts = (path.read_bytes().decode("utf-8", "replace") for path in paths)
    return (text for text in texts if text.strip())


def repeat(texts: Sequence[str]) -> Iterator[str]:
    """The texts, from the first again after the last, until there are enough bytes."""
    size = 0
    for text in cycle(texts):
        if size >= SIZE:
            return
        size += len(text.encode("utf-8"))
        yield text


def contestants() -> Iterator[tuple[str, Callable[[Sequence[str]], None]]]:
    """What is measured, by name."""
    from stripper import Stripper

    rules, both = Stripper(model=False), Stripper()
    yield "rules", lambda pages: drain(rules.strip_many(pages))
    yield "rules and model", lambda pages: drain(both.strip_many(pages))
    try:
        import justext
    except ImportError:
        return
    words = justext.get_stoplist("English")  # its size, not its language, decides the speed
    yield "jusText", lambda pages: drain(justext.justext(as_html(p), words) for p in pages)


def as_html(text: str) -> str:
    """A text as the least of pages: a paragraph a line."""
    lines = (line for line in text.splitlines() if line.strip())
    return (
        "<html><body>"
        + "".join(f"<p>{html.escape(line)}</p>\n" for line in lines)
        + "</body></html>"
    )


def best(run: Callable[[Sequence[str]], None], pages: Sequence[str]) -> float:
    """Seconds of the fastest run; a first, short one loads what is loaded once."""
    run(pages[:20])
    seconds = []
    for _ in range(RUNS):
        start = perf_counter()
        run(pages)
        seconds.append(perf_counter() - start)
    return min(seconds)


def drain(answers: object) -> None:
    """Go through all answers and keep none."""
    for _ in answers:  # type: ignore[attr-defined]
        pass


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
