"""Put the parts of a run together: which engine, with which tools, and what follows when it has ended."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import aclosing, contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol

from extract.engines.compendia import Parts, with_parts
from extract.engines.document import Tools
from extract.engines.local import POOL_FROM, run_here, run_in_processes
from extract.engines.outcome import Event, Job
from extract.engines.processes import cores
from extract.store.place import sqlite_url
from extract.store.shards import drop_stale
from extract.wiring.plan import Plan
from extract.wiring.tools import opened_tools, rules_tools


def make_store(folder: Path) -> None:
    """Make the store of a run folder, or bring it to today's schema, so that decisions and answers have their place."""
    from extract.store.database import open_store  # noqa: PLC0415  (SQLAlchemy would slow the start of every run)

    open_store(sqlite_url(folder)).dispose()


AFTER_RUN: tuple[Callable[[Path], None], ...] = (make_store, drop_stale)
"""What is done with a run folder when a run has ended, in order; each takes the folder."""


class Engine(Protocol):
    """Reads the documents of a run."""

    def outcomes(self, jobs: Iterable[Job], *, count: int, parts: Parts) -> AsyncGenerator[Event, None]:
        """Read documents.

        Args:
            jobs: what to read.
            count: how many there are.
            parts: names the reports of a file that holds several.
        """
        ...

    async def follow(self, folder: Path) -> None:
        """Write what this engine writes beside the records of a run that was not interrupted."""
        ...


@contextmanager
def opened_engine(plan: Plan) -> Iterator[Engine]:
    """Hold the engine of the plan ready.

    Raises:
        ConfigError: it cannot be had.
    """
    if plan.options.engine == "local":
        yield OnThisMachine(plan)
        return
    from extract.wiring.cluster import opened_cluster  # noqa: PLC0415  (loaded where it is used)

    with opened_cluster(plan) as cluster:
        yield cluster


class OnThisMachine:
    """Reads in this process where readers wait, in several where they compute."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    async def outcomes(self, jobs: Iterable[Job], *, count: int, parts: Parts) -> AsyncGenerator[Event, None]:
        """Read documents."""
        plan = self._plan
        async with opened_tools(plan, count=count) as tools:

            def run(jobs: Iterable[Job], count: int) -> AsyncGenerator[Event, None]:
                if plan.options.chosen_reader != "rules":
                    return run_here(jobs, tools, window=plan.options.concurrency)
                workers = min(plan.options.workers or cores(), count)
                return _offline(plan, jobs, tools, workers=workers if count >= POOL_FROM else 1)

            async with aclosing(with_parts(run, jobs, count=count, parts=parts)) as events:
                async for event in events:
                    yield event

    async def follow(self, folder: Path) -> None:
        """Write nothing further."""


def _offline(plan: Plan, jobs: Iterable[Job], tools: Tools, *, workers: int) -> AsyncGenerator[Event, None]:
    """Read by rules: in this process, or in several."""
    if workers == 1:
        return run_here(jobs, tools, window=1)
    open_here = partial(rules_tools, plan.without_key())
    return run_in_processes(jobs, open_here, workers=workers, patience=plan.options.document_timeout)
