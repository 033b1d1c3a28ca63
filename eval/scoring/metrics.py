"""Counts of items and leaves, and the measures that follow from them; undefined is None."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from eval.scoring.leaves import State


def ratio(part: float, whole: float) -> float | None:
    """Return part/whole, None where there is no whole."""
    return part / whole if whole else None


def f1(precision: float | None, recall: float | None) -> float | None:
    """Return the harmonic mean; 0 where both are 0, and None where both are undefined."""
    if precision is None and recall is None:
        return None
    p, r = precision or 0.0, recall or 0.0
    return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """Items matched, of gold, and predicted."""

    matched: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: ItemCounts) -> ItemCounts:
        return ItemCounts(self.matched + other.matched, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float | None:
        """Share of the predicted items that match."""
        return ratio(self.matched, self.predicted)

    @property
    def recall(self) -> float | None:
        """Share of the gold items that are matched."""
        return ratio(self.matched, self.gold)

    @property
    def f1(self) -> float | None:
        """2·matched/(gold + predicted)."""
        return ratio(2 * self.matched, self.gold + self.predicted)


@dataclass(frozen=True, slots=True)
class LeafCounts:
    """Leaves by state: C correct, S substituted, O omitted, H hallucinated, N null on both sides (left out)."""

    C: int = 0
    S: int = 0
    O: int = 0  # noqa: E741  (the issue's and the JSON's name)
    H: int = 0
    N: int = 0

    @staticmethod
    def of(states: Iterable[State]) -> LeafCounts:
        """Count states."""
        counts = Counter(states)
        return LeafCounts(*(counts[state] for state in State))

    def __add__(self, other: LeafCounts) -> LeafCounts:
        return LeafCounts(self.C + other.C, self.S + other.S, self.O + other.O, self.H + other.H, self.N + other.N)

    @property
    def precision(self) -> float | None:
        """C/(C+S+H)."""
        return ratio(self.C, self.C + self.S + self.H)

    @property
    def recall(self) -> float | None:
        """C/(C+S+O)."""
        return ratio(self.C, self.C + self.S + self.O)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        return f1(self.precision, self.recall)

    @property
    def accuracy(self) -> float | None:
        """Field accuracy, C/(C+S+O+H)."""
        return ratio(self.C, self.C + self.S + self.O + self.H)

    @property
    def omission(self) -> float | None:
        """O/(C+S+O)."""
        return ratio(self.O, self.C + self.S + self.O)

    @property
    def spurious(self) -> float | None:
        """H/(C+S+H)."""
        return ratio(self.H, self.C + self.S + self.H)

    @property
    def edits(self) -> int:
        """Leaves that a person would have to change: S + O + H."""
        return self.S + self.O + self.H
