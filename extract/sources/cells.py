"""Spreadsheet values as their sheet shows them: percentages, decimals and dates, not floating point."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

PERCENT = re.compile(r"0(?:\.(0+))?%")
PLACES = re.compile(r"[0#]+(?:\.([0#]+))?")
EXACT = 15
"""Significant digits that a spreadsheet keeps."""


def shown(value: object, number_format: str) -> str:
    """Return a cell's value as text.

    Args:
        value: what the file holds: a number, a date, a truth value or text.
        number_format: the cell's format code (``0.00%``, ``#,##0.00``, ``General``); only percentages, decimals
            and dates change what is shown, since separators and currency signs state nothing.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, int | float | Decimal):
        return _number(Decimal(repr(value) if isinstance(value, float) else value), number_format)
    return str(value).strip()


def _number(value: Decimal, number_format: str) -> str:
    code = number_format.partition(";")[0]
    percent = PERCENT.search(code)
    if percent:
        return f"{_rounded(value * 100, len(percent.group(1) or ''))}%"
    places = PLACES.search(code.replace(",", ""))
    if places and places.group(1):
        return _rounded(value, len(places.group(1)))
    if places and "General" not in code:
        return _rounded(value, 0)
    return format(_significant(value), "f")


def _rounded(value: Decimal, places: int) -> str:
    return format(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP), "f")


def _significant(value: Decimal) -> Decimal:
    """Cut the noise of binary fractions (0.1 + 0.2) at the digits that a spreadsheet keeps."""
    if value == 0:
        return Decimal(0)
    kept = value.quantize(Decimal(1).scaleb(value.adjusted() - EXACT + 1), rounding=ROUND_HALF_UP)
    return kept.normalize() if kept != kept.to_integral_value() else kept.to_integral_value()
