"""One answer to one record: every list placed, read and marked."""

from __future__ import annotations

from extract.model.answer import Answer
from extract.model.record import Record
from extract.model.text import Reading
from extract.steps.assemble.figures import finance_items, metric_items, staffing_items
from extract.steps.assemble.marks import Marker
from extract.steps.assemble.narrative import Narrator
from extract.steps.assemble.scalars import profile


def assemble(answer: Answer, reading: Reading) -> Record:
    """Turn an answer into a record of the report.

    Args:
        answer: what a reader said; nothing in it is believed that is not found in the text.
        reading: the report that was read.

    Returns:
        A record whose spans index ``reading.text``. What was not found stays with ``span`` None and
        ``grounding`` missing. Findings, facts and confidence are not yet filled.
    """
    marker = Marker(reading)
    tell = Narrator(reading, marker)
    scalars = profile(answer.profile, reading, marker)
    year = scalars.fiscal_year.value if scalars.fiscal_year else None
    problems = tell.problems(answer.problems)
    return Record(
        document=reading.document.name,
        profile=scalars,
        functions=tell.passages(answer.functions, "functions"),
        internal_units=tell.passages(answer.internal_units, "internal_units"),
        staffing=tuple(staffing_items(answer.staffing, reading, marker)),
        finance=tuple(finance_items(answer.finance, reading, marker, fiscal_year=year)),
        metrics=tuple(metric_items(answer.metrics, reading, marker)),
        goals=tell.passages(answer.goals, "goals"),
        measures=tell.measures(answer.measures),
        problems=problems,
        improvements=tell.improvements(answer.improvements, len(problems)),
        rectification=tell.passages(answer.rectification, "rectification"),
    )
