"""Quantities: every number with its unit, as reports write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from extract.model.quantity import Dimension, Quantity
from extract.model.report import Qualifier
from extract.steps.fold import narrow
from extract.steps.numerals.chinese import MYRIAD_CLASS, MYRIADS, NUMERAL, parse_chinese
from extract.steps.numerals.context import Candidate, is_quantity
from extract.steps.numerals.dates import date_ranges
from extract.steps.numerals.units import LOOSE_UNIT, SCALE, STRICT_UNIT, dimension_of

_GAP: Final = r"\s{0,6}"
_UNIT: Final = rf"(?P<unit>{_GAP}[%‰‱]|{LOOSE_UNIT}|\s{{1,6}}{STRICT_UNIT})"
_NO_UNIT: Final = _UNIT.replace("?P<unit>", "?:")
_GROUPED: Final = r"\d{1,3}(?:,\s?\d{3})+(?![\d])(?:\.\d+)?"
_SPACED: Final = (
    rf"(?<!\d\s)\d(?:\s\d){{1,11}}(?:\s?\.\s?\d(?:\s?\d){{0,5}})?(?!\s?[\d.,])(?=\s{{0,4}}(?:[万亿%‰]|{_NO_UNIT}))"
)
_BROKEN: Final = r"(?<=[^\s\d.,])\d{2,}\.\s+\d+(?=\s*(?:[万亿]\s*元|元|%))"
_ARABIC: Final = rf"(?:{_SPACED}|{_GROUPED}|{_BROKEN}|\d+(?:\s?\.\d+)?)"
_SIGN: Final = r"(?:(?<![\dA-Za-z)%\]件人次元个])[-−]\s?(?=\d)|负\s*(?!责))?"
_APPROXIMATE: Final = (
    r"(?:余(?!\s*[额款下热力])|多(?!元化|样|层次|维|方面|部门|措|渠道|点|头)|来(?=\s*[个件人名户家天年次])(?<=十来))"
)
_MYRIAD_PARTS: Final = r"\d+(?:\.\d+)?\s*亿\s*零?\s*(?=\d+(?:\.\d+)?\s*万)"
_CAPITAL_CENTS: Final = rf"(?P<yuan>{NUMERAL})[元圆](?:(?P<jiao>[零壹贰叁肆伍陆柒捌玖一二三四五六七八九])角)?(?:零?(?P<fen>[壹贰叁肆伍陆柒捌玖一二三四五六七八九])分)?"

_TAIL: Final = (
    rf"(?:\s*(?P<approximate>{_APPROXIMATE}))?(?:\s*(?P<scale>{SCALE}))?(?:\s*(?P<late>{_APPROXIMATE}))?{_UNIT}?"
)
_NUMBER: Final = rf"(?P<sign>{_SIGN})(?:(?P<of>[百千万])\s*分\s*之\s*(?P<share>{NUMERAL}|\d+(?:\.\d+)?)|(?P<hundreds_of_millions>{_MYRIAD_PARTS})?(?P<arabic>{_ARABIC})|(?P<chinese>{NUMERAL}|万(?=[余多])))"
_SINGLE: Final = re.compile(rf"{_NUMBER}(?:(?<!\s){_TAIL})")
_UPPER: Final = re.compile(
    rf"(?P<joint>\s*(?:[-—–~～]+|至|到)\s*)(?:(?P<arabic>{_ARABIC})|(?P<chinese>{NUMERAL})){_TAIL}"
)
_CENTS: Final = re.compile(_CAPITAL_CENTS)

_BEFORE: Final = (
    (Qualifier.AT_MOST, re.compile(r"(?:不足|不到|不超过?|不高于|不多于|不大于|至多|最多|低于|少于|小于|≤|<)\s*$")),
    (Qualifier.OVER, re.compile(r"(?:不少于|不低于|不小于|至少|最少|超过?|超出|突破|高于|多于|大于|逾|≥|>)\s*了?\s*$")),
    (Qualifier.OVER, re.compile(r"上(?=[百千万])")),
    (Qualifier.ABOUT, re.compile(r"(?:约为?|大约|大概|将近|接近|(?<![附最])近)\s*$")),
)
_AFTER: Final = (
    (Qualifier.ABOUT, re.compile(r"\s*(?:左右|上下)")),
    (Qualifier.OVER, re.compile(r"\s*(?:及|\(含\)|（含）)?\s*以上")),
    (Qualifier.AT_MOST, re.compile(r"\s*(?:及|\(含\)|（含）)?\s*(?:以下|以内|之内)")),
)
_LEAD: Final = re.compile(
    r"\s*(?:大?约为?|大概|近|将近|接近|上(?=[百千万])|逾|超过?|突破|高于|不低于|不少于|至少|不足|不到|不超过?|至多|最多|低于|共计?|合计|人民币)?\s*"
)
_REST: Final = re.compile(r"\s*(?:左右|上下|(?:及|\(含\))?(?:以上|以下|以内)|[整正])?\s*")
_CHANGES_TO: Final = re.compile(r"[从由自][^，。；,;]{0,12}$")
_TRADITIONAL: Final = str.maketrans("萬億圓", "万亿圆")
_ENUMERATED: Final = re.compile(r"(?:^|[\n。；;])[\s*#]*$")
_SPACE: Final = re.compile(r"\s+")
_SHARES: Final = {"百": "%", "千": "‰", "万": "‱"}


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities that stand in ``text``, in order, not overlapping.

    A unit may stand after spaces and line breaks, a number without one has unit ``""``. Ordinals,
    dates, numbering, telephone numbers and names (``第130届``, ``2022年``, ``“三公”``) are none; ``68批74人次`` is two.
    Words of approximation set the qualifier; those before the number and 左右, 以上, 以下 stay outside of its span.
    """
    even = _even(text)
    return tuple(_search(even, text, date_ranges(even)))


def parse_quantity(text: str) -> Quantity | None:
    """Return the quantity that the whole string states, words of approximation around it included; else None.

    A bare number has unit ``""``; a bare Chinese numeral counts as one here.
    """
    even = _even(text)
    lead = _LEAD.match(even)
    at = lead.end() if lead else 0
    found = _cents(even, at) or _read(even, at)
    if found is None:
        return None
    rest = _REST.fullmatch(even, found.end)
    return _as_written(found, text) if rest else None


def _even(text: str) -> str:
    """Return the text with width and the traditional 萬 and 億 levelled; offsets stay."""
    return narrow(text).translate(_TRADITIONAL)


def _search(even: str, text: str, dates: tuple[tuple[int, int], ...]) -> Iterator[Quantity]:
    at, day = 0, 0
    while match := _SINGLE.search(even, at):
        while day < len(dates) and dates[day][1] <= match.start():
            day += 1
        if day < len(dates) and dates[day][0] < match.end() and dates[day][1] > match.start():
            at = dates[day][1]
            continue
        found = _cents(even, match.start()) or _read(even, match.start())
        if found is None:
            at = match.end()
            continue
        found = _less_enumerator(found, even)
        if is_quantity(_candidate(found, even)):
            yield _as_written(found, text)
        at = max(found.end, match.start() + 1)


def _as_written(found: Quantity, text: str) -> Quantity:
    """Put the text's own characters back: ``批（件）次`` keeps its full-width brackets."""
    unit = found.unit
    if "(" in unit:
        unit = unit.replace("(", "（").replace(")", "）") if "（" in text[found.start : found.end] else unit
    return replace(found, unit=unit, text=text[found.start : found.end])


def _candidate(found: Quantity, even: str) -> Candidate:
    chinese = not any(char.isdecimal() and char.isascii() for char in found.text) and "分之" not in found.text
    number = re.match(r"[-−]?[\d.,]*", found.text)
    return Candidate(
        even, found.start, found.end, number[0] if number else "", found.unit, found.dimension, chinese=chinese
    )


def _less_enumerator(found: Quantity, even: str) -> Quantity:
    """Read ``3.16个镇街`` at the start of a line as item 3 with 16 个: one does not count in decimals."""
    counted = found.dimension is Dimension.COUNT and found.decimals and found.scale == 1
    if not counted or not _ENUMERATED.search(even[max(0, found.start - 40) : found.start]):
        return found
    inner = _read(even, even.index(".", found.start) + 1)
    return inner or found


def _read(even: str, at: int) -> Quantity | None:
    """Read the quantity that begins at ``at``, as a range where it is one."""
    match = _SINGLE.match(even, at)
    if match is None:
        return None
    first = _quantity(match, even)
    upper = _UPPER.match(even, match.end()) if first else None
    return _range(first, match, upper, even) or first if first and upper else first


def _range(first: Quantity, match: re.Match[str], upper: re.Match[str], even: str) -> Quantity | None:
    """Join ``30-40件``, ``3至5人``, ``30%-40%``; ``由5件到8件`` is a change, no range."""
    last = _quantity(upper, even)
    if last is None or not last.unit or first.unit not in {"", last.unit} or first.value >= last.value:
        return None
    worded = upper["joint"].strip() in {"至", "到"}
    if worded and re.search(
        r"[从由自]\s*$|[从由自][^，。；,;]{0,12}$", even[max(0, match.start() - 13) : match.start()]
    ):
        return None
    return replace(
        first,
        unit=last.unit,
        dimension=last.dimension,
        qualifier=first.qualifier or last.qualifier,
        text=even[match.start() : upper.end()],
        end=upper.end(),
        upper=last.value,
    )


def _quantity(match: re.Match[str], even: str) -> Quantity | None:
    parts = match.groupdict()
    stated = _stated(parts)
    if stated is None:
        return None
    digits, scale = stated
    unit = _SHARES[parts["of"]] if parts.get("of") else scale + _SPACE.sub("", parts["unit"] or "")
    start = match.start("arabic") if "joint" in parts and parts["arabic"] else match.start()
    digits = f"-{digits}" if parts.get("sign") else digits
    dimension = dimension_of(unit)
    qualifier = _qualifier(parts, even, start, match.end(), dimension)
    value = Decimal(digits)
    return Quantity(
        value, digits, unit, dimension, _decimals(digits), qualifier, even[start : match.end()], start, match.end()
    )


def _decimals(digits: str) -> int:
    return len(digits.partition(".")[2])


def _stated(parts: dict[str, str | None]) -> tuple[str, str] | None:
    """Return the digits and the multiplier that goes to the unit."""
    scale = _SPACE.sub("", parts["scale"] or "")
    if numeral := parts["chinese"]:
        return _chinese(numeral, scale)
    share = parts.get("share")
    if share and not share[0].isdecimal():
        value = parse_chinese(share)
        return None if value is None else (str(value), "")
    digits = _plain(share or parts["arabic"] or "")
    if high := parts.get("hundreds_of_millions"):
        head = Decimal(_plain(re.sub(r"[亿零]", "", high)))
        return str(head * 10**4 + Decimal(digits)), scale
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


def _cents(even: str, at: int) -> Quantity | None:
    """Read ``壹佰贰拾叁元肆角伍分`` as 123.45 元."""
    match = _CENTS.match(even, at)
    if match is None or not (match["jiao"] or match["fen"]):
        return None
    yuan = parse_chinese(match["yuan"])
    if yuan is None:
        return None
    jiao, fen = (int(parse_chinese(match[name] or "零") or 0) for name in ("jiao", "fen"))
    digits = f"{yuan}.{jiao}" + (str(fen) if match["fen"] else "")
    start, end = match.span()
    value = Decimal(digits)
    return Quantity(value, digits, "元", Dimension.MONEY, _decimals(digits), None, match[0], start, end)


def _qualifier(parts: dict[str, str | None], even: str, start: int, end: int, dimension: Dimension) -> Qualifier | None:
    if parts["approximate"] or parts["late"]:
        return Qualifier.OVER
    for qualifier, pattern in _AFTER:
        if pattern.match(even, end):
            return qualifier
    before = even[max(0, start - 6) : start] + even[start : start + 1]
    for qualifier, pattern in _BEFORE:
        if pattern.search(before[:-1]) and not (dimension is Dimension.TIME and before[-2:-1] == "近"):
            return qualifier
    return None
