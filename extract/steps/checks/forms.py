"""Tables: the rows below or above a total add up to it column by column, and each row's execution rate follows from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from extract.language import Text
from extract.model.quantity import scale_of
from extract.model.record import Finding, Severity
from extract.steps.checks.findings import finding
from extract.steps.checks.reading.precision import ONE, Operand, Range, agrees, percentage, plain, step_of, total_of
from extract.steps.checks.reading.sheet import Sheet
from extract.steps.tables.read import Entry

_COLUMNS: Final = {
    "initial": re.compile(r"年初预算|预算年初|年初数"),
    "revised": re.compile(r"全年预算|年度预算数|调整后|调整预算|^预算[数金额]*$"),
    "adjusted": re.compile(r"调整[数额]"),
    "spent": re.compile(r"执行[数金额]|决算|支出数|实际支出|全年支出|执行$"),
    "rate": re.compile(r"执行率|完成率|支出率|支付率"),
}
_WHOLE: Final = re.compile(r"资金总额|合计|总计|总额|支出总额")
_GROUP: Final = re.compile(r"按[^|]{0,10}分|其中")
_NESTED: Final = re.compile(r"其中|小计|按.{0,10}分|[（(][一二三四五六七八九十\d]{1,2}[）)]")
_MIXED: Final = (("收入", "支出"), ("基本支出", "人员"), ("基本支出", "公用"), ("收入", "结转"), ("支出", "结转"))
"""Names of rows that do not lie beside each other: both in one table make no sum."""

_LEAST: Final = 2
_MOST: Final = 20
"""Rows behind one that it may sum up."""

Row = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Numbers of one column that break a total down; ``told`` is what announces them (按支出性质分, 其中, 各行)."""

    told: str
    parts: tuple[Entry, ...]


def form_sums(sheet: Sheet) -> Iterator[Finding]:
    """Add the rows of a table that a total (年度资金总额, 合计) sums up, column by column.

    Below a total they come group by group (按收入性质分, 按支出性质分, 其中); else all rows above it, or below it where
    it is the first, are its parts. Rows that sum up those behind them count once.

    Source: the form itself, 部门整体支出绩效自评表: each group lists all its classes, so it makes the total; of other
    tables 合计 says so.
    """
    for table in sheet.tables.tables:
        rows = [row for row in table.rows if any(_adds(entry) for entry in row)]
        for at, row in enumerate(rows):
            groups = list(_groups(rows[at + 1 :])) if _WHOLE.search(_label(row)) else []
            for total in filter(_adds, row):
                for told, lines in groups:
                    yield from _compare(sheet, total, Group(told, tuple(_column(lines, total))))
                if not groups and total.cell.total:
                    yield from _summed(sheet, total, rows[:at], rows[at + 1 :])


def form_rates(sheet: Sheet) -> Iterator[Finding]:
    """Recompute the execution rate of each row of a table from its budget (revised, else initial) and its spending.

    ``调整数`` may be the revised budget or what was added to the initial one: the rate may follow from either.

    Source: 财预〔2013〕53号, 预算完成率 = 预算完成数 ÷ 预算数 × 100 %.
    """
    for table in sheet.tables.tables:
        for row in table.rows:
            columns = {name: entry for entry in row if (name := _kind(entry))}
            if "rate" in columns and "spent" in columns:
                yield from _rate(sheet, row, columns)


def _kind(entry: Entry) -> str | None:
    """Return which column of a money table a number stands in: one of a year that the column does not share is none."""
    if entry.value is None or entry.cell.change or entry.cell.scored:
        return None
    header = entry.cell.staged
    if entry.percent:
        return "rate" if _COLUMNS["rate"].search(header) else None
    return next((name for name in ("initial", "revised", "adjusted", "spent") if _COLUMNS[name].search(header)), None)


def _adds(entry: Entry) -> bool:
    """Whether a number may be a part or a total: no rate, change, target or score."""
    cell = entry.cell
    if entry.value is None or entry.percent or not cell.column:
        return False
    return not (cell.change or cell.scored or cell.planned) and (_kind(entry) is not None or cell.unit is not None)


def _label(row: Row) -> str:
    return "".join(entry.text for entry in row if entry.value is None)


def _column(rows: Sequence[Row], total: Entry) -> Iterator[Entry]:
    """Yield the numbers of rows under one another that stand in the column of a total."""
    for row in rows:
        yield from (entry for entry in row if entry.column == total.column and _adds(entry))


def _groups(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Yield the groups that markers announce below a total, up to the next total."""
    told, found = "", list[Row]()
    for row in rows:
        label = _label(row)
        if _WHOLE.search(label):
            break
        marker = _GROUP.search(label)
        if marker:
            if told:
                yield told, found
            told, found = marker[0], []
        found.append(row)
    if told:
        yield told, found


def _summed(sheet: Sheet, total: Entry, above: Sequence[Row], below: Sequence[Row]) -> Iterator[Finding]:
    """Compare a total with the rows that it closes, or opens; where some may be parts of others it must fit one reading."""
    closed = _since(above) if total.cell.row.endswith("小计") else list(above)
    rows = closed or [row for row in below if not row[0].cell.total]
    parts = tuple(entry for entry in _column(rows, total) if not entry.cell.total)
    subtotals = [entry for entry in _column(rows, total) if entry.cell.total]
    names = "|".join(dict.fromkeys(part.cell.row for part in parts))
    unclear = (
        _NESTED.search("|".join(_label(row) for row in rows))
        or subtotals
        or any(one in names and other in names for one, other in _MIXED)
    )
    if not unclear and not _fits(total, parts):
        yield from _compare(sheet, total, Group("各行", _top(parts)))


def _since(rows: Sequence[Row]) -> list[Row]:
    """Return the rows behind the last total."""
    totals = [at for at, row in enumerate(rows) if any(entry.cell.total for entry in row)]
    return list(rows[totals[-1] + 1 if totals else 0 :])


def _top(parts: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Leave out the numbers that add up to the one before them."""
    operands = [_operand(part) for part in parts]
    found: list[Entry] = []
    at = 0
    while at < len(parts):
        found.append(parts[at])
        at = _behind(operands, at)
    return tuple(found)


def _behind(operands: Sequence[Operand], at: int) -> int:
    """Return where the numbers end that make up the one at ``at``: the next place where none do."""
    added, end = Operand(Decimal(0), Decimal(0)), at + 1
    for place, part in enumerate(operands[at + 1 : at + 1 + _MOST], start=at + 2):
        added = _sum_of(added, part)
        if place - at > _LEAST and agrees(operands[at], Range(added.value, added.low, added.high)):
            end = place
    return end


def _fits(total: Entry, parts: Sequence[Entry]) -> bool:
    return bool(parts) and agrees(_operand(total), _added(parts))


def _added(parts: Sequence[Entry]) -> Range:
    return total_of(_operand(part) for part in parts)


def _operand(entry: Entry) -> Operand:
    """Return a number as an operand; a table of money may round to whole units, so none is exact."""
    value = entry.value or Decimal(0)
    return Operand(value, step_of(value, ONE, money=False, percent=True))


def _compare(sheet: Sheet, total: Entry, group: Group) -> Iterator[Finding]:
    computed, value = _added(group.parts).value, total.value or Decimal(0)
    left_out = group.told == "其中" and computed < value and "资金总额" not in total.cell.row
    if len(group.parts) < _LEAST or left_out or _fits(total, group.parts):
        return
    stated, added, gap = plain(value), plain(computed), plain(abs(computed - value))
    column = total.cell.column
    yield finding(
        "parts_sum_to_total",
        Severity.WARNING if group.told == "其中" else Severity.ERROR,
        Text(
            f"表中“{column}”一栏，{group.told}{'' if group.told == '各行' else '各项'}合计{added}，与总额{stated}不符，相差{gap}。",
            f"In the column {column} the parts ({group.told}) add up to {added}; the total is stated as {stated} ({gap} apart).",
        ),
        spans=[entry.span for entry in (total, *group.parts)],
        stated=stated,
        computed=added,
        items=sheet.items_at(entry.span for entry in (total, *group.parts)),
        steps=(
            " + ".join(plain(part.value or Decimal(0)) for part in group.parts) + f" = {added}",
            f"{added} ≠ {stated}",
        ),
    )


def _rate(sheet: Sheet, row: Row, columns: Mapping[str, Entry]) -> Iterator[Finding]:
    rate, spent = columns["rate"], columns["spent"]
    known = [columns[name] for name in ("revised", "adjusted", "initial") if name in columns and columns[name].value]
    budgets = [_in_yuan(budget) for budget in known]
    if "adjusted" in columns and "initial" in columns:
        budgets.append(_sum_of(_in_yuan(columns["initial"]), _in_yuan(columns["adjusted"])))
    values = [value for budget in budgets if (value := percentage(_in_yuan(spent), budget))]
    if rate.value is None or not values or any(agrees(_operand(rate), value) for value in values):
        return
    places = max(0, -int(rate.value.as_tuple().exponent)) + 1
    computed, stated = plain(values[0].value, places), plain(rate.value)
    yield finding(
        "rate_recomputed",
        Severity.ERROR,
        Text(
            f"表中“{_label(row) or rate.cell.row}”执行率写作{stated}%，按执行数{spent.text}、预算数{known[0].text}计算应为{computed}%。",
            f"In the form the execution rate is stated as {stated}%; {spent.text} of {known[0].text} is {computed}%.",
        ),
        spans=(rate.span, spent.span, *(budget.span for budget in known)),
        stated=stated,
        computed=computed,
        tolerance=plain(_operand(rate).step / 2),
        items=sheet.items_at((rate.span, spent.span, *(budget.span for budget in known))),
        steps=(f"{spent.text} ÷ {known[0].text} × 100% = {computed}%", f"{computed}% ≠ {stated}%"),
    )


def _sum_of(one: Operand, other: Operand) -> Operand:
    return Operand(one.value + other.value, one.step + other.step)


def _in_yuan(entry: Entry) -> Operand:
    """Return an amount in 元, where its table states a unit: budget and spending may stand in different ones."""
    scale = scale_of(entry.cell.unit or "")
    own = _operand(entry)
    return Operand(own.value * scale, own.step * scale)
