"""Group the mentions of a record that state one figure, and mark the groups whose mentions disagree."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from extract.model.quantity import SCALES
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

Key = tuple[str | int | None, ...]
ListName = Literal["finance", "metrics", "staffing"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One statement of a figure: what it is of (``key``), how it is named, and its value as written."""

    list: ListName
    id: str
    key: Key
    name: str
    value: Decimal
    scale: Decimal
    unit: str
    span: tuple[int, int] | None

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
    for index, money in enumerate(record.finance):
        if money.value is not None:
            yield _finance(money, money.value, index)
    for index, metric in enumerate(record.metrics):
        if metric.value is not None:
            yield _metric(metric, metric.value, index)
    for index, staff in enumerate(record.staffing):
        if staff.count is not None:
            yield _staffing(staff, staff.count, index)


def plain_name(name: str) -> str:
    """Return a label as it is compared: without white space, brackets and the words that only introduce it."""
    bare = re.sub(r"[\s“”\"'《》（）()：:、，,]", "", name)
    return re.sub(r"^(?:年度|本年|全年|当年|其中|部门|我局|我单位|本单位|我部门|本部门)+", "", bare) or bare


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
    named = plain_name(money.label) if money.item in NAMED_ITEMS else None
    key = (money.item.value, money.stage.value if money.stage else None, money.year, named)
    return _mention("finance", money, index, key, name=plain_name(money.label), value=value, unit=money.unit)


def _metric(metric: Metric, value: str, index: int) -> Mention:
    name = plain_name(metric.name)
    key = (name, metric.subject, metric.period, _split_unit(metric.unit or "")[1])
    return _mention("metrics", metric, index, key, name=name, value=value, unit=metric.unit)


def _staffing(staff: Staffing, count: int, index: int) -> Mention:
    key = (staff.kind.value, staff.category.value)
    name = f"{staff.kind.value}/{staff.category.value}"
    return _mention("staffing", staff, index, key, name=name, value=str(count), unit="人")


def _mention(  # noqa: PLR0913  (one call per list, all by keyword)
    kind: ListName, item: Spanned, index: int, key: Key, *, name: str, value: str, unit: str | None
) -> Mention:
    scale, _ = _split_unit(unit or "")
    span = (item.span.start, item.span.end) if item.span else None
    return Mention(kind, item.id or f"{kind}-{index}", key, name, Decimal(value), scale, unit or "", span)


def _split_unit(unit: str) -> tuple[Decimal, str]:
    scale = SCALES.get(unit[:1], Decimal(1)) if len(unit) > 1 else Decimal(1)
    return scale, unit[1:] if scale != 1 else unit


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
