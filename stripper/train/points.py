"""Fit the points of rules: a logistic regression a family of categories, and one that tells each of
them from its kin, rounded to whole points.

Facts are those of `engines.points`; pages are the written ones, the negative ones, and
gold-standard pages of the sites not held out, whose content must stay. Each table is written into
its rule's pack, under the line that says so; the words above that line are the author's.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stripper.blocks import Ints, Page
from stripper.engines.points import ASKS, POINTS_A_LOGIT, add_pairs
from stripper.errors import InputError
from stripper.evaluate.alignment import label_lines
from stripper.evaluate.gold import GOLD_SETS, is_held_out, read_gold
from stripper.evaluate.labelled import CONTENT, LabelledPage, read_labelled
from stripper.evaluate.renditions import TRACKS, load, render
from stripper.facts import measure
from stripper.features import describe_wording
from stripper.formats import split
from stripper.groups import find_groups
from stripper.lexicons import load_lexicon
from stripper.lexicons.detection import find_languages, listen
from stripper.packs.rule import AND, BOTH, fact_names
from stripper.places import note_facts
from stripper.roles import assign_roles, combine
from stripper.surroundings import Table
from stripper.train.composition import compose, read_blocks, vary
from stripper.train.examples import KEPT, collect_articles

MARK = "# Fitted by `stripper train --points`; below this line nothing is written by hand."
FAMILIES = (
    ASKS,
    ("app", "feedback", "comments"),
    ("related", "navigation", "share", "cookie", "legal", "commerce", "metadata", "credit",
     "advert", "placeholder"),
)  # fmt: skip
"""Categories that are worded alike: on languages left out, what is fitted to all of a family finds
a fifth more of each than what is fitted to that one."""
NAMING = 0.25
"""How much counts, beside what tells a family from content, what tells a category from its kin:
enough to give a block its name, little enough to leave open whether it goes."""
WEIGHTS = {"block": 0.3, "varied": 0.3, "page": 2.0, "lookalike": 3.0, "gold": 0.3}
"""How much each kind of page counts. Set by hand: look-alikes most, since an article that loses its
text is worse than an appeal that stays; little what is made or taken in numbers."""
PENALTY = 60.0
"""Holds down the points of facts, and of pairs, that few blocks have. Set by hand: rules have to
hold on sites and in languages that no page is of."""
ROUNDS, PAIRS = 4, 160
"""Times that pairs of facts are chosen for a family, each time those that what is fitted so far
misses most, and how many at a time. Fitted to three quarters of 3,600 written pages, rules alone
took 59.0 % of the asks of 1,003 plain ones not fitted to and 0.74 % of their lines of content; with
80 pairs chosen once 53.1 and 0.80 %, with 640 chosen once 57.3 and 0.76 %; with 320 in each of four
rounds, and thresholds at which as much is lost, no more."""
RARE = 0.01
"""Share of the blocks that have a fact, under which it is in no pair. Set by hand: what two rare
facts say together rests on a handful of blocks."""
OVER, OVER_OTHERS = {**dict.fromkeys(FAMILIES[0], 2.625), "comments": 5.0}, 3.5
"""Logits from which a block goes. Fitted to three quarters of 4,300 written pages, points and the
other rules take 54.6 % of the asks of 1,048 plain ones not fitted to, in which every ask is
reworded, and 0.65 % of their lines of content; with half a logit less for asks 58.6 % and 0.82 %.
Fitted to 5,900, 55.6 % and 0.26 % of 385 others; with an eighth less for asks 56.9 % and 0.30 %.
With a quarter more for others 1.6 % less of the boilerplate goes, and as much content. Comments at
3.5 cost 0.3 % of content more: threads of forums."""
JOINS, JOINS_OTHERS = 2.0, 1.0
"""How far under that a block may lie to go along with its group. A page without blank lines is one
group: with 2.0 for others, 0.17 % more of the content went, and 2.7 % more of the boilerplate. With
1.5 for asks, as those figures have, a sample of the packs keeps a line of its appeal."""
ALONE, ALONE_OTHERS = 2.5, 3.25
"""How much surer a block must be whose neighbours stay: a last short line under an article may be
a label, or "Se även: Kalmarunionen". With 3.0 for others one of such lines in the packs' samples
still goes."""
GOLD_TRACKS = {"html_text": 12, "trafilatura": 4, "html": 6}
"""Forms of the gold-standard pages, and of how many of them one is taken."""
_LARGEST = 200_000
"""Characters of a page that is fitted to, at the most. Set by hand: the few that are longer would
take more memory than they teach."""
Slopes = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The facts of one page's blocks, each with its label, and how much the page counts."""

    facts: npt.NDArray[np.bool_]
    labels: Sequence[str]
    weight: float


def fit_to(gold: Path, texts: Path, work: Path, packs: Path, report: Callable[[str], None]) -> None:
    """Fit every pack of a folder that has a table of points, and write the tables into them."""
    held = [file for file in sorted(packs.glob("*.toml")) if MARK in file.read_text("utf-8")]
    if not held:
        raise InputError(f"{packs}: has no pack with the line {MARK!r}")
    load("sklearn")
    work.mkdir(parents=True, exist_ok=True)
    samples = list(gather(gold, texts, work))
    report(f"{len(samples)} pages")
    facts = np.concatenate([s.facts for s in samples])
    labels = np.array([label for s in samples for label in s.labels])
    weights = np.repeat([s.weight for s in samples], [len(s.labels) for s in samples])
    fitted: dict[tuple[str, ...], tuple[Ints, Slopes, float]] = {}
    for file in held:
        category = file.stem.partition("-")[0]
        kin = next((f for f in FAMILIES if category in f), (category,))
        if kin not in fitted:
            fitted[kin] = fit_family(facts, labels, weights, kin)
        pairs, slopes, bias = fitted[kin]
        own, own_bias = fit_name(facts, labels, weights, kin, category)
        slopes = slopes.copy()
        slopes[: len(own)] += NAMING * own
        points, start = round_points(slopes, bias + NAMING * own_bias, pairs)
        head = file.read_text("utf-8").partition(MARK)[0]
        file.write_text(head + MARK + "\n" + write_tables(points, start, category), "utf-8")
        report(f"{file.name}: {len(points)} facts and pairs have points")


def fit_family(
    facts: npt.NDArray[np.bool_],
    labels: npt.NDArray[np.str_],
    weights: npt.NDArray[np.float64],
    kin: Sequence[str],
) -> tuple[Ints, Slopes, float]:
    """What tells blocks of some categories from content: pairs of facts, the slopes of the facts
    and of these pairs, and what every block has."""
    chosen = np.isin(labels, (*kin, *KEPT))
    held, goes, share = facts[chosen], np.isin(labels[chosen], kin), weights[chosen]
    pairs = np.zeros((0, 2), np.int64)
    fitted = _fit(held, goes, share)
    for _ in range(ROUNDS):
        more = find_pairs(held, goes, share, pairs, *fitted)
        pairs = np.concatenate((pairs, more))
        fitted = _fit(add_pairs(held, pairs), goes, share)
    return pairs, *fitted


def fit_name(
    facts: npt.NDArray[np.bool_],
    labels: npt.NDArray[np.str_],
    weights: npt.NDArray[np.float64],
    kin: Sequence[str],
    category: str,
) -> tuple[Slopes, float]:
    """What tells blocks of a category from those of its kin, whichever of them are more."""
    chosen = np.isin(labels, kin)
    own = labels[chosen] == category
    share = weights[chosen]
    share = np.where(own, share / share[own].sum(), share / max(1.0, share[~own].sum()))
    if own.all():
        return np.zeros(facts.shape[1]), 0.0
    return _fit(facts[chosen], own, share * len(own) / 2)


def round_points(slopes: Slopes, bias: float, pairs: Ints) -> tuple[dict[str, int], int]:
    """Slopes as whole points by the names of facts and pairs, and those that every block has."""
    names = fact_names()
    joined = [f"{names[one]}{AND}{names[other]}" for one, other in pairs.tolist()]
    points = zip(
        (*names, *joined), np.rint(POINTS_A_LOGIT * slopes).astype(int).tolist(), strict=True
    )
    return {name: value for name, value in points if value}, round(POINTS_A_LOGIT * bias)


def find_pairs(
    facts: npt.NDArray[np.bool_],
    goes: npt.NDArray[np.bool_],
    share: npt.NDArray[np.float64],
    known: Ints,
    slopes: Slopes,
    bias: float,
) -> Ints:
    """The pairs of columns, one a row, by which the loss of a fit to single facts and `known`
    pairs would fall most: those of the largest squared gradient over curvature."""
    often = np.flatnonzero(facts.mean(0) > RARE)
    told = 1 / (1 + np.exp(-(add_pairs(facts, known) @ slopes + bias)))
    columns = facts[:, often].astype(np.float32)
    left = ((goes - told) * share).astype(np.float32)[:, None]
    sure = (told * (1 - told) * share).astype(np.float32)[:, None]
    gain = (columns.T @ (columns * left)) ** 2 / (columns.T @ (columns * sure) + PENALTY)
    gain = np.triu(gain, 1)
    place = np.full(facts.shape[1], -1)
    place[often] = np.arange(len(often))
    gain[place[known[:, 0]], place[known[:, 1]]] = 0
    most = np.argsort(-gain, axis=None, kind="stable")[: min(PAIRS, np.count_nonzero(gain))]
    return often[np.stack(np.unravel_index(np.sort(most), gain.shape), 1)]


def _fit(
    facts: npt.NDArray[np.bool_], goes: npt.NDArray[np.bool_], share: npt.NDArray[np.float64]
) -> tuple[Slopes, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1 / PENALTY, max_iter=100)
    model.fit(facts.astype(np.float32), goes, sample_weight=share)
    return model.coef_[0], float(model.intercept_[0])


def write_tables(points: Mapping[str, int], bias: int, category: str) -> str:
    """Thresholds and points as the end of a rule's table."""
    least = round(POINTS_A_LOGIT * OVER.get(category, OVER_OTHERS)) - bias
    under = round(POINTS_A_LOGIT * (JOINS if category in ASKS else JOINS_OTHERS))
    alone = round(POINTS_A_LOGIT * (ALONE if category in ASKS else ALONE_OTHERS))
    lines = [f"threshold = {least}", f"joins = {least - under}", f"alone = {alone}"]
    by_scope: dict[str, dict[int, list[str]]] = {}
    for name, value in points.items():
        scope, _, fact = (BOTH, "", name) if AND in name else name.partition(" ")
        by_scope.setdefault(scope, {}).setdefault(value, []).append(fact)
    for scope, by_value in by_scope.items():
        lines += ["", f"[rule.points.{scope}]"]
        for value in sorted(by_value, reverse=True):
            lines.append(f"{value} = {json.dumps(by_value[value])}")
    return "\n".join(lines) + "\n"


def gather(gold: Path, texts: Path, work: Path) -> Iterator[Sample]:
    """All pages to fit to: written, negative and gold ones."""
    blocks = read_blocks(texts / "blocks")
    pages = [p for name in ("lookalikes", "training") for p in read_labelled(texts / name)]
    for page in compose(blocks, collect_articles(gold)):
        yield read_sample(page, WEIGHTS["block"])
    for page in (*pages, *vary(pages, blocks)):
        yield read_sample(page, WEIGHTS[page.kind])
    for file in sorted((texts / "negative").iterdir()):
        text = file.read_bytes().decode("utf-8")
        form = "markdown" if file.suffix == ".md" else "text"
        lines = [CONTENT] * (text.count("\n") + 1)
        yield _make(split(text, form), lines, WEIGHTS["lookalike"])
    for name in GOLD_SETS:
        held = [p for p in read_gold(gold, name) if p["main_content"] and not is_held_out(p)]
        gold_pages = {p["id"]: p for p in held}
        for track, step in GOLD_TRACKS.items():
            for identity, text in list(render(held, track, work, name))[::step]:
                gold_page = gold_pages[identity]
                source = split(text, TRACKS[track][1])
                if len(source) and len(source.source) <= _LARGEST:
                    labels = label_lines(
                        source.source.split("\n"), gold_page["main_content"], gold_page["title"]
                    )
                    lines = [CONTENT if label == 1 else "" for label in labels]
                    yield _make(source, lines, WEIGHTS["gold"])


def read_sample(page: LabelledPage, weight: float = 1.0, words: Table | None = None) -> Sample:
    """The facts and labels of a labelled page; with a table of the weights of words, also how those
    of each block weigh."""
    return _make(split(page.text, page.format), page.labels, weight, words)


def _make(page: Page, lines: Sequence[str], weight: float, words: Table | None = None) -> Sample:
    """A page's facts, and for each block the label that most of its lines have."""
    facts = measure([page])
    codes = find_languages(listen(facts.tokens), facts.page[facts.block], 1)[0]
    masks = assign_roles(facts, [(load_lexicon(code), np.array([True])) for code in codes])
    offsets = np.cumsum([0, *(len(line) + 1 for line in page.source.split("\n"))])
    low = np.searchsorted(offsets, page.start, "right") - 1
    high = np.searchsorted(offsets, page.end - 1, "right")
    labels = []
    for i, j in zip(low.tolist(), high.tolist(), strict=True):
        named = [label for label in lines[i:j] if label]
        labels.append(max(named, key=named.count, default=""))
    roles = combine(masks, facts.first, facts.last)
    noted = note_facts(facts, masks, roles, find_groups(facts))
    if words is not None:
        noted = np.concatenate((noted, describe_wording(facts, words)), 1)
    return Sample(noted, labels, weight)
