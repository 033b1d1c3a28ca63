"""The narrative lists of the rules reader, by the cases of tests/cases (derived from gold/GUIDELINES.md by hand)."""

from __future__ import annotations

import pytest
from rules_shown import shown_improvements, shown_lists, shown_measures, shown_problems, shown_report, shown_topics
from text_cases import Case, cases

SHOWN = {
    "measures": shown_measures,
    "problems": shown_problems,
    "improvements": shown_improvements,
    "functions": shown_lists,
    "topics": shown_topics,
    "reports": shown_report,
}
CASES = [(name, case) for name in SHOWN for case in cases(name)]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}: {case.title}" for name, case in CASES])
def test_the_rules_read_what_the_guidelines_say(name: str, case: Case) -> None:
    """Each case of tests/cases gives what a person derived from the guidelines."""
    assert SHOWN[name](case.text) == case.expected
