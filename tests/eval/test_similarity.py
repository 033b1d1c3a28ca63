from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from anls_star import anls_score
from eval_fakes import home, run, small
from hypothesis import given
from hypothesis import strategies as st

from eval.evaluate import evaluate
from eval.scoring.similarity import fold, iou, soft
from extract.model.text import Span

CHINESE = st.text(alphabet="信访局接待群众来信来访，。12（）", max_size=30)


def test_the_soft_score_is_the_mean_of_unigram_and_bigram_f1() -> None:
    # 督办重 | 督办重要信访事项: unigrams 2·3/11, bigrams 2·2/9
    assert soft("督办重", "督办重要信访事项") == pytest.approx((6 / 11 + 4 / 9) / 2)


def test_repeated_characters_count_as_often_as_they_stand() -> None:
    assert soft("人人", "人") == pytest.approx(2 / 3)


@given(CHINESE, CHINESE)
def test_the_soft_score_is_symmetric_between_0_and_1_and_1_for_equal_texts(one: str, other: str) -> None:
    assert soft(one, other) == soft(other, one)
    assert 0 <= soft(one, other) <= 1
    assert soft(one, one) == 1


def test_width_punctuation_and_white_space_do_not_count() -> None:
    assert fold("１２ 件（批）， ＡＢ\n") == fold("12件(批),ab")


@pytest.mark.parametrize(
    ("one", "other", "wanted"), [((0, 8), (0, 3), 3 / 8), ((0, 4), (2, 6), 2 / 6), ((0, 4), (4, 8), 0.0)]
)
def test_iou_counts_characters(one: tuple[int, int], other: tuple[int, int], wanted: float) -> None:
    assert iou(Span(*one), Span(*other)) == pytest.approx(wanted)
    assert iou(Span(*one), None) == 0.0


def plain(data: dict[str, Any]) -> dict[str, Any]:
    """Return what both scorers see: department, functions and metrics without the keys that are null or places."""
    metrics = [
        {key: one[key] for key in ("name", "category", "value") if one[key] is not None} for one in data["metrics"]
    ]
    return {
        "department": data["profile"]["department_name"]["value"],
        "functions": [one["text"] for one in data["functions"]],
        "metrics": metrics,
    }


@pytest.mark.parametrize("seed", range(12))
def test_field_accuracy_agrees_with_anls_star_where_both_define_the_same(tmp_path: Path, seed: int) -> None:
    """Items are dropped and values replaced by wholly different ones, so that ANLS* gives 0 or 1 a leaf as we do."""
    chance = random.Random(seed)  # noqa: S311  (a reproducible case, no secret)
    gold, predicted = small(finance=[]), small(finance=[])
    predicted["functions"] = [one for one in predicted["functions"] if chance.random() > 0.4]
    predicted["metrics"] = [one for one in predicted["metrics"] if chance.random() > 0.4]
    for one in predicted["metrics"]:
        if chance.random() < 0.5:
            one["category"] = "other"
        elif chance.random() < 0.5:
            one["value"] = "7"
    if chance.random() < 0.5:
        predicted["profile"]["department_name"]["value"] = "无关"
    totals = evaluate(home(tmp_path / "gold", gold), run(tmp_path / "run", predicted))
    assert totals.leaves.accuracy == pytest.approx(anls_score(plain(gold), plain(predicted)))
