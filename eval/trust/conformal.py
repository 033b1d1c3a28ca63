"""A review threshold with a guarantee: conformal risk control over documents (Angelopoulos et al. 2022)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Threshold:
    """The answer: ``value`` is the smallest threshold that is certified, None where none is.

    ``documents`` certified it, ``needed`` is the least number with which any threshold could be.
    ``bound`` is (n/(n+1))·mean loss + 1/(n+1) at the threshold, ``reviewed`` the share of leaves below it.
    """

    value: float | None
    max_error: float
    documents: int
    needed: int
    bound: float | None = None
    reviewed: float | None = None


def documents_needed(max_error: float) -> int:
    """Return the least n with 1/(n+1) <= max_error: 19 for 0.05."""
    return math.ceil(1 / max_error - 1e-9) - 1


def certify(documents: list[tuple[Floats, Floats]], max_error: float) -> Threshold:
    """Find the smallest threshold for which the expected error of a new document is at most ``max_error``.

    A leaf whose confidence is at least the threshold is accepted unseen, the others are reviewed and put right. A
    document's loss is the share of its leaves that are accepted and wrong; it lies in 0..1 and falls as the threshold
    rises, as the theorem asks. The guarantee is an average over documents exchangeable with these, and concerns
    leaves that the record holds; an item that the reader missed altogether is not reached by review.

    Args:
        documents: confidence and right (1) or wrong (0) of every leaf, a pair of arrays a document; documents that
            the confidence was not fitted on.
        max_error: the error that is tolerated, 0 < max_error < 1.
    """
    count, needed = len(documents), documents_needed(max_error)
    if count < needed:
        return Threshold(None, max_error, count, needed)
    levels = np.unique(np.concatenate([confidence for confidence, _ in documents]))
    candidates = np.concatenate([[0.0], np.nextafter(levels, 2.0)])
    losses = np.mean([_losses(confidence, right, candidates) for confidence, right in documents], axis=0)
    bounds = count / (count + 1) * losses + 1 / (count + 1)
    at = int(np.argmax(bounds <= max_error))
    value = float(candidates[at])
    every = np.concatenate([confidence for confidence, _ in documents])
    return Threshold(value, max_error, count, needed, float(bounds[at]), float(np.mean(every < value)))


def _losses(confidence: Floats, right: Floats, candidates: Floats) -> Floats:
    """Return, for each candidate, the share of the document's leaves that are at or above it and wrong."""
    if not len(confidence):
        return np.zeros(len(candidates))
    wrong = np.sort(confidence[right < 1])
    accepted: Floats = (len(wrong) - np.searchsorted(wrong, candidates, side="left")) / len(confidence)
    return accepted
