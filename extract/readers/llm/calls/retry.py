"""The one retry policy: which errors are tried again, how long to wait, when to give up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from extract.readers.llm.calls.trouble import CallError, Kind

if TYPE_CHECKING:
    from tenacity import RetryCallState

Result = TypeVar("Result")

UNREACHED = 3
"""Attempts to connect to an endpoint that has not answered once."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Limits of trying again.

    Attributes:
        attempts: how often a call is made at most.
        deadline: seconds after which no further attempt is begun.
        base: first upper bound of the waiting time in seconds; it doubles with each attempt up to ``cap``.
        cap: longest wait that we choose; an endpoint's own ``retry-after`` may be longer.
    """

    attempts: int = 8
    deadline: float = 900.0
    base: float = 0.5
    cap: float = 60.0


async def retrying(
    call: Callable[[], Awaitable[Result]],
    policy: Policy,
    *,
    reached: bool = True,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Result:
    """Make a call until it succeeds or the policy says stop; the last error is raised as it is.

    What counts and waits costs processor time, and comes in only where the first attempt has failed.

    The wait is what the endpoint asks for, else a random time up to the doubling bound ("full jitter"). An endpoint
    that takes no connection and that was never ``reached`` is given up after ``UNREACHED`` attempts: its address is wrong.

    Raises:
        CallError: of a kind that is not tried again, or after the last attempt.
    """
    began = time.monotonic()
    try:
        return await call()
    except CallError as error:
        if not is_retried(error):
            raise
        first = [error]
    left = replace(policy, deadline=policy.deadline - (time.monotonic() - began))
    return await _again(first, call, left, reached=reached, sleep=sleep)


async def _again(
    first: list[CallError],
    call: Callable[[], Awaitable[Result]],
    policy: Policy,
    *,
    reached: bool,
    sleep: Callable[[float], Awaitable[None]],
) -> Result:
    """Go on after the ``first`` error, which counts as an attempt."""
    from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, stop_after_delay  # noqa: PLC0415
    from tenacity.wait import wait_random_exponential  # noqa: PLC0415  (loaded where a model is called)

    jitter = wait_random_exponential(multiplier=policy.base, max=policy.cap)

    def wait(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, CallError) else None
        return jitter(state) if asked is None else asked + jitter(state) * 0.1

    def hopeless(state: RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome else None
        return not reached and state.attempt_number >= UNREACHED and isinstance(error, CallError) and error.unreachable

    async def attempt() -> Result:
        if first:
            raise first.pop()
        return await call()

    spent = stop_after_attempt(policy.attempts) | stop_after_delay(policy.deadline)

    attempts = AsyncRetrying(
        retry=retry_if_exception(is_retried),
        wait=wait,
        stop=lambda state: spent(state) or hopeless(state),
        sleep=sleep,
        reraise=True,
    )
    return await attempts(attempt)


def is_retried(error: BaseException) -> bool:
    """Whether a call may be made again after this error."""
    return isinstance(error, CallError) and error.kind is Kind.RETRY
