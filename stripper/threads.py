"""One thread for the matrices of one process.

The matrices here are small: threads of a linear algebra library gain nothing on them and wait for
each other, so that two workers took as long as one where each was given both cores. On an idle
machine of two cores they double the processor time that a page of HTML takes and save nothing.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any

VARIABLES = ("OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Where the libraries that numpy is built with look, once, when they are loaded: OpenBLAS and MKL
in the first, unless a variable of their own is set; Apple's in the second."""


def limit_threads() -> None:
    """Ask for one thread, wherever the user has asked for no number; before numpy is loaded."""
    for name in VARIABLES:
        os.environ.setdefault(name, "1")


@contextmanager
def limited_threads() -> Iterator[None]:
    """The same for processes that are started within, whatever this one has loaded."""
    before = {name: os.environ.get(name) for name in VARIABLES}
    limit_threads()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]


_held = Lock()


@contextmanager
def single_thread() -> Iterator[None]:
    """One thread for what is multiplied within, for programs that have loaded numpy long ago; the
    library is theirs again afterwards. Where the user has asked for a number it stands.

    Of several threads of a program one sets the number, and sets it back: two would take each
    other's for the program's own.

    >>> with single_thread():
    ...     pass
    """
    asked = any(name in os.environ for name in VARIABLES)
    if asked or not _held.acquire(blocking=False):
        yield
        return
    before: list[tuple[Any, int]] = []
    try:  # library by library: threadpoolctl's own limits take longer than a product
        for library in _find_libraries():
            before.append((library, library.get_num_threads()))
            library.set_num_threads(1)
        yield
    finally:
        for library, count in before:
            library.set_num_threads(count)
        _held.release()


@cache
def _find_libraries() -> list[Any]:
    """What sets the threads of the libraries that numpy multiplies with."""
    from threadpoolctl import ThreadpoolController  # the command does without

    return list(ThreadpoolController().select(user_api="blas").lib_controllers)
