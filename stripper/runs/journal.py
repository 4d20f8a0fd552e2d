"""Journals: what of a run is done, so that a run that was killed can go on.

A line is added when a part is whole on the disk, and when a target has been written. What stands in
the journal is so; what was done and does not stand there yet is done again, to the same bytes.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import IO, Any, Self

from stripper.errors import OptionError
from stripper.pipeline import Stripper
from stripper.runs.parts import Done
from stripper.runs.tally import Tally
from stripper.runs.tasks import Job, Plan, Unit
from stripper.writers import explained

NAME = "journal.jsonl"


class Journal:
    """The journal of a run; with `resume` it holds what an earlier, interrupted run has done."""

    def __init__(self, folder: Path, mark: str, *, resume: bool) -> None:
        self.parts: dict[int, dict[int, Done]] = {}
        """What is done, by input and part."""
        self.joined: set[int] = set()
        """The inputs whose targets are written."""
        self._path = folder / NAME
        with explained(self._path):
            self._stream = self._open(mark, resume=resume)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def add_part(self, done: Done) -> None:
        """Note a part whose files are whole; one in which its input broke off is tried again."""
        self.parts.setdefault(done.unit, {})[done.part] = done
        if done.wrong:
            return
        self._write(
            unit=done.unit, part=done.part, open_end=done.open_end, share=done.share,
            tally=done.tally.as_dict(),
        )  # fmt: skip

    def add_joined(self, unit: int) -> None:
        """Note that the target of an input is written."""
        self.joined.add(unit)
        self._write(joined=unit)

    def done_of(self, unit: int) -> frozenset[int]:
        """The parts of an input that are done."""
        return frozenset(self.parts.get(unit, ()))

    def _open(self, mark: str, *, resume: bool) -> IO[bytes]:
        data = self._path.read_bytes() if resume and self._path.exists() else b""
        whole = data[: data.rfind(b"\n") + 1]  # a line that was being written is none
        lines = [json.loads(line) for line in whole.splitlines()]
        if lines and lines[0] != {"run": mark}:
            raise OptionError(
                "--resume: the inputs or switches are not those of the interrupted run: "
                "repeat them, or leave --resume out to start over"
            )
        for line in lines[1:]:
            self._take(line)
        stream = self._path.open("r+b" if whole else "wb")
        stream.truncate(len(whole))
        stream.seek(len(whole))
        self._stream = stream
        if not whole:
            self._write(run=mark)
        return stream

    def _take(self, line: dict[str, Any]) -> None:
        if "joined" in line:
            self.joined.add(line["joined"])
        else:
            made = {**line, "tally": Tally.of(line["tally"])}
            self.parts.setdefault(line["unit"], {})[line["part"]] = Done(**made)

    def _write(self, **entry: object) -> None:
        with explained(self._path):
            self._stream.write(json.dumps(entry).encode() + b"\n")
            self._stream.flush()
            os.fsync(self._stream.fileno())


def describe_run(job: Job, plan: Plan, units: list[Unit]) -> str:
    """A digest of all that decides what a run writes: switches, targets, inputs by name, size and
    date, and the contents of all data, rules and profiles, which the version names."""
    digest = hashlib.sha256()
    for item in (
        job.options, job.reading, job.account, job.explain, job.named, job.url,
        job.learn_sites, Stripper(job.options).version, plan.shared, plan.folder, plan.removed,
    ):  # fmt: skip
        digest.update(f"{item!r}\n".encode())
    for unit in units:
        for given, target in zip(unit.inputs, unit.targets, strict=True):
            line = f"{given.name}\0{_state_of(given.path)}\0{target}\n"
            # Names that are not UTF-8 hold half surrogates.
            digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _state_of(path: Path | None) -> tuple[int, int] | None:
    """The size and date of a file: to read a whole crawl would take as long as to strip it. Of what
    stands elsewhere there is nothing but the name."""
    try:
        state = path.stat() if path else None
    except OSError:
        return None
    return (state.st_size, state.st_mtime_ns) if state else None


def count_parts(folder: Path) -> int:
    """How many parts are done, by the journal in a folder."""
    try:
        return (folder / NAME).read_bytes().count(b'"part"')
    except OSError:
        return 0
