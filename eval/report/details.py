"""One document of the report: its text and every leaf with gold, prediction, evidence and why it is wrong."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from eval.records import Case
from eval.scoring.items import Item, LeafKind
from eval.scoring.leaves import Outcome, State
from eval.scoring.numbers import Number, number_error
from eval.scoring.score import DocumentScore
from eval.scoring.similarity import iou
from eval.summary import leaf_name

Json = dict[str, Any]


def index_row(score: DocumentScore, fields: dict[str, int]) -> Json:
    """Return what the case list must know of a document at once: states, fields, and where the two sides differ."""
    shown = _shown(score)
    return {
        "name": score.name,
        "record": score.predicted,
        "edits": score.edits,
        "states": "".join(one.state for one in shown),
        "fields": [fields[one.field] for one in shown],
        "different": "".join("01"[_differs(one)] for one in shown),
    }


def packed(case: Case, score: DocumentScore) -> str:
    """Return the document's text and leaves as gzipped JSON in base64: opened by the page when it is looked at."""
    slots = frozenset(one.gold.value.base for one in score.outcomes if one.gold and isinstance(one.gold.value, Number))
    data = {"text": case.gold.text or "", "rows": [_row(one, slots) for one in _shown(score)]}
    raw = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return base64.b64encode(gzip.compress(raw, compresslevel=6, mtime=0)).decode("ascii")


def _shown(score: DocumentScore) -> list[Outcome]:
    """Leaves in the order of the text; those null on both sides are left out."""
    order = {one.spec.name: at for at, one in enumerate(score.lists)}
    kept = (one for one in score.outcomes if one.state is not State.NULL)
    return sorted(kept, key=lambda one: (order[one.field.split(".")[0]], _start(one)))


def _start(outcome: Outcome) -> int:
    item = outcome.gold_item or outcome.predicted_item
    return item.span.start if item and item.span else -1


def _row(outcome: Outcome, slots: frozenset[Decimal]) -> list[Any]:
    gold, predicted = outcome.gold, outcome.predicted
    return [
        leaf_name(outcome),
        gold.shown if gold else None,
        predicted.shown if predicted else None,
        _span(outcome.gold_item),
        _span(outcome.predicted_item),
        why(outcome, slots),
        list(_reasons(outcome.predicted_item)),
        predicted.confidence if predicted else None,
    ]


def why(outcome: Outcome, slots: frozenset[Decimal]) -> str:
    """Say in one code why a leaf is wrong, empty where it is right."""
    match outcome.state:
        case State.OMITTED:
            return "item_missed" if outcome.predicted_item is None else "left_out"
        case State.HALLUCINATED:
            return "item_spurious" if outcome.gold_item is None else "invented"
        case State.SUBSTITUTED:
            return _substituted(outcome, slots)
        case _:
            return ""


def _substituted(outcome: Outcome, slots: frozenset[Decimal]) -> str:
    gold, predicted = outcome.gold, outcome.predicted
    if gold and predicted and isinstance(gold.value, Number) and isinstance(predicted.value, Number):
        return f"number:{number_error(gold.value, predicted.value, slots=slots)}"
    if gold and gold.kind is LeafKind.TEXT and outcome.gold_item and outcome.predicted_item:
        return f"overlap:{iou(outcome.gold_item.span, outcome.predicted_item.span):.2f}"
    return "differs"


def _differs(outcome: Outcome) -> bool:
    gold, predicted = outcome.gold, outcome.predicted
    if outcome.state is not State.CORRECT:
        return True
    moved = (
        gold is not None and gold.kind is LeafKind.TEXT and _span(outcome.gold_item) != _span(outcome.predicted_item)
    )
    return moved or (gold.shown if gold else None) != (predicted.shown if predicted else None)


def _span(item: Item | None) -> list[int] | None:
    return list(item.span) if item and item.span else None


def _reasons(item: Item | None) -> Iterable[str]:
    return item.source.reasons if item and item.source else ()
