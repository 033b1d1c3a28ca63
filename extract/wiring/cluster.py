"""A run on a Ray cluster: who reads, with which tools and limits, and the shards at the end."""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path

from extract.engines.compendia import Parts
from extract.engines.document import Tools
from extract.engines.outcome import Event, Job
from extract.engines.ray.cluster import joined
from extract.engines.ray.conduct import Crew
from extract.engines.ray.limits import shared_limits
from extract.engines.ray.rows import Rows
from extract.engines.ray.sharding import write_shards
from extract.engines.ray.team import Team, Work
from extract.engines.ray.travel import Shared
from extract.readers.llm.opened import budget_of
from extract.wiring.plan import Plan
from extract.wiring.tools import kept_answers, opened_tools

PAGE = 8
"""Documents of a page where reading is computing: a page costs Ray milliseconds, a document 30 and more."""

PAGES = 2
"""Pages under way in such a worker: one is read while the next one comes."""

PATIENCE = 4
"""Deadlines of a call that may pass without any document ending, before a round of calls is begun anew."""


@contextmanager
def opened_cluster(plan: Plan) -> Iterator[OnCluster]:
    """Hold the cluster of a run.

    Raises:
        ConfigError: Ray is not installed, or the cluster cannot be reached.
    """
    with joined():
        yield OnCluster(plan)


class OnCluster:
    """Reads on a cluster that this process has joined."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    async def outcomes(self, jobs: Iterable[Job], *, count: int, parts: Parts) -> AsyncGenerator[Event, None]:
        """Read documents."""
        plan = self._plan
        calls = plan.options.chosen_reader == "llm"
        team = Team(partial(crew_of, plan, count), model_work(plan) if calls else offline_work(plan))
        try:
            async with aclosing(team.run(jobs, parts=parts)) as events:
                async for event in events:
                    yield event
        finally:
            team.dismiss()

    async def follow(self, folder: Path) -> None:
        """Write the Parquet shards of all records."""
        await write_shards(folder)


def crew_of(plan: Plan, count: int, processors: float) -> Crew:
    """Decide who reads.

    Args:
        plan: the run as decided.
        count: how many documents there are.
        processors: of the cluster.
    """
    options = plan.options
    most = max(1, int(processors))
    if options.chosen_reader != "llm":
        workers = min(options.workers or most, most, max(1, count))
        page = max(1, min(PAGE, count // (PAGES * workers)))
        return Crew(workers, page, PAGES, 2 * PAGES * page * workers, options.document_timeout)
    workers = min(options.workers or most, most, options.concurrency, max(1, count))
    page = max(1, min(PAGE, options.concurrency // (PAGE * workers)))
    pages = -(-options.concurrency // page)
    return Crew(workers, page, pages, options.concurrency + page * workers, PATIENCE * options.deadline)


def offline_work(plan: Plan) -> Work:
    """Return what workers need to read by rules, or from earlier answers."""
    return Work(partial(_offline_tools, plan.without_key()), max_bytes=plan.options.max_bytes)


def model_work(plan: Plan) -> Work:
    """Return what workers need to read with a model: one limit and one budget for all, answers kept beside the folder."""
    options = plan.options
    return Work(
        partial(_model_tools, plan),
        open_rows=partial(kept_answers, plan.folder.absolute()),
        calls=options.concurrency,
        budget=budget_of(options),
        max_bytes=options.max_bytes,
    )


@asynccontextmanager
async def _offline_tools(plan: Plan, _: Shared) -> AsyncGenerator[Tools, None]:
    async with opened_tools(plan) as tools:
        yield tools


@asynccontextmanager
async def _model_tools(plan: Plan, shared: Shared) -> AsyncGenerator[Tools, None]:
    options = plan.options
    budgeted = options.budget_tokens is not None or options.budget_cost is not None
    async with (
        shared_limits(shared.limits, secrets.token_hex(8), budgeted=budgeted) as limits,
        opened_tools(plan, rows=Rows(shared.rows), limits=limits) as tools,
    ):
        yield tools
