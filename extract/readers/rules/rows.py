"""Rows of flattened tables: ``基本支出 2860.00 3012.50 99.52%`` under a line of headers, all parted by blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.readers.rules.figures import Figure
from extract.readers.rules.sheet import Sheet
from extract.readers.rules.tables import TableCell

_FILLER = re.compile(r"[ ≥≤＞＜><=约]*")
_MARKS = "≥≤＞＜><=约：: "
_HEADED = re.compile(r"预算|决算|执行|完成|实际|指标值|目标值|金额|得分|分值")
_ENOUGH = 2
"""Headers of figures that make a line a line of headers, and figures that make a row."""

_BACK = 12
"""Units above a row in which its headers are looked for."""


def row_cell(sheet: Sheet, figures: Sequence[Figure], figure: Figure) -> TableCell | None:
    """Return what heads a figure that stands in a row of figures, None where it stands in running text.

    Without a line of headers that fits, the first of two figures of one unit is what was planned, the second what
    was reached, as the forms of performance indicators have it.
    """
    row = _row(sheet, figures, figure)
    if len(row) < _ENOUGH or not _parted(sheet, row):
        return None
    name = _name(sheet, row[0])
    columns = _headers(sheet, row)
    place = row.index(figure)
    if columns:
        return TableCell(name, columns[place])
    if row[0].rivals(row[1]) and not row[0].bare:
        return TableCell(name, ("指标值", "实际完成值", *("得分" for _ in row[2:]))[place])
    return None


def _row(sheet: Sheet, figures: Sequence[Figure], figure: Figure) -> list[Figure]:
    """Return the figures that stand side by side with this one, itself included."""
    low, high = sheet.unit_bounds(figure.start)
    first = last = figure.index
    while first and figures[first - 1].end > low and _side_by_side(sheet, figures[first - 1], figures[first]):
        first -= 1
    while last + 1 < len(figures) and figures[last + 1].start < high:
        if not _side_by_side(sheet, figures[last], figures[last + 1]):
            break
        last += 1
    return list(figures[first : last + 1])


def _side_by_side(sheet: Sheet, one: Figure, other: Figure) -> bool:
    return one.end <= other.start and _FILLER.fullmatch(sheet.text, one.end, other.start) is not None


def _parted(sheet: Sheet, row: Sequence[Figure]) -> bool:
    """Whether blanks part the first two figures in the source; ``58批140人次`` is a pair, no row."""
    gap = sheet.reading.text[sheet.offsets[row[0].end - 1] + 1 : sheet.offsets[row[1].start]]
    return gap[:1].isspace()


def _name(sheet: Sheet, figure: Figure) -> str:
    """Return the word directly before the row, as blanks part it from the words before."""
    if figure.floor >= figure.start:
        return ""
    words = sheet.source(figure.floor, figure.start).rstrip(_MARKS).split()
    return words[-1].strip(_MARKS) if words else ""


def _headers(sheet: Sheet, row: Sequence[Figure]) -> list[str] | None:
    """Return one header a figure, from the nearest line above that has as many; one more may head the names."""
    number = sheet.unit_at(row[0].start).number
    for unit in reversed(sheet.reading.units[max(0, number - 1 - _BACK) : number - 1]):
        tokens = sheet.reading.text[unit.start : unit.end].split()
        headed = [token for token in tokens if _HEADED.search(token)]
        if len(headed) >= _ENOUGH and len(tokens) >= len(row) and not re.search(r"\d", "".join(tokens)):
            return tokens[-len(row) :]
    return None
