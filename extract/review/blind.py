"""Blind second review: the question without the answer, and what a second person's pointing means for the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extract.language import Language
from extract.model.decision import Action, Status
from extract.review import shown
from extract.review.fields import Field
from extract.review.requests import Proposal
from extract.review.state import State
from extract.review.views import sections
from extract.steps.walk import FIGURES

ASKED = (*FIGURES, "profile")
"""Lists whose fields can be asked for without giving the answer away; a passage is its own answer."""

NOT_ASKED = ("profile.report_type",)
"""Scalars that are judged, not read off."""

ALLOWED = frozenset({Action.REANCHOR, Action.REJECT, Action.DEFER, Action.FLAG, Action.COMMENT})
"""What a second reviewer can do: point, say that it is not there, put off, and write a note."""


def asked(state: State) -> Iterator[Field]:
    """Yield the fields that a second reviewer is asked for, in the order of the schema: it tells nothing of doubt."""
    for field in state.fields.values():
        if field.wanted and field.place.list in ASKED and field.place.path not in NOT_ASKED:
            yield field


def document(state: State, language: Language) -> dict[str, Any]:
    """Return the page of a second reviewer: the text, the questions, and this person's own answers."""
    return {
        "document": state.ground.document,
        "text": state.ground.text,
        "sections": sections(state),
        "forms": {},
        "rows": [row(field, language) for field in asked(state)],
        **standing(state),
    }


def standing(state: State) -> dict[str, Any]:
    """Return what stands above the fields: nothing but the revision of this person's own log."""
    return {
        "revision": state.revision, "findings": [], "lists": [], "links": {}, "conflicts": [], "closed": False,
    }  # fmt: skip


def row(field: Field, language: Language) -> dict[str, Any]:
    """Return a question; value and evidence are there only where this person has given them."""
    answered = field.settled
    gone = field.status is Status.REJECTED or field.absent
    thing = field.place.thing
    return {
        "id": field.id, "list": field.place.list, "path": field.place.path if field.place.list == "profile" else "",
        "title": shown.title(field, language),
        "value": (shown.NOT_STATED.in_(language) if gone else shown.value(field, language)) if answered else "",
        "data": {}, "span": thing.span if answered and not gone else None, "page": None,
        "status": field.status.value, "hard": False, "doubtful": False, "audited": False, "absent": False,
        "chance": 0, "weight": 0, "confidence": None, "fields": {}, "grounding": None, "flagged": field.flagged,
        "comments": field.comments, "findings": [], "reasons": [], "blind": True,
    }  # fmt: skip


def meant(state: State, proposal: Proposal) -> Proposal:
    """Return the decision that an answer is; whether the record holds the scalar is not for the second person to know.

    Raises:
        KeyError: it is no answer to a question that was asked.
    """
    known = {field.id: field for field in asked(state)}
    if proposal.action not in ALLOWED:
        raise KeyError(proposal.action)
    field = known[proposal.target]
    if not field.absent:
        return proposal
    instead = {Action.REANCHOR: Action.ADD, Action.REJECT: Action.ACCEPT}
    return proposal.model_copy(update={"action": instead.get(proposal.action, proposal.action)})


def change(before: State, after: State, target: str, language: Language) -> dict[str, Any]:
    """Return what an answer changed."""
    old = {field.id: field for field in asked(before)}
    rows = [row(field, language) for field in asked(after) if old.get(field.id) != field]
    return {
        "document": after.ground.document, "target": target, "rows": rows, "gone": [], **standing(after),
    }  # fmt: skip
