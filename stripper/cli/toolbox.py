"""The toolbox `stripper`: the command `strip` under another name, and tools with a module each."""

import sys
from collections.abc import Callable, Sequence

from stripper import __version__
from stripper.cli import learning, restoring, rules, scoring, sites, training
from stripper.cli.arguments import Parser
from stripper.cli.exits import TOOLBOX, USAGE, guard, tell


def run() -> int:
    """The command `stripper`."""
    name = "strip" if sys.argv[1:2] == ["strip"] else TOOLBOX
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
        tell(str(error))
        return error.exit_code


def make_parser() -> Parser:
    """The parser of the toolbox; `strip` is listed in it and parsed by itself."""
    parser = Parser(
        TOOLBOX,
        description="The toolbox of strip; `stripper TOOL --help` has more on each.",
        allow_abbrev=False,
    )
    version = f"{TOOLBOX} (boilerstrip) {__version__}"
    parser.add_argument("--version", action="version", version=version)
    tools = parser.add_subparsers(title="tools", metavar="TOOL", dest="command")
    tools.add_parser("strip", help="strip pages: all that the command strip does")
    rules.add_tool(tools)
    restoring.add_tool(tools)
    scoring.add_tools(tools)
    learning.add_tool(tools)
    sites.add_tool(tools)
    training.add_tool(tools)
    return parser
