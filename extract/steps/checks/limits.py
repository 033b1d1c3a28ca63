"""Rules on what cannot exceed what: spending and budget, batches and persons, staff and posts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from extract.language import Text
from extract.model.quantity import Dimension
from extract.model.record import Finding, Severity
from extract.model.report import StaffCategory, Staffing, StaffKind
from extract.steps.checks.figures import Figure, Role
from extract.steps.checks.findings import finding
from extract.steps.checks.precision import plain
from extract.steps.checks.rates import ADJUSTMENT, DONE, INITIAL, PLANNED
from extract.steps.checks.sheet import Sheet
from extract.steps.checks.told import named

BATCHES: Final = frozenset({"批", "批次"})
PERSONS: Final = frozenset({"人", "人次"})
_BEYOND: Final = 2  # spending of more than twice the budget is another figure, not an overrun


def executed_within_budget(sheet: Sheet) -> Iterator[Finding]:
    """Compare spending with the revised budget that the same sentence states.

    Source: 《中华人民共和国预算法》第十三条: 各级政府、各部门、各单位的支出必须以经批准的预算为依据，未列入预算的不得支出.
    The initial budget may be exceeded after adjustment, so it is not compared.
    """
    for number in dict.fromkeys(figure.sentence for figure in sheet.figures):
        money = [f for f in sheet.sentence(number) if f.role is Role.VALUE and f.quantity.dimension is Dimension.MONEY]
        done = [f for f in money if DONE.search(f.label) and not PLANNED.search(f.label)]
        planned = [f for f in money if f not in done and _revised(f)]
        if len(done) == 1 and len(planned) == 1 and money.index(done[0]) > money.index(planned[0]):
            yield from _exceeds(planned[0], done[0])


def _revised(figure: Figure) -> bool:
    label = figure.label
    adjusted = ADJUSTMENT.search(label) is None or "后" in label
    return bool(PLANNED.search(label)) and not INITIAL.search(label) and adjusted


def _exceeds(budget: Figure, spent: Figure) -> Iterator[Finding]:
    if not budget.operand.high < spent.operand.low or spent.value > budget.value * _BEYOND:
        return
    scale = spent.quantity.scale
    over = plain((spent.value - budget.value) / scale)
    yield finding(
        "executed_within_budget",
        Severity.WARNING,
        Text(
            f"{named(spent)}{spent.written}超过{named(budget)}{budget.written}，超出{over}{spent.quantity.unit}，请说明原因。",
            f"{named(spent)} {spent.written} exceeds {named(budget)} {budget.written} by {over}{spent.quantity.unit}.",
        ),
        spans=(budget.span, spent.span),
        stated=plain(spent.value / scale),
        computed=plain(budget.value / scale),
        items=(budget.id, spent.id),
        steps=(f"{spent.written} - {budget.written} = {over}{spent.quantity.unit} > 0",),
    )


def batches_within_persons(sheet: Sheet) -> Iterator[Finding]:
    """Compare the batches of a visit with its persons, which cannot be fewer.

    Source: 《信访工作条例》: several persons may bring one matter together; a batch (批) is one or more of them.
    """
    for entry in sheet.entries:
        batches = next((f for f in entry.values if f.unit in BATCHES), None)
        persons = next((f for f in entry.values if f.unit in PERSONS), None)
        if batches and persons and batches.exact and persons.exact and batches.value > persons.value:
            yield finding(
                "batches_within_persons",
                Severity.ERROR,
                Text(
                    f"{named(batches)}{batches.written}{persons.written}：批次多于人次，每批至少一人。",
                    f"{named(batches)}: {batches.written} in {persons.written}; a batch has at least one person.",
                ),
                spans=(batches.span, persons.span),
                stated=plain(persons.value),
                computed=plain(batches.value),
                items=(batches.id, persons.id),
                steps=(f"{batches.written} > {persons.written}",),
            )


def staff_within_posts(sheet: Sheet) -> Iterator[Finding]:
    """Compare staff on duty with authorised posts of the same category.

    Source: 《预算绩效评价共性指标体系框架》（财预〔2013〕53号）, 在职人员控制率 = 在职人员数 ÷ 编制数 × 100 %, which should
    not exceed 100 %; 《地方各级人民政府机构设置和编制管理条例》.
    """
    staffing = sheet.case.record.staffing
    for category in StaffCategory:
        posts = _only(staffing, StaffKind.AUTHORIZED, category)
        staff = _only(staffing, StaffKind.ON_DUTY, category)
        if posts and staff and posts.span and staff.span and (staff.count or 0) > (posts.count or 0):
            yield finding(
                "staff_within_posts",
                Severity.WARNING,
                Text(
                    f"实有在职人员{staff.count}人超过编制{posts.count}人，超编{(staff.count or 0) - (posts.count or 0)}人，请说明原因。",
                    f"{staff.count} staff on duty exceed {posts.count} authorised posts.",
                ),
                spans=(posts.span, staff.span),
                stated=str(staff.count),
                computed=str(posts.count),
                items=(posts.id, staff.id),
                steps=(f"{staff.count} > {posts.count}",),
            )


def _only(staffing: tuple[Staffing, ...], kind: StaffKind, category: StaffCategory) -> Staffing | None:
    """Return the one figure of that kind and category; None where there is none or they differ."""
    found = [
        staff for staff in staffing if staff.kind is kind and staff.category is category and staff.count is not None
    ]
    return found[0] if found and len({staff.count for staff in found}) == 1 else None
