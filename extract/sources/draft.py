"""Puts a document's text together, block by block, and remembers where its table cells and pages lie."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.model.text import Box, Cell, Page, RawDocument

NUMBER = re.compile(r"[-+−]?[\d,，.．\s]+(?:%|％|元|万元|亿元)?$")
"""What a cell holds that states a figure, not a header."""

LONGEST_HEADER = 30
"""Characters; a longer cell is content."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table as the source knows it: where it begins, how far it reaches, what it says."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1

    @property
    def is_header(self) -> bool:
        """Whether the cell may name others: short, and no figure."""
        said = self.text.strip()
        return bool(said) and len(said) <= LONGEST_HEADER and NUMBER.match(said) is None


class Draft:
    """A text that grows block by block; offsets of cells and pages are taken as it grows."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._cells: list[Cell] = []
        self._pages: list[int] = []
        self._boxes: list[Box] = []
        self.warnings: list[str] = []

    @property
    def length(self) -> int:
        """Code points written so far."""
        return self._length

    def write(self, text: str) -> None:
        """Append characters as they are."""
        self._parts.append(text)
        self._length += len(text)

    def paragraph(self, text: str) -> None:
        """Append a paragraph and an empty line, so that no layout is mistaken for a broken line."""
        if text.strip():
            self.write(text.strip("\n") + "\n\n")

    def page(self) -> None:
        """Say that a new page begins here."""
        self._pages.append(self._length)

    def box(self, box: Box) -> None:
        """Keep where a stretch of text stands on its page."""
        self._boxes.append(box)

    def table(self, cells: Sequence[GridCell]) -> None:
        """Append a table row by row, cells parted by tabs, and keep each cell with the headers that name it."""
        for row in sorted({cell.row for cell in cells}):
            said = [cell for cell in cells if cell.row == row and cell.text.strip()]
            for at, cell in enumerate(sorted(said, key=lambda one: one.column)):
                if at:
                    self.write("\t" if "\n" not in cell.text else "\n")
                start = self._length
                self.write(cell.text.strip())
                headers = _headers(cell, cells)
                self._cells.append(Cell(start, self._length, cell.row, cell.column, *headers))
            if said:
                self.write("\n")
        self.write("\n")

    def document(self, data: bytes, *, name: str, path: str, media_type: str) -> RawDocument:
        """Return the text with all that is known about it."""
        text = "".join(self._parts)
        return RawDocument(
            name=name,
            text=text,
            path=path,
            sha256=hashlib.sha256(data).hexdigest(),
            media_type=media_type,
            pages=self._numbered_pages(len(text)),
            boxes=tuple(self._boxes),
            cells=tuple(self._cells),
            warnings=tuple(self.warnings),
        )

    def _numbered_pages(self, length: int) -> tuple[Page, ...]:
        if not self._pages:
            return ()
        ends = [*self._pages[1:], length]
        return tuple(Page(n, start, end) for n, (start, end) in enumerate(zip(self._pages, ends, strict=True), start=1))


def _headers(cell: GridCell, cells: Sequence[GridCell]) -> tuple[str | None, str | None]:
    """Return the nearest header to the left in the cell's row, and the nearest above in its column."""
    if cell.is_header and cell.row == min(one.row for one in cells):
        return None, None
    left = [c for c in cells if c.column < cell.column and c.row <= cell.row < c.row + c.rows and c.is_header]
    above = [c for c in cells if c.row < cell.row and c.column <= cell.column < c.column + c.columns and c.is_header]
    row_header = max(left, key=lambda one: one.column, default=None)
    column_header = max(above, key=lambda one: one.row, default=None)
    return _said(row_header), _said(column_header)


def _said(cell: GridCell | None) -> str | None:
    return None if cell is None else " ".join(cell.text.split())
