"""A report at a glance: what one compares departments by, taken from its record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.model.quantity import SCALES
from extract.model.reasons import must_review
from extract.model.record import Record
from extract.model.report import BudgetStage, Finance, FinanceItem
from extract.steps.unread import unread
from extract.steps.walk import places

BUDGETS = (
    (FinanceItem.TOTAL_EXPENDITURE, BudgetStage.REVISED_BUDGET),
    (FinanceItem.TOTAL_REVENUE, BudgetStage.REVISED_BUDGET),
    (FinanceItem.TOTAL_EXPENDITURE, BudgetStage.INITIAL_BUDGET),
    (FinanceItem.TOTAL_REVENUE, BudgetStage.INITIAL_BUDGET),
)
"""What counts as the department's budget, the best first: the year's whole budget before that of its start."""

NOT_A_REPORT = "not_a_report"
"""The rule that says so of a text that is none."""

ACTUALS = ((FinanceItem.TOTAL_EXPENDITURE, BudgetStage.ACTUAL),)
"""What counts as its outlay."""

PARTIAL = re.compile("基本支出|项目|人员|公用|三公|采购|专项|经费|财政拨款|预算内|上半年|季度|截至|同期")
"""Words of a rate's label that tell of a part of the budget or of the year; a part's rate is not the department's."""

NEAR = Decimal("0.5")
"""Percentage points within which a stated rate is that of budget and outlay: reports round, and some truncate."""


@dataclass(frozen=True, slots=True)
class Overview:
    """One row of a table of reports.

    ``budget`` and ``actual`` are in 元, ``execution_rate`` in per cent as stated; None where the report does not state it.
    ``to_review`` counts the objects with a span that a person should look at, of ``objects`` in all, and the report
    itself where it looks like none or was not read whole.
    """

    document: str
    department: str | None
    year: int | None
    budget: Decimal | None
    actual: Decimal | None
    execution_rate: Decimal | None
    measures: int
    problems: int
    improvements: int
    metrics: int
    finance: int
    findings: int
    to_review: int
    objects: int


def overview(record: Record) -> Overview:
    """Return the row of a record."""
    profile = record.profile
    year = profile.fiscal_year.value if profile.fiscal_year else None
    own = [money for money in record.finance if year is None or money.year == year]
    budget, actual = _mostly(own, BUDGETS), _mostly(own, ACTUALS)
    every = tuple(places(record))
    return Overview(
        document=record.document,
        department=profile.department_name.value if profile.department_name else None,
        year=year,
        budget=budget,
        actual=actual,
        execution_rate=_rate(own, budget, actual),
        measures=len(record.measures),
        problems=len(record.problems),
        improvements=len(record.improvements),
        metrics=len(record.metrics),
        finance=len(record.finance),
        findings=len(record.findings or ()),
        to_review=sum(1 for place in every if needs_review(place.thing.reasons))
        + looks_like_none(record)
        + bool(unread(record)),
        objects=len(every),
    )


def looks_like_none(record: Record) -> bool:
    """Whether a check found that the text is no self-evaluation report at all."""
    return any(finding.rule == NOT_A_REPORT for finding in record.findings or ())


def needs_review(reasons: tuple[str, ...]) -> bool:
    """Whether a person should look: a reason that always asks for it, or a confidence below the threshold."""
    return "low_confidence" in reasons or must_review(reasons)


def _mostly(own: Sequence[Finance], wanted: Sequence[tuple[FinanceItem, BudgetStage]]) -> Decimal | None:
    """Return the amount of the first kind that is stated, the one stated most often where the report gives several."""
    for item, stage in wanted:
        stated = [_in_yuan(money) for money in own if money.item is item and money.stage is stage]
        known = [yuan for yuan in stated if yuan is not None]
        if known:
            return max(known, key=known.count)
    return None


def _rate(own: Sequence[Finance], budget: Decimal | None, actual: Decimal | None) -> Decimal | None:
    """Return the stated execution rate of the whole: that of budget and outlay, else the first that names no part."""
    rates = [
        (Decimal(money.value), money.label)
        for money in own
        if money.item is FinanceItem.BUDGET_EXECUTION_RATE and money.value is not None
    ]
    computed = actual / budget * 100 if budget and actual is not None else None
    fitting = [rate for rate, _ in rates if computed is not None and abs(rate - computed) <= NEAR]
    whole = [rate for rate, label in rates if not PARTIAL.search(label)]
    return next(iter(fitting + whole), None)


def _in_yuan(money: Finance) -> Decimal | None:
    unit = money.unit or ""
    if money.value is None or not unit.endswith("元"):
        return None
    return Decimal(money.value) * SCALES.get(unit[:-1], Decimal(1))
