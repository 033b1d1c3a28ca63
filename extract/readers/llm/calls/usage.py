"""Tokens and money: what each call cost, per task and document, and the budget of the run."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from extract.errors import BudgetSpentError
from extract.language import Text, say
from extract.model.record import Usage
from extract.settings import Price

COUNTS = ("prompt_tokens", "cached_tokens", "completion_tokens")
MILLION = Decimal(1_000_000)
FIRST_GUESS = 2_000
"""Completion tokens that a call is expected to cost before any has been seen."""

MARGIN = Decimal("1.1")
"""By how much the tokens of a character may be more than in any prompt seen so far (figures and Latin letters)."""


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

    async def reserve(self, characters: int, price: Price | None) -> Reservation:
        """Set aside what a call with a prompt of so many characters may cost, as soon as there is room for it.

        Raises:
            BudgetSpentError: there never will be.
        """
        ...

    async def settle(self, reservation: Reservation, counts: Mapping[str, int] | None, cost: Decimal | None) -> None:
        """Replace a reservation by what the call really cost."""
        ...


@dataclass(slots=True)
class Budget:
    """What a run may still spend. Each call reserves what it may cost before it is made.

    A call that does not fit waits until those under way have told what they really cost; only then the budget is used
    up, and it stays so: a smaller call may not go on for a run that is being stopped.
    """

    tokens: int | None = None
    cost: Decimal | None = None
    spent_tokens: int = 0
    spent_cost: Decimal = Decimal(0)
    reserved_tokens: int = 0
    reserved_cost: Decimal = Decimal(0)
    largest: int = FIRST_GUESS
    densest: Decimal | None = None
    _under_way: int = 0
    _over: BudgetSpentError | None = None
    _waiting: list[asyncio.Future[None]] = field(default_factory=list)

    async def reserve(self, characters: int, price: Price | None) -> Reservation:
        """Set aside what a call may cost: its prompt as ``prompt_of`` has it, and the longest answer seen so far.

        Raises:
            BudgetSpentError: nothing is under way any more, and the budget would be passed.
        """
        while self._over is None:
            wanted = self._wanted(characters, price)
            if self._fits(wanted):
                self._under_way += 1
                self.reserved_tokens += wanted.tokens
                self.reserved_cost += wanted.cost
                return wanted
            if not self._under_way:
                self._over = self._spent(wanted)
                self._wake()
                break
            await self._next_settled()
        raise self._over

    async def settle(self, reservation: Reservation, counts: Mapping[str, int] | None, cost: Decimal | None) -> None:
        """Replace a reservation by what the call really cost; nothing where there was no answer."""
        self._under_way -= 1
        self.reserved_tokens -= reservation.tokens
        self.reserved_cost -= reservation.cost
        if counts is not None:
            self.add(counts, cost)
            self._learn(reservation.characters, counts["prompt_tokens"])
        self._wake()

    def add(self, counts: Mapping[str, int], cost: Decimal | None) -> None:
        """Count what a call really cost."""
        self.spent_tokens += counts["prompt_tokens"] + counts["completion_tokens"]
        self.spent_cost += cost or Decimal(0)
        self.largest = max(self.largest, counts["completion_tokens"])

    def prompt_of(self, characters: int) -> int:
        """Return the tokens that a prompt may have: by the densest one seen and a margin, one a character before any."""
        return characters if self.densest is None else math.ceil(characters * self.densest * MARGIN)

    def _learn(self, characters: int, tokens: int) -> None:
        if characters and tokens:
            self.densest = max(self.densest or Decimal(0), Decimal(tokens) / characters)

    def _wanted(self, characters: int, price: Price | None) -> Reservation:
        prompt = self.prompt_of(characters)
        counts = {"prompt_tokens": prompt, "cached_tokens": 0, "completion_tokens": self.largest}
        return Reservation(prompt + self.largest, cost_of(counts, price) or Decimal(0), characters)

    def _fits(self, wanted: Reservation) -> bool:
        tokens = self.spent_tokens + self.reserved_tokens + wanted.tokens
        cost = self.spent_cost + self.reserved_cost + wanted.cost
        return (self.tokens is None or tokens <= self.tokens) and (self.cost is None or cost <= self.cost)

    async def _next_settled(self) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        await turn

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for turn in waiting:
            if not turn.done():
                turn.set_result(None)

    def _spent(self, wanted: Reservation) -> BudgetSpentError:
        if self.tokens is not None and self.spent_tokens + wanted.tokens > self.tokens:
            return _used_up(f"{self.spent_tokens:,}", f"{wanted.tokens:,}", f"{self.tokens:,}", Text("token", "tokens"))
        return _used_up(f"{self.spent_cost:.4f}", f"{wanted.cost:.4f}", str(self.cost), Text("费用", "in money"))


@dataclass(frozen=True, slots=True)
class Reservation:
    """What is set aside for a call with a prompt of so many characters.

    ``number`` tells it from others where several processes share a budget.
    """

    tokens: int
    cost: Decimal
    characters: int = 0
    number: int = 0


def _used_up(spent: str, wanted: str, limit: str, what: Text) -> BudgetSpentError:
    return BudgetSpentError(
        say(
            f"{what.zh} 上限 {limit}，本次运行已用 {spent}（含未完成的报告），下一次提问约需 {wanted}；"
            "已付费的回答都已保存，提高预算后再运行一次即可继续。",
            f"the limit is {limit} {what.en}, this run has used {spent} (unfinished reports included), and the next "
            f"question may take {wanted}; all paid answers are kept, raise the budget and run again to go on.",
        )
    )
