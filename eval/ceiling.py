"""The human ceiling: how far two annotators agree, printed beside every score."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, TypeAdapter, ValidationError

from eval.gold import Gold
from eval.records import pair_records
from eval.scoring.score import score_case
from eval.summary import as_json
from eval.totals import Totals
from extract.errors import ConfigError
from extract.language import Text, say
from extract.model.report import Model

FILE = "agreement.json"
"""Looked for in the gold home."""


class Note(Model):
    """Where the agreement comes from, in both languages."""

    zh: str
    en: str


class Ceiling(Model):
    """Agreement of two annotators by measure (``items.micro.f1``, ``items.metrics.f1``, ``headline.accuracy`` …)."""

    note: Note
    measures: dict[str, float] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two annotators through the same scorer, the first taken as gold."""

    totals: Totals

    def ceiling(self) -> Ceiling:
        """Return what stands beside scores from now on."""
        score = as_json(self.totals)
        measures = {f"headline.{name}": score["headline"][name] for name in ("precision", "recall", "f1", "accuracy")}
        measures |= {"items.micro.f1": score["items"]["micro"]["f1"]}
        measures |= {f"items.{name}.f1": one["f1"] for name, one in score["items"]["lists"].items()}
        count = len(self.totals.documents)
        note = Text(f"两套标注在 {count} 份报告上的一致程度", f"agreement of two annotations over {count} reports")
        known = {name: value for name, value in measures.items() if value is not None}
        return Ceiling(note=Note(**note._asdict()), measures=known)


def agree(one: Gold, other: Gold) -> Agreement:
    """Score one annotator's labels against the other's.

    Raises:
        ConfigError: the two have no report in common.
    """
    names = {report.name for report in other.reports}
    shared = Gold(one.home, tuple(r for r in one.reports if r.name in names), one.splits, one.confirmed)
    records = ((report.record.model_copy(update={"document": report.name}), report.text) for report in other.reports)
    cases = pair_records(shared, records, str(other.home))
    return Agreement(Totals(shared, cases, tuple(score_case(case) for case in cases.cases)))


def read_ceiling(asked: Path | None, gold: Gold) -> Ceiling | None:
    """Read the ceiling from the file asked for, else from the gold home; None where there is none.

    Raises:
        ConfigError: the file is not of that form, or the one asked for is not there.
    """
    path = asked or gold.home / FILE
    if asked is None and not path.is_file():
        return None
    try:
        return TypeAdapter(Ceiling).validate_python(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, json.JSONDecodeError, ValidationError) as error:
        message = say(
            f"{path} 不是 gouji eval agreement --json 写出的文件。",
            f"{path} is no file of `gouji eval agreement --json`.",
        )
        raise ConfigError(message) from error
