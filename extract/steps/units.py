"""Cuts a report into numbered units, the smallest things that evidence can name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.model.text import Cell, Document, Section, Span, Unit, UnitRole
from extract.steps.enumerators import enumerator_at
from extract.steps.paragraphs import after_marks, paragraphs, plain, trimmed, without_closing
from extract.steps.sentences import sentences

_CELL_MARK = re.compile(r"\t|\|")
_FIELDS = re.compile(r"[^\s：:，。；]{2,15}[：:]\S*(?:[ \u3000]{2,}[^\s：:，。；]{2,15}[：:]\S*)+$")
_FIELD_GAP = re.compile(r"[ \u3000]{2,}(?=[^\s：:，。；]{2,15}[：:])")
_ROW = re.compile(r"\S+(?:[ \u3000]+\S+)+$")
_AFTER_NUMBER = " \t\u3000\xa0、，：:*"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A unit in the making."""

    span: Span
    paragraph: int
    cell: bool = False
    headers: tuple[str, ...] = ()


def number_units(document: Document, sections: tuple[Section, ...]) -> tuple[Unit, ...]:
    """Return the document's sentences, list items, headings, fields and table cells as numbered units.

    Units stand in the order of the text, do not overlap, and hold together every character that is no white
    space; none crosses a heading or paragraph. Numbers count from 1 through the document.

    Args:
        document: the normalised report.
        sections: its outline, in the order of the text, covering it.
    """
    text = document.text
    headings = {section.heading.start: section.heading for section in sections if section.heading}
    starts = [section.start for section in sections]
    units: list[Unit] = []
    at = 0
    for piece in _pieces(document):
        while at + 1 < len(starts) and starts[at + 1] <= piece.span.start:
            at += 1
        heads = piece.span.start in headings
        units.append(_unit(text, piece, number=len(units) + 1, section=at, heads=heads))
    return tuple(units)


def _pieces(document: Document) -> Iterator[_Piece]:
    text = document.text
    cells = sorted(document.raw.cells, key=lambda cell: cell.start)
    at = 0
    header: list[str] = []
    for index, block in enumerate(paragraphs(document)):
        while at < len(cells) and cells[at].end <= block.start:
            at += 1
        inside = []
        while at < len(cells) and cells[at].start < block.end:
            inside.append(cells[at])
            if cells[at].end > block.end:
                break
            at += 1
        if inside:
            yield from _known_cells(text, block, inside, index)
        elif _CELL_MARK.search(text, block.start, block.end):
            row = list(_row(text, block, index, header))
            header = header or [plain(text, *piece.span) for piece in row]
            yield from row
            continue
        else:
            yield from _prose(text, block, index)
        header = []


def _known_cells(text: str, block: Span, cells: list[Cell], paragraph: int) -> Iterator[_Piece]:
    """Cut a paragraph along the cells that the source knew."""
    at = block.start
    for cell in cells:
        begin, stop = max(cell.start, at), min(cell.end, block.end)
        for left, right, headers in ((at, begin, ()), (begin, stop, _headers(cell))):
            span = trimmed(text, left, right)
            if span:
                yield from (_Piece(each, paragraph, cell=True, headers=headers) for each in sentences(text, *span))
        at = max(at, stop)
    rest = trimmed(text, at, block.end)
    if rest:
        yield from (_Piece(each, paragraph) for each in sentences(text, *rest))


def _headers(cell: Cell) -> tuple[str, ...]:
    return tuple(header for header in (cell.row_header, cell.column_header) if header)


def _row(text: str, block: Span, paragraph: int, header: list[str]) -> Iterator[_Piece]:
    """Cut a row with tabs or pipes into its cells, each named by its row and by the first row above."""
    edges = [match.start() for match in _CELL_MARK.finditer(text, *block)]
    spans = [trimmed(text, left, right) for left, right in zip([block.start, *edges], [*edges, block.end], strict=True)]
    cells = _with_content(text, [span for span in spans if span])
    first = plain(text, *cells[0])
    for column, span in enumerate(cells):
        names = (first if column else "", header[column] if column < len(header) and len(header) == len(cells) else "")
        yield _Piece(span, paragraph, cell=True, headers=tuple(name for name in names if name))


def _with_content(text: str, spans: list[Span]) -> list[Span]:
    """Merge cells that hold marks only into the one before."""
    merged: list[Span] = []
    for span in spans:
        if merged and not any(char.isalnum() for char in text[span.start : span.end]):
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def _prose(text: str, block: Span, paragraph: int) -> Iterator[_Piece]:
    written = text[block.start : block.end]
    if _FIELDS.match(written):
        edges = [block.start + gap.end() for gap in _FIELD_GAP.finditer(written)]
        for left, right in zip([block.start, *edges], [*edges, block.end], strict=True):
            span = trimmed(text, left, right)
            if span:
                yield _Piece(span, paragraph)
        return
    cuts = sentences(text, *block)
    row = len(cuts) == 1 and _ROW.match(written) is not None and not re.search("[，。；]|^[#*]", written)
    for span in cuts:
        yield _Piece(span, paragraph, cell=row)


def _unit(text: str, piece: _Piece, *, number: int, section: int, heads: bool) -> Unit:
    start, end = piece.span
    begin = after_marks(text, start, end)
    mark = enumerator_at(text, begin, end)
    role = _role(piece, heads=heads, numbered=mark is not None)
    core = _core(text, piece.span, mark.end if mark else begin)
    if mark and core.start < mark.end:
        mark = None
    return Unit(
        number,
        start,
        end,
        core,
        plain(text, start, end),
        role,
        section,
        piece.paragraph,
        text[mark.start : mark.end] if mark else None,
        piece.headers,
    )


def _role(piece: _Piece, *, heads: bool, numbered: bool) -> UnitRole:
    if heads:
        return UnitRole.HEADING
    if piece.cell:
        return UnitRole.CELL
    return UnitRole.ITEM if numbered else UnitRole.SENTENCE


def _core(text: str, span: Span, begin: int) -> Span:
    """Leave out number, marks and closing punctuation; what consists of nothing else is kept whole."""
    while begin < span.end and (text[begin] in _AFTER_NUMBER or text[begin].isspace()):
        begin += 1
    end = without_closing(text, begin, span.end)
    return Span(begin, end) if begin < end else span
