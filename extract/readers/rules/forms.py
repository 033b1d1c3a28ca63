"""Forms: bare numbers under a heading such as ``单位：万元``."""

from __future__ import annotations

import re

from extract.readers.rules.figures import Figure
from extract.readers.rules.finance_words import STAGE_ONLY, amount_item
from extract.readers.rules.sheet import Sheet

_UNIT = re.compile(r"(?:金额|计量|货币|计价)?单位：(?:人民币)?[（]?(?P<unit>亿元|万元|千元|元)")
_INLINE = re.compile(r"（(?P<unit>亿元|万元|千元|元)）：?$")
_MONEY_COLUMN = re.compile(
    r"(?:^|\n)[^\n。]{0,40}?(?P<it>(?:任务)?(?:涉及|所需|安排|使用|投入)(?:资金|金额|经费))(?:\n|$)"
)
_DECIMAL = re.compile(r"-?\d[\d,]*\.\d{1,6}")


def form_unit(sheet: Sheet, figure: Figure, label: str) -> str | None:
    """Return the unit of a bare number in a form: the one in its label, else the last one that heads it; None if none.

    A bare number without a label that names money is no amount.
    """
    text = sheet.text
    inline = _INLINE.search(text, max(figure.floor, figure.start - 8), figure.start)
    if inline:
        return inline.group("unit")
    if not label or (amount_item(label) is None and not (STAGE_ONLY.match(label) and len(label) > 2)):  # noqa: PLR2004  (a label of two characters is too common a word)
        return None
    return headed_unit(sheet, figure.start)


def headed_unit(sheet: Sheet, at: int) -> str | None:
    """Return the unit of money stated last before ``at`` in a line such as ``单位：万元``."""
    unit = None
    for found in _UNIT.finditer(sheet.text, 0, at):
        unit = found.group("unit")
    return unit


def column_label(sheet: Sheet, figure: Figure) -> tuple[int, int] | None:
    """Return the header over a decimal that stands alone in its cell: the last one before it that heads money."""
    low, high = sheet.unit_bounds(figure.start)
    if (figure.start, figure.end) != (low, high) or not _DECIMAL.fullmatch(sheet.text, low, high):
        return None
    span = None
    for found in _MONEY_COLUMN.finditer(sheet.text, 0, low):
        span = found.span("it")
    return span
