from __future__ import annotations

import pytest
from rules_cases import shown_finance
from text_cases import Case, cases


@pytest.mark.parametrize("case", [*cases("finance"), *cases("finance_more")], ids=lambda case: case.title)
def test_the_rules_read_the_figures_of_money_of_a_report_they_have_not_seen(case: Case) -> None:
    """Item, stage, label, value, year and change of every amount and ratio."""
    assert shown_finance(case.text) == case.expected.strip()
