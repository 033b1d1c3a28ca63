"""The sheet: all units of a report as one squeezed text on which patterns run, with the way back to the source."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

from extract.model.answer import Evidence
from extract.model.text import Reading, SectionKind, Span, Unit
from extract.steps.assemble.evidence import occurrences

_LAYOUT = re.compile(r"(?:\n[ \t\u3000]*[-—－–][ \t]*\d{1,3}[ \t]*[-—－–][ \t]*(?=\r?\n)|[\s\u200b\ufeff*#])+")
"""White space, Markdown marks, and the page number between two pages (``- 1 -`` on its own line)."""

_DIGITS = "0123456789"
_LEVEL = dict(zip("０１２３４５６７８９．％－():;!?", "0123456789.%-（）：；！？", strict=True))
_UNEVEN = re.compile(f"[{re.escape(''.join(_LEVEL))}]")
SENTENCE_ENDS = "。！？"
_GOING_ON = "；，、"


@dataclass(frozen=True, slots=True)
class Sheet:
    r"""A report squeezed for patterns.

    ``text`` holds every unit less its enumerator, without white space and Markdown marks, digits and ``%`` in half
    width, units parted by ``\\n``; a tab stays where the source has one, a space between two numbers.
    ``offsets[i]`` is the place of ``text[i]`` in the source. ``starts[k]`` is where unit ``k`` begins in ``text``.
    """

    reading: Reading
    text: str
    offsets: list[int]
    starts: list[int]

    def unit_at(self, at: int) -> Unit:
        """Return the unit that holds the character ``at`` of the sheet."""
        return self.reading.units[bisect_right(self.starts, at) - 1]

    def place(self, offset: int, *, low: int = 0) -> int:
        """Return where the source's character ``offset``, or the first kept one behind it, stands in the sheet."""
        return bisect_left(self.offsets, offset, lo=low)

    def unit_bounds(self, at: int) -> tuple[int, int]:
        """Return where the unit around ``at`` starts and ends in the sheet, its line end left out."""
        index = bisect_right(self.starts, at) - 1
        end = self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.text) - 1
        return self.starts[index], end

    def sentence_start(self, at: int) -> int:
        """Return where the sentence around ``at`` starts: after the last ``。`` of its paragraph, a ``；`` does not stop it."""
        index = bisect_right(self.starts, at) - 1
        low = self._stop_before(self.starts[index], at)
        units = self.reading.units
        while low == self.starts[index] and index and not units[index].enumerator:
            closing = self.text[self.starts[index] - 2 : self.starts[index] - 1]
            apart = units[index - 1].paragraph != units[index].paragraph
            if closing in SENTENCE_ENDS or (apart and closing not in _GOING_ON):
                break
            index -= 1
            low = self._stop_before(self.starts[index], self.starts[index + 1] - 1)
        return low

    def _stop_before(self, low: int, at: int) -> int:
        return max(low, *(self.text.rfind(mark, low, at) + 1 for mark in SENTENCE_ENDS))

    def kinds(self, at: int) -> tuple[SectionKind, ...]:
        """Kinds of the section around ``at`` and of those above it, innermost first."""
        return self.reading.kinds(self.unit_at(at))

    def titles(self, at: int) -> tuple[str, ...]:
        """Titles of the section around ``at`` and of those above it, innermost first."""
        found: list[str] = []
        index: int | None = self.unit_at(at).section
        while index is not None:
            section = self.reading.sections[index]
            found.append(_LAYOUT.sub("", section.title))
            index = section.parent
        return tuple(found)

    def said(self, start: int, end: int) -> str:
        """Return the source's own characters behind ``text[start:end]``, without its layout."""
        if start >= end:
            return ""
        whole = self.source(start, end)
        return whole if len(whole) == end - start else "".join(self.reading.text[at] for at in self.offsets[start:end])

    def source(self, start: int, end: int) -> str:
        """Return the source's own characters behind ``text[start:end]``, with its layout."""
        span = self.span(start, end)
        return self.reading.text[span.start : span.end]

    def span(self, start: int, end: int) -> Span:
        """Return the place of ``text[start:end]`` (not empty) in the source."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def evidence(self, start: int, end: int) -> Evidence:
        """Point at ``text[start:end]``: its units, its verbatim characters, and which of several such places it is."""
        units = (self.unit_at(start), self.unit_at(end - 1))
        low, high = self.unit_bounds(start)[0], self.unit_bounds(end - 1)[1]
        alone = self.text.count(self.text[start:end], low, high) == 1
        return _pointing(self.reading, units, self.span(start, end), alone=alone)


def point_at(reading: Reading, start: int, end: int) -> Evidence | None:
    """Point at the characters ``start`` to ``end`` of the source; None where no unit holds them."""
    first, last = reading.unit_at(start), reading.unit_at(end - 1)
    if first is None or last is None:
        return None
    return _pointing(reading, (first, last), Span(start, end), alone=False)


def _pointing(reading: Reading, units: tuple[Unit, Unit], span: Span, *, alone: bool) -> Evidence:
    first, last = units
    piece, nth = reading.text[span.start : span.end], 1
    if not alone:
        places = occurrences(piece, reading.text[first.start : last.end])
        nth += sum(first.start + place.start < span.start for place in places)
    return Evidence(first=first.number, last=last.number if last is not first else None, text=piece, nth=nth)


def sheet_of(reading: Reading) -> Sheet:
    """Squeeze all units of a report into one sheet."""
    parts: list[str] = []
    offsets: list[int] = []
    starts: list[int] = []
    for unit in reading.units:
        starts.append(len(offsets))
        for text, places in _squeezed(reading.text, unit.core.start, unit.end):
            parts.append(text)
            offsets.extend(places)
        parts.append("\n")
        offsets.append(unit.end)
    return Sheet(reading, _UNEVEN.sub(lambda char: _LEVEL[char[0]], "".join(parts)), offsets, starts)


def _squeezed(text: str, start: int, end: int) -> list[tuple[str, range]]:
    """Return the runs of ``text[start:end]`` that stay, each with its places in ``text``."""
    gaps = [(start, start), *((m.start(), m.end()) for m in _LAYOUT.finditer(text, start, end)), (end, end)]
    kept: list[tuple[str, range]] = []
    for (_, low), (high, after) in pairwise(gaps):
        if low < high:
            kept.append((text[low:high], range(low, high)))
        parting = _parting(text, high, after) if start < high < after < end else ""
        if parting:
            kept.append((parting, range(high, high + 1)))
    return kept


def _parting(text: str, start: int, end: int) -> str:
    """Say what stands for the layout ``text[start:end]``: a tab for a tab, a space between two numbers, else nothing."""
    if "\t" in text[start:end]:
        return "\t"
    return " " if text[start - 1] in _DIGITS + "%" and text[end] in _DIGITS + "-" else ""
