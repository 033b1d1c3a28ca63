"""The rules by family, each with one line in both languages and its source."""

from __future__ import annotations

from extract.language import Text
from extract.steps.checks.changes import change_recomputed
from extract.steps.checks.limits import batches_within_persons, executed_within_budget, staff_within_posts
from extract.steps.checks.rates import rate_recomputed
from extract.steps.checks.rule import Rule
from extract.steps.checks.sameness import one_quantity_one_value
from extract.steps.checks.shares import share_of_total
from extract.steps.checks.sums import parts_sum_to_total

_ACCOUNTING = Text("《会计基础工作规范》勾稽关系", "Basic accounting rules (1996, amended 2019): figures must agree")
_FRAMEWORK = Text("财预〔2013〕53号 共性指标体系框架", "MoF framework of common indicators (2013, no. 53)")
_ARITHMETIC = Text("算术", "arithmetic")

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
