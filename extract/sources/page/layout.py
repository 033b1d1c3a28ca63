"""Reading order: characters to lines, lines to columns and paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.sources.page.glyphs import Glyph

WORD_GAP = 0.25
"""Gap between Latin letters or digits, in parts of their size, that is a space."""

CELL_GAP = 1.2
"""Gap in parts of the size that parts a line into pieces (columns, labels and values)."""

COLUMN_LINES = 5
"""Lines that each of two columns has at least."""

FILLED, HALF_FILLED = 0.6, 0.4
"""Share of a column's width that its lines fill in the median, where it is prose; less where no line crosses."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A piece of a line: its characters with spaces, its box, and how sure a recogniser was of it (0..1)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    score: float | None = None

    @property
    def size(self) -> float:
        """Height of the line."""
        return self.bottom - self.top


def lines_of(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Return the pieces of lines in reading order: top to bottom, left to right, column after column."""
    return in_order([piece for row in _rows(glyphs) for piece in _pieces(row)])


def in_order(pieces: list[TextLine]) -> list[TextLine]:
    """Return pieces of lines in reading order."""
    split = gutter(pieces)
    return _by_rows(pieces) if split is None else _by_columns(pieces, split)


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Put characters whose heights overlap by half into one row; a sub- or superscript goes with its line."""
    rows: list[list[Glyph]] = []
    spans: list[tuple[float, float]] = []
    for glyph in sorted(glyphs, key=lambda one: ((one.top + one.bottom) / 2, one.left)):
        middle = (glyph.top + glyph.bottom) / 2
        for at in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            top, bottom = spans[at]
            if top <= middle <= bottom:
                rows[at].append(glyph)
                if glyph.size >= (bottom - top) * 0.8:
                    spans[at] = (min(top, glyph.top), max(bottom, glyph.bottom))
                break
        else:
            rows.append([glyph])
            spans.append(_span(glyph))
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _span(glyph: Glyph) -> tuple[float, float]:
    """Return the height that a row begun by this character takes; small marks stand for a full line."""
    grown = max(0.0, 4.0 - glyph.size) / 2
    return glyph.top - grown, glyph.bottom + grown


def _pieces(row: list[Glyph]) -> list[TextLine]:
    size = median(sorted(glyph.size for glyph in row)[len(row) // 2 :])
    pieces: list[list[Glyph]] = [[row[0]]]
    for before, glyph in pairwise(row):
        if _is_double(before, glyph):
            continue
        if glyph.left - before.right > CELL_GAP * size:
            pieces.append([])
        pieces[-1].append(glyph)
    return [_line(piece, size) for piece in pieces]


def _is_double(before: Glyph, glyph: Glyph) -> bool:
    """Whether a character is printed twice, as some programs make bold."""
    return glyph.char == before.char and abs(glyph.left - before.left) < before.size * 0.2


def _line(glyphs: Sequence[Glyph], size: float) -> TextLine:
    """Put a piece's characters together: spaces where the file has them, and where letters stand apart."""
    text = glyphs[0].char
    for before, glyph in pairwise(glyphs):
        latin = before.char.isascii() and glyph.char.isascii()
        apart = latin and glyph.left - before.right > WORD_GAP * size
        text += (" " if apart or glyph.spaced else "") + glyph.char
    return TextLine(
        text,
        min(glyph.left for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
    )


def _by_rows(pieces: list[TextLine]) -> list[TextLine]:
    """Sort pieces by rows, those of one row from left to right."""
    ordered: list[list[TextLine]] = []
    for piece in sorted(pieces, key=lambda one: (one.top + one.bottom) / 2):
        middle = (piece.top + piece.bottom) / 2
        if ordered and ordered[-1][0].top <= middle <= ordered[-1][0].bottom:
            ordered[-1].append(piece)
        else:
            ordered.append([piece])
    return [piece for row in ordered for piece in sorted(row, key=lambda one: one.left)]


def gutter(pieces: list[TextLine]) -> float | None:
    """Return the x of the empty band between two columns of prose, None where the page has one column."""
    if len(pieces) < COLUMN_LINES * 2:
        return None
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    width = right - left
    for share in (0.5, 0.48, 0.52, 0.46, 0.54, 0.44, 0.56):
        x = left + width * share
        sides = [p for p in pieces if p.right <= x], [p for p in pieces if p.left >= x]
        crossing = len(pieces) - len(sides[0]) - len(sides[1])
        if crossing > len(pieces) * 0.25 or min(len(side) for side in sides) < COLUMN_LINES:
            continue
        if all(_filled(side) >= (FILLED if crossing else HALF_FILLED) for side in sides):
            return x
    return None


def _filled(side: list[TextLine]) -> float:
    """Return the share of a column's width that its lines fill in the median."""
    width = max(p.right for p in side) - min(p.left for p in side)
    return median(p.right - p.left for p in side) / max(width, 1.0)


def _by_columns(pieces: list[TextLine], x: float) -> list[TextLine]:
    """Read bands between lines that cross the gutter: left column, then right column."""
    ordered: list[TextLine] = []
    band: list[TextLine] = []
    for piece in sorted(pieces, key=lambda one: one.top):
        if piece.left < x < piece.right:
            ordered += _band(band, x)
            band = []
            ordered.append(piece)
        else:
            band.append(piece)
    return ordered + _band(band, x)


def _band(band: list[TextLine], x: float) -> list[TextLine]:
    sides = [p for p in band if p.right <= x], [p for p in band if p.left >= x]
    return [piece for side in sides for piece in _by_rows(side)]
