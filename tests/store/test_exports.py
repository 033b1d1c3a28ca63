"""Exports: tables that compare and open safely, gold that loads, annotations that come back."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.exports import csv as csv_export
from extract.exports import doccano, gold, label_studio, parquet, xlsx
from extract.exports.columns import numbers
from extract.exports.csv import neutral
from extract.exports.material import Material
from extract.exports.sheets import finding_rows
from extract.language import Language
from extract.model.record import Finding, Message, Record, Severity
from extract.model.text import Span

GOLD = Path(__file__).parents[2] / "gold"


@pytest.fixture(params=sorted(path.name for path in (GOLD / "labels").glob("*.gold.json")))
def material(request: pytest.FixtureRequest) -> Material:
    """Each labelled report as a record with its text."""
    record = Record.model_validate_json((GOLD / "labels" / request.param).read_text(encoding="utf-8"))
    text = (GOLD / "reports" / f"{record.document}.txt").read_bytes().decode("utf-8")
    return Material(record, text)


def test_label_studio_gives_back_the_record_that_was_exported(material: Material, tmp_path: Path) -> None:
    """Everything with a span survives, links included."""
    [path] = label_studio.write([material], tmp_path / "x.json", language=Language.ZH)
    [(record, text)] = label_studio.read(path)
    assert text == material.text
    assert record == material.record


def test_doccano_gives_back_the_record_that_was_exported(material: Material, tmp_path: Path) -> None:
    """Attributes travel in the line's meta."""
    [path] = doccano.write([material], tmp_path / "x.jsonl", language=Language.ZH)
    [(record, text)] = doccano.read(path)
    assert text == material.text
    assert record == material.record


def test_gold_loads_as_a_record_and_says_that_it_was_prefilled(material: Material, tmp_path: Path) -> None:
    """A label file made from corrections is no blind gold."""
    [path] = gold.write([material], tmp_path, language=Language.ZH)
    record = Record.model_validate_json(path.read_text(encoding="utf-8"))
    assert record.annotation is not None
    assert record.annotation.kind == "prefilled"
    assert record.model_copy(update={"annotation": None}) == material.record
    assert (tmp_path / "reports" / f"{record.document}.txt").read_bytes().decode("utf-8") == material.text


def test_parquet_holds_numbers_as_numbers_and_lists_as_lists(material: Material, tmp_path: Path) -> None:
    """One row a report, nested and typed."""
    [path] = parquet.write([material], tmp_path / "x.parquet", language=Language.ZH)
    [row] = pq.read_table(path).to_pylist()
    assert row["document"] == material.record.document
    assert [f["value"] for f in row["finance"]] == [Decimal(f.value or 0) for f in material.record.finance]
    assert [tuple(f["span"].values()) for f in row["functions"]] == [f.span for f in material.record.functions]
    assert row["improvements"][0]["addresses"] == list(material.record.improvements[0].addresses)


def test_the_workbook_begins_with_an_overview_and_holds_numbers(material: Material, tmp_path: Path) -> None:
    """Departments compare in one row each."""
    [path] = xlsx.write([material], tmp_path / "x.xlsx", language=Language.ZH)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:2] == ["总览", "勾稽发现"]
    overview = list(book["总览"].iter_rows(values_only=True))
    assert overview[0][:4] == ("报告", "部门", "年度", "预算（万元）")
    assert overview[1][0] == material.record.document
    values = [row[4] for row in book["资金数据"].iter_rows(min_row=2, values_only=True)]
    assert values == [pytest.approx(float(f.value or 0)) for f in material.record.finance]


def test_csv_opens_with_chinese_headers_and_one_row_an_item(material: Material, tmp_path: Path) -> None:
    """The byte order mark makes Excel read UTF-8."""
    csv_export.write([material], tmp_path, language=Language.ZH)
    assert (tmp_path / "metrics.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "metrics.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["名称"] for row in rows] == [metric.name for metric in material.record.metrics]
    assert all(row["原文依据"] for row in rows)


def test_findings_are_told_in_the_language_of_the_table_and_keep_their_rule() -> None:
    spans = (Span(0, 1),)
    found = Finding(
        id="f", rule="numbering_gap", severity=Severity.WARNING, message=Message(zh="少了三", en="no 3"), spans=spans
    )
    record = Record.model_validate({"document": "a", "profile": {}}).model_copy(update={"findings": (found,)})
    chinese, english = (next(finding_rows(Material(record, "一"), language)) for language in Language)
    assert chinese[:4] == ("a", "警告", "序号连续", "少了三")
    assert english[:4] == ("a", "warning", "no number is left out", "no 3")
    assert "numbering_gap" in chinese


@pytest.mark.parametrize(("links", "cell"), [([], ""), ([2], 2), ([1, 2], "1、2")])
def test_one_number_in_a_cell_is_a_number(links: list[int], cell: str | int) -> None:
    assert numbers(links, Language.ZH) == cell


def test_headers_are_english_when_english_is_asked_for(material: Material, tmp_path: Path) -> None:
    """Both languages are whole."""
    csv_export.write([material], tmp_path, language=Language.EN)
    header = (tmp_path / "finance.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert header.startswith("Report,Item,Stage,Label,Value,Unit,Year,")


@pytest.mark.parametrize("dangerous", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_begins_like_a_formula_is_neutralised(dangerous: str) -> None:
    """No cell of a report runs in a spreadsheet."""
    assert neutral(dangerous) == f"'{dangerous}"


def test_a_hostile_report_stays_text_in_the_workbook(tmp_path: Path) -> None:
    """The value is a string, not a formula."""
    record = Record.model_validate(
        {"document": "x", "profile": {}, "functions": [{"span": [0, 4], "text": "=HYPERLINK(1)"}]}
    )
    [path] = xlsx.write([Material(record, "=HYPERLINK(1)")], tmp_path / "x.xlsx", language=Language.ZH)
    [cell] = [row[2] for row in openpyxl.load_workbook(path)["职能"].iter_rows(min_row=2)]
    assert (cell.value, cell.data_type) == ("'=HYPERLINK(1)", "s")


def test_a_record_without_its_text_is_left_out_of_annotations(material: Material, tmp_path: Path) -> None:
    """Offsets mean nothing without the text."""
    [path] = label_studio.write([Material(material.record)], tmp_path / "x.json", language=Language.ZH)
    assert json.loads(path.read_text(encoding="utf-8")) == []


@given(st.text(alphabet=st.sampled_from("甲乙😀a\n𠀀"), max_size=30), st.data())
def test_offsets_go_to_utf16_and_back(text: str, data: st.DataObject) -> None:
    """Characters beyond the basic plane take two units."""
    point = data.draw(st.integers(0, len(text)))
    utf16 = label_studio.Utf16(text)
    assert utf16.units(point) == len(text[:point].encode("utf-16-le")) // 2
    assert utf16.points(utf16.units(point)) == point
