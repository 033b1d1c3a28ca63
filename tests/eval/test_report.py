from __future__ import annotations

import base64
import csv
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from eval_fakes import TEXT, home, run, small

from eval.cli import command
from eval.evaluate import evaluate
from eval.report.files import write_page, write_report
from eval.report.names import field_names, value_names
from extract.language import Language


def doubted(document: str = "a") -> dict[str, Any]:
    """Return the small report with confidences, a wrong category and a missed figure."""
    data = small(document)
    for name in ("functions", "finance", "metrics"):
        for at, item in enumerate(data[name]):
            item["confidence"] = 0.9 - at / 10
    data["metrics"][0] |= {"category": "other", "fields": {"category": 0.3}, "reasons": ["rival_disagrees:category"]}
    del data["metrics"][1]
    return data


def data_of(page: str) -> dict[str, Any]:
    """Return the data that a page carries."""
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Write the report of one document with errors."""
    totals = evaluate(home(tmp_path / "gold", small()), run(tmp_path / "run", doubted()))
    write_report(tmp_path / "report", totals, None)
    return tmp_path / "report"


def test_a_report_is_a_page_its_data_a_table_and_a_summary(report: Path) -> None:
    assert sorted(path.name for path in report.iterdir()) == ["fields.csv", "report.html", "report.json", "summary.md"]


def test_the_page_refers_to_nothing_outside_of_itself(report: Path) -> None:
    page = (report / "report.html").read_text(encoding="utf-8")
    program = page.partition('<script id="data"')[0] + page.rpartition("</script>")[0].rpartition("<script>")[2]
    addresses = set(re.findall(r"(?:https?:)?//[\w.-]+", program))
    assert addresses == {"http://www.w3.org"}  # the name of SVG, fetched by nobody
    assert "default-src 'none'" in page
    assert not re.search(r'(?:src|href)="(?!data:)', page)


def test_the_page_carries_every_leaf_with_gold_prediction_and_source(report: Path) -> None:
    data = data_of((report / "report.html").read_text(encoding="utf-8"))
    assert [one["name"] for one in data["index"]] == ["a"]
    opened = json.loads(gzip.decompress(base64.b64decode(data["details"][0])))
    assert opened["text"] == TEXT
    assert len(opened["rows"]) == len(data["index"][0]["states"]) == len(data["index"][0]["fields"])
    rows = {row[0]: row for row in opened["rows"]}
    name, gold, predicted, _, _, why, reasons, confidence = rows["metrics[0].category"]
    assert (gold, predicted, why, confidence) == ("reception", "other", "differs", 0.3)
    assert reasons == ["rival_disagrees:category"]
    assert rows["metrics[1].value"][5] == "item_missed"
    assert data["names"]["values"]["reception"][0] == "接访约访下访"
    assert name == "metrics[0].category"


def test_the_summary_begins_with_who_made_the_gold(report: Path) -> None:
    assert "尚未经人确认" in (report / "summary.md").read_text(encoding="utf-8").partition("| ")[0]


def test_fields_are_a_table_for_a_spreadsheet(report: Path) -> None:
    with (report / "fields.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = {row["field"]: row for row in csv.DictReader(lines)}
    assert [rows["metrics.category"][state] for state in "CSOH"] == ["0", "1", "1", "0"]
    assert rows["metrics.category"]["accuracy"] == "0.000000"


def test_the_review_curve_falls_and_names_what_review_cannot_reach(report: Path) -> None:
    found = json.loads((report / "report.json").read_text(encoding="utf-8"))["confidence"]
    assert found["wrong"] == 1
    assert found["unreachable"] == 3
    reviewed, left = [row[1] for row in found["review"]], [row[2] for row in found["review"]]
    assert reviewed == sorted(reviewed)
    assert left == sorted(left, reverse=True)
    assert left[0] == 1
    assert left[-1] == 0


def test_a_text_cannot_break_out_of_the_page(tmp_path: Path) -> None:
    hostile = '</script><script>alert("x")</script><!--PROGRAM-->'
    gold = small(functions=[{"text": hostile, "span": [0, 2]}])
    totals = evaluate(home(tmp_path / "g", gold), run(tmp_path / "r", gold))
    write_page(tmp_path / "page.html", totals, None)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("<script") == 2
    assert "alert(" not in page


@pytest.mark.parametrize(("language", "mark"), [(Language.ZH, 'lang="zh-CN"'), (Language.EN, 'lang="en"')])
def test_the_page_speaks_the_language_asked_for(tmp_path: Path, language: Language, mark: str) -> None:
    totals = evaluate(home(tmp_path / "g", small()), run(tmp_path / "r", small()))
    write_page(tmp_path / "page.html", totals, None, language)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert mark in page
    assert data_of(page)["language"] == language


def test_score_writes_page_and_report_where_asked(tmp_path: Path) -> None:
    gold, records = home(tmp_path / "g", small()), run(tmp_path / "r", small())
    asked = ["--html", str(tmp_path / "new" / "page.html"), "--report", str(tmp_path / "report")]
    result = CliRunner().invoke(command, ["score", "--gold", str(gold), "--records", str(records), *asked])
    assert result.exit_code == 0
    assert (tmp_path / "new" / "page.html").is_file()
    assert (tmp_path / "report" / "report.html").is_file()


def test_every_field_and_value_has_a_name_in_chinese() -> None:
    assert field_names(["finance.stage"]) == {"finance.stage": ["资金数据 · 预算阶段", "Finance · stage"]}
    assert all(re.search(r"[\u4e00-\u9fff]", names[0]) for names in value_names().values())


def test_a_document_with_two_records_is_scored_by_the_last_and_told(tmp_path: Path) -> None:
    gold, records = home(tmp_path / "gold", small()), run(tmp_path / "run", doubted(), small())
    scored = CliRunner().invoke(command, ["score", "--gold", str(gold), "--records", str(records)])
    assert "有多份记录、只评最后一份：a" in scored.output
    assert evaluate(gold, records).items.f1 == 1


def test_the_summary_of_a_chinese_terminal_is_chinese_throughout(report: Path) -> None:
    words = (report / "summary.md").read_text(encoding="utf-8").replace("gouji eval", "").replace("fitted", "")
    assert not re.findall(r"[a-z]{3,}", words)
