"""What stands on a page of a PDF: characters with their places, and the lines of its tables."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

THIN = 3.0
"""Points; a filled rectangle thinner than this is a drawn line."""


NO_CHARACTERS = frozenset({0, 0xFFFE, 0xFFFF})
"""What PDFium gives for a glyph of which the file does not say the character."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box, in points from the top left corner; ``spaced``: the file has a space before it."""

    char: str
    left: float
    top: float
    right: float
    bottom: float
    spaced: bool = False

    @property
    def size(self) -> float:
        """Height of the box."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: ``at`` is its y (horizontal) or x (vertical), from ``start`` to ``end`` along the other axis."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page: its size in points, its characters in the order of the file, its drawn lines."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    pictures: int


def read_page(page: pdfium.PdfPage, number: int) -> PageContent:
    """Return the content of a page; characters outside of it are left out."""
    width, height = page.get_size()
    text = page.get_textpage()
    try:
        glyphs = tuple(_glyphs(text, height))
    finally:
        text.close()
    rules: list[Rule] = []
    pictures = 0
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        if item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        else:
            rules += _rules(item, height)
    inside = tuple(g for g in glyphs if -THIN <= g.left <= width and -THIN <= g.top <= height)
    return PageContent(number, width, height, inside, tuple(rules), pictures)


def _glyphs(text: pdfium.PdfTextPage, height: float) -> Iterator[Glyph]:
    """Yield the characters with the boxes that the font gives them, so that quotes and commas are as high as letters."""
    box = pdfium_c.FS_RECTF()
    spaced = False
    for index in range(text.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text.raw, index)
        if code in NO_CHARACTERS or not pdfium_c.FPDFText_GetLooseCharBox(text.raw, index, box):
            continue
        char = chr(code)
        if char.isspace():
            spaced = pdfium_c.FPDFText_IsGenerated(text.raw, index) == 0
        elif box.right > box.left:
            yield Glyph(char, box.left, height - box.top, box.right, height - box.bottom, spaced=spaced)
            spaced = False


def _rules(item: pdfium.PdfObject, height: float) -> Iterator[Rule]:
    """Yield the straight lines of a path, a thin filled rectangle as one line."""
    left, bottom, right, top = item.get_bounds()
    if right - left <= THIN or top - bottom <= THIN:
        yield from _line(left, height - top, right, height - bottom)
        return
    for (x0, y0), (x1, y1) in _segments(item):
        yield from _line(min(x0, x1), height - max(y0, y1), max(x0, x1), height - min(y0, y1))


def _line(left: float, top: float, right: float, bottom: float) -> Iterator[Rule]:
    if bottom - top <= THIN < right - left:
        yield Rule(horizontal=True, at=(top + bottom) / 2, start=left, end=right)
    elif right - left <= THIN < bottom - top:
        yield Rule(horizontal=False, at=(left + right) / 2, start=top, end=bottom)


Point = tuple[float, float]


def _segments(item: pdfium.PdfObject) -> Iterator[tuple[Point, Point]]:
    matrix = item.get_matrix()
    begin = at = (0.0, 0.0)
    for index in range(pdfium_c.FPDFPath_CountSegments(item.raw)):
        segment = pdfium_c.FPDFPath_GetPathSegment(item.raw, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO:
            yield at, point
        at = point
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            yield at, begin
            at = begin
