"""Learning: a first pass over a crawl, in which its sites are learned before a page is stripped.

The learning state stands in the folder of the run. Each part is taken in as a whole, together with
the note that it is done, so that a run that was killed goes on with the parts that are missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from stripper.documents import Document, Failure
from stripper.learning import Learner
from stripper.learning.furniture import CONFIDENCE
from stripper.learning.intake import take_in
from stripper.learning.states import State
from stripper.profiles.store import SUFFIX
from stripper.runs.parts import Done, Ended, carry_out
from stripper.runs.tally import Tally
from stripper.runs.tasks import Job, Listener, Note, Task, Unit, make_tasks
from stripper.runs.workers import carrying

NAME = f"learned{SUFFIX}"


@dataclass(frozen=True, slots=True)
class Learned(Done):
    """A part that was learned from."""

    addressed: int = 0
    """Its documents that came with an address."""


class Learning:
    """Carries out tasks: learns from their documents instead of stripping them."""

    def __init__(self, job: Job, path: Path) -> None:
        self._job = job
        self._path = path
        with State(path) as self._state:
            day = self._state.day
        self._learner = Learner(
            day=day,
            options=replace(job.options, site=()),
            wants=lambda site, identity: self._state.wants(site, identity),
        )

    def carry_out(self, task: Task) -> Iterator[Done | Ended]:
        """Learn from the documents of a task; says of each part that it is done."""
        with State(self._path) as self._state:
            yield from carry_out(task, self._job, self._learn)

    def _learn(self, task: Task, part: int, documents: Iterator[Document | Failure]) -> Done:
        wrong, addressed = "", 0

        def watch() -> Iterator[Document | Failure]:
            nonlocal addressed
            for document in documents:
                addressed += isinstance(document, Document) and bool(document.url)
                yield document

        def fail(failure: Document | Failure, error: str) -> None:
            nonlocal wrong  # it is told of when its turn comes to be stripped
            if isinstance(failure, Failure) and failure.kept is not None:
                failure.kept.close()
            if isinstance(failure, Failure) and failure.whole:
                wrong = error

        count = take_in(self._learner, watch(), fail)
        done = None if wrong else (task.unit.number, part)
        self._state.merge(self._learner.hand_over(), done)
        share = task.span.share if task.span else 0
        return Learned(
            task.unit.number, part, Tally(documents=count), wrong=wrong, share=share,
            addressed=addressed,
        )  # fmt: skip


def count_learned(folder: Path) -> int:
    """How many parts were learned from, by the learning state in the folder of a run."""
    path = folder / NAME
    if not path.exists():
        return 0
    with State(path) as state:
        return state.count_parts()


def learn_sites(
    job: Job, units: list[Unit], folder: Path, run: str, listener: Listener, workers: int
) -> Job:
    """Learn the sites of all documents; returns the job with what was learned."""
    path = folder / NAME
    with State(path, run=run) as state:
        if not state.whole:
            listener.enter("learning sites")
            documents = addressed = 0
            begun = state.count_parts() > 0
            tasks = (
                task
                for unit in units
                for task in make_tasks(unit, job.reading, workers, state.done_of(unit.number))
            )
            with carrying(partial(Learning, job, path), workers) as carry:
                for answer in carry(tasks, lambda: True):
                    if isinstance(answer, Learned):
                        documents += answer.tally.documents
                        addressed += answer.addressed
                        listener.advance(answer.tally.documents, answer.share)
            state.make_profiles()
            listener.enter("")
            if documents and not job.quiet:
                unaddressed = not (addressed or begun)
                _tell_of_nothing(state, listener, job.reading.url_field if unaddressed else None)
    options = replace(job.options, site=(*job.options.site, str(path)))
    return replace(job, options=options)


def _tell_of_nothing(state: State, listener: Listener, field: str | None) -> None:
    """Say why no site was learned, or that no record had an address in the named field."""
    least = min(CONFIDENCE)
    if field:
        listener.tell(Note(f"no record has an address in the field {field!r}, for --learn-sites"))
    elif not state.count_sites():
        listener.tell(Note("no site was learned: no page has an address; see --url-field"))
    elif next(state.sites(pages=least), None) is None:
        listener.tell(
            Note(f"no site was learned: none has {least} pages that differ in more than numbers")
        )
