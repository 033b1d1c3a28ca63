"""The queue: which fields to look at, worst first, and how much doubt is left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from extract.language import Language
from extract.model.decision import Status
from extract.review.desk import shown
from extract.review.desk.audit import Estimate
from extract.review.desk.desk import Desk
from extract.review.desk.doubt import doubt_left
from extract.review.desk.fields import Field
from extract.review.desk.sample import audited
from extract.review.desk.state import State
from extract.steps.unread import unread

LONGEST = 5000
"""Fields that a queue hands out at once; the rest follows when these are done."""

SHOWN_CHARACTERS = 120

PARTS = {"actions": "measures", "details": "problems", "causes": "problems", "steps": "improvements"}
"""Lists inside the items of other lists; whoever asks for the outer one means these, too."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the queue; everything that filters and order need, and nothing that needs the document opened."""

    document: str
    id: str
    list: str
    title: str
    value: str
    status: Status
    rank: tuple[int, float]
    chance: float
    hard: bool
    doubtful: bool
    audited: bool
    flagged: bool
    conflict: bool
    reasons: tuple[str, ...]
    rules: tuple[str, ...]
    unread: bool = False

    @property
    def wanted(self) -> bool:
        """Whether a person should look at it."""
        return self.hard or self.doubtful or self.audited

    @property
    def settled(self) -> bool:
        """Whether a person has."""
        return self.status not in {Status.OPEN, Status.DEFERRED}


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; an empty string asks for everything. ``show`` names one of ``SHOWS``."""

    show: str = "wanted"
    list: str = ""
    reason: str = ""
    rule: str = ""
    search: str = ""

    @property
    def anywhere(self) -> bool:
        """Whether all fields are looked through: whoever searches wants to find, doubtful or not."""
        return bool(self.search) and self.show == "wanted"

    def let(self, entry: Entry) -> bool:
        """Whether an entry passes."""
        return (
            (SHOWS[self.show](entry) or self.anywhere)
            and self.list in {"", entry.list, PARTS.get(entry.list)}
            and (not self.reason or any(code.partition(":")[0] == self.reason for code in entry.reasons))
            and (not self.rule or self.rule in entry.rules)
            and (
                not self.search or self.search.casefold() in f"{entry.title} {entry.value} {entry.document}".casefold()
            )
        )


SHOWS: dict[str, Callable[[Entry], bool]] = {
    "wanted": lambda entry: entry.wanted,
    "open": lambda entry: not entry.settled,
    "settled": lambda entry: entry.settled,
    "deferred": lambda entry: entry.status is Status.DEFERRED,
    "flagged": lambda entry: entry.flagged,
    "audited": lambda entry: entry.audited,
    "conflict": lambda entry: entry.conflict,
    "all": lambda entry: True,  # noqa: ARG005  (every entry)
}
"""Which entries each view of the queue holds."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one document adds to a queue, as of the record and revision in ``stamp``."""

    document: str
    stamp: tuple[int, int]
    entries: tuple[Entry, ...]
    calibrated: bool
    closed: bool
    conflicts: int
    audit: Estimate


@dataclass(frozen=True, slots=True)
class Queue:
    """Entries in the order of their turn, and what is left: fields that want a look, and errors expected among them."""

    entries: tuple[Entry, ...]
    total: int
    wanted: int
    open: int
    doubt: float
    doubt_unwanted: float
    calibrated: bool


class Queues:
    """Makes queues; what a document adds to them is kept until it changes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._known: dict[tuple[str, Language], Part] = {}

    def queue(self, filters: Filters, language: Language, *, document: str | None = None) -> Queue:
        """Return the queue of one document, or of all."""
        entries: list[Entry] = []
        calibrated = True
        for part in self.parts(language, document=document):
            entries += part.entries
            calibrated = calibrated and part.calibrated
        chosen = sorted((e for e in entries if filters.let(e)), key=_turn)
        waiting = [entry for entry in entries if entry.wanted and not entry.settled]
        rest = [entry for entry in entries if not entry.wanted and not entry.settled]
        return Queue(
            entries=tuple(chosen[:LONGEST]),
            total=len(chosen),
            wanted=sum(entry.wanted for entry in entries),
            open=len(waiting),
            doubt=doubt_left(entry.chance for entry in waiting),
            doubt_unwanted=doubt_left(entry.chance for entry in rest),
            calibrated=calibrated,
        )

    def parts(self, language: Language, *, document: str | None = None) -> Iterator[Part]:
        """Yield what each document holds, in the order of the run."""
        for name, head in self._desk.log.heads(document=document).items():
            with self._lock:
                known = self._known.get((name, language))
            if known is None or known.stamp != (head.record, head.revision):
                known = _part(
                    self._desk.at(name, head, holds=False), (head.record, head.revision), language, self._desk.share
                )
                with self._lock:
                    self._known[name, language] = known
            yield known


def _part(state: State, stamp: tuple[int, int], language: Language, share: float) -> Part:
    run = state.ground.record.run
    return Part(
        document=state.ground.document,
        stamp=stamp,
        entries=tuple(entries_of(state, language)),
        calibrated=run is not None and run.calibration != "uncalibrated",
        closed=state.closed,
        conflicts=len(state.reviewed.conflicts),
        audit=audited(state, share=share),
    )


def _turn(entry: Entry) -> tuple[bool, bool, tuple[int, float], str]:
    """Return an entry's place; of a report that was not read whole first: what it lacks is seen on its page only."""
    return entry.status is Status.DEFERRED, not entry.unread, entry.rank, entry.document


def entries_of(state: State, language: Language) -> Iterator[Entry]:
    """Yield a document's fields as entries of a queue."""
    rules = {finding.id: finding.rule for finding in state.findings}
    torn = {conflict.decision.target for conflict in state.reviewed.conflicts}
    lacks = any(not part.by_rules for part in unread(state.ground.record))
    for field in state.fields.values():
        entry = entry_of(state.ground.document, field, language, rules=rules, torn=torn)
        yield replace(entry, unread=True) if lacks else entry


def entry_of(
    document: str, field: Field, language: Language, *, rules: dict[str, str], torn: Iterable[str] = ()
) -> Entry:
    """Return a field as an entry of a queue."""
    return Entry(
        document=document,
        id=field.id,
        list=field.place.list,
        title=shown.title(field, language),
        value=shown.value(field, language)[:SHOWN_CHARACTERS],
        status=field.status,
        rank=field.rank,
        chance=round(field.chance, 4),
        hard=field.hard,
        doubtful=field.doubtful,
        audited=field.audited,
        flagged=field.flagged,
        conflict=field.id in torn,
        reasons=field.reasons,
        rules=tuple(dict.fromkeys(rules[name] for name in field.findings if name in rules)),
    )
