"""A workbook: an overview first, then one sheet a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from extract.exports.columns import Cell, Sheet
from extract.exports.csv import neutral
from extract.exports.material import Material
from extract.exports.sheets import SHEETS
from extract.language import Language

WIDE = re.compile("依据|说明|内容|过程|原因|来源|Evidence|Message|Text|Calculation|Reasons|Source")
WIDTHS = {True: 48, False: 14}
LIMIT = 32_767
"""Characters that a cell of a workbook can hold."""


def write(materials: Iterable[Material], out: Path, *, language: Language) -> list[Path]:
    """Write the workbook ``out`` and return it; rows are streamed, so that many reports need little memory."""
    out.parent.mkdir(parents=True, exist_ok=True)
    book = Workbook(write_only=True)
    pages = [_page(book, sheet, language) for sheet in SHEETS]
    try:
        for material in materials:
            for page, sheet in zip(pages, SHEETS, strict=True):
                for row in sheet.rows(material, language):
                    page.append([_cell(page, cell) for cell in row])
        book.save(out)
    finally:
        for page in (page for page in pages if not page.closed):
            page.close()
    return [out]


def _page(book: Workbook, sheet: Sheet, language: Language) -> WriteOnlyWorksheet:
    page: WriteOnlyWorksheet = book.create_sheet(sheet.title.in_(language))
    page.freeze_panes = "B2"
    for at, header in enumerate(sheet.headers, start=1):
        widths = page.column_dimensions  # type: ignore[attr-defined]  # unknown to the stubs
        widths[get_column_letter(at)].width = WIDTHS[WIDE.search(header.in_(language)) is not None]
    page.append([_header(page, header.in_(language)) for header in sheet.headers])
    return page


def _header(page: WriteOnlyWorksheet, text: str) -> SheetCell:
    cell: SheetCell = WriteOnlyCell(page, value=text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E8EEF4")
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def _cell(page: WriteOnlyWorksheet, value: Cell) -> SheetCell:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", str(neutral(value)))[:LIMIT]
    cell: SheetCell = WriteOnlyCell(page)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    elif isinstance(value, Decimal):
        cell.number_format = "#,##0." + "0" * _decimals(value) if _decimals(value) else "#,##0"
    return cell


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
