"""Cuts a report into numbered units, the smallest things that evidence can name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extract.model.text import Cell, Document, Section, Span, Unit, UnitRole
from extract.steps.layout.enumerators import Enumerator, enumerator_at
from extract.steps.layout.headings import is_report_title
from extract.steps.layout.paragraphs import after_marks, paragraphs, plain, trimmed, without_closing
from extract.steps.layout.sentences import sentences
from extract.steps.layout.tables import HeaderRow, cell_core, is_row, is_ruled, rows_of

_LABEL = r"[^\s：:，。；]{2,15}[：:]"
_FIELD = re.compile(_LABEL)
_FIELDS = re.compile(rf"{_LABEL}\S*(?:[ \u3000]{{2,}}{_LABEL}\S*)+$")
_FIELD_GAP = re.compile(rf"[ \u3000]{{2,}}(?={_LABEL})")
_ROW_OF_PAIRS = re.compile(r"(?=.*[\u4e00-\u9fff])[^\s，。；#*]+(?:[ \u3000]+[^\s，。；]+)+$")
_SPACED_FIELD = re.compile(r"[\u4e00-\u9fff](?:[ \u3000]{1,4}[\u4e00-\u9fff]){1,5}[ \u3000]?[：:]")
"""``填 报 人：``, a label spaced out to the width of the others."""
_BROKEN = re.compile(r"\s*\n\s*")
_AFTER_NUMBER = " \t\u3000\xa0、，：:*"
_MAX_TITLE = 60
_COVER = 240
"""Characters from the start within which the title of a text without headings stands."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A unit in the making."""

    span: Span
    paragraph: int
    role: UnitRole | None = None
    headers: tuple[str, ...] = ()


def number_units(document: Document, sections: tuple[Section, ...]) -> tuple[Unit, ...]:
    """Return the document's sentences, list items, headings, fields and table cells as numbered units.

    Units stand in the order of the text, do not overlap, and hold together every character that is no white
    space; none crosses a heading or paragraph. Numbers count from 1 through the document.

    Args:
        document: the normalised report.
        sections: its outline, in the order of the text, covering it.
    """
    headings = {section.heading.start: section.heading.end for section in sections if section.heading}
    units: list[Unit] = []
    at = 0
    for piece in _pieces(document, headings):
        while at + 1 < len(sections) and sections[at + 1].start <= piece.span.start:
            at += 1
        units.append(_unit(document.text, piece, len(units) + 1, at))
    return tuple(units)


def _pieces(document: Document, headings: dict[int, int]) -> Iterator[_Piece]:
    cutter, table = (
        _Cutter(document.text, headings, sorted(headings.values()), min(headings, default=_COVER)),
        HeaderRow(),
    )
    heading_end = 0
    cells = sorted(document.raw.cells, key=lambda cell: cell.start)
    at = block = 0
    before: Cell | None = None
    for index, span in enumerate(paragraphs(document)):
        while at < len(cells) and cells[at].end <= span.start:
            at += 1
        known = []
        while at < len(cells) and cells[at].start < span.end:
            known.append(cells[at])
            if cells[at].end > span.end:
                break
            at += 1
        block = block if known and _goes_on(before, known[0], span) else index
        before = known[-1] if known else None
        if known:
            pieces = cutter.known_cells(span, known, block)
        elif is_row(document.text, span):
            pieces = cutter.row(span, table, block)
        else:
            table.leave()
            pieces = cutter.prose(span, block)
        for piece in pieces:
            heading_end = headings.get(piece.span.start, heading_end)
            yield _Piece(piece.span, block, UnitRole.HEADING) if piece.span.start < heading_end else piece


def _goes_on(before: Cell | None, cell: Cell, paragraph: Span) -> bool:
    """Whether a cell that opens a line stands in the row of the one before it: a row written one cell a line is one block."""
    return (
        before is not None and cell.start == paragraph.start and cell.row == before.row and cell.column > before.column
    )


@dataclass(frozen=True, slots=True)
class _Cutter:
    """Cuts paragraphs of a text whose headings start and end at known places."""

    text: str
    headings: dict[int, int]
    ends: list[int]
    first: int

    def sentences(self, start: int, end: int, paragraph: int) -> Iterator[_Piece]:
        """Cut running text into sentences and items; a heading is cut off where it ends."""
        at = bisect_right(self.ends, start)
        split = min(self.ends[at], end) if at < len(self.ends) else end
        for left, right in ((start, split), (split, end)):
            span = trimmed(self.text, left, right)
            if span:
                yield from (_Piece(each, paragraph) for each in sentences(self.text, *span))

    def row(self, span: Span, table: HeaderRow, paragraph: int) -> Iterator[_Piece]:
        """Cut a row in text form into its cells, and cells of running text into sentences."""
        table.after(self.text[self.text.rfind("|", 0, span.start) + 1 : span.start])
        for row in rows_of(self.text, span):
            for cell, headers in table.names(row, ruled=is_ruled(self.text, span)):
                for piece in self.sentences(*cell, paragraph):
                    yield _Piece(piece.span, paragraph, UnitRole.CELL, headers)

    def known_cells(self, span: Span, cells: list[Cell], paragraph: int) -> Iterator[_Piece]:
        """Cut a paragraph along the cells that the source knew."""
        at = span.start
        for cell in cells:
            begin, stop = max(cell.start, at), min(cell.end, span.end)
            yield from self.sentences(at, begin, paragraph)
            headers = tuple(header for header in (cell.row_header, cell.column_header) if header)
            for piece in self.sentences(begin, stop, paragraph):
                yield _Piece(piece.span, paragraph, UnitRole.CELL, headers)
            at = max(at, stop)
        yield from self.sentences(at, span.end, paragraph)

    def prose(self, span: Span, paragraph: int) -> Iterator[_Piece]:
        """Cut a paragraph: a report's title, several fields, a form's line of pairs, or running text."""
        written = self.text[span.start : span.end]
        if self._is_title(span):
            yield _Piece(span, paragraph, UnitRole.HEADING)
        elif _FIELDS.match(written):
            edges = [span.start, *(span.start + gap.end() for gap in _FIELD_GAP.finditer(written)), span.end]
            for left, right in pairwise(edges):
                yield from self.sentences(left, right, paragraph)
        elif self._is_row_of_pairs(span):
            yield _Piece(span, paragraph, UnitRole.CELL)
        else:
            yield from self.sentences(*span, paragraph)

    def _is_title(self, span: Span) -> bool:
        short = span.end <= self.first and span.end - span.start <= _MAX_TITLE
        return short and is_report_title(plain(self.text, *span))

    def _is_row_of_pairs(self, span: Span) -> bool:
        if not _ROW_OF_PAIRS.match(self.text, *span) or any(
            field.match(self.text, *span) for field in (_FIELD, _SPACED_FIELD)
        ):
            return False
        return span.start not in self.headings and enumerator_at(self.text, *span) is None


def _unit(text: str, piece: _Piece, number: int, section: int) -> Unit:
    start, end = piece.span
    inner = cell_core(text, start, end) if piece.role is UnitRole.CELL else piece.span
    begin = after_marks(text, *inner)
    mark = enumerator_at(text, begin, inner.end) or _starred(text, inner)
    core = _core(text, inner, mark.end if mark else begin) if inner.start < inner.end else piece.span
    if mark and core.start < mark.end:
        mark = None
    return Unit(
        number=number,
        start=start,
        end=end,
        core=core,
        text=plain(text, start, end),
        role=piece.role or (UnitRole.ITEM if mark else UnitRole.SENTENCE),
        section=section,
        paragraph=piece.paragraph,
        enumerator=_BROKEN.sub("", text[mark.start : mark.end]) if mark else None,
        headers=piece.headers,
    )


def _starred(text: str, span: Span) -> Enumerator | None:
    """Return the bullet of ``* 加强管理``, which is no Markdown mark of bold text."""
    return enumerator_at(text, *span) if text.startswith("*", *span) else None


def _core(text: str, span: Span, begin: int) -> Span:
    """Leave out number, marks and closing punctuation; what consists of nothing else is kept whole."""
    while begin < span.end and (text[begin] in _AFTER_NUMBER or text[begin].isspace()):
        begin += 1
    end = without_closing(text, begin, span.end)
    return Span(begin, end) if begin < end else span
