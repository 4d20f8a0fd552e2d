"""Progress: a counter on the terminal, for runs long enough to want one."""

import sys
import time

_MANY = 20
"""Documents from which on a run is long enough to be counted aloud."""
_PAUSE = 0.1
"""Seconds between two updates."""


class Progress:
    """Counts documents on standard error, where that is a terminal and standard output is not."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._shown = not quiet and sys.stderr.isatty() and not sys.stdout.isatty()
        self._count = 0
        self._next = 0.0
        self._drawn = False

    def advance(self) -> None:
        """Count one document."""
        self._count += 1
        if not self._shown or self._count < _MANY or time.monotonic() < self._next:
            return
        sys.stderr.write(f"\r{self._count:,} documents")
        sys.stderr.flush()
        self._next = time.monotonic() + _PAUSE
        self._drawn = True

    def clear(self) -> None:
        """Take the counter away, before anything else is written to the terminal."""
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._drawn = False
