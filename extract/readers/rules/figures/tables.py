"""Cells of tables: a number that fills its cell is named by the headers of its row and column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.model.text import Unit, UnitRole
from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.sheet import Sheet

_FILLER = "≥≤＞＜><=约：（） \t|"
_DASHES = "—－- \t"
_SCORE = re.compile(r"分值|权重|得分|扣分|评分|序号|备注|排名|占比分")
_TARGET = re.compile(r"指标值|目标值|年度目标|年初设定|计划|预期|标准值|目标(?!完成)")
_SET = re.compile(r"(?:指标|目标)值$")
_REACHED = re.compile(r"实际|完成|执行|达成|本年|决算")
_OPENING = re.compile(r"^(?:其中：?|(?:一|二|三|四|五|六|七|八|九|十|\d{1,2})[、.．]|（[一二三四五六七八九十\d]+）)+")
_NAME = re.compile(r"[\u4e00-\u9fff]{2}")
_CELLS = 12
"""Cells of a row before one in which the row's name is looked for."""

_UNIT = re.compile(r"[（(]?(?P<unit>亿元|万元|千元|元)[）)]?$")
_COUNTED = re.compile(
    r"[（(](?:单位：)?(?P<unit>[百千]?[万亿]?(?:%|平方公里|平方千米|平方米|立方米|公里|千米|米|亩|公顷|吨|公斤|千克|人次|人|户次|户|家次|家|批次|批|件次|件|起|场次|场|次|期|份|条|处|座|个|台套|台|套|辆次|辆|只|头|羽|株|册|项|篇|所|名|栋|宗|例|种|盏|张|块|部|艘))[）)]$"
)
"""How the name of a row states the unit of what it counts (``新建高标准农田（万亩）``)."""

_FORMULA = re.compile(r"[（(][A-Z0-9/÷=+*×%\-]{1,12}[）)]$")
"""How a header says what it is reckoned from (``执行率（B/A）``)."""

_GENERIC = re.compile(r"合计|总计|小计|总额|总数|共计")
"""Rows that name no figure of their own without their column."""

_VALUES = re.compile(
    r"(?:年初|期初|全年|年度|本年|调整后?的?|当年|部门|财政)*(?:预算|决算|执行|支出|完成|实际|批复|下达|指标|目标|计划)?"
    r"(?:实际)?(?:完成|执行|达到|支出)?(?:数额?|值|金额|额|情况|数值)?"
)
"""Headers of columns that only say at which stage the row's figure stands."""


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
        """Row and column as one noun phrase, without enumerators, ``其中`` and notes of units and formulas.

        A column that only says a stage (``决算数``) adds nothing to the name that a row has of its own.
        """
        row, column = (
            _FORMULA.sub("", _UNIT.sub("", _OPENING.sub("", part.strip(_DASHES)))) for part in (self.row, self.column)
        )
        if len(row) > 1 and _VALUES.fullmatch(column) and not _GENERIC.fullmatch(row):
            return row
        return row if column in row else column if row in column else row + column

    @property
    def staged(self) -> str:
        """The header of the column without its unit."""
        return _UNIT.sub("", self.column)

    @property
    def unit(self) -> str | None:
        """The unit of money that a header states, None where none does."""
        found = _UNIT.search(self.column) or _UNIT.search(self.row)
        return found.group("unit") if found else self.money

    @property
    def counted(self) -> str | None:
        """The unit of things counted, or ``%``, that the row's name states, None where it states none."""
        found = _COUNTED.search(self.row)
        return found.group("unit") if found else None

    @property
    def named(self) -> str:
        """The row's name without the unit that it states."""
        return TableCell(_COUNTED.sub("", self.row), "").label

    @property
    def planned(self) -> bool:
        """Whether the column holds what an indicator was set at."""
        return _SET.search(self.column) is not None

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
    if sheet.text[low : figure.start].strip(_FILLER) or sheet.text[figure.end : high].strip("以上下|" + _DASHES):
        return None
    row, column = (unit.headers[0], unit.headers[-1]) if len(unit.headers) > 1 else _single(sheet, unit)
    return TableCell("".join(row.split()), "".join(column.split()))


def _single(sheet: Sheet, unit: Unit) -> tuple[str, str]:
    """Return row and column of a cell with one header: its column where the row before it opens with a long name.

    The names of rows that hold digits or more than a few words are no headers of their own; they are read from the
    first cell of the row.
    """
    first = unit
    for before in reversed(sheet.reading.units[max(0, unit.number - 1 - _CELLS) : unit.number - 1]):
        if before.paragraph != unit.paragraph or before.role is not UnitRole.CELL:
            break
        first = before
    name = sheet.reading.text[first.start : first.end].strip(_FILLER)
    if first is unit or name == unit.headers[0] or not _NAME.search(name):
        return unit.headers[0], ""
    return name, unit.headers[0]
