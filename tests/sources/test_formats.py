"""Formats: reports typeset as bureaus publish them read back true, with pages, cells and numbering."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from terminal import gouji

from bench.sources import character_f1, record_f1
from bench.typeset import LAYOUTS, Press, paragraphs, scan
from extract.model.text import RawDocument
from extract.sources.cells import shown
from extract.sources.docx_numbering import chinese, circled, legal, letters, roman
from extract.sources.isolated import Parser, safe_source_for
from extract.sources.kinds import Kind, kind_of
from extract.sources.limits import SourceLimits
from extract.sources.registry import source_for

LIMITS = SourceLimits(max_chars=1_000_000, max_pages=200, timeout=60)
REPORTS = sorted((Path(__file__).parents[2] / "gold" / "reports").glob("*.txt"))


def read(data: bytes) -> RawDocument:
    """Read a file of any format."""
    return source_for(data, "report", LIMITS).read(data, name="report", path="report")


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_typeset_report_reads_back_and_gives_the_same_record(layout: str, report: Path) -> None:
    text = report.read_bytes().decode("utf-8")
    plain = "\n\n".join(paragraphs(text))
    found = read(LAYOUTS[layout](text)).text
    assert character_f1(plain, found) >= 0.99
    assert record_f1(plain, found) >= 0.98


@pytest.mark.slow
@pytest.mark.outside
def test_a_scanned_page_is_recognised() -> None:
    pytest.importorskip("rapidocr", reason="OCR is not installed: pip install 'gouji[ocr]'")
    if not any(Path("/usr/share/fonts").rglob("*CJK*")):
        pytest.skip("no Chinese font to draw the scan with: apt-get install fonts-noto-cjk")
    text = "\n".join(paragraphs(REPORTS[1].read_bytes().decode("utf-8"))[:8])
    heard: list[tuple[str, int, int]] = []
    parser = Parser()
    parser.on_page = lambda *page: heard.append(page)
    data = scan(text)
    found = safe_source_for(data, "扫描.pdf", LIMITS, parser=parser).read(data, name="x", path="扫描.pdf")
    parser.close()
    assert heard == [("扫描.pdf", number, len(found.pages)) for number in range(1, len(found.pages) + 1)]
    assert character_f1(text, found.text) >= 0.98
    assert all(box.score is not None and box.score > 0.5 for box in found.boxes)
    assert [page.number for page in found.pages] == list(range(1, len(found.pages) + 1))


def test_pages_of_a_pdf_follow_each_other_and_cover_the_text() -> None:
    press = Press(head="汇编")
    for number in range(60):
        press.paragraph(f"第{number}段：本单位严格执行预算，全年支出进度符合要求，各项任务按期完成。")
    found = read(press.done())
    assert len(found.pages) > 1
    assert found.pages[0].start == 0
    assert found.pages[-1].end == len(found.text)
    assert all(one.end == two.start for one, two in zip(found.pages, found.pages[1:], strict=False))
    assert "汇编" not in found.text
    assert "- 2 -" not in found.text


def test_boxes_of_a_pdf_name_the_characters_of_their_line() -> None:
    press = Press()
    press.paragraph("一、部门概况", indent=0)
    found = read(press.done())
    [box] = found.boxes
    assert found.text[box.start : box.end] == "一、部门概况"
    assert (box.page, round(box.left)) == (1, 72)


def test_a_ruled_table_keeps_its_cells_with_their_headers() -> None:
    press = Press()
    press.table([["项目", "年初预算", "执行数"], ["基本支出", "100.20", "98.10"], ["项目支出", "50.00", "49.90"]])
    found = read(press.done())
    cells = {found.text[c.start : c.end]: (c.row_header, c.column_header) for c in found.cells}
    assert cells["98.10"] == ("基本支出", "执行数")
    assert cells["50.00"] == ("项目支出", "年初预算")


def document() -> docx.document.Document:
    """An empty Word document."""
    return docx.Document()


def saved(made: docx.document.Document) -> bytes:
    """Its bytes."""
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_tracked_changes_are_accepted() -> None:
    made = document()
    paragraph = made.add_paragraph("全年支出")
    inserted = parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>95.2万元</w:t></w:r></w:ins>")
    deleted = parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>90万元</w:delText></w:r></w:del>")
    paragraph._p.append(inserted)
    paragraph._p.append(deleted)
    assert read(saved(made)).text.strip() == "全年支出95.2万元"


def test_a_merged_cell_of_a_word_table_names_every_row_that_it_covers() -> None:
    made = document()
    table = made.add_table(3, 3)
    for row, texts in enumerate((("部门", "指标", "数值"), ("水利局", "巡查次数", "40"), ("", "处置件数", "7"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    found = read(saved(made))
    assert found.text.count("水利局") == 1
    seven = next(cell for cell in found.cells if found.text[cell.start : cell.end] == "7")
    assert (seven.row_header, seven.column_header) == ("处置件数", "数值")


def test_the_table_of_contents_of_a_word_file_is_left_out() -> None:
    made = document()
    made.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    made.add_paragraph("一、部门概况........1", style="toc 1")
    made.add_paragraph("一、部门概况")
    assert read(saved(made)).text.strip() == "一、部门概况"


def test_hidden_content_controls_and_line_breaks_are_read_in_order() -> None:
    made = document()
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>部门名称：</w:t><w:br/><w:t>水利局</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    made.element.body.insert(0, control)
    assert read(saved(made)).text.split() == ["部门名称：", "水利局"]


def test_page_breaks_of_word_make_pages() -> None:
    made = document()
    made.add_paragraph("第一页")
    made.add_page_break()
    made.add_paragraph("第二页")
    found = read(saved(made))
    assert len(found.pages) == 2
    assert "第二页" in found.text[found.pages[1].start : found.pages[1].end]


@pytest.mark.parametrize(
    ("write", "number", "expected"),
    [(chinese, 12, "十二"), (chinese, 20, "二十"), (chinese, 105, "一零五"), (legal, 13, "拾叁"), (circled, 3, "③"),
     (circled, 21, "(21)"), (letters, 28, "bb"), (roman, 1994, "MCMXCIV")],
)  # fmt: skip
def test_numbers_are_written_as_word_writes_them(write: object, number: int, expected: str) -> None:
    assert callable(write)
    assert write(number) == expected


def test_numbering_that_a_paragraph_switches_off_is_not_shown() -> None:
    made = document()
    first = made.add_paragraph("甲", style="List Number")
    second = made.add_paragraph("乙", style="List Number")
    properties = OxmlElement("w:numPr")
    off = OxmlElement("w:numId")
    off.set(qn("w:val"), "0")
    properties.append(off)
    second._p.get_or_add_pPr().append(properties)
    del first
    assert read(saved(made)).text.split() == ["1.甲", "乙"]


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (0.9401, "0.00%", "94.01%"), (100.2, "0.00", "100.20"), (0.1 + 0.2, "General", "0.3"), (12313, "#,##0", "12313"),
        (1234.5, "#,##0.00", "1234.50"), (date(2024, 6, 21), "yyyy-mm-dd", "2024年6月21日"), (True, "General", "是"),
        (None, "General", ""), (Decimal("-57.17"), "General", "-57.17"), (0.125, "0.0%", "12.5%"), (" 是 ", "@", "是"),
        (851.66, "0.00_ ", "851.66"), (5, "General", "5"), (1e10, "General", "10000000000"),
    ],
)  # fmt: skip
def test_a_cell_reads_as_its_sheet_shows_it(value: object, code: str, expected: str) -> None:
    assert shown(value, code) == expected


def test_a_workbook_gives_titles_as_text_and_tables_with_headers() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["部门整体支出绩效自评表"],
        ["单位：万元"],
        ["项目", "年初预算", "执行率"],
        ["基本支出", 100.2, 0.9401],
    ):
        sheet.append(row)
    sheet["C4"].number_format = "0.00%"
    hidden = book.create_sheet("底稿")
    hidden["A1"] = "不应出现"
    hidden.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    found = read(file.getvalue())
    assert "不应出现" not in found.text
    assert found.text.startswith("部门整体支出绩效自评表\n\n单位：万元\n\n项目\t年初预算\t执行率\n")
    rate = next(cell for cell in found.cells if found.text[cell.start : cell.end] == "94.01%")
    assert (rate.row_header, rate.column_header) == ("基本支出", "执行率")


def test_navigation_and_footer_of_a_page_are_dropped() -> None:
    found = read(LAYOUTS["html, page of a government site"](REPORTS[2].read_bytes().decode("utf-8"))).text
    assert "信访" in found
    assert not any(word in found for word in ("无障碍", "备案号", "分享到微信"))


@pytest.mark.outside
@pytest.mark.slow
def test_an_old_word_file_is_read_through_libreoffice(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
    made = document()
    made.add_paragraph("一、部门概况")
    made.add_paragraph("全年支出95.2万元。")
    (tmp_path / "x.docx").write_bytes(saved(made))
    profile = (tmp_path / "profile").as_uri()
    command = [
        program,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "doc",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(tmp_path / "x.docx")], check=True, capture_output=True)  # noqa: S603  (found above)
    data = (tmp_path / "x.doc").read_bytes()
    assert kind_of(data) is Kind.DOC
    assert read(data).text.split() == ["一、部门概况", "全年支出95.2万元。"]


def test_show_and_check_name_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.pdf").write_bytes(LAYOUTS["pdf, two columns"](REPORTS[3].read_bytes().decode("utf-8")))
    gouji(capsys, "run", tmp_path / "a.pdf", "--out", tmp_path / "out")
    shown = gouji(capsys, "show", tmp_path / "out").out
    checked = gouji(capsys, "check", tmp_path / "out").out
    assert re.search(r"第 2 页 第 \d+ 行 \[\d+, \d+\)", shown)
    assert re.search(r"第 \d 页 第 [\d, ]+ 行", checked)
