"""Rules on words that hide a figure: an expectation told as a result, a comparison without its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extract.language import Text
from extract.model.quantity import Dimension
from extract.model.record import Finding, Severity
from extract.model.text import SectionKind, Span, Unit, UnitRole
from extract.steps.checks.findings import finding
from extract.steps.checks.reading.sheet import Sheet

_RESULTS: Final = frozenset({SectionKind.EFFECT, SectionKind.EVALUATION, SectionKind.WORK, SectionKind.MANAGEMENT})
_AHEAD: Final = frozenset({SectionKind.GOALS, SectionKind.IMPROVEMENTS, SectionKind.PROBLEMS, SectionKind.FUNCTIONS})
_EXPECTS: Final = re.compile(
    r"(?:可达到?|预计(?:可|将|能)?(?:达到?)?|有望(?:达到?)?|力争(?:达到?)?|争取(?:达到?)?|将达到?|预期(?:可|将)?达到?)[^，。；\d]{0,8}$"
)
_PLANNED: Final = re.compile(r"目标|指标值|计划|预期|年初|应当|要求")
_COMPARES: Final = re.compile(
    r"(?:较|比|同|与)(?:上一?年度?|去年|往年|上年同期|去年同期|(?:19|20)\d\d年)(?:同期)?(?:相比|相较)?[，,]?[^，。；\d]{0,14}?"
    r"(?:明显|大幅度?|显著|有所|进一步|持续|稳步|不断|逐年|略有|较大)[^，。；\d]{0,4}(?:增加|减少|上升|下降|提高|提升|增长|降低|好转|改善|增强)"
)
_DIGIT: Final = re.compile(r"\d(?!\d{3}年)")
_CLAUSE: Final = 30


def expectation_as_result(sheet: Sheet) -> Iterator[Finding]:
    """Find rates and counts of the past year that are told as expected (可达到95%).

    Source: a self-evaluation reports results that were reached, measured after the year's end
    (《项目支出绩效评价管理办法》, 财预〔2020〕10号: 单位自评的对象为项目支出绩效目标的完成情况).
    """
    for figure in sheet.figures:
        clause = _clause(sheet.text, figure.start)
        if figure.quantity.dimension is Dimension.MONEY or not _EXPECTS.search(clause) or _PLANNED.search(clause):
            continue
        unit = sheet.case.reading.unit_at(figure.span.start)
        kinds = set(sheet.case.reading.kinds(unit)) if unit else set()
        if kinds & _RESULTS and not kinds & _AHEAD:
            expected = _EXPECTS.search(clause)
            start = figure.start - len(clause) + (expected.start() if expected else 0)
            yield finding(
                "expectation_as_result",
                Severity.WARNING,
                Text(
                    f"以预期代替结果：“{clause}{figure.quantity.text}”，应填写实际达到的数值。",
                    f"An expectation stands for a result: “{clause}{figure.quantity.text}”.",
                ),
                spans=(sheet.span(start, figure.end),),
                stated=figure.quantity.digits,
                items=(figure.id,),
            )


def _clause(text: str, end: int) -> str:
    start = max(text.rfind(mark, 0, end) for mark in "，。；\n：（") + 1
    return text[max(start, end - _CLAUSE) : end]


def vague_comparison(sheet: Sheet) -> Iterator[Finding]:
    """Find comparisons with an earlier year in a sentence without any figure (较上年明显提升).

    Source: 财预〔2020〕10号 asks for 定量优先、定量与定性相结合; a change without its figures cannot be checked.
    """
    reading = sheet.case.reading
    for unit in reading.units:
        piece = sheet.case.text[unit.start : unit.end]
        match = _COMPARES.search(piece)
        if match is None or unit.role is UnitRole.HEADING or set(reading.kinds(unit)) & _AHEAD:
            continue
        if not _DIGIT.search(piece[: match.start()] + piece[match.end() :]):
            yield _vague(unit, match)


def _vague(unit: Unit, match: re.Match[str]) -> Finding:
    said = re.sub(r"\s", "", match[0])
    return finding(
        "vague_comparison",
        Severity.INFO,
        Text(f"“{said}”没有给出数值和上年基数。", f"“{said}” gives neither figure nor base."),
        spans=(Span(unit.start + match.start(), unit.start + match.end()),),
    )
