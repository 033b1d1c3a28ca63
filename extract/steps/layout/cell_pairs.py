"""Forms written one cell a line: labels and values in turn (``编制人数`` / ``52`` / ``退休人数`` / ``21``)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.model.text import Cell
from extract.steps.layout.cell_lines import CellLine, Sort

_LONGEST = 20
_FEWEST = 2
_NAMES_PROJECT = re.compile(r"(?:专项|项目)(?:资金)?名称")
_STAGE = re.compile(
    r"(?:年初|全年|年度|调整后?|实际|本年|当年)*(?:预算|决算|执行|支出|完成|到位)(?:数|额|金额|率)?(?:[（(][^（）()]*[）)])?"
)
_STAFF = re.compile(r"(?:编制|在职|实有|在编|退休|离休|编外)[^，]{0,4}(?:数|人员)$")
"""Labels that need no other pair beside them."""

_CAPTION = re.compile(r"(?:执行|支出|决算|预算)(?:数|额|情况)?(?:[（(][^（）()]*[）)])?$|金额$")
"""Lines above a run of pairs that say of which stage of the budget its figures are."""

_FIELDS = re.compile(
    r"(?:部门|单位|填报单位|预算单位|填报部门|主管部门)(?:名称)?|填报人|填表人|编制人|[^，。]{0,6}(?:负责人|审核人|复核人|经办人|联系人)|联系电话|电话|(?:填报|填表|编制)(?:日期|时间)|(?:被?评价|自评|预算)年度|(?:自评)?等级|(?:专项|项目)(?:资金)?名称|实施单位"
)
"""Labels whose values are words."""


def pairs_from(lines: Sequence[CellLine], at: int, row: int) -> tuple[list[Cell], int]:
    """Return the cells of a run of pairs that begins at a line, and where it ends; no cells where fewer than two follow."""
    found: list[Cell] = []
    pairs, project, start = 0, None, at
    above = lines[at - 1].words if at else ""
    said = _CAPTION.search(above) if at and lines[at - 1].sort is Sort.WORDS else None
    caption = said.group() if said else None
    while at + 1 < len(lines) and is_pair(lines, at):
        label, value = lines[at], lines[at + 1]
        name = label.words.removeprefix("其中：").removeprefix("其中:")
        column = (project if _STAGE.fullmatch(name) else None) if project or _STAGE.fullmatch(name) else caption
        found += [
            Cell(label.start, label.end, row + pairs, 0),
            Cell(value.start, value.end, row + pairs, 1, name, column),
        ]
        project = value.words if _NAMES_PROJECT.fullmatch(name) else project
        pairs, at = pairs + 1, at + 2
    sure = pairs >= _FEWEST or (pairs == 1 and _STAFF.search(found[1].row_header or "") is not None)
    return (found, at) if sure else ([], start)


def is_pair(lines: Sequence[CellLine], at: int) -> bool:
    """Whether a line is a label and the next its value, and the one behind no further value."""
    label, value = lines[at], lines[at + 1]
    if label.sort is not Sort.WORDS or len(label.words) > _LONGEST:
        return False
    if at + 2 < len(lines) and lines[at + 2].filled:
        return False
    if _FIELDS.fullmatch(label.words):
        return value.sort in {Sort.WORDS, Sort.NUMBER} and _FIELDS.fullmatch(value.words) is None
    return value.sort is Sort.NUMBER


def is_field(line: CellLine) -> bool:
    """Whether a line is the label of a field whose value is words."""
    return _FIELDS.fullmatch(line.words) is not None
