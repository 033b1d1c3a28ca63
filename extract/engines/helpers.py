"""Helper processes: they prepare and conclude documents, so that the event loop only makes calls."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from typing import TypeVar

from extract.engines.processes import Pool, pool_of
from extract.errors import ReaderError
from extract.language import say

Result = TypeVar("Result")

HELPERS = 2
"""Helper processes: one concludes 30 documents a second, a loop makes the calls of fewer than 60."""

FROM = 8
"""Documents from which helpers pay: below, starting them costs more processor time than they take off the loop."""


@contextmanager
def helped(workers: int = HELPERS) -> Iterator[Helpers]:
    """Hold helper processes ready; while they start, steps are done here."""
    with ExitStack() as stack:
        yield Helpers(lambda: stack.enter_context(pool_of(workers, _ready)))


class Helpers:
    """Does steps in other processes (a ``Compute``); a step whose process dies is done again in one of its own."""

    def __init__(self, open_pool: Callable[[], Pool]) -> None:
        self._open = open_pool
        self._pool = open_pool()
        self._started = self._pool.executor.submit(_ready)
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self, step: Callable[[], Awaitable[Result]]) -> Result:
        """Return what the step returns.

        Raises:
            ReaderError: the process died over this step, even alone.
        """
        if not self._started.done():
            return await step()
        pool = self._pool
        try:
            return await _done(pool, step)
        except BrokenProcessPool:
            if pool is self._pool:
                self._pool = self._open()
            async with self._one_at_a_time:
                return await _alone(step)


async def _alone(step: Callable[[], Awaitable[Result]]) -> Result:
    """Do a step in a process of its own, so that one that kills its process harms no other."""
    try:
        with pool_of(1, _ready) as pool:
            return await _done(pool, step)
    except BrokenProcessPool:
        raise ReaderError(
            say(
                "处理这份报告的进程中途退出（可能内存不足）；请拆分文件后重试。",
                "The process working on this report died (out of memory?); split the file and try again.",
            )
        ) from None


async def _done(pool: Pool, step: Callable[[], Awaitable[Result]]) -> Result:
    """Wait for a helper; shielded, since a pool that breaks cannot cope with futures that were cancelled meanwhile."""
    future = asyncio.get_running_loop().run_in_executor(pool.executor, _do, step)
    future.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody may be left to ask for it
    return await asyncio.shield(future)


def _do(step: Callable[[], Awaitable[Result]]) -> Result:
    async def doing() -> Result:
        return await step()

    return asyncio.run(doing())


def _ready() -> None:
    """Begin, or show that a process has begun."""
