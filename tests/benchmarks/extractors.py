"""How well and how fast main content is found in HTML, beside the extractors that people use.

    python tests/benchmarks/extractors.py GOLD [--most N]

`GOLD` is a folder of gold-standard pages (see the README, Training). On the held-out fifth of the
sites, all contestants read the same pages in the same run, in one process: word F1 by set and page
type, the shares of required and of forbidden snippets that an output holds, and pages a second.
Needs the extra `train`, and justext where it is to take part.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from stripper.threads import limit_threads  # noqa: E402

limit_threads()  # as the command does, before numpy is loaded

from stripper.evaluate.gold import is_held_out, read_gold  # noqa: E402
from stripper.evaluate.words import word_f1  # noqa: E402

SETS = ("wcxb-dev", "fundus-dev", "trafilatura-eval")
Extract = Callable[[str], str]


def main(arguments: Sequence[str]) -> int:
    """Measure and write two tables to standard output."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--most", type=int, help="pages of each set at most")
    given = parser.parse_args(arguments)
    pages = {
        name: list(islice(filter(is_held_out, read_gold(given.gold, name)), given.most))
        for name in SETS
    }
    scores: dict[str, dict[str, float]] = {}
    for name, extract in contestants():
        outputs, seconds = run(extract, [page for held in pages.values() for page in held])
        scores[name] = dict(score(pages, outputs))
        scores[name]["pages/s"] = len(outputs) / seconds
    rows = dict.fromkeys(row for held in scores.values() for row in held)
    print(f"{'':32}" + "".join(f"{name:>18}" for name in scores))
    for row in rows:
        shown = ".1f" if row == "pages/s" else ".3f"
        print(f"{row:32}" + "".join(f"{held[row]:>18{shown}}" for held in scores.values()))
    return 0


def contestants() -> Iterator[tuple[str, Extract]]:
    """What is measured, by name."""
    import html_text
    import trafilatura
    from readability import Document
    from resiliparse.extract.html2text import extract_plain_text

    from stripper import Stripper

    tool = Stripper(format="html")
    before = Stripper(format="html", to="html")
    after = Stripper(format="html", extractor="trafilatura")
    thorough = Stripper(format="html", preset="thorough")
    yield "stripper", lambda html: tool(html).text
    yield "thorough", lambda html: thorough(html).text
    yield "trafilatura", lambda html: trafilatura.extract(html, include_comments=False) or ""
    yield (
        "strip|trafilatura",
        lambda html: trafilatura.extract(before(html).text, include_comments=False) or "",
    )
    yield "trafilatura|strip", lambda html: after(html).text
    yield (
        "resiliparse",
        lambda html: extract_plain_text(html, main_content=True, preserve_formatting=True),
    )
    yield "readability", lambda html: html_text.extract_text(Document(html).summary())
    try:
        import justext
    except ImportError:
        pass
    else:
        words = justext.get_stoplist("English")
        yield (
            "jusText",
            lambda html: "\n".join(
                p.text for p in justext.justext(html.encode(), words) if not p.is_boilerplate
            ),
        )
    yield "html-text", html_text.extract_text


def run(extract: Extract, pages: Sequence[dict[str, Any]]) -> tuple[dict[str, str], float]:
    """The outputs by page, and the seconds that they took; a failure is an empty output."""
    outputs = {}
    start = perf_counter()
    for page in pages:
        try:
            outputs[page["id"]] = extract(page["html"])
        except Exception:
            outputs[page["id"]] = ""
    return outputs, perf_counter() - start


def score(
    pages: dict[str, list[dict[str, Any]]], outputs: dict[str, str]
) -> Iterator[tuple[str, float]]:
    """Rows of the table: F1 by set and page type, then shares of snippets."""
    for name, held in pages.items():
        found: dict[str, list[float]] = defaultdict(list)
        for page in held:
            if page["main_content"]:
                f1 = word_f1(outputs[page["id"]], page["main_content"])
                found[name].append(f1)
                if name == "wcxb-dev":
                    found[f"{name} {page['page_type']}"].append(f1)
        for row in sorted(found):
            yield f"F1 {row}", mean(found[row])
        for key, title in (("with", "required"), ("without", "forbidden")):
            shares = [
                sum(s.lower() in outputs[page["id"]].lower() for s in page[key]) / len(page[key])
                for page in held
                if page[key]
            ]
            if shares:
                yield f"{title} {name}", mean(shares)


def mean(values: Iterable[float]) -> float:
    """The mean."""
    held = list(values)
    return sum(held) / len(held)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
