"""Rows of flattened tables: ``基本支出 2860.00 3012.50 - 99.52%`` under a line of headers, all parted by blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.model.text import Unit
from extract.readers.rules.figures import Figure
from extract.readers.rules.sheet import Sheet
from extract.readers.rules.tables import TableCell

_TOKEN = re.compile(r"\S+")
_CELL = re.compile(r"[≥≤＞＜><=约]*[-－—/]|[≥≤＞＜><=约]*-?\d[\d,.]*[^\d，。；：、]{0,4}")
"""A cell of a row: a number with its unit, or the dash of an empty one."""

_MONEY = re.compile(r"[（(](?:单位[：:])?(?P<it>亿元|万元|千元|元)[）)]")
_MARKS = "≥≤＞＜><=约：:"
_HEADED = re.compile(r"预算|决算|执行|完成|实际|指标值|目标值|金额|得分|分值")
_ENOUGH = 2
"""Headers of figures that make a line a line of headers, and cells that make a row."""

_BACK = 12
"""Units above a row in which its headers are looked for."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: the name before its cells, and the cells' places in the source."""

    unit: Unit
    name: str
    cells: tuple[tuple[int, int], ...]


def row_cell(sheet: Sheet, figures: Sequence[Figure], figure: Figure) -> TableCell | None:
    """Return what heads a figure that stands in a row of cells, None where it stands in running text.

    Without a line of headers that fits, the first of two figures of one unit is what was planned, the second what
    was reached, as the forms of performance indicators have it.
    """
    row = _row(sheet, figure)
    if row is None:
        return None
    at = sheet.offsets[figure.start]
    place = next((index for index, (start, end) in enumerate(row.cells) if start <= at < end), None)
    if place is None:
        return None
    headed = _headers(sheet, row)
    if headed:
        line, columns = headed
        unit = _MONEY.search("".join(line))
        return TableCell(row.name, columns[place], unit.group("it") if unit else None)
    if not row.name or not _rivals(figures, figure, place):
        return None
    return TableCell(row.name, ("指标值", "实际完成值", *("得分" for _ in row.cells))[place])


def _row(sheet: Sheet, figure: Figure) -> _Row | None:
    """Return the row that the figure's unit is, None where words follow its numbers or it has only one."""
    unit = sheet.unit_at(figure.start)
    text = sheet.reading.text
    if text[unit.start : unit.end].rstrip()[-1:] in "。；，：":
        return None
    tokens = [(found.start(), found.end()) for found in _TOKEN.finditer(text, unit.start, unit.end)]
    first = len(tokens)
    while first and _CELL.fullmatch(text[slice(*tokens[first - 1])]):
        first -= 1
    if len(tokens) - first < _ENOUGH:
        return None
    name = text[slice(*tokens[first - 1])].strip(_MARKS) if first else ""
    return _Row(unit, name, tuple(tokens[first:]))


def _headers(sheet: Sheet, row: _Row) -> tuple[list[str], list[str]] | None:
    """Return the line of headers above the row and one header a cell, the last of the line; None where none fits."""
    for unit in reversed(sheet.reading.units[max(0, row.unit.number - 1 - _BACK) : row.unit.number - 1]):
        tokens = sheet.reading.text[unit.start : unit.end].split()
        headed = sum(_HEADED.search(token) is not None for token in tokens)
        if headed >= _ENOUGH and len(tokens) >= len(row.cells) and not re.search(r"\d", "".join(tokens)):
            return tokens, tokens[-len(row.cells) :]
    return None


def _rivals(figures: Sequence[Figure], figure: Figure, place: int) -> bool:
    """Whether the first two cells of the row hold figures of one unit; the figure stands in cell ``place``."""
    first = figure.index - place
    if first < 0 or first + 1 >= len(figures) or figures[first].bare:
        return False
    return figures[first].rivals(figures[first + 1])
