"""The toolbox `stripper`: the command `strip` under another name, rules, scores, training."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stripper import __version__
from stripper.cli import learning, scoring, sites
from stripper.cli.arguments import Parser, add_command
from stripper.cli.exits import DONE, FOUND, USAGE, guard, say

if TYPE_CHECKING:
    from stripper.packs.rule import Rule

NAME = "stripper"


def run() -> int:
    """The command `stripper`."""
    name = "strip" if sys.argv[1:2] == ["strip"] else NAME
    return guard(lambda: use(sys.argv[1:]), name=name)


def use(arguments: Sequence[str]) -> int:
    """Run one tool; the first argument names it."""
    if arguments and arguments[0] == "strip":
        from stripper.cli.front import strip

        return strip(arguments[1:])
    parser = make_parser()
    given = parser.parse_args(arguments)
    tool: Callable[..., int] | None = getattr(given, "tool", None)
    if tool is None:
        parser.print_help(sys.stderr)
        return USAGE
    values = {k: v for k, v in vars(given).items() if k not in ("tool", "command", "subcommand")}
    from stripper.errors import StripperError

    try:
        return tool(**values)
    except StripperError as error:
        say(str(error), command=NAME)
        return error.exit_code


def make_parser() -> Parser:
    """The parser of the toolbox; `strip` is listed in it and parsed by itself."""
    parser = Parser(
        NAME,
        description="The toolbox of strip; `stripper TOOL --help` has more on each.",
        allow_abbrev=False,
    )
    version = f"{NAME} (boilerstrip) {__version__}"
    parser.add_argument("--version", action="version", version=version)
    tools = parser.add_subparsers(title="tools", metavar="TOOL", dest="command")
    tools.add_parser("strip", help="strip pages: all that the command strip does")
    rules = add_command(tools, "rules", "look at rules and try them")
    rules.set_defaults(tool=_help_of(rules))
    acts = rules.add_subparsers(metavar="ACT", dest="subcommand")
    listing = add_command(acts, "list", "the shipped rules: id, confidence, description")
    listing.add_argument("--language", metavar="CODE", help="a language, or any")
    listing.add_argument("--category", metavar="NAME", help="what the rules take, such as share")
    listing.set_defaults(tool=list_rules)
    showing = add_command(acts, "show", "all of one rule, as its pack has it")
    showing.add_argument("id", metavar="ID", help="as listed, such as en/newsletter/labels")
    showing.set_defaults(tool=show_rule)
    testing = add_command(acts, "test", "run the samples of your own rules")
    testing.add_argument("files", metavar="FILE", nargs="+", help="as strip --rules takes it")
    testing.set_defaults(tool=try_rules)
    restoring = add_command(tools, "restore", "put back what was removed from outputs of strip")
    restoring.add_argument("outputs", metavar="OUTPUT", nargs="+", help="what strip has written")
    restoring.add_argument(
        "--removed", metavar="FILE", required=True, help="what --removed had it keep"
    )
    restoring.add_argument(
        "-o", "--output", metavar="PATH", required=True, help="a file, or a folder for several"
    )
    restoring.set_defaults(tool=restore)
    scoring.add_tools(tools)
    learning.add_tool(tools)
    sites.add_tool(tools)
    training = add_command(tools, "train", "fit the model's weights to labelled pages")
    training.add_argument("gold", metavar="GOLD", help="a folder of gold-standard pages")
    training.add_argument(
        "--texts",
        metavar="FOLDER",
        default="fixtures",
        help="written texts: its blocks, lookalikes and training (default: fixtures)",
    )
    training.add_argument(
        "--work",
        metavar="FOLDER",
        default=".training",
        help="where renditions are kept between runs (default: .training)",
    )
    training.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="the weights (default: weights.npz)",
    )
    training.add_argument(
        "--without-fold",
        metavar="N",
        type=int,
        help="leave out a quarter of the sites, to measure on it",
    )
    training.add_argument(
        "--points",
        metavar="FOLDER",
        help="instead of the model, fit the rules by points in the packs of this folder",
    )
    training.set_defaults(tool=fit)
    return parser


def list_rules(language: str | None = None, category: str | None = None) -> int:
    """Write the shipped rules, one a line."""
    from stripper.errors import OptionError, unknown
    from stripper.packs import categories

    if category is not None and category not in categories():
        raise OptionError(unknown("category", category, categories()))
    if language is not None and language not in _languages():
        raise OptionError(unknown("language", language, _languages()))
    for rule in _shipped([language] if language else _languages()):
        if category in (None, rule.category):
            _write(f"{rule.id}\t{rule.confidence:g}\t{rule.description}\n")
    return DONE


def show_rule(id: str) -> int:
    """Write one shipped rule as a TOML table, with the fields that it sets."""
    from dataclasses import fields
    from difflib import get_close_matches

    from stripper.errors import OptionError

    held = {rule.id: rule for rule in _shipped(_languages())}
    if id not in held:
        near = get_close_matches(id, held, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "stripper rules list has them all"
        raise OptionError(f"unknown rule {id!r}: {hint}")
    rule = held[id]
    _write(f'category = "{rule.category}"\nlanguage = "{rule.language}"\n\n[[rule]]\n')
    for field in fields(rule):
        value = getattr(rule, field.name)
        if field.name == "points":
            for scope, pairs in rule.points:
                for count in sorted({n for _, n in pairs}, reverse=True):
                    names = json.dumps([name for name, n in pairs if n == count])
                    _write(f"points.{scope}.{count} = {names}\n")
        elif field.name not in ("category", "language") and value != field.default:
            content = list(value) if isinstance(value, tuple) else value
            # Texts, lists, numbers and truths are written alike in JSON and TOML.
            _write(f"{field.name} = {json.dumps(content, ensure_ascii=False)}\n")
    return DONE


def try_rules(files: Sequence[str]) -> int:
    """Run the samples of a user's rules, also against the shipped rules of their languages."""
    from stripper.packs import ANY, find_strangers, load_user_packs
    from stripper.pipeline.samples import check_samples
    from stripper.report import count_out

    own = load_user_packs(files)
    for stranger in find_strangers(files):
        say(stranger, command=NAME)
    replaced = {rule.id for rule in own}
    spoken = dict.fromkeys((ANY, *(rule.language for rule in own)))
    others = [rule for rule in _shipped(list(spoken)) if rule.id not in replaced]
    faults = list(check_samples(own, others))
    for fault in faults:
        _write(f"{fault}\n")
    samples = sum(len(rule.strip) + len(rule.keep) for rule in own)
    counts = ((len(own), "rule"), (samples, "sample"), (len(faults), "fault"))
    say(", ".join(count_out(*count) for count in counts), command=NAME)
    return FOUND if faults else DONE


def restore(outputs: Sequence[str], removed: str, output: str) -> int:
    """Write what strip was given, from what it wrote and what it removed."""
    from stripper.cli.targets import plan_restoration
    from stripper.readers.operands import find_inputs
    from stripper.report import count_out
    from stripper.runs.restoration import restore_outputs

    target = Path(output)
    inputs = list(find_inputs(outputs, outside=target if target.is_dir() else None))
    targets = plan_restoration(inputs, output, Path(removed))
    count = restore_outputs(inputs, targets, Path(removed), lambda line: say(line, command=NAME))
    say(f"{count_out(count, 'document')} restored", command=NAME)
    return DONE


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

        fit_to(
            Path(gold), Path(texts), Path(work), Path(points),
            lambda line: say(line, command=NAME),
        )  # fmt: skip
        return DONE
    from stripper.train.model import train_to

    output = output or "weights.npz"
    digest = train_to(
        Path(gold), Path(texts), Path(work), Path(output), without_fold,
        lambda line: say(line, command=NAME),
    )  # fmt: skip
    _write(f"{output}\t{digest}\n")
    return DONE


def _help_of(parser: Parser) -> Callable[[], int]:
    def show() -> int:
        parser.print_help(sys.stderr)
        return USAGE

    return show


def _shipped(codes: Sequence[str]) -> Iterator["Rule"]:
    from stripper.packs import load_packs

    for code in codes:
        yield from load_packs(code)


def _languages() -> list[str]:
    from stripper.lexicons import languages
    from stripper.packs import ANY

    return [ANY, *languages()]


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8"))
