"""Draws a page of a PDF; runs in the worker process."""

from __future__ import annotations

import io

import pypdfium2 as pdfium

from extract.errors import SourceError
from extract.language import say
from extract.sources.kinds import Kind, kind_of

WIDEST = 4000
"""Pixels across that a page is drawn with at most; A4 at 480 dots an inch."""

MOST_PIXELS = 40_000_000
"""Pixels of a picture: pages may be any number of times as high as they are wide."""


def draw_page(data: bytes, number: int, width: int, *, path: str) -> bytes:
    """Draw a page of a PDF, in this process.

    Args:
        data: the file.
        number: of the page, from 1.
        width: of the picture in pixels, at most ``WIDEST``; its height follows.
        path: how the file is shown in errors.

    Returns:
        A PNG file.

    Raises:
        SourceError: the file is no sound PDF or has no such page.
    """
    if kind_of(data) is not Kind.PDF:
        raise SourceError(say(f"{path} 不是 PDF，没有页面图像。", f"{path} is no PDF: it has no pictures of pages."))
    try:
        book = pdfium.PdfDocument(data)
        try:
            return _png(book, number, min(max(width, 1), WIDEST), path)
        finally:
            book.close()
    except pdfium.PdfiumError as error:
        raise SourceError(
            say(f"{path} 第 {number} 页无法绘制。", f"Page {number} of {path} cannot be drawn.")
        ) from error


def _png(book: pdfium.PdfDocument, number: int, width: int, path: str) -> bytes:
    if not 1 <= number <= len(book):
        raise SourceError(say(f"{path} 没有第 {number} 页。", f"{path} has no page {number}."))
    page = book[number - 1]
    across, down = page.get_size()
    scale = min(width / max(across, 1.0), (MOST_PIXELS / max(across * down, 1.0)) ** 0.5)
    file = io.BytesIO()
    page.render(scale=scale).to_pil().save(file, "PNG", optimize=False)
    return file.getvalue()
