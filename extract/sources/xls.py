"""Old Excel workbooks (``.xls``): read like the new ones."""

from __future__ import annotations

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError
from xlrd.sheet import Sheet

from extract.errors import SourceError
from extract.language import say
from extract.model.text import RawDocument
from extract.sources.cells import shown
from extract.sources.draft import Draft
from extract.sources.headers import GridCell
from extract.sources.xlsx import too_large, write_sheet

MEDIA_TYPE = "application/vnd.ms-excel"


class XlsSource:
    """Reads ``.xls``; ``max_cells`` bounds what is taken in."""

    def __init__(self, *, max_cells: int) -> None:
        self._max_cells = max_cells

    def read(self, data: bytes, *, name: str, path: str) -> RawDocument:
        """Return the visible sheets in order, each as a page.

        Raises:
            SourceError: the file is damaged, protected by a password or too large.
        """
        try:
            book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=_Silent())
        except (XLRDError, CompDocError, AssertionError, IndexError, ValueError, NotImplementedError) as error:
            raise SourceError(
                say(
                    f"{path} 不是完好的 xls 工作簿（{error}）；请另存为 xlsx。",
                    f"{path} is no sound xls workbook ({error}); save it as xlsx.",
                )
            ) from error
        draft = Draft()
        for sheet in book.sheets():
            if sheet.visibility == 0:
                cells = _cells(book, sheet)
                if len(cells) > self._max_cells:
                    raise too_large(path, self._max_cells)
                if cells:
                    draft.page()
                    write_sheet(draft, cells)
        return draft.document(data, name=name, path=path, media_type=MEDIA_TYPE)


class _Silent:
    """Where xlrd writes its warnings: nowhere."""

    def write(self, text: str) -> int:
        """Take the text and forget it."""
        return len(text)

    def flush(self) -> None:
        """Do nothing."""


def _cells(book: xlrd.Book, sheet: Sheet) -> list[GridCell]:
    merged = {(top, left): (bottom - top, right - left) for top, bottom, left, right in sheet.merged_cells}
    found = []
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            text = _shown(book, sheet, row, column)
            if text:
                rows, columns = merged.get((row, column), (1, 1))
                found.append(GridCell(row, column, text, rows=rows, columns=columns))
    return found


def _shown(book: xlrd.Book, sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cell(row, column)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return shown(xlrd.xldate_as_datetime(float(cell.value), book.datemode), "General")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(cell.value), "General")
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ""
    code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str if cell.xf_index is not None else ""
    value = int(cell.value) if isinstance(cell.value, float) and cell.value == int(cell.value) else cell.value
    return shown(value, code)
