"""The folder of a run: where parts are written, beside the output that they become."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from stripper.runs.journal import NAME, count_parts
from stripper.runs.locks import LOCK, locked
from stripper.runs.tasks import Job, Listener, Note, Plan
from stripper.writers import UNFINISHED, explained, is_replaceable

SUFFIX = ".parts"


def find_stream(plan: Plan) -> Path | None:
    """The device or pipe that the only output goes to, where it is one."""
    targets = {target for target in plan.targets if target is not None}
    if len(targets) != 1:
        return None
    (target,) = targets
    return None if is_replaceable(target) else target


def is_temporary(job: Job, plan: Plan, streaming: bool) -> bool:
    """Whether the folder of a run is one of the system's, since there is none beside the output."""
    return streaming or job.in_place or not plan.kept


@contextmanager
def work_folder(
    job: Job, plan: Plan, listener: Listener, streaming: bool, *, resume: bool
) -> Iterator[Path]:
    """The folder of a run, which goes when the run is done; what is done of it stays until then."""
    if is_temporary(job, plan, streaming):
        from tempfile import TemporaryDirectory  # one page goes without a folder, and without this

        with TemporaryDirectory(prefix="strip-") as name:
            yield Path(name)
        return
    folder = name_folder(plan)
    new = [f for f in (folder, *folder.parents) if not f.exists()]
    with locked(folder):
        if not job.quiet:
            _tell_of_earlier(folder, listener, resume=resume)
        with explained(folder.parent):
            for left in folder.iterdir():
                if left.name.endswith(UNFINISHED) or not (resume or left.name == LOCK):
                    left.unlink()
        try:
            yield folder
        except BaseException:
            count = _count_done(folder)
            if count:
                done = "1 part is" if count == 1 else f"{count} parts are"
                listener.tell(Note(f"{done} done and kept in {folder}: go on with --resume"))
            else:
                _remove(folder, new)
            raise
        _remove(folder, new)


def name_folder(plan: Plan) -> Path:
    """Where the parts of a run stand: hidden, in the output folder or beside the output."""
    if plan.folder is not None:
        return plan.folder / f".strip{SUFFIX}"
    target = plan.shared or next(t for t in plan.targets if t is not None)
    return target.with_name(f".{target.name}{SUFFIX}")


def _tell_of_earlier(folder: Path, listener: Listener, *, resume: bool) -> None:
    """Say that what an interrupted run has done is dropped, or that there is nothing of one: both
    may take hours that nobody meant to spend."""
    if resume and not (folder / NAME).exists():
        listener.tell(
            Note("--resume: there is nothing of an interrupted run: all is stripped anew")
        )
    elif not resume and (count := _count_done(folder)):
        parts = "1 part" if count == 1 else f"{count} parts"
        listener.tell(Note(f"{parts} of an interrupted run dropped: --resume goes on with such"))


def _count_done(folder: Path) -> int:
    """How many parts are done, else of how many the sites have been learned."""
    if all(left.name == LOCK for left in folder.iterdir()):
        return 0
    from stripper.runs.learning import count_learned  # with SQLite, which other runs do without

    return count_parts(folder) or count_learned(folder)


def _remove(folder: Path, new: Sequence[Path]) -> None:
    """Take a folder away, and those that were made for it and hold nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    for made in new[1:]:
        with suppress(OSError):
            made.rmdir()
