"""The labelled reports: what must be found is found, what must pass is clean, whoever read the report."""

from __future__ import annotations

import asyncio

import pytest
from checks_cases import LABELLED, gold_case, said_of, text_of

from extract.domains.petition import PETITION
from extract.model.record import Finding, Record, Severity
from extract.model.text import RawDocument, Span
from extract.pipeline import extract_document
from extract.readers.rules.reader import RulesReader
from extract.steps.checks.rules import check

EXPECTED = [(name, said) for name in LABELLED for said in said_of(name)["expected"]]
MUST_PASS = [(name, said) for name in LABELLED for said in said_of(name)["must_pass"]]


def _findings(name: str, reader: str) -> tuple[Finding, ...]:
    return check(gold_case(name)) if reader == "gold" else _read(name).findings or ()


def _read(name: str) -> Record:
    raw = RawDocument(name, text_of(name))
    return asyncio.run(extract_document(raw, reader=RulesReader(), domain=PETITION))


def _touches(finding: Finding, said: dict[str, object]) -> bool:
    spans = said["spans"]
    assert isinstance(spans, list)
    return finding.rule == said["rule"] and all(
        any(Span(*place).overlap(span) for span in finding.spans) for place in spans
    )


@pytest.mark.parametrize("reader", ["gold", "rules"])
@pytest.mark.parametrize(
    ("name", "said"), EXPECTED, ids=lambda value: value["says"] if isinstance(value, dict) else value
)
def test_what_must_be_found_is_found_with_its_severity_and_figures(
    name: str, said: dict[str, object], reader: str
) -> None:
    """All spans of the expected finding are touched by one finding of the same rule, severity and figures."""
    found = [finding for finding in _findings(name, reader) if _touches(finding, said)]
    assert [finding.severity.value for finding in found] == [said["severity"]]
    if said["stated"] is not None:
        assert (found[0].stated, found[0].computed) == (said["stated"], said["computed"])


@pytest.mark.parametrize("reader", ["gold", "rules"])
@pytest.mark.parametrize(
    ("name", "said"), MUST_PASS, ids=lambda value: value["says"] if isinstance(value, dict) else value
)
def test_what_must_pass_is_touched_by_no_finding_of_the_rule(name: str, said: dict[str, object], reader: str) -> None:
    """No finding of the rule lies on any of the places."""
    spans = said["spans"]
    assert isinstance(spans, list)
    for finding in _findings(name, reader):
        touched = any(Span(*place).overlap(span) for place in spans for span in finding.spans)
        assert not (finding.rule == said["rule"] and touched), finding.message.zh


@pytest.mark.parametrize("reader", ["gold", "rules"])
@pytest.mark.parametrize("name", LABELLED)
def test_nothing_is_found_beyond_what_is_expected(name: str, reader: str) -> None:
    """On the labelled reports every finding is one that a person wrote down."""
    said = [entry["rule"] for entry in said_of(name)["expected"]]
    assert sorted(finding.rule for finding in _findings(name, reader)) == sorted(said)


def test_every_arithmetic_error_shows_its_calculation() -> None:
    """An error carries the lines of its calculation, the figures and their places; the labelled reports have some."""
    errors = [finding for name in LABELLED for finding in check(gold_case(name)) if finding.severity is Severity.ERROR]
    assert len(errors) == sum(said["severity"] == "error" for _, said in EXPECTED) > 0
    for finding in errors:
        assert finding.steps, finding.message.zh
        assert finding.stated, finding.message.zh
        assert finding.computed, finding.message.zh
        assert len(finding.spans) > 1, finding.message.zh


def test_findings_are_the_same_on_every_run() -> None:
    """Ids and order depend on the report alone."""
    assert check(gold_case("nanyue-2021")) == check(gold_case("nanyue-2021"))
