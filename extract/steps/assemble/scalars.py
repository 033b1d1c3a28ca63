"""The profile: each scalar's value is read from the characters that its evidence names."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from extract.model.answer import Evidence, ProfileAnswer, TypeAnswer
from extract.model.report import Profile, ReportType, Stated
from extract.model.text import Reading, Span
from extract.steps.assemble.evidence import HESITANT, Placed, passage_span, place
from extract.steps.assemble.marks import Marker
from extract.steps.fold import clean
from extract.steps.numerals.dates import find_dates, parse_date
from extract.steps.numerals.quantities import find_quantities

YEAR = re.compile(r"(?:[12１２]\s*[0-9０-９]\s*){1}(?:[0-9０-９]\s*){2}|[一二][〇○零0-9一二三四五六七八九]{3}")
"""A year of four digits, Arabic or Chinese, with the spaces that bad PDF text puts between them."""

YEAR_DIGITS = 4
CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")
NONE_STATED = ("无", "没有", "未设", "不含", "暂无")
"""Words that state a count of nought."""


def profile(answer: ProfileAnswer | None, reading: Reading, marker: Marker) -> Profile:
    """Read every scalar that the answer gives evidence of."""
    answer = answer or ProfileAnswer()
    texts = ("department_name", "preparer", "contact_phone", "evaluating_body", "self_grade")
    fields: dict[str, Any] = {name: _stated(getattr(answer, name), name, reading, marker, read=_text) for name in texts}
    numbers: dict[str, Callable[[Placed, Reading], tuple[Any, Placed]]] = {
        "fiscal_year": _year,
        "report_date": _date,
        "subordinate_units": _count,
        "self_score": _score,
    }
    for name, read in numbers.items():
        fields[name] = _stated(getattr(answer, name), name, reading, marker, read=read)
    return Profile.model_validate(fields | {"report_type": _report_type(answer.report_type, reading, marker)})


def _stated(
    evidence: Evidence | None,
    name: str,
    reading: Reading,
    marker: Marker,
    *,
    read: Callable[[Placed, Reading], tuple[Any, Placed]],
) -> dict[str, Any] | None:
    if evidence is None:
        return None
    value, placed = read(passage_span(place(evidence, reading), reading), reading)
    if value is None or value == "":
        return None
    return marker.marks(f"profile.{name}", placed) | {"value": value}


def _report_type(answer: TypeAnswer | None, reading: Reading, marker: Marker) -> Stated[ReportType] | None:
    if answer is None:
        return None
    placed = passage_span(place(answer.evidence, reading), reading)
    doubts = (HESITANT,) if answer.hesitant else ()
    return Stated[ReportType](**marker.marks("profile.report_type", placed, *doubts), value=answer.value)


def _text(placed: Placed, reading: Reading) -> tuple[str, Placed]:
    del reading
    return placed.text, placed


def _part(placed: Placed, reading: Reading, start: int, end: int) -> Placed:
    """Narrow to a part of the located characters; evidence that was not located stays as it is."""
    if placed.span is None:
        return placed
    return placed.narrowed(Span(placed.span.start + start, placed.span.start + end), reading.text)


def _source(placed: Placed, reading: Reading) -> str:
    return placed.text if placed.span is None else reading.text[placed.span.start : placed.span.end]


def _year(placed: Placed, reading: Reading) -> tuple[int | None, Placed]:
    found = YEAR.search(_source(placed, reading))
    if found is None:
        return None, placed
    text = found.group().rstrip()
    digits = clean(text).translate(CHINESE_DIGITS)
    return int(digits[:YEAR_DIGITS]), _part(placed, reading, found.start(), found.start() + len(text))


def _date(placed: Placed, reading: Reading) -> tuple[str | None, Placed]:
    dates = find_dates(_source(placed, reading))
    if not dates:
        return parse_date(placed.text), placed
    best = max(dates, key=lambda date: len(date.iso))
    return best.iso, _part(placed, reading, best.start, best.end)


def _count(placed: Placed, reading: Reading) -> tuple[int | None, Placed]:
    source = _source(placed, reading)
    for quantity in find_quantities(source):
        if quantity.value == int(quantity.value):
            length = len(quantity.text) - len(quantity.unit) if quantity.unit else len(quantity.text)
            return int(quantity.value), _part(placed, reading, quantity.start, quantity.start + length)
    return (0 if any(word in source for word in NONE_STATED) else None), placed


def _score(placed: Placed, reading: Reading) -> tuple[str | None, Placed]:
    for quantity in find_quantities(_source(placed, reading)):
        if quantity.value >= Decimal(0):
            length = len(quantity.text) - len(quantity.unit) if quantity.unit else len(quantity.text)
            return quantity.digits, _part(
                placed, reading, quantity.start, quantity.start + len(quantity.text[:length].rstrip())
            )
    return None, placed
