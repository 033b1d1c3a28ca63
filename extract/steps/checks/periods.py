"""Rule ``period_mismatch``: an annual report that gives figures for part of the year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extract.language import Text
from extract.model.record import Finding, Severity
from extract.model.report import ReportType
from extract.model.text import SectionKind, Span, Unit, UnitRole
from extract.steps.checks.findings import finding
from extract.steps.checks.reading.sheet import Sheet

_MONTH: Final = r"(?P<last>1[0-2]|0?[1-9])\s*月(?:\s*份)?(?:\s*(?P<day>\d{1,2})\s*日|底|末)?"
_TO: Final = r"\s*(?:至|到|[—–~～－-]+)\s*"
_YEAR: Final = r"(?:(?P<{name}>(?:19|20)\d\d)\s*年\s*)?"
_PARTS: Final = (
    re.compile(
        rf"{_YEAR.format(name='year')}0?1\s*(?:月(?:\s*份)?(?:\s*1\s*日)?)?{_TO}{_YEAR.format(name='until')}{_MONTH}"
    ),
    re.compile(rf"(?:截\s*[至止](?:\s*到)?|(?:(?<=[，。；\n])|^)\s*[至到])\s*{_YEAR.format(name='year')}{_MONTH}"),
    re.compile(rf"{_YEAR.format(name='year')}前三季度"),
)
_HALF: Final = re.compile(rf"{_YEAR.format(name='year')}上半年")
"""In a heading it names the period of the section, in a sentence often only when something was done."""
_FULL: Final = re.compile(r"全年|年末|年底|下半年|四季度|第四季度|12\s*月|进度|序时|目标值|计划|编制|在职|在编|实有")
_DECEMBER: Final = 12
_LEAST_MONTH: Final = 6  # what ran from January to March was a campaign, not the year's count
_ANNUAL: Final = frozenset({ReportType.DEPARTMENT_OVERALL_REPORT, ReportType.DEPARTMENT_OVERALL_FORM})
_ELSEWHERE: Final = frozenset(
    {
        SectionKind.COVER,
        SectionKind.FUNCTIONS,
        SectionKind.ORGANISATION,
        SectionKind.STAFFING,
        SectionKind.GOALS,
        SectionKind.IMPROVEMENTS,
        SectionKind.RECTIFICATION,
    }
)


def period_mismatch(sheet: Sheet) -> Iterator[Finding]:
    """Find figures of an annual report that cover only the first months of its year.

    Source: the report evaluates a fiscal year, 1 January to 31 December (《中华人民共和国预算法》第十八条); results counted to an
    earlier day are not the year's.
    """
    year, kind = sheet.case.year, sheet.case.record.profile.report_type
    if year is None or (kind is not None and kind.value not in _ANNUAL):
        return
    told = {
        unit.start: (span, words) for unit in sheet.case.reading.units for span, words in _partial(sheet, unit, year)
    }
    if told:
        words = list(dict.fromkeys(word for _, word in told.values()))
        yield finding(
            "period_mismatch",
            Severity.WARNING,
            Text(
                f"{year}年度报告中的数据只统计到年内某月：{'、'.join(words)}，不是全年数。",
                f"The report for {year} gives figures for part of the year only: {', '.join(words)}.",
            ),
            spans=[span for span, _ in told.values()],
        )


def _partial(sheet: Sheet, unit: Unit, year: int) -> Iterator[tuple[Span, str]]:
    text = sheet.case.text
    piece = text[unit.start : unit.end]
    if "月" not in piece and "半年" not in piece and "季度" not in piece:
        return
    patterns = (*_PARTS, _HALF) if unit.role is UnitRole.HEADING else _PARTS
    match = next((m for pattern in patterns for m in pattern.finditer(piece) if _within(m, year)), None)
    if match is None or _FULL.search(piece) or set(sheet.case.reading.kinds(unit)) & _ELSEWHERE:
        return
    if not _counts(sheet, unit):
        return
    span = unit.core if unit.role is UnitRole.HEADING else Span(unit.start + match.start(), unit.start + match.end())
    yield span, re.sub(r"\s", "", match[0])


def _within(match: re.Match[str], year: int) -> bool:
    named = match.groupdict()
    stated = named.get("until") or named.get("year")
    last = int(named["last"]) if named.get("last") else _LEAST_MONTH
    return _LEAST_MONTH <= last < _DECEMBER and (stated is None or int(stated) == year)


def _counts(sheet: Sheet, unit: Unit) -> bool:
    """Whether figures stand in the unit or, for a heading, in its section."""
    end = unit.end
    if unit.role is UnitRole.HEADING:
        end = sheet.case.reading.sections[unit.section].end
    first, last = sheet.flow.at(unit.start), sheet.flow.at(end)
    return any(first <= figure.start < last for figure in sheet.figures)
