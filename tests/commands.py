"""Runs the commands for the tests: in this process for speed, in one of its own where that matters."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from stripper.cli import front, toolbox
from stripper.readers import lines
from stripper.runs import parts

ROOT = Path(__file__).resolve().parent.parent
STRIP = (sys.executable, "-m", "stripper", "strip")
PAGE = "Rates rose again on Monday.\n\nSubscribe to our newsletter\n"
KEPT = "Rates rose again on Monday.\n"
RULES = """
category = "share"
language = "any"

[[rule]]
id = "own-label"
description = "A label of my own"
labels = ["frobnicate this page"]
confidence = 0.7
strip = ["Frobnicate this page"]
keep = ["They frobnicate this page of the atlas every year."]
"""
LABELLED = PAGE + "Frobnicate this page\n"
"""A page on which the shipped rules find a newsletter, and those above a share button of little certainty."""


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it wrote."""

    status: int
    out: str
    err: str
    raw: bytes


def environment(**changes: str) -> dict[str, str]:
    """This process's environment without what colours or hands over, with changes."""
    dropped = ("NO_COLOR", "FORCE_COLOR", "TERM", front.PASSED_BY)
    held = {k: v for k, v in os.environ.items() if k not in dropped}
    return {**held, "PYTHONPATH": str(ROOT), **changes}


def launch(
    *command: str | Path, stdin: bytes = b"", cwd: Path | None = None, **changes: str
) -> Ended:
    """Run any command to its end."""
    done = subprocess.run(
        [str(c) for c in command], input=stdin, capture_output=True, cwd=cwd,
        env=environment(**changes), timeout=120,
    )  # fmt: skip
    out = done.stdout.decode("utf-8", "replace")
    return Ended(done.returncode, out, done.stderr.decode("utf-8"), done.stdout)


def tool(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **changes: str
) -> Ended:
    """Run `python -m stripper` with arguments."""
    return launch(sys.executable, "-m", "stripper", *arguments, stdin=stdin, cwd=cwd, **changes)


class Shell:
    """An empty folder to work in, and the commands to run there, without a new process."""

    def __init__(
        self, folder: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[bytes]
    ) -> None:
        self.folder = folder
        self._patch = patch
        self._capture = capture
        patch.chdir(folder)
        for name in ("NO_COLOR", "FORCE_COLOR"):
            patch.delenv(name, raising=False)

    def run(self, *arguments: str, stdin: bytes | str = b"") -> Ended:
        """Run `strip`."""
        return self._run(front.run, ["strip", *arguments], stdin)

    def use(self, *arguments: str | Path, stdin: bytes | str = b"") -> Ended:
        """Run `stripper`."""
        return self._run(toolbox.run, ["stripper", *map(str, arguments)], stdin)

    def _run(self, command: Callable[[], int], words: list[str], stdin: bytes | str) -> Ended:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        self._patch.setattr(sys, "argv", [f"/nowhere/{words[0]}", *words[1:]])
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        self._capture.readouterr()
        status = command()
        out, err = self._capture.readouterr()
        return Ended(status, out.decode("utf-8", "replace"), err.decode(), out)

    def cut_small(self, size: int, *, records: int) -> None:
        """Have parts of so few bytes or records that small inputs have several."""
        self._patch.setattr(lines, "SPAN", size)
        self._patch.setattr(lines.split, "__defaults__", (size,))
        self._patch.setattr(parts, "PART_RECORDS", records)

    def put_examples(self) -> None:
        """A page, the same stripped, one with a label of its own, and rules that know that label."""
        for name, text in (
            ("page.txt", PAGE),
            ("clean.txt", KEPT),
            ("labelled.txt", LABELLED),
            ("own.toml", RULES),
        ):
            self.put(name, text)

    def put(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self, name: str) -> str:
        return (self.folder / name).read_bytes().decode()

    def files(self) -> list[str]:
        """All files below the folder, so that nothing left behind goes unseen."""
        found = (p for p in self.folder.rglob("*") if p.is_file())
        return sorted(p.relative_to(self.folder).as_posix() for p in found)
