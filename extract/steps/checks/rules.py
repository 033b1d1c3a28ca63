"""The rules in the order in which they are told, and ``check``, which applies them to one report."""

from __future__ import annotations

from collections.abc import Iterable

from extract.model.record import Finding
from extract.steps.checks.reading.case import Case
from extract.steps.checks.reading.sheet import read_sheet
from extract.steps.checks.rule import Rule
from extract.steps.checks.tables import ARITHMETIC, LINKS, PRIVACY, TEXT, YEARS

RULES: tuple[Rule, ...] = (*ARITHMETIC, *TEXT, *LINKS, *YEARS, *PRIVACY)
"""Every rule of gouji; ``docs/checks/<name>.md`` explains each."""


def check(case: Case, *, rules: Iterable[Rule] = RULES) -> tuple[Finding, ...]:
    """Apply the rules and return what does not fit, each finding once, in the order of the rules.

    A rule that lacks what it needs (no year, no figures, no previous record) finds nothing.
    """
    sheet = read_sheet(case)
    found = (finding for rule in rules for finding in rule.function(sheet))
    return tuple({finding.id: finding for finding in found}.values())
