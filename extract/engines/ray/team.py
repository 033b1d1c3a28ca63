"""The driver of a run on a cluster: rounds of pages, until every document has ended."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass

from extract.engines.compendia import Parts
from extract.engines.outcome import Event, Job, Split
from extract.engines.ray.cluster import accounts, beside, processors, ray_module, spoken
from extract.engines.ray.conduct import Conduct, Crew, Ended
from extract.engines.ray.ledger import Ledger
from extract.engines.ray.limits import REQUESTS, Holder
from extract.engines.ray.rows import Keeper, OpenRows
from extract.engines.ray.travel import OpenTools, Orders, Reading, Shared
from extract.errors import ConfigError
from extract.language import say
from extract.readers.llm.calls.usage import Budget
from extract.store.folder import Failure

FRUITLESS = 3
"""Rounds in a row that may break, or tell nothing, before any document has ended."""


@dataclass(frozen=True, slots=True)
class Work:
    """What the workers work with: their tools, the paid answers, and the limits of calls, where they make any.

    ``open_rows`` is called in a process on the driver's machine.
    """

    open_tools: OpenTools
    open_rows: OpenRows | None = None
    calls: int | None = None
    budget: Budget | None = None
    max_bytes: int = 200_000_000


class Team:
    """Reads documents on the cluster that this process has joined.

    Args:
        crew: decides who reads, given the number of processors that the cluster has now.
        work: what they work with.
    """

    def __init__(self, crew: Callable[[float], Crew], work: Work) -> None:
        self._crew = crew
        self._shared = Shared(
            beside(Keeper, work.open_rows, max_restarts=-1, max_task_retries=-1) if work.open_rows else None,
            beside(Holder, work.calls, work.budget or Budget(), spoken(), max_concurrency=REQUESTS)
            if work.calls
            else None,
        )
        self._orders = Orders(work.open_tools, self._shared, spoken(), Reading(work.max_bytes, accounts()))

    async def run(self, jobs: Iterable[Job], *, parts: Parts) -> AsyncGenerator[Event, None]:
        """Read documents, and the reports that files turn out to hold.

        Raises:
            BudgetSpentError: as a worker raised it; what was under way has ended.
            ConfigError: the same, or no worker can be started.
        """
        ledger = Ledger(jobs)
        fruitless = 0
        while ledger.suspects or ledger.more():
            conduct = Conduct(self._crew(processors()), self._orders, ledger, alone=ledger.suspects > 0)
            heard = False
            async with aclosing(conduct.events()) as events:
                async for event in events:
                    heard = True
                    yield event
                    if isinstance(event, Split):
                        ledger.add(parts(event))
            given_up = _lost(conduct, ledger)
            for failure in given_up:
                yield failure
            fruitless = 0 if heard or given_up or conduct.ended is Ended.WHOLE else fruitless + 1
            if fruitless >= FRUITLESS:
                raise _broken(conduct.reason)

    def dismiss(self) -> None:
        """End the processes that all rounds share."""
        for actor in (self._shared.rows, self._shared.limits):
            if actor is not None:
                ray_module().kill(actor)


def _lost(conduct: Conduct, ledger: Ledger) -> tuple[Failure, ...]:
    """Say what is to become of the documents that a round has lost; return the failures of those given up."""
    if conduct.alone and conduct.ended is not Ended.BROKEN:
        late = conduct.crew.patience if conduct.ended is Ended.LATE else None
        return tuple(ledger.lose_alone(conduct.begun, late))
    ledger.lose(conduct.begun)
    return ()


def _broken(reason: str) -> ConfigError:
    return ConfigError(
        say(
            f"集群上的进程一再失败：{reason}。请检查每个节点都装有同一版本的 gouji，再运行一次即可继续。",
            f"Workers of the cluster fail again and again: {reason}; every node needs this version of gouji. "
            "Run again to go on.",
        )
    )
