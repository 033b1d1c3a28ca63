"""Every leaf of a prediction that carries a confidence, judged right or wrong against gold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eval.records import Case
from eval.scoring.items import LISTS
from eval.scoring.leaves import State
from eval.scoring.score import DocumentScore
from extract.model.record import Record
from extract.steps.walk import Place, places

Leaf = tuple[str, str | None]
"""Path of the item in the record, and its attribute (None for the item itself)."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One leaf with its confidence; ``field`` is its path without positions, ``reasons`` are those of its item."""

    document: str
    path: str
    attribute: str | None
    field: str
    confidence: float | None
    right: bool
    reasons: tuple[str, ...] = ()


def judgements(case: Case, score: DocumentScore) -> tuple[Judgement, ...]:
    """Judge the items, attributes and null scalars of one record; empty where there is no record.

    An item is right where its text or number is; an attribute where it equals the gold's (null as null), all four
    leaves of a ``change`` together; a null scalar where gold does not state it either. An attribute that a spurious
    item leaves null is not judged.
    """
    if case.predicted is None:
        return ()
    known = _states(score)
    return (*_of_items(case.predicted, score.name, known), *_of_nulls(case, score.name))


def _states(score: DocumentScore) -> dict[Leaf, list[State]]:
    known: dict[Leaf, list[State]] = {}
    for one in score.outcomes:
        if one.predicted_item is not None:
            name = one.field.split(".")[1]
            known.setdefault((one.predicted_item.path, _MAIN.get(one.field, name)), []).append(one.state)
    return known


_MAIN: dict[str, str | None] = {"finance.value": None, "metrics.value": None, "staffing.count": None}
_MAIN |= {f"{spec.name}.text": None for spec in LISTS}
"""Fields that are the item itself; every other leaf is an attribute of it."""


def _of_items(record: Record, document: str, known: dict[Leaf, list[State]]) -> Iterator[Judgement]:
    for place in places(record):
        for attribute in (None, *place.attributes):
            states = known.get(_leaf(place, attribute))
            if states:
                right = all(state in {State.CORRECT, State.NULL} for state in states)
                yield _judged(place, attribute, document, right=right)


def _leaf(place: Place, attribute: str | None) -> Leaf:
    if place.list == "profile":
        return place.path, place.path.partition(".")[2]
    return place.path, attribute


def _judged(place: Place, attribute: str | None, document: str, *, right: bool) -> Judgement:
    thing = place.thing
    confidence = thing.confidence if attribute is None else (thing.fields or {}).get(attribute)
    whole = place.path if place.list == "profile" else place.list
    field = whole if attribute is None else f"{whole}.{attribute}"
    return Judgement(document, place.path, attribute, field, confidence, right, thing.reasons)


def _of_nulls(case: Case, document: str) -> Iterator[Judgement]:
    for absent in (case.predicted.absent if case.predicted else None) or ():
        name = absent.path.partition(".")[2]
        right = getattr(case.gold.record.profile, name, None) is None
        yield Judgement(document, absent.path, None, absent.path, absent.confidence, right, absent.reasons)
