"""Whole reports of other bureaus, made up after the genre: nothing is said of them until a figure is changed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from checks_cases import empty_record
from text_cases import read

from extract.domains.general import GENERAL
from extract.model.record import Finding
from extract.model.text import RawDocument
from extract.pipeline import extract_document
from extract.readers.rules.reader import RulesReader
from extract.steps.checks.reading.case import Case
from extract.steps.checks.rules import check
from extract.steps.checks.tables import ARITHMETIC

REPORTS = Path(__file__).parents[1] / "cases" / "clean_reports"
NAMES = tuple(sorted(path.stem for path in REPORTS.glob("*.txt")))

CHANGES = {
    "nongye-2023": (
        ("行政人员31人", "行政人员41人"),
        ("行政编制32名", "行政编制33名"),
        ("20,896.12", "20,796.12"),
        ("97.84%", "96.84%"),
        ("3,985.42万元，占", "3,885.42万元，占"),
        ("3620.18", "3720.18"),
        ("90.84%", "91.84%"),
        ("完成预算的88.23%", "完成预算的78.23%"),
        ("下降7.93%", "下降8.93%"),
        ("公务接待费支出14.2万元", "公务接待费支出15.2万元"),
        ("种子案件12件", "种子案件13件"),
        ("增加1340元", "增加1440元"),
        ("9.59%", "9.95%"),
        ("非常满意120份", "非常满意130份"),
        ("追加16494.43", "追加16594.43"),
        ("339.23%", "349.23%"),
        ("预算执行率100%", "预算执行率99%"),
        ("项目支出17371.36万元，主要", "项目支出17471.36万元，主要"),
        ("合格1249批次", "合格1149批次"),
        ("离休1人", "离休2人"),
    ),
    "chengguan-2022": (
        ("6,923.15", "6,823.15"),
        ("4.58%", "5.58%"),
        ("344.24", "354.24"),
        ("874.75", "884.75"),
        ("5.43%", "4.43%"),
        ("9,850万元", "9,950万元"),
        ("185起", "195起"),
        ("16.42%", "26.42%"),
        ("结案1,226件", "结案1,126件"),
        ("合计23座", "合计24座"),
    ),
    "shuili-form-2024": (
        ("2460.50", "2360.50"),
        ("7990.12", "7890.12"),
        ("6969.76", "6869.76"),
        ("8650.12", "8550.12"),
        ("1680.36 | 1680.36", "1680.36 | 1780.36"),
        ("96.97%", "95.97%"),
    ),
    "weisheng-2024": (
        ("事业编制1,228人", "事业编制1,238人"),
        ("12,896.15", "12,996.15"),
        ("88.56%", "89.56%"),
        ("其他专项10,371", "其他专项10,471"),
        ("公务用车运行维护23.5万元", "公务用车运行维护24.5万元"),
        ("下降5.56%", "下降6.56%"),
        ("下降7.8%", "下降8.8%"),
        ("网上信访46件", "网上信访56件"),
    ),
    "jiaotong-2023": (
        ("98.21%", "97.21%"),
        ("超限超载\n1,026件", "超限超载\n1,126件"),
    ),
    "minzheng-2023": (
        ("行政编制46名", "行政编制47名"),
        ("2,356.18万元", "2,456.18万元"),
        ("1,560.18万元", "1,570.18万元"),
        ("6.47%", "6.57%"),
        ("97.79%", "96.79%"),
        ("对个人和家庭的补助17,850", "对个人和家庭的补助17,950"),
        ("项目支出20,252.25", "项目支出20,352.25"),
        ("特困供养2,600", "特困供养2,700"),
        ("农村低保2.84万户4.5万人", "农村低保2.94万户4.5万人"),
        ("分散供养3,647人", "分散供养3,657人"),
        ("公办42家", "公办52家"),
        ("女性704人次", "女性714人次"),
        ("基金会6个", "基金会9个"),
        ("不满意12份", "不满意32份"),
    ),
    "gongan-2022": (
        ("基本支出8,965.33万元，项目", "基本支出8,965.93万元，项目"),
        ("执行率97.99%", "执行率96.99%"),
        ("389.47", "399.47"),
        ("执行率35.57%", "执行率45.57%"),
    ),
    "shichang-2021": (
        ("机关工勤5人", "机关工勤6人"),
        ("1,862.42", "1,861.42"),
        ("99.84%", "98.84%"),
        ("92.35%", "93.35%"),
        ("年末结转结余1.6万元", "年末结转结余2.6万元"),
        ("97.68%", "96.68%"),
        ("农民专业合作社54户", "农民专业合作社84户"),
    ),
    "jiaoyu-2022": (
        ("162350.12", "162250.12"),
        ("138625.75", "138725.75"),
        ("82.02%", "83.02%"),
        ("124.95%", "134.95%"),
        ("公办园138所", "公办园148所"),
        ("公招230人", "公招240人"),
        ("550万元，义务", "650万元，义务"),
        ("延续性项目52个", "延续性项目53个"),
        ("年末结转结余767万元", "年末结转结余867万元"),
    ),
}
"""A figure of each report that others depend on, and what it becomes."""


def _text(name: str) -> str:
    return (REPORTS / f"{name}.txt").read_text(encoding="utf-8")


def _arithmetic(name: str, text: str) -> tuple[Finding, ...]:
    year = int(name[-4:])
    return check(Case(empty_record(year=year), read(text), GENERAL), rules=ARITHMETIC)


@pytest.mark.parametrize("name", NAMES)
def test_a_report_whose_figures_fit_is_left_alone(name: str) -> None:
    """With an empty record no rule on figures says anything."""
    assert [finding.message.zh for finding in _arithmetic(name, _text(name))] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_record_by_the_rules_reader_raises_no_more_than_the_telephone_of_the_form(name: str) -> None:
    """Read by the rules, a clean report has no finding beyond the name and number on the form."""
    raw = RawDocument(name, _text(name))
    record = asyncio.run(extract_document(raw, reader=RulesReader(), domain=GENERAL))
    told = {finding.rule for finding in record.findings or ()}
    assert told <= ({"personal_data"} if "form" in name else set())


@pytest.mark.parametrize(
    ("name", "was", "becomes"), [(name, *change) for name, changes in CHANGES.items() for change in changes]
)
def test_a_changed_figure_is_noticed(name: str, was: str, becomes: str) -> None:
    """One changed figure of a clean report brings at least one finding on figures."""
    text = _text(name)
    assert was in text
    assert _arithmetic(name, text.replace(was, becomes, 1))
