"""Progress: the parts of an input add up to its file, so that the remaining time can be told."""

from pathlib import Path

import pytest
from commands import PAGE
from containers import WRITE

from stripper.containers import container_of
from stripper.documents import Input, Reading
from stripper.pipeline import Options
from stripper.runs import parts
from stripper.runs.parts import Documents, Done, carry_out
from stripper.runs.tally import Tally
from stripper.runs.tasks import Job, Plan, Task, make_tasks, make_units


def read(task: Task, part: int, documents: Documents) -> Done:
    count = sum(1 for _ in documents)
    share = task.span.share if task.span else 0
    return Done(task.unit.number, part, Tally(documents=count), share=share)


def measure(path: Path, workers: int) -> tuple[int, int]:
    """How many documents and bytes the parts of a file come to."""
    given = Input(path.name, path, Path(path.name), container_of(path))
    (unit,) = make_units(Plan((given,), (None,)))
    job = Job(Options(), Reading())
    done = [
        answer
        for task in make_tasks(unit, job.reading, workers, frozenset())
        for answer in carry_out(task, job, read)
        if isinstance(answer, Done)
    ]
    return sum(d.tally.documents for d in done), sum(d.share for d in done)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("name", [n for n in WRITE if n != "j.zip"])
def test_parts_add_up_to_the_file(
    tmp_path: Path, name: str, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART_RECORDS", 2)
    WRITE[name](tmp_path / name)
    size = (tmp_path / name).stat().st_size
    documents, share = measure(tmp_path / name, workers)
    assert documents == 5
    assert size - 5 <= share <= size


def test_texts_count_by_their_size(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    assert measure(tmp_path / "page.txt", 1) == (1, len(PAGE))
