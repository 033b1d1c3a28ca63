"""How the rules point: evidence for whole units, and for a stretch of characters inside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.model.answer import Evidence
from extract.model.text import Span
from extract.steps.fold import clean

if TYPE_CHECKING:
    from extract.model.text import Reading, Unit

_SPOKEN = re.compile(
    r"(?:首先|其次|再次|再者|最后|一方面|另一方面|第[一二三四五六七八九十])，|[一二三四五六七八九十]要(?![素点件义闻])|[—–]+|-{2,}"
)
_SPOKEN_START = frozenset("首其再最一二三四五六七八九十另第—–-")
_NARROW = re.compile(r"[,;:()?!]")
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_WIDE = str.maketrans(";:()?!", "；：（）？！")
_CHARACTER = re.compile(r"[^\s*#]")


def said(reading: Reading, unit: Unit) -> str:
    """Return what the unit says: its core (no number, no closing mark) without white space and Markdown marks.

    Half-width punctuation becomes full-width, one character for one, so that rules need to know one form only.
    """
    return _wide(clean(reading.text[unit.core.start : unit.core.end]))


def _wide(text: str) -> str:
    return _COMMA.sub("，", text).translate(_WIDE) if _NARROW.search(text) else text


def closes_with(reading: Reading, unit: Unit) -> str:
    """Return the last punctuation of the unit (``。``, ``；``, ``：``), ``""`` where it ends without one."""
    tail = clean(reading.text[unit.core.end : unit.end])
    return _wide(tail[:1])


def whole(first: Unit, last: Unit | None = None) -> Evidence:
    """Point at the units ``first`` to ``last`` as they stand."""
    if last is None or last.number == first.number:
        return Evidence(first=first.number)
    return Evidence(first=first.number, last=last.number)


def spoken(text: str) -> int:
    """Return how many characters at the start only count or order (``首先，``, ``一要``, ``另一方面，``)."""
    match = _SPOKEN.match(text) if text[:1] in _SPOKEN_START else None
    return match.end() if match else 0


def entry(reading: Reading, first: Unit, last: Unit | None = None) -> Evidence:
    """Point at the units without words before them that only count (``首先，``)."""
    text = said(reading, first)
    lead = 0 if first.enumerator else spoken(text)
    if not lead or lead >= len(text):
        return whole(first, last)
    if last is None or last.number == first.number:
        return stretch(reading, first, lead, len(text))
    return Evidence(first=first.number, last=last.number, from_=text[lead:])


def piece(reading: Reading, unit: Unit, start: int, end: int) -> Evidence:
    """Point at the characters ``start`` to ``end`` of the report, which lie in ``unit``; edges lose white space."""
    span = _trimmed(reading.text, start, end)
    text = reading.text[span.start : span.end]
    before = reading.text[unit.start : span.start]
    earlier = _occurrences(before + text[:-1], text)
    return Evidence(first=unit.number, text=text, nth=earlier + 1 if earlier else None)


def stretch(reading: Reading, unit: Unit, start: int, end: int) -> Evidence:
    """Point at the characters ``start`` to ``end`` of what the unit says (``said``)."""
    at = [
        unit.core.start + match.start() for match in _CHARACTER.finditer(reading.text[unit.core.start : unit.core.end])
    ]
    return piece(reading, unit, at[start], at[end - 1] + 1)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _occurrences(text: str, part: str) -> int:
    """Count where ``part`` starts in ``text``, overlaps included."""
    count, at = 0, text.find(part)
    while at >= 0:
        count, at = count + 1, text.find(part, at + 1)
    return count
