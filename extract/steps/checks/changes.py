"""Rule ``change_recomputed``: amount, rate and earlier figure of one comparison agree with the figure compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from extract.language import Text
from extract.model.quantity import Dimension
from extract.model.record import Finding, Severity
from extract.steps.checks.findings import finding
from extract.steps.checks.reading.bases import FROM, TO, amount_behind, base_behind, base_from
from extract.steps.checks.reading.breakdowns import same_unit
from extract.steps.checks.reading.entries import Entry
from extract.steps.checks.reading.figures import Figure, Role, tidy_label
from extract.steps.checks.reading.precision import Operand, Range, agrees, percentage, plain
from extract.steps.checks.reading.sheet import Sheet
from extract.steps.checks.reading.told import bracketed, changed_by, cited, named, numbers

RULE: Final = "change_recomputed"
_CLAUSE: Final = re.compile(r"[，。；：\n]")
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?=年)")
_BEFORE: Final = re.compile(r"上年|去年|上一年|同期|往年|^(?:与|较|比|同)")
_RATES: Final = ("%", "个百分点")
_REACH: Final = 30
_NEAREST: Final = 24  # figures before a comparison that it may compare


def change_recomputed(sheet: Sheet) -> Iterator[Finding]:
    """Recompute the rate from amount or base, and the amount from the base, within one comparison.

    Source: growth = (this year - last year) ÷ last year × 100 % (国家统计局《统计知识·增长速度》). A stated rate may
    be rounded or truncated in its last digit.
    """
    for entry in sheet.entries:
        rate, amount, base = entry.first(Role.RATE), entry.first(Role.AMOUNT), entry.first(Role.BASE)
        pair = None if base else base_from(sheet, entry) or base_behind(sheet, entry)
        if pair:
            amount = amount or (None if rate else amount_behind(sheet, entry))
            stated = _with_base(entry, pair.value, pair.base, rate, amount)
            yield from stated if pair.sure else map(doubtful, stated)
            continue
        compared = base or (amount if rate else None)
        if compared is None:
            continue
        values = _compared(sheet, entry, compared)
        if base and amount and rate and not values:
            yield from _of_base(entry, base, amount, rate)
        if base is None and values and _earlier(sheet, values[0]):
            base, values = values[0], []
            if amount and rate:
                yield from _of_base(entry, base, amount, rate)
        wrong = [_recomputed(entry, value, base, rate, amount) for value in values]
        if wrong and all(wrong):
            near = values[0].entry == entry.figures[0].entry
            closest: list[Finding] = min(wrong, key=_gap)
            yield from wrong[0] if near else map(doubtful, closest)


def _compared(sheet: Sheet, entry: Entry, other: Figure) -> list[Figure]:
    """Return the figures that may be compared, the likeliest first: the entry's own, then those before it.

    ``“三公”经费15.6万元，其中…0万元，较上年减少2.4万元`` compares the total, not the part that stands nearest.
    """
    before = [
        figure
        for figure in sheet.before(other.start, _NEAREST)
        if figure.role in {Role.VALUE, Role.PERCENT}
        and same_unit(figure.unit, other.unit)
        and figure.sentence == entry.sentence
    ]
    return before[::-1] if before and before[-1].exact else []


def _recomputed(
    entry: Entry, value: Figure, base: Figure | None, rate: Figure | None, amount: Figure | None
) -> list[Finding]:
    if base:
        return list(_with_base(entry, value, base, rate, amount))
    return list(_with_amount(entry, value, amount, rate)) if amount and rate else []


def _earlier(sheet: Sheet, figure: Figure) -> bool:
    """Whether the clause calls the figure an earlier year's (``与2021年7512.08万元相比``)."""
    nearest = max((other.end for other in sheet.before(figure.start, 1)), default=0)
    clause = _CLAUSE.split(sheet.text[max(nearest, figure.start - _REACH) : figure.start])[-1]
    years = {int(year) for year in _YEAR.findall(clause)}
    return bool(_BEFORE.search(clause)) or bool(years and sheet.case.year and max(years) < sheet.case.year)


def _with_base(
    entry: Entry, value: Figure, base: Figure, rate: Figure | None, amount: Figure | None
) -> Iterator[Finding]:
    change = _less(value.operand, base.operand)
    if rate and rate.quantity.dimension is Dimension.PERCENT and value.quantity.dimension is not Dimension.PERCENT:
        computed = percentage(Operand(change.value, value.operand.step + base.operand.step), base.operand)
        if computed and not agrees(rate.operand, computed):
            new, old = numbers(value, base)
            step = f"({new} - {old}) ÷ {old} × 100%"
            yield _report(entry, rate, (value, base), computed, step)
    if amount and _same_kind(amount, value) and not agrees(amount.operand, change):
        yield _report(entry, amount, (value, base), change, " - ".join(numbers(value, base)))


def _same_kind(amount: Figure, value: Figure) -> bool:
    """Whether an amount is in the value's unit, or in percentage points where the value is a percentage."""
    points = amount.quantity.dimension is Dimension.POINT and value.quantity.dimension is Dimension.PERCENT
    return points or same_unit(amount.unit, value.unit)


def _with_amount(entry: Entry, value: Figure, amount: Figure, rate: Figure) -> Iterator[Finding]:
    if rate.quantity.dimension is not Dimension.PERCENT or not same_unit(amount.unit, value.unit):
        return
    earlier = _less(value.operand, amount.operand)
    computed = percentage(amount.operand, Operand(earlier.value, value.operand.step + amount.operand.step))
    if computed and not agrees(rate.operand, computed):
        change, new = numbers(amount, value)
        step = f"{change} ÷ ({new} - {bracketed(change)}) × 100%"
        yield _report(entry, rate, (value, amount), computed, step)


def _of_base(entry: Entry, base: Figure, amount: Figure, rate: Figure) -> Iterator[Finding]:
    """Compare rate and amount with the earlier year's figure that they are counted from."""
    computed = percentage(amount.operand, base.operand) if same_unit(amount.unit, base.unit) else None
    if computed and rate.quantity.dimension is Dimension.PERCENT and not agrees(rate.operand, computed):
        step = f"{' ÷ '.join(numbers(amount, base))} × 100%"
        yield _report(entry, rate, (base, amount), computed, step)


def doubtful(finding: Finding) -> Finding:
    """Return the finding as a warning: which figure is compared was inferred from its place."""
    return finding.model_copy(update={"severity": Severity.WARNING})


def _gap(findings: list[Finding]) -> Decimal:
    """Return how far the stated figure is from the computed one."""
    first = findings[0]
    return abs(Decimal(first.stated or 0) - Decimal(first.computed or 0))


def _less(one: Operand, other: Operand) -> Range:
    return Range(one.value - other.value, one.low - other.high, one.high - other.low)


def _report(entry: Entry, stated: Figure, given: tuple[Figure, Figure], computed: Range, step: str) -> Finding:
    unit = stated.quantity.unit
    scale = stated.quantity.scale
    places = stated.quantity.decimals + (1 if unit == "%" else 0)
    value = plain(computed.value / scale, places)
    shown = f"{'-' if stated.value < Decimal(0) else ''}{stated.quantity.digits.removeprefix('-')}"
    name = _name(entry, given)
    one, other = cited(given[0]), cited(given[1])
    sizes = Decimal(value), stated.value / scale
    right, wrong = (changed_by(size, unit, rate=unit in _RATES) for size in sizes)
    return finding(
        RULE,
        Severity.ERROR,
        Text(
            f"{name}{'：' if name else ''}按文中{one.zh}、{other.zh}推算，应为{right.zh}，文中写作{wrong.zh}。",
            f"{name}{': ' if name else ''}{one.en} and {other.en} give {right.en}; the text says {wrong.en}.",
        ),
        spans=(stated.stated_span, *(figure.stated_span for figure in given)),
        stated=shown,
        computed=value,
        tolerance=plain(stated.operand.step / 2 / scale),
        items=(stated.id, *(figure.id for figure in given)),
        steps=(f"{step} = {value}{unit}", f"{value}{unit} ≠ {shown}{unit}"),
    )


def _name(entry: Entry, given: tuple[Figure, Figure]) -> str:
    """Return what is compared; of ``信访总量由上年的1200件降至1000件`` the words before 由."""
    name = named(given[0]) or entry.label
    if not TO.match(name):
        return name
    return tidy_label(FROM.split(given[1].label, maxsplit=1)[0]) if given[1].role is Role.BASE else ""
