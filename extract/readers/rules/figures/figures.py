"""Figures: every number of a report's sheet with what it measures and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.model.quantity import Dimension, Quantity
from extract.model.text import Unit, UnitRole
from extract.readers.rules.figures.sheet import Sheet
from extract.steps.numerals.quantities import find_quantities, parse_quantity

DELIMITERS = "，。；！？：、（）,\n\t|"
"""Marks that part one clause from the next."""

_NUMERAL = re.compile(
    r"[0-9０-９]|[一二两三四五六七八九十百千万余多]\s*[件起宗次场份批例家名人期所座条户辆台套处篇%]|百分之"
)
_CUT = re.compile(r"(?<![\d.,年月第])\d[\d,]*\.?\d*[ \u3000]*\r?\n\s*$")
_DIGIT = re.compile(r"\d")
_HOTLINE = re.compile(r"1[12]\d{1,3}")
"""Numbers that are called (``12345热线``, ``119``)."""

_LIKE_A_YEAR = re.compile(r"(?:19|20)\d\d")

_LONGEST = 24
"""Characters of the first half of a broken number, its line break included."""

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

    def rivals(self, other: Figure) -> bool:
        """Whether both measure the same thing in the same unit."""
        return self.quantity.unit == other.quantity.unit and self.quantity.dimension is other.quantity.dimension

    @property
    def bare(self) -> bool:
        """Whether no unit stands behind it."""
        return self.quantity.dimension is Dimension.NUMBER


def figures_of(sheet: Sheet) -> tuple[Figure, ...]:
    """Return every number of the report in order, dates and numbers of documents aside.

    Numbers are read in the source's own characters, where blanks tell one cell from the next.
    """
    figures: list[Figure] = []
    for quantity, found, end, low in _placed(sheet):
        start = _unbroken(sheet, found, low)
        if start < found:
            quantity = parse_quantity(sheet.text[start:end].replace(" ", "")) or quantity  # noqa: PLW2901  (the whole number)
        while figures and figures[-1].end > start:
            figures.pop()
        if figures and quantity.dimension is Dimension.POINT and _shares_unit(sheet, figures[-1], start):
            figures[-1] = replace(figures[-1], quantity=replace(figures[-1].quantity, dimension=Dimension.POINT))
        floor = max((f.end for f in figures[-3:] if _parts(f)), default=low)
        figures.append(Figure(len(figures), quantity, start, end, max(floor, low)))
    return tuple(figures)


def _shares_unit(sheet: Sheet, figure: Figure, start: int) -> bool:
    """Whether a number of points ends in the first half of its unit (``1.3个和0.9个百分点``)."""
    return figure.quantity.unit == "个" and sheet.text[figure.end : start] in {"和", "、", "与"}


def _parts(figure: Figure) -> bool:
    """Whether a figure ends what the words before it name; spans of time and idioms (``一次办结率``) do not."""
    counted = figure.quantity.dimension is not Dimension.TIME and _DIGIT.search(figure.quantity.text) is not None
    return counted and not (figure.bare and _HOTLINE.fullmatch(figure.quantity.text))


def _unbroken(sheet: Sheet, start: int, low: int) -> int:
    """Return where the number at ``start`` begins that a line break of the layout cut in two (``2⏎32件``)."""
    at = sheet.offsets[start]
    if not sheet.text[start].isdigit():
        return start
    head = _CUT.search(sheet.reading.text, max(0, at - _LONGEST), at)
    return max(low, sheet.place(head.start(), low=low)) if head else start


def _in_cell(sheet: Sheet, unit: Unit, low: int) -> Iterator[tuple[Quantity, int, int, int]]:
    """Yield the number of a cell that holds nothing else: under a header ``2030`` may be an amount, not a year."""
    quantity = parse_quantity(sheet.reading.text[unit.core.start : unit.core.end])
    if quantity:
        yield quantity, low, sheet.place(unit.core.end, low=low), low


def _placed(sheet: Sheet) -> Iterator[tuple[Quantity, int, int, int]]:
    """Yield each quantity with its start and end in the sheet and the start of its unit there."""
    text = sheet.reading.text
    for unit, low in zip(sheet.reading.units, sheet.starts, strict=True):
        if not _NUMERAL.search(text, unit.core.start, unit.end):
            continue
        if unit.role is UnitRole.CELL and unit.headers and _LIKE_A_YEAR.fullmatch(text, *unit.core):
            yield from _in_cell(sheet, unit, low)
            continue
        for quantity in find_quantities(text[unit.core.start : unit.end]):
            start, end = (sheet.place(unit.core.start + at, low=low) for at in (quantity.start, quantity.end))
            if start < end:
                yield quantity, start, end, low
