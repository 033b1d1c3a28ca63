"""Processes that this one starts to compute: from a clean server, and never left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext


class Pool(NamedTuple):
    """A pool, and a way to kill its processes."""

    executor: ProcessPoolExecutor
    kill: Callable[[], None]


@contextmanager
def pool_of(workers: int, start: Callable[[], None]) -> Iterator[Pool]:
    """Hold a pool of processes; it leaves none behind, however it is left.

    Args:
        workers: how many.
        start: called once in each; it must be picklable.
    """
    others = set(multiprocessing.active_children())

    def kill() -> None:
        for child in set(multiprocessing.active_children()) - others:
            child.kill()

    executor = ProcessPoolExecutor(workers, mp_context=_context(), initializer=_begin, initargs=(start,))
    try:
        yield Pool(executor, kill)
    except BaseException:
        kill()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Linked:
    """A process and this end of a socket to it."""

    socket: socket.socket
    process: BaseProcess

    def end(self) -> None:
        """Kill the process and wait until it is gone."""
        self.process.kill()
        self.process.join()


def get_ready() -> None:
    """Start what processes come from, so that it loads the work while this process still loads its own."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        from multiprocessing import forkserver  # noqa: PLC0415  (not on every system)

        _context()
        forkserver.ensure_running()


def linked(work: Callable[[socket.socket], None]) -> Linked:
    """Start a process that works at the other end of a socket; ``work`` must be picklable."""
    here, there = socket.socketpair()
    with there:
        process = _context().Process(target=_begin, args=(partial(work, there),), daemon=True)
        process.start()
    return Linked(here, process)


def cores() -> int:
    """Return the number of processor cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _context() -> ForkServerContext | SpawnContext:
    """Start processes from a clean server that has imported the work once, where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["extract.engines.document", "extract.readers.llm.reader", "extract.readers.rules.reader"]
    )
    return context


def _begin(start: Callable[[], None]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    start()


def _end_with_parent() -> None:
    """End this process when the one that it works for has been killed; nobody else would tell us."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
