"""The grammar of a number with its unit: sign, numeral, multiplier, words of approximation; then the unit."""

from __future__ import annotations

import re
from typing import Final

from extract.steps.numerals.chinese import NUMERAL
from extract.steps.numerals.units import LOOSE_UNIT, SCALE, STRICT_UNIT

_GAP: Final = r"\s{0,6}"
_IN_BRACKETS: Final = r"\s{0,2}[（(]\s?(?:[十百千]?[万亿]?元|[%人件个次户项家名])\s?[）)]"
_PER_MANY: Final = r"\s?[/／]\s?(?:10|十)\s?万"
"""Deaths and diseases are stated per hundred thousand."""
_GROUPED: Final = r"\d{1,3}(?:,\s?\d{3})+(?![\d])(?:\.\d+)?"
_SPACED: Final = r"(?<!\d\s)\d(?:\s\d){1,11}(?:\s?\.\s?\d(?:\s?\d){0,5})?(?!\s?[\d.,])(?=\s{0,4}[万亿%‰元件人次个户批起宗份家项条场名所台辆亩公平吨])"
_BEFORE_UNIT: Final = r"(?=\s{0,3}(?:[万亿]\s?元|元|%))"
_BROKEN: Final = rf"(?:(?:(?<=[^\s\d.,])|(?<=[一-鿿] ))\d{{2,}}\.\s{{1,3}}\d+|(?<![\d.])\d+\s\.\s\d+){_BEFORE_UNIT}"
_ARABIC: Final = rf"(?:{_SPACED}|{_GROUPED}|{_BROKEN}|\d+(?:\s?\.\d+)?)"
_SIGN: Final = r"(?:(?<![\dA-Za-z)%\]件人次元个])[-−](?=\d)|负\s*(?!责))?"
_APPROXIMATE: Final = (
    r"(?:余(?!\s*[额款下热力])|多(?!元化|样|层次|维|方面|部门|措|渠道|点|头)|来(?=\s*[个件人名户家天年次])(?<=十来))"
)
_HIGHER: Final = r"(?:(?P<higher>\d+(?:\.\d+)?)\s?(?:(?P<hundred_millions>亿)\s?零?(?=\d+(?:\.\d+)?\s?[千百]?万)|万\s?零?(?=\d(?:\.\d+)?\s?千)))"
_CAPITAL_CENTS: Final = rf"(?P<yuan>{NUMERAL})[元圆](?:(?P<jiao>[零壹贰叁肆伍陆柒捌玖一二三四五六七八九])角)?(?:零?(?P<fen>[壹贰叁肆伍陆柒捌玖一二三四五六七八九])分)?"

_TAIL: Final = (
    rf"(?:{_GAP}(?P<approximate>{_APPROXIMATE}))?(?:{_GAP}(?P<scale>{SCALE}))?(?:{_GAP}(?P<late>{_APPROXIMATE}))?"
)
_NUMBER: Final = rf"(?P<sign>{_SIGN})(?:(?P<of>[百千万])\s*分\s*之\s*(?P<share>{NUMERAL}|\d+(?:\.\d+)?)|{_HIGHER}?(?P<arabic>{_ARABIC})|(?P<chinese>{NUMERAL}|万(?=[余多])))"
SINGLE: Final = re.compile(rf"{_NUMBER}(?:(?<!\s){_TAIL})")
UPPER: Final = re.compile(
    rf"(?P<joint>[^\S\n]*\n?[^\S\n]*(?:[-—–~～]+|至|到)[^\S\n]*\n?[^\S\n]*)(?:(?P<arabic>{_ARABIC})|(?P<chinese>{NUMERAL})){_TAIL}"
)
WRAPPED: Final = re.compile(rf"(?P<arabic>\d{{1,4}}[ ]?\n[ ]?\d+(?:\.\d+)?)(?P<chinese>(?!))?{_TAIL}")
"""A number that a hard line break cut in two; whether it did, the line tells."""
UNIT: Final = re.compile(rf"{_GAP}[%‰‱]|{LOOSE_UNIT}|\s{{1,6}}{STRICT_UNIT}|{_IN_BRACKETS}|{_PER_MANY}")
"""What may follow any of these."""
CENTS: Final = re.compile(_CAPITAL_CENTS)
