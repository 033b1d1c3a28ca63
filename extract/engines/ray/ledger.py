"""Which documents are to be read, which are under way, and which were lost and how often."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from extract.engines.outcome import Event, Job
from extract.language import say
from extract.store.folder import Failure

TRIES = 2
"""Workers that a document may lose while it is read alone."""


class Ledger:
    """The books of a run: every document ends once, whatever is lost on the way.

    Args:
        jobs: what to read; taken only as places come free.
    """

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._jobs = iter(jobs)
        self._waiting: deque[Job] = deque()
        self._under_way: dict[str, Job] = {}
        self._suspects: deque[Job] = deque()
        self._lost: Counter[str] = Counter()

    @property
    def under_way(self) -> int:
        """Documents that were handed out and have not ended."""
        return len(self._under_way)

    @property
    def suspects(self) -> int:
        """Documents that were lost and are to be read alone."""
        return len(self._suspects)

    def add(self, jobs: Iterable[Job]) -> None:
        """Add documents that turned up meanwhile; they come before those that wait."""
        self._waiting.extend(jobs)

    def more(self) -> bool:
        """Whether documents wait that were never lost."""
        self._waiting.extend(islice(self._jobs, 0 if self._waiting else 1))
        return bool(self._waiting)

    def page(self, size: int) -> tuple[Job, ...]:
        """Hand out the next documents, up to so many; none where there are none."""
        page: list[Job] = []
        while len(page) < size and self.more():
            page.append(self._waiting.popleft())
        return self._out(page)

    def suspect(self) -> tuple[Job, ...]:
        """Hand out a document that was lost, to be read alone; none where there is none."""
        return self._out([self._suspects.popleft()] if self._suspects else [])

    def ended(self, event: Event) -> bool:
        """Cross out a document; whether it was under way (what is told twice counts once)."""
        return self._under_way.pop(event.document, None) is not None

    def lose(self, begun: Collection[str] | None) -> None:
        """Note that a round of pages ended with documents under way.

        Args:
            begun: those that were being read, one of which may be the reason; None where nobody knows.
        """
        for job in self._under_way.values():
            if begun is None or job.document in begun:
                self._suspects.append(job)
            else:
                self._waiting.append(job)
        self._under_way.clear()

    def lose_alone(self, begun: Collection[str] | None, seconds: float | None = None) -> Iterator[Failure]:
        """Note that documents were lost while each was read alone; yield the failures of those given up.

        Args:
            begun: those that were being read; None where nobody knows.
            seconds: that they took, where they were ended for taking too long.
        """
        for job in self._under_way.values():
            if begun is None or job.document in begun:
                self._lost[job.document] += 1
            if self._lost[job.document] >= (TRIES if seconds is None else 1):
                yield _given_up(job, seconds)
            else:
                self._suspects.append(job)
        self._under_way.clear()

    def _out(self, page: list[Job]) -> tuple[Job, ...]:
        self._under_way.update((job.document, job) for job in page)
        return tuple(page)


def _given_up(job: Job, seconds: float | None) -> Failure:
    died = say(
        f"{job.path}：读取它的进程中途退出（可能内存不足）；请拆分文件后重试。",
        f"{job.path}: the process reading it died (out of memory?); split the file and try again.",
    )
    if seconds is None:
        return Failure(job.document, job.path, "internal", died)
    late = say(
        f"{job.path}：读取超过 {seconds:g} 秒，已放弃；请拆分文件，或在设置中提高 document_timeout。",
        f"{job.path}: given up after {seconds:g} s; split the file or raise the setting document_timeout.",
    )
    return Failure(job.document, job.path, "internal", late)
