"""The digits that a matched number states, and the multiplier that goes to its unit."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from extract.steps.numerals.chinese import MYRIAD_CLASS, MYRIADS, parse_chinese

_SPACE: Final = re.compile(r"\s+")
_IN_MYRIADS: Final = {
    "千万": Decimal(1000),
    "百万": Decimal(100),
    "十万": Decimal(10),
    "万": Decimal(1),
    "千": Decimal("0.1"),
}
"""What a multiplier is in 万."""


def decimals(digits: str) -> int:
    """Count the decimals stated."""
    return len(digits.partition(".")[2])


def stated(parts: dict[str, str | None]) -> tuple[str, str] | None:
    """Return the digits and the multiplier that goes to the unit."""
    scale = _SPACE.sub("", parts["scale"] or "")
    if numeral := parts["chinese"]:
        return _chinese(_SPACE.sub("", numeral), scale)
    share = parts.get("share")
    if share and not share[0].isdecimal():
        value = parse_chinese(share)
        return None if value is None else (str(value), "")
    digits = _plain(share or parts["arabic"] or "")
    if parts.get("higher"):
        head = Decimal(parts["higher"] or 0) * (10**4 if parts["hundred_millions"] else 1)
        return format((head + Decimal(digits) * _IN_MYRIADS[scale]).normalize(), "f"), "万"
    return digits, scale


def _chinese(numeral: str, scale: str) -> tuple[str, str] | None:
    """Leave a closing 万 or 亿 to the unit: ``十一万`` is 11 万, ``二十五万三千`` is 253000."""
    head = numeral.rstrip(MYRIAD_CLASS)
    moved = numeral[len(head) :].replace("萬", "万").replace("億", "亿")
    value = parse_chinese(head) if head else Decimal(1)
    if value is not None and moved and any(mark in head for mark in MYRIADS):
        value, moved = _inner(head, moved)
    return None if value is None else (str(value), moved + scale)


def _inner(head: str, moved: str) -> tuple[Decimal | None, str]:
    """Read ``三亿五千`` before 万 in that unit: 35000 万."""
    value = parse_chinese(head + moved)
    return (None if value is None else value / MYRIADS[moved[-1]]), moved


def _plain(number: str) -> str:
    digits = _SPACE.sub("", number).replace(",", "")
    whole, point, part = digits.partition(".")
    return (whole.lstrip("0") or "0") + point + part
