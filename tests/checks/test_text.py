from __future__ import annotations

import pytest
from checks_cases import found_in, told
from text_cases import Case, cases

from extract.steps.checks.tables import PRIVACY, TEXT

NAMES = tuple(rule.name for rule in (*TEXT, *PRIVACY) if rule.name != "not_a_report")
"""An excerpt is no report, so that rule is tested apart."""


@pytest.mark.parametrize("case", cases("checks_text"), ids=lambda case: case.title)
def test_the_rules_on_text_say_what_the_case_says(case: Case) -> None:
    """Each case is an excerpt and what must be said of it."""
    found = found_in(case.text, only=NAMES)
    assert told(finding.model_copy(update={"stated": None, "computed": None}) for finding in found) == case.expected
