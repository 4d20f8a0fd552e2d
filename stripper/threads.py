"""One thread for the matrices of one process.

The matrices here are small: threads of a linear algebra library gain nothing on them and wait for
each other, so that two workers took as long as one where each was given both cores.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

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
