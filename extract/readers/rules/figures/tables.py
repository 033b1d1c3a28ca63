"""Cells of tables: which cell of which table a number fills."""

from __future__ import annotations

import re

from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.sheet import Sheet
from extract.steps.tables.cell import TableCell
from extract.steps.tables.read import Tables

_GIVES_POINTS = re.compile(r"(?:评分|评价|计分|打分|扣分|考核|评定)(?:标准|细则|办法|依据|要点|说明|方法)")
_WHY = re.compile(r"(?:偏差|偏离|未完成|扣分|差异).*(?:原因|分析|说明)")

_FILLER = "≥≤＞＜><=约：（） \t|"
_BEHIND = "以上下|—－-/／（） \t"


def cell_of(sheet: Sheet, tables: Tables, figure: Figure) -> TableCell | None:
    """Return what heads the cell that the figure fills, None where it stands in running text."""
    found = tables.at(sheet.unit_at(figure.start))
    if found is None:
        return None
    low, high = sheet.unit_bounds(figure.start)
    if sheet.text[low : figure.start].strip(_FILLER) or sheet.text[figure.end : high].strip(_BEHIND):
        return None
    cell = found[1].cell
    return cell if cell.row or cell.column else None


def instructs(sheet: Sheet, tables: Tables, figure: Figure) -> bool:
    """Whether the figure stands in a column that says how points are given."""
    found = tables.at(sheet.unit_at(figure.start))
    return found is not None and _GIVES_POINTS.search(found[1].cell.column) is not None


def excuses(sheet: Sheet, tables: Tables, figure: Figure) -> bool:
    """Whether the figure stands in a column that says why a target was missed."""
    found = tables.at(sheet.unit_at(figure.start))
    return found is not None and _WHY.search(found[1].cell.column) is not None


def planned(sheet: Sheet, tables: Tables, figure: Figure) -> bool:
    """Whether the figure stands in a column of what was planned, in a cell of its own or in the words of one."""
    found = tables.at(sheet.unit_at(figure.start))
    return found is not None and found[1].cell.target


def rates_its_plan(sheet: Sheet, tables: Tables, figure: Figure) -> bool:
    """Whether the figure is the rate at which its row reached what another column planned (``完成率`` 108.33%)."""
    unit = sheet.unit_at(figure.start)
    found = tables.at(unit)
    rates = found is not None and found[1].cell.rate and found[1].cell.column_rate
    return rates and any(other.cell.target for other in tables.row(unit))
