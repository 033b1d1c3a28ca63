from __future__ import annotations

import pytest
from rules_cases import shown_profile
from text_cases import Case, cases


@pytest.mark.parametrize("case", [*cases("profile"), *cases("profile_more")], ids=lambda case: case.title)
def test_the_rules_read_the_profile_of_a_report_they_have_not_seen(case: Case) -> None:
    """Every scalar that is stated, and none that is not."""
    assert shown_profile(case.text) == case.expected.strip()
