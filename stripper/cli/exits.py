"""Exit statuses, what a command says, and how it ends when it is stopped from outside. Loads
nothing."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress

DONE = 0
FOUND = 1
"""`--check` found something to strip; a sample of a rule does not hold."""
USAGE = 2
FAILED = 3
"""An input failed; the rest is written."""
INTERRUPTED = 130
CLOSED_PIPE = 141

TOOLBOX = "stripper"
"""The command whose tools these are that are no run of `strip`."""


def guard(command: Callable[[], int], *, name: str = "strip") -> int:
    """Run a command to its exit status; Ctrl-C, a reader who has gone, standard streams that are
    closed and what nobody foresaw leave no traceback.
    """
    if sys.stdout is None:
        # Writing to it fails then, and not with what happens to be opened in its place.
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        # What is printed to none goes to standard output, among the texts.
        nothing = os.open(os.devnull, os.O_WRONLY)
        sys.stderr = os.fdopen(nothing, "w", errors="backslashreplace")
    try:
        try:
            status = command()
        except SystemExit as end:  # argparse ends --help and --version so
            status = end.code if isinstance(end.code, int) else DONE
        _flush()
    except KeyboardInterrupt:
        status = _leave_pipe(INTERRUPTED)
    except BrokenPipeError:
        status = _leave_pipe(CLOSED_PIPE)
    except OSError as error:
        # Readers and writers explain themselves; what names no file is standard output.
        what = f"{error.filename}:" if error.filename else "cannot write standard output:"
        say(f"{what} {error.strerror or error}", command=name)
        status = _leave_pipe(FAILED)
    except Exception as error:
        # Status 1 would say that --check found something, and that is what Python ends with.
        from stripper.errors import describe_bug

        say(describe_bug(f"failed{_place(error)}", error), command=name)
        status = _leave_pipe(FAILED)
    return status


def say(message: str, *, command: str = "strip") -> None:
    """One line to standard error, whatever the message holds; nobody has to be there to read it."""
    line = " ".join(message.splitlines())
    shown = "".join(c if c.isprintable() else "\ufffd" for c in line)
    with suppress(OSError):
        print(f"{command}: {shown}", file=sys.stderr)


def tell(message: str) -> None:
    """The same from a tool of the toolbox."""
    say(message, command=TOOLBOX)


def write(text: str) -> None:
    """Text to standard output as UTF-8, whatever the terminal or the locale would have."""
    sys.stdout.buffer.write(text.encode("utf-8"))


def _place(error: Exception) -> str:
    """Where an error was raised: all that is left of its traceback."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return f" at {at.tb_frame.f_code.co_filename}:{at.tb_lineno}" if at else ""


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _leave_pipe(status: int) -> int:
    """Let the interpreter flush into nothing when it ends: it would complain otherwise."""
    with suppress(OSError, ValueError, AttributeError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
    return status
