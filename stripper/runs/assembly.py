"""Assembly: parts put together in order, whatever the order in which they were done."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from stripper.documents import Failure, Input
from stripper.runs.files import FAILED, KINDS, OUT, REMOVED, PartFiles, written_container
from stripper.runs.journal import Journal
from stripper.runs.parts import Done, Ended
from stripper.runs.staging import sync
from stripper.runs.tally import Tally
from stripper.runs.tasks import Job, Listener, Note, Plan, Task, Unit, make_tasks
from stripper.writers import FAILURES_SUFFIX, Part, Sink, beside, container_module
from stripper.writers.lines import copy_parts, join, write_failure


class Assembly:
    """Hands out the tasks of a run and makes its outputs of the parts that come back."""

    def __init__(
        self,
        job: Job,
        plan: Plan,
        units: Sequence[Unit],
        files: PartFiles,
        journal: Journal,
        listener: Listener,
        sink: Sink | None,
    ) -> None:
        self._job = job
        self._plan = plan
        self._units = units
        self._files = files
        self._journal = journal
        self._listener = listener
        self._sink = sink
        self._tally = Tally()
        self._at = 0
        """The unit that is being put together, and how many of its parts have been."""
        self._settled = 0
        self._begun = 0
        """The units of which all tasks were handed out are those before this one."""
        self._open: list[int] = [0] * len(units)
        """How many tasks of each unit are being carried out."""
        self._wrong: dict[int, str] = {}
        self._line_open = False
        self.waiting = 0
        """How many parts are done and cannot be settled before another one is."""
        for parts in journal.parts.values():
            self.waiting += len(parts)
            for done in parts.values():
                listener.advance(done.tally.documents, done.share)

    def list_tasks(self, workers: int) -> Iterator[Task]:
        """The tasks that are not done, in order."""
        for unit in self._units:
            if unit.number not in self._journal.joined:
                done = self._journal.done_of(unit.number)
                for task in make_tasks(unit, self._job.reading, workers, done):
                    self._open[unit.number] += 1
                    yield task
            self._begun = unit.number + 1
            self._settle()

    def take(self, answer: Done | Ended) -> None:
        """Take note of a part that is done, or of a task that has ended."""
        if answer.wrong:
            self._wrong.setdefault(answer.unit, answer.wrong)
        if isinstance(answer, Ended):
            self._open[answer.unit] -= 1
        else:
            self._journal.add_part(answer)
            self.waiting += 1
        self._settle()

    def finish(self) -> Tally:
        """Write what takes the output of all inputs; returns the counts of the run."""
        self._settle()
        assert self._at == len(self._units)
        shared = self._plan.shared
        if shared is not None and self._files.failures and not self._job.check:
            if self._tally.written or not self._tally.failed:
                self._join(self._list_parts(OUT), shared, self._units[0].inputs[0])
            self._write_failures(shared, self._list_parts(FAILED))
        if self._plan.removed is not None:
            with beside(self._plan.removed, self._files.folder) as whole:
                parts = self._list_parts(REMOVED)
                join(parts, whole.path, self._plan.removed, self._units[0].inputs[0])
                sync(whole.path)
        if self._files.staging is not None:
            for wrong in self._files.staging.release(self._plan.targets):
                self._tally.failed += 1
                self._listener.tell(Note(wrong))
        return self._tally

    def _settle(self) -> None:
        """Settle the parts whose turn it is, and the inputs all of whose parts are done."""
        while self._at < len(self._units):
            unit = self._units[self._at]
            parts = self._journal.parts.get(unit.number, {})
            while (done := parts.get(self._settled)) is not None:
                self._settle_part(unit, done)
                parts[self._settled] = replace(done, notes=())
                self._settled += 1
                self.waiting -= 1
            if self._at >= self._begun or self._open[unit.number]:
                return
            self._settle_unit(unit)
            self._at += 1
            self._settled = 0

    def _settle_part(self, unit: Unit, done: Done) -> None:
        self._tally.add(done.tally)
        for note in done.notes:
            self._listener.tell(note)
        if self._sink is not None:
            path = self._files.path(unit.number, done.part, OUT)
            part = Part(path, unit.records, done.open_end)
            self._line_open = copy_parts([part], self._sink.stream, "", line_open=self._line_open)
            path.unlink()

    def _settle_unit(self, unit: Unit) -> None:
        wrong = self._wrong.get(unit.number)
        if wrong is not None:
            self._tally.failed += 1
            self._listener.tell(unit.describe(wrong))
        target = unit.targets[0]
        own = unit.records and target is not None and not self._plan.shared and not self._sink
        if not own or self._job.check or unit.number in self._journal.joined:
            return
        assert target is not None
        # What could be read of a damaged input is no whole file: its target stays as it was.
        if wrong is None:
            changed = any(d.tally.changed for d in self._journal.parts[unit.number].values())
            refused: Sequence[Failure] = ()
            if changed or not self._job.in_place:
                refused = self._join(self._list_parts(OUT, unit), target, unit.inputs[0])
            self._tally.failed += len(refused)
            if self._files.failures:
                self._write_failures(target, self._list_parts(FAILED, unit), refused)
            else:
                for failure in refused:
                    self._listener.tell(Note(f"{failure.name}: {failure.error}"))
            self._journal.add_joined(unit.number)
        for kind in KINDS:
            for part in self._list_parts(kind, unit) if kind != REMOVED else ():
                part.path.unlink()

    def _join(self, parts: Sequence[Part], target: Path, given: Input) -> Sequence[Failure]:
        module = container_module(written_container(self._job, given, target))
        staging = self._files.staging
        with staging.beside(target) if staging else beside(target, self._files.folder) as whole:
            refused = module.join(parts, whole.path, target, given)
            sync(whole.path)
        return refused

    def _write_failures(
        self, target: Path, parts: Sequence[Part], refused: Sequence[Failure] = ()
    ) -> None:
        """Write the list of records that failed, or take away that of an earlier run."""
        listed = target.with_name(target.name + FAILURES_SUFFIX)
        count = sum(_count_lines(part.path) for part in parts) + len(refused)
        if not count:
            if listed.is_file():
                listed.unlink()
            return
        with beside(listed, self._files.folder) as whole, whole.path.open("wb") as out:
            copy_parts(parts, out, "")
            for failure in refused:
                write_failure(failure, Sink(out))
        records = "record" if count == 1 else "records"
        self._listener.tell(Note(f"{count} {records} failed: see {listed}"))

    def _list_parts(self, kind: str, unit: Unit | None = None) -> list[Part]:
        """The files of one kind, in order, of one unit or of all."""
        found = []
        for each in self._units if unit is None else (unit,):
            for part, done in sorted(self._journal.parts.get(each.number, {}).items()):
                path = self._files.path(each.number, part, kind)
                if path.exists():
                    lines = kind != OUT or each.records
                    found.append(Part(path, lines, kind == OUT and done.open_end))
        return found


def _count_lines(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(piece.count(b"\n") for piece in iter(lambda: stream.read(1 << 20), b""))
