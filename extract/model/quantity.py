"""Numbers as reports write them: quantities, dates, periods and changes, each with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extract.model.report import Direction, Qualifier

SCALES = {"亿": Decimal(10) ** 8, "万": Decimal(10) ** 4, "千": Decimal(1000), "百": Decimal(100), "十": Decimal(10)}
"""Multipliers that stand before a unit (``万元``, ``亿元``, ``千元``, ``万人次``)."""

UNSCALED = ("百分点", "千米", "千克", "千瓦", "千分点")
"""Units that begin with a multiplier's character and are units of their own."""

PER_CENT = {"‰": Decimal("0.1"), "‱": Decimal("0.01")}
"""What one of these is in percent, the base unit of all shares."""


def base_of(unit: str) -> str:
    """Return the unit without its multiplier: 元 for 万元, % for ‰, nothing for a bare 万."""
    if unit in PER_CENT:
        return "%"
    at = 0
    while unit[at : at + 1] in SCALES and not unit.startswith(UNSCALED, at):
        at += 1
    return unit[at:]


def scale_of(unit: str) -> Decimal:
    """Return what one such unit is in its base unit: 10000 for 万元, 0.1 (of a percent) for ‰, 1 for 件."""
    factor = PER_CENT.get(unit, Decimal(1))
    for char in unit[: -len(base_of(unit)) or None]:
        factor *= SCALES.get(char, Decimal(1))
    return factor


class Dimension(StrEnum):
    """What a unit measures; ``number`` where none stands, ``ratio`` for ``元/人``."""

    MONEY = "money"
    PERCENT = "percent"
    POINT = "point"
    COUNT = "count"
    SCORE = "score"
    TIME = "time"
    TIMES = "times"
    AREA = "area"
    LENGTH = "length"
    MASS = "mass"
    VOLUME = "volume"
    RATIO = "ratio"
    OTHER = "other"
    NUMBER = "number"


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
    dimension: Dimension
    decimals: int
    qualifier: Qualifier | None
    text: str
    start: int = 0
    end: int = 0
    upper: Decimal | None = None

    @property
    def scale(self) -> Decimal:
        """What one ``unit`` is in the base unit: 10000 for 万元, 0.1 (of a percent) for ‰, 1 for 件."""
        return scale_of(self.unit)

    @property
    def base_unit(self) -> str:
        """The unit without its multiplier: 元 for 万元, % for ‰, nothing for a bare 万."""
        return base_of(self.unit)

    @property
    def base_value(self) -> Decimal:
        """The value in the base unit (元, %, 件 …)."""
        return self.value * self.scale


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as precise as written: ``iso`` is ``2024-06-21``, ``2023-06`` or ``2023``.

    Where the text states no year, ``iso`` is ISO 8601's ``--10-31`` or ``--10`` and ``year`` is None.
    """

    iso: str
    text: str
    start: int = 0
    end: int = 0

    @property
    def year(self) -> int | None:
        """The year, None where the text does not state it."""
        return None if self.iso.startswith("-") else int(self.iso[:4])


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
    """A phrase that compares: direction with amount, rate and earlier figure, each None where not stated.

    ``figure`` is the new figure where the phrase itself holds it (``由5件增至8件``). ``core_start`` is where the
    phrase without its comparison begins (``减少55.8%`` in ``较去年同期减少55.8%``). Positions of all parts are
    those in the string that was searched.
    """

    direction: Direction
    amount: Quantity | None
    rate: Quantity | None
    base: Quantity | None
    text: str
    start: int = 0
    end: int = 0
    core_start: int = 0
    figure: Quantity | None = None
