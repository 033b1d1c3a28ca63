"""A PDF page as blocks: lines of text and tables, in reading order, without running heads and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extract.sources.page.glyphs import Glyph, PageContent, Rule
from extract.sources.page.layout import TextLine, in_order, lines_of
from extract.sources.page.tables import Grid, GridBox, cell_at, find_grids

EDGE = 0.09
"""Share of a page's height at top and bottom in which heads, feet and page numbers stand."""

REPEATED = 3
"""Pages on which a line at the edge stands alike before it counts as a running head; both, where there are two."""

PAGE_NUMBER = re.compile(
    r"[-—–\s·•]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／]\s*\d{1,4}|[，,]?\s*共\s*\d{1,4}\s*页)?[-—–\s·•]*"
)


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with the lines of each of its cells."""

    grid: Grid
    cells: tuple[tuple[GridBox, tuple[TextLine, ...]], ...]

    @property
    def top(self) -> float:
        """Where the table begins on the page."""
        return self.grid.box[1]


Block = TextLine | TableBlock


@dataclass(frozen=True, slots=True)
class LaidPage:
    """A page as blocks in reading order, its height in points."""

    number: int
    height: float
    blocks: list[Block]


def blocks_of(page: PageContent) -> list[Block]:
    """Return the lines and tables of a page in reading order."""
    grids = find_grids(page.rules)
    inside: dict[tuple[int, GridBox], list[Glyph]] = {}
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        for at, grid in enumerate(grids):
            cell = cell_at(grid, x, y)
            if cell is not None:
                inside.setdefault((at, cell), []).append(glyph)
                break
        else:
            outside.append(glyph)
    tables = [
        TableBlock(grid, tuple((c, tuple(lines_of(inside[at, c]))) for c in grid.cells if (at, c) in inside))
        for at, grid in enumerate(grids)
    ]
    return _with_tables(lines_of(outside), tables)


def seen_blocks(lines: Sequence[TextLine], rules: Sequence[Rule]) -> list[Block]:
    """Return the lines that OCR has seen, and the tables that the lines drawn in the picture make, in reading order."""
    grids = find_grids(rules)
    inside: dict[tuple[int, GridBox], list[TextLine]] = {}
    outside: list[TextLine] = []
    for line in lines:
        x, y = (line.left + line.right) / 2, (line.top + line.bottom) / 2
        found = ((at, cell) for at, grid in enumerate(grids) if (cell := cell_at(grid, x, y)) is not None)
        place = next(found, None)
        (outside if place is None else inside.setdefault(place, [])).append(line)
    tables = [
        TableBlock(grid, tuple((c, tuple(in_order(inside[at, c]))) for c in grid.cells if (at, c) in inside))
        for at, grid in enumerate(grids)
    ]
    return _with_tables(in_order(outside), tables)


def _with_tables(lines: Sequence[TextLine], tables: Sequence[TableBlock]) -> list[Block]:
    blocks: list[Block] = list(lines)
    for table in (table for table in tables if table.cells):
        before = [at for at, block in enumerate(blocks) if block.top < table.top]
        blocks.insert(before[-1] + 1 if before else 0, table)
    return blocks


def without_furniture(pages: Sequence[LaidPage]) -> list[list[Block]]:
    """Leave out page numbers and lines that stand alike at the edge of several pages."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_key(block) for block in page.blocks if isinstance(block, TextLine) and _at_edge(block, page)})
    wanted = max(min(REPEATED, max(len(pages), 2)), len(pages) // 3)
    return [[block for block in page.blocks if not _is_furniture(block, page, seen, wanted)] for page in pages]


def _is_furniture(block: Block, page: LaidPage, seen: Counter[str], wanted: int) -> bool:
    if not isinstance(block, TextLine) or not _at_edge(block, page):
        return False
    return PAGE_NUMBER.fullmatch(block.text) is not None or seen[_key(block)] >= wanted


def _at_edge(line: TextLine, page: LaidPage) -> bool:
    return line.bottom <= page.height * EDGE or line.top >= page.height * (1 - EDGE)


def _key(line: TextLine) -> str:
    return re.sub(r"\d+", "#", "".join(line.text.split()))
