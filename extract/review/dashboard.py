"""Where the review stands: progress, time, what the random audit says, and the risk that is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extract.language import Language
from extract.model.decision import Status
from extract.review.desk.agreement import Verdict, pairs
from extract.review.desk.audit import Estimate
from extract.review.desk.desk import Desk
from extract.review.desk.doubt import doubt_left
from extract.review.desk.queue import Part, Queues
from extract.store.log import Effort


@dataclass(frozen=True, slots=True)
class Progress:
    """One document: fields that want a look, those that had one, put off, torn, and errors still expected."""

    document: str
    wanted: int
    settled: int
    deferred: int
    conflicts: int
    doubt: float
    closed: bool


@dataclass(frozen=True, slots=True)
class Second:
    """A blind second review of one document: answers by how they stand to the first ones."""

    document: str
    reviewer: str
    verdicts: dict[Verdict, int]

    @property
    def agreement(self) -> float | None:
        """Share of the answers in which both say the same, before anybody adjudicated."""
        total = sum(self.verdicts.values())
        agreed = self.verdicts[Verdict.AGREED] + self.verdicts[Verdict.CONFIRMED]
        return agreed / total if total else None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything that the page of figures shows."""

    documents: tuple[Progress, ...]
    efforts: tuple[Effort, ...]
    audit: Estimate
    doubt: float
    doubt_rest: float
    calibrated: bool
    seconds: tuple[Second, ...]

    @property
    def wanted(self) -> int:
        """Fields that want a look, in all documents."""
        return sum(one.wanted for one in self.documents)

    @property
    def settled(self) -> int:
        """Those that had one."""
        return sum(one.settled for one in self.documents)


def dashboard(desk: Desk, queues: Queues, language: Language) -> Dashboard:
    """Gather the figures."""
    parts = tuple(queues.parts(language))
    entries = [entry for part in parts for entry in part.entries]
    return Dashboard(
        documents=tuple(progress(part) for part in parts),
        efforts=desk.log.efforts(),
        audit=sum((part.audit for part in parts), Estimate()),
        doubt=doubt_left(e.chance for e in entries if e.wanted and not e.settled),
        doubt_rest=doubt_left(e.chance for e in entries if not e.wanted and not e.settled),
        calibrated=all(part.calibrated for part in parts),
        seconds=tuple(second_reviews(desk)),
    )


def progress(part: Part) -> Progress:
    """Return where one document stands."""
    wanted = [entry for entry in part.entries if entry.wanted]
    return Progress(
        document=part.document,
        wanted=len(wanted),
        settled=sum(entry.settled for entry in wanted),
        deferred=sum(entry.status is Status.DEFERRED for entry in wanted),
        conflicts=part.conflicts,
        doubt=doubt_left(entry.chance for entry in wanted if not entry.settled),
        closed=part.closed,
    )


def second_reviews(desk: Desk) -> Iterable[Second]:
    """Yield every second review that was begun."""
    for document in desk.log.heads():
        for track in desk.log.tracks(document):
            if track:
                verdicts = dict.fromkeys(Verdict, 0)
                for pair in pairs(desk, document, track):
                    verdicts[pair.verdict] += 1
                if any(verdicts.values()):
                    yield Second(document, track, verdicts)
