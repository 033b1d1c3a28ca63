"""Dates and periods, as precise as the text states them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final, TypeVar

from extract.model.quantity import DateMention, PeriodMention
from extract.steps.fold import narrow
from extract.steps.numerals.chinese import DIGIT_CLASS, parse_chinese

_Mention = TypeVar("_Mention", DateMention, PeriodMention)

_CN_YEAR: Final = rf"[一二][{DIGIT_CLASS}○Oo0]{{3}}"
_YEAR: Final = rf"(?<!\d)(?:(?:19|20)\d\d|2\s?0\s?[0-4]\s?\d)|(?<![\d.,])\d\d(?=\s*年\s*\d\d?\s*月)|{_CN_YEAR}"
_SMALL: Final = r"(?:[0-3]?\s?\d(?!\d)|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR_SIGN: Final = r"\s*年(?!\s*[级轻龄均限产薪])"
_BEGINS: Final = r"(?=[\d\s一二三四五六七八九十])"
"""What one of these may begin with: asked first, since nearly every place of a text begins none."""

_WRITTEN: Final = re.compile(
    rf"{_BEGINS}(?P<year>{_YEAR}){_YEAR_SIGN}(?:\s*(?P<month>{_SMALL})\s*月(?:\s*份)?(?:\s*(?P<day>{_SMALL})\s*[日号])?)?"
)
_YEARLESS: Final = re.compile(
    rf"{_BEGINS}(?<![\d个{DIGIT_CLASS}十.])(?P<month>{_SMALL})\s*月(?:\s*份)?(?!\s*[底初末]?\s*均)(?:\s*(?P<day>{_SMALL})\s*[日号])?"
)
_NUMERIC: Final = re.compile(
    r"(?<![\d.,/])(?P<year>(?:19|20)\d\d)\s?(?P<sep>[-/.])\s?(?P<month>\d\d?)(?:\s?(?P=sep)\s?(?P<day>\d\d?))?(?![\d%]|[/.]\d|-\d(?!\d{3}[-/.年])|\s*[万亿元%])"
)
_FORMS: Final = ((_WRITTEN, "年"), (_NUMERIC, ""), (_YEARLESS, "月"))
"""Each with a sign that it cannot be without: a text that lacks the sign is not searched."""

_TO: Final = r"\s*(?:[-—–~～─]+|至|到)\s*"
_YEARS: Final = re.compile(rf"(?<![\d.,])(?P<first>(?:19|20)\d\d)(?:\s*年\s*度?)?{_TO}(?P<last>(?:19|20)\d\d)\s*年")
_MONTHS: Final = re.compile(
    rf"{_BEGINS}(?:(?P<year>{_YEAR}){_YEAR_SIGN}\s*)?(?<![\d.])(?P<first>{_SMALL})(?:\s*月(?:\s*份)?)?{_TO}(?P<last>{_SMALL})\s*月(?!\s*{_SMALL}\s*[日号])(?:\s*份)?"
)
_BETWEEN: Final = re.compile(rf"\s*起?{_TO}")
_LAST_DAY: Final = re.compile(rf"{_TO}(?P<day>{_SMALL})\s*[日号](?!以?内)")
_DAY_OF: Final = re.compile(r"-\d\d-\d\d$")
_HALVES: Final = re.compile(rf"{_BEGINS}(?P<year>{_YEAR}){_YEAR_SIGN}\s*(?P<half>[上下])\s*半\s*年")
_QUARTERS: Final = re.compile(
    rf"{_BEGINS}(?P<year>{_YEAR}){_YEAR_SIGN}\s*(?:第\s*|(?P<from_first>前)\s*)?(?P<first>[一二两三四1-4])个?(?:\s*[-—–~至到]\s*(?:第\s*)?(?P<last>[一二三四1-4]))?\s*季\s*度"
)
_UNTIL: Final = re.compile(r"截\s*[至止](?:\s*[到至])?\s*$")
_UNTIL_REACH: Final = 8
_ZEROS: Final = str.maketrans("Oo0", "〇〇〇")
"""What is typed for 〇."""
_SPACE: Final = re.compile(r"\s+")


def parse_date(text: str) -> str | None:
    """Return the date that the whole string states in ISO 8601, as precise as written; None where it states none.

    ``2024 年 6 月 21 日`` is ``2024-06-21``, ``二〇二三年`` is ``2023``, a bare ``2023`` too. A date without a year is none.
    """
    piece = narrow(text).strip().removesuffix("度")
    bare = _SPACE.sub("", piece)
    if re.fullmatch(rf"(?:19|20)\d\d|{_CN_YEAR}", bare):
        return str(_number(bare))
    for form, _ in _FORMS[:2]:
        match = form.fullmatch(piece)
        if match and (iso := _iso(match)):
            return iso
    return None


def find_dates(text: str) -> tuple[DateMention, ...]:
    """Return the dates that stand in ``text``, in order, not overlapping; days and months without a year included."""
    return _dates(narrow(text), text)


def _dates(even: str, text: str) -> tuple[DateMention, ...]:
    found = [mention for form, sign in _FORMS if sign in even for mention in _mentions(form, even, text)]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    return tuple(_without_overlaps(found))


def find_periods(text: str) -> tuple[PeriodMention, ...]:
    """Return the stretches of time that ``text`` states: ``2022年1月1日至10月31日``, ``1-10月``, ``截至10月31日``.

    The later date inherits what it leaves out (the year) from the earlier. ``截至…`` has no first date.
    """
    even = narrow(text)
    return _periods(even, text, _dates(even, text))


def _periods(even: str, text: str, dates: tuple[DateMention, ...]) -> tuple[PeriodMention, ...]:
    found = [*_year_ranges(even, text), *_month_ranges(even, text), *_parts_of_years(even, text)]
    found += [*_date_ranges(even, text, dates), *_up_to(even, text, dates)]
    found.sort(key=lambda period: (period.start, -period.end))
    return tuple(_without_overlaps(found))


def _without_overlaps(found: list[_Mention]) -> Iterator[_Mention]:
    reached = 0
    for mention in found:
        if mention.start >= reached:
            yield mention
            reached = mention.end


def _number(text: str) -> int:
    bare = _SPACE.sub("", text)
    if bare.isdecimal():
        return int(bare)
    value = parse_chinese(bare.translate(_ZEROS))
    return -1 if value is None else int(value)


def _year(text: str) -> int:
    """Return the year of four digits; ``24年6月`` is 2024."""
    year = _number(text)
    return year + 2000 if 0 <= year < 100 else year  # noqa: PLR2004  (two digits)


def _iso(match: re.Match[str]) -> str | None:
    """Write a matched date in ISO 8601; None where there is no such day."""
    parts = match.groupdict()
    month = _number(parts["month"]) if parts["month"] else None
    day = _number(parts["day"]) if parts["day"] else None
    year = _year(parts["year"]) if parts.get("year") else None
    return _written(year, month, day)


def _written(year: int | None, month: int | None, day: int | None) -> str | None:
    leap = 2000
    try:
        date(year or leap, month or 1, day or 1)
    except ValueError:
        return None
    head = "-" if year is None else f"{year:04}"
    return head + "".join(f"-{part:02}" for part in (month, day) if part is not None)


def _mentions(form: re.Pattern[str], even: str, text: str) -> Iterator[DateMention]:
    for match in form.finditer(even):
        end, iso = match.end(), _iso(match)
        if iso is None and form is _WRITTEN:
            end = even.index("年", match.end("year")) + 1
            iso = _written(_year(match["year"]), None, None)
        if iso is not None:
            yield DateMention(iso, text[match.start() : end], match.start(), end)


def _year_ranges(even: str, text: str) -> Iterator[PeriodMention]:
    for match in _YEARS.finditer(even) if "年" in even else ():
        ends = (
            DateMention(match[name], text[slice(*match.span(name))], *match.span(name)) for name in ("first", "last")
        )
        yield PeriodMention(next(ends), next(ends), text[slice(*match.span())], *match.span())


def _month_ranges(even: str, text: str) -> Iterator[PeriodMention]:
    for match in _MONTHS.finditer(even) if "月" in even else ():
        year = _year(match["year"]) if match["year"] else None
        isos = [_written(year, _number(match[name]), None) for name in ("first", "last")]
        if isos[0] and isos[1] and _number(match["first"]) <= _number(match["last"]):
            first, last = (
                DateMention(iso, text[slice(*match.span(name))], *match.span(name))
                for iso, name in zip((isos[0], isos[1]), ("first", "last"), strict=True)
            )
            yield PeriodMention(first, last, text[slice(*match.span())], *match.span())


def _parts_of_years(even: str, text: str) -> Iterator[PeriodMention]:
    for match in _HALVES.finditer(even) if "半" in even else ():
        yield _whole(match, text, (1, 6) if match["half"] == "上" else (7, 12))
    for match in _QUARTERS.finditer(even) if "季" in even else ():
        last = _number(match["last"] or match["first"])
        first = 1 if match["from_first"] else _number(match["first"])
        yield _whole(match, text, (3 * first - 2, 3 * last))


def _whole(match: re.Match[str], text: str, months: tuple[int, int]) -> PeriodMention:
    start, end = match.span()
    isos = (f"{_year(match['year']):04}-{month:02}" for month in months)
    first, last = (DateMention(iso, text[start:end], start, end) for iso in isos)
    return PeriodMention(first, last, text[start:end], start, end)


def _date_ranges(even: str, text: str, dates: tuple[DateMention, ...]) -> Iterator[PeriodMention]:
    for first, last in pairwise(dates):
        if _BETWEEN.fullmatch(even, first.end, last.start):
            later = _inherit(last, first)
            yield PeriodMention(first, later, text[first.start : last.end], first.start, last.end)
    yield from _day_ranges(even, text, dates)


def _day_ranges(even: str, text: str, dates: tuple[DateMention, ...]) -> Iterator[PeriodMention]:
    """``4月12日至14日``: the last day goes without its month."""
    for first in dates:
        stated = _LAST_DAY.match(even, first.end) if _DAY_OF.search(first.iso) else None
        iso = _written(first.year, int(first.iso[-5:-3]), _number(stated["day"])) if stated else None
        if stated and iso and iso > first.iso:
            start, end = stated.start("day"), stated.end()
            last = DateMention(iso, text[start:end], start, end)
            yield PeriodMention(first, last, text[first.start : end], first.start, end)


def _inherit(last: DateMention, first: DateMention) -> DateMention:
    if last.year is not None or first.year is None:
        return last
    return DateMention(f"{first.year:04}{last.iso[1:]}", last.text, last.start, last.end)


def _up_to(even: str, text: str, dates: tuple[DateMention, ...]) -> Iterator[PeriodMention]:
    for last in dates:
        lead = _UNTIL.search(even, max(0, last.start - _UNTIL_REACH), last.start)
        if lead:
            yield PeriodMention(None, last, text[lead.start() : last.end], lead.start(), last.end)


def date_ranges(even: str) -> tuple[tuple[int, int], ...]:
    """Return where dates and periods stand in ``even`` (width narrowed), in order, not overlapping."""
    dates = _dates(even, even)
    mentions: tuple[DateMention | PeriodMention, ...] = (*dates, *_periods(even, even, dates))
    found = sorted((mention.start, mention.end) for mention in mentions)
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
