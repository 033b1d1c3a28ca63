"""Many documents on one machine: in this process where readers wait, in a pool of processes where they compute."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import aclosing
from contextvars import ContextVar
from functools import partial
from itertools import islice
from typing import NamedTuple, TypeVar

from extract.engines.document import Tools, read_document
from extract.engines.outcome import Event, Job
from extract.engines.processes import pool_of
from extract.errors import BudgetSpentError
from extract.language import say
from extract.store.folder import Failure

POOL_FROM = 24
"""Documents from which a pool of processes pays: its start costs 0.4 s of processor time, a document 0.03 s to 0.04 s."""

AHEAD = 3
"""Jobs handed out per worker: one in work and two waiting keep it busy, and bound the memory."""

Opener = Callable[[], Tools]
Result = TypeVar("Result")


class Watch(NamedTuple):
    """What to do (``stalled``) where nothing is finished for so many seconds (``patience``)."""

    patience: float
    stalled: Callable[[], None]


async def stream(
    jobs: Iterable[Job],
    work: Callable[[Job], Coroutine[None, None, Result]],
    *,
    window: int,
    watch: Watch | None = None,
) -> AsyncGenerator[Result, None]:
    """Yield results as they come, with at most ``window`` jobs under way; memory does not grow with their number.

    Where the budget is used up, no further job is taken, and those under way are heard out: what they have paid for
    may be all that they need.

    Args:
        jobs: taken only as places come free.
        work: does one job.
        window: how many at a time.
        watch: what to do where nothing is finished for too long; waits for ever where None.

    Raises:
        BudgetSpentError: from ``work``, when all that was under way has ended.
        GoujiError: any other from ``work``; what was finished is yielded before, what is under way is cancelled.
    """
    waiting = iter(jobs)
    pending: set[asyncio.Task[Result]] = set()
    spent: BudgetSpentError | None = None
    try:
        while True:
            if spent is None:
                pending |= {asyncio.create_task(work(job)) for job in islice(waiting, window - len(pending))}
            if not pending:
                break
            results, error = _told(await _finished(pending, watch))
            for result in results:
                yield result
            if error is not None and not isinstance(error, BudgetSpentError):
                raise error
            spent = spent or error
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
    if spent is not None:
        raise spent


def _told(done: set[asyncio.Task[Result]]) -> tuple[list[Result], BaseException | None]:
    """Return what tasks came to, and the error to stop for, if any: one of the budget only where there is no other."""
    results: list[Result] = []
    errors: list[BaseException] = []
    for task in done:
        error = asyncio.CancelledError() if task.cancelled() else task.exception()
        if error is None:
            results.append(task.result())
        else:
            errors.append(error)
    errors.sort(key=lambda error: isinstance(error, BudgetSpentError))
    return results, errors[0] if errors else None


async def _finished(pending: set[asyncio.Task[Result]], watch: Watch | None) -> set[asyncio.Task[Result]]:
    """Wait for at least one task, take those that are done out of ``pending`` and return them."""
    done, _ = await asyncio.wait(
        pending, return_when=asyncio.FIRST_COMPLETED, timeout=watch.patience if watch else None
    )
    if not done and watch:
        watch.stalled()
        done, _ = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
    pending -= done
    return done


async def run_here(jobs: Iterable[Job], tools: Tools, *, window: int) -> AsyncGenerator[Event, None]:
    """Read documents in this process, ``window`` at a time: right where the reader waits for answers."""

    async def work(job: Job) -> Event:
        return await read_document(job, tools)

    async with aclosing(stream(jobs, work, window=window)) as outcomes:
        async for outcome in outcomes:
            yield outcome


async def run_in_processes(
    jobs: Iterable[Job], open_tools: Opener, *, workers: int, patience: float = 600.0
) -> AsyncGenerator[Event, None]:
    """Read documents in a pool of processes: right where reading is computing.

    A process that dies (killed, out of memory) or hangs costs only the document that it cannot get over: all that were
    under way are read again, each in a process of its own, and the run goes on with a new pool.

    Args:
        jobs: what to read.
        open_tools: makes the tools in each process; it must be picklable.
        workers: number of processes.
        patience: seconds that a document may take.
    """
    waiting = iter(jobs)
    while True:
        suspects: list[Job] = []
        limits = Limits(workers, patience)
        async with aclosing(_until_broken(waiting, suspects, open_tools, limits)) as outcomes:
            async for outcome in outcomes:
                yield outcome
        if not suspects:
            return
        for job in suspects:
            yield await _alone(job, open_tools, patience)


class Limits(NamedTuple):
    """How many processes, and the seconds that a document may take in one."""

    workers: int
    patience: float


async def _until_broken(
    waiting: Iterator[Job], suspects: list[Job], open_tools: Opener, limits: Limits
) -> AsyncGenerator[Event, None]:
    with pool_of(limits.workers, partial(_start, open_tools)) as (pool, kill):

        async def work(job: Job) -> Event | None:
            try:
                return await _outcome(pool, job)
            except BrokenProcessPool:
                suspects.append(job)
                return None

        watch = Watch(limits.patience, kill)
        still = _while_empty(suspects, waiting)
        async with aclosing(stream(still, work, window=AHEAD * limits.workers, watch=watch)) as outcomes:
            async for outcome in outcomes:
                if outcome is not None:
                    yield outcome


def _while_empty(suspects: list[Job], waiting: Iterator[Job]) -> Iterator[Job]:
    for job in waiting:
        yield job
        if suspects:
            return


async def _alone(job: Job, open_tools: Opener, patience: float) -> Event:
    try:
        with pool_of(1, partial(_start, open_tools)) as (pool, _):
            return await asyncio.wait_for(_outcome(pool, job), patience)
    except BrokenProcessPool:
        message = say(
            f"{job.path}：读取它的进程中途退出（可能内存不足）；请拆分文件后重试。",
            f"{job.path}: the process reading it died (out of memory?); split the file and try again.",
        )
    except TimeoutError:
        message = say(
            f"{job.path}：读取超过 {patience:g} 秒，已放弃；请拆分文件，或在设置中提高 document_timeout。",
            f"{job.path}: given up after {patience:g} s; split the file or raise the setting document_timeout.",
        )
    return Failure(job.document, job.path, "internal", message)


async def _outcome(pool: ProcessPoolExecutor, job: Job) -> Event:
    """Wait for a worker; shielded, since a pool that breaks cannot cope with futures that were cancelled meanwhile."""
    future = asyncio.get_running_loop().run_in_executor(pool, _work, job)
    future.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody may be left to ask for it
    return await asyncio.shield(future)


_tools: ContextVar[Tools] = ContextVar("tools")
"""The tools of a worker process, made once by its initializer."""


def _start(open_tools: Opener) -> None:
    _tools.set(open_tools())


def _work(job: Job) -> Event:
    return asyncio.run(read_document(job, _tools.get()))
