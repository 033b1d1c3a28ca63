"""Brings excerpts and gold reports before the rules."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from text_cases import read

from extract.domains.petition import PETITION
from extract.model.record import Finding, Record
from extract.steps.checks.reading.case import Case
from extract.steps.checks.rule import Rule
from extract.steps.checks.rules import RULES, check

GOLD = Path(__file__).parents[2] / "gold"
LABELLED = tuple(sorted(path.name.split(".")[0] for path in (GOLD / "labels").glob("*.gold.json")))


def text_of(name: str) -> str:
    """Return a report of the gold home."""
    return (GOLD / "reports" / f"{name}.txt").read_bytes().decode("utf-8")


def gold_record(name: str) -> Record:
    """Return a gold file as the record that it is."""
    return Record.model_validate_json((GOLD / "labels" / f"{name}.gold.json").read_text(encoding="utf-8"))


def gold_case(name: str) -> Case:
    """Return a labelled report ready to be checked."""
    return Case(gold_record(name), read(text_of(name)), PETITION)


def said_of(name: str) -> dict[str, list[dict[str, Any]]]:
    """Return what must be found in a labelled report and what must pass."""
    data: dict[str, Any] = json.loads((GOLD / "findings" / f"{name}.findings.json").read_text(encoding="utf-8"))
    return {"expected": data["expected"], "must_pass": data["must_pass"]}


def empty_record(*, year: int | None = None, **lists: Any) -> Record:
    """Return a record of nothing, or of the lists given."""
    profile = {"fiscal_year": {"value": year, "span": [0, 0]}} if year else {}
    return Record.model_validate({"document": "case", "profile": profile, **lists})


def found_in(text: str, *, record: Record | None = None, only: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Check an excerpt, with an empty record unless one is given, by the rules named (all where none is)."""
    names = set(only)
    rules: tuple[Rule, ...] = tuple(rule for rule in RULES if not names or rule.name in names)
    return check(Case(record or empty_record(year=2023), read(text), PETITION), rules=rules)


def told(findings: Iterable[Finding]) -> str:
    """One line a finding: severity, rule, stated and computed figure; ``nothing`` for none."""
    lines = [" ".join(filter(None, (f.severity.value, f.rule, f.stated, f.computed))) for f in findings]
    return "\n".join(lines) or "nothing"
