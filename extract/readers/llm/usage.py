"""Tokens and money: what each call cost, per task and document, and the budget of the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from extract.errors import BudgetSpentError
from extract.language import say
from extract.model.record import Usage
from extract.settings import Price

COUNTS = ("prompt_tokens", "cached_tokens", "completion_tokens")
MILLION = Decimal(1_000_000)
FIRST_GUESS = 2_000
"""Completion tokens that a call is expected to cost before any has been seen."""


def counts_of(usage: Mapping[str, Any]) -> dict[str, int]:
    """Return prompt, cached and completion tokens of a ``usage`` object; what is not stated is 0."""
    details = usage.get("prompt_tokens_details") or {}
    cached = details.get("cached_tokens") or usage.get("prompt_cache_hit_tokens") or 0
    return {
        "prompt_tokens": int(usage.get("prompt_tokens") or 0),
        "cached_tokens": int(cached),
        "completion_tokens": int(usage.get("completion_tokens") or 0),
    }


def cost_of(counts: Mapping[str, int], price: Price | None) -> Decimal | None:
    """Return what tokens cost, None where the model has no price."""
    if price is None:
        return None
    cached = counts["cached_tokens"]
    cached_price = price.prompt if price.cached is None else price.cached
    return (
        (counts["prompt_tokens"] - cached) * price.prompt
        + cached * cached_price
        + counts["completion_tokens"] * price.completion
    ) / MILLION


@dataclass(slots=True)
class Meter:
    """Counts what one document costs; the one thing of a reading that changes."""

    tasks: dict[str, dict[str, int]] = field(default_factory=dict)
    cost: Decimal | None = None

    @classmethod
    def starting(cls, usage: Usage | None) -> Meter:
        """Return a meter that goes on from what was counted before."""
        if usage is None:
            return cls()
        cost = None if usage.cost is None else Decimal(usage.cost)
        return cls({name: dict(entry) for name, entry in usage.tasks.items()}, cost)

    def attempts(self, task: str, made: int) -> None:
        """Count HTTP requests, answered or not."""
        if made:
            self._of(task)["attempts"] += made

    def answered(self, task: str, counts: Mapping[str, int], cost: Decimal | None) -> None:
        """Count an answer that was paid for."""
        entry = self._of(task)
        entry["calls"] += 1
        for name in COUNTS:
            entry[name] += counts[name]
        if cost is not None:
            self.cost = (self.cost or Decimal(0)) + cost

    def usage(self) -> Usage:
        """Return the sum."""
        total = {name: sum(entry[name] for entry in self.tasks.values()) for name in ("calls", "attempts", *COUNTS)}
        cost = None if self.cost is None else str(self.cost.normalize().quantize(Decimal("0.000001")))
        return Usage(cost=cost, tasks={name: dict(entry) for name, entry in self.tasks.items()}, **total)

    def _of(self, task: str) -> dict[str, int]:
        return self.tasks.setdefault(task, dict.fromkeys(("calls", "attempts", *COUNTS), 0))


class Spends(Protocol):
    """Sets aside what calls may cost: a ``Budget`` of this process, or one that several processes share."""

    async def reserve(self, prompt: int, price: Price | None) -> Reservation:
        """Set aside what a call may cost.

        Raises:
            BudgetSpentError: the budget would be passed.
        """
        ...

    async def settle(self, reservation: Reservation, counts: Mapping[str, int] | None, cost: Decimal | None) -> None:
        """Replace a reservation by what the call really cost."""
        ...


@dataclass(slots=True)
class Budget:
    """What a run may still spend. Each call reserves what it may cost before it is made."""

    tokens: int | None = None
    cost: Decimal | None = None
    spent_tokens: int = 0
    spent_cost: Decimal = Decimal(0)
    reserved_tokens: int = 0
    reserved_cost: Decimal = Decimal(0)
    largest: int = FIRST_GUESS

    async def reserve(self, prompt: int, price: Price | None) -> Reservation:
        """Set aside what a call may cost: its prompt and the longest answer seen so far.

        Raises:
            BudgetSpentError: the budget would be passed.
        """
        tokens = prompt + self.largest
        counts = {"prompt_tokens": prompt, "cached_tokens": 0, "completion_tokens": self.largest}
        cost = cost_of(counts, price) or Decimal(0)
        if self.tokens is not None and self.spent_tokens + self.reserved_tokens + tokens > self.tokens:
            raise _spent(format(self.spent_tokens, ","), format(self.tokens, ","), "token")
        if self.cost is not None and self.spent_cost + self.reserved_cost + cost > self.cost:
            raise _spent(format(self.spent_cost, ".4f"), str(self.cost), say("费用", "cost"))
        self.reserved_tokens += tokens
        self.reserved_cost += cost
        return Reservation(tokens, cost)

    async def settle(self, reservation: Reservation, counts: Mapping[str, int] | None, cost: Decimal | None) -> None:
        """Replace a reservation by what the call really cost; nothing where there was no answer."""
        self.reserved_tokens -= reservation.tokens
        self.reserved_cost -= reservation.cost
        if counts is not None:
            self.spent_tokens += counts["prompt_tokens"] + counts["completion_tokens"]
            self.spent_cost += cost or Decimal(0)
            self.largest = max(self.largest, counts["completion_tokens"])


@dataclass(frozen=True, slots=True)
class Reservation:
    """What is set aside for one call; ``number`` tells it from others where several processes share a budget."""

    tokens: int
    cost: Decimal
    number: int = 0


def _spent(spent: str, limit: str, what: str) -> BudgetSpentError:
    return BudgetSpentError(
        say(
            f"预算将尽：已用 {what} {spent}，上限 {limit}；已付费的回答都已保存，提高预算后再运行一次即可继续。",
            f"The budget is used up: {what} {spent} of {limit}; all paid answers are kept, "
            "raise it and run again to go on.",
        )
    )
