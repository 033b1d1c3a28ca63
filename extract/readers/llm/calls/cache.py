"""Answers that were paid for: kept by the hash of what was asked, shared by identical calls in flight."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from extract.readers.llm.asks.request import canonical, joined


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer as it came: text, why it ended, model, token counts, and how likely each of its values was.

    ``logprobs`` are those of the values in the JSON of ``content``, in order; empty where the endpoint told none.
    """

    content: str
    finish: str = "stop"
    refusal: str | None = None
    model: str = ""
    usage: Mapping[str, int] = field(default_factory=dict)
    logprobs: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """A reply in the cache, with the document that paid for it."""

    reply: Reply
    document: str


class AnswerCache(Protocol):
    """Keeps answers through crashes; a kept answer is never lost and never paid for again."""

    def get(self, key: str) -> Stored | None:
        """Return the answer kept under a key."""
        ...

    def put(self, key: str, stored: Stored, *, endpoint: str, task: str, attempt: int) -> None:
        """Keep an answer, at once and for good, as an attempt that is not yet known to be valid."""
        ...

    def valid(self, key: str) -> None:
        """Mark an answer as valid."""
        ...


class MemoryCache:
    """A cache that lasts as long as the process."""

    def __init__(self) -> None:
        self.kept: dict[str, Stored] = {}
        self.known_valid: set[str] = set()

    def get(self, key: str) -> Stored | None:
        """Return the answer kept under a key."""
        return self.kept.get(key)

    def put(self, key: str, stored: Stored, *, endpoint: str, task: str, attempt: int) -> None:
        """Keep an answer."""
        del endpoint, task, attempt
        self.kept.setdefault(key, stored)

    def valid(self, key: str) -> None:
        """Mark an answer as valid."""
        self.known_valid.add(key)


class AnswerRows(Protocol):
    """Rows of answers that outlive the process (``extract.store.answers``)."""

    def find(self, key: str) -> dict[str, Any] | None:
        """Return ``body``, ``usage`` and ``document`` of the row under a key."""
        ...

    def keep(self, key: str, body: dict[str, Any], usage: dict[str, int], **about: str | int) -> None:
        """Write a row at once and for good."""
        ...

    def mark_valid(self, key: str) -> None:
        """Mark the row under a key as valid."""
        ...


class StoreCache:
    """A cache in the store of the run."""

    def __init__(self, rows: AnswerRows) -> None:
        self._rows = rows

    def get(self, key: str) -> Stored | None:
        """Return the answer kept under a key."""
        row = self._rows.find(key)
        return Stored(_reply(row["body"], row["usage"]), row["document"]) if row else None

    def put(self, key: str, stored: Stored, *, endpoint: str, task: str, attempt: int) -> None:
        """Keep an answer."""
        reply = stored.reply
        body: dict[str, Any] = {"content": reply.content, "finish": reply.finish}
        body |= {"refusal": reply.refusal, "model": reply.model}
        body |= {"logprobs": list(reply.logprobs)} if reply.logprobs else {}
        about = {"endpoint": endpoint, "model": reply.model, "document": stored.document, "task": task}
        self._rows.keep(key, body, dict(reply.usage), attempt=attempt, **about)

    def valid(self, key: str) -> None:
        """Mark an answer as valid."""
        self._rows.mark_valid(key)


def _reply(body: Mapping[str, Any], usage: Mapping[str, int]) -> Reply:
    """Return a reply as it was kept; rows of old, and of endpoints that tell none, have no log-probabilities."""
    return Reply(**{**body, "logprobs": tuple(body.get("logprobs", ()))}, usage=usage)


def key_of_call(body: Mapping[str, bytes], *, endpoint: str, sample: int, attempt: int) -> str:
    """Return the hash of what is asked: the same on every rung, so that a change of rung pays for nothing twice.

    Args:
        body: keys with the canonical JSON of their values.
        endpoint: asked.
        sample: of the question.
        attempt: at a right answer.
    """
    asked = {
        "body": joined(body),
        "endpoint": canonical(endpoint),
        "sample": b"%d" % sample,
        "attempt": b"%d" % attempt,
    }
    return hashlib.sha256(joined(asked)).hexdigest()


class Sharing:
    """Lets identical calls in flight share one, and finishes what is paid for when a caller goes away."""

    def __init__(self) -> None:
        self._under_way: dict[str, asyncio.Task[Reply]] = {}

    async def once(self, key: str, call: Callable[[], Awaitable[Reply]]) -> tuple[Reply, bool]:
        """Return the reply of a call, and whether this caller was the one that began it."""
        task = self._under_way.get(key)
        began = task is None
        if task is None:
            task = asyncio.ensure_future(call())
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._ended(key, done))
        return await asyncio.shield(task), began

    def _ended(self, key: str, task: asyncio.Task[Reply]) -> None:
        self._under_way.pop(key, None)
        if not task.cancelled():
            task.exception()  # seen here, where every caller may have gone away

    async def finish(self, seconds: float) -> None:
        """Wait for calls that are under way, so that their answers are kept; cancel what takes longer."""
        tasks = list(self._under_way.values())
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
