"""What a person decided about a record: one event of the append-only log, and what the log adds up to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import Field

from extract.model.record import Record
from extract.model.report import Model


class Action(StrEnum):
    """What a person can do; each has one function in ``extract.steps.decide.actions``."""

    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"
    REANCHOR = "reanchor"
    ADD = "add"
    DELETE = "delete"
    SPLIT = "split"
    MERGE = "merge"
    LINK = "link"
    UNLINK = "unlink"
    DEFER = "defer"
    FLAG = "flag"
    COMMENT = "comment"
    COMPLETE = "complete"
    REOPEN = "reopen"
    UNDO = "undo"
    REDO = "redo"


class Decision(Model):
    """One event of the log.

    ``target`` is the id of the object decided on; a path such as ``profile.self_score`` for a scalar that the
    record does not hold, a list's name for ``complete`` and for ``add`` (``measures.actions`` with the measure's
    id in ``new["parent"]``), an event id for ``undo`` and ``redo``.
    ``old`` is the object as the person saw it, ``new`` what the action needs: changed attributes (``edit``),
    ``span`` and ``text`` (``reanchor``), the item (``add``), ``items`` (``split``), ``item`` and ``others``
    (``merge``), ``problem`` (``link``, ``unlink``).
    """

    id: str
    time: str
    reviewer: str
    document: str
    text_sha256: str
    target: str
    action: Action
    old: dict[str, Any] | None = None
    new: dict[str, Any] | None = None
    comment: str | None = None
    seconds: float | None = Field(default=None, ge=0)
    run: str | None = None
    prompt: str | None = None
    model: str | None = None
    confidence: float | None = None
    revision: int = 0


class Status(StrEnum):
    """Where an object stands after the log."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    ADDED = "added"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A decision that no longer fits the record: its object is gone, or is not what the person saw."""

    decision: Decision
    reason: str
    now: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A record after its decisions.

    ``status`` and ``flags`` and ``comments`` are by object id (or path); ``complete`` names the lists of which a
    person said that nothing is missing; ``revision`` counts the events of the document, undone ones included.
    """

    record: Record
    status: dict[str, Status]
    flags: frozenset[str]
    comments: dict[str, tuple[str, ...]]
    complete: frozenset[str]
    conflicts: tuple[Conflict, ...]
    revision: int
    effective: tuple[Decision, ...] = ()
