"""The page of a second reviewer: the question without the answer."""

from __future__ import annotations

from typing import Any

from extract.language import Language
from extract.model.decision import Status
from extract.review.desk import shown
from extract.review.desk.blind import asked
from extract.review.desk.fields import Field
from extract.review.desk.state import State
from extract.review.views import sections


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


def change(before: State, after: State, target: str, language: Language) -> dict[str, Any]:
    """Return what an answer changed."""
    old = {field.id: field for field in asked(before)}
    rows = [row(field, language) for field in asked(after) if old.get(field.id) != field]
    return {
        "document": after.ground.document, "target": target, "rows": rows, "gone": [], **standing(after),
    }  # fmt: skip
