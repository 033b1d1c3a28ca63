"""Undo and redo without a limit: what a person's next step back or forward is follows from the log alone."""

from __future__ import annotations

from collections.abc import Iterable

from extract.model.decision import Action, Decision


def to_undo(newest_first: Iterable[Decision]) -> Decision | None:
    """Return the last event that still stands; None where there is none.

    Args:
        newest_first: one person's events; no more of them are read than needed.
    """
    undone: dict[str, bool] = {}
    for event in newest_first:
        if event.action in {Action.UNDO, Action.REDO}:
            undone.setdefault(event.target, event.action is Action.UNDO)
        elif not undone.get(event.id, False):
            return event
    return None


def to_redo(newest_first: Iterable[Decision]) -> str | None:
    """Return the id of the event that was undone last; None where something else was done since."""
    redone: set[str] = set()
    for event in newest_first:
        if event.action is Action.REDO:
            redone.add(event.target)
        elif event.action is Action.UNDO:
            if event.target not in redone:
                return event.target
        else:
            return None
    return None
