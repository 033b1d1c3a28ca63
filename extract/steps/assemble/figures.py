"""Answers about figures to items: gouji reads the numbers itself from the characters pointed at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extract.model.answer import ChangeAnswer, Evidence, FinanceAnswer, MetricAnswer, StaffingAnswer
from extract.model.quantity import Quantity
from extract.model.report import Change, Direction, Finance, Metric, Staffing
from extract.model.text import Reading, Span, UnitRole
from extract.steps.assemble.evidence import HESITANT, Placed, occurrences, place
from extract.steps.assemble.marks import Marker, hesitations
from extract.steps.fold import clean
from extract.steps.numerals.quantities import find_quantities, parse_quantity

BEFORE, BEHIND = 2, 4
"""Units before and behind a figure's own in which the pieces of its change may stand."""

PERSONS = ("人", "名", "个", "")
"""Units in which head counts are written."""


def finance_items(
    answers: Iterable[FinanceAnswer], reading: Reading, marker: Marker, *, fiscal_year: int | None
) -> Iterator[Finance]:
    """Yield the figures of money; a year that the answer leaves open is the report's own."""
    taken: set[Span] = set()
    for answer in answers:
        placed, quantity = _figure(answer.evidence, reading, anchor=answer.label, taken=taken)
        if _repeats(placed, taken):
            continue
        change, doubts = _change(answer.change, quantity, reading, placed, unit=answer.unit)
        yield Finance(
            **marker.marks(
                "finance",
                placed,
                *_unread(quantity),
                *doubts,
                *_unit_in_doubt(answer, quantity),
                *hesitations(answer, "item", "stage", "year", "change"),
            ),
            item=answer.item,
            stage=answer.stage,
            label=clean(answer.label),
            value=quantity.digits if quantity else None,
            unit=(quantity.unit if quantity else "") or answer.unit,
            year=answer.year or fiscal_year,
            change=change,
        )


def metric_items(answers: Iterable[MetricAnswer], reading: Reading, marker: Marker) -> Iterator[Metric]:
    """Yield the figures of the work; one that only states a change has neither value nor unit."""
    taken: set[Span] = set()
    for answer in answers:
        placed, quantity = _metric_figure(answer, reading, taken)
        if _repeats(placed, taken):
            continue
        change, doubts = _change(answer.change, quantity, reading, placed)
        unread = () if change is not None and quantity is None else _unread(quantity)
        doubts = (*doubts, *_unit_in_doubt(answer, quantity))
        yield Metric(
            **marker.marks("metrics", placed, *unread, *doubts, *hesitations(answer, "category", "change")),
            name=clean(answer.name),
            category=answer.category,
            value=quantity.digits if quantity else None,
            unit=((quantity.unit if quantity else "") or answer.unit) if quantity else None,
            subject=clean(answer.subject) if answer.subject else None,
            period=clean(answer.period) if answer.period else None,
            qualifier=quantity.qualifier if quantity else None,
            change=change,
        )


def staffing_items(answers: Iterable[StaffingAnswer], reading: Reading, marker: Marker) -> Iterator[Staffing]:
    """Yield the head counts; the span keeps label and number, the count is read from it."""
    taken: set[Span] = set()
    for answer in answers:
        placed = place(answer.evidence, reading, taken=taken)
        counts = [q for q in find_quantities(placed.text) if q.unit in PERSONS and q.value == int(q.value)]
        if _repeats(placed, taken):
            continue
        yield Staffing(
            **marker.marks(
                "staffing",
                placed,
                *_unread(counts[-1] if counts else None),
                *hesitations(answer, "kind", "category"),
            ),
            kind=answer.kind,
            category=answer.category,
            count=int(counts[-1].value) if counts else None,
        )


def _repeats(placed: Placed, taken: set[Span]) -> bool:
    """Whether an earlier item of the list holds this very span; notes the span otherwise."""
    if placed.span is None:
        return False
    if placed.span in taken:
        return True
    taken.add(placed.span)
    return False


def _unread(quantity: Quantity | None) -> tuple[str, ...]:
    return () if quantity is not None else ("unparsed",)


def _unit_in_doubt(answer: FinanceAnswer | MetricAnswer, quantity: Quantity | None) -> tuple[str, ...]:
    """Say that the reader was in doubt about a unit that only it states: it goes with the number."""
    alone = quantity is not None and not quantity.unit
    return (HESITANT,) if alone and "unit" in answer.hesitant else ()


def _figure(evidence: Evidence, reading: Reading, *, anchor: str, taken: set[Span]) -> tuple[Placed, Quantity | None]:
    """Place a figure and read it: the span becomes exactly the number with its unit."""
    placed = place(evidence, reading, anchor=anchor, taken=taken)
    if placed.span is None:
        return placed, parse_quantity(placed.text)
    found = _quantity_at(placed.span, reading, anchor=anchor)
    if found is None:
        return placed, parse_quantity(placed.text)
    quantity, span = found
    whole = parse_quantity(placed.text) if span != placed.span and span.within(placed.span) else None
    if whole is not None:
        return placed, whole
    return placed.narrowed(span, reading.text), quantity


def _metric_figure(answer: MetricAnswer, reading: Reading, taken: set[Span]) -> tuple[Placed, Quantity | None]:
    """Place a metric; where its evidence is the change itself the span stays and there is no value."""
    placed = place(answer.evidence, reading, anchor=answer.name, taken=taken)
    if answer.change is not None and placed.span is not None and _only_change(placed, answer.change):
        return placed, None
    return _figure(answer.evidence, reading, anchor=answer.name, taken=taken)


def _only_change(placed: Placed, change: ChangeAnswer) -> bool:
    """Whether every number of the evidence is a piece of the change, so that no figure is stated."""
    pieces = [clean(piece) for piece in (change.amount, change.rate, change.base) if piece]
    numbers = find_quantities(placed.text)
    return bool(pieces) and all(any(q.digits in piece for piece in pieces) for q in numbers)


def _quantity_at(span: Span, reading: Reading, *, anchor: str) -> tuple[Quantity, Span] | None:
    """Return the quantity that the span holds or touches, read in its surroundings so that no number is cut."""
    first, last = reading.unit_at(span.start), reading.unit_at(span.end - 1)
    low = first.start if first else span.start
    high = last.end if last else span.end
    places = ((q, Span(low + q.start, low + q.end)) for q in find_quantities(reading.text[low:high]))
    shared = [(quantity, at) for quantity, at in places if at.overlap(span)]
    if len(shared) < 2:  # noqa: PLR2004  (only of several one is chosen)
        return shared[0] if shared else None
    named = next(occurrences(anchor, reading.text[low:high]), None) if anchor else None
    after = low + named.end if named else span.start
    best = shared[0]
    for quantity, at in shared[1:]:
        if best[1].start < after <= at.start and at.within(span):
            best = quantity, at
    return best


def _change(
    answer: ChangeAnswer | None, figure: Quantity | None, reading: Reading, placed: Placed, *, unit: str | None = None
) -> tuple[Change | None, tuple[str, ...]]:
    """Read a comparison from its verbatim pieces; a piece that is not near the figure is refused and said.

    A bare amount of a table has the ``unit`` that heads it, a bare rate is in per cent.
    """
    if answer is None:
        return None, ()
    around = _surroundings(reading, placed)
    amount, rate, base = (_read_piece(piece, around) for piece in (answer.amount, answer.rate, answer.base))
    asked = [piece for piece in (answer.amount, answer.rate, answer.base) if piece]
    lost = len(asked) - sum(q is not None for q in (amount, rate, base))
    size = amount or rate
    change = Change(
        direction=_direction(answer.direction, figure, base if size is None else None),
        value=size.digits.lstrip("-+") if size else None,
        unit=(size.unit or (unit if amount else "%")) if size else None,
        base_value=base.digits if base else None,
        rate=rate.digits.lstrip("-+") if rate and amount else None,
    )
    doubts = ("change_not_found" if lost else None, f"{HESITANT}:change" if answer.hesitant else None)
    return change, tuple(doubt for doubt in doubts if doubt)


def _direction(stated: Direction, figure: Quantity | None, base: Quantity | None) -> Direction:
    """With a base alone the direction follows from the two figures (guidelines, change)."""
    if figure is None or base is None:
        return stated
    if figure.base_value == base.base_value:
        return Direction.FLAT
    return Direction.INCREASE if figure.base_value > base.base_value else Direction.DECREASE


def _surroundings(reading: Reading, placed: Placed) -> str:
    """Return the figure's unit with its neighbours: a comparison may stand in the next clause but one."""
    unit = reading.unit_at(placed.span.start) if placed.span else None
    if unit is None:
        return reading.text
    low, high = max(1, unit.number - BEFORE), min(len(reading.units), unit.number + BEHIND)
    while unit.role is UnitRole.CELL and low > 1 and reading.units[low - 2].paragraph == unit.paragraph:
        low -= 1
    return reading.text[reading.units[low - 1].start : reading.units[high - 1].end]


def _read_piece(piece: str | None, around: str) -> Quantity | None:
    if not piece:
        return None
    at = next(occurrences(piece, around), None)
    if at is None:
        return None
    return parse_quantity(clean(piece)) or next(iter(find_quantities(around[at.start : at.end])), None)
