"""Numbers in the base unit, when two are the same, and how they differ when they are not."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from eval.scoring.similarity import fold
from extract.model.quantity import SCALES

UNSCALED = ("百分点",)
"""Units whose first character only looks like a multiplier."""


@dataclass(frozen=True, slots=True)
class Number:
    """A stated number: ``base`` in the base unit, ``unit`` that unit (元, %, 件 …), ``step`` the unit of its last digit.

    ``digits`` is the number as written, for telling one wrong digit from another number.
    """

    base: Decimal
    unit: str
    step: Decimal
    digits: str

    def same(self, other: Number) -> bool:
        """Whether value in the base unit and dimension are equal."""
        return self.base == other.base and self.unit == other.unit

    def near(self, other: Number) -> bool:
        """Whether the values agree within half a unit of the coarser one (851.66 and 851.7 do)."""
        return self.unit == other.unit and abs(self.base - other.base) <= max(self.step, other.step) / 2


class NumberError(StrEnum):
    """Why a number is not the gold's: the first of these that holds."""

    ROUNDING = "rounding"
    UNIT = "unit"
    SIGN = "sign"
    WRONG_SLOT = "wrong_slot"
    DIGIT = "digit"
    OTHER = "other"


def number(value: str | int | None, unit: str | None = None) -> Number | None:
    """Read a record's value and unit; None where no value is stated. 千, 百, 万 and 亿 before a unit multiply it."""
    if value is None:
        return None
    digits = str(value)
    stated = Decimal(digits)
    scale, base_unit = _split(fold(unit or ""))
    exponent = stated.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return Number(stated * scale, base_unit, step * scale, digits)


def number_error(gold: Number, predicted: Number, *, slots: frozenset[Decimal]) -> NumberError:
    """Classify a wrong number; ``slots`` are the base values of the document's other gold figures.

    ``unit``: off by an exact power of ten or by the unit alone; ``sign``: the negative; ``wrong_slot``: another
    figure of the report; ``digit``: as many digits, not more than half of them different; else ``other``.
    """
    if gold.near(predicted):
        return NumberError.ROUNDING
    if gold.base == predicted.base or _power_of_ten(gold.base, predicted.base):
        return NumberError.UNIT
    if gold.base == -predicted.base:
        return NumberError.SIGN
    if predicted.base in slots:
        return NumberError.WRONG_SLOT
    return NumberError.DIGIT if _misread(gold.digits, predicted.digits) else NumberError.OTHER


def _split(unit: str) -> tuple[Decimal, str]:
    if len(unit) < 2 or unit in UNSCALED:  # noqa: PLR2004  (a multiplier needs a unit behind it)
        return Decimal(1), unit
    scale = SCALES.get(unit[0], Decimal(1))
    return scale, unit[1:] if unit[0] in SCALES else unit


def _power_of_ten(one: Decimal, other: Decimal) -> bool:
    if not one or not other or (one < 0) != (other < 0):
        return False
    return abs(one).normalize().as_tuple().digits == abs(other).normalize().as_tuple().digits


def _misread(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    wrong = sum(a != b for a, b in zip(one, other, strict=True))
    return 2 * wrong <= len(one)
