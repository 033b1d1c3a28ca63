"""The formats that gouji reads, told apart by content; a format's libraries are imported only when it is met."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING

from extract.errors import SourceError
from extract.language import say
from extract.ports import Source
from extract.settings import RunOptions
from extract.sources.kinds import Kind, kind_of
from extract.sources.txt import TextSource

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

    from extract.sources.page_layout import TextLine
    from extract.sources.pdf import Recognise

# ruff: noqa: PLC0415  (each library takes a tenth of a second or more to import)

MAX_CELLS = 200_000
"""Cells of a workbook that are read; a report has a few thousand."""


def _text(options: RunOptions) -> Source:
    return TextSource(max_chars=options.max_chars)


def _pdf(options: RunOptions) -> Source:
    from extract.sources.pdf import PdfSource

    return PdfSource(max_pages=options.max_pages, recognise=_recognise())


def _recognise() -> Recognise | None:
    """Return OCR for the scanned pages of a PDF, loaded at the first one; None where the extra is not installed."""
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        return None

    def recognise(page: PdfPage) -> list[TextLine]:
        from extract.sources.ocr import recognise_page

        return recognise_page(page)

    return recognise


def _image(options: RunOptions) -> Source:
    from extract.sources.ocr import ImageSource

    return ImageSource(max_pages=options.max_pages)


def _docx(options: RunOptions) -> Source:
    from extract.sources.docx import DocxSource

    del options
    return DocxSource()


def _doc(options: RunOptions) -> Source:
    from extract.sources.doc import DocSource

    return DocSource(timeout=options.timeout)


def _xlsx(options: RunOptions) -> Source:
    from extract.sources.xlsx import XlsxSource

    del options
    return XlsxSource(max_cells=MAX_CELLS)


def _xls(options: RunOptions) -> Source:
    from extract.sources.xls import XlsSource

    del options
    return XlsSource(max_cells=MAX_CELLS)


def _html(options: RunOptions) -> Source:
    from extract.sources.html import HtmlSource

    del options
    return HtmlSource()


FORMATS: Mapping[Kind, Callable[[RunOptions], Source]] = {
    Kind.TEXT: _text,
    Kind.PDF: _pdf,
    Kind.DOCX: _docx,
    Kind.DOC: _doc,
    Kind.XLSX: _xlsx,
    Kind.XLS: _xls,
    Kind.HTML: _html,
    Kind.IMAGE: _image,
}
"""The source of each kind; a kind that is not here is refused in one sentence by the text source or below."""

REFUSED = {
    Kind.OFD: (
        "是 OFD 版式文件；请用阅读器另存为 PDF 或文本。",
        "is an OFD file; save it as PDF or text with its viewer.",
    ),
    Kind.ENCRYPTED: ("有密码保护；请去掉密码后再读。", "is protected by a password; remove it first."),
}
"""Kinds that cannot be read, and the way out."""


def source_for(data: bytes, path: str, options: RunOptions) -> Source:
    """Return the source that reads these bytes.

    Raises:
        SourceError: the kind is known and cannot be read; the message says how to convert it.
    """
    kind = kind_of(data)
    if kind in REFUSED:
        zh, en = REFUSED[kind]
        raise SourceError(say(f"{path} {zh}", f"{path} {en}"))
    return FORMATS.get(kind, _text)(options)
