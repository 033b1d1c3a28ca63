"""What heads a number of a table, and what that says of it: unit, year, rate, change, target, total.

The only place that reads headers: rules and checks ask a cell, whatever the table was drawn with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extract.steps.tables.header_words import (
    CHANGE,
    CHANGED_ROW,
    COUNTS,
    EXECUTED,
    FORMULA,
    GENERIC,
    NAMES_YEAR,
    OPENING,
    OTHER_YEAR,
    RATE,
    REACHED,
    REMARK,
    ROW_OF_YEAR,
    SCORE,
    SET,
    TARGET,
    THIS_YEAR,
    TOTAL,
    VALUES,
    YEAR,
    counted_unit,
    money_unit,
    without_units,
)

_DASHES = "—－- \t"


@dataclass(frozen=True, slots=True)
class TableCell:
    """What heads a number: ``row`` the text at the left of it, ``column`` the header over it, each ``""`` if none.

    ``money`` is the unit of money that holds for the whole table or line, ``measure`` what the row's column of units
    (``计量单位``) says, ``name_header`` the header over the names of the rows, ``caption`` the lines above the table.
    ``counts_money`` says that the table itself, and not one before it, states its unit of money.
    """

    row: str
    column: str
    money: str | None = None
    measure: str | None = None
    name_header: str = ""
    caption: str = ""
    counts_money: bool = False

    @property
    def label(self) -> str:
        """Row and column as one noun phrase, without enumerators, ``其中``, years and notes of units and formulas.

        A column that only says a stage (``决算数``) adds nothing to the name that a row has of its own, nor does a row
        that only says one to the name of its column.
        """
        row, column = _name(self.row), _bare(self.column)
        if len(row) > 1 and VALUES.fullmatch(column) and not GENERIC.fullmatch(row):
            return row
        if self.staged_row:
            return column + row if GENERIC.fullmatch(column) or self.rate else column
        return row if column in row else column if row in column else row + column

    @property
    def staged_row(self) -> bool:
        """Whether the row says only a stage or a rate, and the column what it is of (a transposed table)."""
        row, column = _bare(self.row), _bare(self.column)
        staged = VALUES.fullmatch(row) or EXECUTED.fullmatch(row)
        return bool(column) and staged is not None and VALUES.fullmatch(column) is None and not self.column_rate

    @property
    def staged(self) -> str:
        """The header of the column without its unit."""
        return without_units(self.column)

    @property
    def unit(self) -> str | None:
        """The unit of money of a bare number, None where it is no money: a rate, a count, a score, or no unit is stated."""
        if self.plain:
            return None
        return money_unit(self.column) or money_unit(self.row) or self.money

    @property
    def plain(self) -> bool:
        """Whether the number is no money whatever its table counts in: a rate, a count, a score."""
        return self.rate or self.scored or self.counts or self.counted is not None

    @property
    def stated(self) -> bool:
        """Whether the headers of the number itself state its unit of money."""
        return self.unit is not None and bool(money_unit(self.column) or money_unit(self.row))

    @property
    def counted(self) -> str | None:
        """The unit of things counted, or ``%``, that a header or the column of units states; None where none does."""
        found = counted_unit(self.row) or self.measure
        return found or ("%" if self.rate and not money_unit(self.column) else None)

    @property
    def counts(self) -> bool:
        """Whether the column counts things (``人数``, ``数量（台）``)."""
        return (
            counted_unit(self.column) is not None or COUNTS.search(without_units(self.column or self.row)) is not None
        )

    @property
    def named(self) -> str:
        """The row's name without the unit that it states."""
        return _name(re.sub(r"[（(][^（）()]{1,6}[）)]$", "", self.row) if counted_unit(self.row) else self.row)

    @property
    def rate(self) -> bool:
        """Whether the number is a rate or share in per cent: its column says so, or its row where the column says no unit."""
        if money_unit(self.column):
            return False
        return self.column_rate or RATE.search(FORMULA.sub("", self.row)) is not None

    @property
    def column_rate(self) -> bool:
        """Whether the column itself says that it holds rates."""
        return RATE.search(FORMULA.sub("", self.column)) is not None

    def fraction(self, value: Decimal) -> bool:
        """Whether a number without a sign in a column of rates may as well be a share of one (``0.95``) as one of 100."""
        return self.rate and abs(value) <= 1 and not re.search("[%％]", self.column + self.row)

    @property
    def column_name(self) -> str:
        """The header of the column without its unit and year."""
        return _bare(self.column)

    @property
    def staged_column(self) -> bool:
        """Whether the column says no more than a year or a stage, so that the row alone names the number."""
        return not self.plain and VALUES.fullmatch(_bare(self.column)) is not None

    @property
    def change(self) -> bool:
        """Whether the number says by how much another one of its row changed."""
        return CHANGE.search(self.column) is not None or CHANGED_ROW.match(self.row) is not None

    @property
    def planned(self) -> bool:
        """Whether the column holds what an indicator was set at."""
        return SET.search(self.column) is not None

    @property
    def target(self) -> bool:
        """Whether the column holds what was planned, in words or numbers."""
        return TARGET.search(self.column) is not None and re.search("实际|完成", self.column) is None

    @property
    def total(self) -> bool:
        """Whether the row totals others."""
        return TOTAL.fullmatch(_bare(self.row)) is not None

    @property
    def scored(self) -> bool:
        """Whether the column holds weights, points, numbers of a list or remarks."""
        return SCORE.search(self.column or self.row) is not None or REMARK.search(self.column) is not None

    @property
    def reached(self) -> bool:
        """Whether the column holds what was reached, as against what was planned."""
        told = REACHED.search(self.column) or NAMES_YEAR.fullmatch(self.column)
        return told is not None and not self.target and not self.change

    def year(self, own: int | None) -> int | None:
        """Return the fiscal year that column or row names, counted from the report's ``own``; None where neither does."""
        for words in (self.column, self.row if ROW_OF_YEAR.fullmatch(without_units(_opened(self.row))) else ""):
            named = YEAR.search(words)
            if named:
                return int(named[1])
            if own and OTHER_YEAR.search(words):
                return own - 1
            if own and THIS_YEAR.search(words):
                return own
        return None


def _opened(words: str) -> str:
    return OPENING.sub("", words.strip(_DASHES))


def _name(words: str) -> str:
    """Return the name of a row; a year in it is a part of the name unless the row says nothing else."""
    opened = without_units(_opened(words))
    return _bare(words) if ROW_OF_YEAR.fullmatch(opened) else opened


def _bare(words: str) -> str:
    """Return a header as it names a figure: no enumerator, year, unit or formula."""
    opened = without_units(_opened(words))
    return YEAR.sub("", OTHER_YEAR.sub("", THIS_YEAR.sub("", opened))).strip(_DASHES + "（）()")
