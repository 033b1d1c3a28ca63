"""PDF files with text: reading order, paragraphs joined, tables kept cell by cell, pages and boxes remembered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import pypdfium2 as pdfium

from extract.errors import SourceError
from extract.language import say
from extract.model.text import Box, RawDocument
from extract.sources.draft import Draft, GridCell
from extract.sources.glyphs import read_page
from extract.sources.page_layout import TextLine, in_order
from extract.sources.page_margins import Margins, margins_of
from extract.sources.pdf_pages import LaidPage, TableBlock, blocks_of, without_furniture

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
"""Characters below which a page with a picture counts as scanned."""

ENDED = re.compile(r"[。；！？：;!?:][”’）)】》]*$")
NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]\d{1,2}[）)]|\d{1,2}[、.．](?!\d)|第[一二三四五六七八九十]+[章节部条]|附[件表]"
)
"""A line that ends a sentence, and one that opens with a number: between the two a paragraph ends."""

Recognise = Callable[[pdfium.PdfPage], list[TextLine]]
"""Reads the lines of a page from its picture, in points from the top left corner."""


class PdfSource:
    """Reads PDF files; pages without text are given to ``recognise`` where there is one.

    Args:
        max_pages: how many pages a file may have.
        recognise: reads the lines of a page from its picture (OCR), None where that is not installed.
    """

    def __init__(self, *, max_pages: int, recognise: Recognise | None = None) -> None:
        self._max_pages = max_pages
        self._recognise = recognise

    def read(self, data: bytes, *, name: str, path: str) -> RawDocument:
        """Return the text page by page.

        Raises:
            SourceError: the file is damaged, protected by a password, scanned without OCR, or has too many pages.
        """
        book = open_book(data, path=path, max_pages=self._max_pages)
        try:
            pages = [self._page(book, at, path) for at in range(len(book))]
        finally:
            book.close()
        draft = write_pages(pages)
        if not draft.length:
            raise SourceError(
                say(
                    f"{path} 没有文字层（多为扫描件）；请 pip install 'gouji[ocr]'，或先做文字识别。",
                    f"{path} has no text layer (it may be scanned); pip install 'gouji[ocr]' or recognise it first.",
                )
            )
        return draft.document(data, name=name, path=path, media_type=MEDIA_TYPE)

    def _page(self, book: pdfium.PdfDocument, at: int, path: str) -> LaidPage:
        try:
            page = book[at]
        except pdfium.PdfiumError as error:
            raise _refused(path, error, page=at + 1) from error
        try:
            content = read_page(page, at + 1)
            if len(content.glyphs) >= FEW or not content.pictures:
                return LaidPage(content.number, content.height, blocks_of(content))
            lines = self._recognise(page) if self._recognise else []
            return LaidPage(content.number, content.height, list(in_order(lines)))
        finally:
            page.close()


def open_book(data: bytes, *, path: str, max_pages: int) -> pdfium.PdfDocument:
    """Open a PDF.

    Raises:
        SourceError: it is damaged, protected by a password, or has too many pages.
    """
    try:
        book = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _refused(path, error) from error
    if len(book) <= max_pages:
        return book
    pages = len(book)
    book.close()
    raise SourceError(
        say(
            f"{path} 有 {pages:,} 页，超过上限 {max_pages:,}；请拆分，或用 --max-pages 提高。",
            f"{path} has {pages:,} pages, over the limit of {max_pages:,}; split it or raise --max-pages.",
        )
    )


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


def write_pages(pages: list[LaidPage]) -> Draft:
    """Write the blocks of all pages: lines of a paragraph joined, also over a page break."""
    draft = Draft()
    kept = without_furniture(pages)
    open_line: TextLine | None = None
    for page, blocks in zip(pages, kept, strict=True):
        marked = False
        margins = margins_of([block for block in blocks if isinstance(block, TextLine)])
        for block in blocks:
            if isinstance(block, TableBlock):
                _separate(draft, open_line)
                open_line, marked = None, _mark(draft, marked=marked)
                draft.table(list(_table(block)))
                continue
            turned = open_line is not None and (not marked or block.top < open_line.top)
            if open_line is not None and not _continues(open_line, block, margins, turned=turned):
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
    draft.box(Box(start, draft.length, page, line.left, line.top, line.right, line.bottom, line.score))


def _same_row(before: TextLine, line: TextLine) -> bool:
    return before.top <= (line.top + line.bottom) / 2 <= before.bottom and line.left > before.right


def _continues(before: TextLine, line: TextLine, margins: Margins, *, turned: bool) -> bool:
    """Whether a line goes on with the paragraph of the one before it.

    Joined are pieces of one row, and lines of which the first reaches the margin and the second neither stands in
    nor is set apart. ``turned`` says that a page or column lies between them.
    """
    if _same_row(before, line) and not turned:
        return True
    left, right = margins.around(line)
    width = max(line.size, before.size)
    reaches = before.right >= (right if not turned else before.left + (right - left)) - SHORT * width or (
        turned and before.right - before.left >= (right - left) - (SHORT + INDENT + 1) * width
    )
    stands_in = line.left > left + INDENT * width
    apart = not turned and line.top - before.bottom > APART * width
    alike = abs(before.size - line.size) <= UNLIKE * width
    begins = ENDED.search(before.text) is not None and NUMBERED.match(line.text) is not None
    return reaches and not stands_in and not apart and alike and not begins


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
