"""One round as the driver sees it: pages are fed as places come free, and told outcomes are crossed out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from extract.engines.outcome import Event, Job
from extract.engines.ray.cluster import beside, processors, ray_module
from extract.engines.ray.ledger import Ledger
from extract.engines.ray.round import Round
from extract.engines.ray.travel import SHARE, Orders, Pool, Told
from extract.errors import GoujiError

GRACE = 20.0
"""Seconds that what is under way gets when the run is to stop."""

KEEPING = 1.0
"""Seconds in which the answers of the last calls reach the keeper."""

TICK = 2.0
"""Seconds after which a round that tells nothing is looked at."""

ANSWERING = 5.0
"""Seconds in which the desk says which documents have begun; it may be gone."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Who reads: how many workers, how many documents make a page, how many pages each has under way.

    ``documents`` are under way at most in the whole cluster. ``patience`` is how many seconds may pass without any
    document ending.
    """

    workers: int
    page: int
    pages: int
    documents: int
    patience: float


class Ended(Enum):
    """How a round ended: as it should, because something was lost or did not start, or because nothing came."""

    WHOLE = auto()
    BROKEN = auto()
    LATE = auto()


class Conduct:
    """Conducts one round, with a data set and workers of its own.

    Args:
        crew: who reads.
        orders: for the workers.
        ledger: what is to be read.
        alone: whether to read what was lost, each document alone.
    """

    def __init__(self, crew: Crew, orders: Orders, ledger: Ledger, *, alone: bool) -> None:
        self.crew = crew
        self.alone = alone
        self.ended = Ended.WHOLE
        self.reason = ""
        self.begun: frozenset[str] | None = None
        self._orders = orders
        self._ledger = ledger
        self._desk: Any = None
        self._room = asyncio.Event()
        self._heard = time.monotonic()
        self._stop: GoujiError | None = None
        self._deadline = float("inf")
        self._needed = min(processors(), crew.workers * SHARE)

    async def events(self) -> AsyncGenerator[Event, None]:
        """Yield how documents end, as they do; leave how the round ended.

        Raises:
            GoujiError: as a worker raised it, once what was under way has ended.
        """
        self._desk = beside(Round)
        feeding = asyncio.create_task(self._feed())
        finishing: asyncio.Task[None] | None = None
        try:
            while told := await self._next(feeding):
                for event in told.events:
                    if self._ledger.ended(event):
                        yield event
                self._room.set()
                if told.stop is not None and finishing is None:
                    self._stop, self._deadline = told.stop, time.monotonic() + GRACE
                    feeding.cancel()
                    self._desk.close.remote()
                    finishing = asyncio.create_task(self._finish())
            if self._stop is not None:
                raise self._stop
            self.begun = await self._unended()
        except (asyncio.CancelledError, GeneratorExit):
            await self._finish()
            raise
        finally:
            feeding.cancel()
            if finishing is not None:
                await finishing
            ray_module().kill(self._desk)

    async def _feed(self) -> None:
        """Put pages on the desk while there is room; say when none will follow.

        In a round of pages a file may turn out to hold several reports: the desk is open until all has ended.
        """
        desk, ledger = self._desk, self._ledger
        await desk.start.remote(desk, self._orders, Pool(self.crew.workers, self.crew.pages, alone=self.alone))
        while True:
            self._room.clear()
            page = self._page()
            if page:
                await desk.put.remote(page)
            elif ledger.under_way and not self.alone:
                await self._room.wait()
            else:
                break
        await desk.close.remote()

    def _page(self) -> tuple[Job, ...]:
        """Return the next page, none where there is no room or nothing to read at the moment."""
        crew, ledger = self.crew, self._ledger
        if self.alone:
            return ledger.suspect()
        if ledger.under_way and ledger.under_way + crew.page > crew.documents:
            return ()
        return ledger.page(crew.page)

    async def _next(self, feeding: asyncio.Task[None]) -> Told | None:
        """Return what came of a page; None at the end, however it came about."""
        coming = asyncio.ensure_future(_told(self._desk))
        while not (await asyncio.wait({coming}, timeout=TICK))[0]:
            if (error := _failure(feeding)) is not None:
                self._fail(error)
            if self.ended is not Ended.WHOLE or await self._hopeless():
                coming.cancel()
                return None
        self._heard = time.monotonic()
        try:
            return coming.result()
        except Exception as error:  # noqa: BLE001  (of Ray, of many kinds: a worker or a block is lost)
            self._fail(error)
            return None

    async def _hopeless(self) -> bool:
        """Whether to wait no longer: too long silent, or the cluster has become too small for the workers."""
        now = time.monotonic()
        if now > self._deadline:
            return True
        if now - self._heard > self.crew.patience and self._ledger.under_way:
            self.ended, self.reason = Ended.LATE, f"nothing was heard for {self.crew.patience:g} s"
        elif await asyncio.to_thread(processors) < self._needed:
            self.ended, self.reason = Ended.BROKEN, "nodes of the cluster are gone"
        return self.ended is not Ended.WHOLE

    def _fail(self, error: BaseException) -> None:
        cause = getattr(error, "cause", None) or error
        self.ended = Ended.BROKEN
        self.reason = (str(cause).strip().splitlines() or [type(cause).__name__])[0][:300]

    async def _unended(self) -> frozenset[str] | None:
        """Return the documents that workers have begun and not ended; None where nobody knows."""
        if not self._ledger.under_way:
            return frozenset()
        with suppress(Exception):  # of Ray: the desk may be gone
            async with asyncio.timeout(ANSWERING):
                begun: frozenset[str] = await self._desk.begun.remote()
                return begun
        return None

    async def _finish(self) -> None:
        """Let calls under way end, so that what is paid for is kept; no further call is made."""
        limits = self._orders.shared.limits
        if limits is not None:
            with suppress(Exception):  # of Ray: the limits may be gone
                await limits.finish.remote(GRACE)
                await asyncio.sleep(KEEPING)


async def _told(desk: Any) -> Told | None:  # noqa: ANN401  (an actor)
    told: Told | None = await desk.next.remote()
    return told


def _failure(task: asyncio.Task[None]) -> BaseException | None:
    return task.exception() if task.done() and not task.cancelled() else None
