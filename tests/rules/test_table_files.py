"""One table, saved as Word, workbook, web page and PDF: the same figures come out of each."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import openpyxl
import pytest
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table
from tables_cases import shown_figures

from extract.pipeline import prepare
from extract.sources.limits import SourceLimits
from extract.sources.registry import source_for

LIMITS = SourceLimits(max_chars=1_000_000, max_pages=200, timeout=60)
LINES = (
    "云溪县水利局2023年度部门整体支出绩效自评报告",
    "一、部门概况",
    "云溪县水利局是县政府工作部门，负责全县水利工作。本报告所列数据来自部门决算，已与财政部门核对一致。",
    "二、预算执行情况",
    "单位：万元",
)
ROWS = (
    ("项目", "2022年决算数", "2023年预算数", "2023年决算数", "执行率（%）", "比上年增减", "增减率（%）"),
    ("基本支出", "1,200.00", "2030", "2,029.50", "99.98", "829.50", "69.13"),
    ("项目支出", "900.00", "920.00", "846.40", "92", "-53.60", "-5.96"),
    ("合计", "2,100.00", "2,950.00", "2,875.90", "97.49", "775.90", "36.95"),
)
FIGURES = """\
basic_expenditure | actual | 基本支出 | 1200.00 万元 | 2022 | -
basic_expenditure | revised_budget | 基本支出 | 2030 万元 | 2023 | -
basic_expenditure | actual | 基本支出 | 2029.50 万元 | 2023 | + 829.50 万元 69.13 % (1200.00)
budget_execution_rate | - | 基本支出执行率 | 99.98 % | 2023 | -
project_expenditure | actual | 项目支出 | 900.00 万元 | 2022 | -
project_expenditure | revised_budget | 项目支出 | 920.00 万元 | 2023 | -
project_expenditure | actual | 项目支出 | 846.40 万元 | 2023 | - 53.60 万元 5.96 % (900.00)
budget_execution_rate | - | 项目支出执行率 | 92 % | 2023 | -
total_expenditure | actual | 合计决算数 | 2100.00 万元 | 2022 | -
total_expenditure | revised_budget | 合计预算数 | 2950.00 万元 | 2023 | -
total_expenditure | actual | 合计决算数 | 2875.90 万元 | 2023 | + 775.90 万元 36.95 % (2100.00)
budget_execution_rate | - | 合计执行率 | 97.49 % | 2023 | -"""


def word() -> bytes:
    """The report as Word saves it."""
    document, file = docx.Document(), io.BytesIO()
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for at, row in enumerate(ROWS):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    document.save(file)
    return file.getvalue()


def workbook() -> bytes:
    """The report as a sheet."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    for line in LINES:
        book.active.append([line])
    for row in ROWS:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def page() -> bytes:
    """The report as a web page."""
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in ROWS)
    body = "".join(f"<p>{line}</p>" for line in LINES)
    return (
        f"<html><head><meta charset='utf-8'></head><body><div>{body}<table>{rows}</table></div></body></html>".encode()
    )


def pdf() -> bytes:
    """The report as a PDF with a ruled table."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle("body", fontName="STSong-Light", fontSize=12, leading=22, wordWrap="CJK")
    ruled = [("FONT", (0, 0), (-1, -1), "STSong-Light", 9), ("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    file = io.BytesIO()
    SimpleDocTemplate(file).build([*(Paragraph(line, body) for line in LINES), Table(ROWS, style=ruled)])
    return file.getvalue()


@pytest.mark.parametrize("saved", [word, workbook, page, pdf], ids=lambda made: made.__name__)
def test_a_table_gives_the_same_figures_from_every_file(saved: Callable[[], bytes]) -> None:
    data = saved()
    assert shown_figures(prepare(source_for(data, "x", LIMITS).read(data, name="x", path="x"))) == FIGURES
