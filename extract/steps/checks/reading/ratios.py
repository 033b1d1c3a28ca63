"""What a rate may be computed from: a part, a whole and the calculation in words."""

from __future__ import annotations

from dataclasses import dataclass

from extract.steps.checks.reading.figures import Figure
from extract.steps.checks.reading.precision import Range, percentage
from extract.steps.checks.reading.told import numbers


@dataclass(frozen=True, slots=True)
class Pair:
    """What a rate may be computed from: ``part`` ÷ ``whole``."""

    part: Figure
    whole: Figure
    value: Range | None
    step: str


def divided(part: Figure, whole: Figure) -> Pair:
    """Return part ÷ whole in %."""
    return Pair(part, whole, percentage(part.operand, whole.operand), " ÷ ".join(numbers(part, whole)))
