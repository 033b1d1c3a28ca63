"""The text of laid-out pages: lines of a paragraph joined, rows of pieces kept, tables cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.model.text import Box
from extract.sources.draft import Draft
from extract.sources.headers import GridCell, Place
from extract.sources.page.blocks import Block, LaidPage, TableBlock, without_furniture
from extract.sources.page.layout import TextLine
from extract.sources.page.margins import Margins, margins_of
from extract.steps.layout.lines import width

INDENT = 1.2
"""Widths of a character by which a paragraph's first line stands in."""

SHORT = 1.6
"""Widths of a character by which a line that ends its paragraph stays short of the margin."""

UNLIKE_SEEN = 0.4
"""The same for lines that OCR has seen: it draws the box of a line of two characters a third higher than of a full one."""

APART = 1.9
"""Distance of two lines, in parts of their height, that parts paragraphs."""

UNLIKE = 0.25
"""Difference of two lines' heights, in parts of the larger, from which they are of different kinds."""

ENDED = re.compile(r"[。；！？：;!?:][”’）)】》]*$")
NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]\d{1,2}[）)]|\d{1,2}[、.．](?!\d)|第[一二三四五六七八九十]+[章节部条]|附[件表]"
)
"""A line that ends a sentence, and one that opens with a number: between the two a paragraph ends."""

WORD = re.compile(r"[\w.,%+-]{2,20}", re.ASCII)

COLUMNS = 3
"""Pieces of a row from which it is one of a table drawn without lines."""


def write_pages(pages: Sequence[LaidPage]) -> Draft:
    """Write the blocks of all pages: lines of a paragraph joined, also over a page break."""
    writer = _Writer()
    for page, blocks in zip(pages, without_furniture(pages), strict=True):
        writer.page(page.number, blocks)
    writer.close()
    return writer.draft


class _Writer:
    """Writes block after block; ``_open`` is the line whose paragraph may go on, ``_table`` the table that may.

    ``_in_row`` says that the open line stands in a row of a table drawn without lines.
    """

    def __init__(self) -> None:
        self.draft = Draft()
        self._open: TextLine | None = None
        self._table: TableBlock | None = None
        self._in_row = False
        self._marked = False

    def page(self, number: int, blocks: Sequence[Block]) -> None:
        """Write a page."""
        self._marked = False
        lines = [block for block in blocks if isinstance(block, TextLine)]
        margins, tabular = margins_of(lines), _tabular(lines)
        for block in blocks:
            if isinstance(block, TableBlock):
                self._write_table(block, number)
            else:
                self._write_line(block, margins, in_row=block in tabular, page=number)
        self._mark()

    def close(self) -> None:
        """End the paragraph that is open."""
        if self._open is not None:
            self.draft.write("\n\n")
        self._open = None

    def _write_table(self, block: TableBlock, page: int) -> None:
        self.close()
        self._mark()
        goes_on = self._table is not None and self._table.grid.goes_on_in(block.grid)
        self.draft.table(list(_cells(block, page)), goes_on=goes_on)
        self._table = block

    def _write_line(self, line: TextLine, margins: Margins, *, in_row: bool, page: int) -> None:
        before, after_row = self._open, self._in_row
        self._table, self._in_row = None, in_row
        if before is not None:
            turned = not self._marked or line.bottom < before.top
            if _same_row(before, line) and not turned:
                self.draft.write("\t" if in_row else "  ")
            elif in_row or after_row or not _continues(before, line, margins, turned=turned):
                self.close()
        self._mark()
        start = self.draft.length
        self.draft.write(line.text)
        self.draft.box(Box(start, self.draft.length, page, line.left, line.top, line.right, line.bottom, line.score))
        self._open = line

    def _mark(self) -> None:
        """Say that a page has begun, at its first block: what was open before it ends on the page before."""
        if not self._marked:
            self.draft.page()
        self._marked = True


def _tabular(lines: Sequence[TextLine]) -> set[TextLine]:
    """Return the pieces of rows that stand in columns and are no labelled fields (``填报人：… 联系电话：…``)."""
    found: set[TextLine] = set()
    row: list[TextLine] = []
    for line in [*lines, None]:
        if line is not None and (not row or _same_row(row[-1], line)):
            row.append(line)
            continue
        if len(row) >= COLUMNS and not any("：" in piece.text or ":" in piece.text for piece in row):
            found.update(row)
        row = [] if line is None else [line]
    return found


def _same_row(before: TextLine, line: TextLine) -> bool:
    return before.top <= (line.top + line.bottom) / 2 <= before.bottom and line.left > before.right


def _continues(before: TextLine, line: TextLine, margins: Margins, *, turned: bool) -> bool:
    """Whether a line goes on with the paragraph of the one before it.

    Joined are lines of which the first reaches the margin and the second neither stands in
    nor is set apart. ``turned`` says that a page or column lies between them.
    """
    left, right = margins.around(line)
    right -= _word_width(line)
    size = max(line.size, before.size)
    reaches = before.right >= (right if not turned else before.left + (right - left)) - SHORT * size or (
        turned and before.right - before.left >= (right - left) - (SHORT + INDENT + 1) * size
    )
    stands_in = line.left > left + INDENT * size
    apart = not turned and line.top - before.bottom > APART * size
    alike = abs(before.size - line.size) <= (UNLIKE if line.score is None else UNLIKE_SEEN) * size
    begins = ENDED.search(before.text) is not None and NUMBERED.match(line.text) is not None
    return reaches and not stands_in and not apart and alike and not begins


def _word_width(line: TextLine) -> float:
    """Return the width of the number or Latin word that opens a line: it is never broken, so the line before is short."""
    word = WORD.match(line.text)
    return (line.right - line.left) * width(word.group()) / width(line.text) if word else 0.0


def _cells(block: TableBlock, page: int) -> Iterator[GridCell]:
    for cell, lines in block.cells:
        score = min((line.score for line in lines if line.score is not None), default=None)
        place = Place(page, *cell.box, score)
        yield GridCell(cell.row, cell.column, _cell_text(lines), cell.rows, cell.columns, place)


def _cell_text(lines: tuple[TextLine, ...]) -> str:
    """Join the lines of a cell: a line that fills the cell goes on in the next, a shorter one ends there."""
    text = lines[0].text
    right = max(line.right for line in lines)
    for before, line in pairwise(lines):
        if _same_row(before, line):
            text += " " + line.text
        else:
            fills = before.right >= right - SHORT * before.size
            text += ("" if fills else "\n") + line.text
    return text
