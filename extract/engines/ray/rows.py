"""Paid answers of all workers: kept by one process beside the run folder before a worker goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from extract.engines.ray.cluster import ray_module

if TYPE_CHECKING:
    from extract.store.answers import StoredAnswers

OpenRows = Callable[[], "StoredAnswers"]
"""Opens the paid answers of the run folder."""


class Keeper:
    """Keeps the paid answers (an actor). It may be started anew at any time: every call can be made twice."""

    def __init__(self, open_rows: OpenRows) -> None:
        self._rows = open_rows()

    def find(self, key: str) -> dict[str, Any] | None:
        """Return the row under a key."""
        return self._rows.find(key)

    def keep(self, key: str, body: dict[str, Any], usage: dict[str, int], about: dict[str, str | int]) -> None:
        """Write a row at once and for good."""
        self._rows.keep(key, body, usage, **about)

    def mark_valid(self, key: str) -> None:
        """Mark the row under a key as valid."""
        self._rows.mark_valid(key)


class Rows:
    """Rows of answers behind the keeper: a worker goes on only when an answer is on the disk."""

    def __init__(self, keeper: Any) -> None:  # noqa: ANN401  (an actor)
        self._keeper = keeper

    def find(self, key: str) -> dict[str, Any] | None:
        """Return the row under a key."""
        found: dict[str, Any] | None = ray_module().get(self._keeper.find.remote(key))
        return found

    def keep(self, key: str, body: dict[str, Any], usage: dict[str, int], **about: str | int) -> None:
        """Write a row at once and for good."""
        ray_module().get(self._keeper.keep.remote(key, body, usage, about))

    def mark_valid(self, key: str) -> None:
        """Mark the row under a key as valid; nothing waits for it."""
        self._keeper.mark_valid.remote(key)
