"""Scanned pages and pictures, read by RapidOCR with the PP-OCR models that its package brings (extra ``gouji[ocr]``)."""

from __future__ import annotations

import io
import logging
import re
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, UnidentifiedImageError

from extract.errors import SourceError
from extract.language import say
from extract.model.text import RawDocument
from extract.sources.limits import Tell
from extract.sources.page.blocks import Block, LaidPage, seen_blocks
from extract.sources.page.layout import TextLine
from extract.sources.page.picture_rules import Turn, rules_of, slope, turned
from extract.sources.page.text import write_pages

DPI = 200
"""Resolution at which scanned pages are drawn; what offices scan at."""

FULL_STOP = re.compile(r"^[oO]$|(?<=[\u4e00-\u9fff])[oO]$")
"""A Latin o alone on a line or behind a Chinese character at its end: the models' reading of a full stop."""

POINTS = 72
ASKEW = 0.1
"""Degrees from which a page is set straight before its tables are looked for."""

MAX_PIXELS = 60_000_000
"""Pixels of a picture that are decoded: an A3 page at 600 dpi has 70 million, a report page a tenth of that."""


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


@cache
def _engine() -> Any:  # noqa: ANN401  (the library has no types)
    from rapidocr import RapidOCR  # noqa: PLC0415  (an extra, and slow to load)

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})


def recognise_page(page: pdfium.PdfPage) -> list[Block]:
    """Return the lines and ruled tables of a PDF page from its picture, in points from the top left corner."""
    bitmap = page.render(scale=DPI / POINTS)
    return _blocks(bitmap.to_numpy(), POINTS / DPI)


def _blocks(pixels: Any, scale: float) -> list[Block]:  # noqa: ANN401  (an array)
    found = _engine()(pixels)
    if found.boxes is None:
        return []
    angle = slope([[(float(x), float(y)) for x, y in box] for box in found.boxes])
    upright = np.asarray(Image.fromarray(pixels).rotate(angle, fillcolor="white")) if abs(angle) >= ASKEW else pixels
    turn = turned(angle, pixels.shape) if abs(angle) >= ASKEW else None
    return seen_blocks(_lines(found, scale, turn), rules_of(upright, scale))


def _lines(found: Any, scale: float, turn: Turn | None) -> list[TextLine]:  # noqa: ANN401  (the library has no types)
    lines = []
    for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        corners = [turn(float(x), float(y)) if turn else (float(x), float(y)) for x, y in box]
        xs, ys = [x * scale for x, _ in corners], [y * scale for _, y in corners]
        said = FULL_STOP.sub("。", text.strip())
        if said:
            lines.append(TextLine(said, min(xs), min(ys), max(xs), max(ys), float(score)))
    return lines


class ImageSource:
    """Reads a picture of a page: PNG, JPEG, TIFF (every frame a page)."""

    def __init__(self, *, max_pages: int, tell: Tell | None = None) -> None:
        self._max_pages, self._tell = max_pages, tell

    def read(self, data: bytes, *, name: str, path: str) -> RawDocument:
        """Return the recognised text; the score of each line stands in its box.

        Raises:
            SourceError: OCR is not installed, the picture is damaged or too large, or no text is found in it.
        """
        if not is_installed():
            raise SourceError(
                say(
                    f"{path} 是图片，需要文字识别；请 pip install 'gouji[ocr]'。",
                    f"{path} is a picture, which needs OCR: pip install 'gouji[ocr]'.",
                )
            )
        try:
            with Image.open(io.BytesIO(data)) as picture:
                pages = [self._page(picture, at, path) for at in range(getattr(picture, "n_frames", 1))]
        except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
            raise SourceError(
                say(f"{path} 不是完好的图片；请重新扫描或另存。", f"{path} is no sound picture; scan or save it again.")
            ) from error
        draft = write_pages(pages)
        if not draft.length:
            raise SourceError(say(f"{path} 中没有识别出文字。", f"No text was recognised in {path}."))
        return draft.document(data, name=name, path=path, media_type=f"image/{(picture.format or 'x').lower()}")

    def _page(self, picture: Image.Image, at: int, path: str) -> LaidPage:
        picture.seek(at)
        if at >= self._max_pages or picture.width * picture.height > MAX_PIXELS:
            raise SourceError(
                say(
                    f"{path} 的图片过大（{picture.width}×{picture.height}，第 {at + 1} 页）；请降低分辨率或拆分。",
                    f"{path} is too large a picture ({picture.width}×{picture.height}, page {at + 1}); scale or split it.",
                )
            )
        if self._tell:
            self._tell(at + 1, getattr(picture, "n_frames", 1))
        return LaidPage(at + 1, float(picture.height), _blocks(np.asarray(picture.convert("RGB")), 1.0))
