"""PDF files with text: reading order, paragraphs joined, tables kept cell by cell, pages and boxes remembered."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2 as pdfium

from extract.errors import SourceError
from extract.language import say
from extract.model.text import RawDocument
from extract.sources.limits import Tell
from extract.sources.page.blocks import Block, LaidPage, blocks_of
from extract.sources.page.glyphs import read_page
from extract.sources.page.text import write_pages

MEDIA_TYPE = "application/pdf"

FEW = 20
"""Characters below which a page with a picture counts as scanned."""

Recognise = Callable[[pdfium.PdfPage], list[Block]]
"""Reads the lines and tables of a page from its picture, in points from the top left corner."""


class PdfSource:
    """Reads PDF files; pages without text are given to ``recognise`` where there is one.

    Args:
        max_pages: how many pages a file may have.
        recognise: reads the lines of a page from its picture (OCR), None where that is not installed.
        tell: hears which page is recognised.
    """

    def __init__(self, *, max_pages: int, recognise: Recognise | None = None, tell: Tell | None = None) -> None:
        self._max_pages = max_pages
        self._recognise = recognise
        self._tell = tell

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
            if self._recognise and self._tell:
                self._tell(at + 1, len(book))
            return LaidPage(content.number, content.height, self._recognise(page) if self._recognise else [])
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
