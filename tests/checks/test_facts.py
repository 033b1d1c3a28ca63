"""Facts: mentions of one figure grouped, and conflicts told."""

from __future__ import annotations

from typing import Any

from checks_cases import empty_record, gold_record

from extract.steps.facts import group_facts


def _money(label: str, value: str, unit: str = "万元", **more: Any) -> dict[str, Any]:
    base = {"item": "total_expenditure", "stage": "actual", "year": 2023, "span": [0, 1]}
    return {**base, "label": label, "value": value, "unit": unit, **more}


def _rate(label: str, value: str) -> dict[str, Any]:
    return _money(label, value, "%", item="budget_execution_rate", stage=None)


def test_mentions_of_one_value_are_one_fact_whatever_they_are_called() -> None:
    """全年实际执行 and 收入及支出预算执行 state one figure in panyu-2023."""
    fact = next(fact for fact in group_facts(gold_record("panyu-2023")) if fact.value == "807.05")
    assert fact.mentions == ("finance-1", "finance-4", "finance-7")
    assert not fact.conflict


def test_every_figure_belongs_to_exactly_one_fact() -> None:
    """No mention is lost or counted twice."""
    record = gold_record("panlong-2022")
    named = [mention for fact in group_facts(record) for mention in fact.mentions]
    stated = [metric for metric in record.metrics if metric.value is not None]
    assert len(named) == len(set(named)) == len(record.finance) + len(stated) + len(record.staffing)


def test_one_name_with_two_values_is_a_conflict() -> None:
    """Execution rates go by several names."""
    (fact,) = group_facts(empty_record(finance=[_rate("预算执行率", "94"), _rate("资金执行率", "99")]))
    assert fact.conflict


def test_a_less_precise_mention_is_no_conflict() -> None:
    """94.76 rounded, or cut off, to 94 and 95; 1.2亿元 for 11998万元."""
    for value in ("94", "95", "94.8", "94.7"):
        assert not group_facts(empty_record(finance=[_rate("预算执行率", "94.76"), _rate("预算执行率", value)]))[
            0
        ].conflict
    (fact,) = group_facts(empty_record(finance=[_money("支出", "11998"), _money("支出", "1.2", "亿元")]))
    assert not fact.conflict


def test_projects_are_told_apart_by_their_names() -> None:
    """Two projects are two figures."""
    projects = [_money(name, "100", item="project_expenditure") for name in ("甲项目", "乙项目")]
    assert len(group_facts(empty_record(finance=projects))) == 2


def test_a_figure_that_could_not_be_read_states_no_fact() -> None:
    """Value None."""
    assert group_facts(empty_record(finance=[_money("支出", "1") | {"value": None}])) == ()


def test_facts_keep_their_ids_when_mentions_are_added() -> None:
    """The id names the figure, not its mentions."""
    one = group_facts(empty_record(finance=[_money("支出", "100")]))
    two = group_facts(empty_record(finance=[_money("支出", "100"), _money("支出", "100")]))
    assert [fact.id for fact in one] == [fact.id for fact in two]
