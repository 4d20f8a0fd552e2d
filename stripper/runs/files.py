"""Part files: what a part becomes on disk, until all parts are joined."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from stripper.containers import container_of, get_container, packing_of
from stripper.documents import Input
from stripper.errors import InputError
from stripper.runs.outlets import Outlet
from stripper.runs.staging import Staging
from stripper.runs.tasks import Job, Task, Unit
from stripper.streams import packed
from stripper.writers import UNFINISHED, Sink, Writer, container_module, explained

OUT, FAILED, REMOVED = "out", "failed", "removed"
KINDS = (OUT, FAILED, REMOVED)


@dataclass(frozen=True, slots=True)
class PartFiles:
    """The folder in which parts are written, and what they become parts of."""

    folder: Path
    shared: Path | None = None
    stream: bool = False
    """Whether they go to standard output in the end."""
    removed: Path | None = None
    failures: bool = True
    """Whether failures are kept in files, rather than told."""
    staging: Staging | None = None
    """Where texts that are written over wait, where what is removed from them is kept."""
    temporary: bool = False
    """Whether the folder is one of the system's, on another disk than the outputs perhaps."""

    def path(self, unit: int, part: int, kind: str) -> Path:
        """Where a file of a part stands when it is whole."""
        return self.folder / f"{unit:06d}-{part:06d}.{kind}"

    def target(self, unit: Unit) -> Path | None:
        """What an input's parts become; None for texts that have targets of their own."""
        return self.shared or (unit.targets[0] if unit.records else None)

    @contextmanager
    def open(self, job: Job, task: Task, part: int) -> Iterator[Outlet]:
        """An outlet to the files of a part; they take their names when the block ends."""
        unit = task.unit
        target = self.target(unit)
        streams: dict[str, Sink] = {}
        with self._explained(target), ExitStack() as stack:
            for kind, packing in self._kinds(job, unit, target):
                raw = stack.enter_context(
                    self._beside(self.path(unit.number, part, kind)).open("wb")
                )
                streams[kind] = Sink(stack.enter_context(packed(raw, packing)))
            writer, wrong = None, ""
            sink = streams.get(OUT)
            if sink is not None and unit.records and not job.account:
                first = not part and not (unit.number and (self.shared or self.stream))
                try:
                    writer = open_writer(job, unit.inputs[0], target, sink, first=first)
                except InputError as error:  # where a schema is wanted that cannot be read
                    wrong = str(error)
            outlet = Outlet(
                job, sink, writer, streams.get(FAILED), streams.get(REMOVED),
                folder=self.folder, staging=self.staging,
            )  # fmt: skip
            outlet.wrong = wrong
            yield outlet
            if writer is not None:
                writer.close()
        with self._explained(target):
            for kind in streams:
                whole = self.path(unit.number, part, kind)
                self._beside(whole).replace(whole)

    def _explained(self, target: Path | None) -> AbstractContextManager[None]:
        if self.temporary:
            return explained(self.folder.parent, ": TMPDIR names another temporary folder")
        return explained(target or self.folder)

    def _beside(self, whole: Path) -> Path:
        return whole.with_name(f"{whole.name}.{os.getpid()}{UNFINISHED}")

    def _kinds(self, job: Job, unit: Unit, target: Path | None) -> Iterator[tuple[str, str]]:
        if not job.check and (self.shared or self.stream or unit.records):
            container = written_container(job, unit.inputs[0], target)
            yield OUT, packing_of(target) if target and container != "wet" else ""
        if unit.records and self.failures and not job.check:
            yield FAILED, ""
        if self.removed:
            yield REMOVED, packing_of(self.removed)


def written_container(job: Job, given: Input, target: Path | None) -> str:
    """The container that an input's records are written in; empty for texts and accounts."""
    if job.account or not given.records:
        return ""
    if job.in_place:
        return given.container
    named = container_of(target) if target is not None else ""
    return named or (given.container if get_container(given.container).streams else "jsonl")


def open_writer(job: Job, given: Input, target: Path | None, sink: Sink, *, first: bool) -> Writer:
    """The writer of an input's records."""
    module = container_module(written_container(job, given, target))
    return module.open_part(sink, given, job.reading, target, first=first, explained=job.explain)
