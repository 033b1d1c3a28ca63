"""Rules on what cannot exceed what: spending and budget, batches and persons, staff and posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extract.language import Text
from extract.model.quantity import Dimension
from extract.model.record import Finding, Severity
from extract.model.report import StaffCategory, Staffing, StaffKind
from extract.steps.checks.findings import finding
from extract.steps.checks.rates import ADJUSTMENT, DONE, INITIAL, PLANNED
from extract.steps.checks.reading.figures import Figure, Role
from extract.steps.checks.reading.precision import plain
from extract.steps.checks.reading.sheet import Sheet
from extract.steps.checks.reading.told import named

BATCHES: Final = frozenset({"批", "批次"})
PERSONS: Final = frozenset({"人", "人次"})
_OUTSIDE: Final = re.compile(
    r"(?:劳务派遣|派遣制|编外|编制外|非在编|聘用|合同制|合同工|临聘|临时|政府购买|购买服务|雇员|公益性?岗位?|借调|挂职|辅警|协管|见习)"
    r"[^，,。；、（()）\d]{0,8}(?:(?P<number>\d+)[人名个])?"
)
_BESIDES: Final = re.compile(r"(?:另|此外|不含|不包括|除|以外|之外)[^。；]{0,12}$")
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
        if posts and staff:
            yield from _overstaffed(sheet, posts, staff)


def _overstaffed(sheet: Sheet, posts: Staffing, staff: Staffing) -> Iterator[Finding]:
    outside = _without_post(sheet, staff)
    if not posts.span or not staff.span or outside is None:
        return
    over = (staff.count or 0) - outside - (posts.count or 0)
    if over <= 0:
        return
    less = (f"（扣除编外{outside}人）", f" ({outside} without a post left out)") if outside else ("", "")
    yield finding(
        "staff_within_posts",
        Severity.WARNING,
        Text(
            f"实有在职人员{staff.count}人{less[0]}超过编制{posts.count}人，超编{over}人，请说明原因。",
            f"{staff.count} staff on duty{less[1]} exceed {posts.count} authorised posts by {over}.",
        ),
        spans=(posts.span, staff.span),
        stated=str(staff.count),
        computed=str(posts.count),
        items=(posts.id, staff.id),
        steps=(f"{staff.count}{f' - {outside}' if outside else ''} - {posts.count} = {over} > 0",),
    )


def _without_post(sheet: Sheet, staff: Staffing) -> int | None:
    """Return how many of the staff the text counts in without a post (``含劳务派遣6人``); None where it does not say."""
    if staff.span is None:
        return 0
    at, end = sheet.flow.at(staff.span.start), sheet.flow.at(staff.span.end)
    begin, stop = next((s for s in sheet.sentences if s[0] <= at < s[1]), (at, end))
    if _OUTSIDE.search(sheet.text, begin, at):
        return None
    told = (match for match in _OUTSIDE.finditer(sheet.text, end, stop))
    numbers = [match["number"] for match in told if not _BESIDES.search(sheet.text[end : match.start()])]
    return None if None in numbers else sum(map(int, numbers))


def _only(staffing: tuple[Staffing, ...], kind: StaffKind, category: StaffCategory) -> Staffing | None:
    """Return the one figure of that kind and category; None where there is none or they differ."""
    found = [
        staff for staff in staffing if staff.kind is kind and staff.category is category and staff.count is not None
    ]
    return found[0] if found and len({staff.count for staff in found}) == 1 else None
