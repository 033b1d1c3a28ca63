"""Answers given for other units of the same text, as those of today name them: kept answers outlive our cutting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from extract.model.answer import Answer, Evidence
from extract.model.text import Reading
from extract.steps.fold import clean

PIECE = 12
"""Characters of a verbatim end of a passage."""

CLOSING = "。；：，;:,！？"


def translate(answer: Answer, units: Sequence[tuple[int, int]], reading: Reading) -> Answer:
    """Return an answer whose evidence names the units of ``reading``.

    Args:
        answer: evidence names ``units``, from 1.
        units: start and end of the units that the answer was given for, in the same text.
        reading: the text with the units of today.
    """
    if [tuple(pair) for pair in units] == [(unit.start, unit.end) for unit in reading.units]:
        return answer
    moved: Answer = _walk(answer, units, reading)
    return moved


def _walk(value: Any, units: Sequence[tuple[int, int]], reading: Reading) -> Any:  # noqa: ANN401  (parts of answers)
    match value:
        case Evidence():
            return _moved(value, units, reading)
        case BaseModel():
            parts = {name: getattr(value, name) for name in type(value).model_fields}
            return value.model_copy(update={name: _walk(each, units, reading) for name, each in parts.items()})
        case tuple():
            return tuple(_walk(each, units, reading) for each in value)
        case _:
            return value


def _moved(evidence: Evidence, units: Sequence[tuple[int, int]], reading: Reading) -> Evidence:
    """Return the evidence with today's numbers; an end that falls inside a unit of today is named by its characters."""
    if not (1 <= evidence.first <= evidence.final <= len(units)):
        return evidence.model_copy(update={"first": len(reading.units) + evidence.first, "last": None})
    start, end = units[evidence.first - 1][0], units[evidence.final - 1][1]
    first = next((unit for unit in reading.units if unit.end > start), reading.units[-1])
    last = next((unit for unit in reversed(reading.units) if unit.start < end), reading.units[0])
    moved = evidence.model_copy(update={"first": first.number, "last": max(first.number, last.number)})
    if evidence.text:
        return moved.model_copy(update={"nth": None}) if (first.start, last.end) != (start, end) else moved
    written = clean(reading.text[start:end])
    opening = evidence.from_ or (None if first.start == start else written[:PIECE])
    closing = evidence.to or (None if last.end == end else written.rstrip(CLOSING)[-PIECE:])
    return moved.model_copy(update={"from_": opening, "to": closing})
