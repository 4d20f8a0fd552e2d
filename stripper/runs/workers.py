"""Workers: processes that carry out tasks. They are handed descriptions and give back counts;
texts and records pass from files to files."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import connection, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, Protocol, Self, cast

from stripper.errors import InputError
from stripper.runs.parts import Done, Ended
from stripper.runs.tasks import Task
from stripper.threads import limited_threads

_PATIENCE = 5
"""Seconds that a worker has to end when it is told to."""


class Craft(Protocol):
    """What is done with tasks: they are stripped, or learned from."""

    def carry_out(self, task: Task) -> Iterator[Done | Ended]:
        """Carry out a task; says of each part that it is done, then that all are."""


Carry = Callable[[Iterator[Task], Callable[[], bool]], Iterator[Done | Ended]]


@contextmanager
def carrying(make: Callable[[], Craft], count: int) -> Iterator[Carry]:
    """A function that has tasks carried out, by so many processes or, where it is one, by this.

    Each process makes its own craft, so `make` can be pickled.
    """
    if count == 1:
        craft = make()
        yield lambda tasks, may_begin: (done for task in tasks for done in craft.carry_out(task))
        return
    with Workers(count, make) as workers:
        yield workers.carry_out


class Workers:
    """Some worker processes, each started when there is a task for it; they end with the block."""

    def __init__(self, count: int, make: Callable[[], Craft]) -> None:
        self._count = count
        self._make = make
        self._processes: list[SpawnProcess] = []
        self._idle: list[Connection] = []
        self._busy: list[Connection] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join(_PATIENCE)
        for pipe in (*self._idle, *self._busy):
            pipe.close()

    def carry_out(
        self, tasks: Iterator[Task], may_begin: Callable[[], bool]
    ) -> Iterator[Done | Ended]:
        """Have tasks carried out, begun in their order; what is done comes as it is done.

        A task waits while `may_begin` says so and another one is being carried out.
        """
        held = next(tasks, None)
        while held is not None or self._busy:
            while held is not None and self._has_room() and (may_begin() or not self._busy):
                pipe = self._idle.pop() if self._idle else self._start()
                pipe.send(held)
                self._busy.append(pipe)
                held = next(tasks, None)
            for ready in connection.wait(self._busy):
                pipe = cast(Connection, ready)
                answer = _receive(pipe)
                if isinstance(answer, Ended):
                    self._busy.remove(pipe)
                    self._idle.append(pipe)
                yield answer

    def _has_room(self) -> bool:
        return bool(self._idle) or len(self._processes) < self._count

    def _start(self) -> Connection:
        """Start a process: a small input has fewer tasks than there are cores."""
        context = get_context("spawn")  # a fork would copy the locks of threads that libraries run
        ours, theirs = context.Pipe()
        # What is ignored here is ignored there: Ctrl-C goes to all, and only this process answers.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            with _hidden_main(), limited_threads():
                process = context.Process(target=work, args=(theirs, self._make), daemon=True)
                process.start()
        finally:
            signal.signal(signal.SIGINT, before)
        theirs.close()
        self._processes.append(process)
        return ours


def work(pipe: Connection, make: Callable[[], Craft]) -> None:
    """What a worker does: tasks, until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        craft = make()
        while True:
            for done in craft.carry_out(pipe.recv()):
                pipe.send(done)
    except (EOFError, BrokenPipeError):
        return  # the run has ended
    except Exception as error:
        with suppress(OSError):  # whoever would be told has been killed
            pipe.send(error)


def _receive(pipe: Any) -> Done | Ended:
    try:
        answer = pipe.recv()
    except (EOFError, ConnectionError) as error:
        raise InputError(
            "a worker was killed, perhaps for want of memory: try fewer --workers"
        ) from error
    if isinstance(answer, Exception):
        raise answer
    assert isinstance(answer, Done | Ended)
    return answer


@contextmanager
def _hidden_main() -> Iterator[None]:
    """Spawned processes import the main module again, which a script without a guard for that would
    not survive. Workers need nothing of it."""
    main = sys.modules["__main__"].__dict__
    held = {name: main.get(name) for name in ("__file__", "__spec__")}
    main.update(dict.fromkeys(held))
    try:
        yield
    finally:
        main.update(held)


def _end_with_parent() -> None:
    """A run that is killed takes its workers along."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
