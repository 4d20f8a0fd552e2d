"""Parts: tasks carried out, one part at a time, by whichever worker has them."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from stripper.batch import Batch
from stripper.documents import Document, Failure, Input, Meter
from stripper.errors import InputError
from stripper.readers import read_document, read_records, reader_of
from stripper.runs.outlets import Outlet
from stripper.runs.tally import Tally
from stripper.runs.tasks import PART_RECORDS, Job, Note, Task

Documents = Iterator[Document | Failure]
Opener = Callable[[Job, Task, int], AbstractContextManager[Outlet]]
"""Opens the outlet of a part."""


@dataclass(frozen=True, slots=True)
class Done:
    """A part that is done."""

    unit: int
    part: int
    tally: Tally
    open_end: bool = False
    """Whether its last line has no end."""
    wrong: str = ""
    """Why the input could not be read to its end."""
    share: int = 0
    """How many bytes of the input it was, where that is known."""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Ended:
    """A task that has ended, perhaps before its input did."""

    unit: int
    wrong: str = ""


class Stripping:
    """Carries out tasks, one after another."""

    def __init__(self, job: Job, open_part: Opener, tick: Callable[[], None]) -> None:
        self._job = job
        self._open = open_part
        self._tick = tick
        self._batch = Batch(job.options)

    def carry_out(self, task: Task) -> Iterator[Done | Ended]:
        """Strip the documents of a task; says of each part that it is done, then that all are."""
        return carry_out(task, self._job, self._strip)

    def _strip(self, task: Task, part: int, documents: Documents) -> Done:
        unit = task.unit
        targets = dict(zip(unit.inputs, unit.targets, strict=True)) if not unit.records else {}
        with self._open(self._job, task, part) as outlet:
            for outcome in self._batch.strip(documents):
                given = outcome.input if isinstance(outcome, Failure) else outcome[0].input
                outlet.take(outcome, targets.get(given))
                self._tick()
        share = task.span.share if task.span else 0
        return Done(
            unit.number, part, outlet.tally, outlet.open_end, outlet.wrong, share,
            tuple(outlet.notes),
        )  # fmt: skip


def carry_out(
    task: Task, job: Job, take: Callable[[Task, int, Documents], Done]
) -> Iterator[Done | Ended]:
    """Have the documents of each part of a task taken."""
    number = task.unit.number
    if task.wrong:
        yield Ended(number, wrong=task.wrong)
    elif task.step:
        yield from _take_turns(task, job, take)
    elif task.unit.records:
        assert task.span is not None
        yield take(task, task.part, read_records(task.unit.inputs[0], job.reading, task.span))
        yield Ended(number)
    else:
        done = take(task, 0, (_read(given, job) for given in task.unit.inputs))
        yield replace(done, share=sum(map(_measure, task.unit.inputs)))
        yield Ended(number)


def _take_turns(
    task: Task, job: Job, take: Callable[[Task, int, Documents], Done]
) -> Iterator[Done | Ended]:
    """Read an input from its start and have the parts taken that are this task's turn."""
    meter = Meter()
    given, reader = replace(task.unit.inputs[0], meter=meter), reader_of(task.unit.inputs[0])
    number = -1
    read = 0
    try:
        raws = enumerate(reader.scan(given, job.reading, None))
        for number, group in groupby(raws, key=lambda pair: pair[0] // PART_RECORDS):
            if number % task.step == task.part and number not in task.done:
                done = take(task, number, _parse(task, job, group))
                yield replace(done, share=meter.tell() - read)
            else:
                deque(group, maxlen=0)
            read = meter.tell()
    except InputError as error:
        if number < 0 and not task.part:
            yield take(task, 0, iter([Failure(given, given.name, str(error), whole=True)]))
        yield Ended(task.unit.number, str(error))
        return
    if number < 0 and not task.part and 0 not in task.done:
        yield take(task, 0, iter(()))
    yield Ended(task.unit.number)


def _read(given: Input, job: Job) -> Document | Failure:
    try:
        document = read_document(given, job.reading, source_format=job.named)
    except InputError as error:
        return Failure(given, given.name, str(error))
    return replace(document, url=job.url or document.url)


def _measure(given: Input) -> int:
    try:
        return given.path.stat().st_size if given.path else 0
    except OSError:
        return 0


def _parse(task: Task, job: Job, group: Iterator[tuple[int, Any]]) -> Documents:
    given = task.unit.inputs[0]
    reader = reader_of(given)
    try:
        for _, raw in group:
            yield reader.parse(given, job.reading, raw)
    except InputError as error:
        yield Failure(given, given.name, str(error), whole=True)
