"""A worker: reads pages of documents on one event loop, with one set of tools and one client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, suppress
from typing import Any

import pyarrow as pa

from extract.engines.document import Tools, read_document
from extract.engines.outcome import Event, Job, Outcome
from extract.engines.ray.cluster import speak
from extract.engines.ray.travel import PAGE, TOLD, Orders, Told, packed, page_of
from extract.errors import ConfigError, GoujiError
from extract.language import say

CLOSING = 20.0
"""Seconds that closing may take: calls under way get time, so that their answers are kept."""


class Worker:
    """Reads pages, several at a time, so that a slow document holds up no other page (Ray Data makes it an actor).

    Args:
        desk: the actor that tells the orders.
    """

    def __init__(self, desk: Any) -> None:  # noqa: ANN401  (an actor)
        self._desk = desk
        self._opening: asyncio.Task[Tools] | None = None
        self._open = AsyncExitStack()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: GoujiError | None = None

    async def __call__(self, batch: pa.Table) -> AsyncGenerator[pa.Table, None]:
        """Return what came of the pages of a block."""
        for page in batch[PAGE].to_pylist():
            told = await self._told(page_of(page))
            yield pa.table({TOLD: pa.array([packed(told)], pa.large_binary())})

    def __del__(self) -> None:
        """Close the tools, when Ray lets the worker go."""
        if self._loop is not None and self._loop.is_running():
            with suppress(Exception):
                asyncio.run_coroutine_threadsafe(self._open.aclose(), self._loop).result(CLOSING)

    async def _told(self, page: tuple[Job | Outcome, ...]) -> Told:
        if self._stop is None:
            try:
                tools = await self._tools()
            except GoujiError as error:
                self._stop = error
            except Exception as error:  # noqa: BLE001  (nothing can be read; the run ends with it as its reason)
                self._stop = _unable(error)
            else:
                return await self._read(page, tools)
        return Told((), self._stop)

    async def _read(self, page: tuple[Job | Outcome, ...], tools: Tools) -> Told:
        self._desk.begin.remote(tuple(one.document for one in page))
        ended = await asyncio.gather(*(_event(one, tools) for one in page), return_exceptions=True)
        for error in ended:
            if isinstance(error, GoujiError):
                self._stop = self._stop or error
            elif isinstance(error, BaseException):
                raise error
        return Told(tuple(event for event in ended if not isinstance(event, BaseException)), self._stop)

    async def _tools(self) -> Tools:
        """Return the tools, opened once however many pages ask for them."""
        if self._opening is None:
            self._loop = asyncio.get_running_loop()
            self._opening = asyncio.create_task(self._begin())
        return await self._opening

    async def _begin(self) -> Tools:
        orders: Orders = await self._desk.orders.remote()
        speak(orders.language)
        return await self._open.enter_async_context(orders.open_tools(orders.shared))


async def _event(one: Job | Outcome, tools: Tools) -> Event:
    return await read_document(one, tools) if isinstance(one, Job) else one


def _unable(error: Exception) -> ConfigError:
    what = f"{type(error).__name__}: {error}"
    return ConfigError(say(f"集群上的进程无法开始：{what}。", f"A worker of the cluster cannot start: {what}."))
