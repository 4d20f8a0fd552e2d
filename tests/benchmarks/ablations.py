"""What each part of the model is worth: fitted without it, and scored on a fold of the sites.

    python tests/benchmarks/ablations.py GOLD [--texts fixtures] [--work .training] [PART …]

One network for each part that is left out, all with the same seed, fitted to the pages of three
folds and scored on those of the fourth, without rules: word F1 of gold pages in each kind of form,
and of written pages how much boilerplate goes, and how many of the asks, where 1 % of the words of
their content does. Chance alone moves F1 by half a point of a hundred on mixed pages, by one on
news.
"""

import argparse
import multiprocessing
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from stripper.engines.network import DILATIONS, WIDTH  # noqa: E402
from stripper.evaluate.gold import GOLD_SETS  # noqa: E402
from stripper.features import TABLES, feature_names, wording_columns  # noqa: E402
from stripper.formats.leads import LEADS  # noqa: E402
from stripper.rhythm import RHYTHM  # noqa: E402
from stripper.train import sequence  # noqa: E402
from stripper.train.examples import LABELS, SILVER_SETS, Example  # noqa: E402
from stripper.train.gathering import gather  # noqa: E402
from stripper.train.model import FOLDS, fit_tables, make_lessons  # noqa: E402
from stripper.train.sequence import Lesson, fit_sequence, score_lesson  # noqa: E402

EXTRACTS = ("resiliparse", "trafilatura", "trafilatura_md")
LOST = 0.01
"""Share of the words of content at which written pages are compared."""
COLUMNS = {
    "roles": lambda name: name.startswith("word: "),
    "wording": lambda name: name in WORDING or name.startswith("box: "),
    "shape": lambda name: not name.startswith(("word: ", "box: ")) and name not in WORDING | OTHER,
    "elements": lambda name: name in AROUND,
    "leads": lambda name: name in LEADS,
    "rhythm": lambda name: name in RHYTHM,
}
"""By part: the features that are its own."""
WORDING = set(feature_names()[wording_columns()])
AROUND = set(feature_names()[feature_names().index("an element") :])
OTHER = AROUND | set(LEADS) | set(RHYTHM)
RUN = sequence.run
PARTS = ("nothing", *COLUMNS, "neighbours", "silver labels", "written pages")


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What is kept of an example once its features are built."""

    source: str
    fold: int
    said: npt.NDArray[np.int8] | None
    lesson: Lesson


HELD: list[Held] = []
"""All pages, filled before the processes part."""


def keep(example: Example, lesson: Lesson) -> Held:
    return Held(example.source, example.fold, example.said, lesson)


def hide(lesson: Lesson, part: str) -> Lesson:
    """A page without the features of a part."""
    if part not in COLUMNS:
        return lesson
    features = lesson.features.copy()
    features[:, [at for at, name in enumerate(feature_names()) if COLUMNS[part](name)]] = 0
    return replace(lesson, features=features)


def run_alone(
    net: Any, x: Any, page: Any, count: int, inside: Any, note: Callable[[str, Any], Any]
) -> Any:
    """The forward pass of blocks that see nothing of their neighbours and of their page."""
    import torch

    states = [note("own", torch.relu(net["own"](net.blur(x)))) * inside]
    none = torch.zeros_like(states[0])
    for number in range(len(DILATIONS)):
        window = [states[-1] if at == WIDTH // 2 else none for at in range(WIDTH)]
        near = torch.relu(net[f"near{number}"](torch.cat(window, 1)))
        states.append(note(f"near{number}", near) * inside)
    states.append(torch.zeros(len(x), sequence.CONTEXT))
    joint = note("joint", torch.relu(net["joint"](net.drop(torch.cat(states, 1)))))
    return net["out"](net.drop(joint))[:, 0]


def fits(held: Held, part: str) -> bool:
    if part == "silver labels":
        return not held.source.startswith(SILVER_SETS)
    return part != "written pages" or not held.source.startswith("written")


def ablate(part: str, fold: int) -> dict[str, float]:
    """The scores of a network that is fitted without a part."""
    import torch

    torch.set_num_threads(1)
    sequence.run = run_alone if part == "neighbours" else RUN  # a process fits several
    pages = [hide(h.lesson, part) for h in HELD if h.fold != fold and fits(h, part)]
    net = fit_sequence(pages, lambda line: print(f"{part}: {line}", file=sys.stderr, flush=True))
    del pages
    held = [h for h in HELD if h.fold == fold]
    return measure(held, [score_lesson(net, hide(h.lesson, part)) for h in held])


def measure(held: Sequence[Held], scores: Sequence[npt.NDArray[np.float64]]) -> dict[str, float]:
    """By what it is: a share."""
    found: dict[str, list[float]] = {}
    written: list[tuple[npt.NDArray[Any], ...]] = []
    for page, score in zip(held, scores, strict=True):
        name, _, form = page.source.partition(" ")
        if name in GOLD_SETS:
            kind = "after extractors" if form in EXTRACTS else "HTML" if form == "html" else "text"
            found.setdefault(f"{name} {kind}", []).append(score_page(page.lesson, score))
        elif page.source in ("written page", "written lookalike") and page.said is not None:
            written.append((score, page.lesson.labels, page.lesson.words, page.said))
    result = {name: float(np.mean(values)) for name, values in sorted(found.items())}
    score, labels, words, said = (np.concatenate(column) for column in zip(*written, strict=True))
    order = np.argsort(score[labels == 1])
    lost = np.cumsum(words[labels == 1][order]) / words[labels == 1].sum()
    bar = score[labels == 1][order][np.searchsorted(lost, LOST)]
    asks = np.isin(said, [LABELS.index(name) for name in TABLES["asking"]])
    return result | {
        "written boilerplate": float(
            np.average(score[labels == 0] < bar, weights=words[labels == 0])
        ),
        "written asks": float(np.average(score[asks] < bar, weights=words[asks])),
    }


def score_page(page: Lesson, score: npt.NDArray[np.float64]) -> float:
    """Word F1 of the blocks that score above nothing."""
    known = page.labels >= 0
    kept, content = (score >= 0) & known, page.labels == 1
    hit = page.words[kept & content].sum()
    return float(2 * hit / max(1, page.words[kept].sum() + page.words[content].sum()))


def main(arguments: Sequence[str]) -> int:
    """Measure and write a table to standard output."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("part", nargs="*", help=f"of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--texts", type=Path, default=Path("fixtures"))
    parser.add_argument("--work", type=Path, default=Path(".training"))
    parser.add_argument("--fold", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args(arguments)
    parts = given.part or PARTS
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no part of the model: {', '.join(sorted(unknown))}")

    def report(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    examples = gather(given.gold, given.texts, given.work, report)
    tables = fit_tables([e for e in examples if e.fold != given.fold % FOLDS], report)
    while examples:  # their facts are large, and no longer needed
        few = examples[-500:]
        del examples[-500:]
        HELD.extend(map(keep, few, make_lessons(few, tables)))
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(given.workers, mp_context=context) as pool:
        runs = {part: pool.submit(ablate, part, given.fold) for part in parts}
        for number, (part, run) in enumerate(runs.items()):
            found = run.result()
            if number == 0:
                print(f"{'without':16}" + "".join(f"{name:>28}" for name in found))
            print(f"{part:16}" + "".join(f"{value:28.3f}" for value in found.values()), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
