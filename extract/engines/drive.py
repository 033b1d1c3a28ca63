"""Drive a run: every outcome into the folder as it comes, counted, and told to whoever watches."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from decimal import Decimal
from typing import assert_never

from extract.engines.outcome import Done, Event, Skipped, Split
from extract.model.record import Usage
from extract.store.folder import Failure, RunFolder


@dataclass(slots=True)
class Tally:
    """What a run has come to so far; the one thing that changes while it goes on."""

    total: int
    done: int = 0
    skipped: int = 0
    failed: int = 0
    usage: Usage = field(default_factory=Usage)
    twins: dict[str, list[str]] = field(default_factory=dict)
    _first: dict[bytes, str] = field(default_factory=dict)

    @property
    def finished(self) -> int:
        """Documents that need nothing more in this run."""
        return self.done + self.skipped + self.failed

    def count(self, outcome: Event) -> None:
        """Take an outcome into account; a file that is split counts as its reports."""
        match outcome:
            case Done():
                self.done += 1
                self.usage = added(self.usage, outcome.usage)
                if not outcome.part:
                    self._same(outcome.document, outcome.sha256)
            case Skipped():
                self.skipped += outcome.reports
                if not outcome.part:
                    self._same(outcome.document, outcome.sha256)
            case Split():
                self.total += len(outcome.parts) - 1
            case Failure():
                self.failed += 1
            case _:
                assert_never(outcome)

    def _same(self, document: str, sha256: str) -> None:
        first = self._first.setdefault(bytes.fromhex(sha256), document)
        if first != document:
            self.twins.setdefault(first, []).append(document)


Watch = Callable[[Event, Tally], None]


async def drive(outcomes: AsyncGenerator[Event, None], folder: RunFolder, *, tally: Tally, watch: Watch) -> None:
    """Keep every outcome the moment it comes.

    Raises:
        StoreError: the folder cannot be written.
        BudgetSpentError: the run must stop; all that came before is kept.
        ConfigError: the same, for settings with which nothing can be read.
    """
    async with aclosing(outcomes):
        async for outcome in outcomes:
            match outcome:
                case Done():
                    folder.add(outcome.document, line=outcome.line, text=outcome.text)
                case Failure():
                    folder.fail(outcome)
                case Skipped() | Split():
                    pass
                case _:
                    assert_never(outcome)
            tally.count(outcome)
            watch(outcome, tally)


def added(one: Usage, two: Usage | None) -> Usage:
    """Return the sum of two usages; costs add where both are known or one is."""
    if two is None:
        return one
    costs = [Decimal(usage.cost) for usage in (one, two) if usage.cost is not None]
    tasks = {
        task: {
            name: one.tasks.get(task, {}).get(name, 0) + two.tasks.get(task, {}).get(name, 0)
            for name in one.tasks.get(task, {}) | two.tasks.get(task, {})
        }
        for task in one.tasks | two.tasks
    }
    return Usage(
        calls=one.calls + two.calls,
        attempts=one.attempts + two.attempts,
        prompt_tokens=one.prompt_tokens + two.prompt_tokens,
        cached_tokens=one.cached_tokens + two.cached_tokens,
        completion_tokens=one.completion_tokens + two.completion_tokens,
        cost=str(sum(costs)) if costs else None,
        tasks=tasks,
    )
