"""The tools that score: `stripper evaluate` strips labelled pages and says how well that went, and
`stripper card` shows what the weights were fitted to and what they reach."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from stripper.cli.arguments import Parser, add_command
from stripper.cli.exits import DONE, write


def add_tools(tools: "argparse._SubParsersAction[Parser]") -> None:
    """Add the tools and their switches to the toolbox."""
    parser = add_command(tools, "evaluate", "strip labelled pages and score the answers")
    parser.add_argument(
        "labelled", metavar="LABELLED", nargs="+", help=".lines, .labels.html, JSONL or folder"
    )
    parser.add_argument("--json", action="store_true", help="the scores as one JSON object")
    parser.add_argument("--preset", metavar="NAME", help="precise, balanced (default) or thorough")
    parser.add_argument("--input", metavar="KIND", help="page, extract or auto (default)")
    parser.add_argument("--no-model", action="store_true", help="score the rules alone")
    parser.add_argument("--weights", metavar="FILE", help="weights of stripper train, to score")
    parser.add_argument(
        "--site", metavar="PATH", help="site profiles, whose gain and loss are shown"
    )
    parser.set_defaults(tool=score)
    card = add_command(tools, "card", "what the weights were fitted to, and what they reach")
    card.add_argument("--weights", metavar="FILE", help="weights of stripper train")
    card.set_defaults(tool=show_card)


def score(
    labelled: Sequence[str],
    json: bool = False,
    preset: str | None = None,
    input: str | None = None,
    no_model: bool = False,
    weights: str | None = None,
    site: str | None = None,
) -> int:
    """Strip labelled pages and write how much boilerplate went, how much content was lost and how
    the words left compare; with site profiles, without them and with them."""
    from json import dumps

    from stripper.errors import InputError, OptionError
    from stripper.evaluate import evaluate, summarise
    from stripper.evaluate.labelled import read_labelled
    from stripper.pipeline import Options, Stripper

    if no_model and weights:
        raise OptionError("--weights is of the model, and --no-model scores rules alone: give one")
    options = Options(
        preset=preset or "balanced", input=input or "auto", model=not no_model, weights=weights
    )
    strippers = {"": Stripper(options)}
    if site:
        strippers[" with site"] = Stripper(options, site=site)
    pages = [page for name in labelled for page in read_labelled(Path(name))]
    if not pages:
        raise InputError(f"no labelled pages in {', '.join(labelled)}")
    table = {
        group + suffix: {"pages": held.pages, **summarise(held, stripper)}
        for suffix, stripper in strippers.items()
        for group, held in evaluate(pages, stripper)[0].items()
    }
    shown = dumps(table, ensure_ascii=False) + "\n" if json else _tabulate(table)
    write(shown)
    return DONE


def show_card(weights: str | None = None) -> int:
    """Write the card that travels inside the weights, under their digest."""
    from stripper.engines.model import read_weights, shipped
    from stripper.version import digest_weights

    network = read_weights(weights) if weights else shipped()
    text = f"Weights {digest_weights(weights)}\n{network.card}\n"
    write(text)
    return DONE


def _tabulate(table: dict[str, dict[str, float]]) -> str:
    """Groups as rows, rates as columns; a dash where a group has nothing to rate."""
    names = list(dict.fromkeys(name for row in table.values() for name in row))
    width = max(len(group) for group in table) + 2
    sizes = {name: max(len(name), len("100.0")) for name in names}
    lines = [" " * width + "  ".join(name.rjust(sizes[name]) for name in names)]
    for group in sorted(table, key=lambda g: (g.split()[0] != "all", g)):
        cells = (format(table[group].get(n, "-"), f">{sizes[n]}") for n in names)
        lines.append(group.ljust(width) + "  ".join(cells))
    return "\n".join(lines) + "\n"
