"""What a site's profile adds to rules and model: every page once left out, learned from siblings.

    python tests/benchmarks/sites.py [--gold FOLDER] [--work FOLDER] [--weights FILE] [--crawl PAGES]

Scores the invented sites of the fixtures and, with a folder of gold-standard pages, the sites of
wcxb-dev that have four pages or more, as text (html-text). The shipped weights were fitted to these
sites: `--weights` names others, of `stripper train` without them. `--crawl` learns so many generated pages
of 50 sites instead, and says how fast that is and what memory it takes.
"""

import argparse
import resource
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from stripper import Learner, Stripper  # noqa: E402
from stripper.engines import model  # noqa: E402
from stripper.engines.network import load_network  # noqa: E402
from stripper.evaluate.gold import find_site, is_held_out, read_gold  # noqa: E402
from stripper.evaluate.labelled import CONTENT, read_labelled  # noqa: E402
from stripper.evaluate.renditions import render  # noqa: E402
from stripper.evaluate.words import PageScore, score_page, summarise_pages  # noqa: E402
from stripper.learning import make_profile  # noqa: E402
from stripper.learning.sample import Sample  # noqa: E402
from stripper.profiles.writing import format_profile  # noqa: E402

SIBLINGS = (1, 2, 3, 5)
LEAST_PAGES = 4
DAY = date(2026, 1, 1)
SITES = 50
WORDS = [
    "harbour",
    "lantern",
    "meadow",
    "quarry",
    "thimble",
    "orchard",
    "ferry",
    "kettle",
    "saddle",
    "pepper",
]


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and what is to be left of it."""

    text: str
    gold: str
    title: str | None


def main(operands: Sequence[str]) -> int:
    """Measure and write tables to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".training"))
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--crawl", type=int)
    given = parser.parse_args(operands)
    if given.crawl:
        seconds, sites = crawl(given.crawl)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{given.crawl} pages, {sites} sites, {seconds:.0f} s, {peak:.0f} MB at the most")
        return 0
    if given.weights:
        network = load_network(given.weights)
        model.shipped = lambda: network
    compare("invented sites", {d.name: list(read_invented(d)) for d in find_invented()})
    if given.gold:
        compare("wcxb-dev", read_sites(given.gold, given.work))
    return 0


def find_invented() -> list[Path]:
    """The folders of the invented sites."""
    return sorted(d for d in (ROOT / "fixtures" / "sites").iterdir() if d.is_dir())


def read_invented(folder: Path) -> Iterator[Page]:
    """The pages of an invented site; bylines stay in the default preset."""
    for page in read_labelled(folder):
        lines = zip(page.text.split("\n"), page.labels, strict=True)
        stays = [line for line, label in lines if label in (CONTENT, "byline")]
        yield Page(page.text, "\n".join(stays), None)


def read_sites(gold: Path, work: Path) -> dict[str, list[Page]]:
    """The pages of the sites of wcxb-dev that have enough of them and are not held out."""
    work.mkdir(parents=True, exist_ok=True)
    sites = defaultdict(list)
    for page in read_gold(gold, "wcxb-dev"):
        if page["main_content"] and not is_held_out(page):
            sites[find_site(page)].append(page)
    chosen = {site: pages for site, pages in sites.items() if len(pages) >= LEAST_PAGES}
    every = [page for pages in chosen.values() for page in pages]
    texts = dict(render(every, "html_text", work, "sites"))
    return {
        site: [Page(texts[p["id"]], p["main_content"], p["title"]) for p in pages]
        for site, pages in chosen.items()
    }


def compare(name: str, sites: dict[str, list[Page]]) -> None:
    """Score the pages of sites without profiles and with those of so many siblings."""
    plain = Stripper(format="text")
    base = {site: [score(plain, page) for page in pages] for site, pages in sites.items()}
    held = {site: [learn_one(site, page.text) for page in pages] for site, pages in sites.items()}
    print(f"\n{name}: F1 by rules and model, with the site's profile, content lost by both")
    print(f"{'siblings':10}{'sites':>6}{'pages':>7}{'F1':>8}{'with':>8}{'lost':>9}{'with':>9}")
    for count in (*SIBLINGS, None):
        before: list[PageScore] = []
        after: list[PageScore] = []
        for site, pages in sites.items():
            if len(pages) <= (count or 0):
                continue
            before += base[site]
            after += leave_one_out(site, pages, held[site], count or len(pages) - 1)
        enough = sum(len(pages) > (count or 0) for pages in sites.values())
        one, other = summarise_pages(before), summarise_pages(after)
        print(f"{count or 'all':<10}{enough:>6}{one['pages']:>7}{one['f1']:>8.4f}{other['f1']:>8.4f}"
              f"{one['content_lost']:>9.2%}{other['content_lost']:>9.2%}", flush=True)  # fmt: skip


def leave_one_out(
    site: str, pages: Sequence[Page], samples: Sequence[Sample], count: int
) -> Iterator[PageScore]:
    """Each page's score with the profile of the `count` pages that follow it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{site}.toml"
        for number, page in enumerate(pages):
            sample = Sample()
            for step in range(1, count + 1):
                sample = sample.merge(samples[(number + step) % len(pages)])
            file.write_text(format_profile(make_profile(site, sample)), "utf-8")
            yield score(Stripper(format="text", site=file), page)


def learn_one(site: str, text: str) -> Sample:
    """The sample that one page makes."""
    learner = Learner(host=site, day=DAY)
    learner.add([text], format="text")
    return learner.samples.get(site, Sample())


def score(tool: Stripper, page: Page) -> PageScore:
    """Strip a page and score what is left."""
    result = tool(page.text)
    return score_page(page.text, result.text, result.removals, "text", page.gold, page.title)


def crawl(pages: int) -> tuple[float, int]:
    """Learn generated pages in one pass; returns the seconds and the number of sites."""
    start = perf_counter()
    learner = Learner(day=DAY)
    learner.add(generate(pages), format="text")
    return perf_counter() - start, len(learner.profiles())


def generate(pages: int, sites: int = SITES) -> Iterator[tuple[str, str]]:
    """So many different pages of some sites in turn, each with the menu and footer of its site."""
    for number in range(pages):
        site, rest = number % sites, number
        words = []
        for _ in range(12):
            words.append(WORDS[rest % len(WORDS)])
            rest = rest // len(WORDS) + 7 * (number + 1)
        story = " ".join(words)
        menu = "\n".join(f"{word} desk {WORDS[site % 10]}" for word in WORDS[:6])
        text = (
            f"{menu}\n\nThe {story}\n\nOn Monday the {story} was seen by the old {words[3]}.\n\n"
            f"Nobody asked the {words[5]} what the {story} had cost.\n\n"
            f"Write to the {WORDS[site // 5 % 10]} desk\nAll rights of the {WORDS[site % 10]} reserved\n"
        )
        yield text, f"https://site{site}.example/{number}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
