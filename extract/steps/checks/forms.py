"""The money table of a self-evaluation form: parts of the total column by column, and the execution rate of each row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from extract.language import Text
from extract.model.record import Finding, Severity
from extract.steps.checks.findings import finding
from extract.steps.checks.grid import Grid, GridCell, read_grids
from extract.steps.checks.precision import agrees, percentage, plain, total_of
from extract.steps.checks.sheet import Sheet

_COLUMNS: Final = {
    "initial": re.compile(r"年初预算"),
    "revised": re.compile(r"全年预算|年度预算数|调整后|调整预算"),
    "spent": re.compile(r"执行数|决算数|支出数|实际支出|全年支出"),
    "rate": re.compile(r"执行率|完成率|支出率"),
}
_AMOUNTS: Final = ("initial", "revised", "spent")
_TOTAL: Final = re.compile(r"资金总额|合计|总计|总额|支出总额")
_GROUP: Final = re.compile(r"按[^|]{0,10}分|其中")
_LEAST: Final = 2

Row = tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that break a total row down; ``told`` is what announces them (按支出性质分, 其中)."""

    told: str
    rows: tuple[Row, ...]


def form_sums(sheet: Sheet) -> Iterator[Finding]:
    """Add the rows below a total (年度资金总额) by column, group by group (按收入性质分, 按支出性质分, 其中).

    Source: the form itself, 部门整体支出绩效自评表: each group lists all its classes, so it makes the total.
    """
    for grid, columns, head in _money_tables(sheet):
        for at, row in enumerate(grid.rows):
            if at > head and _fits(row, grid.rows[head]) and _TOTAL.search(_label(row)):
                for group in _groups(grid.rows[at + 1 :], len(grid.rows[head])):
                    yield from _compare(row, group, columns, grid.rows[head])


def form_rates(sheet: Sheet) -> Iterator[Finding]:
    """Recompute the execution rate of each row of the form from its budget (revised, else initial) and its spending.

    Source: 财预〔2013〕53号, 预算完成率 = 预算完成数 ÷ 预算数 × 100 %.
    """
    for grid, columns, head in _money_tables(sheet):
        for row in grid.rows[head + 1 :]:
            if _fits(row, grid.rows[head]) and "rate" in columns and "spent" in columns:
                yield from _rate(row, columns)


def _money_tables(sheet: Sheet) -> Iterator[tuple[Grid, Mapping[str, int], int]]:
    """Yield each table that has a row of headings for budget and spending, with its columns and that row's index."""
    for grid in read_grids(sheet.case.text):
        for index, row in enumerate(grid.rows):
            columns = {
                name: at
                for name, pattern in _COLUMNS.items()
                for at, cell in enumerate(row)
                if pattern.search(cell.text)
            }
            if len(columns) >= _LEAST and all(cell.value is None for cell in row):
                yield grid, columns, index
                break


def _fits(row: Row, head: Row) -> bool:
    return len(row) == len(head)


def _label(row: Row) -> str:
    return "".join(cell.text for cell in row if cell.value is None)


def _groups(rows: Sequence[Row], width: int) -> Iterator[Group]:
    told, found = "", list[Row]()
    for row in rows:
        label = _label(row)
        if len(row) != width or _TOTAL.search(label) or not any(cell.value is not None for cell in row):
            break
        marker = _GROUP.search(label)
        if marker:
            if told:
                yield Group(told, tuple(found))
            told, found = marker[0], []
        found.append(row)
    if told:
        yield Group(told, tuple(found))


def _compare(total: Row, group: Group, columns: Mapping[str, int], head: Row) -> Iterator[Finding]:
    for name in _AMOUNTS:
        at = columns.get(name)
        if at is None or total[at].value is None or total[at].percent:
            continue
        parts = [row[at] for row in group.rows if row[at].value is not None]
        computed = total_of(part.operand for part in parts)
        if len(parts) >= _LEAST and not agrees(total[at].operand, computed):
            yield _sum_finding(total[at], parts, head[at].text, group)


def _sum_finding(total: GridCell, parts: Sequence[GridCell], column: str, group: Group) -> Finding:
    computed = total_of(part.operand for part in parts).value
    stated, added = plain(total.operand.value), plain(computed)
    gap = plain(abs(computed - total.operand.value))
    return finding(
        "parts_sum_to_total",
        Severity.ERROR if group.told.startswith("按") else Severity.WARNING,
        Text(
            f"表中“{column}”一栏，{group.told}各项合计{added}，与总额{stated}不符，相差{gap}。",
            f"In the column {column} the parts ({group.told}) add up to {added}; the total is stated as {stated} ({gap} apart).",
        ),
        spans=[cell.span for cell in (total, *parts)],
        stated=stated,
        computed=added,
        steps=(" + ".join(plain(part.operand.value) for part in parts) + f" = {added}", f"{added} ≠ {stated}"),
    )


def _rate(row: Row, columns: Mapping[str, int]) -> Iterator[Finding]:
    rate, spent = row[columns["rate"]], row[columns["spent"]]
    budgets = [row[columns[name]] for name in ("revised", "initial") if name in columns]
    known = [budget for budget in budgets if budget.value]
    if not rate.percent or rate.value is None or spent.value is None or not known:
        return
    values = [value for budget in known if (value := percentage(spent.operand, budget.operand))]
    if values and not any(agrees(rate.operand, value) for value in values):
        places = max(0, -int(rate.value.as_tuple().exponent)) + 1
        computed, stated = plain(values[0].value, places), plain(rate.value)
        yield finding(
            "rate_recomputed",
            Severity.ERROR,
            Text(
                f"表中“{_label(row)}”执行率写作{stated}%，按执行数{spent.text}、预算数{known[0].text}计算应为{computed}%。",
                f"In the form the execution rate is stated as {stated}%; {spent.text} of {known[0].text} is {computed}%.",
            ),
            spans=(rate.span, spent.span, *(budget.span for budget in known)),
            stated=stated,
            computed=computed,
            tolerance=plain(rate.operand.step / 2),
            steps=(f"{spent.text} ÷ {known[0].text} × 100% = {computed}%", f"{computed}% ≠ {stated}%"),
        )
