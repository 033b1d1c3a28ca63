"""A round: the process beside the driver that hands out pages and drives the data set, and can be ended at any moment."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from extract.engines.outcome import Job
from extract.engines.ray.cluster import speak
from extract.engines.ray.travel import Orders, Pool, Reading, Told

WAITING = 4
"""Pages that wait to be taken."""


class Round:
    """Hands out pages to the data set's read tasks and what comes of them to the driver (an actor).

    Ray Data runs in this process and not in the driver, so that a round that hangs is ended by ending the process:
    the workers, which it owns, end with it.
    """

    def __init__(self) -> None:
        self._pages: asyncio.Queue[tuple[Job, ...] | None] = asyncio.Queue(WAITING)
        self._orders: Orders | None = None
        self._outcomes: Iterator[Told] = iter(())
        self._begun: set[str] = set()
        self._started = asyncio.Event()

    async def start(self, me: Any, orders: Orders, pool: Pool) -> None:  # noqa: ANN401  (an actor: this one)
        """Set up the data set; nothing is read before the first ``next``."""
        from extract.engines.ray.pipeline import outcomes  # noqa: PLC0415  (Ray Data is loaded in this process only)

        speak(orders.language)
        self._orders = orders
        self._outcomes = outcomes(me, pool)
        self._started.set()

    async def orders(self) -> Orders | None:
        """Tell a worker what it needs to begin."""
        return self._orders

    async def reading(self) -> Reading | None:
        """Tell a read task what it needs to begin."""
        return self._orders.reading if self._orders else None

    async def put(self, page: tuple[Job, ...]) -> None:
        """Add a page to be read, as soon as there is room."""
        await self._pages.put(page)

    async def close(self) -> None:
        """Say that no page will follow."""
        await self._pages.put(None)

    async def take(self) -> tuple[Job, ...] | None:
        """Hand out a page, None where none will follow."""
        page = await self._pages.get()
        if page is None:
            self._pages.put_nowait(None)  # for the other read tasks
        return page

    async def next(self) -> Told | None:
        """Return what came of a page, None at the end.

        Raises:
            RayError: from Ray Data.
        """
        await self._started.wait()
        told = await asyncio.to_thread(next, self._outcomes, None)
        if told is not None:
            self._begun.difference_update(event.document for event in told.events)
        return told

    async def begin(self, documents: tuple[str, ...]) -> None:
        """Hear from a worker that it begins to read."""
        self._begun.update(documents)

    async def begun(self) -> frozenset[str]:
        """Return the documents that were begun and have not ended."""
        return frozenset(self._begun)
