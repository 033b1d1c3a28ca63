"""One limit of calls and of money for a whole cluster, and the books of a run: without Ray, with handles of our own."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from decimal import Decimal
from typing import Any

import pytest
from engine_fakes import job

from extract.engines.outcome import Skipped
from extract.engines.ray import limits
from extract.engines.ray.ledger import Ledger
from extract.engines.ray.limits import LOST, Holder, SharedBudget, SharedCalls
from extract.errors import BudgetSpentError
from extract.readers.llm.calls.usage import Budget


class Handle:
    """What Ray gives for an actor: a method's ``remote`` begins a call and can be awaited."""

    def __init__(self, actor: object) -> None:
        self._actor = actor
        self._calls: set[asyncio.Task[Any]] = set()

    def __getattr__(self, name: str) -> Method:
        return Method(getattr(self._actor, name), self._calls)


class Method:
    """A method of an actor."""

    def __init__(self, method: Any, calls: set[asyncio.Task[Any]]) -> None:
        self._method = method
        self._calls = calls

    def remote(self, *arguments: object) -> asyncio.Task[Any]:
        """Begin the call."""
        begun: Coroutine[Any, Any, Any] = self._method(*arguments)
        task = asyncio.ensure_future(begun)
        self._calls.add(task)
        task.add_done_callback(lambda done: self._calls.discard(done) or done.cancelled() or done.exception())
        return task


class Endpoint:
    """Counts the calls under way."""

    def __init__(self) -> None:
        self.under_way = self.most = self.made = 0

    async def call(self, calls: SharedCalls, seconds: float = 0.002) -> None:
        """Make a call that takes so long."""
        async with calls.admitted():
            self.under_way += 1
            self.made += 1
            self.most = max(self.most, self.under_way)
            await asyncio.sleep(seconds)
            self.under_way -= 1


def holder(most: int = 4, budget: Budget | None = None, clock: list[float] | None = None) -> Holder:
    now = (lambda: clock[0]) if clock else (lambda: 0.0)
    return Holder(most, budget or Budget(), {}, now=now)


async def test_unevenly_loaded_workers_together_make_no_more_calls_than_the_limit() -> None:
    handle, endpoint = Handle(holder(4)), Endpoint()
    busy, idle = SharedCalls(handle, "busy"), SharedCalls(handle, "idle")
    await asyncio.gather(*(endpoint.call(busy) for _ in range(60)), *(endpoint.call(idle) for _ in range(3)))
    assert (endpoint.most, endpoint.made) == (4, 63)


async def test_one_worker_can_use_the_whole_width_while_others_have_nothing_to_ask() -> None:
    handle, endpoint = Handle(holder(8)), Endpoint()
    SharedCalls(handle, "idle")
    await asyncio.gather(*(endpoint.call(SharedCalls(handle, "busy")) for _ in range(1)))
    alone = SharedCalls(handle, "busy")
    await asyncio.gather(*(endpoint.call(alone) for _ in range(40)))
    assert endpoint.most == 8


async def test_a_worker_with_many_calls_waiting_does_not_shut_out_another() -> None:
    handle, endpoint, order = Handle(holder(2)), Endpoint(), []
    busy, late = SharedCalls(handle, "busy"), SharedCalls(handle, "late")
    many = [asyncio.create_task(endpoint.call(busy)) for _ in range(100)]
    await asyncio.sleep(0.005)
    await endpoint.call(late)
    order.append(endpoint.made)
    await asyncio.gather(*many)
    assert order[0] < 30


async def test_a_429_seen_by_one_worker_slows_all() -> None:
    handle, endpoint = Handle(holder(10)), Endpoint()
    one, other = SharedCalls(handle, "one"), SharedCalls(handle, "other")
    one.limited(None)
    await asyncio.gather(*(endpoint.call(other) for _ in range(30)))
    assert endpoint.most == 7


async def test_a_used_up_minute_seen_by_one_worker_pauses_all() -> None:
    clock = [0.0]
    handle, endpoint = Handle(holder(4, clock=clock)), Endpoint()
    one, other = SharedCalls(handle, "one"), SharedCalls(handle, "other")
    one.observe({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "50ms", "server": "x"})
    waiting = asyncio.create_task(endpoint.call(other))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    clock[0] = 1.0
    await asyncio.wait_for(waiting, 5)


async def test_places_and_reservations_of_a_worker_that_is_heard_of_no_more_come_back() -> None:
    clock = [0.0]
    shared = holder(2, Budget(tokens=10_000), clock)
    assert await shared.enter("dead", 5) == 2
    await shared.reserve("dead", 7_000, None)
    waiting = asyncio.create_task(shared.reserve("alive", 7_000, None))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    clock[0] = LOST + 1
    await shared.beat("alive")
    await asyncio.wait_for(waiting, 5)
    assert await shared.enter("alive", 1) == 1
    await shared.leave("dead", 2)  # it was not dead after all; its places are not given back twice
    assert await shared.enter("alive", 5) == 1


async def test_a_worker_that_goes_on_being_heard_of_keeps_its_places() -> None:
    clock = [0.0]
    shared = holder(1, clock=clock)
    await shared.enter("slow", 1)
    for second in range(30):
        clock[0] = float(second)
        await shared.beat("slow")
    waiting = asyncio.create_task(shared.enter("other", 1))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    waiting.cancel()


async def test_workers_spend_one_budget() -> None:
    handle = Handle(holder(4, Budget(tokens=10_000)))
    one, other = SharedBudget(handle, "one"), SharedBudget(handle, "other")
    held = await one.reserve(6_000, None)
    second = asyncio.create_task(other.reserve(6_000, None))
    await asyncio.sleep(0.01)
    assert not second.done()
    await one.settle(held, {"prompt_tokens": 6_000, "cached_tokens": 0, "completion_tokens": 100}, Decimal(0))
    with pytest.raises(BudgetSpentError) as error:
        await asyncio.wait_for(second, 5)
    assert error.value.exit_status == 5


async def test_when_the_run_stops_nobody_waits_for_the_budget_any_more() -> None:
    shared = holder(4, Budget(tokens=10_000))
    await shared.reserve("one", 7_000, None)
    waiting = asyncio.create_task(shared.reserve("other", 7_000, None))
    await asyncio.sleep(0.01)
    await asyncio.wait_for(shared.finish(1.0), 5)
    with pytest.raises(BudgetSpentError):
        await asyncio.wait_for(waiting, 5)


async def test_when_the_run_stops_no_call_is_begun_and_those_under_way_are_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "LOOK", 0.001)
    shared, endpoint = holder(1), Endpoint()
    handle = Handle(shared)
    calls = SharedCalls(handle, "one")
    first = asyncio.create_task(endpoint.call(calls, 0.02))
    second = asyncio.create_task(endpoint.call(calls))
    await asyncio.sleep(0.005)
    await asyncio.wait_for(shared.finish(20.0), 5)
    await first
    with pytest.raises(BudgetSpentError):
        await second
    assert (endpoint.made, endpoint.under_way) == (1, 0)


async def test_a_call_that_is_given_up_while_it_waits_takes_no_place() -> None:
    handle, endpoint = Handle(holder(1)), Endpoint()
    calls = SharedCalls(handle, "one")
    first = asyncio.create_task(endpoint.call(calls, 0.02))
    await asyncio.sleep(0.005)
    given_up = asyncio.create_task(endpoint.call(calls))
    await asyncio.sleep(0.005)
    given_up.cancel()
    await asyncio.gather(first, given_up, return_exceptions=True)
    await asyncio.wait_for(endpoint.call(calls), 5)
    assert endpoint.made == 2


def test_documents_are_taken_only_as_they_are_handed_out() -> None:
    taken: list[int] = []
    ledger = Ledger(job(str(taken.append(n) or n), "") for n in range(100))
    assert [one.document for one in ledger.page(3)] == ["0", "1", "2"]
    assert len(taken) <= 4


def test_what_is_told_twice_counts_once() -> None:
    ledger = Ledger([job("a", "")])
    ledger.page(1)
    assert [ledger.ended(Skipped("a", "00")) for _ in range(2)] == [True, False]


def test_of_a_broken_round_only_what_was_begun_is_suspect() -> None:
    ledger = Ledger([job(name, "") for name in "abc"])
    ledger.page(3)
    ledger.lose(frozenset("b"))
    assert [one.document for one in ledger.suspect()] == ["b"]
    assert [one.document for one in ledger.page(5)] == ["a", "c"]


def test_a_document_is_given_up_after_it_was_lost_twice_alone() -> None:
    ledger = Ledger([job(name, "") for name in "ab"])
    ledger.page(2)
    ledger.lose(None)
    given_up = []
    for _ in range(2):
        while ledger.suspects:
            ledger.suspect()
        ledger.ended(Skipped("b", "00"))
        given_up.append([failure.document for failure in ledger.lose_alone(frozenset("a"))])
    assert given_up == [[], ["a"]]
    assert not ledger.suspects
    assert not ledger.more()


def test_of_a_late_round_only_what_was_begun_is_given_up() -> None:
    ledger = Ledger([job(name, "") for name in "ab"])
    ledger.page(2)
    ledger.lose(None)
    while ledger.suspects:
        ledger.suspect()
    late = list(ledger.lose_alone(frozenset("a"), 600.0))
    assert [failure.document for failure in late] == ["a"]
    assert "600" in late[0].message
    assert [one.document for one in ledger.suspect()] == ["b"]
