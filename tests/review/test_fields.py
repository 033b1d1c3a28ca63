"""What a card offers: candidates, the other reading, and what is typed, read as the report is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from review_fakes import TEXT, TOTAL, Office, report, span


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """One report under review."""
    opened = Office(tmp_path)
    opened.keep(report())
    yield opened
    opened.close()


def test_candidates_stand_in_the_report(office: Office) -> None:
    """Other numbers of the sentence can be picked with a digit."""
    found = office.client.get("/api/field", params={"document": "school", "field": TOTAL}).json()["candidates"]
    assert [one["shown"] for one in found] == ["600万元", "251.66万元"]
    [row] = office.decide(TOTAL, found[0]["action"], found[0]["new"]).json()["rows"]
    assert row["value"] == "600万元"


def test_what_the_rules_read_stands_beside_what_a_model_read(office: Office) -> None:
    """The other value is shown, and can be picked with its evidence."""
    run = {"id": "r", "reader": "llm", "started_at": "2026-01-01T00:00:00+00:00", "seconds": 1.0}
    total = report().finance[0].model_dump(mode="json") | {"value": "999", "item": "other"}
    office.keep(report("college", run=run, finance=[total]))
    detail = office.client.get("/api/field", params={"document": "college", "field": TOTAL}).json()
    assert detail["rivals"][:2] == ["851.66万元", "科目：支出合计/部门预算"]
    assert detail["candidates"][1]["new"] == {"item": "total_expenditure"}
    assert (detail["candidates"][0]["shown"], detail["candidates"][0]["new"]) == (
        "851.66万元",
        {"span": span("851.66万元")},
    )


def test_the_text_goes_out_as_it_is_and_spans_read_back(office: Office) -> None:
    """The page shows the very characters that the spans index."""
    document = office.document()
    assert document["text"] == TEXT
    start, end = document["rows"][TOTAL]["span"]
    assert document["text"][start:end] == "851.66万元"


@pytest.mark.parametrize(
    ("name", "attribute", "text", "new"),
    [
        ("finance", "value", "1,234.5 万元", {"value": "1234.5", "unit": "万元"}),
        ("finance", "value", "八百五十一万元", {"value": "851", "unit": "万元"}),
        ("finance", "year", "2023年", {"year": 2023}),
        ("metrics", "value", "约300件", {"value": "300", "unit": "件", "qualifier": "about"}),
        ("staffing", "count", "十二人", {"count": 12}),
        ("profile.fiscal_year", "value", "二〇二三年度", {"value": 2023}),
        ("profile.report_date", "value", "2024年3月1日", {"value": "2024-03-01"}),
        ("profile.self_score", "value", "98.5分", {"value": "98.5"}),
        ("finance", "label", " 部门\n支出 ", {"label": "部门支出"}),
    ],
)
def test_what_is_typed_is_read_by_the_same_numerals_as_the_report(
    office: Office, name: str, attribute: str, text: str, new: dict[str, object]
) -> None:
    """One reading of numbers, wherever they come from."""
    answer = office.post("/api/parse", {"list": name, "attribute": attribute, "text": text}).json()
    assert (answer["ok"], answer["new"]) == (True, new)


def test_what_cannot_be_read_is_said(office: Office) -> None:
    """No value is guessed."""
    assert office.post("/api/parse", {"list": "finance", "attribute": "value", "text": "很多"}).json()["ok"] is False
