"""The tool `stripper rules`: the shipped rules listed and shown, the samples of a user's run."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from stripper.cli.arguments import Parser, add_command
from stripper.cli.exits import DONE, FOUND, USAGE, tell, write

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from stripper.packs.rule import Rule


def add_tool(tools: "_SubParsersAction[Parser]") -> None:
    """Add `rules` and what it does to the toolbox's parser."""
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
            write(f"{rule.id}\t{rule.confidence:g}\t{rule.description}\n")
    return DONE


def show_rule(id: str) -> int:
    """Write one shipped rule as a TOML table, with the fields that it sets; of what else a removal
    may name, say what it is."""
    from difflib import get_close_matches

    from stripper.decisions.meanings import OF_CODE, find_meaning
    from stripper.errors import OptionError

    held = {rule.id: rule for rule in _shipped(_languages())}
    if id in held:
        _show(held[id])
    elif meaning := find_meaning(id):
        write(f"# No rule of a pack.\nid = {json.dumps(id)}\ndescription = {json.dumps(meaning)}\n")
    else:
        near = get_close_matches(id, [*held, *OF_CODE], n=1)
        hint = f"did you mean {near[0]!r}?" if near else "stripper rules list has them all"
        raise OptionError(f"unknown rule {id!r}: {hint}")
    return DONE


def _show(rule: "Rule") -> None:
    from dataclasses import fields

    write(f'category = "{rule.category}"\nlanguage = "{rule.language}"\n\n[[rule]]\n')
    for field in fields(rule):
        value = getattr(rule, field.name)
        if field.name == "points":
            for scope, pairs in rule.points:
                for count in sorted({n for _, n in pairs}, reverse=True):
                    names = json.dumps([name for name, n in pairs if n == count])
                    write(f"points.{scope}.{count} = {names}\n")
        elif field.name not in ("category", "language") and value != field.default:
            content = list(value) if isinstance(value, tuple) else value
            # Texts, lists, numbers and truths are written alike in JSON and TOML.
            write(f"{field.name} = {json.dumps(content, ensure_ascii=False)}\n")


def try_rules(files: Sequence[str]) -> int:
    """Run the samples of a user's rules, also against the shipped rules of their languages."""
    from stripper.packs import ANY, find_strangers, load_user_packs
    from stripper.pipeline.samples import check_samples
    from stripper.report import count_out

    own = load_user_packs(files)
    for stranger in find_strangers(files):
        tell(stranger)
    replaced = {rule.id for rule in own}
    spoken = dict.fromkeys((ANY, *(rule.language for rule in own)))
    others = [rule for rule in _shipped(list(spoken)) if rule.id not in replaced]
    faults = list(check_samples(own, others))
    for fault in faults:
        write(f"{fault}\n")
    samples = sum(len(rule.strip) + len(rule.keep) for rule in own)
    counts = ((len(own), "rule"), (samples, "sample"), (len(faults), "fault"))
    tell(", ".join(count_out(*count) for count in counts))
    return FOUND if faults else DONE


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
