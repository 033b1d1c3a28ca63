from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.intervals import bootstrap, item_f1, leaf_accuracy, leaf_f1, paired_bootstrap, sign_flip


def counts(documents: int, seed: int = 1) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return C, S, O, H of so many documents."""
    return np.random.default_rng(seed).integers(0, 50, size=(documents, 4)).astype(np.float64)


def test_one_document_has_no_interval() -> None:
    assert bootstrap({"a": (counts(1), leaf_accuracy)}) == {"a": None}


def test_the_interval_holds_the_estimate_and_narrows_with_documents() -> None:
    few = bootstrap({"a": (counts(10), leaf_accuracy)})["a"]
    many = bootstrap({"a": (counts(400), leaf_accuracy)})["a"]
    assert few is not None
    assert many is not None
    estimate = leaf_accuracy(counts(400).sum(axis=0, keepdims=True))[0]
    assert many.low < estimate < many.high
    assert many.high - many.low < few.high - few.low
    assert many.reliable
    assert not few.reliable


def test_the_same_scores_give_the_same_interval() -> None:
    table = {"a": (counts(12), leaf_f1)}
    assert bootstrap(table) == bootstrap(table)


def test_documents_of_equal_scores_have_an_interval_of_no_width() -> None:
    same = np.tile([[8.0, 1.0, 1.0, 0.0]], (5, 1))
    found = bootstrap({"a": (same, leaf_accuracy)})["a"]
    assert found is not None
    assert (found.low, found.high) == (0.8, 0.8)


def test_the_interval_is_that_of_drawing_documents_with_replacement() -> None:
    """Two documents, one all right and one all wrong: both halves drawn alone have probability 1/4."""
    found = bootstrap({"a": (np.array([[9.0, 0, 0, 0], [0, 9.0, 0, 0]]), leaf_accuracy)})["a"]
    assert found is not None
    assert (found.low, found.high) == (0.0, 1.0)


def test_a_paired_interval_of_equal_runs_is_zero() -> None:
    found = paired_bootstrap(counts(9), counts(9), leaf_accuracy)
    assert found is not None
    assert (found.low, found.high) == (0.0, 0.0)


def test_the_sign_flip_test_counts_patterns_exactly_for_few_documents() -> None:
    # of the 8 patterns only +++ and --- reach the observed sum
    assert sign_flip(np.array([0.1, 0.2, 0.3])) == pytest.approx(2 / 8)
    # sum 0.1: all patterns reach it
    assert sign_flip(np.array([0.2, -0.1])) == pytest.approx(1.0)
    assert sign_flip(np.zeros(4)) is None


def test_the_sign_flip_test_samples_patterns_for_many_documents() -> None:
    moved = np.full(40, 0.01)
    found = sign_flip(moved)
    assert found is not None
    assert found < 0.001
    balanced = sign_flip(np.array([0.01, -0.01] * 20))
    assert balanced == pytest.approx(1.0)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(-1, 1), min_size=1, max_size=8))
def test_turning_all_signs_changes_nothing(values: list[float]) -> None:
    assert sign_flip(np.array(values)) == sign_flip(-np.array(values))


def test_undefined_measures_are_nan_and_not_zero() -> None:
    assert np.isnan(item_f1(np.zeros((1, 3)))[0])
