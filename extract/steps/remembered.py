"""What a finished record still tells about its leaves: the same features that its confidence was computed from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from extract.model.answer import Answer, Answered, Verdict
from extract.model.record import Record
from extract.model.text import Reading
from extract.steps import features
from extract.steps.doubts import Doubts
from extract.steps.features import Features
from extract.steps.walk import Place, places

SUPPORTED: Final[Verdict] = "supported"
"""The one verdict that is no reason of the item; the record keeps it in ``run``."""


@dataclass(frozen=True, slots=True)
class LeafFeatures:
    """One leaf of a record: the item's path, the attribute (None for the item itself), its features and confidence."""

    path: str
    attribute: str | None
    found: Features
    confidence: float | None


def remembered(record: Record, reading: Reading) -> Iterator[LeafFeatures]:
    """Yield the features of every leaf of an assessed record, for fitting weights."""
    supported = dict.fromkeys(record.run.supported if record.run else (), SUPPORTED)
    doubts = Doubts(record, answered=Answered(Answer()), reading=reading, rival=None, samples=(), verdicts=supported)
    rival = record.run is not None and record.run.rival is not None
    for place in places(record):
        codes = tuple(code for code in place.thing.reasons if code != "low_confidence")
        signs = (*doubts.signs(place), *_agreed(codes, rival=rival))
        yield from _leaves(place, codes, signs)
    for absent in record.absent or ():
        signs = _agreed(absent.reasons, rival=rival)
        yield LeafFeatures(absent.path, None, features.absent_features(absent.reasons, signs), absent.confidence)


def _agreed(codes: tuple[str, ...], *, rival: bool) -> tuple[str, ...]:
    against = {"rival_alone", "rival_disagrees"} & set(codes)
    return ("rival_agrees",) if rival and not against else ()


def _leaves(place: Place, codes: tuple[str, ...], signs: tuple[str, ...]) -> Iterator[LeafFeatures]:
    thing = place.thing
    yield LeafFeatures(place.path, None, features.item_features(place, codes, signs), thing.confidence)
    for name in place.attributes:
        found = features.attribute_features(place, name, codes, signs)
        yield LeafFeatures(place.path, name, found, (thing.fields or {}).get(name))
