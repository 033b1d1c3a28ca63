"""Confidence: how likely each leaf of a record is right, and the reasons why a person should look."""

from __future__ import annotations

import math
from collections.abc import Mapping

from pydantic import Field, ValidationError

from extract.errors import ConfigError
from extract.language import say
from extract.model.answer import Answered, Verdict
from extract.model.reasons import must_review
from extract.model.record import Absent, Record
from extract.model.report import Model, Profile, Spanned
from extract.model.text import Reading
from extract.steps import features
from extract.steps.doubts import Doubts
from extract.steps.features import Features
from extract.steps.walk import Place, rewrite


class Weights(Model):
    """A logistic model: confidence = 1/(1 + exp(-(intercept + sum of weights of the features that hold))).

    ``label`` goes into ``run.calibration`` of the record; ``review_below`` is the confidence under which an item
    gets the reason ``low_confidence``; above 1 everything is reviewed.
    """

    label: str
    intercept: float
    weights: dict[str, float]
    review_below: float = Field(ge=0)
    data_sha256: str | None = None
    metrics: dict[str, float | int | str | None] = Field(default_factory=dict)

    def confidence(self, found: Features) -> float:
        """Return the confidence of a leaf with these features, to four decimals."""
        weights = self.weights
        score = self.intercept + sum([weights.get(name, 0.0) * value for name, value in found.items()])
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, score)))), 4)


UNCALIBRATED = Weights(
    label="uncalibrated",
    intercept=3.0,
    weights={
        "folded": -0.1,
        "fuzzy": -1.5,
        "missing": -4.5,
        "not_found": -0.5,
        "unknown_unit": -0.5,
        "elsewhere": -1.0,
        "unparsed": -3.0,
        "change_not_found": -2.0,
        "ocr_unsure": -1.5,
        "rival_agrees": 0.7,
        "rival_disagrees": -1.5,
        "rival_alone": -0.8,
        "samples_disagree": -1.2,
        "check_failed": -1.5,
        "check_passed": 0.5,
        "contradicted": -3.5,
        "not_stated": -2.5,
        "supported": 0.7,
        "refused": -1.5,
        "reasked": -0.4,
        "hesitant": -1.5,
        "crowded": -0.3,
        "closed_attribute": -0.8,
        "free_attribute": -1.2,
        "absent": -0.4,
        "group_narrative": -0.6,
    },
    review_below=0.7,
)
"""The default: weights set by judgement and documented in docs/confidence.md; no data stands behind them."""


def assess(  # noqa: PLR0913  (the pipeline's collaborators, each optional one named)
    record: Record,
    *,
    answered: Answered,
    reading: Reading,
    rival: Record | None = None,
    samples: tuple[Record, ...] = (),
    weights: Weights = UNCALIBRATED,
    verdicts: Mapping[str, Verdict] | None = None,
) -> Record:
    """Fill ``confidence``, ``fields``, ``reasons`` and ``absent`` of a record.

    Args:
        record: grounded and checked; its ``findings`` and ``facts`` lower or raise the confidence of what they touch.
        answered: the answer with what the reader knows about it (re-asks, refusals).
        reading: the report; all spans index its text.
        rival: the same report read by the other reader, grounded.
        samples: further answers to the same questions, grounded.
        weights: the model that turns features into confidence.
        verdicts: a verifier's word on single items, by id.

    Returns:
        The record with every object that holds a span assessed. Reasons that grounding has set stay in front.
        Assessing twice with the same arguments gives the same record.
    """
    doubts = Doubts(record, answered=answered, reading=reading, rival=rival, samples=samples, verdicts=verdicts or {})

    def assessed(place: Place) -> Spanned:
        codes, signs = doubts.of(place), doubts.signs(place)
        return _filled(place, codes, signs, weights)

    filled = rewrite(record, assessed)
    absent = tuple(_absent(path, doubts, weights) for path in _null_scalars(record))
    return filled.model_copy(update={"absent": absent})


def parse_weights(text: str, where: str) -> Weights:
    """Read a fitted ``confidence.json``.

    Raises:
        ConfigError: it is none, or names a feature that this version does not have.
    """
    try:
        weights = Weights.model_validate_json(text)
    except ValidationError as error:
        raise ConfigError(
            say(
                f"{where} 不是有效的置信度文件；请用 gouji eval calibrate 生成。",
                f"{where} is no valid confidence file; make one with `gouji eval calibrate`.",
            )
        ) from error
    unknown = sorted(weights.weights.keys() - set(features.FEATURES))
    if unknown:
        raise ConfigError(
            say(f"{where} 含有未知特征：{'、'.join(unknown)}。", f"{where} has unknown features: {', '.join(unknown)}.")
        )
    return weights


def _filled(place: Place, codes: tuple[str, ...], signs: tuple[str, ...], weights: Weights) -> Spanned:
    whole = weights.confidence(features.item_features(place, codes, signs))
    fields = {
        name: weights.confidence(features.attribute_features(place, name, codes, signs)) for name in place.attributes
    }
    low = min((whole, *fields.values())) < weights.review_below and not must_review(codes)
    reasons = (*codes, "low_confidence") if low else codes
    return place.thing.model_copy(update={"confidence": whole, "fields": fields or None, "reasons": reasons})


def _absent(path: str, doubts: Doubts, weights: Weights) -> Absent:
    codes, signs = doubts.of_absent(path)
    whole = weights.confidence(features.absent_features(codes, signs))
    reasons = (*codes, "low_confidence") if whole < weights.review_below and not must_review(codes) else codes
    return Absent(path=path, confidence=whole, reasons=reasons)


def _null_scalars(record: Record) -> tuple[str, ...]:
    return tuple(f"profile.{name}" for name in Profile.model_fields if getattr(record.profile, name) is None)
