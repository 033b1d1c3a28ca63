"""Rows of a table in text form: their cells and the headers that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from extract.model.text import Span
from extract.steps.layout.paragraphs import plain, trimmed
from extract.steps.tables.header_words import HEADING, NAMES_YEAR, bare_years

_SEPARATOR = re.compile(r"[\t|]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_HTML_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_HTML_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_LABEL = re.compile(r"(?:(?:19|20)\d\d年)?[^，。；！？\d]{1,16}|(?:19|20)\d\d年?")
_EDGES = "| \t:-"
_RULE = re.compile(r"\n\s*\|?\s*:?-{2,}:?\s*\|")
_YEAR = re.compile(r"(?:19|20)\d\d")
"""Behind a label an amount."""

_PAIR = 2


class TableCell(NamedTuple):
    """A cell of a row in text form: its column from 0, its characters with the marks around it, its words."""

    column: int
    span: Span
    words: str


class NamedCell(NamedTuple):
    """A cell with the headers of its row and its column, as far as there are any."""

    span: Span
    headers: tuple[str, ...]


def is_row(text: str, span: Span) -> bool:
    """Whether tabs, pipes or HTML cut this paragraph into cells."""
    start, end = span
    return text.find("\t", start, end) >= 0 or text[start] == "|" or text.startswith("<t", start)


def is_ruled(text: str, span: Span) -> bool:
    """Whether a line of dashes stands below the row, as Markdown parts headers from what they head."""
    return _RULE.search(text, *span) is not None


def parts_tables(gap: str) -> bool:
    """Whether a blank line lies between two rows."""
    return re.search(r"\n[ \t\r]*\n", gap) is not None


def rows_of(text: str, span: Span) -> list[list[TableCell]]:
    """Return the rows that a paragraph holds (several in HTML), each with its cells that hold words.

    What holds only marks belongs to the cell before it, or to the first one; together the cells cover every
    character of the paragraph that is no white space.
    """
    if not text.startswith("<t", span.start):
        edges = [match.start() for match in _SEPARATOR.finditer(text, *span)]
        return [_cells(text, [span.start, *edges, span.end], _empty_before(text, span.start))]
    rows = [match.start() for match in _HTML_ROW.finditer(text, *span)]
    found = []
    for left, right in zip([span.start, *rows[1:]], [*rows[1:], span.end], strict=True):
        edges = [match.start() for match in _HTML_CELL.finditer(text, left, right)]
        found.append(_cells(text, [left, *edges, right], -1))
    return found


def cell_core(text: str, start: int, end: int) -> Span:
    """Return the words of a cell ``text[start:end]`` without the marks at its edges."""
    while start < end and (text[start] in _EDGES[:3] or text[start].isspace()):
        start += 1
    opening = _TAG.match(text, start, end)
    while opening:
        start = opening.end()
        opening = _TAG.match(text, start, end)
    closing = _TAG.search(text, start, end)
    edge = text.find("|", start, end)
    found = trimmed(text, start, min(closing.start() if closing else end, end if edge < 0 else edge))
    return found or Span(start, start)


def _cells(text: str, edges: list[int], first_column: int) -> list[TableCell]:
    found: list[TableCell] = []
    for column, (left, right) in enumerate(pairwise(edges), first_column):
        part = trimmed(text, left, right)
        if part is None:
            continue
        words = _TAG.sub("", plain(text, *part)).strip(_EDGES)
        if found and not any(char.isalnum() for char in words):
            found[-1] = found[-1]._replace(span=Span(found[-1].span.start, part.end))
        elif found and not found[0].words:
            found[0] = TableCell(column, Span(found[0].span.start, part.end), words)
        else:
            found.append(TableCell(column, part, words))
    return found


def _empty_before(text: str, start: int) -> int:
    """Count the empty cells that tabs make before the first words of a line."""
    at = start
    while at > 0 and text[at - 1] in "\t ":
        at -= 1
    return text.count("\t", at, start)


class HeaderRow:
    """The row that names the columns of the table around it, renewed as rows go by."""

    def __init__(self) -> None:
        self._labels: dict[int, str] = {}
        self._first = True
        self._ruled = False

    def leave(self) -> None:
        """End the table."""
        self._labels, self._first, self._ruled = {}, True, False

    def after(self, gap: str) -> None:
        """Take what stands between two rows: a blank line ends a table whose header is ruled off, as in Markdown."""
        if self._ruled and parts_tables(gap):
            self.leave()

    def names(self, row: list[TableCell], *, ruled: bool = False) -> Iterator[NamedCell]:
        """Name the cells of the next row; a row of labels, or one that is ``ruled`` off, names the columns below it."""
        if (ruled and len(row) >= _PAIR) or self._is_header(row):
            self._labels, self._first, self._ruled = {cell.column: cell.words for cell in row}, False, ruled
            yield from (NamedCell(cell.span, ()) for cell in row)
            return
        self._first = False
        columns = self._labels if len(row) > _PAIR or (row and row[0].column > 0) else {}
        label = ""
        values = False
        for cell in row:
            column = columns.get(cell.column, "")
            yield NamedCell(cell.span, tuple(name for name in (label, column) if name))
            named = _LABEL.fullmatch(cell.words) is not None and not (label and _YEAR.fullmatch(cell.words))
            values = values or not named
            label = cell.words if named and (not values or not columns) else label

    def _is_header(self, row: list[TableCell]) -> bool:
        """Whether a row names columns: labels throughout, and more than one label with its value."""
        words = [cell.words for cell in row]
        if len(words) < _PAIR or not all(_LABEL.fullmatch(each) for each in words) or not bare_years(words):
            return False
        heading = [HEADING.search(each) is not None for each in words]
        if all(heading[::2]) and not any(heading[1::2]) and len(words) % 2 == 0:
            return False
        named = sum(heading) + sum(NAMES_YEAR.fullmatch(each) is not None for each in words)
        return named * 2 >= len(words) if len(words) > _PAIR else self._first and named == _PAIR
