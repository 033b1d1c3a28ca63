"""Fit the weights of the confidence to labelled reports, measure them on reports left out, certify a threshold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from eval.records import Case
from eval.scoring.score import DocumentScore
from eval.totals import Totals
from eval.trust.conformal import Threshold, certify, documents_needed
from eval.trust.judgements import judgements
from eval.trust.reliability import Reliability, reliability
from extract.errors import ConfigError
from extract.language import say
from extract.model.reasons import must_review
from extract.model.text import RawDocument, Reading
from extract.pipeline import prepare
from extract.steps.confidence import UNCALIBRATED, Weights
from extract.steps.features import FEATURES, Features
from extract.steps.remembered import remembered

Floats = NDArray[np.float64]

STRENGTH = 1.0
"""Inverse strength of the L2 penalty (scikit-learn's C)."""
FOLDS = 5
SEED = 20_240_101
FEWEST = 2
"""Documents without which nothing can be left out for measuring."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One leaf to learn from; ``always`` says that it goes to review whatever its confidence."""

    document: str
    found: Features
    confidence: float | None
    right: bool
    always: bool


@dataclass(frozen=True, slots=True)
class Fitted:
    """Fitted weights with what they are worth on documents left out, beside the default's worth on all of them."""

    weights: Weights
    before: Reliability
    after: Reliability
    threshold: Threshold
    documents: int


def samples(case: Case, score: DocumentScore, reading: Reading) -> tuple[Sample, ...]:
    """Join the features of a record's leaves with what gold says of them."""
    if case.record is None:
        return ()
    found = {(leaf.path, leaf.attribute): leaf for leaf in remembered(case.record, reading)}
    judged = (
        (one, found[one.path, one.attribute]) for one in judgements(case, score) if (one.path, one.attribute) in found
    )
    return tuple(
        Sample(case.name, leaf.found, leaf.confidence, one.right, must_review(one.reasons)) for one, leaf in judged
    )


def samples_of(totals: Totals) -> tuple[Sample, ...]:
    """Return the leaves of every record of a scoring whose text was found."""
    pairs = zip(totals.cases.cases, totals.documents, strict=True)
    texts = ((case, score, case.text) for case, score in pairs if case.text is not None)
    return tuple(
        one for case, score, text in texts for one in samples(case, score, prepare(RawDocument(case.name, text)))
    )


def calibrate(found: Iterable[Sample], *, max_error: float, development: bool = False) -> Fitted:
    """Fit an L2 logistic regression and certify a review threshold.

    The measures come from cross-validation that leaves out whole documents. The threshold is certified on documents
    that the weights were not fitted on: with too few of them the weights are fitted on all and nothing is certified.

    Args:
        found: leaves of labelled documents.
        max_error: the share of accepted and wrong leaves that is tolerated.
        development: whether the reader was made with some of these labels in sight; the weights' label then says so.

    Raises:
        ConfigError: there are fewer than two documents, or no leaf is wrong (or none right): nothing can be learnt.
    """
    all_samples = tuple(found)
    table = _Table.of(all_samples)
    _check(table)
    fitting, certifying = _split(sorted(set(table.documents)), max_error)
    model = _fit(table.rows(fitting))
    threshold = (
        certify(_by_document(table.rows(certifying), model), max_error)
        if certifying
        else _too_few(len(fitting), max_error)
    )
    after = reliability(_left_out(table), table.right)
    before = reliability(table.default, table.right)
    if before is None or after is None:
        raise ConfigError(_nothing())
    digest = _hash(all_samples)
    label = f"fitted{' on the development split' if development else ''} {digest[:8]}"
    metrics = _metrics(after, threshold, len(fitting))
    weights = _weights(model, threshold, label=label, digest=digest, metrics=metrics)
    return Fitted(weights, before, after, threshold, len(set(table.documents)))


@dataclass(frozen=True, slots=True)
class _Table:
    """Samples as arrays: one row a leaf, one column a feature."""

    features: Floats
    right: Floats
    default: Floats
    always: NDArray[np.bool_]
    documents: NDArray[np.str_]

    @staticmethod
    def of(found: tuple[Sample, ...]) -> _Table:
        rows = [[one.found.get(name, 0.0) for name in FEATURES] for one in found]
        return _Table(
            np.array(rows, dtype=np.float64).reshape(len(found), len(FEATURES)),
            np.array([one.right for one in found], dtype=np.float64),
            np.array([UNCALIBRATED.confidence(one.found) for one in found], dtype=np.float64),
            np.array([one.always for one in found], dtype=np.bool_),
            np.array([one.document for one in found], dtype=np.str_),
        )

    def rows(self, documents: Iterable[str]) -> _Table:
        """Return the rows of these documents."""
        kept = np.isin(self.documents, list(documents))
        return _Table(
            self.features[kept], self.right[kept], self.default[kept], self.always[kept], self.documents[kept]
        )


Model = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class _Logistic:
    """Coefficients of a fitted regression, in the order of ``FEATURES``.

    Rounded as ``confidence.json`` holds them, and confidences as a record does: what is certified is what will be used.
    """

    intercept: float
    coefficients: Floats

    def __call__(self, features: Floats) -> Floats:
        score = np.clip(features @ self.coefficients + self.intercept, -30.0, 30.0)
        found: Floats = np.round(1 / (1 + np.exp(-score)), 4)
        return found


def _fit(table: _Table) -> _Logistic:
    if len(set(table.right)) < 2:  # noqa: PLR2004  (right and wrong)
        smoothed = (table.right.sum() + 1) / (len(table.right) + 2)
        return _Logistic(round(float(np.log(smoothed / (1 - smoothed))), 6), np.zeros(len(FEATURES)))
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(table.features, table.right)
    coefficients: Floats = np.asarray([round(float(value), 6) for value in model.coef_[0]], dtype=np.float64)
    return _Logistic(round(float(model.intercept_[0]), 6), coefficients)


def _left_out(table: _Table) -> Floats:
    """Return the confidence of each leaf by weights fitted without its document."""
    folds = GroupKFold(n_splits=min(FOLDS, len(set(table.documents))))
    confidence = np.empty(len(table.right))
    for fitting, judging in folds.split(table.features, table.right, groups=table.documents):
        part = _Table(
            table.features[fitting],
            table.right[fitting],
            table.default[fitting],
            table.always[fitting],
            table.documents[fitting],
        )
        confidence[judging] = _fit(part)(table.features[judging])
    return confidence


def _split(documents: list[str], max_error: float) -> tuple[list[str], list[str]]:
    """Keep half of the documents, at least as many as are needed, for certifying; none where too few would be left."""
    kept = max(documents_needed(max_error), len(documents) // 2)
    if len(documents) - kept < FEWEST:
        return documents, []
    order = [documents[at] for at in np.random.default_rng(SEED).permutation(len(documents))]
    return order[kept:], order[:kept]


def _by_document(table: _Table, model: Model) -> list[tuple[Floats, Floats]]:
    """Return confidence and right of each document; what is always reviewed can never be accepted."""
    confidence = np.where(table.always, -1.0, model(table.features))
    return [
        (confidence[table.documents == name], table.right[table.documents == name])
        for name in sorted(set(table.documents))
    ]


def _too_few(documents: int, max_error: float) -> Threshold:
    return Threshold(None, max_error, documents, documents_needed(max_error))


def _weights(
    model: _Logistic, threshold: Threshold, *, label: str, digest: str, metrics: dict[str, float | int | str | None]
) -> Weights:
    return Weights(
        label=label,
        intercept=model.intercept,
        weights={name: float(value) for name, value in zip(FEATURES, model.coefficients, strict=True)},
        review_below=UNCALIBRATED.review_below if threshold.value is None else threshold.value,
        data_sha256=digest,
        metrics=metrics,
    )


def _metrics(after: Reliability, threshold: Threshold, documents: int) -> dict[str, float | int | str | None]:
    certified = threshold.value is not None
    return {
        "documents": documents,
        "leaves": after.leaves,
        "brier": round(after.brier, 6),
        "ece": round(after.ece, 6),
        "auroc": None if after.auroc is None else round(after.auroc, 6),
        "augrc": round(after.augrc, 6),
        "max_error": threshold.max_error,
        "certified": "yes" if certified else "no",
        "certified_on": threshold.documents if certified else 0,
    }


def _hash(found: tuple[Sample, ...]) -> str:
    rows = sorted((one.document, sorted(one.found), one.right) for one in found)
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _check(table: _Table) -> None:
    count = len(set(table.documents))
    if count < FEWEST:
        raise ConfigError(
            say(
                f"校准至少需要 {FEWEST} 份既有金标又有置信度的报告，现有 {count} 份。",
                f"Calibration needs at least {FEWEST} reports with gold and confidence; there are {count}.",
            )
        )
    if len(set(table.right)) < 2:  # noqa: PLR2004  (right and wrong)
        raise ConfigError(_nothing())


def _nothing() -> str:
    return say(
        "没有可学的：所有字段都对（或都错），无从拟合权重。",
        "Nothing to learn: every leaf is right (or every one wrong).",
    )
