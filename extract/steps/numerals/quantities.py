"""Quantities: every number with its unit, as reports write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from extract.model.quantity import Dimension, Quantity
from extract.model.report import Qualifier
from extract.steps.fold import PAGE_NUMBER, narrow, read_letters
from extract.steps.numerals.chinese import DIGITS, parse_chinese
from extract.steps.numerals.context import AROUND, Candidate, is_quantity
from extract.steps.numerals.dates import date_ranges
from extract.steps.numerals.grammar import (
    AND_HALF,
    AND_TENTHS,
    BRACKETED,
    CENTS,
    HALF,
    PAGE_BREAK,
    SINGLE,
    UNIT,
    UPPER,
    WHOLE,
    WRAPPED,
)
from extract.steps.numerals.qualifiers import qualifier_around
from extract.steps.numerals.stated import decimals, stated
from extract.steps.numerals.units import dimension_of

_LEAD: Final = re.compile(
    r"\s*(?:大?约[为有]?|大概有?|近|将近|接近|[上过](?=[百千万亿])|不下于?|逾|超过?|突破|高于|不低于|不少于|至少|不足|不到|不超过?|至多|最多|低于|共计?|合计|人民币)?\s*"
)
_REST: Final = re.compile(r"\s*(?:左右|上下|有余|开外|出头|(?:及|\(含\))?(?:以上|以下|以内)|[整正])?\s*")
_CHANGES_TO: Final = re.compile(r"[从由自][^，。；,;]{0,12}$")
_SIMPLIFIED: Final = {"萬": "万", "億": "亿", "圓": "圆"}
_TRADITIONAL: Final = re.compile(f"[{''.join(_SIMPLIFIED)}]")
_LINE: Final = 20
"""Characters before a number from which on its line is taken for one of running text, wrapped by layout."""
_HAN_LAST: Final = re.compile(r"[一-鿿] ?$")
_CELLS: Final = re.compile(r"[\t|]|\S {2,}\S")
_ENUMERATED: Final = re.compile(r"(?:^|[\n。；;])[\s*#]*$")
_SPACE: Final = re.compile(r"\s+")
_ASCII_DIGIT: Final = re.compile(r"[0-9]")
_NUMBER: Final = re.compile(r"[-−–△▲(]?[\d.,]*")
_PAGE_MARK: Final = re.compile(rf"\n[ \t]*{PAGE_NUMBER}[ \t]*(?=\n)")
_HALVED: Final = frozenset({"年", "天", "周", "倍"})
_ADDED_TO: Final = frozenset("个年天周倍成")
_SCALES: Final = frozenset({"万", "亿", "千", "百"})
_SHARES: Final = {"百": "%", "千": "‰", "万": "‱"}


@lru_cache(maxsize=1024)
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
    found = _below_nothing(even, at + 1) or _cents(even, at) or _read(even, at)
    if found is None:
        return None
    rest = _REST.fullmatch(even, found.end)
    return _as_written(found, text) if rest else None


def _even(text: str) -> str:
    """Return the text with width and the traditional 萬 and 億 levelled, page numbers blanked; offsets stay."""
    even = _TRADITIONAL.sub(_simplified, read_letters(narrow(text)))
    return _PAGE_MARK.sub(_blank, even) if "\n" in even else even


def _simplified(char: re.Match[str]) -> str:
    return _SIMPLIFIED[char[0]]


def _blank(mark: re.Match[str]) -> str:
    return PAGE_BREAK * (mark.end() - mark.start())


def _search(even: str, text: str, dates: tuple[tuple[int, int], ...]) -> Iterator[Quantity]:
    at, day = 0, 0
    while match := SINGLE.search(even, at):
        while day < len(dates) and dates[day][1] <= match.start():
            day += 1
        if day < len(dates) and dates[day][0] < match.end() and dates[day][1] > match.start():
            at = dates[day][1]
            continue
        found = next((each for reader in _READERS if (each := reader(even, match.start()))), None)
        if found is None:
            at = match.end()
            continue
        found = _less_enumerator(found, even)
        if is_quantity(_candidate(found, even)):
            yield _as_written(found, text)
        at = max(found.end, match.start() + 1)


def _as_written(found: Quantity, text: str) -> Quantity:
    """Put the text's own characters back: ``批（件）次`` keeps its full-width brackets."""
    unit, own = found.unit, text[found.start : found.end]
    if "(" in unit and "（" in own:
        unit = unit.replace("(", "（").replace(")", "）")
    return found if own == found.text and unit == found.unit else replace(found, unit=unit, text=own)


def _candidate(found: Quantity, even: str) -> Candidate:
    chinese = not _ASCII_DIGIT.search(found.text) and "分之" not in found.text
    number = _NUMBER.match(found.text)
    return Candidate(
        even,
        found.start,
        found.end,
        number[0] if number else "",
        found.unit,
        found.dimension,
        chinese=chinese,
        before=even[max(0, found.start - AROUND) : found.start],
        after=even[found.end : found.end + AROUND],
    )


def _less_enumerator(found: Quantity, even: str) -> Quantity:
    """Read ``3.16个镇街`` at the start of a line as item 3 with 16 个: one does not count in decimals."""
    whole, _, _ = found.digits.partition(".")
    counted = found.dimension is Dimension.COUNT and found.decimals and found.scale == 1 and whole != "0"
    if not counted or not _ENUMERATED.search(even[max(0, found.start - 40) : found.start]):
        return found
    inner = _read(even, even.index(".", found.start) + 1)
    return inner or found


def _read(even: str, at: int) -> Quantity | None:
    """Read the quantity that begins at ``at``, as a range where it is one."""
    match = SINGLE.match(even, at)
    first = _quantity(match, even) if match else None
    upper = UPPER.match(even, first.end) if first else None
    return (_range(first, upper, even) or first) if first and upper else first


def _range(first: Quantity, upper: re.Match[str], even: str) -> Quantity | None:
    """Join ``30-40件``, ``3至5人``, ``30%-40%``; ``由5件到8件`` is a change, no range."""
    last = _quantity(upper, even)
    if last is None or first.value >= last.value:
        return None
    if not last.unit and "分之" in first.text:
        last = replace(last, unit=first.unit, dimension=first.dimension)
    if not last.unit or not _same_unit(first.unit, last.unit):
        return None
    worded = upper["joint"].strip() in {"至", "到"}
    if worded and _CHANGES_TO.search(even[max(0, first.start - 13) : first.start]):
        return None
    return replace(
        first,
        unit=last.unit,
        dimension=last.dimension,
        qualifier=first.qualifier or last.qualifier,
        text=even[first.start : last.end],
        end=last.end,
        upper=last.value,
    )


def _same_unit(first: str, last: str) -> bool:
    """Whether the first number of a range may go without what the second has: ``3至5人``, ``1万至2万元``."""
    return first in {"", last} or (first in _SCALES and last.startswith(first))


def _quantity(match: re.Match[str], even: str) -> Quantity | None:
    """Read a matched number and the unit behind it."""
    parts = match.groupdict()
    number = stated(parts)
    if number is None:
        return None
    digits, scale = number
    start = match.start("arabic") if "joint" in parts and parts["arabic"] else match.start()
    unit, end = _unit(parts, scale, even, match.end())
    if not unit.strip("万亿千百十") and even[start - 1 : start] == "¥":
        unit += "元"
    digits = f"-{digits}" if parts.get("sign") else digits
    digits, unit, end = _with_half(digits, unit, even, (match.end(), end))
    dimension = dimension_of(unit)
    loose = Qualifier.OVER if parts["approximate"] or parts["late"] else None
    qualifier = loose or qualifier_around(even, start, end, dimension)
    return Quantity(Decimal(digits), digits, unit, dimension, decimals(digits), qualifier, even[start:end], start, end)


def _with_half(digits: str, unit: str, even: str, ends: tuple[int, int]) -> tuple[str, str, int]:
    """Read on in ``2个半小时``, ``一年半`` and ``七成五``; ``ends`` are those of the number and of its unit."""
    number_end, end = ends
    if not digits.isdecimal() or unit[:1] not in _ADDED_TO:
        return digits, unit, end
    if unit == "个" and (half := HALF.match(even, number_end)):
        return f"{digits}.5", f"个{half['unit']}", half.end()
    if unit in _HALVED and (half := AND_HALF.match(even, end)):
        return f"{digits}.5", unit, half.end()
    if unit == "成" and (tenths := AND_TENTHS.match(even, end)):
        return f"{digits}.{DIGITS[tenths[0]]}", unit, tenths.end()
    return digits, unit, end


def _unit(parts: dict[str, str | None], scale: str, even: str, at: int) -> tuple[str, int]:
    """Return the unit without white space, its multiplier in front, and where it ends.

    Brackets around all of it (``1200.5（万元）``) fall away.
    """
    share = parts.get("of")
    if share:
        return _SHARES[share], at
    match = UNIT.match(even, at)
    if match is None:
        return scale, at
    unit = _SPACE.sub("", match[0])
    return scale + (unit[1:-1] if unit[:1] in {"(", "（"} else unit), match.end()


def _wrapped(even: str, at: int) -> Quantity | None:
    """Read ``2⏎32 件`` as 232 件 where a line of running text ends in the midst of the number."""
    match = WRAPPED.match(even, at)
    if match is None:
        return None
    line = even[even.rfind("\n", 0, at) + 1 : at]
    if match["arabic"] and not WHOLE.fullmatch(_SPACE.sub("", match["arabic"])):
        return None
    running = len(line) >= _LINE and _HAN_LAST.search(line) and not _CELLS.search(line)
    found = _quantity(match, even) if running else None
    return found if found and found.unit else None


def _cents(even: str, at: int) -> Quantity | None:
    """Read ``壹佰贰拾叁元肆角伍分`` as 123.45 元."""
    match = CENTS.match(even, at)
    if match is None or not (match["jiao"] or match["fen"]):
        return None
    yuan = parse_chinese(match["yuan"])
    if yuan is None:
        return None
    jiao, fen = (int(parse_chinese(match[name] or "零") or 0) for name in ("jiao", "fen"))
    digits = f"{yuan}.{jiao}" + (str(fen) if match["fen"] else "")
    start, end = match.span()
    value = Decimal(digits)
    return Quantity(value, digits, "元", Dimension.MONEY, decimals(digits), None, match[0], start, end)


def _below_nothing(even: str, at: int) -> Quantity | None:
    """Read ``(1,234.56)`` as -1234.56 where it fills a table's cell."""
    if not even.endswith(("(", "( "), max(0, at - 2), at):
        return None
    match = BRACKETED.match(even, even.rindex("(", 0, at))
    if match is None:
        return None
    digits = "-" + match["arabic"].replace(",", "")
    start, end = match.span("text")
    return Quantity(Decimal(digits), digits, "", Dimension.NUMBER, decimals(digits), None, match["text"], start, end)


_READERS: Final[tuple[Callable[[str, int], Quantity | None], ...]] = (_below_nothing, _cents, _wrapped, _read)
"""The ways to read a number, asked in this order at every place where one may begin."""
