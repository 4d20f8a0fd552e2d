"""Tasks: a run as pieces of work that any worker can do by itself.

Texts are taken some at a time. An input of records is taken by spans where it can be entered in its
middle. Where it cannot, every worker reads all of it and strips its share: taking a record apart
costs next to nothing beside stripping it. Which part a record belongs to never depends on how many
workers there are, so that the output does not either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol

from stripper.documents import Input, Reading, Span
from stripper.errors import InputError
from stripper.pipeline import Options
from stripper.readers import split

TEXTS = 64
"""Texts in a task."""
PART_RECORDS = 500
"""Records in a part of an input without spans: some seconds' work."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be told on standard error; `plain` is written as it is."""

    text: str
    plain: bool = False


class Listener(Protocol):
    """Whoever is told how a run goes."""

    def enter(self, stage: str) -> None:
        """Another pass over the inputs begins; the stripping itself has no name."""

    def tell(self, note: Note) -> None:
        """Something for standard error."""

    def advance(self, documents: int, share: int = 0) -> None:
        """Some documents are done, and so many bytes of the inputs."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is done to each document of a run."""

    options: Options
    reading: Reading
    account: str = ""
    """`json`, `diff`, or empty for the texts."""
    explain: bool = False
    check: bool = False
    in_place: bool = False
    learn_sites: bool = False
    """Whether the sites of the inputs are learned before they are stripped."""
    named: str | None = None
    """The format that was named, so that suffixes do not count."""
    url: str | None = None
    quiet: bool = False
    colour_out: bool = False
    colour_err: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything goes, settled before the first input is read."""

    inputs: tuple[Input, ...]
    targets: tuple[Path | None, ...]
    """One for each input; None is standard output."""
    shared: Path | None = None
    """The one file that takes the output of all inputs, where there is one."""
    folder: Path | None = None
    """The folder that takes the outputs, where there is one."""
    removed: Path | None = None
    """The file that takes what was removed."""
    learned: Path | None = None
    """The file that takes what was learned of the sites."""
    kept: bool = True
    """Whether what is done of a run that is interrupted can be gone on with."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is joined together: an input of records, or some texts."""

    number: int
    inputs: tuple[Input, ...]
    targets: tuple[Path | None, ...]

    @property
    def records(self) -> bool:
        """Whether it is an input of records."""
        return self.inputs[0].records

    def describe(self, wrong: str) -> Note:
        """Why its input could not be read to its end."""
        return Note(f"{self.inputs[0].name}: {wrong}")


@dataclass(frozen=True, slots=True)
class Task:
    """Work for one worker: a part of a unit, or every `step`-th part from `part` on."""

    unit: Unit
    part: int = 0
    span: Span | None = None
    step: int = 0
    done: frozenset[int] = frozenset()
    """Parts that were done before."""
    wrong: str = ""
    """Why the input cannot be taken further."""


def make_units(plan: Plan) -> list[Unit]:
    """The units of a run, in order."""
    units: list[Unit] = []
    pairs = zip(plan.inputs, plan.targets, strict=True)
    for records, group in groupby(pairs, key=lambda pair: pair[0].records):
        held = list(group)
        size = 1 if records else TEXTS
        for start in range(0, len(held), size):
            inputs, targets = zip(*held[start : start + size], strict=True)
            if plan.shared:
                targets = (None,) * len(inputs)
            units.append(Unit(len(units), inputs, targets))
    return units


def make_tasks(unit: Unit, reading: Reading, workers: int, done: frozenset[int]) -> Iterator[Task]:
    """The tasks of a unit, but for parts that are done."""
    given = unit.inputs[0]
    if not unit.records:
        if 0 not in done:
            yield Task(unit)
        return
    number = 0
    try:
        spans = split(given, reading)
        if spans is not None:
            for number, span in enumerate(spans):
                if span.stop < span.start:
                    spans = None  # it turns out to be a stream
                elif number not in done:
                    yield Task(unit, number, span)
                number += 1
    except InputError as error:
        yield Task(unit, number, wrong=str(error))
        return
    if spans is None or not number:  # nothing in it is a part too: its output is written
        again = given.path is not None and given.path.is_file()
        step = workers if again or given.remote else 1
        for first in range(step):
            yield Task(unit, first, step=step, done=done)
