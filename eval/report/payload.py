"""Everything that the page shows, as one JSON object."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from eval.ceiling import Ceiling
from eval.report.curves import confidence_json
from eval.report.details import index_row, packed
from eval.report.names import LINKS, confidence_names, field_names, list_names, reason_names, rule_names, value_names
from eval.summary import as_json
from eval.totals import Totals
from extract.language import Language
from extract.model.record import Record, Run

Json = dict[str, Any]


def score_json(totals: Totals, ceiling: Ceiling | None) -> Json:
    """Return what ``report.json`` holds: the score, the ceiling, what the run was, what confidence is worth."""
    return as_json(totals) | {
        "ceiling": ceiling.model_dump() if ceiling else None,
        "run": run_json(totals),
        "confidence": confidence_json(totals),
    }


def payload(totals: Totals, score: Json, language: Language) -> Json:
    """Return the page's data: the score without its leaves, an index of all leaves, and the documents packed."""
    fields = list(totals.fields)
    numbers = {field: at for at, field in enumerate(fields)}
    pairs = list(zip(totals.cases.cases, totals.documents, strict=True))
    return {
        "language": language,
        "score": {key: value for key, value in score.items() if key != "documents"},
        "fields": fields,
        "names": {
            "fields": field_names(fields),
            "lists": list_names(),
            "links": {name: list(title) for name, title in LINKS.items()},
            "confidence": confidence_names(list(score["confidence"]["by_field"]) if score["confidence"] else []),
            "reasons": reason_names(),
            "values": value_names(),
            "rules": rule_names(),
        },
        "index": [index_row(document, numbers) for document in totals.documents],
        "details": [packed(case, document) for case, document in pairs],
    }


def run_json(totals: Totals) -> Json:
    """Say what was scored: readers, models, prompts, schema, calibration and cost of all records together."""
    records = [case.record for case in totals.cases.cases if case.record is not None]
    runs = [record.run for record in records if record.run is not None]
    return {
        "documents": len(totals.documents),
        "records": len(records),
        "scored_with": version("gouji"),
        "runs": _distinct(run.id for run in runs),
        "versions": _distinct(run.version for run in runs),
        "readers": _distinct(run.reader for run in runs),
        "models": _distinct(run.model for run in runs),
        "prompts": _distinct(f"{task} {used}" for run in runs for task, used in run.prompts.items()),
        "schemas": _distinct(record.schema_version for record in records),
        "calibrations": _distinct(run.calibration for run in runs),
        "seconds": round(sum(run.seconds for run in runs), 3),
        **_usage(runs),
        "texts": {record.document: _text_hash(record) for record in records},
    }


def _usage(runs: list[Run]) -> Json:
    used = [run.usage for run in runs if run.usage is not None]
    return {
        "calls": sum(one.calls for one in used),
        "prompt_tokens": sum(one.prompt_tokens for one in used),
        "completion_tokens": sum(one.completion_tokens for one in used),
        "cost": _distinct(one.cost for one in used),
    }


def _text_hash(record: Record) -> str | None:
    return record.source.text_sha256 if record.source else None


def _distinct(values: Any) -> list[str]:  # noqa: ANN401  (any iterable of optional strings)
    return sorted({str(value) for value in values if value})
