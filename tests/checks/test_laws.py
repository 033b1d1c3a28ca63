"""Laws of the checks: they never raise, findings point into the text, tolerances are never widened."""

from __future__ import annotations

from decimal import Decimal

import pytest
from checks_cases import LABELLED, empty_record, gold_record, text_of
from hypothesis import given, settings
from hypothesis import strategies as st
from text_cases import read

from extract.domains.petition import PETITION
from extract.model.text import Span
from extract.steps.checks.reading.case import Case
from extract.steps.checks.reading.precision import Operand, Range, agrees, percentage, total_of
from extract.steps.checks.rules import check

WORDS = st.sampled_from(
    [
        "2023年",
        "支出",
        "其中",
        "：",
        "，",
        "。",
        "；",
        "、",
        "（",
        "）",
        "\n",
        "\n\n",
        "100万元",
        "82.2万元",
        "30件",
        "5批",
        "12人次",
        "94%",
        "比上年增加",
        "下降",
        "占",
        "一、",
        "（一）",
        "1.",
        "合计",
        "分别为",
        "按来源分，",
        "来信",
        "来访",
        "网上",
        "基本支出",
        "项目支出",
        "预算",
        "执行率",
        "第130届广交会",
        "期间",
        "填报人：",
        "自评100分",
        "信访人",
        "张三",
        "等",
        "1月至10月",
        "较上年明显提升",
        "|",
        "\t",
        "-",
        "0",
        "．",
    ]
)
NUMBERS = st.decimals(min_value=Decimal(-10000), max_value=Decimal(10000), places=2, allow_nan=False)
STEPS = st.sampled_from([Decimal(0), Decimal("0.01"), Decimal("0.1"), Decimal(1)])


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60).map("".join))
def test_no_text_makes_a_rule_raise_and_every_span_reads_back(text: str) -> None:
    """Whatever the words and their order."""
    for finding in check(Case(empty_record(year=2023), read(text), PETITION)):
        assert all(0 <= start < end <= len(text) for start, end in finding.spans)
        assert finding.message.zh.endswith("。")
        assert finding.message.en.endswith(".")


@given(NUMBERS, STEPS)
def test_a_figure_agrees_with_itself(value: Decimal, step: Decimal) -> None:
    """Whatever its precision."""
    operand = Operand(value, step)
    assert agrees(operand, total_of([operand]))


@given(st.lists(st.tuples(NUMBERS, STEPS), min_size=2, max_size=8), NUMBERS)
def test_a_sum_is_off_by_more_than_all_half_steps_together_or_it_agrees(
    figures: list[tuple[Decimal, Decimal]], shift: Decimal
) -> None:
    """The tolerance is the sum of the operands' half units and never more, truncation aside."""
    operands = [Operand(value, step) for value, step in figures]
    exact = sum((operand.value for operand in operands), Decimal(0))
    stated = Operand(exact + shift, Decimal(0))
    tolerance = sum((operand.step for operand in operands), Decimal(0)) / 2
    assert agrees(stated, total_of(operands)) == (abs(shift) <= tolerance)


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_rounded_and_truncated_shares_both_agree(part: int, whole: int, places: int) -> None:
    """8 of 9 is 88.89 % and 88.88 %."""
    computed = percentage(Operand(Decimal(part), Decimal(0)), Operand(Decimal(whole), Decimal(0)))
    assert isinstance(computed, Range)
    step = Decimal(1).scaleb(-places)
    rounded = computed.value.quantize(step)
    truncated = (computed.value / step).to_integral_value(rounding="ROUND_DOWN") * step
    assert agrees(Operand(rounded, step), computed)
    assert agrees(Operand(truncated, step), computed)
    assert not agrees(Operand(rounded + 2 * step, step), computed)


def test_nothing_is_divided_by_zero() -> None:
    """A whole of 0 has no shares."""
    zero = Operand(Decimal(0), Decimal(0))
    assert percentage(zero, zero) is None


@pytest.mark.parametrize("name", ["guangdong-city-2024", "nanyue-2021", "panlong-2022", "panyu-2023", "tianhe-2022"])
def test_windows_line_ends_change_no_finding(name: str) -> None:
    """The same sentences are said of a text with carriage returns."""
    text = text_of(name)
    told = [
        [finding.message.zh for finding in check(Case(empty_record(year=int(name[-4:])), read(version), PETITION))]
        for version in (text, text.replace("\n", "\r\n"))
    ]
    assert told[0] == told[1] != []


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(LABELLED), st.integers(-3000, 3000), st.sampled_from(["", "0", "-1.5", "1e5"]))
def test_a_record_that_points_elsewhere_makes_no_rule_raise(name: str, shift: int, value: str) -> None:
    """Whatever a weak reader's spans and values."""
    record, text = gold_record(name), text_of(name)

    def moved(span: Span | None) -> Span | None:
        return Span(max(0, span.start + shift), max(1, span.end + shift)) if span else None

    finance = tuple(
        item.model_copy(
            update={"span": moved(item.span), "value": value or item.value, "unit": None if value else item.unit}
        )
        for item in record.finance
    )
    metrics = tuple(item.model_copy(update={"span": moved(item.span)}) for item in record.metrics)
    astray = record.model_copy(update={"finance": finance, "metrics": metrics})
    assert all(finding.message.zh for finding in check(Case(astray, read(text), PETITION)))
