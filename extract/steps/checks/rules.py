"""The rules in the order in which they are told, and ``check``, which applies them to one report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from extract.language import Text
from extract.model.record import Finding
from extract.steps.checks.case import Case

Function = Callable[[Case], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: its function, its family, one line in both languages, and the document it rests on."""

    name: str
    function: Function
    family: str
    says: Text
    source: str


RULES: tuple[Rule, ...] = ()
"""Every rule of gouji; ``docs/checks/<name>.md`` explains each."""


def check(case: Case, *, rules: Iterable[Rule] = RULES) -> tuple[Finding, ...]:
    """Apply the rules and return what does not fit, each finding once, in the order of the rules.

    A rule that lacks what it needs (no year, no figures, no previous record) finds nothing.
    """
    found = (finding for rule in rules for finding in rule.function(case))
    return tuple({finding.id: finding for finding in found}.values())
