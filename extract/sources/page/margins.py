"""The margins of a page's columns, against which indents and short lines are judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.sources.page.layout import TextLine, gutter

NEAR = 2.0
"""Points within which two lines begin at one place."""

Edges = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of the page's text, and of its two columns on both sides of ``middle`` where it has two."""

    page: Edges
    middle: float | None = None
    columns: tuple[Edges, Edges] | None = None

    def around(self, line: TextLine) -> Edges:
        """Return the edges between which a line stands."""
        if self.middle is None or self.columns is None or line.left < self.middle < line.right:
            return self.page
        return self.columns[0] if line.right <= self.middle else self.columns[1]


def margins_of(lines: Sequence[TextLine]) -> Margins:
    """Measure the margins of a page by its lines."""
    middle = gutter(list(lines))
    if middle is None:
        return Margins(_edges(lines))
    sides = [one for one in lines if one.right <= middle], [one for one in lines if one.left >= middle]
    return Margins(_edges(lines), middle, (_edges(sides[0]), _edges(sides[1])))


def _edges(lines: Sequence[TextLine]) -> Edges:
    """Return the leftmost place where two lines begin (or else the longest line does), and where the rightmost ends."""
    if not lines:
        return 0.0, 0.0
    starts = sorted(line.left for line in lines)
    shared = [one for one, two in pairwise(starts) if two - one <= NEAR]
    longest = max(lines, key=lambda one: one.right - one.left)
    return min(shared[0] if shared else longest.left, longest.left), max(line.right for line in lines)
