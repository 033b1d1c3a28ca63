"""Entries: what one stretch of a sentence says of one thing, ``来访58批次140人次，占20%，比上年减少3批次``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from extract.model.quantity import Dimension
from extract.steps.checks.reading.figures import Figure, Role


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """The figures that say something of one thing, in order; compared as an object.

    ``values`` are the counts and amounts among them, percentages, scores and changes left out.
    """

    figures: tuple[Figure, ...]
    values: tuple[Figure, ...]

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

    def first(self, role: Role) -> Figure | None:
        """Return the first figure of that role."""
        return next((figure for figure in self.figures if figure.role is role), None)


def read_entries(figures: Iterable[Figure]) -> tuple[Entry, ...]:
    """Group figures into entries, in the order of the text."""
    groups = (tuple(group) for _, group in groupby(figures, key=lambda figure: figure.entry))
    return tuple(Entry(group, tuple(filter(_is_value, group))) for group in groups)


def _is_value(figure: Figure) -> bool:
    return figure.role is Role.VALUE and figure.quantity.dimension is not Dimension.SCORE
