"""Many documents on one machine: in this process where readers wait, in a pool of processes where they compute."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import aclosing, contextmanager
from contextvars import ContextVar
from typing import TypeVar

from extract.engines.document import Tools, read_document
from extract.engines.outcome import Job, Outcome
from extract.language import say
from extract.store.folder import Failure

POOL_FROM = 24
"""Documents from which a pool of processes pays: below, its start (about 0.5 s of CPU a process) costs more."""

AHEAD = 3
"""Jobs handed out per worker: one in work and two waiting keep it busy, and bound the memory."""

Opener = Callable[[], Tools]
Result = TypeVar("Result")


async def stream(
    jobs: Iterable[Job], work: Callable[[Job], Coroutine[None, None, Result]], *, window: int
) -> AsyncGenerator[Result, None]:
    """Yield results as they come, with at most ``window`` jobs under way; memory does not grow with their number.

    Raises:
        BudgetSpentError: from ``work``; what is under way is cancelled.
    """
    pending: set[asyncio.Task[Result]] = set()
    try:
        for job in jobs:
            pending.add(asyncio.create_task(work(job)))
            if len(pending) >= window:
                done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    yield task.result()
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                yield task.result()
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)


async def run_here(jobs: Iterable[Job], tools: Tools, *, window: int) -> AsyncGenerator[Outcome, None]:
    """Read documents in this process, ``window`` at a time: right where the reader waits for answers."""

    async def work(job: Job) -> Outcome:
        return await read_document(job, tools)

    async with aclosing(stream(jobs, work, window=window)) as outcomes:
        async for outcome in outcomes:
            yield outcome


async def run_in_processes(jobs: Iterable[Job], open_tools: Opener, *, workers: int) -> AsyncGenerator[Outcome, None]:
    """Read documents in a pool of processes: right where reading is computing.

    A process that dies (killed, out of memory) costs only the document that it cannot survive: all that were under
    way are read again, each in a process of its own, and the run goes on with a new pool.

    Args:
        jobs: what to read.
        open_tools: makes the tools in each process; it must be picklable.
        workers: number of processes.
    """
    waiting = iter(jobs)
    while True:
        suspects: list[Job] = []
        async with aclosing(_until_broken(waiting, suspects, open_tools, workers=workers)) as outcomes:
            async for outcome in outcomes:
                yield outcome
        if not suspects:
            return
        for job in suspects:
            yield await _alone(job, open_tools)


async def _until_broken(
    waiting: Iterator[Job], suspects: list[Job], open_tools: Opener, *, workers: int
) -> AsyncGenerator[Outcome, None]:
    with _pool(open_tools, workers) as pool:

        async def work(job: Job) -> Outcome | None:
            try:
                return await asyncio.get_running_loop().run_in_executor(pool, _work, job)
            except BrokenProcessPool:
                suspects.append(job)
                return None

        async with aclosing(stream(_while_empty(suspects, waiting), work, window=AHEAD * workers)) as outcomes:
            async for outcome in outcomes:
                if outcome is not None:
                    yield outcome


def _while_empty(suspects: list[Job], waiting: Iterator[Job]) -> Iterator[Job]:
    for job in waiting:
        yield job
        if suspects:
            return


async def _alone(job: Job, open_tools: Opener) -> Outcome:
    with _pool(open_tools, 1) as pool:
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, _work, job)
        except BrokenProcessPool:
            message = say(
                f"{job.path}：读取它的进程中途退出（可能内存不足）；请拆分文件后重试。",
                f"{job.path}: the process reading it died (out of memory?); split the file and try again.",
            )
            return Failure(job.document, job.path, "internal", message)


@contextmanager
def _pool(open_tools: Opener, workers: int) -> Iterator[ProcessPoolExecutor]:
    """Hold a pool that leaves no process behind, however it is left."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, mp_context=_context(), initializer=_start, initargs=(open_tools,))
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - others:
            child.terminate()
        raise
    pool.shutdown()


def _context() -> multiprocessing.context.BaseContext:
    """Start processes from a clean server that has imported the work once, where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["extract.engines.document"])
    return context


_tools: ContextVar[Tools] = ContextVar("tools")
"""The tools of a worker process, made once by its initializer."""


def _start(open_tools: Opener) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _tools.set(open_tools())


def _work(job: Job) -> Outcome:
    return asyncio.run(read_document(job, _tools.get()))


def cores() -> int:
    """Return the number of processor cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
