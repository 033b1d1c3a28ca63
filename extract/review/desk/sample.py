"""What became of the fields that the random audit drew from one document."""

from __future__ import annotations

from collections.abc import Iterator

from extract.model.decision import Status
from extract.model.reasons import must_review
from extract.review.desk.audit import Estimate, lot
from extract.review.desk.fields import Field
from extract.review.desk.state import State
from extract.steps.walk import places

WRONG = frozenset({Status.EDITED, Status.REJECTED, Status.ADDED})
"""What a person did with a field that was not right; an absent scalar is added when the report states it."""


def audited(state: State, *, share: float) -> Estimate:
    """Follow each field as extracted to where it stands now.

    A drawn field that is no longer there was changed by somebody (split, merged, taken out with its item): it counts as
    wrong. What people added is no field of the extraction and does not count.
    """
    population = drawn = seen = wrong = 0
    of_profile = {field.place.path: field for field in state.fields.values() if field.place.list == "profile"}
    for name in _sure(state):
        population += 1
        if lot(state.ground.document, name) >= share:
            continue
        drawn += 1
        now: Field | None = state.fields.get(name) or of_profile.get(name)
        seen += now is None or now.settled
        wrong += now is None or now.status in WRONG
    return Estimate(seen, wrong, drawn, population)


def _sure(state: State) -> Iterator[str]:
    """Yield the extracted fields that nobody would have looked at."""
    for place in places(state.ground.record):
        if not _doubted(place.thing.reasons):
            yield place.thing.id or place.path
    for absent in state.ground.record.absent or ():
        if not _doubted(absent.reasons):
            yield absent.path


def _doubted(reasons: tuple[str, ...]) -> bool:
    return "low_confidence" in reasons or must_review(reasons)
