from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rules_cases import figures

from extract.domains.petition import PETITION
from extract.model.report import Report

GOLD = Path(__file__).parents[2] / "gold"
LABELLED = sorted(path.name.removesuffix(".gold.json") for path in (GOLD / "labels").glob("*.gold.json"))
AMOUNTS = st.decimals(min_value=1, max_value=99_999, places=2)
UNITS = st.sampled_from(["元", "万元", "亿元"])
GLUED = re.compile(r"(?:^|[\n。；：，])\s*[（(]?[\d一二两]+\s*[.、．)）]", re.MULTILINE)
"""A number of a list that may be the first half of a figure (``1.0人``): grounding does not split it."""
FLOOR = 0.9
"""Aim of the issue for staffing, finance and metrics on the development split (value and span)."""


def gold_and_read(name: str) -> tuple[Report, Report]:
    """Return the labels of a report and what the rules read in it."""
    text = (GOLD / "reports" / f"{name}.txt").read_text(encoding="utf-8")
    gold = Report.model_validate(json.loads((GOLD / "labels" / f"{name}.gold.json").read_text(encoding="utf-8")))
    return gold, figures(text, PETITION)


def found(gold: Report, read: Report, name: str) -> tuple[int, int, int]:
    """Count what agrees in span and value, what gold holds, what was read."""

    def keys(report: Report) -> set[tuple[object, ...]]:
        return {(one.span, getattr(one, "count", None) or getattr(one, "value", None)) for one in getattr(report, name)}

    return len(keys(gold) & keys(read)), len(keys(gold)), len(keys(read))


@pytest.mark.parametrize("name", ["staffing", "finance", "metrics"])
def test_figures_of_the_labelled_reports_are_found_at_their_very_characters(name: str) -> None:
    """F1 over value and span, all labelled reports together."""
    counts = [found(*gold_and_read(report), name) for report in LABELLED]
    same, expected, read = (sum(column) for column in zip(*counts, strict=True))
    assert 2 * same / (expected + read) >= FLOOR


@pytest.mark.parametrize("report", LABELLED)
def test_the_profile_of_a_labelled_report_is_right_in_value_and_span(report: str) -> None:
    """Nothing is read that is not labelled."""
    gold, read = gold_and_read(report)
    stated = {name: one for name, one in gold.profile if one is not None}
    assert {name: (one.value, one.span) for name, one in read.profile if one is not None} == {
        name: (one.value, one.span) for name, one in stated.items()
    }


@settings(max_examples=60, deadline=None)
@given(budget=AMOUNTS, spent=AMOUNTS, unit=UNITS, year=st.integers(2015, 2030))
def test_budget_and_outlay_are_read_whatever_the_amounts_units_and_year(
    budget: Decimal, spent: Decimal, unit: str, year: int
) -> None:
    """Amounts, units and years are drawn at random."""
    text = f"{year}年年初预算{budget}{unit}，全年实际支出{spent}{unit}。"
    read = [(str(one.stage), one.value, one.unit, one.year) for one in figures(text).finance]
    assert read == [("initial_budget", str(budget), unit, year), ("actual", str(spent), unit, year)]


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(
        alphabet="0123456789.%万亿元件人次批年月预算支出较上增长减少，。；：（）共其中\n\t 一二两、", max_size=120
    )
)
def test_any_text_is_read_without_error_and_every_figure_reads_back(text: str) -> None:
    """Texts are drawn from the characters of figures."""
    assume(not GLUED.search(text))
    report = figures(text)
    for one in (*report.finance, *report.metrics, *report.staffing):
        assert one.span is not None
        assert text[slice(*one.span)].strip()


@pytest.mark.parametrize(
    "sentence",
    [
        "对500万元以上的项目开展重点评价。",
        "单笔支出不得超过3万元。",
        "力争2025年预算执行率达到98%以上。",
        "资金执行率不能达到100%。",
    ],
)
def test_thresholds_targets_and_negations_are_no_figures_of_the_department(sentence: str) -> None:
    """Guidelines: only the department itself."""
    assert figures(sentence).finance == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "坚持“两个维护”，落实三级督办，建立5项配套机制。",
        "每月15日、28日接待来访，每季度召开2次例会。",
        "全县16个镇街均已建成服务站。",
        "设置3个产出指标、2个效益指标。",
        "责任单位须在30分钟内到场。",
        "2024年计划新建公园12个。",
        "未发生50人以上集体访。",
    ],
)
def test_structure_method_schedule_and_plans_are_no_results_of_the_work(sentence: str) -> None:
    """Guidelines, metrics: left out."""
    assert figures(sentence).metrics == ()


@pytest.mark.parametrize("width", range(34, 47))
def test_figures_do_not_depend_on_where_the_layout_breaks_lines(width: int) -> None:
    """A paragraph printed in lines of any width, broken inside words but not inside numbers."""
    paragraph = (
        "2021年度部门总支出68,120.77万元，较上年增加3,210.44万元，增长4.95%。其中：基本支出46,233.12万元，占67.87%；"
        "项目支出21,887.65万元，比上年减少120.5万元。全年组织教师培训126期，培训教师8,900余人次，家长满意度92.5%。"
    )
    broken = "\n".join(re.findall(rf".{{1,{width}}}(?![\d.,%])|.+", paragraph))

    def said(text: str) -> list[tuple[object, ...]]:
        report = figures(text)
        money = [(one.item, one.stage, one.value, one.unit, one.label, one.change) for one in report.finance]
        return [*money, *((one.name, one.value, one.unit, one.qualifier) for one in report.metrics)]

    assert said(broken) == said(paragraph)
