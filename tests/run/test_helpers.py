"""Helper processes: the same records as in one process, calls made here, and a process that dies costs one document."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from engine_fakes import job, open_tools, without_times
from llm_fakes import SMALL, FakeClient, exchange_of, prompts, wire
from provider.answering import answer

from extract.domains.petition import PETITION
from extract.engines.document import Tools, read_document
from extract.engines.helpers import Helpers, helped
from extract.engines.outcome import Done, Event
from extract.errors import BudgetSpentError
from extract.readers.llm.asks.tasks import TASKS
from extract.readers.llm.calls.cache import Reply
from extract.readers.llm.calls.exchange import Exchange
from extract.readers.llm.calls.trouble import CallError, Kind
from extract.readers.llm.calls.usage import Budget
from extract.readers.llm.calls.wire import Caller, Wire
from extract.readers.llm.reader import Manner, ModelReader
from extract.readers.rules.reader import RulesReader
from extract.store.folder import Failure

pytestmark = pytest.mark.block_network(allowed_hosts=["/"])


def obeying(_: Caller) -> Tools:
    """Make tools whose reader does what the text says."""
    return open_tools()


def asking(caller: Caller) -> Tools:
    """Make tools whose reader asks a model."""
    far = Wire(caller, "gouji-test", "http://test/v1")
    asks = ModelReader(far, prompts(), Manner(TASKS))
    return replace(open_tools(), reader=asks, rival=RulesReader(), domain=PETITION)


@asynccontextmanager
async def helping(
    tools: object = obeying, *, exchange: Exchange | None = None, helpers: int = 1
) -> AsyncIterator[Helpers]:
    """Hold helpers whose calls, where they make any, an honest model answers."""
    caller = exchange or answering()
    async with helped(tools, caller, helpers=helpers) as team:
        yield team


def answering() -> Exchange:
    """Return an exchange to a model that reads as the rules do."""
    client = FakeClient(
        lambda body: Reply(answer(body), usage={"prompt_tokens": 3, "cached_tokens": 0, "completion_tokens": 2})
    )
    return exchange_of(wire(client))


async def read(text: str, team: Helpers) -> Event:
    return await read_document(job("a", text), replace(open_tools(), elsewhere=team))


async def test_a_record_made_elsewhere_is_the_one_made_here_and_its_calls_are_made_here() -> None:
    exchange = answering()
    here = await read_document(job("a", SMALL), asking(exchange))
    exchange = answering()
    async with helping(asking, exchange=exchange) as team:
        elsewhere = await read(SMALL, team)
    assert isinstance(here, Done)
    assert isinstance(elsewhere, Done)
    assert without_times(elsewhere) == without_times(here)
    assert elsewhere.usage == here.usage
    assert elsewhere.usage is not None
    assert elsewhere.usage.calls == len(exchange.client.bodies) == len(TASKS)
    assert exchange.cache.known_valid == set(exchange.cache.kept)


async def test_a_call_without_an_answer_fails_its_document_as_it_would_here() -> None:
    def refusing(_: object) -> Reply:
        raise CallError(Kind.RETRY, "HTTP 503: busy")

    exchange = exchange_of(wire(FakeClient(refusing)))
    async with helping(asking, exchange=exchange) as team:
        failed = await read(SMALL, team)
    assert isinstance(failed, Failure)
    assert (failed.kind, "HTTP 503: busy" in failed.message) == ("reader", True)


async def test_a_budget_that_is_used_up_stops_the_run_from_a_helper_too() -> None:
    exchange = replace(answering(), budget=Budget(tokens=10))
    async with helping(asking, exchange=exchange) as team:
        with pytest.raises(BudgetSpentError):
            await read(SMALL, team)


async def test_an_error_in_a_helper_comes_out_as_it_is() -> None:
    async with helping() as team:
        failed = await read("读不了", team)
    assert isinstance(failed, Failure)
    assert (failed.kind, failed.message, failed.section) == ("reader", "读不了这份报告。", "finance")


async def test_a_fault_of_gouji_in_a_helper_is_told_with_the_place_where_it_happened() -> None:
    async with helping() as team:
        failed = await read("出错", team)
    assert isinstance(failed, Failure)
    assert failed.kind == "internal"
    assert "a fault in the reader" in failed.message
    assert "engine_fakes.py" in (failed.trace or "")


async def test_a_document_that_kills_its_process_fails_and_those_beside_it_are_read() -> None:
    async with helping(helpers=2) as team:
        died, *others = await asyncio.gather(*(read(text, team) for text in ("猝死", *("甲。" * 6))))
        after = await read("乙。", team)
    assert isinstance(died, Failure)
    assert "内存" in died.message
    assert all(isinstance(other, Done) for other in (*others, after))


async def test_helpers_leave_no_process_behind_even_while_they_work() -> None:
    before = set(multiprocessing.active_children())
    async with helping(helpers=2) as team:
        under_way = asyncio.ensure_future(read("很慢", team))
        await asyncio.sleep(0.2)
        under_way.cancel()
    assert set(multiprocessing.active_children()) == before
