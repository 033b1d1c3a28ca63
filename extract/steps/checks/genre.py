"""Rule ``not_a_report``: a text that is no performance self-evaluation report of a department."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from extract.language import Text
from extract.model.record import Finding, Severity
from extract.model.report import ReportType
from extract.model.text import Span
from extract.steps.checks.findings import finding
from extract.steps.checks.reading.flow import PARAGRAPH
from extract.steps.checks.reading.sheet import Sheet

_SIGNS: Final = (
    re.compile(r"绩效"),
    re.compile(r"自评|评价"),
    re.compile(r"预算|决算|支出|经费|资金"),
    re.compile(r"部门|单位|局|委员会|办公室|中心"),
    re.compile(r"存在.{0,6}(?:问题|不足)|改进措施|下一步"),
)
"""What every report of the genre speaks of."""

_TITLE: Final = re.compile(
    r"[^。；，：:]{0,40}(?:整体支出|部门支出|部门预算|整体预算|部门整体|单位整体)(?:预算)?"
    r"绩效(?:自评价?|自我评价|评价)(?:工作)?(?:报告|情况|总结)(?:[（(][^）)]*[）)])?"
)
_TITLE_LINES: Final = 5
_NEEDED: Final = 4
_SHORTEST: Final = 120
_DENSE: Final = re.compile(r"绩效")
_PER: Final = 4000


def not_a_report(sheet: Sheet) -> Iterator[Finding]:
    """Say that a text is no such report: it lacks the genre's words, or its type is another.

    Source: the definition of the genre, 财预〔2020〕10号 and 财预〔2013〕53号 (部门整体支出绩效自评).
    """
    text, kind = sheet.case.text, sheet.case.record.profile.report_type
    if kind is not None and kind.value is ReportType.PROJECT_REPORT:
        yield _finding(
            sheet,
            Severity.INFO,
            Text(
                "这是项目支出绩效报告，不是部门整体支出绩效自评报告。",
                "This is a report on one project, not on a department's overall expenditure.",
            ),
        )
        return
    overall = kind is not None and kind.value is not ReportType.OTHER
    if (overall and len(sheet.text) >= _SHORTEST) or _entitled(sheet):
        return
    signs = sum(bool(pattern.search(sheet.text)) for pattern in _SIGNS)
    dense = len(_DENSE.findall(sheet.text)) * _PER >= len(text)
    if len(sheet.text) < _SHORTEST or signs < _NEEDED or not dense:
        yield _finding(
            sheet,
            Severity.WARNING,
            Text(
                "这份文本不像部门整体支出绩效自评报告，抽取结果不宜采用。",
                "This text does not look like a self-evaluation report; do not rely on its record.",
            ),
        )


def _entitled(sheet: Sheet) -> bool:
    """Whether a line of the first few is the genre's own title; a report cut short is still one."""
    lines = (line for line in sheet.text.split(PARAGRAPH) if line.strip())
    return any(_TITLE.fullmatch(line.strip(" #*")) for line in islice(lines, _TITLE_LINES))


def _finding(sheet: Sheet, severity: Severity, message: Text) -> Finding:
    kind = sheet.case.record.profile.report_type
    units = sheet.case.reading.units
    span = kind.span if kind and kind.span else (Span(units[0].start, units[0].end) if units else None)
    return finding("not_a_report", severity, message, spans=(span,) if span else ())
