"""The desk: documents under review, each at its newest revision, and the one way by which decisions enter the log."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from pydantic import ValidationError

from extract.model.decision import Action, Decision
from extract.review.desk.audit import SHARE
from extract.review.desk.compose import Unfit, UnfitError
from extract.review.desk.events import Person, event_of
from extract.review.desk.history import to_redo, to_undo
from extract.review.desk.recheck import SILENT
from extract.review.desk.requests import Proposal
from extract.review.desk.state import Ground, State, build, lay_ground
from extract.store.log import Head, Log, RevisionTakenError

KEPT = 64
"""States held in memory; others are replayed when they are asked for."""

TRIES = 20
"""How often a decision is put after what others wrote meanwhile, before the page is told."""


MOMENT = timedelta(microseconds=1)
"""By which times of the log differ at least."""

HARMLESS = frozenset({Action.COMMENT, Action.ADD})
"""Actions that take nothing from anybody, whatever happened meanwhile."""


class UnknownDocumentError(Exception):
    """There is no such document in the store."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people decided on one field: what the first one did, and what the second one wants."""

    theirs: tuple[Decision, ...]
    mine: Proposal


class ClashError(Exception):
    """A decision was made on a revision at which the field was not yet what it is now; nothing was written."""

    def __init__(self, clash: Clash, state: State) -> None:
        super().__init__(clash.mine.target)
        self.clash = clash
        self.state = state


@dataclass(frozen=True, slots=True)
class By:
    """Who decides, having seen the document at revision ``after``; ``own`` names what the same page wrote since."""

    reviewer: str
    after: int
    track: str = ""
    own: Collection[UUID] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What a change of the log did: the states before and after, and the field or list that it was about."""

    before: State
    after: State
    target: str


def _utc() -> datetime:
    return datetime.now(UTC)


class Desk:
    """Reads and writes for all pages; safe to call from several threads. Without ``saves`` every decision is refused."""

    def __init__(
        self, log: Log, *, share: float = SHARE, now: Callable[[], datetime] = _utc, saves: bool = True
    ) -> None:
        self.log = log
        self.share = share
        self.saves = saves
        self._now = now
        self._lock = threading.RLock()
        self._grounds: OrderedDict[tuple[str, int], Ground] = OrderedDict()
        self._states: OrderedDict[tuple[str, int, str], State] = OrderedDict()

    def state(self, document: str, *, track: str = "") -> State:
        """Return a document at its newest revision.

        Raises:
            UnknownDocumentError: there is none of that name.
        """
        head = self.log.heads(track=track, document=document).get(document)
        if head is None:
            raise UnknownDocumentError(document)
        return self.at(document, head, track=track)

    def at(self, document: str, head: Head, *, track: str = "", holds: bool = True) -> State:
        """Return a document where ``head`` says that it stands.

        Replaying happens outside of the lock: a long log keeps nobody else waiting, and two who ask for one document at
        once get the same. Who walks over all documents ``holds`` none, so that those on people's screens stay at hand.
        """
        key = (document, head.record, track)
        with self._lock:
            known = self._states.get(key)
        if known is None or known.revision != head.revision:
            events = self.log.decisions(document, track=track) if head.revision else ()
            known = build(self._ground(document, head, holds=holds), events, share=self.share)
        if holds:
            with self._lock:
                self._keep(key, known)
        return known

    def all_states(self) -> Iterator[State]:
        """Yield every document on the shared track, in the order of the run."""
        for document, head in self.log.heads().items():
            yield self.at(document, head, holds=False)

    def decide(self, document: str, proposals: Sequence[Proposal], *, by: By) -> Step:
        """Write decisions.

        A decision made on an older revision is put behind what others wrote meanwhile, unless that is about the same
        field by somebody else. One that is in the log already, because the answer to it was lost, is not written again.

        Raises:
            ClashError: somebody else decided on the same field since ``by.after``.
            UnfitError: a decision does not fit the field or the text, or the store is read-only.
            UnknownDocumentError: there is no such document.
        """
        if not self.saves:
            raise UnfitError(Unfit.READ_ONLY)
        track = by.track
        before = self.state(document, track=track)
        for _ in range(TRIES):
            state = self.state(document, track=track)
            fresh = _unwritten(state, proposals)
            _refuse_clash(state, fresh, by)
            events, new = self._advance(state, fresh, by.reviewer, since=self.log.latest(by.reviewer))
            try:
                self.log.append_all(events, after=state.revision, track=track)
            except RevisionTakenError:
                continue
            self._note(new, track)
            return Step(before, new, proposals[-1].target)
        raise RevisionTakenError(document, before.revision)

    def undo(self, identity: UUID, *, reviewer: str, track: str = "") -> Step:
        """Take back the last thing that a person did, in whatever document it was.

        Raises:
            UnfitError: there is nothing to undo.
        """
        found = to_undo(self.log.events_of(reviewer, track=track))
        if found is None:
            raise UnfitError(Unfit.NOTHING_TO_UNDO)
        return self._turn(found, Action.UNDO, identity, reviewer, track)

    def redo(self, identity: UUID, *, reviewer: str, track: str = "") -> Step:
        """Put in force again what the person undid last.

        Raises:
            UnfitError: there is nothing to redo.
        """
        target = to_redo(self.log.events_of(reviewer, track=track))
        found = next((e for e in self.log.events_of(reviewer, track=track) if e.id == target), None)
        if found is None:
            raise UnfitError(Unfit.NOTHING_TO_REDO)
        return self._turn(found, Action.REDO, identity, reviewer, track)

    def preview(self, document: str, proposal: Proposal, *, reviewer: str) -> State:
        """Return the state that a decision would lead to; nothing is written."""
        return self._advance(self.state(document), [proposal], reviewer)[1]

    def _turn(self, event: Decision, action: Action, identity: UUID, reviewer: str, track: str) -> Step:
        proposal = Proposal(id=identity, target=event.id, action=action)
        after = self.state(event.document, track=track).revision
        step = self.decide(event.document, [proposal], by=By(reviewer, after, track=track))
        return replace(step, target=event.target)

    def _advance(
        self, state: State, proposals: Sequence[Proposal], reviewer: str, *, since: str = ""
    ) -> tuple[list[Decision], State]:
        """Return the events that proposals make, none before ``since``: undo walks back by time, clocks may go back."""
        events: list[Decision] = []
        for group in _groups(proposals):
            person = Person(reviewer, max(self._now(), _after(since)))
            made = [event_of(state, one, person, revision=state.revision + n) for n, one in enumerate(group, start=1)]
            try:
                new = build(state.ground, (*state.log, *made), share=self.share, known=state)
            except ValidationError as error:
                raise UnfitError(Unfit.INVALID) from error
            if {conflict.decision.id for conflict in new.reviewed.conflicts} & {event.id for event in made}:
                raise UnfitError(Unfit.INCOMPLETE)
            events += made
            state = new
        return events, state

    def _ground(self, document: str, head: Head, *, holds: bool) -> Ground:
        key = (document, head.record)
        with self._lock:
            known = self._grounds.get(key)
        if known is None:
            stored = self.log.newest(document)
            if stored is None:
                raise UnknownDocumentError(document)
            known = lay_ground(stored)
        if holds:
            with self._lock:
                self._grounds[key] = known
                self._grounds.move_to_end(key)
                while len(self._grounds) > KEPT:
                    self._grounds.popitem(last=False)
        return known

    def _note(self, state: State, track: str) -> None:
        head = self.log.heads(track=track, document=state.ground.document)[state.ground.document]
        with self._lock:
            if head.revision == state.revision:
                self._keep((state.ground.document, head.record, track), state)

    def _keep(self, key: tuple[str, int, str], state: State) -> None:
        self._states[key] = state
        self._states.move_to_end(key)
        while len(self._states) > KEPT:
            self._states.popitem(last=False)


def _after(time: str) -> datetime:
    """Return the first moment after a time of the log."""
    return datetime.fromisoformat(time) + MOMENT if time else datetime.min.replace(tzinfo=UTC)


def _groups(proposals: Sequence[Proposal]) -> Iterator[list[Proposal]]:
    """Yield proposals that do not bear on each other together: a page that was away sends hundreds of acceptances."""
    group: list[Proposal] = []
    for proposal in proposals:
        alone = proposal.action not in SILENT - {Action.UNDO, Action.REDO}
        if group and (alone or proposal.target in {one.target for one in group}):
            yield group
            group = []
        group.append(proposal)
        if alone:
            yield group
            group = []
    if group:
        yield group


def _unwritten(state: State, proposals: Sequence[Proposal]) -> list[Proposal]:
    written = {event.id for event in state.log}
    return [proposal for proposal in proposals if str(proposal.id) not in written]


def _refuse_clash(state: State, proposals: Sequence[Proposal], by: By) -> None:
    targets = {event.id: event.target for event in state.log}
    known = {str(one) for one in by.own}
    since = [event for event in state.log if event.revision > by.after and event.id not in known]
    for proposal in proposals:
        target = targets.get(proposal.target, proposal.target)
        theirs = tuple(event for event in since if targets.get(event.target, event.target) == target)
        if theirs and proposal.action not in HARMLESS:
            raise ClashError(Clash(theirs, proposal), state)
