"""Budget identities inside a sentence: initial ± adjustment = revised, budget - spending = balance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from extract.language import Text
from extract.model.quantity import Dimension
from extract.model.record import Finding, Severity
from extract.steps.checks.findings import finding
from extract.steps.checks.rates import ADJUSTMENT, DONE, INITIAL, PLANNED
from extract.steps.checks.reading.figures import Figure, Role
from extract.steps.checks.reading.precision import Range, agrees, plain
from extract.steps.checks.reading.sheet import Sheet

RULE: Final = "parts_sum_to_total"
_LESS: Final = re.compile(r"调减|减少|核减|压减|收回")
_REVISED: Final = re.compile(r"调整后|全年预算|年度预算|变更后|调整预算(?!调整)|最终预算")
_BALANCE: Final = (
    re.compile(r"^(?:年初|上年)(?:财政拨款)?结转(?:和|及)?(?:结余)?(?:资金)?$"),
    re.compile(r"^本年(?:度)?收入(?:合计|总计)?$|^收入$"),
    re.compile(r"^本年(?:度)?支出(?:合计|总计)?$|^支出$"),
    re.compile(r"^年末(?:财政拨款)?结转(?:和|及)?(?:结余)?(?:资金)?$|^结转下年$"),
)
_LEFT: Final = re.compile(r"^(?:年末)?(?:结余|结转结余|结转和结余|节余)(?:资金|数|额)?$")
_RATE_WORD: Final = re.compile(r"率|比")


def budget_identities(sheet: Sheet) -> Iterator[Finding]:
    """Compare the revised budget with initial budget plus adjustment where one sentence (or form) states all three.

    Source: 《中华人民共和国预算法》第六十七条至第七十一条 (预算调整); the form of self-evaluation lists 年初预算数, 预算调整数 and
    全年预算数 side by side for this purpose.
    """
    blocks = (sheet.block(number) for number in dict.fromkeys(f.sentence for f in sheet.figures))
    for block in {block[0].start: block for block in blocks}.values():
        amounts = [f for f in block if _amount(f)]
        initial = [f for f in amounts if INITIAL.search(f.label)]
        change = [f for f in amounts if _adjusts(f)]
        revised = [f for f in amounts if f not in initial and f not in change and _REVISED.search(f.label)]
        if len(initial) == len(change) == len(revised) == 1:
            yield from _adjustment(initial[0], change[0], revised[0])
        elif len(initial) == len(change) == 1 and not revised:
            yield from _left_over(initial[0], change[0], amounts)


def balances(sheet: Sheet) -> Iterator[Finding]:
    """Compare opening balance + revenue - expenditure with the closing balance where the report states each once.

    Source: 政府会计制度, 部门决算报表财决01表 (收入支出决算总表): 年初结转和结余 + 本年收入 - 本年支出 = 年末结转和结余. Transfers
    to funds may stand between, so a difference is a warning.
    """
    found = [_only(sheet, pattern) for pattern in _BALANCE]
    opening, income, spent, closing = found
    if opening is None or income is None or spent is None or closing is None:
        return
    figures = (opening, income, spent, closing)
    value = opening.value + income.value - spent.value
    spread = sum(f.operand.high - f.value for f in figures[:-1])
    computed = Range(value, value - spread, value + spread)
    if len({f.unit for f in figures}) == 1 and not agrees(closing.operand, computed):
        yield _unbalanced(figures, computed)


def _only(sheet: Sheet, pattern: re.Pattern[str]) -> Figure | None:
    """Return the one amount named so in the whole report; None where there is none or they differ."""
    found = [f for f in sheet.figures if _amount(f) and f.exact and pattern.search(f.label)]
    return found[0] if found and len({figure.value for figure in found}) == 1 else None


def _unbalanced(figures: Sequence[Figure], computed: Range) -> Finding:
    opening, income, spent, closing = figures
    scale, unit = closing.quantity.scale, closing.quantity.unit
    value, stated = plain(computed.value / scale), plain(closing.value / scale)
    return finding(
        RULE,
        Severity.WARNING,
        Text(
            f"{opening.label}加{income.label}减{spent.label}为{value}{unit}，与{closing.label}{closing.written}不符。",
            f"{opening.label} + {income.label} - {spent.label} is {value}{unit}; {closing.label} is {closing.written}.",
        ),
        spans=[figure.span for figure in figures],
        stated=stated,
        computed=value,
        tolerance=plain((computed.high - computed.value + closing.operand.step / 2) / scale),
        items=[figure.id for figure in figures],
        steps=(
            f"{plain(opening.value / scale)} + {plain(income.value / scale)} - {plain(spent.value / scale)} = {value}{unit}",
            f"{value} ≠ {stated}",
        ),
    )


def _amount(figure: Figure) -> bool:
    return figure.role is Role.VALUE and figure.quantity.dimension in {Dimension.MONEY, Dimension.NUMBER}


def _adjusts(figure: Figure) -> bool:
    label = figure.label
    plus = ADJUSTMENT.search(label) and not _RATE_WORD.search(label) and not INITIAL.search(label)
    return bool(plus) and (figure.value < 0 or not (PLANNED.search(label) and "后" in label)) and "调整后" not in label


def _left_over(initial: Figure, change: Figure, amounts: Sequence[Figure]) -> Iterator[Finding]:
    """Compare initial budget + adjustment - spending with the balance that stands beside them (``结余0万元``)."""
    spent = [f for f in amounts if DONE.search(f.label) and not PLANNED.search(f.label)]
    left = [f for f in amounts if _LEFT.search(f.label)]
    if len(spent) != 1 or len(left) != 1 or len({f.unit for f in (initial, change, spent[0], left[0])}) > 1:
        return
    sign = -1 if _LESS.search(change.label) and change.value > 0 else 1
    value = initial.value + sign * change.value - spent[0].value
    spread = sum(f.operand.high - f.value for f in (initial, change, spent[0]))
    computed = Range(value, value - spread, value + spread)
    if not agrees(left[0].operand, computed):
        figures = (initial, change, spent[0], left[0])
        scale, unit = left[0].quantity.scale, left[0].quantity.unit
        shown = [plain(figure.value / scale) for figure in figures]
        gap = plain(value / scale)
        yield finding(
            RULE,
            Severity.WARNING,
            Text(
                f"{initial.label}{initial.written}加{change.label}{change.written}减{spent[0].label}{spent[0].written}为{gap}{unit}，与{left[0].label}{left[0].written}不符。",
                f"{initial.written} adjusted by {change.written} less {spent[0].written} spent is {gap}{unit}, not {left[0].written}.",
            ),
            spans=[figure.span for figure in figures],
            stated=shown[-1],
            computed=gap,
            tolerance=plain(spread / scale),
            items=[figure.id for figure in figures],
            steps=(f"{shown[0]} + ({shown[1]}) - {shown[2]} = {gap}{unit}", f"{gap} ≠ {shown[-1]}"),
        )


def _adjustment(initial: Figure, change: Figure, revised: Figure) -> Iterator[Finding]:
    if len({f.quantity.dimension for f in (initial, change, revised)}) > 1:
        return
    sign = -1 if _LESS.search(change.label) and change.value > 0 else 1
    operands = (initial.operand, change.operand)
    value = initial.value + sign * change.value
    spread = sum(o.high - o.value for o in operands)
    computed = Range(value, value - spread, value + spread)
    named_revised = agrees(revised.operand, Range(change.value, change.operand.low, change.operand.high))
    if not (agrees(revised.operand, computed) or named_revised):
        yield _report((initial, change, revised), computed, sign)


def _report(figures: Sequence[Figure], computed: Range, sign: int) -> Finding:
    initial, change, revised = figures
    scale, unit = revised.quantity.scale, revised.quantity.unit
    value, stated = plain(computed.value / scale), plain(revised.value / scale)
    gap = plain(abs(computed.value - revised.value) / scale)
    added = plain(sign * change.value / scale)
    return finding(
        RULE,
        Severity.ERROR,
        Text(
            f"{initial.label}{initial.written}加{change.label}{added}{unit}为{value}{unit}，与{revised.label}{revised.written}不符，相差{gap}{unit}。",
            f"{initial.label} {initial.written} adjusted by {added}{unit} is {value}{unit}; {revised.label} is stated as"
            f" {revised.written} ({gap} apart).",
        ),
        spans=[figure.span for figure in figures],
        stated=stated,
        computed=value,
        tolerance=plain((computed.high - computed.value + revised.operand.step / 2) / scale),
        items=[figure.id for figure in figures],
        steps=(
            f"{plain(initial.value / scale)} + ({added}) = {value}{unit}",
            f"{value} ≠ {stated}，|{value} - {stated}| = {gap}{unit}",
        ),
    )
