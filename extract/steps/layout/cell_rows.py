"""Rows of a table written one cell a line: which line fills which column, by what its header says that it holds.

Cells that the source merged or left empty have no line: a row may lack its first columns (they hold for several
rows), its columns of scores, and its remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from extract.steps.layout.cell_lines import CellLine, Sort
from extract.steps.tables.header_words import SCORE

_FIGURES = re.compile(
    r"预算|决算|执行[数率额]|支出|收入|金额|资金|[数额率]$|[数额率][（(]|分值|权重|得分|扣分|占比|比重|比例|增减|年初|期末|合计|元[）)]?$|[%％][）)]?$|(?:19|20)\d\d年?$"
)
_OPEN = re.compile(r"指标值|目标值|完成值|标准值|实际|完成情况|年度目标|计划(?!单位)|预期")
_TEXT = re.compile(r"原因|措施|备注|说明|标准$|依据|评分(?:标准|细则|办法)|问题|内容$|佐证")
_NAMED = re.compile(r"(?:名称|科目|类别|来源|性质|单位|项目|指标|(?:项目|支出|经费)内容|序号)$")
_PURE = re.compile(
    r"备注|说明|得分|分值|权重|序号|(?:计量)?单位|(?:指标|项目|科目|资金)名称|[一二三]级指标|.{0,8}(?:原因|措施).{0,8}"
    r"|(?:年初|全年|年度|本年|实际|调整后?|预算)+(?:预算|执行|决算|完成|指标|目标|支出)[数率值]|[^（]*（[%％]）"
)
"""Headers that no row is named like."""

_NUMBER = "序号"
_WIDEST = 30
_LONGEST_OPEN = 40
_WRAPPED = 6
"""Lines that a cell of remarks may have beyond its first."""


class Kind(Enum):
    """What the cells of a column hold."""

    LEAD = "lead"
    FIGURE = "figure"
    OPEN = "open"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header (``""`` where it has none), what it holds, whether that is a weight or a score."""

    header: str
    kind: Kind
    score: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: for each of its cells column, first and last line (exclusive); where the next row begins; its cost."""

    cells: tuple[tuple[int, int, int], ...]
    end: int
    cost: float


def column(header: str) -> Column:
    """Judge a column by its header."""
    if _NAMED.search(header) and not re.search(r"[（(].*元", header):
        return Column(header, Kind.LEAD)
    if _TEXT.search(header):
        return Column(header, Kind.TEXT)
    if _OPEN.search(header) and not re.search(r"支出|执行|预算|元", header):
        return Column(header, Kind.OPEN)
    if _FIGURES.search(header):
        return Column(header, Kind.FIGURE, SCORE.search(header) is not None)
    return Column(header, Kind.LEAD)


def may_head(columns: Sequence[Column]) -> bool:
    """Whether columns make a table: a name first, figures in one at least."""
    figures = any(one.kind is Kind.FIGURE for one in columns) or sum(one.kind is Kind.OPEN for one in columns) > 1
    return columns[0].kind in {Kind.LEAD, Kind.TEXT} and figures


def may_begin(lines: Sequence[CellLine], at: int, columns: Sequence[Column]) -> bool:
    """Whether a full row may begin at a line, by its first cell and where the first column of figures stands."""
    if at >= len(lines) or not _names(lines[at], opens=True):
        return columns[0].header == _NUMBER
    first = next((n for n, one in enumerate(columns) if one.kind in {Kind.FIGURE, Kind.TEXT}), None)
    if first is None or columns[first].kind is Kind.TEXT:
        return True
    return any(line.filled for line in lines[at + first : at + first + 2])


def rows_at(lines: Sequence[CellLine], at: int, columns: Sequence[Column], *, whole: bool = False) -> Iterator[Row]:
    """Yield the rows that may begin at a line, each with how far it strays from a full row, one line a cell.

    ``whole`` where none of the row's first cells may be missing, as in a table's first row.
    """
    last = max(n for n, one in enumerate(columns) if one.kind in {Kind.FIGURE, Kind.OPEN})
    for first, opening in enumerate(columns[: 1 if whole else last]):
        if opening.kind not in {Kind.LEAD, Kind.TEXT}:
            continue
        merged = 0.1 * first
        kept = list(range(first, len(columns)))
        for places, empty in _with_empty(columns, kept, last):
            yield from _filled(lines, at, columns, places, merged + empty)


def _with_empty(columns: Sequence[Column], kept: list[int], last: int) -> Iterator[tuple[list[int], float]]:
    """Yield the columns of a row whose cells all have lines, then without remarks, without scores, without both."""
    yield kept, 0.0
    told = [n for n in kept if n <= last]
    if len(told) < len(kept):
        yield told, 0.5
    figures = [n for n in kept if not columns[n].score]
    if len(figures) < len(kept) and any(columns[n].kind in {Kind.FIGURE, Kind.OPEN} for n in figures):
        yield figures, 1.5
        if len(told) < len(kept):
            yield [n for n in figures if n <= last], 2.0


def _filled(
    lines: Sequence[CellLine], at: int, columns: Sequence[Column], places: Sequence[int], cost: float
) -> Iterator[Row]:
    """Yield the rows that fill these columns from a line on; a name or a remark may take several lines."""
    states: list[tuple[int, float, tuple[tuple[int, int, int], ...]]] = [(at, cost, ())]
    for nth, place in enumerate(places):
        following: list[tuple[int, float, tuple[tuple[int, int, int], ...]]] = []
        for begin, so_far, cells in states:
            for size, extra in _sizes(lines, begin, columns[place], opens=nth == 0):
                following.append((begin + size, so_far + extra, (*cells, (place, begin, begin + size))))
        states = following
        if not states:
            return
    for end, total, cells in states:
        counted = any(
            lines[begin].sort is Sort.NUMBER and columns[place].kind is not Kind.LEAD for place, begin, _ in cells
        )
        if counted and (end == len(lines) or _may_follow(lines[end], columns)):
            yield Row(cells, end, total)


def _may_follow(line: CellLine, columns: Sequence[Column]) -> bool:
    """Whether a line may stand behind a row: no figure, but for the number of the next row."""
    numbered = columns[0].header == _NUMBER and line.words.isdigit()
    return numbered or not (line.filled or line.sort is Sort.SIGN)


def _sizes(lines: Sequence[CellLine], at: int, of: Column, *, opens: bool) -> Iterator[tuple[int, float]]:
    """Yield how many lines from here a cell of the column may take, and at what cost."""
    if at >= len(lines):
        return
    line = lines[at]
    if of.kind is Kind.TEXT or (of.kind is Kind.OPEN and line.sort is Sort.PROSE):
        yield from _remark(lines, at)
    elif of.kind is Kind.LEAD and _names(line, opens=opens):
        yield 1, 0.0
        if at + 1 < len(lines) and _names(lines[at + 1], opens=True) and len(lines[at + 1].words) <= len(line.words):
            yield 2, 1.0
    elif _fits(line, of, opens=opens):
        yield 1, 0.2 if of.kind is Kind.OPEN and not line.filled else 0.0


def _fits(line: CellLine, of: Column, *, opens: bool) -> bool:
    """Whether a line may be a whole cell of figures, of values, of signs or of running numbers."""
    if of.kind is Kind.FIGURE:
        return line.filled
    if of.kind is Kind.OPEN:
        return line.sort is not Sort.STOP and len(line.words) <= _LONGEST_OPEN
    return (line.sort is Sort.SIGN and not opens) or (of.header == _NUMBER and line.sort is Sort.NUMBER)


def _names(line: CellLine, *, opens: bool) -> bool:
    """Whether a line may name a row (or, behind the first cell, its unit)."""
    if line.sort not in {Sort.WORDS, Sort.PROSE} or len(line.words) > _WIDEST:
        return False
    if re.search("[。；]", line.words) or line.words.endswith(("，", "：")):
        return False
    return not (opens and (_PURE.fullmatch(line.words) or not re.search(r"[\u4e00-\u9fffA-Za-z]", line.words)))


def _remark(lines: Sequence[CellLine], at: int) -> Iterator[tuple[int, float]]:
    """Yield the sizes of a cell of remarks: a dash, or prose over several lines."""
    if lines[at].sort is Sort.DASH:
        yield 1, 0.0
        return
    cost = 0.0
    for size in range(1, _WRAPPED + 2):
        line = lines[at + size - 1] if at + size <= len(lines) else None
        if line is None or line.sort not in {Sort.PROSE, Sort.WORDS}:
            return
        goes_on = size > 1 and lines[at + size - 2].words[-1:] not in "。；"
        cost += (0.1 if goes_on else 1.2) if size > 1 else (0.0 if line.sort is Sort.PROSE else 1.2)
        yield size, cost
