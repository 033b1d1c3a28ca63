"""Rules on item numbers: one number given twice, a number left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from extract.language import Text
from extract.model.record import Finding, Severity
from extract.model.text import Span, Unit
from extract.steps.checks.findings import finding
from extract.steps.checks.reading.sheet import Sheet
from extract.steps.layout.enumerators import Enumerator, EnumeratorKind, enumerator_at, enumerators_inside

_UNNUMBERED: Final = frozenset({EnumeratorKind.BULLET, EnumeratorKind.DECIMAL, EnumeratorKind.DEEP_DECIMAL})
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered item: its number, the unit that it opens and how it is nested."""

    mark: Enumerator
    unit: Unit


@dataclass(frozen=True, slots=True)
class Step:
    """Two items of one series that follow one another."""

    before: Item
    after: Item


def duplicate_numbering(sheet: Sheet) -> Iterator[Finding]:
    """Find two items of one series with the same number.

    Source: 《党政机关公文格式》GB/T 9704—2012, 7.3.3: 结构层次序数依次用“一、”“（一）”“1.”“（1）”标注.
    """
    steps = [step for step in _steps(sheet) if step.after.mark.number == step.before.mark.number]
    if steps:
        both = [(_shown(sheet, step.before), _shown(sheet, step.after)) for step in steps]
        yield finding(
            "duplicate_numbering",
            Severity.INFO,
            Text(
                f"序号重复：{'；'.join(f'“{one}”与“{two}”' for one, two in both)}。",
                f"The same number stands twice: {'; '.join(f'“{one}” / “{two}”' for one, two in both)}.",
            ),
            spans=[_span(sheet, item) for step in steps for item in (step.before, step.after)],
        )


def numbering_gap(sheet: Sheet) -> Iterator[Finding]:
    """Find a number left out between two items of one series.

    Source: GB/T 9704—2012, 7.3.3. Nothing is said where the missing number stands anywhere between the two.
    """
    gaps = [(step, left) for step in _steps(sheet) if (left := _missing(sheet, step))]
    if gaps:
        told = [
            f"“{_shown(sheet, step.before)}”之后为“{_shown(sheet, step.after)}”，缺第{left}项" for step, left in gaps
        ]
        names = [f"“{_shown(sheet, step.before)}” → “{_shown(sheet, step.after)}”" for step, _ in gaps]
        yield finding(
            "numbering_gap",
            Severity.INFO,
            Text(f"序号不连续：{'；'.join(told)}。", f"Numbers are left out: {'; '.join(names)}."),
            spans=[_span(sheet, item) for step, _ in gaps for item in (step.before, step.after)],
        )


def _missing(sheet: Sheet, step: Step) -> str:
    missing = range(step.before.mark.number + 1, step.after.mark.number)
    found = any(_occurs(sheet, step, number) for number in missing)
    return "" if found else "、".join(str(number) for number in missing)


def _steps(sheet: Sheet) -> Iterator[Step]:
    """Yield neighbours in each series; a number 1 begins a series, one of a higher level ends those below it."""
    stack: dict[EnumeratorKind, Item] = {}
    for item in _items(sheet):
        kind = item.mark.kind
        stack = {level: last for level, last in stack.items() if level <= kind}
        last = stack.get(kind)
        if last and item.mark.number >= last.mark.number and item.mark.number > 1:
            yield Step(last, item)
        stack[kind] = item


def _items(sheet: Sheet) -> Iterator[Item]:
    text = sheet.case.text
    for unit in sheet.case.reading.units:
        if unit.enumerator is None or _beside_another(sheet, unit):
            continue
        start = text.find(unit.enumerator[0], unit.start, unit.end)
        mark = enumerator_at(text, start, unit.end) if start >= 0 else None
        if mark and mark.kind not in _UNNUMBERED and mark.number:
            yield Item(mark, unit)


def _beside_another(sheet: Sheet, unit: Unit) -> bool:
    """Whether a numbered cell stands in the row of one: the columns of a table count each for itself."""
    before = takewhile(lambda one: one.unit is not unit, sheet.tables.row(unit))
    return any(one.unit.enumerator for one in before)


def _occurs(sheet: Sheet, step: Step, number: int) -> bool:
    """Whether the number stands between the two items in any form that opens an item."""
    text = sheet.case.text
    start, end = step.before.mark.end, step.after.mark.start
    return any(mark.number == number and mark.kind is step.after.mark.kind for mark in _marks(text, start, end))


def _marks(text: str, start: int, end: int) -> Iterator[Enumerator]:
    yield from enumerators_inside(text, start, end)
    at = start
    while at < end:
        mark = enumerator_at(text, at, end)
        if mark:
            yield mark
        line = text.find("\n", at, end)
        if line < 0:
            return
        at = line + 1
        while at < end and (text[at].isspace() or text[at] in "*#"):
            at += 1


def _span(sheet: Sheet, item: Item) -> Span:
    end = min(item.unit.end, item.mark.start + _SHOWN)
    while end > item.mark.end and sheet.case.text[end - 1].isspace():
        end -= 1
    return Span(item.mark.start, end)


def _shown(sheet: Sheet, item: Item) -> str:
    span = _span(sheet, item)
    cut = "…" if item.unit.end > span.end + 1 else ""
    return "".join(sheet.case.text[slice(*span)].split()).rstrip("。；：，") + cut
