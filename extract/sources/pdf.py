"""PDF files with text: reading order, paragraphs joined, tables kept cell by cell, pages and boxes remembered."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pypdfium2 as pdfium

from extract.errors import SourceError
from extract.language import say
from extract.model.text import Box, RawDocument
from extract.sources.draft import Draft, GridCell
from extract.sources.glyphs import PageContent, read_page
from extract.sources.page_layout import TextLine
from extract.sources.pdf_pages import TableBlock, blocks_of, without_furniture

MEDIA_TYPE = "application/pdf"

INDENT = 1.2
"""Widths of a character by which a paragraph's first line stands in."""

SHORT = 1.6
"""Widths of a character by which a line that ends its paragraph stays short of the margin."""

APART = 1.9
"""Distance of two lines, in parts of their height, that parts paragraphs."""

UNLIKE = 0.25
"""Difference of two lines' heights, in parts of the larger, from which they are of different kinds."""

FEW = 20
"""Characters a page below which a PDF counts as scanned."""


class PdfSource:
    """Reads PDF files that hold text; ``max_pages`` bounds what is taken in."""

    def __init__(self, *, max_pages: int) -> None:
        self._max_pages = max_pages

    def read(self, data: bytes, *, name: str, path: str) -> RawDocument:
        """Return the text page by page.

        Raises:
            SourceError: the file is damaged, protected by a password, scanned, or has too many pages.
        """
        pages = self.pages(data, path=path)
        if sum(len(page.glyphs) for page in pages) < FEW * max(1, min(len(pages), 3)):
            raise SourceError(
                say(
                    f"{path} 没有文字层（多为扫描件）；请安装 gouji[ocr]，或先做文字识别。",
                    f"{path} has no text layer (it may be scanned); install gouji[ocr] or recognise it first.",
                )
            )
        return write_pages(pages).document(data, name=name, path=path, media_type=MEDIA_TYPE)

    def pages(self, data: bytes, *, path: str) -> list[PageContent]:
        """Return the content of every page.

        Raises:
            SourceError: the file is damaged, protected by a password, or has too many pages.
        """
        try:
            book = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise _refused(path, error) from error
        try:
            if len(book) > self._max_pages:
                raise SourceError(
                    say(
                        f"{path} 有 {len(book):,} 页，超过上限 {self._max_pages:,}；请拆分，或用 --max-pages 提高。",
                        f"{path} has {len(book):,} pages, over the limit of {self._max_pages:,}; see --max-pages.",
                    )
                )
            return [_page(book, at, path) for at in range(len(book))]
        finally:
            book.close()


def _page(book: pdfium.PdfDocument, at: int, path: str) -> PageContent:
    try:
        page = book[at]
    except pdfium.PdfiumError as error:
        raise _refused(path, error, page=at + 1) from error
    try:
        return read_page(page, at + 1)
    finally:
        page.close()


def _refused(path: str, error: pdfium.PdfiumError, page: int | None = None) -> SourceError:
    if "password" in str(error).lower():
        return SourceError(
            say(f"{path} 有密码保护；请去掉密码后再读。", f"{path} is protected by a password; remove it first.")
        )
    zh, en = (f"第 {page} 页", f" (page {page})") if page else ("", "")
    return SourceError(
        say(
            f"{path}{zh} 不是完好的 PDF 文件；请重新下载或另存。",
            f"{path}{en} is no sound PDF; download or save it again.",
        )
    )


def write_pages(pages: list[PageContent]) -> Draft:
    """Write the blocks of all pages: lines of a paragraph joined, also over a page break."""
    draft = Draft()
    kept = without_furniture([(page, blocks_of(page)) for page in pages])
    open_line: TextLine | None = None
    for page, blocks in zip(pages, kept, strict=True):
        marked = False
        margins = _margins([block for block in blocks if isinstance(block, TextLine)])
        for block in blocks:
            if isinstance(block, TableBlock):
                _separate(draft, open_line)
                open_line, marked = None, _mark(draft, marked=marked)
                draft.table(list(_table(block)))
                continue
            if open_line is not None and not _continues(open_line, block, margins, turned=not marked):
                _separate(draft, open_line)
            elif open_line is not None and _same_row(open_line, block):
                draft.write("  ")
            marked = _mark(draft, marked=marked)
            _write(draft, block, page.number)
            open_line = block
        _mark(draft, marked=marked)
    _separate(draft, open_line)
    return draft


def _mark(draft: Draft, *, marked: bool) -> bool:
    if not marked:
        draft.page()
    return True


def _separate(draft: Draft, line: TextLine | None) -> None:
    if line is not None:
        draft.write("\n\n")


def _write(draft: Draft, line: TextLine, page: int) -> None:
    start = draft.length
    draft.write(line.text)
    draft.box(Box(start, draft.length, page, line.left, line.top, line.right, line.bottom))


def _margins(lines: list[TextLine]) -> list[tuple[float, float]]:
    """Return left and right edge of each column of a page, by the lines that overlap sideways."""
    columns: list[tuple[float, float]] = []
    for line in sorted(lines, key=lambda one: one.left - one.right):
        for left, right in columns:
            if line.left < right and line.right > left:
                break
        else:
            columns.append((line.left, line.right))
    return columns


def _column(line: TextLine, margins: list[tuple[float, float]]) -> tuple[float, float]:
    held = [(left, right) for left, right in margins if line.left < right and line.right > left]
    return held[0] if held else (line.left, line.right)


def _same_row(before: TextLine, line: TextLine) -> bool:
    return before.top <= (line.top + line.bottom) / 2 <= before.bottom and line.left > before.right


def _continues(before: TextLine, line: TextLine, margins: list[tuple[float, float]], *, turned: bool) -> bool:
    """Whether a line goes on with the paragraph of the one before it.

    Joined are pieces of one row, and lines of which the first reaches the margin and the second neither stands in
    nor is set apart. ``turned`` says that a page or column lies between them.
    """
    if _same_row(before, line) and not turned:
        return True
    left, right = _column(line, margins)
    width = max(line.size, before.size)
    reaches = before.right >= (right if not turned else before.left + (right - left)) - SHORT * width or (
        turned and before.right - before.left >= (right - left) - (SHORT + INDENT + 1) * width
    )
    stands_in = line.left > left + INDENT * width
    above = line.top < before.top
    apart = not turned and not above and line.top - before.bottom > APART * width
    alike = abs(before.size - line.size) <= UNLIKE * width
    return reaches and not stands_in and not apart and alike


def _table(block: TableBlock) -> Iterator[GridCell]:
    for cell, lines in block.cells:
        yield GridCell(cell.row, cell.column, _cell_text(lines), rows=cell.rows, columns=cell.columns)


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
