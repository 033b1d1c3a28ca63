"""Chinese numerals, plain and financial, as exact decimals."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

DIGITS: Final = {
    char: value
    for value, chars in enumerate(
        ("零〇○", "一壹弌", "二两贰貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for char in chars
}
PLACES: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
TENS: Final = {"廿": "二十", "卅": "三十"}
MYRIADS: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

DIGIT_CLASS: Final = "".join(DIGITS)
PLACE_CLASS: Final = "".join(PLACES)
MYRIAD_CLASS: Final = "".join(MYRIADS)
TENS_CLASS: Final = "".join(TENS)

LONGEST: Final = 24
"""Characters that a numeral has at most; longer runs are no numbers."""

NUMERAL: Final = rf"[{DIGIT_CLASS}{PLACE_CLASS}{TENS_CLASS}][{DIGIT_CLASS}{PLACE_CLASS}{MYRIAD_CLASS}]{{0,{LONGEST}}}(?:点[{DIGIT_CLASS}]{{1,{LONGEST}}})?"
"""Pattern of a Chinese numeral; ``parse_chinese`` refuses what is none."""

_TENS: Final = str.maketrans(TENS)
_WHOLE: Final = re.compile(rf"(?P<whole>[{DIGIT_CLASS}{PLACE_CLASS}{MYRIAD_CLASS}]+)(?:点(?P<part>[{DIGIT_CLASS}]+))?")


def parse_chinese(text: str) -> Decimal | None:
    """Return the number that a Chinese numeral states, None where it states none.

    Takes ``十二``, ``一百零五``, ``三点五``, ``二十五万三千``, ``贰佰叁拾``, ``百``, the spoken ``两千三`` (2300), ``廿五``
    and digit by digit ``二〇二三``.
    ``七八`` (seven or eight) is no number.
    """
    match = _WHOLE.fullmatch(text.translate(_TENS))
    if match is None or len(text) > 2 * LONGEST:
        return None
    whole = _whole(match["whole"])
    if whole is None:
        return None
    part = match["part"]
    return Decimal(f"{whole}.{''.join(str(DIGITS[char]) for char in part)}") if part else Decimal(whole)


def _whole(text: str) -> int | None:
    if all(char in DIGITS for char in text):
        return _digit_by_digit(text)
    total = 0
    for mark in ("亿億", "万萬"):
        head, found, tail = _split_last(text, mark)
        if found:
            count = _whole(head) if head else 1
            if count is None:
                return None
            total += count * MYRIADS[found]
            text = tail
            if len(text) == 1 and DIGITS.get(text):
                return total + DIGITS[text] * MYRIADS[found] // 10
    rest = _below_myriad(text) if text else 0
    return None if rest is None else total + rest


def _split_last(text: str, marks: str) -> tuple[str, str, str]:
    at = max(text.rfind(mark) for mark in marks)
    return (text[:at], text[at], text[at + 1 :]) if at >= 0 else ("", "", text)


def _digit_by_digit(text: str) -> int | None:
    """Read ``二〇二三`` as 2023; without a zero in it a run of digits is an approximation, no number."""
    if len(text) > 1 and not any(DIGITS[char] == 0 for char in text) and len(text) != len("二〇二三"):
        return None
    return int("".join(str(DIGITS[char]) for char in text))


def _below_myriad(text: str) -> int | None:
    """Read a numeral of 十, 百 and 千, whose places must fall."""
    total, ceiling = 0, 10**4
    digit: int | None = None
    for char in text:
        if char in DIGITS:
            if digit:
                return None
            digit = DIGITS[char]
            continue
        place = PLACES.get(char)
        if place is None or place >= ceiling:
            return None
        total += (1 if digit is None or (digit == 0 and place == PLACES["十"]) else digit) * place
        digit, ceiling = None, place
    colloquial = text[-2:-1] in PLACES and ceiling >= PLACES["百"]
    return total + (digit or 0) * (ceiling // 10 if colloquial else 1)
