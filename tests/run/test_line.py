"""A line between two processes, held at both ends by one."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.engines.line import Line, LineBrokenError
from extract.errors import ReaderError

Answer = Callable[[Any], Awaitable[Any]]


class OddError(Exception):
    """An error that cannot be pickled back: it wants more than it tells."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


async def echo(what: Any) -> Any:
    return what


@asynccontextmanager
async def ends(near: Answer = echo, far: Answer = echo) -> AsyncIterator[tuple[Line, Line]]:
    """Hold both ends of a line."""
    loop = asyncio.get_running_loop()
    here, there = socket.socketpair()
    _, one = await loop.create_connection(lambda: Line(near), sock=here)
    _, two = await loop.create_connection(lambda: Line(far), sock=there)
    try:
        yield one, two
    finally:
        one.close()
        two.close()
        await asyncio.gather(one.closed, two.closed)


async def test_both_sides_ask_at_once_more_than_any_buffer_holds() -> None:
    large = b"x" * 3_000_000
    async with ends() as (one, two):
        said = await asyncio.gather(*(side.ask((number, large)) for number in range(4) for side in (one, two)))
    assert [number for number, _ in said] == [0, 0, 1, 1, 2, 2, 3, 3]
    assert all(each == large for _, each in said)


async def test_answers_come_back_to_who_asked_whatever_their_order() -> None:
    async def slowly(seconds: float) -> float:
        await asyncio.sleep(seconds)
        return seconds

    async with ends(far=slowly) as (one, _):
        assert await asyncio.gather(one.ask(0.03), one.ask(0.0), one.ask(0.01)) == [0.03, 0.0, 0.01]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(0, 3), min_size=1, max_size=40), messages=st.lists(st.text(), min_size=1, max_size=4))
def test_messages_are_the_same_however_the_bytes_arrive(sizes: list[int], messages: list[str]) -> None:
    async def cut_up() -> list[str]:
        heard: list[str] = []

        async def hear(what: str) -> None:
            heard.append(what)

        written = bytearray()
        line = Line(hear)
        line._transport = Written(written)
        for message in messages:
            line.tell(message)
        at, turn = 0, 0
        while at < len(written):
            step = sizes[turn % len(sizes)] or len(written)
            line.data_received(bytes(written[at : at + step]))
            at, turn = at + step, turn + 1
        await asyncio.gather(*line._answering)
        return heard

    assert asyncio.run(cut_up()) == messages


class Written(asyncio.Transport):
    """Keeps what is written."""

    def __init__(self, kept: bytearray) -> None:
        super().__init__()
        self._kept = kept

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Keep it."""
        self._kept += data

    def is_closing(self) -> bool:
        """Never."""
        return False


async def test_what_a_side_tells_needs_no_answer_and_keeps_its_order() -> None:
    heard: list[int] = []

    async def hear(what: int) -> int:
        heard.append(what)
        return len(heard)

    async with ends(far=hear) as (one, _):
        one.tell(1)
        one.tell(2)
        assert await one.ask(3) == 3
    assert heard == [1, 2, 3]


async def test_an_error_is_raised_where_it_was_asked() -> None:
    async def fail(_: object) -> None:
        msg = "读不了。"
        raise ReaderError(msg, section="finance")

    async with ends(far=fail) as (one, _):
        with pytest.raises(ReaderError) as caught:
            await one.ask("?")
    assert (caught.value.message, caught.value.section) == ("读不了。", "finance")


async def test_an_error_that_cannot_travel_comes_as_its_traceback() -> None:
    async def fail(_: object) -> None:
        msg = "一"
        raise OddError(msg, "二")

    async with ends(far=fail) as (one, _):
        with pytest.raises(RuntimeError, match=r"(?s)test_line\.py.*OddError: 一二"):
            await one.ask("?")


async def test_a_line_that_breaks_is_told_to_those_who_wait_and_to_those_who_ask_later() -> None:
    stopped = asyncio.Event()

    async def never(_: object) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            stopped.set()

    async with ends(far=never) as (one, two):
        waiting = asyncio.ensure_future(one.ask("?"))
        await asyncio.sleep(0.01)
        one.close()
        with pytest.raises(LineBrokenError):
            await waiting
        with pytest.raises(LineBrokenError):
            await one.ask("?")
        await two.closed
        await stopped.wait()
