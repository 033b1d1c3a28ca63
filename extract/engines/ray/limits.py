"""One limit of calls and of money for the whole cluster: held by one process, asked by every worker."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, TypeVar

from extract.engines.ray.cluster import speak
from extract.errors import BudgetSpentError, GoujiError
from extract.language import say
from extract.readers.llm.calls.limits import Limiter
from extract.readers.llm.calls.usage import Budget, Reservation
from extract.readers.llm.opened import Limits
from extract.settings import Price

Result = TypeVar("Result")

BEAT = 1.0
"""Seconds between a worker's signs of life."""

LOST = 8.0
"""Seconds of silence after which a worker's places and reservations come back: it was killed, or its node is gone."""

LOOK = 0.1
"""Seconds between looks at the calls that are still under way."""

REQUESTS = 50_000
"""Requests that may wait at the holder: one a worker for places, one a call for the budget."""


@dataclass(slots=True)
class Member:
    """A worker, as the limits know it: what it holds, and when it was last heard of."""

    heard: float
    places: int = 0
    reserved: dict[int, Reservation] = field(default_factory=dict)


class Holder:
    """Holds the limits of a run (an actor): places for calls, and the budget."""

    def __init__(
        self, most: int, budget: Budget, language: Mapping[str, str], *, now: Callable[[], float] = time.monotonic
    ) -> None:
        speak(language)
        self._limiter = Limiter(most, now=now)
        self._budget = budget
        self._now = now
        self._members: dict[str, Member] = {}
        self._reservations = 0
        self._closing = asyncio.Event()

    async def enter(self, worker: str, wanted: int) -> int:
        """Give a worker up to so many places, at least one, as soon as there is one.

        A worker asks once and not for every call, so that few requests wait here however many calls do.

        Raises:
            BudgetSpentError: the run is stopping.
        """
        taken = await self._unless_closing(self._limiter.enter(wanted))
        self._member(worker).places += taken
        return taken

    async def finish(self, seconds: float) -> None:
        """Admit no call any more, and wait until those under way have ended, at most so long."""
        self._closing.set()
        deadline = self._now() + seconds
        while self._now() < deadline and any(member.places for member in self._members.values()):  # noqa: ASYNC110  (a look now and then)
            await asyncio.sleep(LOOK)

    async def leave(self, worker: str, places: int) -> None:
        """Take places back; those of a worker that was given up are back already."""
        member = self._member(worker)
        places = min(places, member.places)
        member.places -= places
        if places:
            await self._limiter.leave(places)

    async def succeeded(self) -> None:
        """Widen after a success."""
        self._limiter.succeeded()

    async def limited(self, wait: float | None) -> None:
        """Narrow for all after a 429 that one worker saw."""
        self._limiter.limited(wait)

    async def observe(self, headers: dict[str, str]) -> None:
        """Pause all where headers that one worker saw say so."""
        self._limiter.observe(headers)

    async def reserve(self, worker: str, characters: int, price: Price | None) -> Reservation:
        """Set aside what a call may cost, as soon as there is room for it.

        Raises:
            BudgetSpentError: there never will be, or the run is stopping.
        """
        held = await self._unless_closing(self._budget.reserve(characters, price))
        self._reservations += 1
        numbered = replace(held, number=self._reservations)
        self._member(worker).reserved[numbered.number] = numbered
        return numbered

    async def settle(self, worker: str, number: int, counts: Mapping[str, int] | None, cost: Decimal | None) -> None:
        """Replace a reservation by what the call cost; what came too late is counted all the same."""
        held = self._member(worker).reserved.pop(number, None)
        if held is not None:
            await self._budget.settle(held, counts, cost)
        elif counts is not None:
            self._budget.add(counts, cost)

    async def beat(self, worker: str) -> None:
        """Hear from a worker, and give up those that were not heard of."""
        self._member(worker)
        silent = [name for name, member in self._members.items() if self._now() - member.heard > LOST]
        for name in silent:
            member = self._members.pop(name)
            if member.places:
                await self._limiter.leave(member.places)
            for held in member.reserved.values():
                await self._budget.settle(held, None, None)

    async def _unless_closing(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Return what comes of waiting for something, unless the run begins to stop before it comes."""
        waiting, closing = asyncio.ensure_future(work), asyncio.ensure_future(self._closing.wait())
        await asyncio.wait({waiting, closing}, return_when=asyncio.FIRST_COMPLETED)
        closing.cancel()
        if waiting.done():
            return waiting.result()
        waiting.cancel()
        raise BudgetSpentError(say("运行正在停止。", "The run is stopping."))

    def _member(self, worker: str) -> Member:
        member = self._members.setdefault(worker, Member(self._now()))
        member.heard = self._now()
        return member


class SharedCalls:
    """Places for the calls of a worker, fetched from the holder (an ``Admits``); it lives on the worker's event loop."""

    def __init__(self, holder: Any, worker: str) -> None:  # noqa: ANN401  (an actor)
        self._holder = holder
        self._worker = worker
        self._waiting: list[asyncio.Future[None]] = []
        self._fetching: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def admitted(self) -> AsyncIterator[None]:
        """Hold a place among the calls under way."""
        await self._place()
        try:
            yield
        finally:
            self._holder.leave.remote(self._worker, 1)

    def succeeded(self) -> None:
        """Tell of a success."""
        self._holder.succeeded.remote()

    def limited(self, wait: float | None) -> None:
        """Tell of a 429."""
        self._holder.limited.remote(wait)

    def observe(self, headers: Mapping[str, str]) -> None:
        """Tell the headers that speak of limits."""
        told = {name: value for name, value in headers.items() if name.startswith("x-ratelimit-")}
        if told:
            self._holder.observe.remote(told)

    async def _place(self) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._fetch())
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._holder.leave.remote(self._worker, 1)
            raise

    async def _fetch(self) -> None:
        """Ask for places while calls wait, and hand them out in turn."""
        while self._waiting:
            try:
                places = await self._holder.enter.remote(self._worker, len(self._waiting))
            except Exception as error:  # noqa: BLE001  (stopping, or the holder is gone; whoever waits must hear of it)
                self._tell(_own(error))
                return
            turns, self._waiting = self._waiting[:places], self._waiting[places:]
            taken = [turn for turn in turns if not turn.done()]
            for turn in taken:
                turn.set_result(None)
            if len(taken) < places:
                self._holder.leave.remote(self._worker, places - len(taken))

    def _tell(self, error: Exception) -> None:
        turns, self._waiting = self._waiting, []
        for turn in turns:
            if not turn.done():
                turn.set_exception(error)


class SharedBudget:
    """The budget as a worker sees it (a ``Spends``)."""

    def __init__(self, holder: Any, worker: str) -> None:  # noqa: ANN401  (an actor)
        self._holder = holder
        self._worker = worker
        self._one_at_a_time = asyncio.Lock()

    async def reserve(self, characters: int, price: Price | None) -> Reservation:
        """Set aside what a call may cost; one call of a worker waits at the holder, the others wait here.

        Raises:
            BudgetSpentError: there is no room and never will be.
        """
        try:
            async with self._one_at_a_time:
                held: Reservation = await self._holder.reserve.remote(self._worker, characters, price)
        except Exception as error:  # noqa: BLE001  (of Ray; the budget's own is inside)
            raise _own(error) from None
        return held

    async def settle(self, reservation: Reservation, counts: Mapping[str, int] | None, cost: Decimal | None) -> None:
        """Tell what a call cost; nothing waits for it."""
        told = None if counts is None else dict(counts)
        self._holder.settle.remote(self._worker, reservation.number, told, cost)


def _own(error: Exception) -> Exception:
    """Return the error of ours that Ray wraps, else the error itself."""
    cause = getattr(error, "cause", None)
    return cause if isinstance(cause, GoujiError) else error


@asynccontextmanager
async def shared_limits(holder: Any, worker: str, *, budgeted: bool) -> AsyncIterator[Limits]:  # noqa: ANN401  (an actor)
    """Hold a worker's share in the limits; signs of life are given as long as it is held.

    Args:
        holder: the actor that holds the limits.
        worker: tells this worker, and this life of it, from all others.
        budgeted: whether there is a budget at all; without one nothing needs to be asked.
    """
    stopped = threading.Event()
    beating = asyncio.create_task(asyncio.to_thread(_beat, holder, worker, stopped))
    try:
        yield Limits(SharedCalls(holder, worker), SharedBudget(holder, worker) if budgeted else Budget())
    finally:
        stopped.set()
        await beating


def _beat(holder: Any, worker: str, stopped: threading.Event) -> None:  # noqa: ANN401  (an actor)
    """Give signs of life, from a thread: a busy event loop is no dead worker."""
    while not stopped.wait(BEAT):
        holder.beat.remote(worker)
