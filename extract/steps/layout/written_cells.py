"""Finds tables and forms that a conversion wrote one cell a line, and gives their cells with rows and columns again.

A run of short lines is such a table where labels that head columns are followed by rows of their period: each cell
of the kind that its header says (names, figures, values, remarks). It is a form where labels and figures take turns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.model.text import Cell, Line
from extract.steps.layout.cell_headers import Head, Headed, headings, says_value
from extract.steps.layout.cell_lines import CellLine, Sort, cell_line
from extract.steps.layout.cell_lists import is_list_label, names_from
from extract.steps.layout.cell_pairs import is_field, pairs_from
from extract.steps.layout.cell_rows import Column, Kind, Row, may_begin, rows_at
from extract.steps.tables.header_words import HEADING

_FEWEST = 2
"""Lines of one figure, or labels of fields, in a text that may hold such a table."""

_NUMBERED = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+[部章节]")
_NEAR = 5
"""Lines of a first row up to its first figure."""

_LONGEST_HEADER = 18
_MOST_COLUMNS = 12
_MOST_ROWS = 2000
_ROW_COST = 0.3
_SURE = 3
"""Figures that make a single row under headers a table."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table found: its columns, its lines of headers (row and column of each), its rows, what speaks for it."""

    columns: tuple[Column, ...]
    first: int
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    worth: float


def written_cells(text: str, lines: Sequence[Line], furniture: frozenset[int]) -> tuple[Cell, ...]:
    """Return the cells of all tables and forms written one cell a line, in order of the text, rows counted on through it."""
    held = [
        cell_line(text, line.start, line.end)
        for index, line in enumerate(lines)
        if index not in furniture and text[line.start : line.end].strip()
    ]
    figures = sum(line.sort is Sort.NUMBER or is_field(line) for line in held)
    if figures < _FEWEST and not any(map(is_list_label, held)):
        return ()
    found: list[Cell] = []
    at = searched = 0
    while at < len(held):
        row = found[-1].row + 1 if found else 0
        if at >= searched and _heads(held[at]):
            searched = _headers_end(held, at)
            table = _best_table(held, at, searched)
            if table:
                found += _cells(held, table, row)
                at = searched = table.rows[-1].end
                continue
        cells, end = pairs_from(held, at, row)
        if not cells:
            cells, end = names_from(held, at, row)
        found += cells
        at = max(end, at + 1)
    return tuple(found)


def _heads(line: CellLine) -> bool:
    """Whether a line may head a column."""
    return (
        line.sort in {Sort.WORDS, Sort.NUMBER}
        and len(line.words) <= _LONGEST_HEADER
        and HEADING.search(line.words) is not None
        and _NUMBERED.match(line.words) is None
    )


def _headers_end(lines: Sequence[CellLine], at: int) -> int:
    """Return where a run of lines that may head columns ends."""
    while at < len(lines) and _heads(lines[at]):
        at += 1
    return at


def _best_table(lines: Sequence[CellLine], at: int, end: int) -> _Table | None:
    """Return the table that most speaks for whose headers stand among lines ``at`` to ``end``.

    None where a header directly above the best one's says a value as its own do: it is a part of headers that are
    not understood, and a table without it would name its columns wrongly.
    """
    found = [
        table
        for first in range(at, end - 1)
        for last in range(first + 2, min(end, first + _MOST_COLUMNS) + 1)
        if any(line.sort is Sort.NUMBER for line in lines[last : last + _NEAR])
        for heads in headings([line.words for line in lines[first:last]])
        if (table := _read(lines, first, last, heads))
    ]
    best = max(found, key=lambda table: (table.worth, -table.first), default=None)
    return best if best and not (best.first > at and says_value(lines[best.first - 1].words)) else None


def _read(lines: Sequence[CellLine], first: int, body: int, headed: Headed) -> _Table | None:
    """Read the rows from line ``body`` on in the cheapest way; two rows are needed, or one of several figures."""
    columns = headed.columns
    if not may_begin(lines, body, columns):
        return None
    firsts = list(rows_at(lines, body, columns, whole=True))
    if not firsts:
        return None
    best: dict[int, tuple[float, Row | None]] = {}
    stack = [body]
    while stack:
        at = stack[-1]
        if at in best:
            stack.pop()
            continue
        rows = firsts if at == body else _cheapest(rows_at(lines, at, columns)) if len(stack) <= _MOST_ROWS else []
        open_ = [row.end for row in rows if row.end not in best]
        if open_:
            stack += open_
            continue
        best[at] = max(
            ((len(row.cells) - row.cost - _ROW_COST + best[row.end][0], row) for row in rows),
            key=lambda pair: pair[0],
            default=(0.0, None),
        )
        if best[at][0] <= 0:
            best[at] = (0.0, None)
        stack.pop()
    rows_found: list[Row] = []
    at = body
    while (row := best[at][1]) is not None:
        rows_found.append(row)
        at = row.end
    if not _enough(lines, rows_found):
        return None
    return _Table(columns, first, headed.heads, tuple(rows_found), best[body][0] + len(headed.heads))


def _cheapest(rows: Iterable[Row]) -> list[Row]:
    """Return of the rows that end at one line the one that strays least."""
    best: dict[int, Row] = {}
    for row in rows:
        if row.end not in best or row.cost < best[row.end].cost:
            best[row.end] = row
    return list(best.values())


def _enough(lines: Sequence[CellLine], rows: Sequence[Row]) -> bool:
    figures = sum(lines[begin].sort is Sort.NUMBER for row in rows for _, begin, _ in row.cells)
    return len(rows) > 1 or (len(rows) == 1 and figures >= _SURE)


def _cells(lines: Sequence[CellLine], table: _Table, above: int) -> Iterator[Cell]:
    """Yield the cells of a table, its headers as the first row, each with what heads it."""
    for nth, head in enumerate(table.heads):
        line = lines[table.first + nth]
        yield Cell(line.start, line.end, above + head.row, head.column)
    body = above + max(head.row for head in table.heads) + 1
    for nth, row in enumerate(table.rows, body):
        named = [cell for cell in row.cells if table.columns[cell[0]].kind is Kind.LEAD]
        name = _name(lines, table, named)
        for place, begin, end in row.cells:
            header = table.columns[place].header
            leads = table.columns[place].kind is Kind.LEAD
            yield Cell(lines[begin].start, lines[end - 1].end, nth, place, None if leads else name, header or None)


def _name(lines: Sequence[CellLine], table: _Table, named: Sequence[tuple[int, int, int]]) -> str | None:
    """Return the name of a row: its last cell before the figures that is neither a unit nor a sign."""
    for place, begin, end in reversed(named):
        header = table.columns[place].header
        if not re.search(r"单位|性质|序号|责任|部门", header):
            return "".join(line.words for line in lines[begin:end])
    return None
