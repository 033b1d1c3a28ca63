"""Rules on sections: those that the report's type asks for, and those with nothing under their heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from extract.language import Text
from extract.model.record import Finding, Severity
from extract.model.report import ReportType
from extract.model.text import Section, SectionKind, Span, Unit, UnitRole
from extract.steps.checks.findings import finding
from extract.steps.checks.reading.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Needed:
    """A part that a report of a type has: its names, the kinds of section and the words in headings that show it."""

    zh: str
    en: str
    kinds: frozenset[SectionKind]
    words: re.Pattern[str]


_K = SectionKind
NEEDED: Final = (
    Needed(
        "部门基本情况",
        "the department",
        frozenset({_K.OVERVIEW, _K.FUNCTIONS, _K.ORGANISATION}),
        re.compile(r"概况|基本情况|职能|职责|机构"),
    ),
    Needed(
        "预算收支或支出情况",
        "revenue and expenditure",
        frozenset({_K.FINANCE}),
        re.compile(r"收支|支出|预算|决算|资金|经费"),
    ),
    Needed(
        "绩效分析",
        "the analysis of performance",
        frozenset({_K.EVALUATION, _K.EFFECT, _K.WORK, _K.MANAGEMENT}),
        re.compile(r"绩效|评价|效能|完成情况|履职"),
    ),
    Needed("存在的问题", "problems", frozenset({_K.PROBLEMS}), re.compile(r"问题|不足|困难")),
    Needed(
        "改进措施或建议", "improvements", frozenset({_K.IMPROVEMENTS}), re.compile(r"改进|建议|措施|打算|下一步|整改")
    ),
)
"""What a self-evaluation report of a department's overall expenditure holds; a form has the last two."""

_FORM: Final = 2

_TYPES: Final = frozenset({ReportType.DEPARTMENT_OVERALL_REPORT, ReportType.DEPARTMENT_OVERALL_FORM})
_NAMING: Final = re.compile(
    r"(?:情况|分析|建设|管理|结论|问题|措施|建议|效益|目标|概况|职能|职责|绩效|成效|做法|方面|制度)$"
)
_PHRASE: Final = 15
_HEADING: Final = 25
_FEW: Final = 2


def missing_section(sheet: Sheet) -> Iterator[Finding]:
    """Find the parts that the report's type asks for and that neither headings nor the record show.

    Source: 《项目支出绩效评价管理办法》（财预〔2020〕10号）附件, 参考提纲: 基本情况, 绩效分析, 存在的问题及原因分析, 有关建议;
    the reports of a department's overall expenditure follow the same outline.
    """
    record, reading = sheet.case.record, sheet.case.reading
    kind = record.profile.report_type
    if kind is None or kind.value not in _TYPES:
        return
    headings = " ".join(section.title for section in reading.sections if section.heading)
    kinds = {section.kind for section in reading.sections}
    if len([section for section in reading.sections if section.heading]) <= _FEW:
        return
    needed = NEEDED if kind.value is ReportType.DEPARTMENT_OVERALL_REPORT else NEEDED[-_FORM:]
    stated = {
        "存在的问题": bool(record.problems),
        "改进措施或建议": bool(record.improvements),
        "预算收支或支出情况": bool(record.finance),
    }
    absent = [n for n in needed if not (n.kinds & kinds or n.words.search(headings) or stated.get(n.zh))]
    if absent and kind.span:
        yield finding(
            "missing_section",
            Severity.WARNING,
            Text(
                f"报告缺少以下部分：{'、'.join(needed.zh for needed in absent)}。",
                f"The report lacks: {', '.join(needed.en for needed in absent)}.",
            ),
            spans=(kind.span,),
        )


def empty_section(sheet: Sheet) -> Iterator[Finding]:
    """Find headings with nothing under them, or with no more than another heading's words.

    Source: the outline of the template: every heading of it asks for a statement. Lists of names that look like headings
    are left alone: at least one other heading of the level must have text of its own.
    """
    sections = sheet.case.reading.sections
    parents = {section.parent for section in sections}
    content = _content(sheet)
    for section in sections:
        if section.heading is None or section.index in parents or content[section.index]:
            continue
        siblings = [s for s in sections if s.level == section.level and s is not section]
        if _named(section) and any(content[s.index] or s.index in parents for s in siblings):
            yield _empty(section, section.heading)


def _named(section: Section) -> bool:
    bare = section.title.rstrip("：:")
    return len(bare) <= _HEADING and (section.kind is not SectionKind.OTHER or bool(_NAMING.search(bare)))


def _content(sheet: Sheet) -> dict[int, bool]:
    """Say of each section whether something other than headings stands directly in it."""
    reading = sheet.case.reading
    found = dict.fromkeys((section.index for section in reading.sections), False)
    for unit in reading.units:
        own = reading.sections[unit.section].heading
        beyond = own is None or unit.end > own.end
        if unit.role is not UnitRole.HEADING and beyond and not _bare_phrase(unit):
            found[unit.section] = True
    return found


def _bare_phrase(unit: Unit) -> bool:
    return len(unit.text) <= _PHRASE and bool(_NAMING.search(unit.text))


def _empty(section: Section, heading: Span) -> Finding:
    title = f"{section.number or ''}{section.title}"
    return finding(
        "empty_section",
        Severity.WARNING,
        Text(f"“{title}”标题下没有内容。", f"There is nothing under the heading “{title}”."),
        spans=(heading,),
    )
