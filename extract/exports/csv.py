"""A folder of CSV files, one a table, that Excel and WPS open with Chinese intact."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

from extract.exports.columns import Cell
from extract.exports.material import Material
from extract.exports.sheets import SHEETS
from extract.language import Language

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet would run as a formula."""


def neutral(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs: text that begins like a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def write(materials: Iterable[Material], out: Path, *, language: Language) -> list[Path]:
    """Write one CSV a table into the folder ``out`` and return the files.

    UTF-8 with a byte order mark, which Excel needs; numbers as numbers, text neutralised against formulas.
    """
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / f"{sheet.name}.csv" for sheet in SHEETS]
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("w", encoding="utf-8-sig", newline="")) for path in paths]
        writers = [csv.writer(file) for file in files]
        for writer, sheet in zip(writers, SHEETS, strict=True):
            writer.writerow([header.in_(language) for header in sheet.headers])
        for material in materials:
            for writer, sheet in zip(writers, SHEETS, strict=True):
                writer.writerows([_plain(neutral(cell)) for cell in row] for row in sheet.rows(material, language))
    return paths


def _plain(cell: Cell) -> Cell:
    return format(cell, "f") if isinstance(cell, Decimal) else cell
