"""A question to its reply: written as a request, handed to whoever makes the calls of the run, and counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from extract.readers.llm.asks.request import Ask, Request, as_json, canonical
from extract.readers.llm.calls.cache import Reply, key_of_call
from extract.readers.llm.calls.trouble import CallError
from extract.readers.llm.calls.usage import Meter, cost_of
from extract.settings import Price
from extract.steps.prompt import Message


class Told(NamedTuple):
    """What came of a request: the reply or why there is none, whether it is this document's to pay, HTTP requests made."""

    outcome: Reply | CallError
    counted: bool = False
    attempts: int = 0


class Caller(Protocol):
    """Makes calls, here or for another process."""

    async def reply(self, request: Request) -> Told:
        """Return what came of a request, paid for at most once.

        Raises:
            BudgetSpentError: the budget would be passed.
        """
        ...

    def valid(self, key: str) -> None:
        """Mark the answer under a key as valid."""
        ...


@dataclass(frozen=True, slots=True)
class Call:
    """What one call is about: the ask, its messages so far, the document, sample and attempt."""

    ask: Ask
    messages: tuple[Message, ...]
    document: str
    sample: int = 1
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Wire:
    """The way to one model, as those who ask see it; ``endpoint`` is part of what an answer is kept under."""

    caller: Caller
    model: str
    endpoint: str
    price: Price | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    temperature: float = 0.0
    sampling_temperature: float = 0.7
    logprobs: bool = False

    def request(self, call: Call) -> Request:
        """Write a call as a request, whose key is the hash of what is asked, on whatever rung."""
        warmth = self.temperature if call.sample == 1 else self.sampling_temperature
        plain = {"model": self.model, "temperature": warmth, **self.extra}
        beside = {"logprobs": True} if self.logprobs else {}  # changes no answer, so it is not in the key
        messages = canonical(call.messages)
        asked = {"messages": messages, **{name: canonical(value) for name, value in plain.items()}}
        return Request(
            key=key_of_call(
                asked | {"schema": canonical(call.ask.schema)},
                endpoint=self.endpoint,
                sample=call.sample,
                attempt=call.attempt,
            ),
            model=self.model,
            task=call.ask.task.name,
            document=call.document,
            sample=call.sample,
            attempt=call.attempt,
            temperature=warmth,
            parts={"messages": messages, **{name: as_json(value) for name, value in (plain | beside).items()}},
            schema=as_json(call.ask.schema),
            characters=sum(len(message["content"]) for message in call.messages),
        )

    async def reply(self, request: Request, meter: Meter) -> Reply:
        """Return the answer to a request and count what it cost.

        Raises:
            CallError: there is none; its kind says what follows.
            BudgetSpentError: the budget would be passed.
        """
        told = await self.caller.reply(request)
        meter.attempts(request.task, told.attempts)
        if isinstance(told.outcome, CallError):
            raise told.outcome
        if told.counted:
            meter.answered(request.task, told.outcome.usage, cost_of(told.outcome.usage, self.price))
        return told.outcome

    def valid(self, key: str) -> None:
        """Mark the answer under a key as valid."""
        self.caller.valid(key)
