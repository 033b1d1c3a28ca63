"""Edges between items: which problem an improvement addresses, which block an action, detail or step belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from eval.scoring.align import Pairing
from eval.scoring.metrics import ItemCounts
from extract.model.record import Record
from extract.steps.walk import Place, places

Edge = tuple[str, str]
"""Paths of the two items that an edge joins, the answering or the inner one first."""

KINDS = ("addresses", "actions", "details", "steps")
"""Improvement to problem, and each nested list to the block that holds it."""

_ENDS = {
    "addresses": ("improvements", "problems"),
    "actions": ("actions", "measures"),
    "details": ("details", "problems"),
    "steps": ("steps", "improvements"),
}


@dataclass(frozen=True, slots=True)
class LinkScore:
    """Edges of one kind, end to end (an unmatched end makes the edge wrong) and among matched ends only."""

    whole: ItemCounts = field(default_factory=ItemCounts)
    given: ItemCounts = field(default_factory=ItemCounts)

    def __add__(self, other: LinkScore) -> LinkScore:
        return LinkScore(self.whole + other.whole, self.given + other.given)

    @property
    def edits(self) -> int:
        """Edges that a person would have to add or take away, among items that are there on both sides."""
        return self.given.gold + self.given.predicted - 2 * self.given.matched


def score_links(gold: Record, predicted: Record | None, pairings: Mapping[str, Pairing]) -> dict[str, LinkScore]:
    """Compare the edges of two records through the item pairs of each list."""
    return {kind: _score(kind, gold, predicted, pairings) for kind in KINDS}


def _score(kind: str, gold: Record, predicted: Record | None, pairings: Mapping[str, Pairing]) -> LinkScore:
    inner, outer = ({theirs.path: ours.path for ours, theirs in pairings[name].pairs} for name in _ENDS[kind])
    ours = set(_edges(kind, gold))
    theirs = set(_edges(kind, predicted)) if predicted else set()
    translated = {(inner[a], outer[b]) for a, b in theirs if a in inner and b in outer}
    reached = {(a, b) for a, b in ours if a in inner.values() and b in outer.values()}
    matched = len(ours & translated)
    return LinkScore(ItemCounts(matched, len(ours), len(theirs)), ItemCounts(matched, len(reached), len(translated)))


def _edges(kind: str, record: Record) -> Iterator[Edge]:
    if kind == "addresses":
        for at, improvement in enumerate(record.improvements):
            yield from ((f"improvements[{at}]", f"problems[{to}]") for to in improvement.addresses)
        return
    for place in places(record):
        if place.list == kind:
            yield place.path, _parent(place)


def _parent(place: Place) -> str:
    return place.path.partition(".")[0]
