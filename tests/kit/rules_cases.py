"""Shows what the rules read in a text: figures, head counts and the profile, one line each."""

from __future__ import annotations

from text_cases import read

from extract.domains.general import GENERAL
from extract.domains.pack import Domain
from extract.model.answer import Answer
from extract.model.report import Change, Direction, Report
from extract.readers.rules.figures.figure_lists import read_figures
from extract.readers.rules.profile import read_profile
from extract.steps.assemble.report import assemble

SIGNS = {Direction.INCREASE: "+", Direction.DECREASE: "-", Direction.FLAT: "="}
PROFILE = (
    "department_name",
    "fiscal_year",
    "report_type",
    "report_date",
    "preparer",
    "contact_phone",
    "evaluating_body",
    "subordinate_units",
    "self_score",
    "self_grade",
)


def figures(text: str, domain: Domain = GENERAL) -> Report:
    """Read the figures and the profile of a text and assemble them."""
    reading = read(text)
    lists = read_figures(reading, domain)
    answer = Answer(
        profile=read_profile(reading, domain),
        staffing=lists.staffing,
        finance=lists.finance,
        metrics=lists.metrics,
    )
    return assemble(answer, reading)


def shown_finance(text: str) -> str:
    """One line a figure: item, stage, label, value with unit, year, change."""
    return "\n".join(
        f"{one.item.value} | {one.stage.value if one.stage else '-'} | {one.label} | {one.value} {one.unit}"
        f" | {one.year or '-'} | {shown_change(one.change)}"
        for one in figures(text).finance
    )


def shown_metrics(text: str) -> str:
    """One line a metric: category, name, value with unit and qualifier, subject, period, change."""
    return "\n".join(
        f"{one.category} | {one.name} | {one.value or '-'} {one.unit or ''}".rstrip()
        + (f" ({one.qualifier.value})" if one.qualifier else "")
        + f" | {one.subject or '-'} | {one.period or '-'} | {shown_change(one.change)}"
        for one in figures(text).metrics
    )


def shown_staffing(text: str) -> str:
    """One line a head count: kind, category, count, the characters of its span."""
    found = []
    for one in figures(text).staffing:
        assert one.span is not None, one
        said = "".join(text[one.span.start : one.span.end].split())
        found.append(f"{one.kind.value} | {one.category.value} | {one.count} | {said}")
    return "\n".join(found)


def shown_profile(text: str) -> str:
    """One line a scalar that the text states: field, value."""
    profile = figures(text).profile
    stated = ((name, getattr(profile, name)) for name in PROFILE)
    return "\n".join(f"{name} | {one.value}" for name, one in stated if one is not None)


def shown_change(change: Change | None) -> str:
    """A sign, the size with its unit, the rate where both are stated, the base in brackets."""
    if change is None:
        return "-"
    parts = [f"{change.value} {change.unit}"] if change.value else []
    parts += [f"{change.rate} %"] if change.rate else []
    parts += [f"({change.base_value})"] if change.base_value else []
    return " ".join([SIGNS[change.direction], *parts])
