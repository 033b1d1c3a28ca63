"""Rows of flattened tables: ``基本支出 2860.00 3012.50 - 99.52%`` under a line of headers, all parted by blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.model.text import Unit
from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.finance_words import spans_name
from extract.readers.rules.figures.sheet import Sheet
from extract.steps.tables.cell import TableCell
from extract.steps.tables.header_words import money_unit

_MEASURE = r"[万亿]?(?:元|件|次|批次|人次|人|户|户次|家|家次|台|台件|台套|场|场次|份|条|起|个|项|处|公里|亩|名|期|篇|套|辆|座|所|天|个工作日)"
_TOKEN = re.compile(rf"[≥≤＞＜><=约]*\d[\d,.]*[ \n]{{0,2}}[万亿]?\s?{_MEASURE}(?=\s|$)|\S+")
"""A word of a row; a number and its unit are one, also where a blank or a line break parts them."""
_CELL = re.compile(r"[≥≤＞＜><=约]*[-－—/]|[≥≤＞＜><=约]*-?\d[\d,.]*\s*[^\d，。；：、]{0,5}")
"""A cell of a row: a number with its unit, or the dash of an empty one."""

_MARKS = "≥≤＞＜><=约：:"
_HEADED = re.compile(r"预算|决算|执行|完成|实际|指标值|目标值|金额|得分|分值")
_ENOUGH = 2
"""Headers of figures that make a line a line of headers, and cells that make a row."""

_BACK = 40
"""Units above a row in which its headers are looked for."""

_NAMES_ROWS = re.compile(r"(?:科目|项目|名称|类别|内容|序号|情况|申请)(?:（[^）]*）)?$")
_NAMES = re.compile(r"(?:指标|项目|名称|科目|类别|内容|序号|来源)(?:（[^）]*）)?$")
_COLUMN = re.compile(
    r"预算|决算|执行|完成|实际|指标值|目标|金额|得分|分值|权重|评分|备注|说明|原因|措施|单位|比例|占比|[数率额值](?:（[^）]*）)?$"
)
_REMARKS = re.compile(r"偏差|原因|备注|说明|措施|改进")
_LONGEST_HALF = 16
"""Characters of a line that may be the first half of a row's name."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: the name before its cells, the cells' places in the source, whether words follow them.

    ``first`` is the place of the first cell among the row's words, ``words`` how many there are.
    """

    unit: Unit
    name: str
    cells: tuple[tuple[int, int], ...]
    remarked: bool
    first: int = 0
    words: int = 0


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
    fits = headed and (len(headed[0]) == row.words or not row.remarked or _REMARKS.search("".join(headed[0])))
    if headed and fits:
        line, columns = headed
        unit = next((unit for word in line if (unit := money_unit(word))), None)
        return TableCell(_joined(sheet, row), columns[place], unit)
    if row.remarked or not row.name or not _rivals(figures, figure, place):
        return None
    return TableCell(row.name, ("指标值", "实际完成值", *("得分" for _ in row.cells))[place])


def _row(sheet: Sheet, figure: Figure) -> _Row | None:
    """Return the row that the figure's unit is, None where it has no two cells side by side."""
    unit = sheet.unit_at(figure.start)
    text = sheet.reading.text
    tokens = [(found.start(), found.end()) for found in _TOKEN.finditer(text, unit.start, unit.end)]
    first, last = _run([_CELL.fullmatch(text[start:end]) is not None for start, end in tokens])
    remarked = last < len(tokens)
    if last - first < _ENOUGH or (not remarked and text[unit.start : unit.end].rstrip()[-1:] in "。；，："):
        return None
    name = text[slice(*tokens[first - 1])].strip(_MARKS) if first else ""
    return _Row(unit, name, tuple(tokens[first:last]), remarked, first, len(tokens))


def _run(cells: Sequence[bool]) -> tuple[int, int]:
    """Return where the last run of cells starts and ends."""
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    first = last
    while first and cells[first - 1]:
        first -= 1
    return first, last


def _joined(sheet: Sheet, row: _Row) -> str:
    """Return the row's name with the half of it that the layout left in the line above (``其中：一般公共预⏎算财政拨款``)."""
    if row.unit.number == 1:
        return row.name
    above = sheet.reading.units[row.unit.number - 2]
    half = "".join(sheet.reading.text[above.start : above.end].split())
    broken = len(half) <= _LONGEST_HALF and half[-1:] not in "。；，：" and not re.search(r"\d", half)
    return half + row.name if broken and spans_name(half, row.name) else row.name


def _headers(sheet: Sheet, row: _Row) -> tuple[list[str], list[str]] | None:
    """Return the line of headers above the row and one header a cell, from the first of a figure on; None where none fits."""
    for unit in reversed(sheet.reading.units[max(0, row.unit.number - 1 - _BACK) : row.unit.number - 1]):
        tokens = sheet.reading.text[unit.start : unit.end].split()
        if len(tokens) == row.words and _heads_columns(tokens, row.first):
            return tokens, tokens[row.first : row.first + len(row.cells)]
        headed = [at for at, token in enumerate(tokens) if _HEADED.search(token) and not _NAMES_ROWS.search(token)]
        if len(headed) >= _ENOUGH and len(tokens) >= len(row.cells) and not re.search(r"\d", "".join(tokens)):
            columns = tokens[headed[0] :] if len(tokens) > len(row.cells) + 1 else tokens[-len(row.cells) :]
            return tokens, columns[: len(row.cells)] if len(columns) >= len(row.cells) else tokens[-len(row.cells) :]
    return None


def _heads_columns(tokens: Sequence[str], first: int) -> bool:
    """Whether a line of as many words as the row heads its columns one by one: names first, then stages, targets, remarks."""
    named = all(_NAMES.search(token) for token in tokens[:first])
    return first > 0 and named and all(_COLUMN.search(token) for token in tokens[first:])


def _rivals(figures: Sequence[Figure], figure: Figure, place: int) -> bool:
    """Whether the first two cells of the row hold figures of one unit; the figure stands in cell ``place``."""
    first = figure.index - place
    if first < 0 or first + 1 >= len(figures) or figures[first].bare:
        return False
    return figures[first].rivals(figures[first + 1])
