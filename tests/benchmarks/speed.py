"""How fast pages are stripped, beside jusText where it is installed, in one run on one machine.

    python tests/benchmarks/speed.py [FOLDER or FILE]...

Takes text (`.txt`) and Markdown (`.md`), those of the fixtures or those that are named, or the
pages of gold standards (`.jsonl.gz`), rendered as both beforehand; a sample of each, over and over
until there are about two megabytes. Strips them in one process on one core, by rules alone and by
rules and model. jusText gets the same pages as HTML: that of the gold standard, or each line of the
text in a `<p>`. Parsing HTML is counted for jusText, which cannot do without; rendering it is not
counted for us. Times are of the processor, which other work on the machine disturbs least; the last
column is how many pages we strip while jusText does one.
"""

import html
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from time import process_time
from typing import NamedTuple

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy is loaded: one core for everybody
ROOT = Path(__file__).resolve().parent.parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

SIZE = 2_000_000
"""Bytes in a run: seconds for the slowest, and several batches."""
RUNS = 3
"""The best of so many counts: what disturbs a run only ever makes it slower."""
MOST = 120
"""Pages taken from a gold standard, evenly."""
FORMATS = {".txt": "text", ".md": "markdown"}
RENDERED = {"text": "html_text", "markdown": "html2text"}


class Page(NamedTuple):
    """A page as we get it, and as jusText does."""

    format: str
    source: str
    html: str


def main(operands: Sequence[str]) -> int:
    """Measure and write a table for each format to standard output."""
    pages = [page for page in read(find(operands)) if page.source.strip()]
    if not pages:
        print("speed: no .txt, .md or .jsonl.gz files there", file=sys.stderr)
        return 2
    for form in FORMATS.values():
        chosen = list(repeat([page for page in pages if page.format == form]))
        if chosen:
            compare(form, chosen)
    return 0


def compare(form: str, pages: Sequence[Page]) -> None:
    """Measure all contestants on pages of one format."""
    megabytes = sum(len(page.source.encode("utf-8")) for page in pages) / 1e6
    print(f"{form}: {len(pages)} pages, {megabytes:.1f} MB, one core, best of {RUNS}\n")
    times = {name: best(run, pages) for name, run in contestants(form)}
    peer = times.get("jusText")
    print(f"{'':16}{'MB/s':>8}{'pages/s':>10}{'to jusText':>12}")
    for name, seconds in times.items():
        ratio = f"{peer / seconds:.2f}" if peer else "-"
        print(f"{name:16}{megabytes / seconds:8.2f}{len(pages) / seconds:10.0f}{ratio:>12}")
    print()


def find(operands: Sequence[str]) -> Iterator[Path]:
    """The files that are named, and those below folders that are named."""
    if not operands:
        yield from sorted((ROOT / "fixtures" / "pages").glob("*/*/page.*"))
    for operand in map(Path, operands):
        if operand.is_dir():
            yield from sorted(f for f in operand.rglob("*") if f.suffix in FORMATS)
        else:
            yield operand


def read(paths: Iterator[Path]) -> Iterator[Page]:
    """The pages of files."""
    for path in paths:
        if path.name.endswith(".jsonl.gz"):
            yield from render(path)
        elif path.suffix in FORMATS:
            text = path.read_bytes().decode("utf-8", "replace")
            yield Page(FORMATS[path.suffix], text, as_html(text))


def render(path: Path) -> Iterator[Page]:
    """Pages of a gold standard as text and as Markdown; its held-out sites are left out."""
    from stripper.evaluate.gold import is_held_out, read_gold
    from stripper.evaluate.renditions import TRACKS

    name = path.name.removesuffix(".jsonl.gz")
    pages = [page["html"] for page in read_gold(path.parent, name) if not is_held_out(page)]
    for source in islice(pages, 0, None, max(1, len(pages) // MOST)):
        for form, track in RENDERED.items():
            yield Page(form, TRACKS[track][0](source), source)


def repeat(pages: Sequence[Page]) -> Iterator[Page]:
    """The pages, from the first again after the last, until there are enough bytes."""
    size = 0
    for page in cycle(pages):
        if size >= SIZE:
            return
        size += len(page.source.encode("utf-8"))
        yield page


def contestants(form: str) -> Iterator[tuple[str, Callable[[Sequence[Page]], None]]]:
    """What is measured, by name."""
    from stripper import Stripper

    rules, both = Stripper(format=form, model=False), Stripper(format=form)
    yield "rules", lambda pages: drain(rules.strip_many(page.source for page in pages))
    yield "rules and model", lambda pages: drain(both.strip_many(page.source for page in pages))
    try:
        import justext
    except ImportError:
        return
    words = justext.get_stoplist("English")  # its size, not its language, decides the speed
    yield "jusText", lambda pages: drain(justext.justext(page.html, words) for page in pages)


def as_html(text: str) -> str:
    """A text as the least of pages: a paragraph a line."""
    lines = (line for line in text.splitlines() if line.strip())
    return (
        "<html><body>"
        + "".join(f"<p>{html.escape(line)}</p>\n" for line in lines)
        + "</body></html>"
    )


def best(run: Callable[[Sequence[Page]], None], pages: Sequence[Page]) -> float:
    """Seconds of the fastest run; a first, short one loads what is loaded once."""
    run(pages[:20])
    seconds = []
    for _ in range(RUNS):
        start = process_time()
        run(pages)
        seconds.append(process_time() - start)
    return min(seconds)


def drain(answers: object) -> None:
    """Go through all answers and keep none."""
    for _ in answers:  # type: ignore[attr-defined]
        pass


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
