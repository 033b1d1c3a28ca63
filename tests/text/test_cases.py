"""The cases of tests/cases/units.md and tests/cases/outline.md."""

from __future__ import annotations

import pytest
from text_cases import Case, cases, shown_outline, shown_units


@pytest.mark.parametrize("case", cases("units"), ids=lambda case: case.title)
def test_a_text_is_cut_into_the_units_of_its_case(case: Case) -> None:
    """Role, number and words of every unit, in order."""
    assert shown_units(case.text) == case.expected


@pytest.mark.parametrize("case", cases("outline"), ids=lambda case: case.title)
def test_a_text_has_the_outline_of_its_case(case: Case) -> None:
    """Level, kind, number and title of every section, in order."""
    assert shown_outline(case.text) == case.expected
