"""Tables: every cell finds the headers that name it, however the table is drawn and wherever its page ends."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from extract.model.text import RawDocument
from extract.pipeline import prepare
from extract.sources.headers import GridCell, Headers
from extract.sources.limits import SourceLimits
from extract.sources.page.blocks import LaidPage, seen_blocks
from extract.sources.page.layout import TextLine
from extract.sources.page.picture_rules import rules_of, slope, turned
from extract.sources.page.tables import find_grids
from extract.sources.page.text import write_pages
from extract.sources.registry import source_for

LIMITS = SourceLimits(max_chars=1_000_000, max_pages=200, timeout=60)
FONT = ("FONT", (0, 0), (-1, -1), "STSong-Light", 10)
RULED = [FONT, ("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
BODY = ParagraphStyle("body", fontName="STSong-Light", fontSize=14, leading=26, firstLineIndent=28, wordWrap="CJK")

Rows = Sequence[Sequence[str]]


def typeset(*flow: Flowable, page: tuple[float, float] = A4) -> RawDocument:
    """Read back a PDF of these tables and paragraphs."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=page).build(list(flow))
    data = file.getvalue()
    return source_for(data, "x", LIMITS).read(data, name="x", path="x")


def named(found: RawDocument) -> dict[str, tuple[str | None, str | None]]:
    """Return the headers of row and column of each cell, by what it says."""
    return {found.text[c.start : c.end]: (c.row_header, c.column_header) for c in found.cells}


NESTED: Rows = (
    ("部门整体支出绩效自评表", "", "", "", "", ""),
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分"),
    ("产出指标", "数量指标", "巡查河道次数", "≥40次", "45次", "10"),
    ("", "", "处置案件数", "7件", "8件", "9.5"),
    ("", "质量指标", "水质达标率", "≥95%", "96.2%", "8"),
    ("年度目标", "预期目标", "", "实际完成情况", "", ""),
    ("", "清淤120公里，保障防洪安全。", "", "清淤125公里，防洪安全得到保障。", "", ""),
)
NESTED_SPANS = [
    ("SPAN", (0, 0), (-1, 0)), ("SPAN", (0, 2), (0, 4)), ("SPAN", (1, 2), (1, 3)), ("SPAN", (0, 5), (0, 6)),
    ("SPAN", (1, 5), (2, 5)), ("SPAN", (3, 5), (5, 5)), ("SPAN", (1, 6), (2, 6)), ("SPAN", (3, 6), (5, 6)),
]  # fmt: skip


def test_figures_of_a_nested_form_find_their_indicator_and_column() -> None:
    cells = named(typeset(Table(NESTED, style=RULED + NESTED_SPANS)))
    assert cells["8件"] == ("处置案件数", "实际完成值")
    assert cells["≥95%"] == ("水质达标率", "年度指标值")
    assert cells["9.5"] == ("处置案件数", "得分")
    assert cells["清淤125公里，防洪安全得到保障。"] == ("年度目标", "实际完成情况")


def test_headers_in_two_rows_are_read_together_with_their_unit_of_money() -> None:
    rows = (
        ("序号", "项目名称", "预算（万元）", "", "支出（万元）", ""),
        ("", "", "年初", "调整", "财政", "自筹"),
        ("1", "河道整治", "100.00", "1.50", "90.10", "0.20"),
    )
    spans = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (1, 1)), ("SPAN", (2, 0), (3, 0)), ("SPAN", (4, 0), (5, 0))]
    cells = named(typeset(Table(rows, style=RULED + spans), page=landscape(A4)))
    assert cells["1.50"] == ("河道整治", "预算调整（万元）")
    assert cells["0.20"] == ("河道整治", "支出自筹（万元）")


def test_a_table_that_goes_on_over_a_page_keeps_its_headers() -> None:
    rows = [("项目", "预算数", "执行数"), *((f"第{n}项", f"{n}.10", f"{n}.20") for n in range(1, 80))]
    found = typeset(Table(rows, style=RULED))
    assert len(found.pages) > 1
    assert named(found)["79.20"] == ("第79项", "执行数")
    assert [cell.row for cell in found.cells] == sorted(cell.row for cell in found.cells)


def test_a_table_without_sides_keeps_its_outer_columns() -> None:
    inner = [FONT, ("INNERGRID", (0, 0), (-1, -1), 0.5, colors.black), ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
             ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black)]  # fmt: skip
    rows = (("项目", "预算数", "执行数"), ("基本支出", "100.20", "98.10"), ("项目支出", "50.00", "49.90"))
    cells = named(typeset(Table(rows, style=inner)))
    assert cells["49.90"] == ("项目支出", "执行数")


def test_rows_of_a_table_drawn_without_uprights_stay_rows() -> None:
    style = [FONT, ("LINEABOVE", (0, 0), (-1, 0), 1.5, colors.black), ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
             ("LINEBELOW", (0, -1), (-1, -1), 1.5, colors.black)]  # fmt: skip
    rows = (
        ("项目", "2022年", "2023年", "增减率"),
        ("公务接待费", "3.20", "2.80", "-12.5%"),
        ("会议费", "1.10", "1.00", "-9.1%"),
    )
    found = typeset(Table(rows, style=style, colWidths=[120, 90, 90, 90]))
    assert "公务接待费\t3.20\t2.80\t-12.5%" in found.text
    unit = next(unit for unit in prepare(found).units if unit.text == "2.80")
    assert unit.headers == ("公务接待费", "2023年")


def test_a_line_that_ends_early_before_a_long_number_goes_on() -> None:
    text = "全县水资源统一管理和水利工程建设运行全年支出1,180.20万元，预算执行率95.60%，" * 4
    found = typeset(Paragraph(text, BODY))
    assert found.text.strip() == text


def grid(*rows: Sequence[str]) -> list[GridCell]:
    """Return cells in rows and columns, without merged ones."""
    return [GridCell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]


@pytest.mark.parametrize(
    ("rows", "cell", "expected"),
    [
        ((("部门名称", "水利局", "被评价年度", "2022年"), ("预算收入", "727.41", "支出", "683.83")), "683.83", ("支出", None)),
        ((("姓名", "职务", "签字"), ("张三", "局长", "张三"), ("李四", "科长", "李四")), "科长", ("李四", "职务")),
        ((("科目", "2022年", "2023年"), ("接待费", "3", "2")), "2", ("接待费", "2023年")),
        ((("指标", "值"), ("满意度", "≥90%"), ("无", "—")), "≥90%", ("满意度", "值")),
        ((("类别", "金额", "备注"), ("基本支出", "5", "无"), ("合计", "5", "")), "5", ("合计", "金额")),
    ],
)  # fmt: skip
def test_headers_are_told_from_content(rows: Rows, cell: str, expected: tuple[str, str]) -> None:
    found = [(row, column) for one, row, column in Headers().table(grid(*rows)) if one.text == cell]
    assert found[-1] == expected


@pytest.mark.parametrize(
    "said", ["45次", "≥40次", "95.6%", "-57.17", "1,234.56万元", "不低于90%", "3.2", "100", "12个/年"]
)
def test_figures_name_nothing(said: str) -> None:
    assert GridCell(0, 0, said).is_figure
    assert not GridCell(0, 0, said).is_label


@pytest.mark.parametrize("said", ["2023年", "2022年度", "指标1", "一、产出", "A类", "2023年预算数"])
def test_years_and_words_may_name(said: str) -> None:
    assert GridCell(0, 0, said).is_label


def picture(angle: float = 0.0) -> np.ndarray:
    """A page at 100 dots an inch with a table of three rows and two columns, and a line of black writing."""
    made = Image.new("L", (827, 1169), 255)
    drawing = ImageDraw.Draw(made)
    for y in (200, 260, 320, 380):
        drawing.line((100, y, 700, y), fill=0, width=2)
    for x in (100, 400, 700):
        drawing.line((x, 200, x, 380), fill=0, width=2)
    for x in range(100, 700, 20):
        drawing.rectangle((x, 500, x + 12, 512), fill=0)
    return np.asarray(made.rotate(angle, fillcolor=255))


def test_lines_of_a_table_are_seen_in_a_picture_and_writing_is_not() -> None:
    found = rules_of(picture(), 0.72)
    assert {round(rule.at / 0.72, -1) for rule in found if rule.horizontal} == {200, 260, 320, 380}
    assert {round(rule.at / 0.72, -1) for rule in found if not rule.horizontal} == {100, 400, 700}
    assert rules_of(np.full((50, 50), 255, dtype=np.uint8), 1.0) == []


def test_lines_that_ocr_has_seen_go_into_the_cells_in_which_they_stand() -> None:
    said = (("项目", 110, 210), ("执行数", 410, 210), ("基本支出", 110, 270), ("98.10", 410, 270), ("项目支", 110, 322),
            ("出", 110, 350), ("49.90", 410, 330), ("表后的一行", 110, 600))  # fmt: skip
    lines = [
        TextLine(text, x * 0.72, y * 0.72, (x + 290 if text == "项目支" else x + 60) * 0.72, (y + 20) * 0.72, 0.9)
        for text, x, y in said
    ]
    draft = write_pages([LaidPage(1, 842.0, seen_blocks(lines, rules_of(picture(), 0.72)))])
    found = draft.document(b"", name="x", path="x", media_type="image/png")
    assert named(found)["49.90"] == ("项目支出", "执行数")
    assert found.text.rstrip().endswith("表后的一行")
    [box] = [box for box in found.boxes if found.text[box.start : box.end] == "98.10"]
    assert (box.page, box.score) == (1, 0.9)


@pytest.mark.parametrize("angle", [-1.5, -0.4, 0.0, 0.8, 3.0])
def test_a_page_that_lies_askew_is_set_straight(angle: float) -> None:
    falling = math.radians(angle)
    corners = [
        (400 + x * math.cos(falling) - y * math.sin(falling), 500 + x * math.sin(falling) + y * math.cos(falling))
        for x, y in ((-300, -10), (300, -10), (300, 10), (-300, 10))
    ]
    assert slope([corners]) == pytest.approx(angle)
    straight = [turned(angle, (1000, 800))(*corner) for corner in corners]
    assert straight[0][1] == pytest.approx(straight[1][1])
    askew = Image.fromarray(picture(-angle))
    grids = find_grids(rules_of(np.asarray(askew.rotate(angle, fillcolor=255)), 0.72))
    assert [len(grid.cells) for grid in grids] == [6]


def test_a_short_word_says_nothing_about_the_slope() -> None:
    assert slope([[(0, 0), (20, 5), (20, 25), (0, 20)]]) == 0.0


@pytest.mark.slow
@pytest.mark.outside
def test_a_scanned_form_that_lies_askew_is_read_cell_by_cell() -> None:
    pytest.importorskip("rapidocr", reason="OCR is not installed: pip install 'gouji[ocr]'")
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4).build([Table(NESTED, style=RULED + NESTED_SPANS)])
    drawn = pdfium.PdfDocument(file.getvalue())[0].render(scale=200 / 72).to_pil().convert("L")
    scanned = io.BytesIO()
    drawn.rotate(-0.8, fillcolor=255, resample=Image.Resampling.BICUBIC).save(scanned, "PNG")
    found = source_for(scanned.getvalue(), "x", LIMITS).read(scanned.getvalue(), name="x", path="x")
    cells = named(found)
    assert cells["96.2%"] == ("水质达标率", "实际完成值")
    assert cells["9.5"] == ("处置案件数", "得分")


def test_cells_of_a_pdf_know_their_place_on_the_page() -> None:
    found = typeset(Table((("项目", "执行数"), ("基本支出", "98.10")), style=RULED))
    [box] = [box for box in found.boxes if found.text[box.start : box.end] == "98.10"]
    assert box.page == 1
    assert 0 < box.left < box.right < A4[0]
    assert box.score is None
