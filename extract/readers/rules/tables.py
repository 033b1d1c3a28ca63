"""Cells of tables: a number that fills its cell is named by the headers of its row and column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.model.text import UnitRole
from extract.readers.rules.figures import Figure
from extract.readers.rules.sheet import Sheet

_FILLER = "≥≤＞＜><=约：（） \t|"
_SCORE = re.compile(r"分值|权重|得分|扣分|评分|序号|备注|排名|占比分")
_TARGET = re.compile(r"指标值|目标值|年度目标|年初设定|计划|预期|标准值|目标(?!完成)")
_REACHED = re.compile(r"实际|完成|执行|达成|本年|决算")
_OPENING = re.compile(r"^(?:其中：?|(?:一|二|三|四|五|六|七|八|九|十|\d{1,2})[、.．]|（[一二三四五六七八九十\d]+）)+")
_UNIT = re.compile(r"[（(]?(?P<unit>亿元|万元|千元|元)[）)]?$")


@dataclass(frozen=True, slots=True)
class TableCell:
    """What heads a number: ``row`` the text at the left of it, ``column`` the header over it, each ``""`` if none.

    ``money`` is a unit of money that the line of headers states for all its columns.
    """

    row: str
    column: str
    money: str | None = None

    @property
    def label(self) -> str:
        """Row and column as one noun phrase, without enumerators, ``其中`` and units in brackets."""
        row, column = (_UNIT.sub("", _OPENING.sub("", part)) for part in (self.row, self.column))
        return row if column in row else column if row in column else row + column

    @property
    def unit(self) -> str | None:
        """The unit of money that a header states, None where none does."""
        found = _UNIT.search(self.column) or _UNIT.search(self.row)
        return found.group("unit") if found else self.money

    @property
    def scored(self) -> bool:
        """Whether the column holds weights, points or numbers of a list."""
        return _SCORE.search(self.column or self.row) is not None

    @property
    def reached(self) -> bool:
        """Whether the column holds what was reached, as against what was planned."""
        return _REACHED.search(self.column) is not None and not (
            _TARGET.search(self.column) and not re.search("实际|完成", self.column)
        )


def cell_of(sheet: Sheet, figure: Figure) -> TableCell | None:
    """Return what heads the cell that the figure fills, None where it stands in running text."""
    unit = sheet.unit_at(figure.start)
    if unit.role is not UnitRole.CELL or not unit.headers:
        return None
    low, high = sheet.unit_bounds(figure.start)
    if sheet.text[low : figure.start].strip(_FILLER) or sheet.text[figure.end : high].strip("以上下 \t|"):
        return None
    row, column = (unit.headers[0], unit.headers[-1]) if len(unit.headers) > 1 else (unit.headers[0], "")
    return TableCell("".join(row.split()), "".join(column.split()))
