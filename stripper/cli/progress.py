"""Progress: how far a run is, on a terminal that wants to know or in lines of a log."""

import sys
import time
from collections.abc import Callable, Sequence

from stripper.cli.exits import say
from stripper.documents import Input
from stripper.runs import Tally
from stripper.runs.tally import summarise
from stripper.runs.tasks import Note

_MANY = 20
"""Documents from which on a run is long enough to be counted aloud."""
_PAUSE = 0.1
"""Seconds between two updates on a terminal."""
_LONG = 5.0
"""Seconds from which on a run that was watched ends with a summary."""
_LOG_PAUSE = 10.0
"""Seconds between two lines of a log."""


class Progress:
    """Tells on standard error how a run goes.

    On a terminal a line is drawn over and over, unless what is `printed` to standard output goes to
    one too. With `log` there are plain lines instead, for a file or a journal.
    """

    def __init__(
        self,
        inputs: Sequence[Input],
        name: Callable[[str], str],
        *,
        quiet: bool = False,
        log: bool = False,
        printed: bool = True,
    ) -> None:
        """`name` puts addresses in place of what stands for them."""
        self._name = name
        self._log = log
        taken = printed and sys.stdout.isatty()
        self._shown = not (quiet or log or taken) and sys.stderr.isatty()
        self._total = _measure(inputs) if self._shown or log else 0
        self._begun = self._start = time.monotonic()
        self._next = self._start + (_LOG_PAUSE if log else 0)
        self._count = 0
        self._passed = 0
        self._drawn = False
        self._stage = ""

    def enter(self, stage: str) -> None:
        """Another pass over the inputs begins."""
        self._stage = f"{stage}: " if stage else ""
        self._start, self._count, self._passed = time.monotonic(), 0, 0

    def advance(self, documents: int, share: int = 0) -> None:
        """Some documents are done, and so many bytes of the inputs."""
        self._count += documents
        self._passed += share
        now = time.monotonic()
        if now < self._next or not (self._log or (self._shown and self._count >= _MANY)):
            return
        if self._log:
            say(self._describe(now))
            self._next = now + _LOG_PAUSE
            return
        sys.stderr.write(f"\r{self._describe(now)}\x1b[K")
        sys.stderr.flush()
        self._next = now + _PAUSE
        self._drawn = True

    def tell(self, note: Note) -> None:
        """Write something else to standard error."""
        self.clear()
        if note.plain:
            sys.stderr.write(self._name(note.text))
        else:
            say(self._name(note.text))

    def finish(self, tally: Tally) -> None:
        """Take the line away; say what was counted, where the run was followed at all."""
        self.clear()
        seconds = time.monotonic() - self._begun
        if self._log or (self._shown and seconds >= _LONG):
            for line in (*summarise(tally), f"{seconds:,.1f} seconds"):
                say(line)

    def clear(self) -> None:
        """Take the line away, before anything else is written to the terminal."""
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._drawn = False

    def _describe(self, now: float) -> str:
        seconds = max(now - self._start, 0.001)
        rate = f"{self._count / seconds:,.0f} a second"
        parts = [f"{self._stage}{self._count:,} documents", rate]
        if self._passed and self._passed <= self._total:
            share = self._passed / self._total
            left = round(seconds / share - seconds)
            hours, rest = divmod(left, 3600)
            clock = f"{hours}:{rest // 60:02}:{rest % 60:02}"
            parts += [f"{share:.0%}", f"{clock} left"]
        return ", ".join(parts)


def _measure(inputs: Sequence[Input]) -> int:
    """Bytes of the inputs that are files."""
    total = 0
    for given in inputs:
        try:
            total += given.path.stat().st_size if given.path else 0
        except OSError:
            continue
    return total
