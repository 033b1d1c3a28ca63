"""Rows of tables drawn with bars between their cells alone: ``河道清淤保洁 | 1,260.00 | 1,218.45``."""

from __future__ import annotations

import re

from extract.readers.rules.figures.figures import Figure
from extract.readers.rules.figures.sheet import Sheet
from extract.steps.tables.cell import TableCell

_BAR = re.compile(r"\s*[|｜]\s*")
_ENOUGH = 2
"""Cells that make a line a row."""

_HEAD = 1200
"""Characters above a row in which its line of headers stands."""


def pipe_cell(sheet: Sheet, figure: Figure) -> TableCell | None:
    """Return what heads a figure that fills a cell between bars, None where it stands in running text."""
    if not {sheet.text[figure.start - 1 : figure.start], sheet.text[figure.end : figure.end + 1]} & {"|", "｜"}:
        return None
    text, at = sheet.reading.text, sheet.offsets[figure.start]
    low = text.rfind("\n", 0, at) + 1
    high = text.find("\n", at)
    line = text[low : high if high >= 0 else len(text)]
    if "|" not in line and "｜" not in line:
        return None
    cells = _cells(line)
    place = len(_cells(line[: at - low] + "_")) - 1
    if len(cells) < _ENOUGH or place < 1 or cells[place] != sheet.source(figure.start, figure.end):
        return None
    headers = _headers(text[max(0, low - _HEAD) : low], len(cells))
    return TableCell("".join(cells[0].split()), "".join(headers[place].split())) if headers else None


def _cells(line: str) -> list[str]:
    """Return the cells of a line, without the bars at its edges."""
    return [cell.strip() for cell in _BAR.split(line.strip().strip("|｜"))]


def _headers(above: str, width: int) -> list[str] | None:
    """Return the last line above without figures that has as many cells, None where a line without bars comes first."""
    for line in reversed(above.rstrip("\n").split("\n")):
        cells = _cells(line)
        if len(cells) != width:
            return None
        if not re.search(r"\d[\d,.]*$", cells[-1]) and not set("".join(cells)) <= set("-: "):
            return cells
    return None
