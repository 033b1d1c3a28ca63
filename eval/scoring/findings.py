"""Findings against those that the gold says must fire, and those that must not."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter, ValidationError
from scipy.optimize import linear_sum_assignment

from eval.scoring.metrics import ItemCounts
from extract.errors import ConfigError
from extract.language import say
from extract.model.record import Finding
from extract.model.report import Model
from extract.model.text import Span


class Expectation(Model):
    """A finding that the gold names; ``says`` tells a person what it is about."""

    rule: str
    spans: tuple[Span, ...]
    says: str
    severity: str | None = None
    stated: str | None = None
    computed: str | None = None


class Expected(Model):
    """What the checks must find in a report (``expected``) and must not (``must_pass``)."""

    document: str
    expected: tuple[Expectation, ...]
    must_pass: tuple[Expectation, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingScore:
    """Findings per rule, and the rules that fired where they must not; None where the gold has no findings file."""

    rules: dict[str, ItemCounts]
    false_alarms: tuple[str, ...]


def read_expected(path: Path) -> Expected | None:
    """Read ``<report>.findings.json``; None where there is none.

    Raises:
        ConfigError: the file is not of that form.
    """
    if not path.is_file():
        return None
    try:
        return TypeAdapter(Expected).validate_python(json.loads(path.read_text(encoding="utf-8")))
    except (json.JSONDecodeError, ValidationError) as error:
        message = say(f"{path} 不是有效的核对金标文件。", f"{path} is no valid findings file.")
        raise ConfigError(message) from error


def score_findings(expected: Expected, findings: Iterable[Finding]) -> FindingScore:
    """Match findings of one rule that share characters; what the gold does not name counts against precision.

    A rule that fires on spans of ``must_pass`` is a false alarm whatever else it finds.
    """
    found = tuple(findings)
    rules = sorted({one.rule for one in expected.expected} | {one.rule for one in found})
    counts = {rule: _matched(rule, expected.expected, found) for rule in rules}
    alarms = {must.rule for must in expected.must_pass for one in found if one.rule == must.rule and _touch(must, one)}
    return FindingScore(counts, tuple(sorted(alarms)))


def _matched(rule: str, expected: tuple[Expectation, ...], findings: tuple[Finding, ...]) -> ItemCounts:
    ours = [one for one in expected if one.rule == rule]
    theirs = [one for one in findings if one.rule == rule]
    if not ours or not theirs:
        return ItemCounts(0, len(ours), len(theirs))
    touching = np.array([[float(_touch(one, other)) for other in theirs] for one in ours])
    rows, columns = linear_sum_assignment(touching, maximize=True)
    return ItemCounts(int(touching[rows, columns].sum()), len(ours), len(theirs))


def _touch(one: Expectation, other: Finding) -> bool:
    return any(a.overlap(b) > 0 for a in one.spans for b in other.spans)
