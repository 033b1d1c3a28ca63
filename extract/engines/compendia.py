"""Files that turn out to hold several reports: told first, then read report by report with the same tools."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing

from extract.engines.outcome import Event, Job, Split

MOST_WAITING = 256
"""Reports split off that are kept in memory before they are read; reading them starts the engine anew."""

Run = Callable[[Iterable[Job], int], AsyncGenerator[Event, None]]
"""Reads jobs, so many, with an engine whose tools are ready."""

Parts = Callable[[Split], Iterable[Job]]
"""Names the reports of a file that is to be split and returns a job for each."""


async def with_parts(run: Run, jobs: Iterable[Job], *, count: int, parts: Parts) -> AsyncGenerator[Event, None]:
    """Run jobs, and after them those that their files were split into.

    Args:
        run: the engine.
        jobs: what to read.
        count: how many there are.
        parts: names the reports of a file that is to be split.

    Raises:
        BudgetSpentError: from the engine.
    """
    waiting: list[Job] = []
    async with aclosing(run(jobs, count)) as events:
        async for event in events:
            yield event
            if isinstance(event, Split):
                waiting += parts(event)
            if len(waiting) >= MOST_WAITING:
                async for other in _all(run, waiting):
                    yield other
                waiting = []
    async for other in _all(run, waiting):
        yield other


async def _all(run: Run, jobs: list[Job]) -> AsyncGenerator[Event, None]:
    if jobs:
        async with aclosing(run(jobs, len(jobs))) as events:
            async for event in events:
                yield event
