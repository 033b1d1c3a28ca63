"""Entries: what one stretch of a sentence says of one thing, ``来访58批次140人次，占20%，比上年减少3批次``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from extract.model.quantity import Dimension
from extract.steps.checks.figures import Figure, Role


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """The figures that say something of one thing, in order; compared as an object."""

    figures: tuple[Figure, ...]

    @property
    def label(self) -> str:
        """What the entry is of."""
        return self.figures[0].label

    @property
    def start(self) -> int:
        """Where the first figure begins in the running text."""
        return self.figures[0].start

    @property
    def end(self) -> int:
        """Where the last figure ends in the running text."""
        return self.figures[-1].end

    @property
    def sentence(self) -> int:
        """The sentence that the entry stands in."""
        return self.figures[0].sentence

    @property
    def depth(self) -> int:
        """How many brackets are open where the entry begins."""
        return self.figures[0].depth

    @property
    def values(self) -> tuple[Figure, ...]:
        """The counts and amounts themselves, percentages and changes left out."""
        return tuple(f for f in self.figures if f.role is Role.VALUE and f.quantity.dimension is not Dimension.SCORE)

    def first(self, role: Role) -> Figure | None:
        """Return the first figure of that role."""
        return next((figure for figure in self.figures if figure.role is role), None)


def read_entries(figures: Iterable[Figure]) -> tuple[Entry, ...]:
    """Group figures into entries, in the order of the text."""
    return tuple(Entry(tuple(group)) for _, group in groupby(figures, key=lambda figure: figure.entry))
