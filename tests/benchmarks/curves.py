"""The curve that the presets are points on: word F1 against content lost, by the model's threshold.

    stripper train GOLD -o part.npz --without-fold 0
    python tests/benchmarks/curves.py GOLD part.npz --fold 0 [--work .training]

Scores the gold-standard pages of the sites that the weights were fitted without (and that are not
held out for good), in each form, with rules and model, at each threshold.
"""

import argparse
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from stripper.decisions import inputs  # noqa: E402
from stripper.engines import model  # noqa: E402
from stripper.engines.network import load_network  # noqa: E402
from stripper.evaluate.gold import GOLD_SETS, find_site, is_held_out, read_gold  # noqa: E402
from stripper.evaluate.held_out import FLOOR_TRACKS, score_results, strip_pages  # noqa: E402
from stripper.evaluate.words import summarise_pages  # noqa: E402
from stripper.train.model import FOLDS  # noqa: E402

STEPS = (-320, -240, -160, -96, -64, -32, 0, 16, 32)
"""Thresholds, in 64ths of a logit."""


def main(arguments: Sequence[str]) -> int:
    """Measure and write a table to standard output."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--fold", type=int, default=0)
    parser.add_argument("--work", type=Path, default=Path(".training"))
    given = parser.parse_args(arguments)
    given.work.mkdir(parents=True, exist_ok=True)
    network = load_network(given.weights)
    model.shipped = lambda: network
    print(f"{'':28}" + "".join(f"{step / 64:>14.2f}" for step in STEPS))
    for name in GOLD_SETS:
        pages = [
            p
            for p in read_gold(given.gold, name)
            if p["main_content"]
            and not is_held_out(p)
            and zlib.crc32(find_site(p).encode()) % FOLDS == given.fold
        ]
        for track in FLOOR_TRACKS:
            cells = []
            for step in STEPS:
                inputs.THRESHOLDS = dict.fromkeys(inputs.THRESHOLDS, step)
                stripped = strip_pages(pages, track, given.work, name)
                found = summarise_pages(score_results(stripped, track))
                cells.append(f"{found['f1']:.3f} {100 * found['content_lost']:5.2f} %")
            print(f"{name + ' ' + track:28}" + "".join(f"{cell:>14}" for cell in cells))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
