"""Many documents on a Ray cluster: workers hold one reader each, the driver hands out documents and writes the folder."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, aclosing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from extract.engines.document import Tools, read_document
from extract.engines.local import stream
from extract.engines.outcome import Event, Job
from extract.errors import ConfigError
from extract.language import say
from extract.store.folder import Failure

if TYPE_CHECKING:
    from extract.store.answers import StoredAnswers

Result = TypeVar("Result")
OpenTools = Callable[[Any], AbstractAsyncContextManager[Tools]]
"""Opens the tools of a worker, given the rows in which paid answers are kept (None where none are)."""

TRIES = 2
"""Workers that a document may lose before it is read alone: the first may have died of another document."""

LANGUAGE = ("GOUJI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""Variables that choose the language of messages; workers speak as the driver does."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Who reads: how many workers, how many documents each has under way, and what they work with.

    ``open_rows`` opens the paid answers beside the run; it is called in a process on the driver's machine. Files above
    ``max_bytes`` are not carried to workers, which refuse them.
    """

    workers: int
    each: int
    open_tools: OpenTools
    open_rows: Callable[[], StoredAnswers] | None = None
    max_bytes: int = 200_000_000


class Worker:
    """Reads documents in a process of the cluster, on an event loop of its own."""

    def __init__(self, open_tools: OpenTools, keeper: Any, language: dict[str, str]) -> None:  # noqa: ANN401  (an actor)
        os.environ.update(language)
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._opened = open_tools(Rows(keeper) if keeper else None)
        self._tools = self._await(self._opened.__aenter__())

    def read(self, job: Job) -> Event:
        """Read one document."""
        return self._await(read_document(job, self._tools))

    def close(self) -> None:
        """Let calls under way finish and close what is open."""
        self._await(self._opened.__aexit__(None, None, None))

    def _await(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


class Keeper:
    """Keeps the paid answers of all workers, in a process beside the run folder."""

    def __init__(self, open_rows: Callable[[], StoredAnswers]) -> None:
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
        found: dict[str, Any] | None = _ray().get(self._keeper.find.remote(key))
        return found

    def keep(self, key: str, body: dict[str, Any], usage: dict[str, int], **about: str | int) -> None:
        """Write a row at once and for good."""
        _ray().get(self._keeper.keep.remote(key, body, usage, about))

    def mark_valid(self, key: str) -> None:
        """Mark the row under a key as valid; nothing waits for it."""
        self._keeper.mark_valid.remote(key)


class Team:
    """The workers of a run, as the driver sees them."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._keeper = _beside(Keeper, crew.open_rows) if crew.open_rows else None
        self._workers = [self._hire() for _ in range(crew.workers)]
        self._load = [0] * crew.workers
        self._one_at_a_time = asyncio.Lock()

    async def run(self, jobs: Iterable[Job], count: int) -> AsyncGenerator[Event, None]:
        """Read documents; no more are taken than the workers have places, so memory does not grow with their number."""
        window = min(count, self._crew.workers * self._crew.each)
        async with aclosing(stream(jobs, self._read, window=max(1, window))) as events:
            async for event in events:
                yield event

    def dismiss(self) -> None:
        """Close what the workers hold, and end them."""
        ray = _ray()
        ray.wait([worker.close.remote() for worker in self._workers], num_returns=len(self._workers), timeout=20)
        for actor in (*self._workers, self._keeper):
            if actor is not None:
                ray.kill(actor)

    async def _read(self, job: Job) -> Event:
        carried = await asyncio.to_thread(_carried, job, self._crew.max_bytes)
        for _ in range(TRIES):
            event = await self._by_any(carried)
            if event is not None:
                return event
        async with self._one_at_a_time:
            return await self._alone(carried)

    async def _by_any(self, job: Job) -> Event | None:
        """Let the worker read that holds the fewest documents; None where it died, and another stands in for it."""
        at = min(range(len(self._workers)), key=self._load.__getitem__)
        worker = self._workers[at]
        self._load[at] += 1
        try:
            event = await _outcome(worker, job)
        finally:
            self._load[at] -= 1
        if event is None and worker is self._workers[at]:
            self._workers[at] = self._hire(processors=0)
        return event

    async def _alone(self, job: Job) -> Event:
        worker = self._hire(processors=0)
        try:
            event = await _outcome(worker, job)
        finally:
            _ray().kill(worker)
        return event or Failure(
            job.document,
            job.path,
            "internal",
            say(
                f"{job.path}：读取它的进程中途退出（可能内存不足）；请拆分文件后重试。",
                f"{job.path}: the process reading it died (out of memory?); split the file and try again.",
            ),
        )

    def _hire(self, *, processors: int = 1) -> Any:  # noqa: ANN401  (an actor)
        """Start a worker; one that stands in for another asks for no processor, so that it never waits for a lost node."""
        actor = _ray().remote(Worker).options(num_cpus=processors, max_restarts=0, max_concurrency=self._crew.each + 1)
        spoken = {name: os.environ[name] for name in LANGUAGE if name in os.environ}
        return actor.remote(self._crew.open_tools, self._keeper, spoken)


@contextmanager
def hired(crew: Callable[[int], Crew]) -> Iterator[Team]:
    """Hold the workers of a run on the cluster that ``RAY_ADDRESS`` names, else on one started on this machine.

    Args:
        crew: decides who reads, given the number of processors in the cluster.

    Raises:
        ConfigError: Ray is not installed, or the cluster cannot be reached.
    """
    ray = _ray()
    ours = not ray.is_initialized()
    if ours:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        _connect(ray)
    try:
        team = Team(crew(int(ray.cluster_resources().get("CPU", 1))))
        try:
            yield team
        finally:
            team.dismiss()
    finally:
        if ours:
            ray.shutdown()


def _connect(ray: Any) -> None:  # noqa: ANN401  (imported lazily)
    try:
        ray.init(
            include_dashboard=None if "RAY_ADDRESS" in os.environ else False, log_to_driver=False, logging_level="ERROR"
        )
    except (ConnectionError, OSError, RuntimeError, ValueError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ConfigError(
            say(
                f"连不上 Ray 集群：{first}。请检查 RAY_ADDRESS。",
                f"Cannot reach the Ray cluster: {first}; see RAY_ADDRESS.",
            )
        ) from error


async def _outcome(worker: Any, job: Job) -> Event | None:  # noqa: ANN401  (an actor)
    """Return what a worker says of a document, None where it died.

    Raises:
        BudgetSpentError: as the worker raised it.
        ConfigError: the same.
    """
    from ray.exceptions import RayActorError, RayTaskError  # noqa: PLC0415  (an extra)

    try:
        event: Event = await worker.read.remote(job)
    except RayTaskError as error:
        raise error.cause from None
    except RayActorError as error:
        cause = getattr(error, "cause", None)
        if isinstance(cause, ConfigError):
            raise cause from None
        return None
    return event


def _carried(job: Job, max_bytes: int) -> Job:
    """Return a job with the bytes of its file, so that workers need not see the driver's disk.

    Members of archives and reports of several files are opened where they are read: they need a shared disk.
    """
    if job.data is not None or job.text is not None or job.member is not None or job.files:
        return job
    place = Path(job.place)
    try:
        return replace(job, data=place.read_bytes()) if place.stat().st_size <= max_bytes else job
    except OSError:
        return job


def _beside(kind: type, *arguments: object) -> Any:  # noqa: ANN401  (an actor)
    """Start an actor on the driver's machine."""
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy  # noqa: PLC0415  (an extra)

    ray = _ray()
    here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
    return ray.remote(kind).options(num_cpus=0, scheduling_strategy=here).remote(*arguments)


def _ray() -> Any:  # noqa: ANN401  (imported lazily)
    try:
        import ray  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise ConfigError(
            say("没有安装 Ray；请 pip install 'gouji[ray]'。", "Ray is not installed; pip install 'gouji[ray]'.")
        ) from error
    return ray
