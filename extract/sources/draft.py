"""Puts a document's text together, block by block, and remembers where its table cells and pages lie."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from extract.model.text import Box, Cell, Page, RawDocument
from extract.sources.headers import GridCell, Headers


class Draft:
    """A text that grows block by block; offsets of cells and pages are taken as it grows."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._cells: list[Cell] = []
        self._pages: list[int] = []
        self._boxes: list[Box] = []
        self._headers = Headers()
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

    def table(self, cells: Sequence[GridCell], *, goes_on: bool = False) -> None:
        """Append a table row by row, cells parted by tabs, and keep each cell with the headers that name it.

        ``goes_on`` says that it continues the table before it, whose headers still hold.
        """
        if not goes_on:
            self._headers = Headers()
        row = -1
        for cell, row_header, column_header in self._headers.table(cells):
            if cell.row != row:
                self.write("\n" if row >= 0 else "")
            else:
                self.write("\t" if "\n" not in cell.text else "\n")
            row, start = cell.row, self._length
            self.write(cell.text.strip())
            if cell.place is not None:
                self.box(Box(start, self._length, *cell.place))
            self._cells.append(Cell(start, self._length, cell.row, cell.column, row_header, column_header))
        self.write("\n\n" if row >= 0 else "")

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
