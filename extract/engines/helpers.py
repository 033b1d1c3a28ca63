"""Helper processes: they read documents from text to record, and the event loop makes their calls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from socket import socket
from typing import TYPE_CHECKING

from extract.engines.document import Tools, Written, write_record
from extract.engines.line import Line, LineBrokenError
from extract.engines.processes import Linked, cores, linked
from extract.errors import ReaderError
from extract.language import say
from extract.model.text import RawDocument

if TYPE_CHECKING:
    from extract.readers.llm.asks.request import Request
    from extract.readers.llm.calls.wire import Caller, Told

OpenTools = Callable[["Caller"], Tools]
"""Makes the tools of a helper, given who makes its calls; it must be picklable."""

CALLS_A_HELPER = 8
"""Calls in flight that keep one helper busy where they take 0.2 s: 40 answers, or eight reports, a second."""

FROM = 8
"""Documents from which helpers pay: below, starting them costs more processor time than they take off the loop."""


def helpers_for(calls: int) -> int:
    """Return how many helpers serve so many calls in flight, at most one a core."""
    return max(1, min(cores(), calls // CALLS_A_HELPER))


@asynccontextmanager
async def helped(open_tools: OpenTools, caller: Caller, *, helpers: int) -> AsyncGenerator[Helpers, None]:
    """Hold helper processes.

    Args:
        open_tools: makes the tools in each.
        caller: makes the calls of all.
        helpers: how many.
    """
    team = Helpers(open_tools, caller)
    try:
        await team.start(helpers)
        yield team
    finally:
        team.close()


@dataclass(slots=True)
class _Helper:
    """A helper, the line to it, and how many documents it has."""

    process: Linked
    line: Line
    load: int = 0

    async def write(self, raw: RawDocument) -> Written:
        """Return the record of a document.

        Raises:
            LineBrokenError: the helper died.
        """
        self.load += 1
        try:
            written: Written = await self.line.ask(raw)
        finally:
            self.load -= 1
        return written

    def close(self) -> None:
        self.line.close()
        self.process.end()


class Helpers:
    """Reads documents in other processes; one whose process dies is read once more in a process of its own."""

    def __init__(self, open_tools: OpenTools, caller: Caller) -> None:
        self._work = partial(_work, open_tools)
        self._caller = caller
        self._helpers: list[_Helper] = []
        self._one_at_a_time = asyncio.Lock()

    async def start(self, helpers: int) -> None:
        """Start so many helpers."""
        for _ in range(helpers):
            self._helpers.append(await self._hire())

    def close(self) -> None:
        """End the helpers and whatever they are doing."""
        for helper in self._helpers:
            helper.close()

    async def __call__(self, raw: RawDocument) -> Written:
        """Return the record of a document.

        Raises:
            GoujiError: as reading the document raised it; ``ReaderError`` where the process died over it, even alone.
        """
        helper = min(self._helpers, key=lambda each: each.load)
        try:
            return await helper.write(raw)
        except LineBrokenError:
            async with self._one_at_a_time:
                await self._replace(helper)
                return await self._alone(raw)

    async def _replace(self, dead: _Helper) -> None:
        if dead in self._helpers:
            dead.close()
            self._helpers[self._helpers.index(dead)] = await self._hire()

    async def _alone(self, raw: RawDocument) -> Written:
        """Read a document in a process of its own, so that one that kills its process harms no other."""
        helper = await self._hire()
        try:
            return await helper.write(raw)
        except LineBrokenError:
            raise ReaderError(
                say(
                    "处理这份报告的进程中途退出（可能内存不足）；请拆分文件后重试。",
                    "The process working on this report died (out of memory?); split the file and try again.",
                )
            ) from None
        finally:
            helper.close()

    async def _hire(self) -> _Helper:
        process = linked(self._work)
        return _Helper(process, await _joined(process.socket, self._answer))

    async def _answer(self, asked: Request | str) -> Told | None:
        """Make a helper's call; a bare key marks the answer under it as valid."""
        if isinstance(asked, str):
            self._caller.valid(asked)
            return None
        return await self._caller.reply(asked)


class _Far:
    """Lets the process at the other end of a line make the calls (a ``Caller``)."""

    def __init__(self) -> None:
        self.line: Line | None = None

    async def reply(self, request: Request) -> Told:
        """Return what came of a request."""
        told: Told = await self._line().ask(request)
        return told

    def valid(self, key: str) -> None:
        """Mark the answer under a key as valid."""
        self._line().tell(key)

    def _line(self) -> Line:
        if self.line is None:
            raise LineBrokenError
        return self.line


def _work(open_tools: OpenTools, to_parent: socket) -> None:
    """Read documents until nobody asks any more."""
    asyncio.run(_serve(open_tools, to_parent))


async def _serve(open_tools: OpenTools, to_parent: socket) -> None:
    far = _Far()
    tools = open_tools(far)
    far.line = await _joined(to_parent, lambda raw: write_record(raw, tools))
    await far.line.closed


async def _joined(end: socket, answer: Callable[..., Awaitable[object]]) -> Line:
    _, line = await asyncio.get_running_loop().create_connection(lambda: Line(answer), sock=end)
    return line
