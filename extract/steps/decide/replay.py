"""State is the replay of the log: a record as extracted and its decisions give the reviewed record."""

from __future__ import annotations

from collections.abc import Iterable

from extract.model.decision import Action, Conflict, Decision, Reviewed, Status
from extract.model.record import Record
from extract.steps.decide.actions import GONE, ON_OBJECT, Outcome, add, stated
from extract.steps.decide.tree import Tree


class _State:
    """What builds up while the log is replayed."""

    def __init__(self, record: Record) -> None:
        self.tree = Tree(record)
        self.status: dict[str, Status] = {}
        self.flags: set[str] = set()
        self.comments: dict[str, tuple[str, ...]] = {}
        self.complete: set[str] = set()
        self.conflicts: list[Conflict] = []


def replay(record: Record, decisions: Iterable[Decision]) -> Reviewed:
    """Apply a document's decisions, in order, to the record as extracted.

    Args:
        record: as extracted; it is not changed.
        decisions: all events of the document in the order of their revision.

    Returns:
        The reviewed record with the status of each object. A decision that no longer fits (after a new run) is
        a conflict and changes nothing; none is ever dropped.
    """
    log = tuple(decisions)
    if not log:
        return Reviewed(record, {}, frozenset(), {}, frozenset(), (), revision=0)
    live = effective(log)
    state = _State(record)
    for decision in live:
        _apply(state, decision)
    return Reviewed(
        record=state.tree.record() if live else record,
        status=state.status,
        flags=frozenset(state.flags),
        comments=state.comments,
        complete=frozenset(state.complete),
        conflicts=tuple(state.conflicts),
        revision=max((decision.revision for decision in log), default=0),
        effective=live,
    )


def effective(log: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Return the decisions that stand: ``undo`` takes the named event back, ``redo`` puts it in force again."""
    undone: dict[str, bool] = {}
    for decision in log:
        if decision.action in {Action.UNDO, Action.REDO}:
            undone[decision.target] = decision.action is Action.UNDO
    return tuple(d for d in log if d.action not in {Action.UNDO, Action.REDO} and not undone.get(d.id, False))


def _apply(state: _State, decision: Decision) -> None:
    match decision.action:
        case Action.COMPLETE:
            state.complete.add(decision.target)
        case Action.REOPEN:
            state.complete.discard(decision.target)
        case Action.FLAG:
            state.flags.symmetric_difference_update({decision.target})
        case Action.COMMENT:
            state.comments[decision.target] = (*state.comments.get(decision.target, ()), decision.comment or "")
        case Action.ADD:
            _note(state, decision, add(state.tree, decision))
        case _:
            _on_object(state, decision)


def _on_object(state: _State, decision: Decision) -> None:
    place = state.tree.find(decision.target)
    if place is None:
        if decision.target.startswith("profile.") and decision.action in {Action.ACCEPT, Action.REJECT, Action.DEFER}:
            accepted = decision.action is not Action.DEFER
            state.status[decision.target] = Status.ACCEPTED if accepted else Status.DEFERRED
            return
        state.conflicts.append(Conflict(decision, GONE))
        return
    now = stated(place.node)
    outcome = ON_OBJECT[decision.action](state.tree, place, decision)
    _note(state, decision, outcome, now)


def _note(state: _State, decision: Decision, outcome: Outcome, now: dict[str, object] | None = None) -> None:
    made = state.tree.take_made()
    match outcome:
        case Status():
            state.status[decision.target] = outcome
            state.status |= dict.fromkeys(made, outcome)
        case str():
            state.conflicts.append(Conflict(decision, outcome, now))
        case None:
            pass
