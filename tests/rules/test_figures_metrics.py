from __future__ import annotations

import pytest
from rules_cases import shown_metrics
from text_cases import Case, cases


@pytest.mark.parametrize(
    "case",
    [*cases("metrics"), *cases("metric_categories"), *cases("metric_names"), *cases("metric_reports")],
    ids=lambda case: case.title,
)
def test_the_rules_read_the_figures_of_the_work_of_a_report_they_have_not_seen(case: Case) -> None:
    """Category, name, value, subject, period and change of every count and rate."""
    assert shown_metrics(case.text) == case.expected.strip()
