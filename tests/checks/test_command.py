"""``gouji check``: what a person sees."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from checks_cases import LABELLED, gold_case
from terminal import gouji

from extract.steps.checks.rules import RULES, check

GOLD = Path(__file__).parents[2] / "gold"
NANYUE = GOLD / "labels" / "nanyue-2021.gold.json"
PANLONG = GOLD / "labels" / "panlong-2022.gold.json"
DOCS = Path(__file__).parents[2] / "docs" / "checks"


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_LANG", "zh")
    monkeypatch.setenv("COLUMNS", "160")


def test_findings_are_told_with_their_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """The gravest first, in sentences that fit a letter."""
    screen = gouji(capsys, "check", NANYUE)
    assert screen.status == 0
    assert "nanyue-2021  错误 3、警告 2" in screen.out
    assert "来信、来访等5个渠道合计310批（件）次，与信访总量290批（件）次不符，相差20批（件）次。" in screen.out
    assert "parts_sum_to_total  第 42 行" in screen.out


def test_explain_shows_calculation_tolerance_and_source_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Everything that a person needs to redo the sum."""
    screen = gouji(capsys, "check", NANYUE, "--explain", "--rule", "parts_sum_to_total")
    assert "计算  51 + 58 + 7 + 5 + 189 = 310批（件）次" in screen.out
    assert "容差  0（各数均为精确数）" in screen.out
    assert "【290批（件）次】" in screen.out


def test_english_is_spoken_where_asked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """``GOUJI_LANG=en``."""
    monkeypatch.setenv("GOUJI_LANG", "en")
    assert "add up to 2368件; the total is stated as 2371件 (3 apart)" in gouji(capsys, "check", PANLONG).out


def test_english_messages_list_in_english(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """No ideographic comma outside quoted labels; lines in the plural where there are several."""
    monkeypatch.setenv("GOUJI_LANG", "en")
    assert "3 errors, 2 warnings" in gouji(capsys, "check", NANYUE).out
    said = gouji(capsys, "check", PANLONG).out
    assert "1 error, 1 warning, 3 notes" in said
    assert re.search(r"  lines \d+, \d+", said)
    assert not re.search(r"  line \d+, ", said)
    for label in LABELLED:
        for finding in check(gold_case(label)):
            assert "、" not in re.sub(r"“[^”]*”", "", finding.message.en), finding.message.en


def test_json_holds_the_findings_as_records_do(capsys: pytest.CaptureFixture[str]) -> None:
    """Document, last year's document, findings."""
    (row,) = json.loads(gouji(capsys, "check", PANLONG, "--json").out)
    assert row["document"] == "panlong-2022"
    assert {finding["rule"] for finding in row["findings"]} >= {"parts_sum_to_total", "period_mismatch"}
    assert row["findings"][0]["steps"]


def test_a_rule_can_be_chosen_or_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """``--rule`` and ``--no-rule``, both repeatable."""
    only = json.loads(gouji(capsys, "check", PANLONG, "--json", "--rule", "personal_data").out)[0]["findings"]
    assert {finding["rule"] for finding in only} == {"personal_data"}
    without = json.loads(gouji(capsys, "check", PANLONG, "--json", "--no-rule", "personal_data").out)[0]["findings"]
    assert "personal_data" not in {finding["rule"] for finding in without}


def test_the_rules_are_listed_with_their_sources(capsys: pytest.CaptureFixture[str]) -> None:
    """Every rule by name."""
    screen = gouji(capsys, "check", "--rules")
    assert all(rule.name in screen.out for rule in RULES)


@pytest.mark.parametrize("width", ["60", "80"])
def test_names_of_rules_stay_whole_on_a_narrow_screen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    """A name must be copied into ``--rule``."""
    monkeypatch.setenv("COLUMNS", width)
    words = gouji(capsys, "check", "--rules").out.split()
    assert {rule.name for rule in RULES} <= set(words)


def test_an_unknown_rule_is_one_line_that_says_how_to_see_them(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 1, no traceback."""
    screen = gouji(capsys, "check", PANLONG, "--rule", "nonsense")
    assert screen.status == 1
    assert screen.err == "gouji: 没有名为“nonsense”的规则；gouji check --rules 列出全部规则。\n"


def test_a_record_without_its_text_is_said_to_be_unchecked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Exit status 3: the others are checked."""
    lonely = tmp_path / "lonely.gold.json"
    lonely.write_text(NANYUE.read_text(encoding="utf-8"), encoding="utf-8")
    screen = gouji(capsys, "check", lonely)
    assert screen.status == 3
    assert "没有找到原文" in screen.out


def test_texts_may_lie_elsewhere(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """``--texts DIR``."""
    lonely = tmp_path / "lonely.gold.json"
    lonely.write_text(NANYUE.read_text(encoding="utf-8"), encoding="utf-8")
    assert gouji(capsys, "check", lonely, "--texts", GOLD / "reports").status == 0


def test_last_years_records_are_compared(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The same report as its own predecessor: every sentence is copied."""
    before = tmp_path / "before"
    (before / "texts").mkdir(parents=True)
    record = json.loads(NANYUE.read_text(encoding="utf-8"))
    record["document"] = "nanyue-2020"
    record["profile"]["fiscal_year"]["value"] = 2020
    (before / "records.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    (before / "texts" / "nanyue-2020.txt").write_bytes((GOLD / "reports" / "nanyue-2021.txt").read_bytes())
    assert "没有上年记录" not in gouji(capsys, "check", NANYUE, "--previous", before).out
    (row,) = json.loads(gouji(capsys, "check", NANYUE, "--previous", before, "--json").out)
    assert row["previous"] == "nanyue-2020"
    assert {"copied_from_last_year", "repeated_problem"} <= {finding["rule"] for finding in row["findings"]}


def test_a_department_without_a_record_of_last_year_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Else it looks as if it had passed."""
    other = GOLD / "labels" / "panyu-2023.gold.json"
    out = gouji(capsys, "check", NANYUE, "--previous", other).out
    assert "上年记录里没有这个部门，未对照" in out
    assert "1 份没有上年记录可对照。" in out


def test_every_rule_has_its_page() -> None:
    """``docs/checks/<rule>.md``, and the table of ``docs/checks.md`` links it."""
    pages = {path.stem for path in DOCS.glob("*.md")}
    assert pages == {rule.name for rule in RULES}
    table = (DOCS.parent / "checks.md").read_text(encoding="utf-8")
    assert all(f"checks/{rule.name}.md" in table for rule in RULES)
