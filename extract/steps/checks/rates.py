"""Rule ``rate_recomputed``: execution, adjustment, control and resolution rates follow from their figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from extract.language import Text
from extract.model.quantity import Dimension
from extract.model.record import Finding, Severity
from extract.steps.checks.findings import finding
from extract.steps.checks.forms import form_rates
from extract.steps.checks.reading.counted import COUNTED, UNDONE, counted
from extract.steps.checks.reading.figures import Figure, Role
from extract.steps.checks.reading.precision import HUNDRED, Operand, agrees, percentage, plain
from extract.steps.checks.reading.ratios import Pair, divided
from extract.steps.checks.reading.sheet import Sheet
from extract.steps.checks.reading.told import named, numbers

RULE: Final = "rate_recomputed"

DONE: Final = re.compile(
    r"(?:执行|支出|决算|支付|使用|完成)(?:数|额|金额|总额|资金|情况|合计)?$|^实际|决算|(?:实际|全年)(?:执行|支出|支付)"
)
PLANNED: Final = re.compile(r"预算|安排|下达|批复|核定|年初|指标数|资金总额")
ADJUSTMENT: Final = re.compile(r"调整|追加|调增|调减|增减")
INITIAL: Final = re.compile(r"年初|初始|批复")
_ADJUSTED_BUDGET: Final = re.compile(r"调整后|调整预算")
_EXECUTION: Final = re.compile(r"(?:执行|完成|支出|支付|使用)率$|执行进度$|支出进度$|完成\S{0,4}预算数?$")
_ADJUSTMENT: Final = re.compile(r"调整率$")
_CONTROL: Final = re.compile(r"控制率$")
_BESIDE: Final = 16
_GENERAL: Final = re.compile(
    r"实际|全年|年度|年初|部门|整体|预算|收入|支出|执行|决算|完成|支付|使用|资金|财政|调整后|总|合计|安排|数|额|金|的|及|和"
)
"""Words that name the department's budget as a whole; what is left of a label is of a part of it."""

_AROUND: Final = re.compile(
    r"我局|我委|我办|我|本|总体|综合|当|经费|拨款|控制|进度|调整|调增|调减|追加|增减|核定|下达|批复|指标|到位|用于|累计|率|其|[“”\"‘’]"
)
"""Further words around a rate or an amount that name no part of the budget."""

_NEAREST: Final = 24
_NEARBY: Final = 200
_WHOLE_RATE: Final = re.compile(r"^(?:化解|办结|结案|整改|完成)率$")
_MOST_CASES: Final = 1000  # beyond it two decimals name nearly every share


def rate_recomputed(sheet: Sheet) -> Iterator[Finding]:
    """Recompute every rate whose figures stand in its sentence (or, with counts, its paragraph).

    Source: 财政部《预算绩效评价共性指标体系框架》（财预〔2013〕53号）, 部门整体支出: 预算完成率 = 预算完成数 ÷ 预算数,
    预算调整率 = 预算调整数 ÷ 预算数, 公用经费控制率 = 实际支出公用经费总额 ÷ 预算安排公用经费总额,
    “三公经费”控制率 = “三公经费”实际支出数 ÷ “三公经费”预算安排数, each × 100 %. An execution rate is accepted on the
    revised and on the initial budget, rounded or truncated.
    """
    for rate in sheet.figures:
        if rate.role is not Role.PERCENT or not rate.exact:
            continue
        pairs = rate_pairs(sheet, rate)
        if pairs and not any(pair.value and agrees(rate.operand, pair.value) for pair in pairs):
            yield _report(rate, pairs)
        elif not pairs:
            yield from _of_no_count(sheet, rate)
    yield from form_rates(sheet)


def _of_no_count(sheet: Sheet, rate: Figure) -> Iterator[Finding]:
    """Note a rate that no whole number of the cases directly before it gives (``433宗，化解率99.64%``)."""
    before = next((figure for figure in reversed(sheet.figures) if figure.end <= rate.start), None)
    if (
        before is None
        or not _WHOLE_RATE.search(rate.label)
        or not rate.quantity.decimals
        or before.role is not Role.VALUE
    ):
        return
    beside = before.sentence == rate.sentence and sheet.text[before.end : rate.start] in {
        f"，{rate.label}",
        f"，{rate.label}为",
    }
    if not beside or before.quantity.dimension is not Dimension.COUNT or not 0 < before.value <= _MOST_CASES:
        return
    nearest = int(before.value * rate.value / HUNDRED)
    tried = [percentage(Operand(Decimal(n), Decimal(0)), before.operand) for n in (nearest, nearest + 1)]
    if not any(value and agrees(rate.operand, value) for value in tried):
        shown = [plain(value.value, rate.quantity.decimals + 1) for value in tried if value]
        yield finding(
            RULE,
            Severity.INFO,
            Text(
                f"{rate.label}{rate.written}与{before.written}不对应任何整数，相邻的比率为{'、'.join(shown)}%。",
                f"{rate.label} {rate.written} fits no whole number out of {before.written}; the nearest rates are {', '.join(shown)}%.",
            ),
            spans=(before.span, rate.span),
            stated=rate.quantity.digits,
            items=(before.id, rate.id),
            steps=[f"{n} ÷ {plain(before.value)} × 100%" for n in (nearest, nearest + 1)],
        )


def rate_pairs(sheet: Sheet, rate: Figure) -> tuple[Pair, ...]:
    """Return the figures that a rate may be computed from; none where the text does not state them nearby."""
    near = [figure for figure in _around(sheet, rate) if _amount(figure)]
    label = rate.label
    if _ADJUSTMENT.search(label):
        pairs = [pair for pair in _adjusted(near) if _of_one_thing(rate, pair)]
        return tuple(sorted(pairs, key=lambda pair: pair.value is None or pair.value.value < 0))
    if _EXECUTION.search(label) or _CONTROL.search(label):
        own = tuple(pair for pair in _executed(near, rate) if _of_one_thing(rate, pair))
        money = own or tuple(_executed_elsewhere(sheet, near, rate))
        if money or not COUNTED.search(label):
            return money
    return tuple(counted(sheet, rate))


def _around(sheet: Sheet, rate: Figure) -> Sequence[Figure]:
    """Return the figures of the rate's sentence or form, the nearest of them where there are very many."""
    block = sheet.block(rate.sentence)
    if len(block) <= _NEAREST:
        return block
    return [figure for figure in block if abs(figure.start - rate.start) <= _NEARBY]


def _of_one_thing(rate: Figure, pair: Pair) -> bool:
    """Whether rate, part and whole are of the same: a rate that names a part of the budget needs amounts of that name.

    ``基本支出执行率`` is not the spending of the whole department over its budget, whatever stands beside it.
    """
    subject, part, whole = (_subject(figure.label) for figure in (rate, pair.part, pair.whole))
    if part and whole and not _related(part, whole):
        return False
    if subject:
        return any(_related(subject, name) for name in (part, whole) if name)
    return bool(whole) or not part


def _subject(label: str) -> str:
    """Return the part of the budget that a label names (基本, 项目, 三公), "" where it is of the whole."""
    return _GENERAL.sub("", _AROUND.sub("", label))


def _related(one: str, other: str) -> bool:
    return one in other or other in one


def _amount(figure: Figure) -> bool:
    return figure.role is Role.VALUE and figure.quantity.dimension in {Dimension.MONEY, Dimension.NUMBER}


def _executed(near: Sequence[Figure], rate: Figure) -> Iterator[Pair]:
    """Pair what was spent with what was planned, revised and initial."""
    done = [f for f in near if DONE.search(f.label) and not ADJUSTMENT.search(f.label)]
    planned = [f for f in near if f not in done and PLANNED.search(f.label) and not _difference(f)]
    planned.sort(key=lambda figure: bool(INITIAL.search(figure.label)))
    spent = done[0] if len({figure.value for figure in done}) == 1 else _spent_beside(done, rate)
    if spent:
        yield from (divided(spent, whole) for whole in planned)


def _spent_beside(done: Sequence[Figure], rate: Figure) -> Figure | None:
    """Return the total spending directly before the rate where the sentence states several amounts spent."""
    before = [figure for figure in done if figure.start < rate.start]
    beside = before and rate.start - before[-1].end <= _BESIDE and not _GENERAL.sub("", before[-1].label)
    return before[-1] if beside else None


def _executed_elsewhere(sheet: Sheet, near: Sequence[Figure], rate: Figure) -> Iterator[Pair]:
    """Pair the department's total spending with its total budget of an earlier paragraph."""
    spent = _spent_beside([figure for figure in near if DONE.search(figure.label)], rate)
    if spent is None or _GENERAL.sub("", rate.label.removesuffix("率")):
        return
    for figure in reversed(sheet.before(rate.start, _NEAREST)):
        whole = _amount(figure) and PLANNED.search(figure.label) and not _GENERAL.sub("", figure.label)
        if whole and figure.unit == spent.unit and not _difference(figure):
            yield divided(spent, figure)


def _difference(figure: Figure) -> bool:
    """Whether an amount is what the budget was adjusted by; 调整后预算 and 调整预算数 above 0 are the adjusted budget."""
    revised = _ADJUSTED_BUDGET.search(figure.label) and figure.value > 0
    return bool(ADJUSTMENT.search(figure.label)) and not revised


def _adjusted(near: Sequence[Figure]) -> Iterator[Pair]:
    """Pair the adjustment, stated or the difference of revised and initial budget, with the initial budget."""
    initial = next((figure for figure in near if INITIAL.search(figure.label)), None)
    if initial is None:
        return
    for other in near:
        if other is initial or not (ADJUSTMENT.search(other.label) or PLANNED.search(other.label)):
            continue
        for change, step in _changes(other, initial):
            yield Pair(other, initial, percentage(change, initial.operand), step)


def _changes(other: Figure, initial: Figure) -> Iterator[tuple[Operand, str]]:
    """Yield the adjustment with both signs: reports give the rate with and without it."""
    gap = other.value - initial.value
    steps = other.operand.step + initial.operand.step
    changed, began = numbers(other, initial)
    for sign in (1, -1):
        if other.value > 0:
            yield (
                Operand(sign * gap, steps),
                f"|{changed} - {began}| ÷ {began}",
            )
        if ADJUSTMENT.search(other.label):
            yield Operand(sign * other.value, other.operand.step), f"|{changed}| ÷ {began}"


def _report(rate: Figure, pairs: Sequence[Pair]) -> Finding:
    places = rate.quantity.decimals + 1
    values = [plain(pair.value.value, places) for pair in pairs if pair.value]
    steps = [f"{pair.step} × 100% = {plain(pair.value.value, places)}%" for pair in pairs if pair.value]
    first, stated = pairs[0], rate.quantity.digits
    given = [f"{named(figure)}{figure.written}" for figure in (first.part, first.whole)]
    counted = any(UNDONE.search(pair.whole.label) for pair in pairs)
    beside = counted or all(_amount(pair.part) and pair.part.sentence == rate.sentence for pair in pairs)
    return finding(
        RULE,
        Severity.ERROR if beside else Severity.WARNING,
        Text(
            f"{named(rate)}写作{stated}%，按{'、'.join(given)}计算应为{values[0] if values else '—'}%。",
            f"{named(rate)} is stated as {stated}%; from {' and '.join(given)} it is {values[0] if values else '-'}%.",
        ),
        spans=(rate.span, *(figure.span for pair in pairs for figure in (pair.part, pair.whole))),
        stated=stated,
        computed=values[0] if values else None,
        tolerance=plain(rate.operand.step / 2),
        items=(rate.id, *(figure.id for pair in pairs for figure in (pair.part, pair.whole))),
        steps=(*dict.fromkeys(steps), f"{'、'.join(dict.fromkeys(values))}% ≠ {stated}%"),
    )
