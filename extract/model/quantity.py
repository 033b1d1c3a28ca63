"""Numbers as reports write them: quantities, dates, periods and changes, each with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extract.model.report import Direction, Qualifier

SCALES = {"亿": Decimal(10) ** 8, "万": Decimal(10) ** 4, "千": Decimal(1000), "百": Decimal(100)}
"""Multipliers that stand before a unit (``万元``, ``亿元``, ``千元``, ``万人次``)."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as written.

    ``value`` is the number before the unit (851.66 for ``851.66 万元``), ``digits`` the same as a decimal
    string exactly as precise as written (``100.00``); ``unit`` keeps 万 and 亿 (``万元``, ``万人次``) and is ``""``
    where none stands; ``decimals`` counts stated decimals; ``upper`` is the larger end of ``30-40件``.
    ``start``/``end`` are code points in the string that was searched; ``text`` is that piece.
    """

    value: Decimal
    digits: str
    unit: str
    dimension: str
    decimals: int
    qualifier: Qualifier | None
    text: str
    start: int = 0
    end: int = 0
    upper: Decimal | None = None

    @property
    def scale(self) -> Decimal:
        """What one ``unit`` is in the base unit: 10000 for 万元, 1 for 件."""
        return SCALES.get(self.unit[:1], Decimal(1)) if len(self.unit) > 1 else Decimal(1)

    @property
    def base_unit(self) -> str:
        """The unit without its multiplier: 元 for 万元."""
        return self.unit[1:] if self.scale != 1 else self.unit

    @property
    def base_value(self) -> Decimal:
        """The value in the base unit (元, %, 件 …)."""
        return self.value * self.scale


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as precise as written: ``iso`` is ``2024-06-21``, ``2023-06`` or ``2023``."""

    iso: str
    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A stretch of time from one date to another, or up to one (``first`` None)."""

    first: DateMention | None
    last: DateMention
    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class ChangeMention:
    """A phrase that compares: direction with amount, rate and earlier figure, each None where not stated."""

    direction: Direction
    amount: Quantity | None
    rate: Quantity | None
    base: Quantity | None
    text: str
    start: int = 0
    end: int = 0
