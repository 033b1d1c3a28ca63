"""Tables as the text shows them: rows of cells with their places, read from lines with ``|`` or tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from extract.model.text import Span
from extract.steps.checks.precision import ONE, Operand, step_of

_LINE: Final = re.compile(r"^[^|\t\n]*[|\t][^|\t\n]*[|\t][^\n]*", re.MULTILINE)
_RULE: Final = re.compile(r"[\s|:—-]+")
_NUMBER: Final = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
_MARKS: Final = " \t\r　*"


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its text without layout, and where it stands; ``value`` is its number, None where it is none."""

    text: str
    span: Span
    value: Decimal | None
    percent: bool

    @property
    def operand(self) -> Operand:
        """The number as an operand; a table of money may round to whole units, so none is exact."""
        value = self.value or Decimal(0)
        return Operand(value, step_of(value, ONE, money=False, percent=True))


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of one table, ruled lines left out."""

    rows: tuple[tuple[GridCell, ...], ...]


def read_grids(text: str) -> Iterator[Grid]:
    """Yield the tables of a text in order; lines of a table follow one another without prose between them."""
    rows: list[tuple[GridCell, ...]] = []
    last = 0
    for match in _LINE.finditer(text):
        if rows and text[last : match.start()].strip():
            yield Grid(tuple(rows))
            rows = []
        last = match.end()
        if not _RULE.fullmatch(match[0]):
            rows.append(tuple(_cells(match[0], match.start())))
    if rows:
        yield Grid(tuple(rows))


def _cells(line: str, offset: int) -> Iterator[GridCell]:
    """Split a line; the bar before the first and after the last cell opens none."""
    start, end = 0, len(line)
    if line.lstrip(_MARKS).startswith("|"):
        start = line.index("|") + 1
    if line.rstrip(_MARKS).endswith("|"):
        end = line.rindex("|")
    at = start
    for piece in re.split(r"[|\t]", line[start:end]):
        yield _cell(piece, offset + at)
        at += len(piece) + 1


def _cell(piece: str, offset: int) -> GridCell:
    bare = piece.strip(_MARKS)
    begin = offset + (piece.index(bare) if bare else 0)
    number = bare.rstrip("%％").strip()
    value = Decimal(number.replace(",", "")) if _NUMBER.fullmatch(number) else None
    return GridCell(bare, Span(begin, begin + len(bare)), value, percent=bare.endswith(("%", "％")))
