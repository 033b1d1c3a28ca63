"""The report as running text: layout taken out, paragraphs kept, every character mapped back to the source."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from extract.model.text import Reading, Span, Unit, UnitRole
from extract.steps.fold import INVISIBLE, MARKS

PARAGRAPH = "\n"
"""Stands between two paragraphs of the running text and nowhere else."""

CELL = " "
"""Stands between two cells of a table, and where white space parts two numbers."""

_PIECE = re.compile(rf"[^\s{INVISIBLE}{MARKS}]+")
_SENTENCE = re.compile(r"[^。\n]*[。\n]?")
_NUMBER_END = re.compile(r"[0-9.%％]")


@dataclass(frozen=True, slots=True)
class Flow:
    """Running text; ``places[i]`` is the source index of ``text[i]``, ``breaks`` are the indices of the paragraphs' ends."""

    text: str
    places: tuple[int, ...]
    breaks: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the source span of ``text[start:end]``, which must not be empty."""
        return Span(self.places[start], self.places[end - 1] + 1)

    def at(self, place: int) -> int:
        """Return the index of the first character that stands at or after a place of the source."""
        return bisect_left(self.places, place)

    def paragraph(self, index: int) -> tuple[int, int]:
        """Return the ends of the paragraph that holds ``text[index]``."""
        number = bisect_right(self.breaks, index)
        start = self.breaks[number - 1] + 1 if number else 0
        return start, self.breaks[number] if number < len(self.breaks) else len(self.text)


def read_flow(reading: Reading) -> Flow:
    """Join the units of a reading; cells that follow one another in one section make one paragraph."""
    pieces: list[str] = []
    places: list[int] = []
    breaks: list[int] = []
    last: Unit | None = None
    for unit in reading.units:
        gap = _gap(last, unit) if last is not None else ""
        if gap:
            breaks += [len(places)] if gap == PARAGRAPH else []
            pieces.append(gap)
            places.append(unit.start - 1)
        for piece, start in _pieces(reading.text, unit, pieces[-1][-1] if pieces else ""):
            pieces.append(piece)
            places += range(start, start + len(piece))
        last = unit
    return Flow("".join(pieces), tuple(places), tuple(breaks))


def sentences_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ends of the running text's sentences; ``；`` ends none, a paragraph does."""
    return (match.span() for match in _SENTENCE.finditer(text) if match[0])


def _gap(last: Unit, unit: Unit) -> str:
    if last.role is UnitRole.CELL and unit.role is UnitRole.CELL and last.section == unit.section:
        return CELL
    return "" if last.paragraph == unit.paragraph else PARAGRAPH


def _pieces(source: str, unit: Unit, before: str) -> Iterator[tuple[str, int]]:
    """Yield what a unit contributes, run by run with its place; white space stays (as one space) only in cells and between two numbers."""
    for piece in _PIECE.finditer(source, unit.start, unit.end):
        parts = unit.role is UnitRole.CELL and piece.start() > unit.start
        if parts or (_NUMBER_END.match(before) and piece[0][0].isdigit()):
            yield CELL, piece.start() - 1
        yield piece[0], piece.start()
        before = piece[0][-1]
