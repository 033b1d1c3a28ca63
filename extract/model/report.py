"""The target schema: what an annotated report holds, as gold/GUIDELINES.md defines it.

A label file of ``gold/labels`` is a valid ``Report``. Keys that gouji adds to objects with a span
(``id``, ``confidence``, ``grounding``, ``reasons``, ``page``, ``fields``) are optional on reading
and left out on writing where they are not set.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Generic, Literal, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from extract.model.decimal_text import DecimalText
from extract.model.text import Span

ADDED_KEYS = ("id", "confidence", "grounding", "reasons", "page", "fields")
"""Keys that a record adds to an object with a span; a gold file need not have them."""


Scalar = TypeVar("Scalar")


def says(zh: str, en: str, **options: Any) -> Any:  # noqa: ANN401  (pydantic's Field is typed Any)
    """Describe a field in Chinese (used in prompts) and English."""
    return Field(description=zh, json_schema_extra={"description_en": en}, **options)


class Model(BaseModel):
    """Base of everything in the schema: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Grounding(StrEnum):
    """How the characters that state a value were found."""

    EXACT = "exact"
    FOLDED = "folded"
    FUZZY = "fuzzy"
    MISSING = "missing"


class Spanned(Model):
    """An object that points at the characters stating it; ``span`` is None where they were not found."""

    span: Span | None = says("陈述该值的原文字符区间 [起, 止)", "characters that state it, half-open")
    id: str | None = says("稳定标识", "stable id: list name and hash of text and span", default=None)
    confidence: float | None = says("置信度 0..1", "confidence", default=None, ge=0, le=1)
    grounding: Grounding | None = says("定位方式", "how the span was found", default=None)
    reasons: tuple[str, ...] = says("复核原因代码", "codes that say why a person should look", default=())
    page: int | None = says("页码", "page of the source, from 1", default=None)
    fields: dict[str, float] | None = says(
        "各属性的置信度", "confidence of the attributes beside the span", default=None
    )

    @model_serializer(mode="wrap")
    def _leave_out_unset(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = handler(self)
        for key in ADDED_KEYS:
            if not data.get(key) and data.get(key) != 0:
                data.pop(key, None)
        return data


class Stated(Spanned, Generic[Scalar]):
    """A scalar of the profile with the characters that state it."""

    value: Scalar = says("规范化的值", "normalised value")


class Passage(Spanned):
    """A stretch of text; ``text`` is the span's characters without white space and Markdown marks."""

    text: str = says("原文（去空白与 Markdown 标记）", "the span's characters without white space and marks")


class ReportType(StrEnum):
    """What kind of report a document is, by its title."""

    DEPARTMENT_OVERALL_REPORT = "department_overall_report"
    DEPARTMENT_OVERALL_FORM = "department_overall_form"
    PROJECT_REPORT = "project_report"
    OTHER = "other"


PICKLED = (Stated[str], Stated[int], Stated[ReportType], Stated[DecimalText])
"""Named here so that pydantic makes them attributes of this module: records can then go to other processes."""


class Profile(Model):
    """Scalars of the cover and the summary; each None where the report does not state it."""

    department_name: Stated[str] | None = says(
        "部门名称（全文最完整者）", "fullest name of the department", default=None
    )
    fiscal_year: Stated[int] | None = says("评价年度", "fiscal year under evaluation", default=None)
    report_type: Stated[ReportType] | None = says(
        "报告类型，证据为标题", "type of report; evidence is the title", default=None
    )
    report_date: Stated[str] | None = says("填报/撰写日期（ISO 8601）", "date of the report, ISO 8601", default=None)
    preparer: Stated[str] | None = says("填报人/报告撰写人", "who prepared the report", default=None)
    contact_phone: Stated[str] | None = says("联系电话", "telephone", default=None)
    evaluating_body: Stated[str] | None = says("评价机构", "body that evaluates", default=None)
    subordinate_units: Stated[int] | None = says(
        "所属下级预算单位数量", "number of subordinate budget units", default=None
    )
    self_score: Stated[DecimalText] | None = says("自评得分", "score given by the department to itself", default=None)
    self_grade: Stated[str] | None = says("自评等级（优/良/中/差，照原文）", "grade as written", default=None)


class StaffKind(StrEnum):
    """Which head count a staffing figure states."""

    AUTHORIZED = "authorized"
    ON_DUTY = "on_duty"
    RETIRED = "retired"
    RETIRED_CADRE = "retired_cadre"


class StaffCategory(StrEnum):
    """Which part of the staff a figure counts."""

    TOTAL = "total"
    ADMINISTRATIVE = "administrative"
    PUBLIC_INSTITUTION = "public_institution"
    WORKER = "worker"
    CONTRACT = "contract"


class Staffing(Spanned):
    """One staffing figure; the span covers label and number."""

    kind: StaffKind = says("编制 / 实有 / 退休 / 离休", "authorised, on duty, retired, retired cadre")
    category: StaffCategory = says(
        "合计 / 行政 / 事业 / 工勤 / 编外", "total, administrative, public institution, worker, contract"
    )
    count: int | None = says("人数", "number of persons; None where unreadable", ge=0)


class FinanceItem(StrEnum):
    """What an amount of money or a financial ratio is."""

    TOTAL_REVENUE = "total_revenue"
    TOTAL_EXPENDITURE = "total_expenditure"
    BASIC_EXPENDITURE = "basic_expenditure"
    PERSONNEL_EXPENDITURE = "personnel_expenditure"
    OPERATING_EXPENDITURE = "operating_expenditure"
    PROJECT_EXPENDITURE = "project_expenditure"
    FUNCTIONAL_REVENUE = "functional_revenue"
    FUNCTIONAL_EXPENDITURE = "functional_expenditure"
    FUND_SOURCE = "fund_source"
    THREE_PUBLIC_EXPENDITURE = "three_public_expenditure"
    OFFICIAL_RECEPTION = "official_reception"
    OFFICIAL_VEHICLE = "official_vehicle"
    OVERSEAS_TRAVEL = "overseas_travel"
    CARRYOVER = "carryover"
    BUDGET_EXECUTION_RATE = "budget_execution_rate"
    BUDGET_ADJUSTMENT_RATE = "budget_adjustment_rate"
    OPERATING_CONTROL_RATE = "operating_control_rate"
    THREE_PUBLIC_CONTROL_RATE = "three_public_control_rate"
    ASSET_UTILIZATION_RATE = "asset_utilization_rate"
    EXPENDITURE_SHARE = "expenditure_share"
    OTHER = "other"


class BudgetStage(StrEnum):
    """At which stage of the budget an amount stands; ratios have none."""

    INITIAL_BUDGET = "initial_budget"
    REVISED_BUDGET = "revised_budget"
    BUDGET_ADJUSTMENT = "budget_adjustment"
    ACTUAL = "actual"


class Direction(StrEnum):
    """Which way a figure changed."""

    INCREASE = "increase"
    DECREASE = "decrease"
    FLAT = "flat"


class Change(Model):
    """A comparison that the text makes; all five keys always stand, None where not stated."""

    direction: Direction = says("增 / 减 / 持平", "increase, decrease, flat")
    value: DecimalText | None = says(
        "变动量（有金额用金额，否则用百分比）", "size of the change, the amount where both are stated"
    )
    unit: str | None = says("变动量的单位", "unit of the change")
    base_value: DecimalText | None = says("上期数", "earlier figure")
    rate: DecimalText | None = says(
        "同时给出金额与百分比时的百分比", "percentage where amount and rate are both stated"
    )


class Finance(Spanned):
    """An amount of money or a financial ratio; the span covers the figure with its unit."""

    item: FinanceItem = says("是什么", "what it is")
    stage: BudgetStage | None = says("预算阶段，比率为空", "stage of the budget, None for ratios")
    label: str = says("文中命名该数的名词短语（不含年份）", "noun phrase that names the figure, without the year")
    value: DecimalText | None = says("数值，照原文精度", "number exactly as precise as written; None where unreadable")
    unit: str | None = says("单位，含万、亿", "unit with 万 or 亿")
    year: int | None = says("所属财政年度", "fiscal year of the figure")
    change: Change | None = says("与上期的比较", "comparison with an earlier period", default=None)


class Qualifier(StrEnum):
    """How exact a count claims to be."""

    ABOUT = "about"
    OVER = "over"
    AT_MOST = "at_most"


class Metric(Spanned):
    """A count or rate that reports results of the work; ``value`` and ``unit`` are None where only a change is stated."""

    name: str = says("所计为何（名词短语）", "what is counted")
    category: str = says("类别（领域包的封闭集）", "category, a closed set of the domain")
    value: DecimalText | None = says("数值", "number")
    unit: str | None = says("单位，照原文", "unit as written")
    subject: str | None = says("谁的数，原文有则填", "whose figure it is")
    period: str | None = says("期间，照原文", "period as written")
    qualifier: Qualifier | None = says("约 / 余 / 至多", "about, over, at most")
    change: Change | None = says("与上期的比较", "comparison with an earlier period", default=None)


class Measure(Model):
    """A headed block of the account of the year's work."""

    title: Passage = says("标题（无则首句）", "heading, or first sentence that states work")
    topic: str = says("主题（领域包的封闭集）", "topic, a closed set of the domain")
    actions: tuple[Passage, ...] = says("所做的事，一句一条", "what was done, one sentence each")


class Problem(Model):
    """One stated problem."""

    statement: Passage = says("问题（标题或原句）", "headline, or the sentence itself")
    topic: str = says("主题（领域包的封闭集）", "topic, a closed set of the domain")
    details: tuple[Passage, ...] = says("展开的句子", "sentences that elaborate it")
    cause: Passage | None = says("文中标明的原因（含标志词）", "clause that states why, with its marker", default=None)


class Improvement(Model):
    """One measure of improvement; ``addresses`` are positions (from 0) in the report's problems."""

    statement: Passage = says("改进措施（标题或原句）", "headline, or the sentence itself")
    topic: str = says("主题（领域包的封闭集）", "topic, a closed set of the domain")
    steps: tuple[Passage, ...] = says("将要做的，一句一条", "what will be done, one sentence each")
    addresses: tuple[int, ...] = says("所针对问题的序号（从 0 起）", "positions of the problems that it answers")
    link: Literal["explicit", "inferred"] | None = says(
        "关联是明示还是推断", "whether the text states the link", default=None
    )


class Report(Model):
    """Everything that the guidelines annotate in one report."""

    document: str = says("文件名（不含扩展名）", "name of the document")
    profile: Profile = says("基本信息", "profile")
    functions: tuple[Passage, ...] = says("职能", "duties", default=())
    internal_units: tuple[Passage, ...] = says("内设机构", "internal units", default=())
    staffing: tuple[Staffing, ...] = says("人员", "staffing", default=())
    finance: tuple[Finance, ...] = says("资金数据", "amounts of money and financial ratios", default=())
    metrics: tuple[Metric, ...] = says("工作数据", "figures of the work", default=())
    goals: tuple[Passage, ...] = says("绩效目标", "performance goals", default=())
    measures: tuple[Measure, ...] = says("工作措施", "measures", default=())
    problems: tuple[Problem, ...] = says("存在问题", "problems", default=())
    improvements: tuple[Improvement, ...] = says("改进措施", "improvements", default=())
    rectification: tuple[Passage, ...] = says("上年度问题整改", "what was done about last year's findings", default=())
