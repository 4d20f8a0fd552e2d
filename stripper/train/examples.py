"""Examples: labelled pages as blocks with facts, ready to be fitted to."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints, Page
from stripper.evaluate.alignment import label_lines
from stripper.evaluate.gold import GOLD_SETS, find_site, is_held_out, read_gold
from stripper.evaluate.labelled import CONTENT, LabelledPage, read_labelled
from stripper.evaluate.renditions import HTML, TRACKS, render
from stripper.evaluate.words import strip_markup
from stripper.facts import Facts, measure
from stripper.formats import split
from stripper.lexicons import load_lexicon, role_mask
from stripper.lexicons.detection import find_languages, listen
from stripper.packs import categories
from stripper.roles import assign_roles, combine
from stripper.tokens import Hashes
from stripper.train.composition import compose, read_blocks, vary

SILVER_SETS = ("news-raw", "trafilatura-eval")
GOLD_TRACKS = {
    HTML: 1.5, "html_text": 1.5, "html2text": 1.0, "resiliparse": 1.0, "trafilatura": 0.8,
    "trafilatura_md": 0.5, "beautifulsoup": 0.5, "inscriptis": 0.5, "markdownify": 0.5,
}  # fmt: skip
"""How much a page weighs in each form: whole pages most, since most is to be learned there. With
the last three, one network scores 0.5 points higher on whole news pages of sites left out, in all
their forms, and 0.2 on mixed ones; the mean of three networks on held-out sites, no higher."""
GOLD_WEIGHTS = {"fundus-dev": 2.5, "wcxb-dev": 1.0}
"""How much more a page of a set weighs. One in thirteen pages of the two is news of fundus, most of
it not in English; of what people scrape, news is far more."""
SILVER_TRACKS = (HTML, "html_text", "resiliparse")
JUDGES = ("trafilatura", "readability")
LEAST_SAID = 300
"""Characters of an extractor's output from which it has found something to agree on. Set by hand:
of less it has found a notice or a teaser."""
WRITTEN_WEIGHTS = {"block": 0.3, "page": 1.6, "lookalike": 2.1, "varied": 0.3, "html": 1.6}
"""How much a written page weighs: a block set into plain content, a written page, a look-alike (an
article about appeals that loses its text is worse than an appeal that stays), a varied page, a page
of HTML. All of them together weigh 21,400, pages of the gold standards 11,400, those with silver
labels 4,000. With a quarter of the sites left out, F1 of HTML and of text on it was 0.858 and 0.816
with 2,446 written pages, which weighed 2.6 and 3.3; with 1,841, which weighed 4 and 5, 0.856 and
0.814. Of 241 written pages of HTML, 11.2 % of the lines of content went with no such page among
those that were fitted to, and 2.9 % with 75 at a weight of 4; F1 of HTML on the quarter left out
rose from 0.856 to 0.859."""
PARTS = 12
"""Parts in which written pages are sent from the processes that gather them: the one that gathered
all of 3,049 pages at once had seven gigabytes when memory ran out."""
BYLINE_WORDS = 12
"""Words up to which such a line is a byline, for `forgive_bylines`. Set by hand: longer ones are
sentences with a name or a date in them."""
_LARGEST = 400_000
"""Characters of a page that is learned from, at the most. Set by hand: the few that are longer
would take more memory than they teach."""
BYLINE = "byline"
KEPT = (CONTENT, BYLINE)
LABELS = (CONTENT, *categories())
"""What `Example.said` counts through."""
BYLINE_WORTH = 12
"""As how many words a written byline counts: gold texts leave out names and dates of posters, and
written pages are all that says that they stay. Set by hand: about a sentence."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One labelled page: 1 content, 0 boilerplate, -1 not known, for each block."""

    name: str
    group: str
    """What must not be split between fitting and measuring: a site, or a written text."""
    source: str
    facts: Facts
    roles: Hashes
    labels: npt.NDArray[np.int8]
    weight: float
    worth: npt.NDArray[np.int64] | None = None
    """As how many words each block counts in the loss; None for as many as it has."""
    said: npt.NDArray[np.int8] | None = None
    """What each block is, as its place in `LABELS`, -1 where it has no label; None where nobody
    said which boilerplate is which."""
    kind: str = ""
    """The page's type, or its language where it has no type."""

    @property
    def fold(self) -> int:
        """Which of four folds the group belongs to."""
        return find_fold(self.group)


def find_fold(group: str) -> int:
    """Which of four folds a group of pages belongs to."""
    return zlib.crc32(group.encode()) % 4


def name_group(page: LabelledPage) -> str:
    """The group of a written page: itself, and all that is varied from it."""
    return f"page {page.id.split('~')[0]}"


def make_example(
    name: str, group: str, source: str, page: Page, lines: Sequence[int], weight: float
) -> Example:
    """An example from a page and one label a line of its source."""
    facts = measure([page])
    codes = find_languages(listen(facts.tokens), facts.page[facts.block], 1)[0]
    masks = assign_roles(facts, [(load_lexicon(code), np.array([True])) for code in codes])
    roles = combine(masks, facts.first, facts.last)
    found = forgive_bylines(_join_lines(page, lines), roles, facts.words)
    return Example(name, group, source, facts, roles, found, weight)


def forgive_bylines(
    labels: npt.NDArray[np.int8], roles: Hashes, words: Ints
) -> npt.NDArray[np.int8]:
    """Short lines of dates, authors and agencies are not known: gold texts differ on them, and what
    happens to them is for the preset to say.
    """
    spoken = (roles & np.uint64(role_mask("date", "author", "agency"))) != 0
    return np.where(spoken & (words <= BYLINE_WORDS) & (labels == 0), -1, labels).astype(np.int8)


def _join_lines(page: Page, lines: Sequence[int]) -> npt.NDArray[np.int8]:
    """The labels of blocks from those of lines."""
    offsets = np.cumsum([0, *(len(line) + 1 for line in page.source.split("\n"))])
    low = np.searchsorted(offsets, page.start, "right") - 1
    high = np.searchsorted(offsets, page.end - 1, "right")
    labels = [_join(lines[i:j]) for i, j in zip(low.tolist(), high.tolist(), strict=True)]
    return np.array(labels, np.int8)


def _join(lines: Sequence[int]) -> int:
    known = [n for n in lines if n >= 0]
    return int(2 * sum(known) >= len(known)) if known else -1


def from_gold(
    folder: Path, work: Path, name: str, track: str, *, held_out: bool = False
) -> Iterator[Example]:
    """The pages of a gold-standard set in one form; of the held-out fifth of the sites only when
    asked for."""
    pages = [p for p in read_gold(folder, name) if is_held_out(p) == held_out]
    known = {p["id"]: p for p in pages if p["main_content"] is not None}
    form = TRACKS[track][1]
    for identity, text in render(known.values(), track, work, name):
        page, read = known[identity], split(text, form)
        if not len(read) or len(read.source) > _LARGEST:
            continue
        plain = strip_markup(read.source, form).split("\n")
        labels = label_lines(plain, page["main_content"], page["title"])
        source = f"{name} {track}"
        weight = GOLD_TRACKS[track] * GOLD_WEIGHTS[name]
        example = make_example(identity, find_site(page), source, read, labels, weight)
        yield replace(example, kind=_kind_of(page))


def _kind_of(page: dict[str, Any]) -> str:
    """News is told apart by language, the pages of a set of mixed types by type."""
    return str(page["language"] if page["source"] == "fundus" else page["page_type"])


def from_silver(folder: Path, work: Path, name: str, track: str) -> Iterator[Example]:
    """Pages of a set without gold text in one form, labelled where two extractors agree; known
    snippets are hard evidence."""
    pages = [p for p in read_gold(folder, name) if not is_held_out(p)]
    judges = [dict(render(pages, judge, work, name)) for judge in JUDGES]
    for page, (_, text) in zip(pages, render(pages, track, work, name), strict=True):
        said = [judge[page["id"]] for judge in judges]
        read = split(text, TRACKS[track][1])
        if min(map(len, said)) < LEAST_SAID or not 0 < len(read.source) <= _LARGEST:
            continue
        labels = _agree(read.source.split("\n"), said, page)
        source = f"{name} {track}"
        yield make_example(page["id"], find_site(page), source, read, labels, GOLD_TRACKS[track])


def _agree(lines: list[str], judges: Sequence[str], page: dict[str, object]) -> list[int]:
    one, other = (label_lines(lines, judge, str(page.get("title") or "")) for judge in judges)
    labels = [a if a == b else -1 for a, b in zip(one, other, strict=True)]
    for key, label in (("without", 0), ("with", 1)):
        snippets = page.get(key) or []
        assert isinstance(snippets, list)
        for at, line in enumerate(lines):
            if any(snippet.lower() in line.lower() for snippet in snippets):
                labels[at] = label
    return labels


def from_blocks(blocks: Path, articles: dict[str, list[str]]) -> Iterator[Example]:
    """Written blocks set into content."""
    for page in compose(read_blocks(blocks), articles):
        group = f"block {page.id.rsplit('-', 1)[0]}"
        yield _from_labelled(page, group, WRITTEN_WEIGHTS["block"])


def from_written(blocks: Path, folders: Iterable[Path], part: int) -> Iterator[Example]:
    """One part of the written pages, and those varied with the written blocks."""
    files = [file for folder in folders for file in sorted(folder.iterdir())][part::PARTS]
    pages = [page for file in files for page in read_labelled(file)]
    for page in (*pages, *vary(pages, read_blocks(blocks))):
        kind = "html" if page.format == "html" else page.kind
        yield _from_labelled(page, name_group(page), WRITTEN_WEIGHTS[kind])


def _from_labelled(page: LabelledPage, group: str, weight: float) -> Example:
    lines = [-1 if label == "" else int(label in KEPT) for label in page.labels]
    source = "written " + page.kind
    read = split(page.text, page.format)
    example = make_example(page.id, group, source, read, lines, weight)
    author = [-1 if label == "" else int(label == BYLINE) for label in page.labels]
    bylines = _join_lines(read, author) == 1
    said = np.full(len(read), -1, np.int8)
    for number, name in enumerate(LABELS):
        held = [-1 if label == "" else int(label == name) for label in page.labels]
        said[_join_lines(read, held) == 1] = number
    return replace(
        example,
        worth=np.where(bylines, BYLINE_WORTH, example.facts.words),
        said=np.where(bylines, LABELS.index(CONTENT), said),
    )


def collect_articles(folder: Path, most: int = 100) -> dict[str, list[str]]:
    """Gold-standard texts by language, as surroundings for written blocks."""
    found: dict[str, list[str]] = {}
    for page in read_gold(folder, *GOLD_SETS):
        if page["main_content"] and not is_held_out(page):
            code = (page["language"] or "en").split("-")[0]
            found.setdefault({"nb": "no", "nn": "no"}.get(code, code), []).append(
                page["main_content"]
            )
    return {code: texts[:most] for code, texts in found.items()}


def place(example: Example) -> Ints:
    """The blocks of an example whose label is known."""
    return np.flatnonzero(example.labels >= 0)
