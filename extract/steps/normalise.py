"""Which line breaks of a loaded text are only layout."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from extract.model.text import Document, Line, RawDocument
from extract.steps.layout.line_breaks import RULES, Break
from extract.steps.layout.lines import Block, blocks, indent, is_double_spaced, page_furniture, physical_lines, width
from extract.steps.layout.written_cells import written_cells

_KEPT = 300


def normalise(raw: RawDocument) -> Document:
    """Find the physical lines of ``raw`` and mark those that layout broke off the line before.

    The text itself is never changed: all offsets index ``raw.text``. A line is joined where a printed line
    or a page ended inside a sentence; paragraph ends, headings, list items, table rows and labelled fields
    stay apart. A page number within a sentence is joined with it. Where the source knew no cells, those of tables
    written one cell a line are found, and stay apart too. ``normalise(normalise(raw).raw)`` gives
    the same document.
    """
    lines = physical_lines(raw.text)
    furniture = page_furniture(raw, lines)
    if not raw.cells:
        raw = replace(raw, cells=written_cells(raw.text, lines, furniture))
    joined = _joined(raw, lines, furniture)
    return Document(raw, tuple(Line(line.start, line.end, index in joined) for index, line in enumerate(lines)))


@dataclass(frozen=True, slots=True)
class _Held:
    """A line with text: its place among the lines, the line, its characters without trailing space, its block."""

    index: int
    line: Line
    content: str
    block: Block


def _joined(raw: RawDocument, lines: tuple[Line, ...], furniture: frozenset[int]) -> set[int]:
    """Return the indexes of the lines that go on with what stands before them."""
    cells = sorted((cell.start, cell.end) for cell in raw.cells)
    held = [
        _Held(index, lines[index], raw.text[lines[index].start : lines[index].end].rstrip(), block)
        for index, block in enumerate(blocks(raw.text, lines, furniture))
        if block
    ]
    near = 2 if is_double_spaced(raw.text, lines) else 1
    joined: set[int] = set()
    logical = held[0].content.strip() if held else ""
    for before, after in pairwise(held):
        places = [
            _cell_at(cells, each.line.start + len(each.content) - len(each.content.lstrip()))
            for each in (before, after)
        ]
        same_cell = places[0] == places[1] is not None
        if (same_cell or places == [None, None]) and _goes_on(logical, before, after, near, same_cell=same_cell):
            joined |= {after.index, *furniture.intersection(range(before.index, after.index))}
            logical = _shortened(logical + after.content.strip())
        else:
            logical = _shortened(after.content.strip())
    return joined


def _goes_on(logical: str, before: _Held, after: _Held, near: int, *, same_cell: bool) -> bool:
    """Ask the rules about the break between two lines that stand next to each other or ``near`` lines apart."""
    found = Break(
        logical=logical,
        before=before.content.strip(),
        after=after.content.strip(),
        reach=width(before.content) - before.block.left,
        deeper=indent(after.content) - after.block.left,
        block=before.block,
        same_block=after.index - before.index <= near,
        same_cell=same_cell,
    )
    return next((answer for rule in RULES if (answer := rule(found)) is not None), False)


def _cell_at(cells: list[tuple[int, int]], position: int) -> int | None:
    """Return which of the sorted cells holds the position, None where none does."""
    at = bisect_right(cells, (position, inf)) - 1
    return at if at >= 0 and position < cells[at][1] else None


def _shortened(logical: str) -> str:
    """Keep the two ends of a long line: its start says what it is, its end how it broke off."""
    return logical if len(logical) <= 2 * _KEPT else logical[:_KEPT] + logical[-_KEPT:]
