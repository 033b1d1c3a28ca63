"""The rules by family, each with one line in both languages and its source."""

from __future__ import annotations

from extract.language import Text
from extract.steps.checks.anachronism import anachronism
from extract.steps.checks.changes import change_recomputed
from extract.steps.checks.genre import not_a_report
from extract.steps.checks.limits import batches_within_persons, executed_within_budget, staff_within_posts
from extract.steps.checks.links import improvement_without_problem, problem_without_improvement, rectification_missing
from extract.steps.checks.numbering import duplicate_numbering, numbering_gap
from extract.steps.checks.periods import period_mismatch
from extract.steps.checks.previous import (
    base_against_last_year,
    carryover_against_last_year,
    copied_from_last_year,
    repeated_problem,
)
from extract.steps.checks.privacy import personal_data
from extract.steps.checks.rates import rate_recomputed
from extract.steps.checks.residue import placeholder_field, template_residue
from extract.steps.checks.rule import Rule
from extract.steps.checks.sameness import one_quantity_one_value
from extract.steps.checks.scores import goal_equals_result, score_against_text
from extract.steps.checks.sections import empty_section, missing_section
from extract.steps.checks.shares import share_of_total
from extract.steps.checks.sums import parts_sum_to_total
from extract.steps.checks.wording import expectation_as_result, vague_comparison

_ACCOUNTING = Text("《会计基础工作规范》勾稽关系", "Basic accounting rules (1996, amended 2019): figures must agree")
_FRAMEWORK = Text("财预〔2013〕53号 共性指标体系框架", "MoF framework of common indicators (2013, no. 53)")
_ARITHMETIC = Text("算术", "arithmetic")
_TEMPLATE = Text("报告模板本身", "the template of the report itself")
_METHOD = Text("财预〔2020〕10号 绩效评价管理办法", "MoF measures for evaluating expenditure (2020, no. 10)")
_FORMAT = Text("GB/T 9704—2012 7.3.3 结构层次序数", "GB/T 9704-2012, 7.3.3")
_OPINION = Text("中发〔2018〕34号 全面实施预算绩效管理的意见", "Central Committee and State Council (2018, no. 34)")

ARITHMETIC: tuple[Rule, ...] = (
    Rule(
        "parts_sum_to_total",
        parts_sum_to_total,
        Text(
            "分项合计等于总数（含增减额、年初±调整=调整后）",
            "parts add up to their total, changes and adjusted budgets too",
        ),
        _ACCOUNTING,
    ),
    Rule(
        "share_of_total", share_of_total, Text("占比等于分项除以总数", "a share is part divided by whole"), _ARITHMETIC
    ),
    Rule(
        "rate_recomputed",
        rate_recomputed,
        Text("执行率、调整率、控制率、化解率可由原数算得", "rates follow from the figures that they rest on"),
        _FRAMEWORK,
    ),
    Rule(
        "change_recomputed",
        change_recomputed,
        Text("增减额、增减幅、基数与本期数相符", "amount, rate and base of a change agree"),
        _ARITHMETIC,
    ),
    Rule(
        "one_quantity_one_value",
        one_quantity_one_value,
        Text("同一数字前后一致", "one quantity has one value throughout"),
        _ACCOUNTING,
    ),
    Rule(
        "executed_within_budget",
        executed_within_budget,
        Text("执行数不超过调整后预算", "spending stays within the revised budget"),
        Text("《预算法》第十三条", "Budget Law, art. 13"),
    ),
    Rule(
        "batches_within_persons",
        batches_within_persons,
        Text("批次不多于人次", "batches are not more than persons"),
        _ARITHMETIC,
    ),
    Rule(
        "staff_within_posts",
        staff_within_posts,
        Text("在职人数不超过编制", "staff on duty stay within authorised posts"),
        _FRAMEWORK,
    ),
)
"""Rules on figures."""

TEXT: tuple[Rule, ...] = (
    Rule(
        "template_residue",
        template_residue,
        Text("模板的提示文字已删除", "no instruction of the template is left in"),
        _TEMPLATE,
    ),
    Rule("placeholder_field", placeholder_field, Text("封面栏目均已填写", "no field of the cover is empty"), _TEMPLATE),
    Rule("empty_section", empty_section, Text("标题之下有内容", "every heading has text under it"), _TEMPLATE),
    Rule(
        "missing_section",
        missing_section,
        Text("应有的部分齐全", "the parts that the type asks for are there"),
        _METHOD,
    ),
    Rule("duplicate_numbering", duplicate_numbering, Text("序号不重复", "no number stands twice"), _FORMAT),
    Rule("numbering_gap", numbering_gap, Text("序号连续", "no number is left out"), _FORMAT),
    Rule(
        "anachronism",
        anachronism,
        Text("所述事件发生在评价年度", "events claimed for the year took place in it"),
        Text("事件各自的公报（domains/events.toml）", "each event's own document (domains/events.toml)"),
    ),
    Rule(
        "period_mismatch",
        period_mismatch,
        Text("年度报告的数据覆盖全年", "figures of an annual report cover the year"),
        Text("《预算法》第十八条", "Budget Law, art. 18"),
    ),
    Rule("goal_equals_result", goal_equals_result, Text("完成情况不照抄目标", "results do not repeat goals"), _METHOD),
    Rule(
        "score_against_text",
        score_against_text,
        Text("得分与问题、等级相符", "score agrees with stated problems and grade"),
        _METHOD,
    ),
    Rule(
        "expectation_as_result",
        expectation_as_result,
        Text("结果不以预期代替", "no expectation stands for a result"),
        _METHOD,
    ),
    Rule("vague_comparison", vague_comparison, Text("比较给出数值", "comparisons give their figures"), _METHOD),
    Rule(
        "not_a_report",
        not_a_report,
        Text("文本是部门整体支出绩效自评报告", "the text is a self-evaluation report of a department"),
        _METHOD,
    ),
)
"""Rules on the text."""

LINKS: tuple[Rule, ...] = (
    Rule(
        "problem_without_improvement",
        problem_without_improvement,
        Text("每个问题有改进措施", "every problem has an improvement"),
        _METHOD,
    ),
    Rule(
        "improvement_without_problem",
        improvement_without_problem,
        Text("管理类改进措施有对应问题", "improvements of management answer a stated problem"),
        _METHOD,
    ),
    Rule(
        "rectification_missing",
        rectification_missing,
        Text("上年度问题整改有交代", "last year's findings are followed up"),
        _OPINION,
    ),
)
"""Rules on links between problems and improvements."""

YEARS: tuple[Rule, ...] = (
    Rule(
        "base_against_last_year",
        base_against_last_year,
        Text("上年基数与上年报告一致", "the base is last year's figure"),
        _ACCOUNTING,
    ),
    Rule(
        "carryover_against_last_year",
        carryover_against_last_year,
        Text("年初结转等于上年年末结转", "the balance brought forward is last year's closing balance"),
        Text("《预算法》第四十二条", "Budget Law, art. 42"),
    ),
    Rule(
        "repeated_problem", repeated_problem, Text("上年问题未再出现", "last year's problems do not return"), _OPINION
    ),
    Rule(
        "copied_from_last_year",
        copied_from_last_year,
        Text("正文不照抄上年报告", "the text is not last year's"),
        Text("评价实务", "evaluators' practice"),
    ),
)
"""Rules that need last year's record (``--previous``)."""

PRIVACY: tuple[Rule, ...] = (
    Rule(
        "personal_data",
        personal_data,
        Text("不公开信访人等个人信息", "no personal data is published"),
        Text("《信访工作条例》、《个人信息保护法》", "Petition Work Regulations; Personal Information Protection Law"),
    ),
)
"""Rules on personal data."""
