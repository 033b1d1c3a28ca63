"""Excel and WPS workbooks: every visible sheet as a table, merged cells once, numbers as they are shown."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml.etree import XMLSyntaxError
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from extract.errors import SourceError
from extract.language import say
from extract.model.text import RawDocument
from extract.sources.cells import shown
from extract.sources.draft import Draft
from extract.sources.headers import GridCell

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class XlsxSource:
    """Reads ``.xlsx`` and ``.xlsm``; ``max_cells`` bounds what is taken in."""

    def __init__(self, *, max_cells: int) -> None:
        self._max_cells = max_cells

    def read(self, data: bytes, *, name: str, path: str) -> RawDocument:
        """Return the visible sheets in order, each as a page.

        Raises:
            SourceError: the file is damaged, protected by a password or too large.
        """
        try:
            book = load_workbook(io.BytesIO(data), data_only=True)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError, TypeError) as error:
            raise SourceError(
                say(
                    f"{path} 不是完好的工作簿（{type(error).__name__}）；请用 Excel 或 WPS 打开后另存一次。",
                    f"{path} is no sound workbook ({type(error).__name__}); open it in Excel and save it again.",
                )
            ) from error
        draft = Draft()
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                self._sheet(sheet, draft, path)
        return draft.document(data, name=name, path=path, media_type=MEDIA_TYPE)

    def _sheet(self, sheet: Worksheet, draft: Draft, path: str) -> None:
        if sheet.max_row * sheet.max_column > self._max_cells * 10:
            raise too_large(path, self._max_cells)
        cells = list(_cells(sheet))
        if len(cells) > self._max_cells:
            raise too_large(path, self._max_cells)
        if cells:
            draft.page()
            write_sheet(draft, cells)


def too_large(path: str, limit: int) -> SourceError:
    """Say that a workbook has more cells than are read."""
    return SourceError(
        say(
            f"{path} 的单元格超过 {limit:,} 个；请只保留报告所在的工作表。",
            f"{path} has more than {limit:,} cells; keep only the sheet with the report.",
        )
    )


def write_sheet(draft: Draft, cells: list[GridCell]) -> None:
    """Write a sheet: a row with one cell is a line of text (title, unit, note), runs of other rows are tables."""
    alone: dict[int, int] = {}
    for cell in cells:
        alone[cell.row] = alone.get(cell.row, 0) + 1
    table: list[GridCell] = []
    for cell in sorted(cells, key=lambda one: (one.row, one.column)):
        if alone[cell.row] == 1 and cell.column == 0 and not any(t.row + t.rows > cell.row for t in table):
            if table:
                draft.table(table)
                table = []
            draft.paragraph(cell.text)
        else:
            table.append(cell)
    if table:
        draft.table(table)


def _cells(sheet: Worksheet) -> Iterator[GridCell]:
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    hidden = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    for row, line in enumerate(sheet.iter_rows(), start=1):
        for column, cell in enumerate(line, start=1):
            text = shown(cell.value, cell.number_format or "General")
            if not text or row in hidden:
                continue
            area = merged.get((row, column))
            reach = (area.size["rows"], area.size["columns"]) if area else (1, 1)
            yield GridCell(row - 1, column - 1, text, rows=reach[0], columns=reach[1])
