"""Requests to replies: from the cache, else from the endpoint within limits, budget and the retry policy."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, Protocol

from extract.readers.llm.asks.request import Request, as_json, joined
from extract.readers.llm.calls.cache import AnswerCache, Reply, Sharing, Stored
from extract.readers.llm.calls.ladder import Ladder, Rung, wire_parts
from extract.readers.llm.calls.limits import Admits
from extract.readers.llm.calls.retry import Policy, retrying
from extract.readers.llm.calls.trace import About, Quiet, Traces
from extract.readers.llm.calls.trouble import CallError, Kind
from extract.readers.llm.calls.usage import Spends, cost_of
from extract.readers.llm.calls.wire import Told
from extract.settings import Price

NEXT_RUNG = frozenset({Kind.INCOMPATIBLE, Kind.BAD_REQUEST})
"""Errors after which another rung may work; while no rung has worked yet, any bad request may be the rung's fault."""


class Remedy(NamedTuple):
    """What mends a request whose parameter an endpoint refuses: leave a key out, or set it."""

    word: str
    key: str
    value: object = None


NO_LOGPROBS = Remedy("logprob", "logprobs")  # reasoning models and many servers tell none

REMEDIES = (
    Remedy("temperature", "temperature"),  # reasoning models take no other than their own
    Remedy("enable_thinking", "enable_thinking", value=False),  # Qwen3 thinks only when it streams
    NO_LOGPROBS,
)

MAYBE_LOGPROBS = NEXT_RUNG | {Kind.PARAMETER}
"""Errors that may be about log-probabilities without a word of them; HTTP 500 is another."""


class Completes(Protocol):
    """Sends one request."""

    async def complete(self, body: bytes) -> tuple[Reply, Mapping[str, str]]:
        """Return the reply to a body of JSON, and the response's headers.

        Raises:
            CallError: there is none.
        """
        ...


@dataclass(slots=True)
class Tries:
    """How many HTTP requests a call has taken so far."""

    made: int = 0


@dataclass(slots=True)
class Exchange:
    """Makes the calls to one model: everything that calls of a run share (a ``Caller``)."""

    client: Completes
    endpoint: str
    cache: AnswerCache
    ladder: Ladder
    limiter: Admits
    budget: Spends
    policy: Policy = field(default_factory=Policy)
    price: Price | None = None
    sharing: Sharing = field(default_factory=Sharing)
    remedies: tuple[Remedy, ...] = ()
    traces: Traces = field(default_factory=Quiet)
    reached: bool = False
    answered: bool = False

    async def reply(self, request: Request) -> Told:
        """Return what came of a request, paid for at most once; a call without an answer is told as its error.

        Raises:
            BudgetSpentError: the budget would be passed.
        """
        stored = self.cache.get(request.key)
        if stored is not None:
            return Told(stored.reply, counted=stored.document == request.document)
        tries = Tries()
        try:
            reply, began = await self.sharing.once(request.key, partial(self._paid, request, tries))
        except CallError as error:
            return Told(error, attempts=tries.made)
        return Told(reply, counted=began, attempts=tries.made)

    def valid(self, key: str) -> None:
        """Mark the answer under a key as valid."""
        self.cache.valid(key)

    async def _paid(self, request: Request, tries: Tries) -> Reply:
        reservation = await self.budget.reserve(request.characters, self.price)
        reply: Reply | None = None
        try:
            reply = await self._climb(request, tries)
            stored = Stored(reply, request.document)
            self.cache.put(request.key, stored, endpoint=self.endpoint, task=request.task, attempt=request.attempt)
            return reply
        finally:
            counts = reply.usage if reply else None
            await self.budget.settle(reservation, counts, cost_of(counts, self.price) if counts else None)

    async def _climb(self, request: Request, tries: Tries) -> Reply:
        """Ask on the endpoint's rung, and on the next one down where the wire refuses it."""
        while True:
            rung, remedies = self.ladder.rung, self.remedies
            try:
                return await retrying(partial(self._attempt, request, rung, tries), self.policy, reached=self.reached)
            except CallError as error:
                if error.unreachable and not self.reached:
                    raise CallError(Kind.CONFIGURATION, error.reason, unreachable=True) from None
                if error.kind is Kind.PARAMETER and self._mended(error, remedies):
                    continue
                if error.kind in NEXT_RUNG and self.ladder.refused(rung):
                    continue
                if error.kind in NEXT_RUNG:
                    self.ladder.reset()
                if not self._spared(request, error, remedies):
                    self._unlearn(error)
                    raise

    def _mended(self, error: CallError, tried: tuple[Remedy, ...]) -> bool:
        """Take up the remedy that an error asks for; return whether it was not yet in force when the call was made."""
        words = error.reason.lower()
        found = next((remedy for remedy in REMEDIES if remedy.word in words and remedy not in tried), None)
        return found is not None and self._takes_up(found)

    def _spared(self, request: Request, error: CallError, tried: tuple[Remedy, ...]) -> bool:
        """Ask for no log-probabilities any more, where an endpoint that has answered nothing yet may mean them."""
        maybe = error.kind in MAYBE_LOGPROBS or error.reason.startswith("HTTP 500")
        asked = NO_LOGPROBS.key in request.parts and NO_LOGPROBS not in tried
        return maybe and asked and not self.answered and self._takes_up(NO_LOGPROBS)

    def _unlearn(self, error: CallError) -> None:
        """Forget what is left out, where nothing has been answered yet: this request says nothing about the others."""
        if error.kind in NEXT_RUNG and not self.answered:
            self.remedies = ()

    def _takes_up(self, remedy: Remedy) -> bool:
        self.remedies = tuple(dict.fromkeys((*self.remedies, remedy)))
        return True

    def _body(self, request: Request, rung: Rung) -> bytes:
        parts = {**request.parts, **wire_parts(request.task, request.schema, rung)}
        for remedy in self.remedies:
            parts.pop(remedy.key, None)
            if remedy.value is not None:
                parts[remedy.key] = as_json(remedy.value)
        return joined(parts)

    async def _attempt(self, request: Request, rung: Rung, tries: Tries) -> Reply:
        async with self.limiter.admitted():
            tries.made += 1
            try:
                with self.traces.request(self._about(request)) as span:
                    reply, headers = await self.client.complete(self._body(request, rung))
                    span.answered(reply)
            except CallError as error:
                self.reached = self.reached or not error.unreachable
                if error.limited:
                    self.limiter.limited(error.wait)
                raise
        self.reached = self.answered = True
        self.limiter.succeeded()
        self.limiter.observe(headers)
        self.ladder.worked(rung)
        return reply

    def _about(self, request: Request) -> About:
        return About(
            request.model,
            self.endpoint,
            request.temperature,
            request.task,
            request.document,
            request.sample,
            request.attempt,
        )


class Switchboard:
    """Makes the calls to all models of a run (a ``Caller``), each by its own exchange."""

    def __init__(self, exchanges: Mapping[str, Exchange]) -> None:
        self.exchanges = exchanges

    async def reply(self, request: Request) -> Told:
        """Return what came of a request.

        Raises:
            BudgetSpentError: the budget would be passed.
        """
        return await self.exchanges[request.model].reply(request)

    def valid(self, key: str) -> None:
        """Mark the answer under a key as valid; all models share one cache."""
        next(iter(self.exchanges.values())).valid(key)

    async def finish(self, seconds: float) -> None:
        """Give calls under way so many seconds, so that what is paid for is kept."""
        await asyncio.gather(*(exchange.sharing.finish(seconds) for exchange in self.exchanges.values()))
