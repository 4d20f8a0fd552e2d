"""The tool `stripper train`: the model's weights, or the points of rules, from labelled pages."""

from pathlib import Path
from typing import TYPE_CHECKING

from stripper.cli.arguments import Parser, add_command
from stripper.cli.exits import DONE, tell, write

if TYPE_CHECKING:
    from argparse import _SubParsersAction

WEIGHTS = "weights.npz"
"""Where the weights are written when no other file is named."""


def add_tool(tools: "_SubParsersAction[Parser]") -> None:
    """Add `train` to the toolbox's parser."""
    training = add_command(tools, "train", "fit the model's weights to labelled pages")
    add = training.add_argument
    add("gold", metavar="GOLD", help="a folder of gold-standard pages")
    add("--texts", metavar="FOLDER", default="fixtures",
        help="written texts: its blocks, lookalikes and training (default: fixtures)")  # fmt: skip
    add("--work", metavar="FOLDER", default=".training",
        help="where renditions are kept between runs (default: .training)")  # fmt: skip
    add("-o", "--output", metavar="FILE", help=f"the weights (default: {WEIGHTS})")
    add("--without-fold", metavar="N", type=int,
        help="leave out a quarter of the sites, to measure on it")  # fmt: skip
    add("--points", metavar="FOLDER",
        help="instead of the model, fit the rules by points in the packs of this folder",
    )  # fmt: skip
    training.set_defaults(tool=fit)


def fit(
    gold: str,
    texts: str,
    work: str,
    output: str | None = None,
    without_fold: int | None = None,
    points: str | None = None,
) -> int:
    """Fit the weights, or the points of rules, and write them; what is slow is kept in the work
    folder and used again."""
    if points is not None:
        if output is not None or without_fold is not None:
            from stripper.errors import OptionError

            raise OptionError("--points writes packs and no weights: leave the other switches out")
        from stripper.train.points import fit_to

        fit_to(Path(gold), Path(texts), Path(work), Path(points), tell)
        return DONE
    from stripper.train.model import train_to

    output = output or WEIGHTS
    digest = train_to(Path(gold), Path(texts), Path(work), Path(output), without_fold, tell)
    write(f"{output}\t{digest}\n")
    return DONE
