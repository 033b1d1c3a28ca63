"""What stated figures can mean: rounding, truncation and the tolerance that follows from both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from extract.model.quantity import Dimension, scale_of
from extract.steps.numerals.units import dimension_of

HALF = Decimal("0.5")
"""A rounded figure may be off by half a unit of its last digit (GB/T 8170—2008, 3.2)."""

CENT = Decimal("0.01")
"""The smallest unit of money, 分: an amount stated to it was not rounded."""

ONE = Decimal(1)
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Operand:
    """A stated figure in its base unit; ``step`` is one unit of its last digit, 0 where it is exact."""

    value: Decimal
    step: Decimal

    @property
    def low(self) -> Decimal:
        """The least true value that rounds to the stated one."""
        return self.value - self.step * HALF

    @property
    def high(self) -> Decimal:
        """The greatest true value that rounds to the stated one."""
        return self.value + self.step * HALF


@dataclass(frozen=True, slots=True)
class Range:
    """The values that a calculation can have, given how its operands were rounded."""

    value: Decimal
    low: Decimal
    high: Decimal


def step_of(value: Decimal, scale: Decimal, *, money: bool, percent: bool) -> Decimal:
    """Return one unit of the last digit in the base unit; 0 for counted things, money stated to the 分 and a plain 0.

    ``0万元`` says that there was none, not that it was less than half of 1万元.
    """
    exponent = value.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * scale
    if money and not value:
        return Decimal(0)
    if money:
        return step if step > CENT else Decimal(0)
    return step if percent or step != ONE else Decimal(0)


def stated_operand(value: str, unit: str | None) -> Operand:
    """Return a stated figure in its base unit with the precision that it is stated in."""
    number, dimension = Decimal(value), dimension_of(unit or "")
    scale = scale_of(unit or "")
    percent = dimension in {Dimension.PERCENT, Dimension.POINT}
    return Operand(number * scale, step_of(number, scale, money=dimension is Dimension.MONEY, percent=percent))


def total_of(operands: Iterable[Operand]) -> Range:
    """Add operands; the tolerance is the sum of their half units."""
    parts = tuple(operands)
    zero = Decimal(0)
    return Range(
        sum((p.value for p in parts), zero), sum((p.low for p in parts), zero), sum((p.high for p in parts), zero)
    )


def percentage(part: Operand, whole: Operand) -> Range | None:
    """Return part ÷ whole in %, None where the whole is or may be 0."""
    if whole.low <= 0:
        return None
    low = part.low / (whole.high if part.low >= 0 else whole.low) * HUNDRED
    high = part.high / (whole.low if part.high >= 0 else whole.high) * HUNDRED
    return Range(part.value / whole.value * HUNDRED, low, high)


def agrees(stated: Operand, computed: Range) -> bool:
    """Whether the stated figure is the computed one, rounded or truncated to the stated digits."""
    if stated.low <= computed.high and computed.low <= stated.high:
        return True
    return truncated(stated, computed)


def truncated(stated: Operand, computed: Range) -> bool:
    """Whether the stated figure is the computed one with its further digits cut off (``88.88%`` for 8 of 9)."""
    if stated.value >= 0:
        return stated.value <= computed.value < stated.value + stated.step
    return stated.value - stated.step < computed.value <= stated.value


def plain(value: Decimal, places: int | None = None) -> str:
    """Write a number without exponent and trailing zeros, rounded to ``places`` decimals where given."""
    number = value if places is None else round(value, places)
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
