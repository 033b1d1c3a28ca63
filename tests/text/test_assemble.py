"""Evidence to spans to values: what a reader points at is found, read and marked, or refused and said."""

from __future__ import annotations

import pytest

from extract.model.answer import (
    Answer,
    ChangeAnswer,
    Evidence,
    FinanceAnswer,
    ImprovementAnswer,
    MeasureAnswer,
    MetricAnswer,
    ProblemAnswer,
    ProfileAnswer,
    StaffingAnswer,
    TypeAnswer,
)
from extract.model.record import Record
from extract.model.report import (
    BudgetStage,
    Direction,
    FinanceItem,
    Grounding,
    Qualifier,
    ReportType,
    StaffCategory,
    StaffKind,
)
from extract.model.text import RawDocument, Reading
from extract.pipeline import prepare
from extract.steps.assemble.report import assemble

TEXT = """2023年度清河县水利局部门整体支出绩效自评报告

填报日期：2024 年 3 月 5 日
自评得分：96.50分

一、部门基本情况
（一）主要职能
1.负责全县水资源管理；
2.负责防汛抗旱工作。
（二）人员情况
编制20人，其中行政编制8人。本部门无下属单位。

二、资金情况
2023年年初预算1,200.5万元，全年支出 1 150.20
万元，比上年1100万元增加50.2万元，增长4.56%。

三、工作完成情况
全年巡查河道40余次，处置问题7件，网上举报7件，较上年下降27.5%；投诉量同比减少55.8%。

1.30余家企业接受检查。
全年收入3000万元；其中项目收入900万元；
与上年相比，收入增加4\n5.5万元。

四、存在的问题
（一）人员力量不足。专业人员偏少。
（二）支出进度偏慢。

五、改进措施
（一）加强队伍建设。开展业务培训。
"""


@pytest.fixture(scope="module")
def reading() -> Reading:
    """The report, read."""
    return prepare(RawDocument(name="清河县水利局", text=TEXT))


def number_of(reading: Reading, piece: str) -> int:
    """The number of the first unit that holds the piece."""
    return next(unit.number for unit in reading.units if piece in unit.text)


def at(reading: Reading, within: str, text: str | None = None, **more: int) -> Evidence:
    """Evidence in the unit that holds ``within``."""
    return Evidence(first=number_of(reading, within), text=text, **more)


def finance(reading: Reading, text: str, **more: object) -> Record:
    """A record of one figure of money."""
    answer = {"item": FinanceItem.TOTAL_EXPENDITURE, "stage": BudgetStage.ACTUAL, "label": "全年支出"} | more
    evidence = at(reading, "全年支出", text)
    return assemble(Answer(finance=(FinanceAnswer.model_validate({"evidence": evidence, **answer}),)), reading)


def stated(record: Record, reading: Reading) -> list[str]:
    """The characters that the figures of a record point at."""
    spans = [item.span for item in (*record.finance, *record.metrics) if item.span]
    return [reading.text[start:end] for start, end in spans]


def test_a_number_broken_by_spaces_and_line_ends_is_read_as_one(reading: Reading) -> None:
    """The span covers the characters as they stand; the value is clean."""
    record = finance(reading, "1150.20万元")
    assert (record.finance[0].value, record.finance[0].unit) == ("1150.20", "万元")
    assert stated(record, reading) == ["1 150.20\n万元"]
    assert record.finance[0].grounding is Grounding.FOLDED


def test_evidence_that_says_too_much_is_narrowed_to_the_figure(reading: Reading) -> None:
    """A reader may quote the label with the number."""
    record = finance(reading, "年初预算1,200.5万元", label="年初预算")
    assert (record.finance[0].value, stated(record, reading)) == ("1200.5", ["1,200.5万元"])


def test_evidence_that_says_too_little_gets_the_whole_number_with_its_unit(reading: Reading) -> None:
    """No number is ever cut."""
    assert stated(finance(reading, "1,200.5", label="年初预算"), reading) == ["1,200.5万元"]


def test_a_figure_that_does_not_stand_in_the_text_stays_as_missing(reading: Reading) -> None:
    """It is neither dropped nor believed."""
    item = finance(reading, "999.99万元").finance[0]
    assert (item.span, item.grounding, item.reasons) == (None, Grounding.MISSING, ("not_found",))
    assert item.value == "999.99"


def test_a_changed_digit_is_not_taken_for_the_figure(reading: Reading) -> None:
    """1160.20 is not 1150.20."""
    assert finance(reading, "1160.20万元").finance[0].span is None


def test_a_unit_number_that_does_not_exist_is_said(reading: Reading) -> None:
    """The piece is still looked for; where it stands only once, it is found and marked."""
    answer = FinanceAnswer(
        evidence=Evidence(first=999, text="1,200.5万元"), item=FinanceItem.TOTAL_EXPENDITURE, label="年初预算"
    )
    item = assemble(Answer(finance=(answer,)), reading).finance[0]
    assert item.reasons == ("unknown_unit",)
    assert item.value == "1200.5"


def test_a_piece_in_another_unit_than_cited_is_marked_as_elsewhere(reading: Reading) -> None:
    """Mis-cited evidence goes to review."""
    answer = FinanceAnswer(
        evidence=at(reading, "负责防汛", "1,200.5万元"), item=FinanceItem.TOTAL_EXPENDITURE, label="年初预算"
    )
    assert assemble(Answer(finance=(answer,)), reading).finance[0].reasons == ("elsewhere",)


def test_amount_rate_and_base_of_a_change_are_read_from_their_pieces(reading: Reading) -> None:
    """Where amount and rate are both stated, the amount is the value."""
    change = ChangeAnswer(direction=Direction.INCREASE, amount="50.2万元", rate="4.56%", base="1100万元")
    found = finance(reading, "1150.20万元", change=change).finance[0].change
    assert found is not None
    assert (found.value, found.unit, found.rate, found.base_value) == ("50.2", "万元", "4.56", "1100")


def test_a_piece_of_a_change_that_is_not_near_is_refused_and_said(reading: Reading) -> None:
    """An invented amount does not enter the record."""
    change = ChangeAnswer(direction=Direction.INCREASE, amount="77万元")
    item = finance(reading, "1150.20万元", change=change).finance[0]
    assert item.reasons == ("change_not_found",)
    assert item.change is not None
    assert item.change.value is None


def test_the_year_is_the_reports_own_unless_another_is_said(reading: Reading) -> None:
    """A figure of another year says so."""
    profile = ProfileAnswer(fiscal_year=at(reading, "2023年度", "2023"))
    evidence = at(reading, "全年支出", "1,200.5万元")
    own = FinanceAnswer(evidence=evidence, item=FinanceItem.OTHER, label="预算")
    other = FinanceAnswer(evidence=at(reading, "全年支出", "1100万元"), item=FinanceItem.OTHER, label="上年", year=2022)
    record = assemble(Answer(profile=profile, finance=(own, other)), reading)
    assert [item.year for item in record.finance] == [2023, 2022]


def metric(reading: Reading, name: str, text: str, **more: object) -> MetricAnswer:
    """A figure of the work."""
    evidence = at(reading, "巡查河道" if "投诉" not in name else "投诉量", text)
    return MetricAnswer.model_validate({"evidence": evidence, "name": name, "category": "other", **more})


def test_of_two_equal_numbers_the_name_decides_which_is_meant(reading: Reading) -> None:
    """`7件` stands twice in one sentence."""
    answers = (metric(reading, "网上举报", "7件"), metric(reading, "处置问题", "7件"))
    record = assemble(Answer(metrics=answers), reading)
    before = [reading.text[m.span.start - 4 : m.span.start] for m in record.metrics if m.span]
    assert before == ["网上举报", "处置问题"]


def test_the_occurrence_that_a_reader_counts_is_taken(reading: Reading) -> None:
    """`nth` counts from one; a number inside a longer one does not count."""
    evidence = at(reading, "巡查河道", "7件", nth=2)
    answer = MetricAnswer(evidence=evidence, name="件数", category="other")
    span = assemble(Answer(metrics=(answer,)), reading).metrics[0].span
    assert span is not None
    assert reading.text[span.start - 4 : span.end] == "网上举报7件"


def test_a_qualifier_belongs_to_the_number(reading: Reading) -> None:
    """`40余次` is over 40."""
    item = assemble(Answer(metrics=(metric(reading, "巡查河道", "40余次"),)), reading).metrics[0]
    assert (item.value, item.unit, item.qualifier) == ("40", "次", Qualifier.OVER)


def test_a_figure_that_only_states_a_change_has_neither_value_nor_unit(reading: Reading) -> None:
    """The span covers the change."""
    change = ChangeAnswer(direction=Direction.DECREASE, rate="55.8%")
    item = assemble(Answer(metrics=(metric(reading, "投诉量", "减少55.8%", change=change),)), reading).metrics[0]
    assert (item.value, item.unit, item.change and item.change.value) == (None, None, "55.8")
    assert item.reasons == ()


def test_a_number_glued_to_an_enumerator_is_found(reading: Reading) -> None:
    """`1.30余家` is item 1 and over 30."""
    answer = MetricAnswer(evidence=at(reading, "30余家企业", "30余家"), name="企业", category="other")
    item = assemble(Answer(metrics=(answer,)), reading).metrics[0]
    assert (item.value, item.unit) == ("30", "家")


def test_a_change_may_stand_two_clauses_on_and_be_broken_by_a_line(reading: Reading) -> None:
    """`；` cuts units, not thoughts."""
    change = ChangeAnswer(direction=Direction.INCREASE, amount="45.5万元")
    evidence = at(reading, "全年收入3000", "3000万元")
    answer = FinanceAnswer(evidence=evidence, item=FinanceItem.TOTAL_REVENUE, label="全年收入", change=change)
    found = assemble(Answer(finance=(answer,)), reading).finance[0].change
    assert found is not None
    assert found.value == "45.5"


def test_one_span_is_one_figure(reading: Reading) -> None:
    """Windows and samples may name a figure twice."""
    twice = (metric(reading, "巡查河道", "40余次"), metric(reading, "巡查", "40余次"))
    assert len(assemble(Answer(metrics=twice), reading).metrics) == 1


def test_a_head_count_keeps_label_and_number(reading: Reading) -> None:
    """The span covers both, the count is read."""
    answer = StaffingAnswer(
        evidence=at(reading, "编制20人", "行政编制8人"),
        kind=StaffKind.AUTHORIZED,
        category=StaffCategory.ADMINISTRATIVE,
    )
    item = assemble(Answer(staffing=(answer,)), reading).staffing[0]
    assert item.count == 8


def test_scalars_cover_the_value_alone(reading: Reading) -> None:
    """Year without 年, score without 分, dates in ISO form, words for a count of nought."""
    answer = ProfileAnswer(
        fiscal_year=at(reading, "2023年度", "2023年度"),
        report_date=at(reading, "填报日期", "2024年3月5日"),
        self_score=at(reading, "自评得分", "96.50分"),
        subordinate_units=at(reading, "无下属单位", "无下属单位"),
        report_type=TypeAnswer(evidence=at(reading, "绩效自评报告"), value=ReportType.DEPARTMENT_OVERALL_REPORT),
    )
    profile = assemble(Answer(profile=answer), reading).profile
    found = {
        name: (item.value, reading.text[slice(*item.span)])
        for name in ("fiscal_year", "report_date", "self_score", "subordinate_units")
        if (item := getattr(profile, name)) is not None
    }
    assert found == {
        "fiscal_year": (2023, "2023"),
        "report_date": ("2024-03-05", "2024 年 3 月 5 日"),
        "self_score": ("96.50", "96.50"),
        "subordinate_units": (0, "无下属单位"),
    }


def test_passages_leave_out_enumerator_and_closing_mark(reading: Reading) -> None:
    """Whole units are trimmed as the guidelines want."""
    record = assemble(Answer(functions=(at(reading, "负责全县水资源"),)), reading)
    assert record.functions[0].text == "负责全县水资源管理"


def test_the_end_of_a_passage_lies_behind_its_beginning_and_is_the_last_such_words(reading: Reading) -> None:
    """Its words may stand in the beginning, too."""
    number = number_of(reading, "巡查河道")
    evidence = Evidence.model_validate({"first": number, "from": "全年巡查河道40余次", "to": "7件"})
    [found] = assemble(Answer(goals=(evidence,)), reading).goals
    assert found.text == "全年巡查河道40余次，处置问题7件，网上举报7件"
    inside = Evidence.model_validate({"first": number, "from": "全年巡查河道", "to": "巡查河道"})
    assert assemble(Answer(goals=(inside,)), reading).goals[0].span is None


def test_links_to_problems_that_are_not_there_are_dropped(reading: Reading) -> None:
    """Positions refer to the answer's own problems."""
    problems = (ProblemAnswer(statement=at(reading, "人员力量不足"), topic="workforce"),)
    improvement = ImprovementAnswer(
        statement=at(reading, "加强队伍建设"), topic="workforce", addresses=(0, 5), link="inferred"
    )
    record = assemble(Answer(problems=problems, improvements=(improvement,)), reading)
    assert record.improvements[0].addresses == (0,)


def test_a_title_is_no_action_of_its_own(reading: Reading) -> None:
    """A reader may list it again."""
    title = at(reading, "负责防汛")
    record = assemble(Answer(measures=(MeasureAnswer(title=title, topic="other", actions=(title,)),)), reading)
    assert record.measures[0].actions == ()


def test_ids_are_stable_and_name_the_list(reading: Reading) -> None:
    """The same text at the same place has the same id in every run."""
    first = finance(reading, "1,200.5万元", label="年初预算").finance[0].id
    second = finance(reading, "1,200.5", label="另一个名称").finance[0].id
    assert first == second
    assert first is not None
    assert first.startswith("finance-")
