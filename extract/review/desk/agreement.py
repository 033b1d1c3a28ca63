"""Two people on one field: where they agree, where they do not, and who has the last word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import uuid4

from extract.model.decision import Action, Status
from extract.review.desk import blind
from extract.review.desk.desk import By, Desk
from extract.review.desk.fields import Field
from extract.review.desk.parse import figure_in
from extract.review.desk.requests import Adjudicate, Proposal
from extract.review.desk.state import State


class Verdict(StrEnum):
    """How two answers stand to each other; ``confirmed`` is a first answer that is still the program's own."""

    AGREED = "agreed"
    CONFIRMED = "confirmed"
    CONFLICT = "conflict"
    ADJUDICATED = "adjudicated"


@dataclass(frozen=True, slots=True)
class Pair:
    """A field as the shared review has it and as the second reviewer answered; None where it is not in the report."""

    document: str
    first: Field | None
    second: Field | None
    id: str
    verdict: Verdict


def pairs(desk: Desk, document: str, second: str) -> Iterator[Pair]:
    """Yield every question that the second reviewer has answered in a document."""
    shared, own = desk.state(document), desk.state(document, track=second)
    for answer in blind.asked(own):
        if not answer.settled:
            continue
        first = _there(_counterpart(shared, answer))
        theirs = _there(answer)
        yield Pair(document, first, theirs, _target(shared, answer), _verdict(shared, answer, first, theirs, second))


def _counterpart(shared: State, answer: Field) -> Field | None:
    found = shared.fields.get(answer.id)
    if found is None and answer.place.list == "profile":
        found = next((f for f in shared.fields.values() if f.place.path == answer.place.path), None)
    return found


def _target(shared: State, answer: Field) -> str:
    found = _counterpart(shared, answer)
    return found.id if found else answer.id


def _there(field: Field | None) -> Field | None:
    return None if field is None or field.absent or field.status is Status.REJECTED else field


def _verdict(shared: State, answer: Field, first: Field | None, second: Field | None, name: str) -> Verdict:
    counterpart = _counterpart(shared, answer)
    if same(first, second):
        return Verdict.AGREED if counterpart is not None and counterpart.settled else Verdict.CONFIRMED
    target = _target(shared, answer)
    decided = any(e.target == target and (e.new or {}).get("adjudicated") == name for e in shared.reviewed.effective)
    return Verdict.ADJUDICATED if decided else Verdict.CONFLICT


def same(one: Field | None, other: Field | None) -> bool:
    """Whether two answers state the same: figures in the base unit, scalars by their value."""
    if one is None or other is None:
        return one is other
    return _stated(one) == _stated(other)


def _stated(field: Field) -> object:
    thing = field.place.thing
    value = getattr(thing, "value", getattr(thing, "count", None))
    read = figure_in(f"{value}{getattr(thing, 'unit', None) or ''}")
    return (read.base_value, read.base_unit) if read is not None else str(value)


def merge(desk: Desk, document: str, second: str, *, reviewer: str) -> int:
    """Accept on the shared track what the program said and the second person, who did not see it, says too.

    Returns:
        The number of fields accepted.
    """
    confirmed = [pair.id for pair in pairs(desk, document, second) if pair.verdict is Verdict.CONFIRMED]
    note = f"blind:{second}"
    proposals = [Proposal(id=uuid4(), target=one, action=Action.ACCEPT, comment=note) for one in confirmed]
    if proposals:
        desk.decide(document, proposals, by=By(reviewer, desk.state(document).revision))
    return len(proposals)


def adjudicate(desk: Desk, asked: Adjudicate) -> None:
    """Give one of two reviewers the last word.

    Raises:
        KeyError: they do not disagree on that field.
    """
    found = pairs(desk, asked.document, asked.second)
    pair = {one.id: one for one in found if one.verdict is Verdict.CONFLICT}[asked.field]
    shared = desk.state(asked.document)
    proposal = _taken_over(pair, shared) if asked.choice == "second" else _kept(pair, asked.second)
    desk.decide(asked.document, [proposal], by=By(asked.reviewer, shared.revision))


def _kept(pair: Pair, second: str) -> Proposal:
    return Proposal(
        id=uuid4(), target=pair.id, action=Action.ACCEPT, new={"adjudicated": second}, comment=f"adjudicated:{second}"
    )


def _taken_over(pair: Pair, shared: State) -> Proposal:
    """Do on the shared track what the second person did."""
    note = "adjudicated"
    if pair.second is None or pair.second.place.thing.span is None:
        return Proposal(id=uuid4(), target=pair.id, action=Action.REJECT, comment=note)
    span = list(pair.second.place.thing.span)
    there = shared.fields.get(pair.id)
    action = Action.ADD if there is None or there.absent else Action.REANCHOR
    target = pair.second.place.path if action is Action.ADD else pair.id
    return Proposal(id=uuid4(), target=target, action=action, new={"span": span}, comment=note)
