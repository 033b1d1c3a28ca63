"""Figures: every number of a report's sheet with what it measures and the words around it."""

from __future__ import annotations

from dataclasses import dataclass

from extract.model.quantity import Dimension, Quantity
from extract.readers.rules.sheet import Sheet
from extract.steps.numerals.quantities import find_quantities

DELIMITERS = "，。；！？：、（）,\n\t|"
"""Marks that part one clause from the next."""

_RATES = (Dimension.PERCENT, Dimension.POINT)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the sheet: its quantity, its place, and where the figure before it in its unit ends.

    ``floor`` is the start of its unit where no figure stands before it there.
    """

    index: int
    quantity: Quantity
    start: int
    end: int
    floor: int

    @property
    def money(self) -> bool:
        """Whether it is an amount of money."""
        return self.quantity.dimension is Dimension.MONEY

    @property
    def rate(self) -> bool:
        """Whether it is a percentage or a number of percentage points."""
        return self.quantity.dimension in _RATES

    @property
    def bare(self) -> bool:
        """Whether no unit stands behind it."""
        return self.quantity.dimension is Dimension.NUMBER


def figures_of(sheet: Sheet) -> tuple[Figure, ...]:
    """Return every number of the sheet in order, dates and numbers of documents aside."""
    figures: list[Figure] = []
    for quantity in find_quantities(sheet.text):
        low, high = sheet.unit_bounds(quantity.start)
        if quantity.end > high:
            continue
        before = figures[-1].end if figures and figures[-1].end > low else low
        figures.append(Figure(len(figures), quantity, quantity.start, quantity.end, before))
    return tuple(figures)
