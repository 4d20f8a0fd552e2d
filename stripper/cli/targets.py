"""Targets: which file the output of each input goes to, and the guards that protect inputs."""

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from stripper.containers import container_of, get_container, packing_of, suffix_of
from stripper.documents import Input
from stripper.errors import InputError, OptionError
from stripper.pipeline import Options
from stripper.readers.operands import PAGES, is_folder
from stripper.readers.saved import SAVED_SUFFIXES
from stripper.runs import Plan
from stripper.writers import FAILURES_SUFFIX, holds_object, is_replaceable


def find_folder(operands: Sequence[str], output: str | None, *, many: bool) -> Path | None:
    """The output folder, where `output` is one: it exists, ends in a slash, or inputs need it.

    `many` says that an operand names several inputs by itself.
    """
    if output is None or output == "-":
        return None
    path = Path(output)
    if path.is_dir() or output.endswith(("/", os.sep)):
        return path
    several = many or len(operands) > 1 or any(map(is_folder, operands))
    return path if several and not container_of(path) else None


def plan_targets(
    inputs: Sequence[Input],
    output: str | None,
    folder: Path | None,
    *,
    in_place: bool,
    account: str,
    removed: str | None = None,
) -> Plan:
    """Settle the target of every input; `account` is `json`, `diff` or empty for the texts.

    Raises `OptionError` where a target is an input, an object file, wanted by two inputs, or of a
    kind that the input cannot be written as.
    """
    listed = _plan_list(inputs, removed, folder)
    if in_place:
        _refuse_second_list(removed)
        _refuse_unwritable(inputs)
        _refuse_journals(inputs, [i.path for i in inputs])
        return Plan(tuple(inputs), tuple(i.path for i in inputs), removed=listed)
    if output is None or output == "-":
        _refuse_redirected(inputs)
        _refuse_joint(inputs, None, account)
        return Plan(tuple(inputs), (None,) * len(inputs), removed=listed)
    if folder is None:
        path = _plan_file(inputs, output, account)
        shared = path if len(inputs) != 1 else None
        return Plan(tuple(inputs), (path,) * len(inputs), shared, removed=listed)
    targets = _plan_folder(inputs, output, folder, account)
    return Plan(tuple(inputs), tuple(targets), folder=folder, removed=listed)


def _plan_list(inputs: Sequence[Input], removed: str | None, folder: Path | None) -> Path | None:
    """The file that lists what was removed, where one is asked for."""
    if removed is None:
        return None
    listed = Path(removed)
    if listed.is_dir():
        raise OptionError(f"--removed {removed} is a folder: name a file in it")
    if not listed.parent.is_dir() and not _is_made(listed.parent, folder):
        raise OptionError(f"--removed {removed}: the folder {listed.parent} does not exist")
    _refuse_inputs(inputs, [listed])
    return listed


def _refuse_second_list(removed: str | None) -> None:
    """Keep the list of an earlier run, where inputs are written over."""
    if removed is not None and is_replaceable(Path(removed)) and Path(removed).exists():
        raise OptionError(
            f"--removed {removed} exists: it may be all that brings back what an earlier run "
            "wrote over, so name another"
        )


def _plan_file(inputs: Sequence[Input], output: str, account: str) -> Path:
    """The one file that all outputs go to."""
    path = Path(output)
    if container_of(path) and not account and not all(i.records for i in inputs):
        raise OptionError(f"texts cannot go into one file of records, {output}: add --json")
    _refuse_inputs(inputs, [path])
    if not path.parent.is_dir():
        raise OptionError(f"--output {output}: the folder {path.parent} does not exist")
    _refuse_joint(inputs, path, account)
    _refuse_journals(inputs, [path] * len(inputs))
    return path


def _plan_folder(inputs: Sequence[Input], output: str, folder: Path, account: str) -> list[Path]:
    """The files of a folder that outputs go to, one for each input."""
    if folder.exists() and not folder.is_dir():
        raise OptionError(f"--output {output} is a file, and several inputs need a folder")
    if suffix_of(folder) in PAGES and not (folder.exists() or output.endswith(("/", os.sep))):
        raise OptionError(
            f"--output {output} is called like a page, and several inputs need a folder: "
            "end its name in /, or write to standard output"
        )
    suffix = ".json" if account == "json" else ""
    targets = [folder / _place(i, account) for i in inputs]
    targets = [
        t if i.records else t.with_name(t.name + suffix)
        for i, t in zip(inputs, targets, strict=True)
    ]
    _refuse_twice(inputs, targets)
    _refuse_inputs(inputs, targets)
    _refuse_journals(inputs, targets)
    return targets


def _is_made(place: Path, folder: Path | None) -> bool:
    """Whether a folder is made by the run, as one that takes the outputs is."""
    return folder is not None and place.resolve().is_relative_to(folder.resolve())


def plan_restoration(inputs: Sequence[Input], output: str, removed: Path) -> list[Path]:
    """Settle which file each of a run's outputs is restored to: several of them go to a folder.

    Raises `OptionError` where that is an input, the list of what was removed, or wanted twice.
    """
    path = Path(output)
    many = len(inputs) > 1 or path.is_dir() or output.endswith(("/", os.sep))
    targets = [path / given.place if many else path for given in inputs]
    _refuse_twice(inputs, targets)
    listed = Input(str(removed), removed, Path(removed.name))
    _refuse_inputs([*inputs, listed], targets, "name another --output")
    _refuse_journals(inputs, targets)
    return targets


def plan_learning(plan: Plan, options: Options) -> Plan:
    """Settle where what is learned goes: beside the output, where that is a file or a folder.

    Raises `OptionError` where an input cannot be read twice, or the place is in use.
    """
    for given in plan.inputs:
        if not given.remote and (given.path is None or given.path.is_fifo()):
            raise OptionError(f"--learn-sites reads twice, and {given.name} can be read but once")
    target = plan.folder or plan.shared or next((t for t in plan.targets if t is not None), None)
    if target is None or not is_replaceable(target) or target in [i.path for i in plan.inputs]:
        return plan
    from stripper.profiles.store import SUFFIX  # with SQLite, which other runs do without

    target = target.resolve()
    learned = target.with_name(target.name + SUFFIX)
    _refuse_inputs(plan.inputs, [learned])
    if learned in [Path(path).resolve() for path in options.site]:
        raise OptionError(f"--site {learned} would be written over by --learn-sites: rename it")
    return replace(plan, learned=learned)


def check_removed(plan: Plan) -> None:
    """Check that the list of what was removed takes no other file's place."""
    if plan.removed is None or not is_replaceable(plan.removed):
        return
    targets = [target for target in (*plan.targets, plan.shared) if target is not None]
    taken = {path.resolve() for target in targets for path in (target, _failures_of(target))}
    if plan.learned is not None:
        taken.add(plan.learned.resolve())
    if plan.removed.resolve() in taken:
        raise OptionError(f"--removed {plan.removed} is written by this run anyway: name another")


def _failures_of(target: Path) -> Path:
    return target.with_name(target.name + FAILURES_SUFFIX)


def _place(given: Input, account: str) -> Path:
    """Where an output stands below a folder; responses become texts, as crawls name them."""
    if given.container != "warc" or account:
        return given.place
    packing = packing_of(given.place)
    stem = given.place.name[: len(given.place.name) - len(packing)]
    return given.place.with_name(f"{stem}.wet{given.place.name[len(stem) :]}")


def _refuse_joint(inputs: Sequence[Input], target: Path | None, account: str) -> None:
    """Check that the records of each input can be written to a target, and those of all to one."""
    if account:
        return
    named = container_of(target) if target is not None else ""
    for given in inputs:
        if not given.records:
            continue
        written = named or (given.container if get_container(given.container).streams else "jsonl")
        known = (
            {given.container, "jsonl", "wet"}
            if given.container == "warc"
            else {given.container, "jsonl"}
        )
        known -= {"warc"}
        if written not in known:
            raise OptionError(
                f"{given.name} cannot be written as {written}, only as {' or '.join(sorted(known))}"
            )
        if len(inputs) > 1 and not get_container(written).joins:
            raise OptionError(
                f"several inputs cannot become one file of {written}: give a folder, or .jsonl"
            )


def _refuse_unwritable(inputs: Iterable[Input]) -> None:
    for given in inputs:
        saved = given.path is not None and suffix_of(given.path) in SAVED_SUFFIXES
        if saved or given.remote or given.container == "warc":
            whole = "a page with all it shows" if saved else "a file of responses"
            what = "an address" if given.remote else whole
            raise OptionError(f"--in-place cannot write {given.name}, {what}: give --output")


def _refuse_journals(inputs: Sequence[Input], targets: Sequence[Path | None]) -> None:
    """Check at once, rather than when all is stripped, that databases may be replaced."""
    for given, target in zip(inputs, targets, strict=True):
        if given.container == "sqlite" and target is not None:
            from stripper.writers.databases import refuse_journal  # SQLite is for databases alone

            try:
                refuse_journal(target)
            except InputError as error:
                raise OptionError(str(error)) from error


def _refuse_twice(inputs: Sequence[Input], targets: Sequence[Path]) -> None:
    """No two outputs become one file."""
    seen: dict[Path, Input] = {}
    for given, target in zip(inputs, targets, strict=True):
        if target in seen:
            both = f"{seen[target].name} and {given.name}"
            raise OptionError(
                f"{both} would be written to one file, {target}: give one of them a run of its own"
            )
        seen[target] = given


def _refuse_inputs(
    inputs: Iterable[Input], targets: Iterable[Path], remedy: str = "to write to it, say --in-place"
) -> None:
    """An input is never written to: not under another name, nor by the list of failures."""
    names = {i.path.resolve(): i for i in inputs if i.path}
    same = {_identity(path): i for path, i in names.items()}
    for target in targets:
        for path in (target, _failures_of(target)):
            hit = names.get(path.resolve())
            if hit is None and path.exists():  # a hard link
                hit = same.get(_identity(path))
            if hit:
                raise OptionError(f"{path} is an input: {remedy}")
        if holds_object(target):
            raise OptionError(f"{target} is an object file, which is never written over")


def _refuse_redirected(inputs: Iterable[Input]) -> None:
    """`strip page.txt >> page.txt` would read what it writes."""
    try:
        out = os.fstat(sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
    for given in inputs:
        if not given.path or _identity(given.path) != (out.st_dev, out.st_ino):
            continue
        if given.path.is_file():
            raise OptionError(f"{given.name} is standard output too: say --in-place to write to it")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino
