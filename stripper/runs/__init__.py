"""Runs: many inputs, many workers, one output in order; what was killed goes on where it stopped.

Each part of an input is written to files of its own, which take their names when they are whole. A
journal says which are done. When all parts of a target are there, they are joined beside it, and
the whole takes the target's name. Only what goes straight to standard output from one process needs
no parts. Where sites are to be learned, a first pass over the inputs does that.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from functools import partial

from stripper.runs.assembly import Assembly
from stripper.runs.files import PartFiles, open_writer
from stripper.runs.folder import find_stream, is_temporary, work_folder
from stripper.runs.journal import Journal, describe_run
from stripper.runs.outlets import Outlet
from stripper.runs.parts import Done, Ended, Stripping
from stripper.runs.staging import Staging
from stripper.runs.tally import Tally
from stripper.runs.tasks import Job, Listener, Plan, Task, Unit, make_tasks, make_units
from stripper.writers import Sink, beside, replacing, standard_output

AHEAD = 8
"""Parts a worker may be ahead of what has gone to standard output."""


def run(
    job: Job, plan: Plan, listener: Listener, *, workers: int = 1, resume: bool = False
) -> Tally:
    """Strip every input and write every target; returns the counts.

    Raises `InputError` where a target cannot be written. What was done until then, or until the run
    was interrupted, is kept, and `resume` goes on with it.
    """
    units = make_units(plan)
    if any(given.path is None and not given.remote for given in plan.inputs):
        workers = 1  # another process has another standard input
    streaming = job.check or not any(plan.targets) or find_stream(plan) is not None
    alone = len(plan.inputs) == 1 and not plan.inputs[0].records and not plan.shared
    with ExitStack() as stack:
        sink = stack.enter_context(_open_stream(job, plan)) if streaming else None
        staged = job.in_place and plan.removed is not None
        if workers == 1 and (streaming or alone) and not (job.learn_sites or staged):
            return _strip_directly(job, plan, units, listener, sink)
        folder = stack.enter_context(work_folder(job, plan, listener, streaming, resume=resume))
        mark = describe_run(job, plan, units)
        journal = stack.enter_context(Journal(folder, mark, resume=resume))
        if job.learn_sites:
            from stripper.runs.learning import learn_sites  # all of learning, and SQLite

            job = learn_sites(job, units, folder, mark, listener, workers)
            if workers == 1 and streaming:
                return _strip_directly(job, plan, units, listener, sink)
        files = PartFiles(
            folder, plan.shared, streaming, plan.removed, not (streaming or job.in_place),
            Staging(folder) if staged else None,
            temporary=is_temporary(job, plan, streaming),
        )  # fmt: skip
        assembly = Assembly(job, plan, units, files, journal, listener, sink)
        _strip_by_parts(job, files, assembly, listener, workers)
        tally = assembly.finish()
        if plan.learned is not None:
            from stripper.runs.learning import NAME

            with beside(plan.learned, folder) as whole:
                shutil.copyfile(folder / NAME, whole.path)
        return tally


def _strip_by_parts(
    job: Job, files: PartFiles, assembly: Assembly, listener: Listener, workers: int
) -> None:
    tasks = assembly.list_tasks(workers)
    tick = partial(listener.advance, 1) if workers == 1 else _pass
    from stripper.runs.workers import carrying  # multiprocessing, which one page does without

    with carrying(partial(Stripping, job, files.open, tick), workers) as carry:
        for answer in carry(tasks, lambda: assembly.waiting <= AHEAD * workers):
            if isinstance(answer, Done):
                listener.advance(answer.tally.documents if workers > 1 else 0, answer.share)
            assembly.take(answer)


def _pass() -> None:
    """What a worker tells of each document: the run hears of whole parts."""


def _strip_directly(
    job: Job, plan: Plan, units: list[Unit], listener: Listener, sink: Sink | None
) -> Tally:
    tally = Tally()
    with replacing(plan.removed) if plan.removed else nullcontext() as removed:

        @contextmanager
        def open_part(job: Job, task: Task, part: int) -> Iterator[Outlet]:
            given, writer = task.unit.inputs[0], None
            if sink is not None and given.records and not job.account:
                first = not (task.unit.number or part)
                writer = open_writer(job, given, None, sink, first=first)
            yield Outlet(job, sink, writer, None, removed, tell=listener.tell)
            if writer is not None:
                writer.close()

        stripping = Stripping(job, open_part, lambda: listener.advance(1))
        for unit in units:
            wrong = ""
            for task in make_tasks(unit, job.reading, 1, frozenset()):
                for done in stripping.carry_out(task):
                    wrong = wrong or done.wrong
                    if isinstance(done, Done):
                        tally.add(done.tally)
                        listener.advance(0, done.share)
            if wrong:
                tally.failed += 1
                listener.tell(unit.describe(wrong))
    return tally


@contextmanager
def _open_stream(job: Job, plan: Plan) -> Iterator[Sink | None]:
    device = find_stream(plan)
    if job.check:
        yield None
    elif device is not None:
        with replacing(device) as sink:
            yield sink
    else:
        yield standard_output()


__all__ = ["Done", "Ended", "Job", "Listener", "Plan", "Tally", "run"]
