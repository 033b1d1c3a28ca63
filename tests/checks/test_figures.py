from __future__ import annotations

import pytest
from checks_cases import found_in, told
from text_cases import Case, cases

from extract.steps.checks.tables import ARITHMETIC

NAMES = tuple(rule.name for rule in ARITHMETIC)


@pytest.mark.parametrize("case", cases("checks_figures"), ids=lambda case: case.title)
def test_the_rules_on_figures_say_what_the_case_says(case: Case) -> None:
    """Each case is a sentence and what must be said of it."""
    assert told(found_in(case.text, only=NAMES)) == case.expected
