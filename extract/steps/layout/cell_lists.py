"""Lists of offices written one a line under the label of a form (``内设机构`` / ``办公室`` / ``水资源管理股``)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.model.text import Cell
from extract.steps.layout.cell_lines import CellLine, Sort

_LABEL = re.compile(
    r"(?:部门|单位)?(?:内设|下属|所属|直属|二级)(?:预算|事业|二级|内设)*(?:机构|科室|处室|股室|单位)(?:名称|设置)?|机构设置"
)
_OFFICE = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9（）()、]{1,24}(?:室|科|股|处|局|中心|站|所|队|院|馆|会|办|委|校|园|部|组|厅|库|场)(?:[（(][^（）()]{1,12}[）)])?"
)


def names_from(lines: Sequence[CellLine], at: int, row: int) -> tuple[list[Cell], int]:
    """Return the names of offices below a label as cells that it heads, and where they end; none where no label stands."""
    if not is_list_label(lines[at]):
        return [], at
    end = at + 1
    while end < len(lines) and _is_office(lines[end]):
        end += 1
    label = lines[at].words
    return [
        Cell(line.start, line.end, row + nth, 0, label) for nth, line in enumerate(lines[at + 1 : end])
    ], end if end > at + 1 else at


def is_list_label(line: CellLine) -> bool:
    """Whether a line is the label of such a list."""
    return line.sort is Sort.WORDS and _LABEL.fullmatch(line.words) is not None


def _is_office(line: CellLine) -> bool:
    return line.sort is Sort.WORDS and not is_list_label(line) and _OFFICE.fullmatch(line.words) is not None
