"""The front door of `strip`, a name that binutils had first.

Build tools call whatever `strip` comes first on the path: with object files, with archives, with
`-V` to see whether it is GNU's. Such a call is not for us. It goes on to the next `strip` on the
path as it came, and where there is none it is refused, so that no build takes an unstripped file
for a stripped one. All other calls go to `stripper.cli.strip`, which is loaded only then.
"""

# A build may call this a thousand times, and pathlib doubles what it loads.
# ruff: noqa: PTH113, PTH118, PTH120, PTH123

import os
import sys
from collections.abc import Iterator, Sequence

from stripper.cli.exits import USAGE, guard, say
from stripper.signatures import HEAD, is_object

PASSED_BY = "STRIPPER_PASSED_BY"
"""The environment variable that holds the folders whose `strip` had this call already."""
_NAMES = ("strip.exe", "strip") if os.name == "nt" else ("strip",)
_TAKES_FILE = ("-o", "--output")
"""Options whose value is a file that is written: an object file there is no reason to hand over."""


def run() -> int:
    """The command `strip`."""
    return guard(lambda: strip(sys.argv[1:]))


def strip(arguments: Sequence[str]) -> int:
    """Strip pages, or hand the call over where it is one for binutils."""
    cause = find_cause(arguments)
    if cause:
        return hand_over(arguments, cause)
    from stripper.cli.arguments import parse

    given = parse(arguments)  # --help and --version end here, before numpy is loaded
    # our products are small: threads would wait for each other longer than they multiply
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from stripper.cli.strip import strip_inputs

    return strip_inputs(given)


def find_cause(arguments: Sequence[str]) -> str | None:
    """What makes a call one for binutils: `-V`, or an operand that is an object file.

    >>> find_cause(["-V"]), find_cause(["page.txt", "--explain"])
    ('-V', None)
    """
    operands_only = False
    before = ""
    for argument in arguments:
        if not operands_only and argument.startswith("-"):
            if argument == "-V":
                return argument
            operands_only = argument == "--"
        elif before not in _TAKES_FILE and _is_object_file(argument):
            return argument
        before = "" if operands_only else argument
    return None


def hand_over(arguments: Sequence[str], cause: str) -> int:
    """Become the next `strip` on the path; the exit status says that there is none."""
    passed = [p for p in os.environ.get(PASSED_BY, "").split(os.pathsep) if p]
    passed.append(os.path.realpath(os.path.dirname(sys.argv[0])))
    for program in find_programs(passed):
        # The folder tried counts as passed: a wrapper that calls `strip` again must not get itself.
        passed.append(os.path.realpath(os.path.dirname(program)))
        os.environ[PASSED_BY] = os.pathsep.join(passed)
        try:
            return _become(program, arguments)
        except OSError:
            continue  # not a program after all, or one for another machine
    what = "-V asks for binutils' strip" if cause == "-V" else f"{cause} is an object file"
    say(
        f"{what}, this strip takes boilerplate from text, and no other is on the PATH; "
        "nothing was changed"
    )
    return USAGE


def find_programs(passed: Sequence[str]) -> Iterator[str]:
    """The programs named `strip` on the path, but for those in folders that were passed by."""
    for entry in os.environ.get("PATH", os.defpath).split(os.pathsep):
        folder = entry or os.curdir
        if os.path.realpath(folder) in passed:
            continue
        for name in _NAMES:
            program = os.path.join(folder, name)
            if os.path.isfile(program) and os.access(program, os.X_OK):
                yield program


def _become(program: str, arguments: Sequence[str]) -> int:
    if os.name == "nt":  # exec there returns to the caller before the program has ended
        import subprocess

        return subprocess.call([program, *arguments])
    os.execv(program, [program, *arguments])


def _is_object_file(name: str) -> bool:
    try:
        # Only files: a pipe would be emptied by looking into it.
        if not os.path.isfile(name):
            return False
        with open(name, "rb") as stream:
            return is_object(stream.read(HEAD))
    except (OSError, ValueError):
        return False
