"""Find what another reading of the same report says of an item."""

from __future__ import annotations

from collections import defaultdict

from extract.model.record import Record
from extract.model.report import Change
from extract.model.text import Span
from extract.steps.fold import fold
from extract.steps.walk import FIGURES, Place, places

SAME_TEXT = 0.5
"""Two passages are one from this share of common characters on."""

COMPARED = ("item", "stage", "year", "change", "category", "qualifier", "kind", "topic", "link")
"""Attributes in which two readings are compared; free words (label, name, subject, period) differ too easily."""


class Rival:
    """Another record of the same text, ready to be asked about items."""

    def __init__(self, record: Record) -> None:
        self._profile = {place.path: place for place in places(record) if place.list == "profile"}
        self._lists: dict[str, list[Place]] = defaultdict(list)
        for place in places(record):
            self._lists[place.list].append(place)

    def counterpart(self, place: Place) -> Place | None:
        """Return the item of the other reading that overlaps this one most, None where there is none.

        A passage needs half of the common characters, a figure any overlap; a scalar is the one of its name.
        """
        if place.list == "profile":
            return self._profile.get(place.path)
        least = 0.0 if place.list in FIGURES else SAME_TEXT
        shared = [(_share(place.thing.span, other.thing.span), other) for other in self._lists[place.list]]
        best = max(shared, key=lambda pair: pair[0], default=None)
        return best[1] if best and best[0] > 0 and best[0] >= least else None

    def states(self, path: str) -> bool:
        """Whether the other reading has this scalar of the profile."""
        return path in self._profile


def agree_on_value(one: Place, other: Place) -> bool:
    """Whether two readings state the same: number, scalar, or (for passages) the same place."""
    if one.list in FIGURES or one.list == "profile":
        return _same(one.key, other.key)
    return True


def differing(one: Place, other: Place) -> tuple[str, ...]:
    """Name the compared attributes in which two readings differ."""
    names = (name for name in COMPARED if name in one.attributes and name in other.attributes)
    return tuple(name for name in names if not _same(one.attributes[name], other.attributes[name]))


def _same(one: object, other: object) -> bool:
    if isinstance(one, Change) and isinstance(other, Change):
        return (one.direction, one.value, one.rate) == (other.direction, other.value, other.rate)
    if isinstance(one, str) and isinstance(other, str):
        return one == other or fold(one).text == fold(other).text
    return one == other


def _share(one: Span | None, other: Span | None) -> float:
    if one is None or other is None:
        return 0.0
    shared = one.overlap(other)
    return shared / (one.end - one.start + other.end - other.start - shared) if shared else 0.0
