"""Which cells of a table name which others: headers of columns, in several rows where they are, and of rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from extract.steps.tables.header_words import FIGURE, HEADING, NAMES_YEAR, bare_years

WORDS = re.compile(r"[A-Za-z\u4e00-\u9fff]")
BARE_YEAR = re.compile(r"(?:19|20)\d\d")
UNIT = re.compile(r"[（(](?:单位[：:])?(?:亿元|万元|千元|元|%|％)[）)]")

SENTENCE = re.compile("[。；！？]|，.*，")

LONGEST = 30
"""Characters; a longer cell is content."""

FEWEST = 2
"""Cells that a row of headers has at least."""


class Place(NamedTuple):
    """Where a cell stands on its page, in points from the top left corner; ``score`` is OCR's lowest in it."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    score: float | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table as the source knows it: where it begins, how far it reaches, what it says."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    place: Place | None = None

    @property
    def is_figure(self) -> bool:
        """Whether the cell states a figure; a year alone names what stands under it."""
        said = self.text.strip()
        return FIGURE.fullmatch(said) is not None and NAMES_YEAR.fullmatch(said) is None

    @property
    def is_label(self) -> bool:
        """Whether the cell may name others: words or a year, short, no sentence and no figure."""
        said = self.text.strip()
        named = WORDS.search(said) is not None or NAMES_YEAR.fullmatch(said) is not None
        return named and len(said) <= LONGEST and not self.is_figure and SENTENCE.search(said) is None

    def covers(self, column: int) -> bool:
        """Whether the cell reaches over a column."""
        return self.column <= column < self.column + self.columns


@dataclass(slots=True)
class Headers:
    """The headers that hold while a table goes by, row after row; it changes with every row.

    ``rows`` counts those that went by, so that a table that goes on over a page keeps counting.
    """

    rows: int = 0
    _heads: list[list[GridCell]] = field(default_factory=list)
    _reaching: list[GridCell] = field(default_factory=list)

    def table(self, cells: Sequence[GridCell]) -> Iterator[tuple[GridCell, str | None, str | None]]:
        """Yield the cells that say something, row by row, each with the headers of its row and its column.

        Their rows count on from those of the table that this one continues.
        """
        lines: dict[int, list[GridCell]] = {}
        moved = [replace(cell, row=cell.row + self.rows) for cell in cells]
        for cell in sorted(moved, key=lambda one: (one.row, one.column)):
            if cell.text.strip():
                lines.setdefault(cell.row, []).append(cell)
        rows = list(lines.values())
        for line, after in zip(rows, [*rows[1:], []], strict=True):
            self._reaching = [cell for cell in self._reaching if cell.row + cell.rows > line[0].row]
            if self._is_header(line, after):
                self._heads = self._heads if self._goes_on(line) else []
                yield from ((cell, None, self._over(cell)) for cell in line)
                self._heads.append(line)
            else:
                yield from self._named(line)
            self._reaching += [cell for cell in line if cell.rows > 1]
        self.rows = max((cell.row + cell.rows for cell in moved), default=self.rows)
        self._reaching = []

    def _named(self, line: list[GridCell]) -> Iterator[tuple[GridCell, str | None, str | None]]:
        """Yield the cells of a row that heads no column; the unit of money of a cell that reaches over rows goes with them.

        A four-digit number behind a label is an amount, not a year.
        """
        label, unit = None, ""
        for cell in sorted([*self._reaching, *line], key=lambda one: one.column):
            if cell.row == line[0].row:
                name = said(label)
                yield cell, name + unit if name and not UNIT.search(name) else name, self._over(cell)
            elif (stated := UNIT.search(cell.text)) is not None:
                unit = stated.group()
            if cell.is_label and not (label and BARE_YEAR.fullmatch(cell.text.strip())):
                label = cell

    def _over(self, cell: GridCell) -> str | None:
        """Join what heads a column, from the top; a unit of money in brackets goes to the end."""
        over = [head for line in self._heads for head in line if head.covers(cell.column)]
        words = list(dict.fromkeys(text for head in over if (text := said(head))))
        if not words:
            return None
        units = [found.group() for word in words if (found := UNIT.search(word))]
        return words[0] if len(words) == 1 else "".join(UNIT.sub("", word) for word in words) + "".join(units[-1:])

    def _is_header(self, line: list[GridCell], after: list[GridCell]) -> bool:
        """Whether a row names columns: labels throughout, most with a word that headers have, or figures below.

        Labels that take turns with their values (``部门名称 水利局 评价年度 2022年``) name no columns.
        """
        if not all(cell.is_label for cell in line) or not bare_years([cell.text.strip() for cell in line]):
            return False
        if self._goes_on(line):
            return True
        if len(line) < FEWEST:
            return False
        words = [HEADING.search(cell.text) is not None for cell in line]
        years = sum(NAMES_YEAR.fullmatch(cell.text.strip()) is not None for cell in line)
        headed = sum(words) + years
        if all(words[::2]) and not any(words[1::2]) and len(line) % 2 == 0:
            return False
        if len(line) == FEWEST:
            return not self._heads and headed == FEWEST and len(after) != 1
        below = sum(cell.is_figure for cell in after)
        return headed * 2 >= len(line) or (not self._heads and below * 2 >= len(after) > 0)

    def _goes_on(self, line: list[GridCell]) -> bool:
        """Whether a row stands under cells of the header row before it that reach over several columns."""
        above = self._heads[-1] if self._heads else []
        return (
            bool(above)
            and above[0].row + 1 == line[0].row
            and all(any(head.columns > 1 and head.covers(cell.column) for head in above) for cell in line)
        )


def said(cell: GridCell | None) -> str | None:
    """Return what a cell says in one line."""
    return None if cell is None else " ".join(cell.text.split())
