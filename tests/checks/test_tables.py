"""Checks of tables: totals and execution rates are recomputed in whatever file a table came."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from checks_cases import empty_record, told
from tables_cases import as_cells, as_text, table_cases
from text_cases import Case as Written

from extract.domains.general import GENERAL
from extract.model.text import Reading
from extract.steps.checks.reading.case import Case
from extract.steps.checks.rules import RULES, check

ARITHMETIC = ("parts_sum_to_total", "rate_recomputed")
FORMS = pytest.mark.parametrize("read", [as_text, as_cells])
Read = Callable[[str], Reading]

OUTLAY = """单位：万元

| 项目 | 年初预算 | 调整预算 | 决算数 | 执行率（%） |
|---|---|---|---|---|
| 基本支出 | 1,200.00 | 1,260.50 | 1,260.50 | 100 |
| 项目支出 | 800.00 | 920.00 | 846.40 | 92 |
| 合计 | 2,000.00 | 2,180.50 | 2,106.90 | 96.62 |
"""

NESTED = """单位：万元

| 科目 | 预算数 | 决算数 |
|---|---|---|
| 工资福利支出 | 700.00 | 690.00 |
| 基本工资 | 400.00 | 395.00 |
| 津贴补贴 | 300.00 | 295.00 |
| 商品和服务支出 | 120.00 | 110.50 |
| 合计 | 820.00 | 800.50 |
"""


def found(reading: Reading) -> str:
    """What the two rules say of a table."""
    rules = tuple(rule for rule in RULES if rule.name in ARITHMETIC)
    return told(check(Case(empty_record(year=2023), reading, GENERAL), rules=rules))


@FORMS
def test_a_total_that_its_rows_do_not_make_is_reported_once(read: Read) -> None:
    wrong = OUTLAY.replace("| 2,106.90 | 96.62 |", "| 2,116.90 | 97.08 |")
    assert found(read(wrong)) == "error parts_sum_to_total 2116.9 2106.9"


@FORMS
def test_a_rate_without_a_sign_that_its_row_does_not_give_is_reported(read: Read) -> None:
    assert found(read(OUTLAY.replace("| 846.40 | 92 |", "| 846.40 | 93.5 |"))) == "error rate_recomputed 93.5 92"


@FORMS
def test_rows_that_sum_up_those_behind_them_count_once(read: Read) -> None:
    assert found(read(NESTED)) == "nothing"


@FORMS
def test_a_total_over_rows_that_sum_up_others_is_compared_with_the_upper_ones(read: Read) -> None:
    assert found(read(NESTED.replace("| 820.00 | 800.50 |", "| 820.00 | 801.50 |"))) == (
        "error parts_sum_to_total 801.5 800.5"
    )


@pytest.mark.parametrize("case", table_cases(merged=True), ids=lambda case: case.title)
def test_tables_that_fit_are_left_alone(case: Written) -> None:
    assert found(as_cells(case.text)) == "nothing"


@pytest.mark.parametrize("case", table_cases(merged=False), ids=lambda case: case.title)
def test_tables_that_fit_are_left_alone_in_text_too(case: Written) -> None:
    assert found(as_text(case.text)) == "nothing"


def test_numbers_in_two_columns_of_a_row_are_no_series() -> None:
    sides = """单位：万元

| 收入项目 | 决算数 | 支出项目 | 决算数 |
|---|---|---|---|
| 一、财政拨款收入 | 300.00 | 一、基本支出 | 200.00 |
| 二、其他收入 | 10.00 | 二、项目支出 | 110.00 |
"""
    case = Case(empty_record(year=2023), as_text(sides), GENERAL)
    assert "duplicate_numbering" not in {one.rule for one in check(case)}
