from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from eval_fakes import Floats, home, label, run, simulated, small
from hypothesis import given, settings
from hypothesis import strategies as st
from mapie.metrics.calibration import expected_calibration_error
from mapie.risk_control.methods import find_best_predict_param, get_r_hat_plus
from sklearn.metrics import brier_score_loss, roc_auc_score

from eval.cli import command
from eval.evaluate import evaluate
from eval.trust.calibration import Fitted, Sample, calibrate, samples_of
from eval.trust.calibration_table import advice
from eval.trust.conformal import Threshold, certify, documents_needed
from eval.trust.judgements import judgements
from eval.trust.reliability import Reliability, augrc, auroc, reliability, risk_coverage
from extract.errors import ConfigError
from extract.steps.confidence import UNCALIBRATED, Weights, parse_weights


def pooled(documents: list[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    return np.concatenate([one for one, _ in documents]), np.concatenate([one for _, one in documents])


@pytest.mark.parametrize("seed", range(4))
def test_measures_agree_with_scikit_learn_and_mapie(seed: int) -> None:
    random = np.random.default_rng(seed)
    confidence = random.random(500)  # no ties, so that ten equal-mass bins are the same everywhere
    right = (random.random(500) < confidence**0.7).astype(np.float64)
    found = reliability(confidence, right)
    assert found is not None
    assert found.brier == pytest.approx(brier_score_loss(right, confidence))
    assert found.auroc == pytest.approx(roc_auc_score(right, confidence))
    order = np.argsort(confidence)
    theirs = expected_calibration_error(right[order], confidence[order], num_bins=10, split_strategy="array split")
    assert found.ece == pytest.approx(theirs)


@pytest.mark.parametrize("seed", range(3))
def test_augrc_is_what_auroc_and_accuracy_make_of_it(seed: int) -> None:
    """Traub et al. 2024, equation 10: AUGRC = (1 - AUROC)·acc·(1 - acc) + (1 - acc)²/2; ties included."""
    confidence, right = pooled(simulated(5, seed))
    confidence = np.round(confidence, 1)
    accuracy, area = right.mean(), auroc(confidence, right)
    assert area is not None
    assert augrc(confidence, right) == pytest.approx((1 - area) * accuracy * (1 - accuracy) + (1 - accuracy) ** 2 / 2)


def test_an_auroc_of_leaves_that_are_all_right_is_undefined() -> None:
    assert auroc(np.array([0.3, 0.9]), np.array([1.0, 1.0])) is None


def test_the_risk_coverage_curve_ends_with_all_errors() -> None:
    coverage, risk = risk_coverage(np.array([0.9, 0.9, 0.2]), np.array([1.0, 0.0, 0.0]))
    assert coverage.tolist() == pytest.approx([0, 2 / 3, 1])
    assert risk.tolist() == pytest.approx([0, 1 / 3, 2 / 3])


@pytest.mark.parametrize(("max_error", "needed"), [(0.05, 19), (0.1, 9), (0.2, 4), (0.01, 99), (0.5, 1)])
def test_an_error_of_one_in_twenty_needs_nineteen_documents(max_error: float, needed: int) -> None:
    assert documents_needed(max_error) == needed
    assert certify(simulated(needed - 1, 1), max_error).value is None
    assert certify(simulated(needed, 1), max_error).value is not None


@pytest.mark.parametrize("seed", range(5))
def test_the_threshold_is_the_one_that_mapie_finds(seed: int) -> None:
    documents = simulated(40, seed)
    error = 0.0997  # no sum of losses meets it exactly, where MAPIE says < and the theorem <=
    found = certify(documents, error)
    grid = np.unique(np.concatenate([[0.0], *(np.nextafter(confidence, 2.0) for confidence, _ in documents)]))
    losses = np.array([[np.mean((c >= level) & (r < 1)) for level in grid] for c, r in documents])
    _, bounds = get_r_hat_plus(losses, grid, method="crc", bound=None, delta=None, sigma_init=None)
    theirs = find_best_predict_param(grid, bounds, np.array([error]))
    assert found.value == pytest.approx(float(theirs[0]))


def test_the_promised_error_is_kept_on_average_over_simulated_documents() -> None:
    """SIMULATED: 400 times 25 documents choose a threshold, and a fresh document is judged by it."""
    losses, reviewed = [], []
    for draw in range(400):
        documents = simulated(26, 1000 + draw)
        found = certify(documents[:25], 0.1)
        assert found.value is not None
        confidence, right = documents[25]
        losses.append(float(np.mean((confidence >= found.value) & (right < 1))))
        reviewed.append(found.reviewed or 0.0)
    spread = float(np.std(losses)) / np.sqrt(len(losses))
    assert np.mean(losses) <= 0.1 + 2 * spread
    assert 0 < np.mean(reviewed) < 1


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.06, 0.5))
def test_a_stricter_promise_never_means_less_review(seed: int, max_error: float) -> None:
    documents = simulated(30, seed)
    strict, loose = certify(documents, max_error / 1.5), certify(documents, max_error)
    assert strict.value is None or (loose.value is not None and strict.value >= loose.value)


def samples(documents: int, seed: int = 0) -> list[Sample]:
    """SIMULATED leaves: ``fuzzy`` ones are often wrong, ``rival_agrees`` ones hardly ever, ``crowded`` says nothing."""
    random = np.random.default_rng(seed)
    made = []
    for document in range(documents):
        for _ in range(50):
            names = [name for name in ("fuzzy", "rival_agrees", "crowded") if random.random() < 0.4]
            score = 1.5 - 2.5 * ("fuzzy" in names) + 2 * ("rival_agrees" in names)
            right = random.random() < 1 / (1 + np.exp(-score))
            made.append(Sample(f"d{document:03}", dict.fromkeys(names, 1.0), None, bool(right), always=False))
    return made


def test_fitting_finds_what_the_simulated_leaves_were_made_from() -> None:
    fitted = calibrate(samples(80), max_error=0.05)
    weights = fitted.weights.weights
    assert weights["fuzzy"] == pytest.approx(-2.5, abs=0.4)
    assert weights["rival_agrees"] == pytest.approx(2, abs=0.4)
    assert weights["crowded"] == pytest.approx(0, abs=0.3)
    assert fitted.after.brier < fitted.before.brier
    assert fitted.after.ece < 0.03
    assert fitted.threshold.documents == 40
    assert fitted.weights.review_below == fitted.threshold.value


def test_the_threshold_is_certified_on_the_very_confidences_that_a_run_will_use() -> None:
    fitted = calibrate(samples(80), max_error=0.05)
    assert fitted.threshold.value is not None
    levels = {fitted.weights.confidence(one.found) for one in samples(80)}
    assert any(np.nextafter(level, 2.0) == fitted.threshold.value for level in levels)
    read = parse_weights(fitted.weights.model_dump_json(), "confidence.json")
    assert read.review_below == fitted.threshold.value


def test_few_documents_certify_nothing_and_say_how_many_it_takes() -> None:
    fitted = calibrate(samples(3), max_error=0.05)
    assert fitted.threshold.value is None
    assert fitted.threshold.needed == 19
    assert fitted.weights.review_below == UNCALIBRATED.review_below
    assert fitted.weights.metrics["certified"] == "no"


def test_the_same_leaves_give_the_same_weights_in_whatever_order_they_come() -> None:
    found = samples(6)
    one, other = calibrate(found, max_error=0.05), calibrate(found[::-1], max_error=0.05)
    assert one.weights.data_sha256 == other.weights.data_sha256
    assert one.weights.weights == pytest.approx(other.weights.weights, abs=1e-4)


@pytest.mark.parametrize("documents", [0, 1])
def test_fewer_than_two_documents_cannot_be_calibrated(documents: int) -> None:
    with pytest.raises(ConfigError, match="2"):
        calibrate(samples(documents), max_error=0.05)


def test_leaves_that_are_all_right_teach_nothing() -> None:
    right = [Sample(f"d{at}", {}, None, right=True, always=False) for at in range(40)]
    with pytest.raises(ConfigError):
        calibrate(right, max_error=0.05)


def test_what_is_always_reviewed_never_counts_as_an_error_left() -> None:
    wrong = [Sample(s.document, s.found, None, right=False, always=True) for s in samples(60)[::3]]
    kept = [s for at, s in enumerate(samples(60)) if at % 3]
    relaxed = calibrate([*kept, *wrong], max_error=0.2).threshold
    strict = calibrate(
        [*kept, *(Sample(s.document, s.found, None, s.right, always=False) for s in wrong)], max_error=0.2
    )
    assert relaxed.value is not None
    assert strict.threshold.value is not None
    assert relaxed.value <= strict.threshold.value


def test_judgements_hold_items_attributes_and_null_scalars(tmp_path: Path) -> None:
    data = small()
    data["metrics"][0] |= {"confidence": 0.9, "fields": {"category": 0.4}, "category": "other"}
    data["absent"] = [{"path": "profile.preparer", "confidence": 0.8}]
    totals = evaluate(home(tmp_path / "g", small()), run(tmp_path / "r", data))
    found = {(one.path, one.attribute): one for one in judgements(totals.cases.cases[0], totals.documents[0])}
    assert found["metrics[0]", None].right
    assert not found["metrics[0]", "category"].right
    assert found["metrics[0]", "category"].confidence == 0.4
    assert found["metrics[0]", "change"].right
    assert found["profile.preparer", None].right
    assert found["profile.department_name", None].right


def test_calibrate_writes_weights_that_a_run_can_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_LANG", "en")
    wrong = label("panyu-2023")
    for metric in wrong["metrics"][:6]:
        metric["category"] = "other"
    texts = Path(__file__).parents[2] / "gold" / "reports"
    records = run(tmp_path / "r", wrong, label("nanyue-2021"), text=None)
    out = tmp_path / "confidence.json"
    arguments = ["--gold", str(texts.parent), "--records", str(records), "--texts", str(texts), "--out", str(out)]
    result = CliRunner().invoke(command, ["calibrate", *arguments], catch_exceptions=False)
    assert "not certifiable with 2 documents (needs 19" in " ".join(result.output.split())
    assert "too high for new reports" in " ".join(result.output.split())
    weights = parse_weights(out.read_text(encoding="utf-8"), "confidence.json")
    assert isinstance(weights, Weights)
    assert weights.label.startswith("fitted on the development split")


def test_calibrating_learns_from_hesitation_and_from_what_a_verifier_supported(tmp_path: Path) -> None:
    """Records as runs leave them: what was hesitated over is wrong, what was supported is right."""
    labels = [small(name) for name in ("a", "b", "c")]
    made = [small(name) for name in ("a", "b", "c")]
    for data in made:
        wrong, right = data["metrics"]
        wrong |= {"category": "other", "reasons": ["hesitant:category"]}
        right |= {"id": "metrics-2"}
        data["run"] = {"id": "r", "reader": "llm", "started_at": "", "seconds": 1, "supported": ["metrics-2"]}
    totals = evaluate(home(tmp_path / "g", *labels), run(tmp_path / "r", *made))
    weights = calibrate(samples_of(totals), max_error=0.05).weights.weights
    assert weights["hesitant"] < 0 < weights["supported"]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [(0.8, 0.9, "用法：gouji run"), (0.8, 0.7, "不建议使用"), (None, None, "用法：gouji run")],
)
def test_weights_that_find_wrong_fields_less_well_than_the_default_are_advised_against(
    before: float | None, after: float | None, words: str
) -> None:
    measured = Reliability(leaves=9, accuracy=0.9, brier=0.1, ece=0.1, auroc=before, augrc=0.1, bins=())
    fitted = Fitted(UNCALIBRATED, measured, replace(measured, auroc=after), Threshold(None, 0.05, 2, 19), 2)
    assert words in advice(fitted, Path("c.json"))
