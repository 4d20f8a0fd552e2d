"""The tool `stripper restore`: what strip was given, from what it wrote and what it removed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stripper.cli.arguments import Parser, add_command
from stripper.cli.exits import DONE, tell

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_tool(tools: "_SubParsersAction[Parser]") -> None:
    """Add `restore` to the toolbox's parser."""
    restoring = add_command(tools, "restore", "put back what was removed from outputs of strip")
    add = restoring.add_argument
    add("outputs", metavar="OUTPUT", nargs="+", help="what strip has written")
    add("--removed", metavar="FILE", required=True, help="what --removed had it keep")
    add("-o", "--output", metavar="PATH", required=True, help="a file, or a folder for several")
    restoring.set_defaults(tool=restore)


def restore(outputs: Sequence[str], removed: str, output: str) -> int:
    """Write what strip was given, from what it wrote and what it removed."""
    from stripper.cli.targets import plan_restoration
    from stripper.readers.operands import find_inputs
    from stripper.report import count_out
    from stripper.runs.restoration import restore_outputs

    target = Path(output)
    inputs = list(find_inputs(outputs, outside=target if target.is_dir() else None))
    targets = plan_restoration(inputs, output, Path(removed))
    count = restore_outputs(inputs, targets, Path(removed), tell)
    tell(f"{count_out(count, 'document')} restored")
    return DONE
