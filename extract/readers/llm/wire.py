"""A question to its reply: from the cache, else from the endpoint within limits, budget and the retry policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, Protocol

from extract.readers.llm.cache import AnswerCache, Reply, Sharing, Stored, key_of_call
from extract.readers.llm.ladder import Ladder, Rung, wire_body
from extract.readers.llm.limits import Limiter
from extract.readers.llm.request import Ask, as_json
from extract.readers.llm.retry import Policy, retrying
from extract.readers.llm.trace import About, Quiet, Traces
from extract.readers.llm.trouble import CallError, Kind
from extract.readers.llm.usage import Budget, Meter, cost_of
from extract.settings import Price
from extract.steps.prompt import Message

NEXT_RUNG = frozenset({Kind.INCOMPATIBLE, Kind.BAD_REQUEST})
"""Errors after which another rung may work; while no rung has worked yet, any bad request may be the rung's fault."""


class Remedy(NamedTuple):
    """What mends a request whose parameter an endpoint refuses: leave a key out, or set it."""

    word: str
    key: str
    value: object = None


REMEDIES = (
    Remedy("temperature", "temperature"),  # reasoning models take no other than their own
    Remedy("enable_thinking", "enable_thinking", value=False),  # Qwen3 thinks only when it streams
)


class Completes(Protocol):
    """Sends one request."""

    async def complete(self, body: bytes) -> tuple[Reply, Mapping[str, str]]:
        """Return the reply to a body of JSON, and the response's headers.

        Raises:
            CallError: there is none.
        """
        ...


@dataclass(frozen=True, slots=True)
class Call:
    """What one call is about: the ask, its messages so far, the document, sample and attempt, and who counts."""

    ask: Ask
    messages: tuple[Message, ...]
    document: str
    meter: Meter
    sample: int = 1
    attempt: int = 0


@dataclass(slots=True)
class Wire:
    """The way to one model: everything that calls of a run share."""

    client: Completes
    model: str
    endpoint: str
    cache: AnswerCache
    ladder: Ladder
    limiter: Limiter
    budget: Budget
    policy: Policy = field(default_factory=Policy)
    price: Price | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    temperature: float = 0.0
    sampling_temperature: float = 0.7
    sharing: Sharing = field(default_factory=Sharing)
    remedies: tuple[Remedy, ...] = ()
    traces: Traces = field(default_factory=Quiet)
    reached: bool = False

    def key(self, call: Call) -> str:
        """Return the hash under which a call's answer is kept."""
        asked = self._body(call) | {"schema": dict(call.ask.schema)}
        return key_of_call(asked, endpoint=self.endpoint, sample=call.sample, attempt=call.attempt)

    async def reply(self, call: Call, key: str) -> Reply:
        """Return the answer to a call with its ``key``, paid for at most once.

        Raises:
            CallError: there is none; its kind says what follows.
            BudgetSpentError: the budget would be passed.
        """
        stored = self.cache.get(key)
        if stored is not None:
            if stored.document == call.document:
                self._count(call, stored.reply)
            return stored.reply
        reply, began = await self.sharing.once(key, partial(self._paid, call, key))
        if began:
            self._count(call, reply)
        return reply

    async def _paid(self, call: Call, key: str) -> Reply:
        reservation = self.budget.reserve(sum(len(message["content"]) for message in call.messages), self.price)
        reply: Reply | None = None
        try:
            reply = await self._climb(call)
            stored = Stored(reply, call.document)
            self.cache.put(key, stored, endpoint=self.endpoint, task=call.ask.task.name, attempt=call.attempt)
            return reply
        finally:
            counts = reply.usage if reply else None
            self.budget.settle(reservation, counts, cost_of(counts, self.price) if counts else None)

    async def _climb(self, call: Call) -> Reply:
        """Ask on the endpoint's rung, and on the next one down where the wire refuses it."""
        while True:
            rung, remedies = self.ladder.rung, self.remedies
            try:
                return await retrying(partial(self._attempt, call, rung), self.policy, reached=self.reached)
            except CallError as error:
                if error.unreachable and not self.reached:
                    raise CallError(Kind.CONFIGURATION, error.reason, unreachable=True) from None
                if error.kind is Kind.PARAMETER and self._mended(error, remedies):
                    continue
                if error.kind not in NEXT_RUNG:
                    raise
                if not self.ladder.refused(rung):
                    self.ladder.reset()
                    raise

    def _mended(self, error: CallError, tried: tuple[Remedy, ...]) -> bool:
        """Take up the remedy that an error asks for; return whether it was not yet in force when the call was made."""
        found = next((remedy for remedy in REMEDIES if remedy.word in error.reason.lower()), None)
        if found is None or found in tried:
            return False
        self.remedies = tuple(dict.fromkeys((*self.remedies, found)))
        return True

    def _remedied(self, body: dict[str, Any]) -> dict[str, Any]:
        for remedy in self.remedies:
            body.pop(remedy.key, None)
            if remedy.value is not None:
                body[remedy.key] = remedy.value
        return body

    async def _attempt(self, call: Call, rung: Rung) -> Reply:
        async with self.limiter.admitted():
            call.meter.attempt(call.ask.task.name)
            try:
                with self.traces.request(self._about(call)) as span:
                    body = self._remedied(self._body(call) | wire_body(call.ask, rung))
                    reply, headers = await self.client.complete(as_json(body))
                    span.answered(reply)
            except CallError as error:
                self.reached = self.reached or not error.unreachable
                if error.limited:
                    self.limiter.limited(error.wait)
                raise
        self.reached = True
        self.limiter.succeeded()
        self.limiter.observe(headers)
        self.ladder.worked(rung)
        return reply

    def _body(self, call: Call) -> dict[str, Any]:
        warmth = self._temperature(call)
        return {"model": self.model, "messages": list(call.messages), "temperature": warmth, **self.extra}

    def _temperature(self, call: Call) -> float:
        return self.temperature if call.sample == 1 else self.sampling_temperature

    def _about(self, call: Call) -> About:
        return About(
            self.model,
            self.endpoint,
            self._temperature(call),
            call.ask.task.name,
            call.document,
            call.sample,
            call.attempt,
        )

    def _count(self, call: Call, reply: Reply) -> None:
        call.meter.answered(call.ask.task.name, reply.usage, cost_of(reply.usage, self.price))
