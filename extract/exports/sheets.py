"""The tables of a tabular export, in order: an overview to compare departments by, then one table a list."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extract.exports.columns import (
    CHANGE,
    DOCUMENT,
    EVIDENCE,
    Cell,
    Sheet,
    block_rows,
    finance_rows,
    metric_rows,
    number,
    passage_rows,
    profile_rows,
    staffing_rows,
)
from extract.exports.material import Material
from extract.language import Language, Text
from extract.model.names import LISTS, name_of
from extract.model.quantity import SCALES
from extract.model.record import Severity
from extract.steps.checks.rules import RULES
from extract.steps.overview import overview

TEN_THOUSAND = SCALES["万"]
COUNTED = (
    "functions",
    "internal_units",
    "staffing",
    "finance",
    "metrics",
    "goals",
    "measures",
    "problems",
    "improvements",
)
NUMBER = Text("序号", "No.")
TOPIC = Text("主题", "Topic")
TEXT = Text("内容", "Text")


def overview_rows(material: Material, language: Language) -> Iterator[tuple[Cell, ...]]:
    """One row a report: who, when, how much, how many, how sure."""
    del language
    record, row = material.record, overview(material.record)
    findings = record.findings or ()
    yield (
        row.document,
        row.department,
        row.year,
        in_ten_thousands(row.budget),
        in_ten_thousands(row.actual),
        row.execution_rate,
        *(len(getattr(record, name)) for name in COUNTED),
        *(sum(1 for finding in findings if finding.severity is severity) for severity in Severity),
        material.doubtful(),
        record.source.path if record.source else None,
    )


def in_ten_thousands(yuan: Decimal | None) -> Decimal | None:
    """Return an amount of 元 in 万元."""
    return None if yuan is None else (yuan / TEN_THOUSAND).normalize() + 0


def finding_rows(material: Material, language: Language) -> Iterator[tuple[Cell, ...]]:
    """Rows of what does not fit, with the calculation."""
    for finding in material.record.findings or ():
        message = finding.message.en if language is Language.EN else finding.message.zh
        quoted = " | ".join(material.sentence(span) for span in finding.spans)
        shown = (
            name_of(finding.severity, language),
            rule_name(finding.rule, language),
            message,
            number_or_text(finding.stated),
        )
        computed = number_or_text(finding.computed)
        yield (
            material.record.document,
            *shown,
            computed,
            finding.tolerance,
            "\n".join(finding.steps),
            quoted,
            finding.rule,
            finding.id,
        )


def rule_name(rule: str, language: Language) -> str:
    """Return what a rule asks for, in one line; a rule that is not ours is named as it is."""
    return next((one.says.in_(language) for one in RULES if one.name == rule), rule)


def number_or_text(value: str | None) -> Cell:
    """Return a decimal string as a number, anything else as it is."""
    try:
        return number(value)
    except ArithmeticError:
        return value


def _block(name: str, head: str, part: str) -> Sheet:
    headers = (DOCUMENT, NUMBER, Text("层级", "Level"), TOPIC, TEXT, Text("对应问题", "Answers problem"), *EVIDENCE)
    return Sheet(name, LISTS[name], headers, block_rows(name, head, part))


def _passages(name: str) -> Sheet:
    return Sheet(name, LISTS[name], (DOCUMENT, NUMBER, TEXT, *EVIDENCE), passage_rows(name))


OVERVIEW = Sheet(
    "overview",
    Text("总览", "Overview"),
    (
        DOCUMENT,
        Text("部门", "Department"),
        Text("年度", "Year"),
        Text("预算（万元）", "Budget (10,000 yuan)"),
        Text("决算（万元）", "Actual (10,000 yuan)"),
        Text("执行率（%）", "Execution rate (%)"),
        *(Text(f"{LISTS[name].zh}数", f"{LISTS[name].en}: count") for name in COUNTED),
        Text("错误", "Errors"),
        Text("警告", "Warnings"),
        Text("提示", "Notes"),
        Text("待复核", "To review"),
        Text("来源文件", "Source"),
    ),
    overview_rows,
)

SHEETS = (
    OVERVIEW,
    Sheet(
        "findings",
        LISTS["findings"],
        (
            DOCUMENT,
            Text("级别", "Severity"),
            Text("规则", "Rule"),
            Text("说明", "Message"),
            Text("原文数", "Stated"),
            Text("计算数", "Computed"),
            Text("容差", "Tolerance"),
            Text("计算过程", "Calculation"),
            Text("原文依据", "Evidence"),
            Text("规则代码", "Rule id"),
            Text("标识", "Id"),
        ),
        finding_rows,
    ),
    Sheet("profile", LISTS["profile"], (DOCUMENT, Text("项目", "Field"), Text("值", "Value"), *EVIDENCE), profile_rows),
    Sheet(
        "finance",
        LISTS["finance"],
        (
            DOCUMENT,
            Text("科目", "Item"),
            Text("预算阶段", "Stage"),
            Text("名称", "Label"),
            Text("数值", "Value"),
            Text("单位", "Unit"),
            Text("年度", "Year"),
            *CHANGE,
            *EVIDENCE,
        ),
        finance_rows,
    ),
    Sheet(
        "metrics",
        LISTS["metrics"],
        (
            DOCUMENT,
            Text("名称", "Name"),
            Text("类别", "Category"),
            Text("数值", "Value"),
            Text("单位", "Unit"),
            Text("约数", "Qualifier"),
            Text("主体", "Subject"),
            Text("期间", "Period"),
            *CHANGE,
            *EVIDENCE,
        ),
        metric_rows,
    ),
    Sheet(
        "staffing",
        LISTS["staffing"],
        (DOCUMENT, Text("口径", "Kind"), Text("类别", "Category"), Text("人数", "Count"), *EVIDENCE),
        staffing_rows,
    ),
    _block("measures", "title", "actions"),
    _block("problems", "statement", "details"),
    _block("improvements", "statement", "steps"),
    _passages("functions"),
    _passages("internal_units"),
    _passages("goals"),
    _passages("rectification"),
)
"""All tables of ``csv`` and ``xlsx``, in the order of the workbook."""
