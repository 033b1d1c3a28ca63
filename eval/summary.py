"""A score as JSON: the part that other programs rely on (``headline`` and ``items``) and what explains it."""

from __future__ import annotations

from typing import Any

from eval.gold import Gold
from eval.metrics import ItemCounts, LeafCounts
from eval.records import Cases
from eval.score import Attribute, DocumentScore, attributes, field_counts, list_counts, macro

JsonObject = dict[str, Any]


def as_json(documents: tuple[DocumentScore, ...], cases: Cases, gold: Gold) -> JsonObject:
    """Return the score as plain data."""
    fields = field_counts(documents)
    return {
        "headline": leaf_json(sum((one.leaves for one in documents), LeafCounts())),
        "items": items_json(documents),
        "macro": macro(fields),
        "fields": {name: leaf_json(counts) for name, counts in fields.items()},
        "gold": gold_json(cases, gold),
        "documents": [document_json(one) for one in documents],
    }


def gold_json(cases: Cases, gold: Gold) -> JsonObject:
    """Say what was scored against what."""
    return {
        "confirmed_by_people": gold.confirmed,
        "note": gold.provenance._asdict(),
        "fitted": [case.name for case in cases.cases if gold.fitted(case.name)],
        "sha256": {report.name: report.sha256 for report in gold.reports},
        "without_record": [case.name for case in cases.cases if case.predicted is None],
        "unscored": list(cases.unscored),
    }


def items_json(documents: tuple[DocumentScore, ...]) -> JsonObject:
    """Item precision, recall and F1, of all lists together and of each, with attribute accuracies inside pairs."""
    inside = attributes(documents)
    lists = {
        name: item_json(counts) | {"attributes": {key: _attribute(one) for key, one in inside[name].items()}}
        for name, counts in list_counts(documents).items()
    }
    return {"micro": item_json(sum((one.items for one in documents), ItemCounts())), "lists": lists}


def item_json(counts: ItemCounts) -> JsonObject:
    """Return one row of item counts."""
    return {
        "precision": counts.precision,
        "recall": counts.recall,
        "f1": counts.f1,
        "matched": counts.matched,
        "gold": counts.gold,
        "predicted": counts.predicted,
    }


def leaf_json(counts: LeafCounts) -> JsonObject:
    """Return one row of leaf counts."""
    return {
        "precision": counts.precision,
        "recall": counts.recall,
        "f1": counts.f1,
        "accuracy": counts.accuracy,
        "omission": counts.omission,
        "spurious": counts.spurious,
        "C": counts.C,
        "S": counts.S,
        "O": counts.O,
        "H": counts.H,
        "N": counts.N,
    }


def document_json(document: DocumentScore) -> JsonObject:
    """Return one document's headline and items."""
    return {
        "document": document.name,
        "has_record": document.predicted,
        "headline": leaf_json(document.leaves),
        "items": items_json((document,)),
    }


def _attribute(one: Attribute) -> JsonObject:
    return {"accuracy": one.accuracy, "right": one.right, "pairs": one.pairs, "stated": one.stated}
