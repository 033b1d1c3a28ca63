"""A score as JSON: the part that other programs rely on (``headline`` and ``items``) and what explains it."""

from __future__ import annotations

from typing import Any

from eval.intervals import Interval
from eval.scoring.leaves import Outcome, State
from eval.scoring.metrics import ItemCounts, LeafCounts
from eval.scoring.score import Attribute, DocumentScore, macro
from eval.scoring.support import Support
from eval.totals import Totals

JsonObject = dict[str, Any]


def as_json(totals: Totals) -> JsonObject:
    """Return the score as plain data; ``documents[].states`` names every leaf with its state, for ``eval compare``."""
    return {
        "headline": leaf_json(totals.leaves),
        "items": items_json(totals),
        "macro": macro(totals.fields),
        "fields": {name: leaf_json(counts) for name, counts in totals.fields.items()},
        "links": {
            kind: {"end_to_end": item_json(one.whole), "given_ends": item_json(one.given)}
            for kind, one in totals.links.items()
        },
        "texts": {name: one.means() for name, one in totals.texts.items()},
        "splits_and_merges": {name: {"splits": s, "merges": m} for name, (s, m) in totals.splits_and_merges.items()},
        "numbers": numbers_json(totals),
        "findings": findings_json(totals),
        "support": support_json(totals),
        "document_measures": {
            "documents": len(totals.documents),
            "exact": totals.exact,
            "critical_exact": totals.critical_exact,
            "edits_per_document": totals.edits,
        },
        "intervals": {name: interval_json(one) for name, one in totals.intervals.items()},
        "gold": gold_json(totals),
        "documents": [document_json(one) for one in totals.documents],
    }


def gold_json(totals: Totals) -> JsonObject:
    """Say what was scored against what."""
    gold, cases = totals.gold, totals.cases
    return {
        "confirmed_by_people": gold.confirmed,
        "note": gold.provenance._asdict(),
        "fitted": [case.name for case in cases.cases if gold.fitted(case.name)],
        "sha256": {report.name: report.sha256 for report in gold.reports},
        "without_record": [case.name for case in cases.cases if case.predicted is None],
        "unscored": list(cases.unscored),
        "repeated": list(cases.repeated),
        "carried": [case.name for case in cases.cases if case.carried],
        "not_comparable": [case.name for case in cases.cases if not case.comparable],
    }


def items_json(totals: Totals) -> JsonObject:
    """Item precision, recall and F1, of all lists together and of each, with attribute accuracies inside pairs."""
    lists = {
        name: item_json(counts) | {"attributes": {key: _attribute(one) for key, one in totals.attributes[name].items()}}
        for name, counts in totals.lists.items()
    }
    return {"micro": item_json(totals.items), "lists": lists}


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
    names = ("precision", "recall", "f1", "accuracy", "omission", "spurious", "C", "S", "O", "H", "N")
    return {name: getattr(counts, name) for name in names}


def interval_json(interval: Interval | None) -> JsonObject | None:
    """Return an interval; ``reliable`` is false where it stands on few documents."""
    if interval is None:
        return None
    return {"low": interval.low, "high": interval.high, "reliable": interval.reliable}


def numbers_json(totals: Totals) -> JsonObject:
    """Return how numbers compare: equal, equal after rounding, and classes of error."""
    numbers = totals.numbers
    return {
        "compared": numbers.compared,
        "equal": numbers.equal,
        "equal_or_rounded": numbers.near,
        "errors": {str(kind): count for kind, count in sorted(numbers.errors.items())},
    }


def findings_json(totals: Totals) -> JsonObject | None:
    """Return precision and recall per rule, None where nothing was checked."""
    if totals.findings is None:
        return None
    micro = sum(totals.findings.values(), ItemCounts())
    rules = {rule: item_json(counts) for rule, counts in totals.findings.items()}
    return {"micro": item_json(micro), "rules": rules, "false_alarms": totals.false_alarms}


def support_json(totals: Totals) -> JsonObject | None:
    """Return how many values the texts do not support, None where no text was found."""
    found = [one.support for one in totals.documents if one.support]
    if not found:
        return None
    return {
        "checked": sum(one.checked for one in found),
        "unsupported": sum(len(one.unsupported) for one in found),
        "misgrounded": sum(len(one.misgrounded) for one in found),
        "altered": sum(len(one.altered) for one in found),
    }


def document_json(document: DocumentScore) -> JsonObject:
    """Return one document: headline, items, edits, support and the state of every leaf."""
    return {
        "document": document.name,
        "has_record": document.predicted,
        "headline": leaf_json(document.leaves),
        "items": item_json(document.items),
        "lists": {one.spec.name: item_json(one.counts) for one in document.lists},
        "edits": document.edits,
        "critical_edits": document.critical_edits,
        "support": _support(document.support),
        "states": {leaf_name(one): str(one.state) for one in document.outcomes if one.state is not State.NULL},
    }


def leaf_name(outcome: Outcome) -> str:
    """Name a leaf by its place in the gold; one of a spurious item by ``+``, its list and its span.

    So the same leaf has the same name in every run, and two runs can be compared leaf by leaf.
    """
    name, _, leaf = outcome.field.partition(".")
    item = outcome.gold_item or outcome.predicted_item
    if item is None or item.path == outcome.field:
        return outcome.field
    if outcome.gold_item:
        return f"{item.path}.{leaf}"
    place = f"{item.span.start}-{item.span.end}" if item.span else "-"
    return f"+{name}@{place}.{leaf}"


def _support(support: Support | None) -> JsonObject | None:
    if support is None:
        return None
    return {
        "unsupported": list(support.unsupported),
        "misgrounded": list(support.misgrounded),
        "altered": list(support.altered),
    }


def _attribute(one: Attribute) -> JsonObject:
    apart = {"pairs": one.other, "right": one.other_right}
    return {"accuracy": one.accuracy, "right": one.right, "pairs": one.pairs, "stated": one.stated, "other": apart}
