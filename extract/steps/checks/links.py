"""Rules on links: problems and improvements, and last year's findings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from extract.language import Text
from extract.model.record import Finding, Record, Severity
from extract.model.report import Improvement, Problem
from extract.model.text import SectionKind, UnitRole
from extract.steps.checks.findings import finding
from extract.steps.checks.reading.sheet import Sheet

MANAGEMENT: Final = frozenset({"budget", "performance_management", "internal_control"})
"""Topics that the evaluation itself is about: a remedy there admits a defect, elsewhere it may only be next year's plan."""

_NOTHING: Final = re.compile(r"^(?:无|没有|不适用|暂无|无。)$")
_SHOWN: Final = 30
_PROMISES: Final = re.compile(r"改进措施|改进建议|下一步|工作打算|有关建议|意见建议|整改措施|对策")
_REMEDY: Final = re.compile(
    r"(?:进一步|继续|持续|不断|切实|着力)?(?:加强|完善|提高|提升|强化|优化|合理|加大|加快|建立|健全|规范|落实|推进|细化|严格)"
    r"(?![^。；]*(?:不足|不够|不高|不强|不到位|有待|薄弱|滞后|偏低|偏慢|欠缺|缺乏|困难|问题))"
)


def problem_without_improvement(sheet: Sheet) -> Iterator[Finding]:
    """Find problems that no improvement answers, by link, by topic or in the problem's own words.

    Source: 财预〔2020〕10号 附件 参考提纲: 存在的问题及原因分析, 有关建议 — each problem is to be followed by what will be done.
    """
    record = sheet.case.record
    answered = {position for improvement in record.improvements for position in improvement.addresses}
    topics = {improvement.topic for improvement in record.improvements}
    open_ones = [p for n, p in enumerate(record.problems) if n not in answered and p.topic not in topics]
    if not record.improvements and (_has(sheet, SectionKind.IMPROVEMENTS) or _PROMISES.search(sheet.text)):
        return  # the report speaks of improvements that the reader did not take
    said = _improving_text(record)
    for problem in open_ones:
        if problem.statement.span and not (_remedied(problem) or _spoken_of(sheet, problem, said)):
            yield finding(
                "problem_without_improvement",
                Severity.WARNING,
                Text(
                    f"问题“{_short(problem.statement.text)}”没有对应的改进措施。",
                    f"No improvement answers the problem “{_short(problem.statement.text)}”.",
                ),
                spans=(problem.statement.span,),
                items=(problem.statement.id,),
            )


def improvement_without_problem(sheet: Sheet) -> Iterator[Finding]:
    """Find improvements of budget, performance management or control that answer no stated problem.

    Source: as above. Improvements of the department's business are left alone: they may be next year's plan, while a
    remedy for the use of money admits a defect that the section on problems should have stated.
    """
    record = sheet.case.record
    stated = {problem.topic for problem in record.problems}
    loose: defaultdict[str, list[Improvement]] = defaultdict(list)
    for improvement in record.improvements:
        if not improvement.addresses and improvement.topic in MANAGEMENT - stated and improvement.statement.span:
            loose[improvement.topic].append(improvement)
    for topic, found in loose.items() if record.problems else ():
        named = [f"“{_short(improvement.statement.text)}”" for improvement in found]
        yield finding(
            "improvement_without_problem",
            Severity.INFO,
            Text(
                f"{_topic(sheet, topic)}方面的改进措施{'、'.join(named)}没有对应的问题，问题部分可能有遗漏。",
                f"Improvements answer no stated problem: {', '.join(named)}.",
            ),
            spans=[improvement.statement.span for improvement in found if improvement.statement.span],
            items=[improvement.statement.id for improvement in found],
        )


def rectification_missing(sheet: Sheet) -> Iterator[Finding]:
    """Find a section on last year's findings that says nothing, or none where last year's report stated problems.

    Source: 《中共中央 国务院关于全面实施预算绩效管理的意见》（中发〔2018〕34号）: 绩效评价结果 are fed back, and what they show is put right.
    """
    reading, record, previous = sheet.case.reading, sheet.case.record, sheet.case.previous
    for section in reading.sections:
        if section.kind is SectionKind.RECTIFICATION and section.heading and _silent(sheet, section.index):
            yield finding(
                "rectification_missing",
                Severity.WARNING,
                Text(
                    "“上年度问题整改”部分没有写明整改情况。",
                    "The section on last year's findings says nothing of them.",
                ),
                spans=(section.heading,),
            )
            return
    if previous and previous.problems and not record.rectification and not _has(sheet, SectionKind.RECTIFICATION):
        title = record.profile.report_type
        yield finding(
            "rectification_missing",
            Severity.WARNING,
            Text(
                f"上年度报告列出{len(previous.problems)}个问题，本年度报告没有说明整改情况。",
                f"Last year's report states {len(previous.problems)} problems; this one does not say what was done.",
            ),
            spans=(title.span,) if title and title.span else (),
        )


def _silent(sheet: Sheet, section: int) -> bool:
    said = [u for u in sheet.case.reading.units if u.section == section and u.role is not UnitRole.HEADING]
    nested = any(s.parent == section for s in sheet.case.reading.sections)
    return not nested and all(_NOTHING.match(unit.text) and not unit.text.startswith("无") for unit in said)


def _improving_text(record: Record) -> str:
    """Return all that the report says it will do, remedies that were read as problems included."""
    remedies = [problem.statement.text for problem in record.problems if _REMEDY.match(problem.statement.text)]
    steps = [step.text for improvement in record.improvements for step in (improvement.statement, *improvement.steps)]
    return "。".join((*steps, *remedies))


def _spoken_of(sheet: Sheet, problem: Problem, said: str) -> bool:
    """Whether the improvements speak of the problem's topic in its own words, or the problem is a remedy itself."""
    if _REMEDY.match(problem.statement.text):
        return True
    words = next((term.words for term in sheet.case.domain.topics if term.key == problem.topic), ())
    own = [word for word in words if word in problem.statement.text]
    return any(word in said for word in own)


def _remedied(problem: Problem) -> bool:
    """Whether the problem's own sentences promise a remedy (需要进一步…, 下一步将…)."""
    return any(re.search(r"下一步|将(?:进一步|继续|加强|加大)|拟", detail.text) for detail in problem.details)


def _has(sheet: Sheet, kind: SectionKind) -> bool:
    return any(section.kind is kind for section in sheet.case.reading.sections)


def _topic(sheet: Sheet, key: str) -> str:
    return next((term.zh for term in sheet.case.domain.topics if term.key == key), key)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
