"""How far confidence can be trusted: Brier, ECE, AUROC, AUGRC, and the curves of review."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of the reliability diagram: how many leaves, their mean confidence, the share of them that is right."""

    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """What a set of confidences is worth; ``auroc`` is None where all leaves are right or all wrong.

    ``brier``: mean squared distance from 0/1. ``ece``: mean over ten equal-mass bins of the distance between mean
    confidence and share right, weighted by their sizes. ``augrc``: area under the generalised risk-coverage curve
    (Traub et al. 2024), the mean share of leaves that are accepted and wrong over all thresholds.
    """

    leaves: int
    accuracy: float
    brier: float
    ece: float
    auroc: float | None
    augrc: float
    bins: tuple[Bin, ...]


def reliability(confidence: Floats, right: Floats) -> Reliability | None:
    """Measure confidences against what is right (1) and wrong (0); None where there are no leaves."""
    if not len(confidence):
        return None
    bins = _bins(confidence, right)
    ece = sum(one.count * abs(one.confidence - one.accuracy) for one in bins) / len(confidence)
    return Reliability(
        leaves=len(confidence),
        accuracy=float(right.mean()),
        brier=float(np.mean((confidence - right) ** 2)),
        ece=float(ece),
        auroc=auroc(confidence, right),
        augrc=augrc(confidence, right),
        bins=bins,
    )


def auroc(confidence: Floats, right: Floats) -> float | None:
    """Return the chance that a right leaf has more confidence than a wrong one, ties counted half."""
    good, bad = int(right.sum()), int(len(right) - right.sum())
    if not good or not bad:
        return None
    order = np.unique(confidence, return_inverse=True)[1]
    wrong_at = np.bincount(order, weights=1 - right)
    below = np.cumsum(wrong_at) - wrong_at
    return float(np.sum(right * (below[order] + wrong_at[order] / 2)) / (good * bad))


def augrc(confidence: Floats, right: Floats) -> float:
    """Return the area under share accepted-and-wrong over share accepted; leaves of equal confidence enter together."""
    coverage, risk = risk_coverage(confidence, right)
    return float(np.sum(np.diff(coverage) * (risk[1:] + risk[:-1]) / 2))


def risk_coverage(confidence: Floats, right: Floats) -> tuple[Floats, Floats]:
    """Return the generalised risk-coverage curve, from nothing accepted to everything accepted.

    Both axes are shares of all leaves: how many are accepted, and how many are accepted and wrong.
    """
    levels, order = np.unique(-confidence, return_inverse=True)
    accepted = np.cumsum(np.bincount(order, minlength=len(levels))) / len(confidence)
    wrong = np.cumsum(np.bincount(order, weights=1 - right, minlength=len(levels))) / len(confidence)
    return np.concatenate([[0.0], accepted]), np.concatenate([[0.0], wrong])


def _bins(confidence: Floats, right: Floats) -> tuple[Bin, ...]:
    """Cut the leaves, sorted by confidence, into ten bins of equal mass; leaves of one confidence stay together."""
    order = np.argsort(confidence, kind="stable")
    sorted_confidence, sorted_right = confidence[order], right[order]
    wanted = [round(len(order) * at / BINS) for at in range(1, BINS)]
    cuts = sorted({int(np.searchsorted(sorted_confidence, sorted_confidence[at], side="left")) for at in wanted} - {0})
    pieces = zip(np.split(sorted_confidence, cuts), np.split(sorted_right, cuts), strict=True)
    return tuple(Bin(len(c), float(c.mean()), float(r.mean())) for c, r in pieces if len(c))
