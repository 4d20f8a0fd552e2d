"""Remote targets: what is written to an address stands on this machine until all of it is there,
and is sent then, each file under a passing name that it loses when it has arrived."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stripper.containers import container_of
from stripper.errors import InputError, OptionError
from stripper.readers.operands import is_address
from stripper.streams import load
from stripper.writers import FAILURES_SUFFIX, UNFINISHED


@dataclass(frozen=True, slots=True)
class Place:
    """An address, and the folder on this machine that stands for the one it lies in."""

    system: Any
    head: str
    """The address up to its last name."""
    folder: Path

    def address(self, path: Path) -> str:
        """Where a file of the folder goes."""
        return f"{self.head}{path.relative_to(self.folder).as_posix()}"

    def send(self) -> None:
        """Send all files; an `InputError` names the one that could not be sent."""
        for path in sorted(p for p in self.folder.rglob("*") if p.is_file()):
            address = self.address(path)
            try:
                self._send(path, self.system._strip_protocol(address))
            except Exception as error:  # whatever the library of the other system raises
                wrong = getattr(error, "strerror", None) or str(error) or type(error).__name__
                raise InputError(f"{address} cannot be written: {wrong}") from error

    def _send(self, path: Path, target: str) -> None:
        parent = target.rpartition("/")[0]
        if parent:
            self.system.makedirs(parent, exist_ok=True)
        passing = f"{target}.{os.getpid()}{UNFINISHED}"
        try:
            self.system.put_file(str(path), passing)
            self.system.mv(passing, target)
        except BaseException:
            if self.system.exists(passing):
                self.system.rm(passing)
            raise
        failed = path.with_name(path.name + FAILURES_SUFFIX)
        earlier = target + FAILURES_SUFFIX
        if container_of(path) and not failed.exists() and self.system.exists(earlier):
            self.system.rm(earlier)


class Stage:
    """The targets of a run, those that are addresses under names on this machine."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.places: list[Place] = []

    def enter(self, target: str | None) -> str | None:
        """The name to write to; an `OptionError` says that an address cannot be written to."""
        if target is None or not is_address(target):
            return target
        if target.startswith("file://"):
            return target.removeprefix("file://")
        plain = target.rstrip("/")
        name = plain.rpartition("/")[2]
        if "::" in target or "://" not in plain:
            raise OptionError(f"{target} is no address that can be written to")
        fsspec = load("fsspec", "fsspec", "an address of another system")
        try:
            system, path = fsspec.core.url_to_fs(plain)
            is_folder = target.endswith("/") or system.isdir(path)
        except Exception as error:
            raise OptionError(f"{target} cannot be written to: {error}") from error
        from tempfile import TemporaryDirectory  # what stays on this machine does without

        temporary = self._stack.enter_context(TemporaryDirectory(prefix="strip-"))
        folder = Path(temporary).resolve()
        self.places.append(Place(system, plain[: len(plain) - len(name)], folder))
        return f"{folder / name}{'/' if is_folder else ''}"

    def is_root(self, folder: Path) -> bool:
        """Whether a folder stands for all of another system, such as a bucket: nothing that
        belongs to the run can lie beside it."""
        return any(
            place.head.endswith("://") and folder.parent == place.folder for place in self.places
        )

    def check(self, targets: Sequence[Path | None], inputs: Sequence[str]) -> None:
        """Check that no target is an input, by their addresses."""
        taken = set(inputs)
        for place in self.places:
            for target in targets:
                if target is None or not target.is_relative_to(place.folder):
                    continue
                for path in (target, target.with_name(target.name + FAILURES_SUFFIX)):
                    if place.address(path) in taken:
                        raise OptionError(f"{place.address(path)} is an input: name another output")

    def name(self, text: str) -> str:
        """A message with the addresses in place of what stands for them."""
        for place in self.places:
            text = text.replace(f"{place.folder}{os.sep}", place.head)
        return text

    def send(self) -> None:
        """Send all that was written."""
        for place in self.places:
            place.send()


@contextmanager
def staged() -> Iterator[Stage]:
    """A stage; what was not sent from it goes when the block ends."""
    with ExitStack() as stack:
        yield Stage(stack)
