"""What the card of a field shows besides the field itself: rival values, candidates, and what was decided on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extract.language import Language, Text
from extract.model.answer import Answered
from extract.model.report import Change, Grounding
from extract.model.text import Span
from extract.pipeline import ground
from extract.readers.rules.reader import read_report
from extract.review.desk import shown
from extract.review.desk.fields import Field
from extract.review.desk.parse import parse
from extract.review.desk.state import Ground, State
from extract.steps.ground import Locator
from extract.steps.numerals.quantities import find_quantities
from extract.steps.rivals import Rival, agree_on_value, differing
from extract.steps.walk import FIGURES, Place

MOST = 9
"""Candidates have a key of one digit each."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another value that can be picked: the action and its ``new``, how it is shown and where it comes from."""

    action: str
    new: dict[str, Any]
    shown: str
    why: str


def second_reading(given: Ground) -> Rival | None:
    """Read the report by rules, beside the reader that made the record; None where that were the same reading."""
    run = given.record.run
    if run is None or run.reader == "rules" or not given.text:
        return None
    answered = Answered(read_report(given.reading, given.domain))
    return Rival(ground(answered, given.reading, given.domain))


def rivals(state: State, field: Field, rival: Rival | None, language: Language) -> list[str]:
    """Return what the other reading says where it says something else, in words."""
    other = rival.counterpart(field.place) if rival and not field.absent else None
    if other is None:
        return []
    value = [] if agree_on_value(field.place, other) else [_said(other)]
    domain = state.ground.domain
    names = differing(field.place, other)
    return [*value, *(shown.attribute(name, other.attributes[name], domain, language) for name in names)]


def _said(place: Place) -> str:
    thing = place.thing
    number = getattr(thing, "value", getattr(thing, "count", None))
    return f"{number}{getattr(thing, 'unit', None) or ''}"


def candidates(state: State, field: Field, rival: Rival | None, language: Language) -> list[Candidate]:
    """Return values that the person can pick with a digit; every one of them stands in the report."""
    of_rival = _of_rival(state, field, rival, language)
    unique: dict[str, Candidate] = {}
    for found in (*of_rival, *_found_again(state, field, language), *_near(state, field, language)):
        unique.setdefault(found.shown, found)
    unique.pop(shown.value(field, language), None)
    return list(unique.values())[:MOST]


def _of_rival(state: State, field: Field, rival: Rival | None, language: Language) -> list[Candidate]:
    other = rival.counterpart(field.place) if rival else None
    if other is None:
        return []
    why = Text("另一种读法", "the other reading").in_(language)
    if field.absent or not agree_on_value(field.place, other):
        action = "add" if field.absent else "reanchor"
        made = [Candidate(action, {"span": list(other.thing.span)}, _said(other), why)] if other.thing.span else []
    else:
        made = []
    for name in () if field.absent else differing(field.place, other):
        held = other.attributes[name]
        if not isinstance(held, Change):
            said = shown.attribute(name, held, state.ground.domain, language)
            made.append(Candidate("edit", {name: held}, said, why))
    return made


def _found_again(state: State, field: Field, language: Language) -> list[Candidate]:
    """Look for the words of an object that was not found."""
    words = getattr(field.place.thing, "text", None)
    if field.place.thing.grounding is not Grounding.MISSING or not words:
        return []
    at = Locator(state.ground.text).locate(words)
    if at is None:
        return []
    why = Text("相近的文字", "similar words").in_(language)
    return [Candidate("reanchor", {"span": [at.start, at.end]}, state.ground.text[at.start : at.end], why)]


def _near(state: State, field: Field, language: Language) -> list[Candidate]:
    """Return the other numbers of the sentence, and those of other mentions that a finding holds against this one."""
    span, name = field.place.thing.span, field.place.list
    if span is None or name not in (*FIGURES, "profile"):
        return []
    unit = state.ground.reading.unit_at(span.start)
    why = Text("同一句", "same sentence").in_(language)
    found = _numbers(state, field, Span(unit.start, unit.end), why) if unit else []
    against = Text("勾稽涉及", "in a finding").in_(language)
    for finding in state.findings:
        if finding.id in field.findings:
            for other in finding.spans:
                found += _numbers(state, field, other, against)
    return found


def _numbers(state: State, field: Field, around: Span, why: str) -> list[Candidate]:
    path = field.place.path if field.place.list == "profile" else field.place.list
    attribute = "count" if path == "staffing" else "value"
    text = state.ground.text[around.start : around.end]
    made = []
    for quantity in find_quantities(text):
        read = parse(path, attribute, quantity.text)
        span = [around.start + quantity.start, around.start + quantity.end]
        if read is not None and path in (*FIGURES, "profile.self_score", "profile.subordinate_units"):
            unit = read.new.get("unit") or ("" if path != "staffing" else quantity.unit)
            made.append(Candidate("reanchor", {"span": span}, f"{read.new[attribute]}{unit}", why))
    return made


def history(state: State, field: Field) -> list[dict[str, Any]]:
    """Return the events on a field, oldest first, with whether each stands."""
    stands = {event.id for event in state.reviewed.effective}
    names = {field.id, field.place.path}
    return [
        {
            "id": event.id,
            "action": event.action.value,
            "reviewer": event.reviewer,
            "time": event.time,
            "comment": event.comment,
            "new": event.new,
            "stands": event.id in stands,
        }
        for event in state.log
        if event.target in names
    ]
