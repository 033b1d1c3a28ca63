"""Finds the tables of a reading: which units are their cells, where each stands, and what heads it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from extract.model.text import Cell, Reading, Span, Unit, UnitRole
from extract.steps.fold import clean
from extract.steps.layout.paragraphs import plain, trimmed
from extract.steps.layout.tables import is_ruled, parts_tables
from extract.steps.tables.cell import TableCell
from extract.steps.tables.header_words import FIGURE, MEASURE, NAMES_YEAR, caption_unit, money_unit

_NUMBER = re.compile(r"[（(]?[-−+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?[）)]?[%％]?")
_WORDS = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_MARKS = "|｜ \t\n\r　*"
_NAMES = re.compile(r"名称|项目|科目|类别|分类|指标|内容|来源|年度|年份")
_ASIDE = re.compile(
    r"计量|^单位$|单位$(?<!预算单位)|性质|部门|责任|级别|备注|说明|依据|方式|负责|主管|原因|措施|编码|代码|(?:主要|工作|具体|任务|实施)内容$|完成情况$"
)
_PERIOD = re.compile(r"(?:\d{1,2}-)?\d{1,2}月(?:份|底|末)?")
_MEASURE = re.compile(r"计量单位|^单位$|度量单位")
_ABOVE, _BELOW = 3, 2
"""Units above and below a table in which its unit of money is looked for."""

_LONGEST = 40
"""Characters of a line above a table that is its title."""

_LONGEST_MEASURE = 8
"""Characters of a unit that things are counted in (``微克/立方米``)."""

_BARS = re.compile(r"[|｜\t]")
_SAYS = re.compile(r"\w")
_PARAGRAPH = 1000
"""Rows that a paragraph of a table in text form has at most."""

_LINE = re.compile(r"(?:<[^>]*>|[|\s])*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell that says something: its unit, row and column from 0, its words, and what heads it."""

    unit: Unit
    row: int
    column: int
    text: str
    span: Span
    cell: TableCell

    @property
    def value(self) -> Decimal | None:
        """The number that fills the cell, negative in brackets; None where it is none."""
        if not _NUMBER.fullmatch(self.text):
            return None
        number = Decimal(re.sub(r"[（()）,，%％+]", "", self.text).replace("−", "-"))
        return -abs(number) if self.text[0] in "（(" else number

    @property
    def percent(self) -> bool:
        """Whether it states a number of per cent, by its sign or by its header."""
        return self.text.endswith(("%", "％")) or (self.cell.rate and not self.cell.fraction(self.value or Decimal(0)))


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one table by rows, and the lines above it."""

    rows: tuple[tuple[Entry, ...], ...]
    caption: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the rows that hold numbers, in order."""
        found = (entry.cell.row for row in self.rows for entry in row if entry.value is not None)
        return tuple(dict.fromkeys(name for name in found if name))


@dataclass(frozen=True)
class Tables:
    """All tables of a reading."""

    tables: tuple[Table, ...]

    @cached_property
    def _places(self) -> dict[int, tuple[Table, tuple[Entry, ...], Entry]]:
        return {one.unit.number: (table, row, one) for table in self.tables for row in table.rows for one in row}

    def at(self, unit: Unit) -> tuple[Table, Entry] | None:
        """Return the table and the cell that a unit is (or is a part of), None where it is in none."""
        found = self._places.get(unit.number)
        return (found[0], found[2]) if found else None

    def row(self, unit: Unit) -> tuple[Entry, ...]:
        """Return the cells of the row that a unit stands in, none where it is in no table."""
        found = self._places.get(unit.number)
        return found[1] if found else ()


def tables_of(reading: Reading) -> Tables:
    """Find the tables of a reading, with bars or tabs in text or as the source knew them.

    A table that states no unit of money has that of the one before it where it goes on with its columns, or where the
    report knows but one.
    """
    several = len({unit for one in reading.units if (unit := caption_unit(one.text))}) > 1
    found: list[Table] = []
    money: str | None = None
    for group in _parted(reading.text, list(_placed(reading))):
        rows = [list(row) for _, row in groupby(group, key=lambda one: one.row)]
        goes_on = bool(found) and [one.text for one in rows[0]] == [one.text for one in found[-1].rows[0]]
        table, money = _table(reading, rows, before=money if goes_on or not several else None)
        found.append(table)
    return Tables(tuple(found))


@dataclass(frozen=True, slots=True)
class _Placed:
    unit: Unit
    span: Span
    text: str
    row: int
    column: int
    source: Cell | None

    @property
    def is_name(self) -> bool:
        """Whether the cell may name its row: words, and no figure."""
        period = NAMES_YEAR.fullmatch(self.text) or _PERIOD.fullmatch(self.text)
        figure = FIGURE.fullmatch(self.text) is not None and period is None
        return not figure and (_WORDS.search(self.text) is not None or self.column == 0)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What holds for all cells of a table: the lines above it, its own unit of money, that of the table before."""

    caption: str
    own: str | None
    before: str | None


def _placed(reading: Reading) -> Iterator[_Placed]:
    cells = sorted(reading.document.raw.cells, key=lambda cell: cell.start)
    starts = [cell.start for cell in cells]
    firsts: dict[int, int] = {}
    for unit in reading.units:
        begin = firsts.setdefault(unit.paragraph, unit.start)
        if unit.role is not UnitRole.CELL:
            continue
        at = bisect_right(starts, unit.core.start) - 1
        if at >= 0 and cells[at].end > unit.core.start:
            yield _Placed(unit, unit.core, plain(reading.text, *unit.core), cells[at].row, cells[at].column, cells[at])
        else:
            place = _in_text(reading.text, begin, unit.core.start)
            pieces = [piece for piece in _BARS.split(reading.text[unit.start : unit.end]) if _SAYS.search(piece)]
            if place is not None and len(pieces) <= 1:
                first = _BARS.search(reading.text, *unit.core)
                span = trimmed(reading.text, unit.core.start, first.start() if first else unit.core.end) or unit.core
                said = clean(reading.text[slice(*span)]).strip(_MARKS)
                yield _Placed(unit, span, said, unit.paragraph * _PARAGRAPH + place[0], place[1], None)


def _in_text(text: str, start: int, at: int) -> tuple[int, int] | None:
    """Return row (within the paragraph) and column of a cell in text form, None where no mark parts it from others."""
    line = text[text.rfind("\n", 0, start) + 1 : at]
    if line.lstrip().startswith("<t"):
        rows = re.split(r"<tr\b", line)
        return len(rows), len(re.findall(r"<t[dh]\b", rows[-1])) - 1
    end = text.find("\n", at)
    whole = line + text[at : end if end >= 0 else len(text)]
    bars = [mark for mark in "|｜\t" if mark in whole]
    if not bars:
        return None
    opened = line.lstrip(" \t").startswith(("|", "｜"))
    return 0, sum(line.count(mark) for mark in bars if not (opened and mark == "\t")) - opened


def _parted(text: str, units: Sequence[_Placed]) -> Iterator[list[_Placed]]:
    """Part cells into tables: a unit between them, or a row that counts from 0 again, begins another.

    So does a blank line behind a table whose header is ruled off (Markdown).
    """
    group: list[_Placed] = []
    ruled = False
    for one in units:
        last = group[-1] if group else None
        apart = last is not None and (
            one.unit.number - last.unit.number > 1
            or (one.row, one.column) < (last.row, last.column)
            or (one.source is None) is not (last.source is None)
            or (ruled and one.row > last.row and parts_tables(text[last.span.end : one.span.start]))
        )
        if apart:
            yield group
            group, ruled = [], False
        ruled = ruled or (one.source is None and is_ruled(text, Span(one.unit.start, one.unit.end)))
        group.append(one)
    if group:
        yield group


def _table(reading: Reading, rows: list[list[_Placed]], *, before: str | None) -> tuple[Table, str | None]:
    """Read a table and the unit of money that holds for it: its own, else that of the table ``before``."""
    caption, own = _caption(reading, rows)
    inner = next((unit for row in rows[:2] for one in row if (unit := caption_unit(one.text))), None)
    money = inner or own or _below(reading, rows[-1][-1].unit)
    frame = _Frame(caption, money, before)
    heads: dict[int, str] = {}
    read: list[tuple[Entry, ...]] = []
    for row in rows:
        header = _is_header(row)
        read.append(tuple(_entry(one, row, heads, frame) for one in row))
        if header:
            heads = {one.column: one.text for one in row}
    return Table(tuple(read), caption), money or before


def _is_header(row: Sequence[_Placed]) -> bool:
    """Whether the text shows no headers for any cell of a row: it is one itself."""
    return len(row) > 1 and all(not one.unit.headers for one in row)


def _column(one: _Placed, heads: dict[int, str]) -> str:
    """Return the header over a cell, as the text shows it."""
    if one.source is not None:
        return "".join((one.source.column_header or "").split())
    header = heads.get(one.column, "")
    shown = "".join(one.unit.headers[-1].split()) if one.unit.headers else ""
    return header if header and header == shown else ""


def _entry(one: _Placed, row: Sequence[_Placed], heads: dict[int, str], frame: _Frame) -> Entry:
    before = [other for other in row if other.column < one.column and other.is_name]
    titled = [other for other in before if not _ASIDE.search(_column(other, heads))] or before
    named = [other for other in titled if _NAMES.search(_column(other, heads))] or titled
    name = named[-1] if named else None
    reaching = "".join((one.source.row_header or "").split()) if one.source else ""
    header = _column(name, heads) if name else ""
    measures = (other.text for other in row if _MEASURE.search(_column(other, heads)) and _is_measure(other.text))
    return Entry(
        one.unit,
        one.row,
        one.column,
        one.text,
        one.span,
        TableCell(
            row=name.text if name else reaching,
            column=_column(one, heads),
            money=money_unit(reaching) or money_unit(header) or frame.own or frame.before,
            measure=next(measures, None),
            name_header=header,
            caption=frame.caption,
            counts_money=frame.own is not None,
        ),
    )


def _is_measure(words: str) -> bool:
    """Whether a cell under ``计量单位`` holds a unit of things counted, be it in the list of such units or not."""
    listed = MEASURE.fullmatch(words) is not None
    return listed or (len(words) <= _LONGEST_MEASURE and words[:1].isalpha() and money_unit(words) is None)


def _caption(reading: Reading, rows: Sequence[Sequence[_Placed]]) -> tuple[str, str | None]:
    """Return the lines above a table up to the table before, and the unit of money that the nearest of them states."""
    first, unit = rows[0][0].unit.number, None
    said: list[str] = []
    for above in reversed(reading.units[max(0, first - 1 - _ABOVE) : first - 1]):
        if above.role is UnitRole.CELL and _LINE.fullmatch(above.text) is None and above.headers:
            break
        text = "".join(above.text.split())
        short = len(text) <= _LONGEST
        unit = unit or (caption_unit(text) if short or "单位" in text else None)
        said.append(text if short else "")
    return "".join(reversed(said)), unit


def _below(reading: Reading, last: Unit) -> str | None:
    """Return the unit of money in a line of its own behind a table, None where it heads another table."""
    after = reading.units[last.number : last.number + _BELOW + 1]
    for at, unit in enumerate(after[:_BELOW]):
        stated = caption_unit("".join(unit.text.split())) if len(unit.text) <= _LONGEST else None
        if stated:
            heads = at + 1 < len(after) and after[at + 1].role is UnitRole.CELL
            return None if heads else stated
    return None
