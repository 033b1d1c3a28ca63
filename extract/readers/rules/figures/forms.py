"""Forms: bare numbers under a heading such as ``单位：万元``, also where the two stand in cells of their own."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.finance_words import STAGE_ONLY, amount_item
from extract.readers.rules.figures.sheet import Sheet
from extract.steps.tables.header_words import UNIT_LINE

_INLINE = re.compile(r"（(?P<it>亿元|万元|千元|元)）：?$")
_COLUMN = re.compile(r"(?:^|\n)[^\n。]{0,40}?(?P<it>(?:任务)?(?:涉及|所需|安排|使用|投入)(?:资金|金额|经费))(?=\n|$)")
_DECIMAL = re.compile(r"-?\d[\d,]*\.\d{1,6}")
_LABEL = re.compile(r"[^\d，。；！？\n]{2,20}")
_NAMES = re.compile(r"(?:率|度|数|额|支出|收入|经费|预算|决算|资金)$")
_TURN = 3
"""Units that a number in its own line, its label and the line before take."""

_SHORTEST = 3
"""Characters of the shortest label that names a stage alone; two are too common a word."""


@dataclass(frozen=True, slots=True)
class FormHeads:
    """What heads the bare numbers of a report, by place in the sheet: units of money, and columns of money."""

    units: tuple[tuple[int, str], ...]
    columns: tuple[tuple[int, int], ...]

    def unit(self, at: int) -> str | None:
        """Return the unit of money stated last before ``at`` in a line such as ``单位：万元``."""
        index = bisect_left(self.units, (at, ""))
        return self.units[index - 1][1] if index else None

    def column(self, sheet: Sheet, figure: Figure) -> tuple[int, int] | None:
        """Return the header over a decimal that stands alone in its cell: the last one before it that heads money."""
        low, high = sheet.unit_bounds(figure.start)
        if (figure.start, figure.end) != (low, high) or not _DECIMAL.fullmatch(sheet.text, low, high):
            return None
        index = bisect_left(self.columns, (low, 0))
        return self.columns[index - 1] if index else None


def heads_of(sheet: Sheet) -> FormHeads:
    """Find all lines that head bare numbers with a unit of money."""
    units = tuple((found.start(), found["unit"]) for found in UNIT_LINE.finditer(sheet.text))
    columns = tuple(found.span("it") for found in _COLUMN.finditer(sheet.text)) if units else ()
    return FormHeads(units, columns)


def line_label(sheet: Sheet, figure: Figure) -> tuple[int, int] | None:
    """Return the line above a number that fills its own, where it is a label and labels and numbers take turns."""
    low, high = sheet.unit_bounds(figure.start)
    number = sheet.unit_at(figure.start).number
    if (figure.start, figure.end) != (low, high) or number < _TURN:
        return None
    start = sheet.starts[number - 2]
    label, before = (sheet.text[slice(*sheet.unit_bounds(sheet.starts[at]))] for at in (number - 2, number - 3))
    if not _LABEL.fullmatch(label) or (_LABEL.fullmatch(before) and _NAMES.search(before)):
        return None
    skipped = len(label) - len(label.removeprefix("其中："))
    return start + skipped, start + len(label)


def form_unit(sheet: Sheet, heads: FormHeads, figure: Figure, label: str) -> str | None:
    """Return the unit of a bare number in a form: the one in its label, else the last one that heads it; None if none.

    A bare number without a label that names money is no amount.
    """
    inline = _INLINE.search(sheet.text, max(figure.floor, figure.start - 8), figure.start)
    if inline:
        return inline.group("it")
    return heads.unit(figure.start) if names_money(label) else None


def names_money(label: str) -> bool:
    """Whether the words of a label name an amount of money even without a unit."""
    return amount_item(label) is not None or (STAGE_ONLY.match(label) is not None and len(label) >= _SHORTEST)
