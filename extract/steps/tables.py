"""Rows of a table in text form: their cells and the headers that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extract.model.text import Span
from extract.steps.paragraphs import plain, trimmed

_SEPARATOR = re.compile(r"[\t|]")
_LABEL = re.compile(r"[^，。；！？\d]{1,16}")
_HEADER_WORD = re.compile(
    r"指标|名称|金额|预算|决算|[数率值]$|得分|分值|权重|项目|单位|情况|职务|职称|姓名|备注|目标|内容|类别|科目|合计|年度|标准|"
    r"原因|序号|措施|签字|说明"
)
_EDGES = "| \t:-"


class TableCell(NamedTuple):
    """A cell of a row in text form: its column from 0, its characters with the separator before it, its words."""

    column: int
    span: Span
    words: str


class NamedCell(NamedTuple):
    """A cell with the headers of its row and its column, as far as there are any."""

    span: Span
    headers: tuple[str, ...]


def is_row(text: str, span: Span) -> bool:
    """Whether tabs or pipes cut this paragraph into cells."""
    return "\t" in text[span.start : span.end] or text[span.start] == "|"


def cells_of(text: str, span: Span) -> list[TableCell]:
    """Return the cells of a row that hold words; what holds only marks belongs to the cell before it."""
    edges = [match.start() for match in _SEPARATOR.finditer(text, *span)]
    found: list[TableCell] = []
    first = _empty_before(text, span.start)
    for column, (left, right) in enumerate(zip([span.start, *edges], [*edges, span.end], strict=True), first):
        part = trimmed(text, left, right)
        if part is None:
            continue
        words = plain(text, *part).strip(_EDGES)
        if found and not any(char.isalnum() for char in words):
            found[-1] = found[-1]._replace(span=Span(found[-1].span.start, part.end))
        elif found and not found[0].words:
            found[0] = TableCell(column, Span(found[0].span.start, part.end), words)
        else:
            found.append(TableCell(column, part, words))
    return found


def _empty_before(text: str, start: int) -> int:
    """Count the empty cells that tabs make before the first words of a line."""
    at = start
    while at > 0 and text[at - 1] in "\t ":
        at -= 1
    return text.count("\t", at, start)


class HeaderRow:
    """The row that names the columns of the table around it, renewed as rows go by."""

    def __init__(self) -> None:
        self._labels: dict[int, str] = {}
        self._first = True

    def leave(self) -> None:
        """End the table."""
        self._labels, self._first = {}, True

    def names(self, row: list[TableCell]) -> Iterator[NamedCell]:
        """Name the cells of the next row; a row of labels names the columns of those that follow."""
        if self._is_header(row):
            self._labels, self._first = {cell.column: cell.words for cell in row}, False
            yield from (NamedCell(cell.span, ()) for cell in row)
            return
        self._first = False
        columns = self._labels if len(row) > 2 or (row and row[0].column) else {}  # noqa: PLR2004  a pair names itself
        label = ""
        values = False
        for cell in row:
            column = columns.get(cell.column, "")
            yield NamedCell(cell.span, tuple(name for name in (label, column) if name))
            values = values or _LABEL.fullmatch(cell.words) is None
            label = label if values else cell.words

    def _is_header(self, row: Iterable[TableCell]) -> bool:
        words = [cell.words for cell in row]
        if len(words) < 2 or not all(_LABEL.fullmatch(each) for each in words):  # noqa: PLR2004  a table has columns
            return False
        named = sum(_HEADER_WORD.search(each) is not None for each in words)
        return named * 2 >= len(words) and (len(words) > 2 or self._first)  # noqa: PLR2004  label and value
