"""Curves of confidence for the report: reliability, and what review would leave at every threshold."""

from __future__ import annotations

from typing import Any

import numpy as np

from eval.totals import Totals
from eval.trust.judgements import Judgement, judgements
from eval.trust.reliability import reliability
from extract.model.reasons import must_review

POINTS = 400
"""Most points of a curve; more would not be seen."""

Json = dict[str, Any]


def confidence_json(totals: Totals) -> Json | None:
    """Return reliability and the review curve of all leaves with a confidence, None where there is none.

    The review curve says for each threshold: the share of leaves below it (to review), and how many wrong leaves stand
    above it (they stay). What is always reviewed counts as below every threshold. ``unreachable`` counts the leaves
    of items missed altogether, which no review of the record's leaves would find.
    """
    pairs = zip(totals.cases.cases, totals.documents, strict=True)
    found = [one for case, score in pairs for one in judgements(case, score) if one.confidence is not None]
    if not found:
        return None
    confidence = np.array([one.confidence for one in found], dtype=np.float64)
    right = np.array([one.right for one in found], dtype=np.float64)
    measured = reliability(confidence, right)
    if measured is None:
        return None
    return {
        "leaves": measured.leaves,
        "wrong": int((1 - right).sum()),
        "accuracy": measured.accuracy,
        "brier": measured.brier,
        "ece": measured.ece,
        "auroc": measured.auroc,
        "augrc": measured.augrc,
        "bins": [[one.count, one.confidence, one.accuracy] for one in measured.bins],
        "review": _review(found),
        "unreachable": _unreachable(totals),
        "by_field": _by_field(found),
    }


def _review(found: list[Judgement]) -> list[list[float]]:
    """Return ``[threshold, share reviewed, wrong leaves left]`` for rising thresholds."""
    confidence = np.array([-1.0 if must_review(one.reasons) else one.confidence or 0.0 for one in found])
    wrong = np.sort(confidence[[not one.right for one in found]])
    every = np.sort(confidence)
    levels = np.unique(np.concatenate([[0.0], every[every >= 0], [1.0]]))
    if len(levels) > POINTS:
        levels = np.unique(np.quantile(levels, np.linspace(0, 1, POINTS), method="nearest"))
    rows = [(level, np.searchsorted(every, level), len(wrong) - np.searchsorted(wrong, level)) for level in levels]
    return [[round(float(level), 4), round(int(below) / len(every), 4), int(left)] for level, below, left in rows]


def _unreachable(totals: Totals) -> int:
    return sum(
        one.gold_item is not None and one.predicted_item is None and not one.field.startswith("profile.")
        for document in totals.documents
        for one in document.outcomes
    )


def _by_field(found: list[Judgement]) -> dict[str, list[float]]:
    """Return ``[leaves, mean confidence, share right]`` per field."""
    groups: dict[str, list[Judgement]] = {}
    for one in found:
        groups.setdefault(one.field, []).append(one)
    return {
        field: [
            len(group),
            round(sum(one.confidence or 0.0 for one in group) / len(group), 4),
            round(sum(one.right for one in group) / len(group), 4),
        ]
        for field, group in sorted(groups.items())
    }
