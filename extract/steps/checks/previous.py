"""Rules against last year's record: bases, carry-over, problems that return, text copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from rapidfuzz import fuzz

from extract.language import Text
from extract.model.record import Finding, Record, Severity
from extract.model.report import BudgetStage, Change, Direction, Finance, FinanceItem, Metric
from extract.model.text import SectionKind, Span, Unit, UnitRole
from extract.steps.checks.findings import finding
from extract.steps.checks.reading.precision import Operand, Range, agrees, plain, stated_operand
from extract.steps.checks.reading.sheet import Sheet
from extract.steps.facts import plain_name

ALIKE: Final = 80
"""Likeness in % from which a problem is last year's again."""

SHARE: Final = Decimal("0.3")
"""Share of copied sentences from which a report is told to repeat last year's; duties and structure do not count."""

_LEAST: Final = 20
_GIVEN: Final = frozenset(
    {SectionKind.FUNCTIONS, SectionKind.ORGANISATION, SectionKind.STAFFING, SectionKind.COVER, SectionKind.OVERVIEW}
)
_PLAIN: Final = re.compile(r"[\s*#]|(?:19|20)\d\d年(?:度)?")
_OPENING: Final = re.compile(r"年初|上年|期初")
_CLOSING: Final = re.compile(r"年末|期末|本年")
Figure = Finance | Metric


def base_against_last_year(sheet: Sheet) -> Iterator[Finding]:
    """Compare the earlier figure that a comparison states or implies with the one in last year's report.

    Source: 勾稽 between years: this year's base is last year's figure (《会计基础工作规范》: figures of this period and the last must connect).
    """
    previous = sheet.case.previous
    if previous is None:
        return
    items: tuple[Figure, ...] = (*sheet.case.record.finance, *sheet.case.record.metrics)
    for item in items:
        earlier = _last_year(item, previous)
        base = _base(item)
        if earlier and base and item.span and earlier.value is not None:
            was = stated_operand(earlier.value, earlier.unit)
            if was.value and not agrees(was, base):
                yield _base_finding(item, earlier, base)


def _base(item: Figure) -> Range | None:
    """Return the earlier figure: stated, or the value less the amount of its change."""
    change = item.change
    if change is None:
        return None
    if change.base_value is not None:
        base = stated_operand(change.base_value, item.unit)
        return Range(base.value, base.low, base.high)
    if item.value is None or change.value is None or _unit(item.unit) != _unit(change.unit):
        return None
    return _implied(stated_operand(item.value, item.unit), stated_operand(change.value, change.unit), change)


def _implied(value: Operand, amount: Operand, change: Change) -> Range:
    sign = 1 if change.direction is Direction.DECREASE else -1
    middle = value.value + sign * amount.value
    spread = (value.step + amount.step) / 2
    return Range(middle, middle - spread, middle + spread)


def _unit(unit: str | None) -> str:
    return (unit or "").lstrip("万亿千百")


def _last_year(item: Figure, previous: Record) -> Figure | None:
    """Return last year's figure of the same name; None where there is none or it is not one."""
    found = [
        other
        for other in _candidates(item, previous)
        if _unit(other.unit) == _unit(item.unit) and other.value is not None
    ]
    return found[0] if found and len({(other.value, other.unit) for other in found}) == 1 else None


def _candidates(item: Figure, previous: Record) -> list[Figure]:
    if isinstance(item, Finance):
        name = plain_name(item.label)
        return [
            o for o in previous.finance if (o.item, o.stage) == (item.item, item.stage) and plain_name(o.label) == name
        ]
    name = plain_name(item.name)
    return [o for o in previous.metrics if plain_name(o.name) == name and o.subject == item.subject]


def _base_finding(item: Figure, earlier: Figure, base: Range) -> Finding:
    name = item.label if isinstance(item, Finance) else item.name
    scale = stated_operand("1", item.unit).value
    shown, was = plain(base.value / scale), f"{earlier.value}{earlier.unit or ''}"
    return finding(
        "base_against_last_year",
        Severity.WARNING,
        Text(
            f"{name}：按本年报告推算上年为{shown}{item.unit or ''}，上年报告为{was}。",
            f"{name}: by this report last year's figure was {shown}{item.unit or ''}; last year's report says {was}.",
        ),
        spans=(item.span,) if item.span else (),
        stated=shown,
        computed=earlier.value,
        items=(item.id,),
        steps=(f"{shown}{item.unit or ''} ≠ {was}",),
    )


def carryover_against_last_year(sheet: Sheet) -> Iterator[Finding]:
    """Compare the balance brought forward with last year's closing balance.

    Source: 《中华人民共和国预算法》第四十二条 (结转结余资金); the opening balance of a year is the closing balance of the last.
    """
    previous = sheet.case.previous
    opening = [f for f in sheet.case.record.finance if f.item is FinanceItem.CARRYOVER and _OPENING.search(f.label)]
    closing = [f for f in previous.finance if _closes(f)] if previous else []
    if len(opening) != 1 or len(closing) != 1 or opening[0].value is None or closing[0].value is None:
        return
    now, then = stated_operand(opening[0].value, opening[0].unit), stated_operand(closing[0].value, closing[0].unit)
    if not agrees(now, Range(then.value, then.low, then.high)) and opening[0].span:
        yield finding(
            "carryover_against_last_year",
            Severity.WARNING,
            Text(
                f"{opening[0].label}{opening[0].value}{opening[0].unit or ''}与上年报告年末结转结余{closing[0].value}{closing[0].unit or ''}不符。",
                f"{opening[0].value}{opening[0].unit or ''} brought forward; last year closed with {closing[0].value}{closing[0].unit or ''}.",
            ),
            spans=(opening[0].span,),
            stated=opening[0].value,
            computed=closing[0].value,
            items=(opening[0].id,),
        )


def _closes(figure: Finance) -> bool:
    closing = figure.stage in {None, BudgetStage.ACTUAL} and not _OPENING.search(figure.label)
    return figure.item is FinanceItem.CARRYOVER and (closing or bool(_CLOSING.search(figure.label)))


def repeated_problem(sheet: Sheet) -> Iterator[Finding]:
    """Find problems that last year's report stated too and promised to mend.

    Source: 中发〔2018〕34号, 绩效评价结果反馈与整改: a problem that returns was not mended.
    """
    previous = sheet.case.previous
    for problem in sheet.case.record.problems if previous else ():
        old = (
            next((o for o in previous.problems if _alike(o.statement.text, problem.statement.text)), None)
            if previous
            else None
        )
        if old and problem.statement.span:
            yield finding(
                "repeated_problem",
                Severity.INFO,
                Text(
                    f"问题“{problem.statement.text[:30]}”上年度报告已列出，本年度仍然存在。",
                    f"The problem “{problem.statement.text[:30]}” was stated last year already.",
                ),
                spans=(problem.statement.span,),
                items=(problem.statement.id,),
            )


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(one, other, score_cutoff=ALIKE) >= ALIKE


def copied_from_last_year(sheet: Sheet) -> Iterator[Finding]:
    """Measure how many sentences stand word for word in last year's report, years aside.

    Source: evaluators' practice; duties, structure and staffing stay the same and are not counted.
    """
    text = sheet.case.previous_text
    if text is None:
        return
    old = _PLAIN.sub("", text)
    own = [
        (unit, _PLAIN.sub("", sheet.case.text[slice(*unit.core)]))
        for unit in sheet.case.reading.units
        if _told(sheet, unit)
    ]
    counted = [(unit, words) for unit, words in own if len(words) >= _LEAST]
    copied = [unit for unit, words in counted if words in old]
    if not copied or len(copied) < SHARE * len(counted):
        return
    percent = plain(Decimal(100 * len(copied)) / len(counted), 0)
    yield finding(
        "copied_from_last_year",
        Severity.WARNING,
        Text(
            f"正文{len(counted)}句中有{len(copied)}句（{percent}%）与上年度报告逐字相同。",
            f"{len(copied)} of {len(counted)} sentences ({percent}%) stand word for word in last year's report.",
        ),
        spans=[Span(*unit.core) for unit in copied],
        stated=str(len(copied)),
        computed=str(len(counted)),
    )


def _told(sheet: Sheet, unit: Unit) -> bool:
    return unit.role is not UnitRole.HEADING and not set(sheet.case.reading.kinds(unit)) & _GIVEN
