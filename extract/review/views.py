"""The JSON that pages are made of."""

from __future__ import annotations

from typing import Any

from extract.language import Language
from extract.model.decision import Conflict, Decision
from extract.model.reasons import reason_in
from extract.model.record import Finding
from extract.review.desk import shown
from extract.review.desk.desk import Clash, Step
from extract.review.desk.doubt import weight
from extract.review.desk.fields import Field
from extract.review.desk.forms import forms_in
from extract.review.desk.queue import Queue
from extract.review.desk.state import CLOSABLE, State
from extract.review.page_picture import has_pictures
from extract.steps.decide.tree import Tree
from extract.steps.unread import unread, unread_in

Json = dict[str, Any]


def row(field: Field, language: Language) -> Json:
    """Return a field as the page holds it."""
    thing = field.place.thing
    return {
        "id": field.id,
        "list": field.place.list,
        "path": field.place.path,
        "title": shown.title(field, language),
        "value": shown.value(field, language),
        "data": shown.stated(field),
        "span": thing.span,
        "page": thing.page,
        "status": field.status.value,
        "hard": field.hard,
        "doubtful": field.doubtful,
        "audited": field.audited,
        "absent": field.absent,
        "chance": round(field.chance, 4),
        "weight": weight(field.place.list, field.place.path),
        "confidence": thing.confidence,
        "fields": thing.fields or {},
        "grounding": thing.grounding.value if thing.grounding else None,
        "flagged": field.flagged,
        "comments": field.comments,
        "findings": field.findings,
        "reasons": [{"code": code, "says": reason_in(code, language)} for code in field.reasons],
    }


def document(state: State, language: Language) -> Json:
    """Return everything that the page of a document needs."""
    return {
        "document": state.ground.document,
        "text": state.ground.text,
        "unread": unread_in(parts, language) if (parts := unread(state.ground.record)) else "",
        "pictures": has_pictures(state.ground.record),
        "sections": sections(state),
        "forms": forms_in(state.ground.domain, language),
        "rows": [row(field, language) for field in state.fields.values()],
        **standing(state, language),
    }


def sections(state: State) -> list[Json]:
    """Return the outline: where each section begins and ends, and its heading."""
    return [
        {
            "start": section.start,
            "end": section.end,
            "level": section.level,
            "heading": list(section.heading) if section.heading else None,
        }
        for section in state.ground.reading.sections
    ]


def standing(state: State, language: Language) -> Json:
    """Return what stands above the fields and may change with every decision."""
    return {
        "revision": state.revision,
        "findings": [finding(one, language) for one in state.findings],
        "lists": [
            {
                "name": name,
                "says": shown.list_name(name, language),
                "count": sum(f.place.list == name and not f.absent for f in state.fields.values()),
                "complete": name in state.reviewed.complete,
            }
            for name in CLOSABLE
        ],
        "closed": state.closed,
        "links": links(state),
        "conflicts": [conflict(one) for one in state.reviewed.conflicts],
    }


def finding(one: Finding, language: Language) -> Json:
    """Return a finding with its calculation."""
    return {
        "id": one.id,
        "rule": one.rule,
        "severity": one.severity.value,
        "says": getattr(one.message, language.value),
        "steps": one.steps,
        "spans": one.spans,
        "items": one.items,
    }


def links(state: State) -> dict[str, list[str]]:
    """Return, by the id of an improvement's statement, the ids of the problems that it answers."""
    data = Tree(state.reviewed.record).data
    return {one["statement"]["id"]: one["addresses"] for one in data["improvements"]}


def conflict(one: Conflict) -> Json:
    """Return a decision that no longer fits."""
    return {"reason": one.reason, "event": event(one.decision), "now": one.now}


def event(one: Decision) -> Json:
    """Return an event of the log, for people to read."""
    return {
        "id": one.id,
        "target": one.target,
        "action": one.action.value,
        "reviewer": one.reviewer,
        "time": one.time,
        "old": one.old,
        "new": one.new,
        "comment": one.comment,
    }


def change(step: Step, language: Language) -> Json:
    """Return what a decision changed, and nothing that stayed: a page of two thousand fields gets one back."""
    before, after = step.before.fields, step.after.fields
    changed = [field for name, field in after.items() if before.get(name) != field]
    return {
        "document": step.after.ground.document,
        "target": step.target,
        "rows": [row(field, language) for field in changed],
        "gone": [name for name in before if name not in after],
        **standing(step.after, language),
    }


def clash(found: Clash, state: State, language: Language) -> Json:
    """Return both versions of a field on which two people decided."""
    field = state.fields.get(found.mine.target)
    return {
        "error": "clash",
        "revision": state.revision,
        "theirs": [event(one) for one in found.theirs],
        "now": row(field, language) if field else None,
        "mine": found.mine.model_dump(mode="json"),
    }


def queue(found: Queue) -> Json:
    """Return a queue."""
    return {
        "entries": [
            {
                "document": entry.document, "id": entry.id, "list": entry.list, "title": entry.title,
                "value": entry.value, "status": entry.status.value, "hard": entry.hard, "doubtful": entry.doubtful,
                "audited": entry.audited, "flagged": entry.flagged, "conflict": entry.conflict,
                "chance": entry.chance, "reasons": entry.reasons, "rules": entry.rules,
            }
            for entry in found.entries
        ],
        "total": found.total, "wanted": found.wanted, "open": found.open, "doubt": round(found.doubt, 2),
        "rest": round(found.doubt_unwanted, 2), "calibrated": found.calibrated,
    }  # fmt: skip
