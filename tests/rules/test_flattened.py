"""Forms and tables written one cell a line: rows and columns are found again, and labels of the form are nothing else."""

from __future__ import annotations

import pytest
from rules_cases import PROFILE
from rules_shown import quoted
from tables_cases import HEAD, as_text, shown_figures
from text_cases import Case, cases

from extract.domains.general import GENERAL
from extract.readers.rules.reader import read_report
from extract.steps.assemble.report import assemble

TITLED = {"department_name", "fiscal_year", "report_type"}
"""Fields that the head of every case states."""


def shown(text: str) -> str:
    """Show figures, profile, units, goals, measures, problems and remedies, one line each."""
    reading = as_text(text)
    answer = read_report(reading, GENERAL)
    profile = assemble(answer, reading).profile
    lines = shown_figures(reading).splitlines()
    lines += [
        f"@ {name} {one.value}"
        for name in PROFILE
        if name not in TITLED and (one := getattr(profile, name)) is not None
    ]
    for name, items in (("unit", answer.internal_units), ("goal", answer.goals)):
        lines += [f"{name} {quoted(reading, one)}" for one in items]
    for measure in answer.measures:
        lines.append(f"measure {quoted(reading, measure.title)}")
        lines += [f"· {quoted(reading, action)}" for action in measure.actions]
    lines += [f"problem {quoted(reading, one.statement)}" for one in answer.problems]
    lines += [f"remedy {quoted(reading, one.statement)}" for one in answer.improvements]
    return "\n".join(lines) or "none"


@pytest.mark.parametrize("case", cases("flattened"), ids=lambda case: case.title)
def test_a_form_written_one_cell_a_line_is_read_as_its_rows_and_columns(case: Case) -> None:
    assert sorted(shown(case.text).splitlines()) == sorted(case.expected.splitlines())


def test_the_cases_stand_under_a_title() -> None:
    assert HEAD.endswith("\n")
