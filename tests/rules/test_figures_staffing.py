from __future__ import annotations

import pytest
from rules_cases import shown_staffing
from text_cases import Case, cases


@pytest.mark.parametrize("case", [*cases("staffing"), *cases("staffing_more")], ids=lambda case: case.title)
def test_the_rules_read_the_head_counts_of_a_report_they_have_not_seen(case: Case) -> None:
    """Kind, category, count and span of every head count."""
    assert shown_staffing(case.text) == case.expected.strip()
