"""Rules against last year's record, and the rules that need a record."""

from __future__ import annotations

from typing import Any

import pytest
from checks_cases import empty_record, found_in, told
from text_cases import read

from extract.domains.petition import PETITION
from extract.model.record import Finding, Record
from extract.steps.checks.pairing import previous_of
from extract.steps.checks.reading.case import Case
from extract.steps.checks.rules import check

TEXT = "2023年支出1000万元，比上年增加100万元。年初结转结余50万元。\n\n预算编制不够精细，执行进度偏慢，需要加强。"


def _money(label: str, value: str, **more: Any) -> dict[str, Any]:
    base = {"item": "total_expenditure", "stage": "actual", "year": 2023, "unit": "万元", "span": [7, 13]}
    return {**base, "label": label, "value": value, **more}


def _against(record: Record, previous: Record, *, text: str = TEXT, before: str | None = None) -> tuple[Finding, ...]:
    return check(Case(record, read(text), PETITION, previous, before))


def _rules(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.rule for finding in findings}


def _change(value: str) -> dict[str, Any]:
    return {"direction": "increase", "value": value, "unit": "万元", "base_value": None, "rate": None}


def test_the_implied_base_is_last_years_figure() -> None:
    """1000 after an increase of 100 was 900; last year's report says so, or says otherwise."""
    now = empty_record(year=2023, finance=[_money("支出", "1000", change=_change("100"))])
    assert "base_against_last_year" not in _rules(_against(now, empty_record(finance=[_money("支出", "900")])))
    assert "base_against_last_year" in _rules(_against(now, empty_record(finance=[_money("支出", "950")])))


def test_a_stated_base_is_last_years_figure() -> None:
    """1676件 in this year's text, 1686件 in last year's report."""
    metric = {
        "name": "信访总量",
        "category": "petition_volume",
        "unit": "件",
        "subject": None,
        "period": None,
        "span": [0, 1],
    }
    change = {"direction": "increase", "value": "41.4", "unit": "%", "base_value": "1676", "rate": None}
    now = empty_record(metrics=[{**metric, "value": "2371", "qualifier": None, "change": change}])
    for was, told_so in (("1676", False), ("1686", True)):
        before = empty_record(metrics=[{**metric, "value": was, "qualifier": None, "change": None}])
        assert ("base_against_last_year" in _rules(_against(now, before))) is told_so


def test_the_balance_brought_forward_is_last_years_closing_balance() -> None:
    """50 brought forward after a closing balance of 50, or of 60."""
    now = empty_record(finance=[_money("年初结转结余", "50", item="carryover", stage=None)])
    for was, told_so in (("50", False), ("60", True)):
        before = empty_record(finance=[_money("年末结转结余", was, item="carryover", stage=None)])
        assert ("carryover_against_last_year" in _rules(_against(now, before))) is told_so


def _problem(text: str) -> dict[str, Any]:
    return {"statement": {"text": text, "span": [40, 50]}, "topic": "budget", "details": [], "cause": None}


def test_a_problem_that_returns_is_told() -> None:
    """Almost the same words as last year."""
    now = empty_record(problems=[_problem("预算编制不够精细，执行进度偏慢")])
    before = empty_record(problems=[_problem("预算编制不够精细，执行进度较慢")])
    assert {"repeated_problem", "rectification_missing"} <= _rules(_against(now, before))
    assert "repeated_problem" not in _rules(_against(now, empty_record(problems=[_problem("人员力量不足")])))


def test_text_copied_from_last_year_is_measured() -> None:
    """Two of three long sentences stand in last year's text, years aside."""
    text = "二、主要工作\n\n2023年我局深入开展矛盾纠纷排查化解工作，取得明显成效。\n\n持续推进领导干部接访下访，压实各级各部门责任。\n\n今年新建成综合服务中心一处，群众办事更加便利快捷。"
    before = text.replace("2023", "2022").replace("今年新建成综合服务中心一处", "去年完成了办公场所的搬迁工作")
    (finding,) = [
        f
        for f in _against(empty_record(year=2023), empty_record(), text=text, before=before)
        if f.rule == "copied_from_last_year"
    ]
    assert (finding.stated, finding.computed, len(finding.spans)) == ("2", "3", 2)


def test_without_last_years_record_nothing_is_said_of_it() -> None:
    """``--previous`` was not given."""
    now = empty_record(finance=[_money("支出", "1000", change=_change("100"))], problems=[_problem("预算编制不够精细")])
    told_of = _rules(check(Case(now, read(TEXT), PETITION)))
    assert not told_of & {
        "base_against_last_year",
        "carryover_against_last_year",
        "repeated_problem",
        "copied_from_last_year",
    }


def test_last_years_record_is_found_by_department_and_year() -> None:
    """A shorter name of the same department counts; another year does not."""

    def record(name: str, year: int, document: str) -> Record:
        profile = {"department_name": {"value": name, "span": [0, 1]}, "fiscal_year": {"value": year, "span": [0, 1]}}
        return Record.model_validate({"document": document, "profile": profile})

    now = record("广州市番禺区信访局", 2023, "a")
    right, older, other = (
        record("番禺区信访局", 2022, "b"),
        record("番禺区信访局", 2021, "c"),
        record("天河区信访局", 2022, "d"),
    )
    assert previous_of(now, (older, other, right)) is right
    assert previous_of(now, (older, other)) is None


def test_full_marks_beside_stated_problems_are_told() -> None:
    """100 points and a problem; 98 points and a problem."""
    for score, expected in (("100", "warning score_against_text 100"), ("98", "nothing")):
        record = empty_record(year=2023, problems=[_problem("预算编制不够精细")])
        text = f"二、自评结论\n\n自评得分{score}分。\n\n三、存在的问题\n\n预算编制不够精细，执行进度偏慢，需要加强。"
        assert told(found_in(text, record=record, only=["score_against_text"])) == expected


def test_a_grade_that_the_score_does_not_earn_is_told() -> None:
    """85 is graded 良; the text says 优."""
    profile = {
        "self_score": {"value": "85", "span": [0, 2]},
        "self_grade": {"value": "优", "span": [3, 4]},
    }
    record = Record.model_validate({"document": "case", "profile": profile})
    assert told(found_in("85分优秀。", record=record, only=["score_against_text"])) == "warning score_against_text 85"


def test_a_text_of_another_genre_is_told() -> None:
    """A notice is no report."""
    text = "关于召开全县防汛工作会议的通知\n\n各乡镇人民政府：\n\n定于6月3日上午9时在县政府会议室召开全县防汛工作会议，请准时参加。"
    assert told(found_in(text, only=["not_a_report"])) == "warning not_a_report"


@pytest.mark.parametrize("title", ["部门整体支出绩效自评报告", "某县水利局2023年度部门整体支出绩效自评报告"])
def test_a_short_text_under_the_title_of_the_genre_is_taken_at_its_word(title: str) -> None:
    """A report cut short is a report; the same lines without the title are none."""
    body = "\n\n一、部门概况\n\n我局是县政府组成部门。\n"
    assert told(found_in(title + body, only=["not_a_report"])) == "nothing"
    assert told(found_in(body, only=["not_a_report"])) == "warning not_a_report"


def test_a_notice_that_asks_for_reports_is_none() -> None:
    """The genre's name in a notice's title."""
    text = "关于报送2023年度部门整体支出绩效自评报告的通知\n\n各单位：\n\n请于3月1日前报送。"
    assert told(found_in(text, only=["not_a_report"])) == "warning not_a_report"


def test_an_empty_text_is_told_and_breaks_nothing() -> None:
    """No units, no figures."""
    assert _rules(found_in("")) == {"not_a_report"}


def test_the_title_tells_the_year_where_the_record_does_not() -> None:
    """A reader that missed the year does not silence the rules that need it."""
    text = "县民政局2022年度部门整体支出绩效自评报告\n\n二、主要工作\n\n全力做好第130届广交会服务保障工作。"
    assert "anachronism" in _rules(found_in(text, record=empty_record()))
    assert "anachronism" not in _rules(found_in(text.replace("2022", "2021"), record=empty_record()))


def test_problems_are_not_held_against_a_reader_that_found_no_improvements() -> None:
    """The text speaks of them; without any word of them the problem stands alone."""
    record = empty_record(problems=[_problem("预算编制不够精细")])
    text = "三、存在的问题\n\n预算编制不够精细，执行进度偏慢，需要加强。{}\n"
    only = ["problem_without_improvement"]
    assert found_in(text.format("\n\n四、意见建议\n\n加强预算编制。"), record=record, only=only) == ()
    assert told(found_in(text.format(""), record=record, only=only)) == "warning problem_without_improvement"
