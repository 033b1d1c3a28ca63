"""Group the mentions of a record that state one figure, and mark the groups whose mentions disagree."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from extract.model.quantity import base_of, scale_of
from extract.model.record import Fact, Record
from extract.model.report import Finance, FinanceItem, Metric, Spanned, Staffing

NAMED_ITEMS = frozenset(
    {
        FinanceItem.PROJECT_EXPENDITURE,
        FinanceItem.FUNCTIONAL_REVENUE,
        FinanceItem.FUNCTIONAL_EXPENDITURE,
        FinanceItem.FUND_SOURCE,
        FinanceItem.EXPENDITURE_SHARE,
        FinanceItem.CARRYOVER,
        FinanceItem.OTHER,
    }
)
"""Items of which a department has several at once, told apart by their label only."""

RATES = frozenset({FinanceItem.BUDGET_EXECUTION_RATE, FinanceItem.BUDGET_ADJUSTMENT_RATE})
"""Rates that go by several names for one thing (预算执行率, 资金执行率, 预算完成率)."""

WHOLE_YEAR = frozenset({None, "全年", "今年", "今年以来", "本年", "本年度", "年内", "年度", "一年来", "全年度"})
"""Words for the year under evaluation as a whole."""

_MARKS = re.compile(r"[\s“”\"'《》（）()：:、，,]")
_LEADS = re.compile(r"^(?:年度|本年|全年|当年|其中|部门|我局|我单位|本单位|我部门|本部门)+")
_RATE_WORDS = re.compile(r"预算完成率|部门|整体|预算|资金|支出|财政|年度|总体|全年|收支|执行率|调整率|的")

Key = tuple[str | int | None, ...]
ListName = Literal["finance", "metrics", "staffing"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One statement of a figure: what it is of (``key``), how it is named, and its value as written.

    ``name`` is the label as it is compared, ``label`` as it is written; ``item`` is the record's id, None in bare gold.
    """

    list: ListName
    id: str
    key: Key
    name: str
    label: str
    value: Decimal
    scale: Decimal
    unit: str
    span: tuple[int, int] | None
    item: str | None = None

    @property
    def base(self) -> Decimal:
        """The value in the base unit."""
        return self.value * self.scale


def group_facts(record: Record) -> tuple[Fact, ...]:
    """Return the figures of the record, each with the ids of all its mentions, in the order of the text.

    Two mentions state one figure where item, stage and year (or metric, subject and period; or kind and category)
    are the same and they agree in value or in name. ``conflict`` is set where mentions of one name disagree by more
    than the precision of the coarser one explains. An item without an id (bare gold) is called ``<list>-<position>``.
    """
    return tuple(_fact(group) for group in fact_groups(record))


def fact_groups(record: Record) -> tuple[tuple[Mention, ...], ...]:
    """Return the mentions grouped by the figure that they state."""
    groups: list[list[Mention]] = []
    by_key: dict[tuple[ListName, Key], list[list[Mention]]] = {}
    for mention in mentions(record):
        known = by_key.setdefault((mention.list, mention.key), [])
        mine = next((group for group in known if _belongs(mention, group)), None)
        if mine is None:
            mine = []
            known.append(mine)
            groups.append(mine)
        mine.append(mention)
    return tuple(tuple(group) for group in groups)


def mentions(record: Record) -> Iterator[Mention]:
    """Yield every figure of the record that has a value; a bare change states none."""
    year = record.profile.fiscal_year.value if record.profile.fiscal_year else None
    for index, money in enumerate(record.finance):
        if money.value is not None:
            yield _finance(money, money.value, index)
    for index, metric in enumerate(record.metrics):
        if metric.value is not None:
            yield _metric(metric, metric.value, index, year)
    for index, staff in enumerate(record.staffing):
        if staff.count is not None:
            yield _staffing(staff, staff.count, index)


def plain_name(name: str) -> str:
    """Return a label as it is compared: without white space, brackets and the words that only introduce it."""
    bare = _MARKS.sub("", name)
    return _LEADS.sub("", bare) or bare


def same_value(one: Mention, other: Mention) -> bool:
    """Whether both state the same value, or one is the other written less precisely (rounded or truncated)."""
    coarse, fine = sorted((one, other), key=lambda mention: -_step(mention))
    ratio, step = fine.base / coarse.scale, _step(coarse) / coarse.scale
    shortened = (ratio / step).to_integral_value(rounding=ROUND_DOWN) * step
    return coarse.value == shortened or abs(ratio - coarse.value) <= step / 2


def _step(mention: Mention) -> Decimal:
    exponent = mention.value.as_tuple().exponent
    return mention.scale * Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _belongs(mention: Mention, group: Iterable[Mention]) -> bool:
    return any(mention.name == other.name or mention.base == other.base for other in group)


def _finance(money: Finance, value: str, index: int) -> Mention:
    name = _rate_subject(money.label) if money.item in RATES else plain_name(money.label)
    named = name if money.item in NAMED_ITEMS else None
    key = (money.item.value, money.stage.value if money.stage else None, money.year, named)
    return _mention("finance", money, index, _Stated(key, name, money.label, Decimal(value), money.unit or ""))


def _rate_subject(label: str) -> str:
    """Return what a rate is of beyond the budget itself: nothing for 预算执行率 and 资金执行率, 项目 for 项目资金执行率, 支付率 for 资金支付率."""
    return _RATE_WORDS.sub("", plain_name(label))


def _metric(metric: Metric, value: str, index: int, year: int | None) -> Mention:
    name = plain_name(metric.name)
    key = (name, metric.subject, _period(metric.period, year), base_of(metric.unit or ""))
    return _mention("metrics", metric, index, _Stated(key, name, metric.name, Decimal(value), metric.unit or ""))


def _period(period: str | None, year: int | None) -> str | None:
    """Return None for the whole year under evaluation, however it is called."""
    return None if period in WHOLE_YEAR or (year and period in {f"{year}年", f"{year}年度"}) else period


def _staffing(staff: Staffing, count: int, index: int) -> Mention:
    key = (staff.kind.value, staff.category.value)
    return _mention("staffing", staff, index, _Stated(key, "/".join(key), "", Decimal(count), "人"))


@dataclass(frozen=True, slots=True)
class _Stated:
    key: Key
    name: str
    label: str
    value: Decimal
    unit: str


def _mention(kind: ListName, item: Spanned, index: int, stated: _Stated) -> Mention:
    scale = scale_of(stated.unit)
    span = (item.span.start, item.span.end) if item.span else None
    name = item.id or f"{kind}-{index}"
    return Mention(kind, name, stated.key, stated.name, stated.label, stated.value, scale, stated.unit, span, item.id)


def _fact(group: tuple[Mention, ...]) -> Fact:
    first = group[0]
    seed = "|".join((first.list, *(str(part) for part in first.key), first.name))
    return Fact(
        id=f"fact-{hashlib.sha256(seed.encode()).hexdigest()[:10]}",
        list=first.list,
        key=first.key,
        value=f"{first.value:f}",
        unit=first.unit or None,
        mentions=tuple(mention.id for mention in group),
        conflict=any(not same_value(first, other) for other in group[1:]),
    )
