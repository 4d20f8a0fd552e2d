"""Staging: outputs that are held back until the list of what was removed is safe.

Where inputs are written over, that list is all that brings back what they held: it comes first.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from stripper.containers import packing_of
from stripper.errors import InputError
from stripper.streams import packed
from stripper.writers import Sink, Whole, beside, explained, refuse_protected

_SUFFIX = ".held"


@dataclass(frozen=True, slots=True)
class Staging:
    """A folder that holds the outputs of targets."""

    folder: Path

    @contextmanager
    def beside(self, target: Path) -> Iterator[Whole]:
        """A file that is held for a target when the block ends without an error, like
        `stripper.writers.beside`."""
        refuse_protected(target)
        with explained(target), beside(self._name(target)) as whole:
            yield whole

    @contextmanager
    def replacing(self, target: Path) -> Iterator[Sink]:
        """A sink whose content is held for a target, like `stripper.writers.replacing`."""
        with (
            self.beside(target) as whole,
            whole.path.open("wb") as raw,
            packed(raw, packing_of(target)) as stream,
        ):
            yield Sink(stream)

    def release(self, targets: Iterable[Path | None]) -> list[str]:
        """Give the targets what is held for them; says which could not be written, and why."""
        wrong = []
        for target in targets:
            held = self._name(target) if target is not None else None
            if target is None or held is None or not held.exists():
                continue
            try:
                with beside(target) as whole:
                    shutil.copyfile(held, whole.path)
                    sync(whole.path)
            except InputError as error:
                wrong.append(f"{error}; it stays as it was")
            held.unlink()
        return wrong

    def _name(self, target: Path) -> Path:
        real = os.fsencode(os.path.realpath(target))
        return self.folder / (blake2b(real, digest_size=16).hexdigest() + _SUFFIX)


def sync(path: Path) -> None:
    """Have the disk hold what was written to a file."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
