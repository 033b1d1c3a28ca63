"""Finance in tables: the row says what an amount is, its column at which stage, of which year, by how much it changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extract.model.answer import ChangeAnswer, FinanceAnswer
from extract.model.report import BudgetStage, Direction, FinanceItem
from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.finance_projects import tables_projects
from extract.readers.rules.figures.finance_words import (
    NAMED_PURPOSE,
    STAGE_ONLY,
    UNSTAGED,
    amount_item,
    ratio_item,
    stage_of,
)
from extract.readers.rules.figures.forms import names_money
from extract.readers.rules.figures.scene import Scene
from extract.steps.tables.cell import TableCell
from extract.steps.tables.read import Entry, Table

_THREE_PUBLIC = frozenset({FinanceItem.OFFICIAL_RECEPTION, FinanceItem.OFFICIAL_VEHICLE, FinanceItem.OVERSEAS_TRAVEL})
_WHOLES = frozenset({FinanceItem.TOTAL_EXPENDITURE, FinanceItem.TOTAL_REVENUE})
"""What a column such as ``本年支出`` holds of the row that names it, and not of the department."""

_RECEIVED = frozenset({FinanceItem.FUND_SOURCE, FinanceItem.TOTAL_REVENUE})
_STAFF_AND_OFFICE = frozenset({FinanceItem.PERSONNEL_EXPENDITURE, FinanceItem.OPERATING_EXPENDITURE})
_PROJECTS = re.compile(
    r"(?:项目|专项|工程|事项|任务)(?:支出)?(?:名称|内容)|(?:重点|主要|专项|实施的?)项目|项目支出明细|专项(?:资金|经费)"
)
_MONEY = re.compile(r"预算|决算|金额|资金|经费|收入|支出|余额|[原净]值|执行数|到位|拨付|安排|^[^率]*费$")
_OUTLAY = re.compile(r"(?:费|经费|支出)$")
_ECONOMIC = re.compile(
    r"(?:会议|培训|差旅|办公|印刷|邮电|水|电|物业管理|劳务|维修护?|租赁|咨询|委托业务|手续|取暖|福利|其他交通)费用?"
)
"""Economic classes of outlay for goods and services (政府收支分类科目, 支出经济分类): parts of no project."""

_INDICATOR = re.compile(r"指标")
_EXECUTED = re.compile(r"(?:执行|完成|支出|支付)(?:率|进度|比)")
_SPENT = re.compile(r"执行|支出")
_SHARE = re.compile(r"占比|占.*(?:比重|比例|比率|[%％])|比重|构成")
_USED = re.compile(r"(?:利用|使用)率")
_OF_BUDGET = re.compile(r"预算")


def table_answer(scene: Scene, figure: Figure, cell: TableCell) -> FinanceAnswer | None:
    """Read a number that fills its cell; None where it is no money, or only says how another one changed."""
    if cell.scored or cell.change:
        return None
    if figure.rate or (figure.bare and cell.rate):
        return _ratio(scene, figure, cell)
    unit = None if figure.money else _unit(scene, figure, cell)
    if figure.bare and (figure.quantity.unit or cell.planned or not _names_money(scene, figure, cell, unit)):
        return None
    item = _item(scene, figure, cell)
    if figure.money and not (names_money(cell.label) or cell.staged_row):
        item = FinanceItem.OTHER
    unstaged = item is FinanceItem.OTHER and UNSTAGED.search(cell.row + cell.column) is not None
    return FinanceAnswer(
        evidence=scene.sheet.evidence(figure.start, figure.end),
        item=item,
        stage=None if unstaged else _stage(scene, figure, cell),
        label=cell.label,
        unit=unit,
        year=cell.year(scene.year) or scene.year,
        change=_change(scene, figure),
    )


def _unit(scene: Scene, figure: Figure, cell: TableCell) -> str | None:
    """Return the unit of a bare amount: its table's, in a line without cells the last one stated before it."""
    if cell.unit or scene.table(figure) or cell.counted or cell.counts:
        return cell.unit
    return scene.heads.unit(figure.start)


def _ratio(scene: Scene, figure: Figure, cell: TableCell) -> FinanceAnswer | None:
    item = _table_rate(scene, figure, cell)
    if item is None or cell.planned or (figure.bare and cell.fraction(figure.quantity.value)):
        return None
    return FinanceAnswer(
        evidence=scene.sheet.evidence(figure.start, figure.end),
        item=item,
        label=cell.label,
        unit="%" if figure.bare else None,
        year=cell.year(scene.year) or scene.year,
    )


def _table_rate(scene: Scene, figure: Figure, cell: TableCell) -> FinanceItem | None:
    """Return the ratio that a column or row names; a rate of completion of a row of money is one of execution."""
    named = ratio_item(cell.column) or ratio_item(cell.row)
    if named:
        return named
    if _SHARE.search(cell.column) and (cell.total or _of_money(scene, figure, cell)):
        return FinanceItem.EXPENDITURE_SHARE
    if _USED.search(cell.column) and "资产" in cell.name_header + cell.caption:
        return FinanceItem.ASSET_UTILIZATION_RATE
    executed = _EXECUTED.search(cell.column) and not _INDICATOR.search(cell.name_header)
    return FinanceItem.BUDGET_EXECUTION_RATE if executed and _of_money(scene, figure, cell) else None


def _of_money(scene: Scene, figure: Figure, cell: TableCell) -> bool:
    """Whether the row of a rate holds money: by its name, or by an amount beside it."""
    return names_money(cell.row) or cell.total or any(_is_money(other) for other in _row(scene, figure))


def _is_money(entry: Entry) -> bool:
    return entry.value is not None and entry.cell.unit is not None and _says_money(entry.cell)


def _names_money(scene: Scene, figure: Figure, cell: TableCell, unit: str | None) -> bool:
    """Whether a bare number is money; in a line without cells of its own the words beside it must say so.

    Without a unit it is where its row names an item of the budget and its column a stage; the unit stays open then.
    """
    table, staged = scene.table(figure) is not None, stage_of(cell.column) is not None
    if unit is None:
        return table and staged and amount_item(cell.row) is not None and not cell.plain
    strict = (cell.unit is not None and staged) or names_money(cell.row) or names_money(cell.staged)
    return strict or (table and _says_money(cell))


def _says_money(cell: TableCell) -> bool:
    """Whether the row or the column of a bare number is one of money; an indicator with a number beside it is none."""
    if cell.stated or names_money(cell.row) or names_money(cell.staged):
        return True
    if _INDICATOR.search(cell.name_header + cell.column):
        return False
    staged = stage_of(cell.column) or (cell.staged_row and stage_of(cell.row))
    named = cell.staged_column and (cell.counts_money or _OUTLAY.search(cell.named))
    return bool(staged or named) or _MONEY.search(cell.staged) is not None


def _item(scene: Scene, figure: Figure, cell: TableCell) -> FinanceItem:
    found = scene.table(figure)
    if cell.total:
        return (_totalled(found[0], cell) if found else None) or amount_item(cell.column) or _whole(cell)
    row, column = amount_item(cell.row), amount_item(cell.column)
    if column in _WHOLES and cell.named and not cell.staged_row and not STAGE_ONLY.match(cell.named):
        column = None
    item = (column or row) if cell.staged_row else (row or column)
    projects = _PROJECTS.search(cell.name_header + cell.caption) or tables_projects(scene, figure)
    if item in (None, FinanceItem.TOTAL_EXPENDITURE, *_STAFF_AND_OFFICE) and projects and not cell.staged_row:
        return FinanceItem.PROJECT_EXPENDITURE
    return item or _unnamed(cell)


def _totalled(table: Table, cell: TableCell) -> FinanceItem | None:
    """Return what the rows of a table come to: the expenditure of which they are all parts; None where they say nothing."""
    kinds = {amount_item(name) for name in table.names if not TableCell(name, "").total}
    if not kinds:
        return None
    if kinds <= _THREE_PUBLIC:
        return FinanceItem.THREE_PUBLIC_EXPENDITURE
    if kinds <= _RECEIVED:
        return _of_sources(table, cell)
    if kinds == _STAFF_AND_OFFICE:
        return FinanceItem.BASIC_EXPENDITURE
    if _PROJECTS.search(cell.name_header + cell.caption) or kinds == {FinanceItem.PROJECT_EXPENDITURE}:
        return FinanceItem.PROJECT_EXPENDITURE
    return FinanceItem.OTHER if kinds <= {None, FinanceItem.OTHER} else None


def _of_sources(table: Table, cell: TableCell) -> FinanceItem:
    """Return what sources of funds come to: all that was spent where a column says so, else all that was received."""
    if any(_SPENT.search(one.cell.column) for row in table.rows for one in row):
        return FinanceItem.TOTAL_EXPENDITURE
    return FinanceItem.FUND_SOURCE if "小计" in cell.row else FinanceItem.TOTAL_REVENUE


def _whole(cell: TableCell) -> FinanceItem:
    received = "收入" in cell.name_header + cell.caption and "支" not in cell.name_header + cell.caption
    return FinanceItem.TOTAL_REVENUE if received else FinanceItem.TOTAL_EXPENDITURE


def _unnamed(cell: TableCell) -> FinanceItem:
    """Return the item of a row that names none: of a stage alone the whole, of a purpose a project, else ``other``."""
    name = cell.named
    if name.startswith("其他") or _ECONOMIC.fullmatch(name):
        return FinanceItem.OTHER
    if cell.staged_row or not name or STAGE_ONLY.match(name) or re.search(r"支出|收入|预算|决算", name):
        return FinanceItem.PROJECT_EXPENDITURE if _is_purpose(name) else FinanceItem.TOTAL_EXPENDITURE
    return FinanceItem.PROJECT_EXPENDITURE if _is_purpose(name) else FinanceItem.OTHER


def _is_purpose(name: str) -> bool:
    return NAMED_PURPOSE.search(name) is not None and not STAGE_ONLY.match(name) and "总额" not in name


def _stage(scene: Scene, figure: Figure, cell: TableCell) -> BudgetStage:
    stage = stage_of(cell.column, negative=figure.quantity.value < 0) or stage_of(cell.row) or BudgetStage.ACTUAL
    if stage is BudgetStage.BUDGET_ADJUSTMENT and _is_adjusted(_row(scene, figure), figure.quantity.value):
        return BudgetStage.REVISED_BUDGET
    return stage


def _is_adjusted(row: Sequence[Entry], value: Decimal) -> bool:
    """Whether ``调整数`` is the budget after adjustment: what was spent lies nearer to it than to initial budget plus it."""
    known = {stage_of(one.cell.column): one.value for one in row if one.value is not None and not one.cell.rate}
    initial, spent = known.get(BudgetStage.INITIAL_BUDGET), known.get(BudgetStage.ACTUAL)
    if initial is None or spent is None:
        return False
    return abs(value - spent) < abs(initial + value - spent)


def _row(scene: Scene, figure: Figure) -> tuple[Entry, ...]:
    return scene.tables.row(scene.sheet.unit_at(figure.start))


def _change(scene: Scene, figure: Figure) -> ChangeAnswer | None:
    """Return the change that other columns state of the outlay of the report's own year, with the figure compared with."""
    row = _row(scene, figure)
    changes = [one for one in row if one.cell.change and one.value is not None]
    spent = [one for one in row if _compares(one, scene.year)]
    if not changes or not spent or spent[-1].unit is not scene.sheet.unit_at(figure.start):
        return None
    yearly = [one for one in changes if not _OF_BUDGET.search(one.cell.column)]
    with_last = [one for one in row if _is_money(one) and not one.cell.change and _of_last_year(one, scene.year)]
    if len(yearly) < len(changes) and not with_last:
        yearly = changes
    budgets = [one for one in row if _is_money(one) and one.unit.number < spent[-1].unit.number and not one.cell.change]
    base = (with_last or (budgets if yearly is changes else []))[-1:]
    amount = next((one for one in yearly if not one.percent), None)
    rate = next((one for one in yearly if one.percent), None)
    size = (amount or rate or changes[0]).value or Decimal(0)
    if not (amount or rate):
        return None
    direction = Direction.FLAT if size == 0 else Direction.INCREASE if size > 0 else Direction.DECREASE
    flat = direction is Direction.FLAT
    return ChangeAnswer(
        direction=direction,
        amount=None if flat or not amount else amount.text,
        rate=None if flat or not rate else rate.text,
        base=base[0].text if base and not flat else None,
    )


def _compares(entry: Entry, year: int | None) -> bool:
    """Whether a cell holds what was spent or received in the report's own year."""
    return (
        _is_money(entry)
        and not entry.cell.change
        and (entry.cell.year(year) or year) == year
        and stage_of(entry.cell.column) in {None, BudgetStage.ACTUAL}
    )


def _of_last_year(entry: Entry, year: int | None) -> bool:
    return (
        year is not None
        and entry.cell.year(year) == year - 1
        and stage_of(entry.cell.column) in {None, BudgetStage.ACTUAL}
    )
