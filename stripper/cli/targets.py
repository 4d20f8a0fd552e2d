"""Targets: which file the output of each input goes to, and the guards that protect inputs."""

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from stripper.documents import Input
from stripper.errors import OptionError
from stripper.readers import is_records
from stripper.writers import FAILURES_SUFFIX, holds_object


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything goes, settled before the first input is read."""

    inputs: tuple[Input, ...]
    targets: tuple[Path | None, ...]
    """One for each input; None is standard output."""
    shared: Path | None = None
    """The one file that takes the output of all inputs, where there is one."""


def find_folder(operands: Sequence[str], output: str | None) -> Path | None:
    """The output folder, where `output` is one: it exists, ends in a slash, or inputs need it."""
    if output is None or output == "-":
        return None
    path = Path(output)
    if path.is_dir() or output.endswith(("/", os.sep)):
        return path
    many = len(operands) > 1 or any(Path(o).is_dir() for o in operands)
    return path if many and not is_records(path) else None


def plan_targets(
    inputs: Sequence[Input],
    output: str | None,
    folder: Path | None,
    *,
    in_place: bool,
    account: str,
) -> Plan:
    """Settle the target of every input; `account` is `json`, `diff` or empty for the texts.

    Raises `OptionError` where a target is an input, an object file, or wanted by two inputs.
    """
    if in_place:
        return Plan(tuple(inputs), tuple(i.path for i in inputs))
    if output is None or output == "-":
        _refuse_redirected(inputs)
        return Plan(tuple(inputs), (None,) * len(inputs))
    if folder is None:
        path = Path(output)
        if len(inputs) > 1 and not account and not all(i.records for i in inputs):
            raise OptionError(f"texts cannot go into one file of records, {output}: add --json")
        _refuse_inputs(inputs, [path])
        if not path.parent.is_dir():
            raise OptionError(f"--output {output}: the folder {path.parent} does not exist")
        return Plan(tuple(inputs), (path,) * len(inputs), path if len(inputs) != 1 else None)
    if folder.exists() and not folder.is_dir():
        raise OptionError(f"--output {output} is a file, and several inputs need a folder")
    suffix = ".json" if account == "json" else ""
    targets = [folder / (i.place if i.records else f"{i.place}{suffix}") for i in inputs]
    seen: dict[Path, Input] = {}
    for given, target in zip(inputs, targets, strict=True):
        if target in seen:
            both = f"{seen[target].name} and {given.name}"
            raise OptionError(f"{both} would be written to one file, {target}")
        seen[target] = given
    _refuse_inputs(inputs, targets)
    return Plan(tuple(inputs), tuple(targets))


def failures_of(target: Path) -> Path:
    """The file beside a target that takes the records which failed."""
    return target.with_name(target.name + FAILURES_SUFFIX)


def _refuse_inputs(inputs: Iterable[Input], targets: Iterable[Path]) -> None:
    """An input is never written to: not under another name, nor by the list of failures."""
    names = {i.path.resolve(): i for i in inputs if i.path}
    same = {_identity(path): i for path, i in names.items()}
    for target in targets:
        for path in (target, failures_of(target)):
            hit = names.get(path.resolve())
            if hit is None and path.exists():  # a hard link
                hit = same.get(_identity(path))
            if hit:
                raise OptionError(f"{path} is an input: to write to it, say --in-place")
        if holds_object(target):
            raise OptionError(f"{target} is an object file, which is never written over")


def _refuse_redirected(inputs: Iterable[Input]) -> None:
    """`strip page.txt >> page.txt` would read what it writes."""
    try:
        out = os.fstat(sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
    for given in inputs:
        if not given.path or not given.path.is_file():
            continue
        if _identity(given.path) == (out.st_dev, out.st_ino):
            raise OptionError(f"{given.name} is standard output too: say --in-place to write to it")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino
