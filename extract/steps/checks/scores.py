"""Rules on what a report says of itself: goal and result, score and problems, grade and score."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from rapidfuzz import fuzz

from extract.language import Text
from extract.model.record import Finding, Severity
from extract.model.text import SectionKind, Span, Unit, UnitRole
from extract.steps.checks.findings import finding
from extract.steps.checks.reading.precision import plain
from extract.steps.checks.reading.sheet import Sheet

FULL_MARKS: Final = Decimal(100)
"""总分一般设置为100分 (《项目支出绩效评价管理办法》, 财预〔2020〕10号)."""

GRADES: Final = ((Decimal(90), "优"), (Decimal(80), "良"), (Decimal(60), "中"), (Decimal(0), "差"))
"""90（含）—100分为优、80（含）—90分为良、60（含）—80分为中、60分以下为差 (the same)."""

SAME: Final = 96
"""Likeness in % from which a result repeats its goal; a changed tense leaves two long sentences this alike."""

_LEAST: Final = 16
_SCORE: Final = re.compile(r"自评(?:总)?(?:得|评)?分?(?:结果)?(?:为|是|得分|：|:|，)*(?P<score>\d{2,3}(?:\.\d+)?)\s*分")
_WORDS: Final = {"优秀": "优", "良好": "良", "合格": "中", "较差": "差", "不合格": "差"}
_INTENT: Final = re.compile(r"^(?:将|要|计划|力争|努力|争取|确保)|目标[：:]|[\s*#“”，、]")
_RESULTS: Final = frozenset({SectionKind.WORK, SectionKind.EFFECT, SectionKind.EVALUATION})


def score_against_text(sheet: Sheet) -> Iterator[Finding]:
    """Compare the score with the problems that the report states, and the grade with the score.

    Source: 财预〔2020〕10号: full marks leave no deduction for a stated problem; the bands of grades are those of ``GRADES``
    (a department's own scheme may differ, so it is a warning).
    """
    stated = _score(sheet)
    if stated is None:
        return
    score, span, item = stated
    problems = [problem.statement for problem in sheet.case.record.problems if problem.statement.span]
    if score >= FULL_MARKS and problems:
        yield finding(
            "score_against_text",
            Severity.WARNING,
            Text(
                f"自评得满分{plain(score)}分，但报告列出{len(problems)}个存在的问题，未见扣分。",
                f"The self-score is full marks ({plain(score)}), yet {len(problems)} problems are stated.",
            ),
            spans=(span, *(problem.span for problem in problems if problem.span)),
            stated=plain(score),
            items=(item, *(problem.id for problem in problems)),
        )
    yield from _grade(sheet, score, span)


def _score(sheet: Sheet) -> tuple[Decimal, Span, str | None] | None:
    stated = sheet.case.record.profile.self_score
    if stated and stated.span:
        try:
            return Decimal(stated.value), stated.span, stated.id
        except InvalidOperation:
            return None
    match = _SCORE.search(sheet.text)
    return (Decimal(match["score"]), sheet.span(*match.span("score")), None) if match else None


def _grade(sheet: Sheet, score: Decimal, span: Span) -> Iterator[Finding]:
    grade = sheet.case.record.profile.self_grade
    if grade is None or grade.span is None or score > FULL_MARKS:
        return
    named = _WORDS.get(grade.value, grade.value[:1])
    due = next(word for least, word in GRADES if score >= least)
    if named in {word for _, word in GRADES} and named != due:
        yield finding(
            "score_against_text",
            Severity.WARNING,
            Text(
                f"自评{plain(score)}分，按通行分档应为“{due}”，文中等级为“{grade.value}”。",
                f"A score of {plain(score)} is graded {due} by the usual bands; the text says {grade.value}.",
            ),
            spans=(span, grade.span),
            stated=plain(score),
            items=(grade.id,),
            steps=(f"{plain(score)} → {due} ≠ {grade.value}",),
        )


def goal_equals_result(sheet: Sheet) -> Iterator[Finding]:
    """Find results that only repeat the words of a goal.

    Source: evaluators' practice: the form asks beside each goal (预期目标) for what was done (完成情况); a copied goal states none.
    """
    goals = [goal.span for goal in sheet.case.record.goals if goal.span] or _goal_units(sheet)
    results = [(unit, _words(sheet, unit.core)) for unit in _result_units(sheet, goals)] if goals else []
    for goal in goals:
        words = _words(sheet, goal)
        match = next((unit for unit, told in results if _repeats(words, told)), None)
        if match:
            shown = words[:_LEAST]
            yield finding(
                "goal_equals_result",
                Severity.WARNING,
                Text(
                    f"完成情况照抄绩效目标：“{shown}…”，未说明实际结果。",
                    f"A result repeats the goal “{shown}…” and states no outcome.",
                ),
                spans=(goal, match.core),
            )


def _goal_units(sheet: Sheet) -> list[Span]:
    units = sheet.case.reading.under(SectionKind.GOALS)
    return [unit.core for unit in units if unit.role is not UnitRole.HEADING]


def _result_units(sheet: Sheet, goals: list[Span]) -> list[Unit]:
    reading = sheet.case.reading
    return [
        unit
        for unit in reading.units
        if unit.role is not UnitRole.HEADING
        and len(unit.text) >= _LEAST
        and set(reading.kinds(unit)) & _RESULTS
        and not any(unit.core.overlap(goal) for goal in goals)
    ]


def _words(sheet: Sheet, span: Span) -> str:
    return _INTENT.sub("", sheet.case.text[slice(*span)])


def _repeats(goal: str, result: str) -> bool:
    return len(goal) >= _LEAST and len(result) >= _LEAST and fuzz.ratio(goal, result, score_cutoff=SAME) >= SAME
