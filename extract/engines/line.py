"""A line between two processes: each side asks the other, and answers what it is asked."""

from __future__ import annotations

import asyncio
import pickle
import struct
import traceback
from collections.abc import Awaitable, Callable
from enum import IntEnum
from typing import Any

from extract.errors import GoujiError

LENGTH = struct.Struct(">I")
"""Before each message: how many bytes it has."""


class LineBrokenError(Exception):
    """The process at the other end is gone."""


class _Kind(IntEnum):
    ASKED = 0
    ANSWERED = 1
    FAILED = 2
    TOLD = 3


class Line(asyncio.Protocol):
    """One end of a line; made by ``create_connection`` or one of its like.

    Args:
        answer: answers what the other side asks, and hears what it tells; its errors are raised at the other side.
    """

    def __init__(self, answer: Callable[[Any], Awaitable[Any]]) -> None:
        self._answer = answer
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self._answering: set[asyncio.Task[None]] = set()
        self._number = 0
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def ask(self, what: object) -> Any:  # noqa: ANN401  (whatever the other side answers)
        """Return the other side's answer.

        Raises:
            LineBrokenError: the other side is gone.
        """
        if self.closed.done():
            raise LineBrokenError
        self._number = number = self._number + 1
        self._asked[number] = answered = asyncio.get_running_loop().create_future()
        self._send(_Kind.ASKED, number, what)
        try:
            return await answered
        finally:
            self._asked.pop(number, None)

    def tell(self, what: object) -> None:
        """Tell the other side something that needs no answer."""
        self._send(_Kind.TOLD, 0, what)

    def close(self) -> None:
        """Hang up; what was asked here and is not answered is broken, what is being answered here is cancelled."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Take what has come, message by message."""
        self._buffer += data
        while len(self._buffer) >= LENGTH.size:
            end = LENGTH.size + LENGTH.unpack_from(self._buffer)[0]
            if len(self._buffer) < end:
                return
            with memoryview(self._buffer) as view:
                message = pickle.loads(view[LENGTH.size : end])  # noqa: S301  (from a process of ours)
            del self._buffer[:end]
            self._take(*message)

    def connection_lost(self, exc: Exception | None) -> None:
        """End: nobody answers any more, and nobody waits for answers."""
        del exc
        for answered in self._asked.values():
            if not answered.done():
                answered.set_exception(LineBrokenError())
        for task in self._answering:
            task.cancel()
        self.closed.set_result(None)

    def _take(self, kind: _Kind, number: int, what: Any) -> None:  # noqa: ANN401  (a message)
        if kind in {_Kind.ASKED, _Kind.TOLD}:
            task = asyncio.ensure_future(self._reply(kind, number, what))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
            return
        answered = self._asked.get(number)
        if answered is None or answered.done():
            return
        if kind is _Kind.ANSWERED:
            answered.set_result(what)
        else:
            answered.set_exception(what)

    async def _reply(self, kind: _Kind, number: int, what: object) -> None:
        try:
            said = await self._answer(what)
        except Exception as error:  # noqa: BLE001  (raised where it was asked)
            self._send(_Kind.FAILED, number, _portable(error))
        else:
            if kind is _Kind.ASKED:
                self._send(_Kind.ANSWERED, number, said)

    def _send(self, kind: _Kind, number: int, what: object) -> None:
        message = pickle.dumps((kind, number, what), protocol=pickle.HIGHEST_PROTOCOL)
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(LENGTH.pack(len(message)) + message)


def _portable(error: Exception) -> Exception:
    """Return an error as the other side can raise it, with its traceback as a note where gouji did not raise it itself."""
    if not isinstance(error, GoujiError):
        error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  (our own)
    except Exception:  # noqa: BLE001  (whatever keeps it from travelling)
        return RuntimeError("".join(traceback.format_exception(error)))
    return error
