"""How many calls may be under way: bounded, narrowed by 429, paused as the endpoint's headers say."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

NARROWED = 0.7
"""What remains of the limit after a 429; it grows again by one call for every full round of successes."""

DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)")
SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
LONGEST_PAUSE = 120.0
"""Seconds that headers may make us wait; a provider's wrong clock must not stop a run."""


class Admits(Protocol):
    """Admits calls, and hears how they went: a ``Limiter`` of this process, or one that several processes share."""

    def admitted(self) -> AbstractAsyncContextManager[None]:
        """Hold a place among the calls under way."""
        ...

    def succeeded(self) -> None:
        """Hear of a success."""
        ...

    def limited(self, wait: float | None) -> None:
        """Hear of a 429 and of the seconds that the endpoint asks for."""
        ...

    def observe(self, headers: Mapping[str, str]) -> None:
        """Hear the headers of a response."""
        ...


class Limiter:
    """Admits calls: at most ``most`` at once, fewer after 429, none before ``retry-after`` or a reset has passed."""

    def __init__(self, most: int, *, now: Callable[[], float] | None = None) -> None:
        self.most = most
        self.width = float(most)
        self._under_way = 0
        self._free_at = 0.0
        self._narrowed_at = float("-inf")
        self._now = now or (lambda: asyncio.get_running_loop().time())
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def admitted(self) -> AsyncIterator[None]:
        """Hold a place among the calls under way."""
        await self.enter()
        try:
            yield
        finally:
            await self.leave()

    async def enter(self, wanted: int = 1) -> int:
        """Take up to so many places, at least one, waiting until one is free; return how many were taken."""
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: self._free() > 0)
                pause = self._free_at - self._now()
                if pause <= 0:
                    taken = min(wanted, self._free())
                    self._under_way += taken
                    return taken
            await asyncio.sleep(pause)

    async def leave(self, places: int = 1) -> None:
        """Give places back."""
        async with self._changed:
            self._under_way -= places
            self._changed.notify(places)

    def succeeded(self) -> None:
        """Widen again after a success."""
        self.width = min(float(self.most), self.width + 1.0 / self.width)

    def limited(self, wait: float | None) -> None:
        """Narrow after a 429, at most once a second, and pause where the endpoint says how long."""
        now = self._now()
        if now - self._narrowed_at >= 1.0:
            self._narrowed_at = now
            self.width = max(1.0, self.width * NARROWED)
        if wait:
            self._pause(wait)

    def observe(self, headers: Mapping[str, str]) -> None:
        """Pause until the reset where the headers say that requests or tokens of this minute are used up."""
        for what in ("requests", "tokens"):
            left = headers.get(f"x-ratelimit-remaining-{what}")
            if left is not None and left.strip().isdigit() and int(left) == 0:
                self._pause(duration(headers.get(f"x-ratelimit-reset-{what}", "")))

    def _pause(self, seconds: float) -> None:
        self._free_at = max(self._free_at, self._now() + min(seconds, LONGEST_PAUSE))

    def _free(self) -> int:
        return max(1, int(self.width)) - self._under_way


def duration(text: str) -> float:
    """Return the seconds of a duration in a header (``6m0s``, ``20ms``, ``1.5``), 0 where it is none."""
    parts = DURATION.findall(text)
    if parts:
        return sum(float(number) * SECONDS[unit] for number, unit in parts)
    try:
        return max(0.0, float(text))
    except ValueError:
        return 0.0
