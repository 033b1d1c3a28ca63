"""What travels between the driver, Ray Data and the workers: pages of documents there, what came of them back."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any

from extract.engines.document import Tools
from extract.engines.outcome import Event, Job, Outcome
from extract.errors import GoujiError

PAGE, TOLD = "page", "told"
"""Columns of the data set before and after the workers; a row is a page."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a page: how its documents ended, and the error, if any, that ends the run."""

    events: tuple[Event, ...]
    stop: GoujiError | None = None


@dataclass(frozen=True, slots=True)
class Pool:
    """How pages are mapped: over how many workers, how many under way in each.

    ``alone`` is for documents that were lost: a worker has one page under way, nothing is tried again by Ray, and a
    page that is lost is left out; else it is tried once more, and then ends the round.
    """

    workers: int
    pages: int
    alone: bool = False


SHARE = 0.5
"""Processors that a worker asks for. With 1, a worker whose node is gone would wait for that node's processor."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What the workers of a cluster share: actors that keep paid answers and admit calls, None where there are none."""

    rows: Any = None
    limits: Any = None


OpenTools = Callable[[Shared], AbstractAsyncContextManager[Tools]]
"""Opens the tools of a worker."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a read task is told when it begins: how large a file may be, and by which variables files are reached."""

    max_bytes: int
    variables: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker is told when it begins. It goes from process to process, never through the object store.

    The object store may spill to a disk, and Ray shows the arguments of a data set's workers; the key is in here.
    """

    open_tools: OpenTools
    shared: Shared = field(default_factory=Shared)
    language: dict[str, str] = field(default_factory=dict)
    reading: Reading = field(default_factory=lambda: Reading(200_000_000))


def packed(thing: tuple[Job | Outcome, ...] | Told) -> bytes:
    """Return a page, or what came of it, as bytes."""
    return pickle.dumps(thing, protocol=pickle.HIGHEST_PROTOCOL)


def page_of(raw: bytes) -> tuple[Job | Outcome, ...]:
    """Return a page."""
    page: tuple[Job | Outcome, ...] = pickle.loads(raw)  # noqa: S301  (packed by this run, in its own cluster)
    return page


def told_of(raw: bytes) -> Told:
    """Return what came of a page."""
    told: Told = pickle.loads(raw)  # noqa: S301  (packed by this run, in its own cluster)
    return told
