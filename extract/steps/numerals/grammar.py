"""The grammar of a number with its unit: sign, numeral, multiplier, words of approximation; then the unit."""

from __future__ import annotations

import re
from typing import Final

from extract.steps.numerals.chinese import DIGIT_CLASS, NUMERAL, PLACE_CLASS, TENS_CLASS
from extract.steps.numerals.units import LOOSE_UNIT, SCALE, STRICT_UNIT

PAGE_BREAK: Final = "\x1c"
"""Stands for the characters of a line that only numbers its page; white space to the patterns below."""
_BREAK: Final = rf"\s{{0,2}}{PAGE_BREAK}{{3,40}}\s{{0,3}}"
_GAP: Final = rf"(?:\s{{0,6}}|{_BREAK})"
_IN_BRACKETS: Final = r"\s{0,2}[（(]\s?(?:[十百千]?[万亿]?元|[%人件个次户项家名])\s?[）)]"
_PER_MANY: Final = r"\s?[/／]\s?(?:10|十)\s?万"
"""Deaths and diseases are stated per hundred thousand."""
_GROUPED: Final = r"\d{1,3}(?:,\s?\d{3})+(?![\d])(?:\.\d+)?"
_APART: Final = r"(?<=[一-鿿:])\d{1,3}(?: \d{3})+(?:\.\d+)?(?!\s?[\d.,])(?=\s{0,3}(?:[万亿]?\s?元|[件人户]))"
"""Thousands set apart by a space, where the number follows a word directly: between columns a space stands on both sides."""
_SPACED: Final = r"(?<!\d\s)\d(?:\s\d){1,11}(?:\s?\.\s?\d(?:\s?\d){0,5})?(?!\s?[\d.,])(?=\s{0,4}[万亿%‰元件人次个户批起宗份家项条场名所台辆亩公平吨])"
_BEFORE_UNIT: Final = r"(?=\s{0,3}(?:[万亿]\s?元|元|%))"
_BROKEN: Final = rf"(?:(?:(?<=[^\s\d.,])|(?<=[一-鿿] ))\d{{2,}}\.\s{{1,3}}\d+|(?<![\d.])\d+\s\.\s\d+){_BEFORE_UNIT}"
_ARABIC: Final = rf"(?:{_SPACED}|{_APART}|{_GROUPED}|{_BROKEN}|\d+(?:\s?\.\d+)?)"
_SIGN: Final = r"(?:(?<![\dA-Za-z)%\]件人次元个])[-−](?=\d)|(?<![^\t|\n:])–(?=\d)|△(?=\d)|(?<![^\t|\n])▲(?=[\d,.]+(?:[^\d,.%]|$))|负\s*(?!责))?"
_APPROXIMATE: Final = r"(?:余(?!\s*[额款下热力])|多(?!元化|样|层次|维|方面|部门|措|渠道|点|头)|来(?=\s*[个件人名户家天年次])(?<=十来)|(?<=[十0])几)"
_HIGHER: Final = r"(?:(?P<higher>\d+(?:\.\d+)?)\s?(?:(?P<hundred_millions>亿)\s?零?(?=\d+(?:\.\d+)?\s?[千百]?万)|万\s?零?(?=\d(?:\.\d+)?\s?千)))"
_CAPITAL_CENTS: Final = rf"(?P<yuan>{NUMERAL})[元圆](?:(?P<jiao>[零壹贰叁肆伍陆柒捌玖一二三四五六七八九])角)?(?:零?(?P<fen>[壹贰叁肆伍陆柒捌玖一二三四五六七八九])分)?"

_TAIL: Final = (
    rf"(?:{_GAP}(?P<approximate>{_APPROXIMATE}))?(?:{_GAP}(?P<scale>{SCALE}))?(?:{_GAP}(?P<late>{_APPROXIMATE}))?"
)
_NUMBER: Final = rf"(?P<sign>{_SIGN})(?:(?P<of>[百千万])\s*分\s*之\s*(?P<share>{NUMERAL}|\d+(?:\.\d+)?)|{_HIGHER}?(?P<arabic>{_ARABIC})|(?P<chinese>{NUMERAL}|[万亿](?=[余多])|(?<=[上近逾超过])[万亿](?=[元人件户家次名亩吨个])))"
_BEGINS: Final = rf"(?=[-−–△▲负\d{DIGIT_CLASS}{PLACE_CLASS}{TENS_CLASS}万亿])"
"""What a number may begin with: asked first, since nearly every place of a text begins none."""
SINGLE: Final = re.compile(rf"{_BEGINS}{_NUMBER}(?:(?<!\s){_TAIL})")
UPPER: Final = re.compile(
    rf"(?P<joint>[^\S\n]*\n?[^\S\n]*(?:[-—–~～]+|至|到)[^\S\n]*\n?[^\S\n]*)(?:百\s*分\s*之\s*)?(?:(?P<arabic>{_ARABIC})|(?P<chinese>{NUMERAL})){_TAIL}"
)
_CUT: Final = rf"(?:[ ]?\n[ ]?|{_BREAK})"
WRAPPED: Final = re.compile(
    rf"(?:(?P<arabic>\d[\d,]{{0,10}}(?:\.\d?)?{_CUT}[\d,]*\d(?:\.\d+)?)|(?P<chinese>{NUMERAL}{_CUT}{NUMERAL})){_TAIL}"
)
"""A number that a hard line break cut in two; whether it did, the line tells."""
WHOLE: Final = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
"""What the two parts of such a number must make together."""
BRACKETED: Final = re.compile(
    r"(?<![^\t|\n ])(?P<text>\([ ]?(?P<arabic>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{2,})[ ]?\))(?=[ ]*(?:[\t|\n]|$))"
)
"""A table's way to write an amount below nothing: brackets around all of a cell."""
HALF: Final = re.compile(r"\s?个半(?P<unit>小时|月|学期|世纪)")
AND_HALF: Final = re.compile(r"半(?![数径价个年])")
AND_TENTHS: Final = re.compile(r"[一二三四五六七八九](?![一二三四五六七八九十百千万亿年月日成点分个人户家件次])")
UNIT: Final = re.compile(rf"{_GAP}[%‰‱]|{LOOSE_UNIT}|(?:\s{{1,6}}|{_BREAK}){STRICT_UNIT}|{_IN_BRACKETS}|{_PER_MANY}")
"""What may follow any of these."""
CENTS: Final = re.compile(_CAPITAL_CENTS)
