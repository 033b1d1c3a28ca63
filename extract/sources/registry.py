"""The formats that gouji reads, told apart by content; a format's libraries are imported only when it is met."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING

from extract.errors import SourceError
from extract.language import say
from extract.ports import Source
from extract.sources.kinds import Kind, kind_of
from extract.sources.limits import SourceLimits, Tell
from extract.sources.txt import TextSource

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

    from extract.sources.page.blocks import Block
    from extract.sources.pdf import Recognise

# ruff: noqa: PLC0415  (each library takes a tenth of a second or more to import)


def _text(limits: SourceLimits, tell: Tell) -> Source:
    del tell
    return TextSource(max_chars=limits.max_chars)


def _pdf(limits: SourceLimits, tell: Tell) -> Source:
    from extract.sources.pdf import PdfSource

    return PdfSource(max_pages=limits.max_pages, recognise=_recognise(), tell=tell)


def _recognise() -> Recognise | None:
    """Return OCR for the scanned pages of a PDF, loaded at the first one; None where the extra is not installed."""
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        return None

    def recognise(page: PdfPage) -> list[Block]:
        from extract.sources.ocr import recognise_page

        return recognise_page(page)

    return recognise


def _image(limits: SourceLimits, tell: Tell) -> Source:
    from extract.sources.ocr import ImageSource

    return ImageSource(max_pages=limits.max_pages, tell=tell)


def _docx(limits: SourceLimits, tell: Tell) -> Source:
    from extract.sources.docx import DocxSource

    del limits, tell
    return DocxSource()


def _doc(limits: SourceLimits, tell: Tell) -> Source:
    from extract.sources.doc import DocSource

    del tell
    return DocSource(timeout=limits.timeout)


def _xlsx(limits: SourceLimits, tell: Tell) -> Source:
    from extract.sources.xlsx import XlsxSource

    del tell
    return XlsxSource(max_cells=limits.max_cells)


def _xls(limits: SourceLimits, tell: Tell) -> Source:
    from extract.sources.xls import XlsSource

    del tell
    return XlsSource(max_cells=limits.max_cells)


def _html(limits: SourceLimits, tell: Tell) -> Source:
    from extract.sources.html import HtmlSource

    del limits, tell
    return HtmlSource()


FORMATS: Mapping[Kind, Callable[[SourceLimits, Tell], Source]] = {
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
    Kind.TORN_DOCX: (
        "不是完好的 Word 文件（不完整，可能没有传完）；请重新下载或拷贝，或用 Word、WPS 打开后另存一次。",
        "is no sound Word file (its end is missing); download or copy it again, or open it in Word and save it again.",
    ),
    Kind.TORN_XLSX: (
        "不是完好的 Excel 工作簿（不完整，可能没有传完）；请重新下载或拷贝，或用 Excel、WPS 打开后另存一次。",
        "is no sound Excel workbook (its end is missing); download or copy it again, or save it again in Excel.",
    ),
    Kind.TORN_OFFICE: (
        "不是完好的 Office 文件（不完整，可能没有传完）；请重新下载或拷贝。",
        "is no sound Office file (its end is missing); download or copy it again.",
    ),
    Kind.TORN_ZIP: (
        "不是完好的压缩包（不完整，可能没有传完）；请重新下载或拷贝。",
        "is no sound ZIP archive (its end is missing); download or copy it again.",
    ),
    Kind.ENCRYPTED: ("有密码保护；请去掉密码后再读。", "is protected by a password; remove it first."),
}
"""Kinds that cannot be read, and the way out."""


def silent(page: int, pages: int) -> None:
    """Tell nobody that a page is being recognised."""
    del page, pages


def source_for(data: bytes, path: str, limits: SourceLimits, *, tell: Tell = silent) -> Source:
    """Return the source that reads these bytes, in this process.

    Args:
        data: the file.
        path: how it is shown in errors.
        limits: of what is taken in.
        tell: called with each page that OCR begins, and the number of pages.

    Raises:
        SourceError: the kind is known and cannot be read, or the file unpacks to more than the limit.
    """
    kind = kind_of(data)
    if kind in REFUSED:
        zh, en = REFUSED[kind]
        raise SourceError(say(f"{path} {zh}", f"{path} {en}"))
    if kind in {Kind.DOCX, Kind.XLSX}:
        _refuse_bomb(data, path, limits.max_unpacked)
    return FORMATS.get(kind, _text)(limits, tell)


def _refuse_bomb(data: bytes, path: str, limit: int) -> None:
    """Refuse a file whose parts, as its own directory says, unpack to more than the limit."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(part.file_size for part in archive.infolist())
    if size > limit:
        raise SourceError(
            say(
                f"{path} 解压后有 {size:,} 字节，超过上限 {limit:,}；请检查文件是否正常。",
                f"{path} unpacks to {size:,} bytes, over the limit of {limit:,}; check whether it is what it seems.",
            )
        )
