"""Locks: one run at a time writes to a folder. The system takes a lock away with the process that
holds it, however that ends."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from stripper.errors import OptionError
from stripper.writers import explained

LOCK = "lock"
"""The file in a folder that is locked."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Make a folder where it is missing, and hold it; an `OptionError` says that another run does.

    Where the file system knows no locks, nothing is held.
    """
    with explained(folder.parent):
        stream = _open(folder)
    with stream:
        yield


def _open(folder: Path) -> IO[bytes]:
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            stream = (folder / LOCK).open("ab")
        except FileNotFoundError:  # whoever held the folder has just taken it away
            continue
        try:
            _lock(stream)
            if os.fstat(stream.fileno()).st_ino == (folder / LOCK).stat().st_ino:
                return stream
        except FileNotFoundError:
            pass
        except BaseException:
            stream.close()
            raise
        stream.close()


def _lock(stream: IO[bytes]) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as error:
        folder = Path(stream.name).parent
        raise OptionError(
            f"another run is writing to the same output, and holds {folder}: "
            "wait for its end, or name another --output"
        ) from error
    except OSError:
        return
