from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from eval_fakes import home, run, small

from eval.ceiling import agree, read_ceiling
from eval.cli import command
from eval.compare import compare, field_of
from eval.evaluate import evaluate
from eval.gold import read_gold
from eval.summary import as_json
from extract.errors import ConfigError


def spoiled(document: str) -> dict[str, Any]:
    """Return the small report with a wrong category, a missed figure and a spurious function."""
    data = small(document)
    data["metrics"][0]["category"] = "other"
    del data["metrics"][1]
    data["functions"].append({"text": "2023年报告", "span": [2, 9]})
    return data


@pytest.fixture
def scores(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A gold home with two reports, a perfect score and a worse one."""
    gold = home(tmp_path / "gold", small("a"), small("b"))
    good = run(tmp_path / "good", small("a"), small("b"))
    bad = run(tmp_path / "bad", small("a"), spoiled("b"))
    paths = []
    for where in (good, bad):
        path = tmp_path / f"{where.name}.json"
        path.write_text(json.dumps(as_json(evaluate(gold, where))), encoding="utf-8")
        paths.append(path)
    return gold, paths[0], paths[1]


def test_a_fall_of_a_guarded_metric_ends_with_status_4(scores: tuple[Path, Path, Path]) -> None:
    _, good, bad = scores
    assert CliRunner().invoke(command, ["compare", str(good), str(bad)]).exit_code == 4
    assert CliRunner().invoke(command, ["compare", str(bad), str(good)]).exit_code == 0
    assert CliRunner().invoke(command, ["compare", str(good), str(good)]).exit_code == 0


def test_a_fall_within_the_tolerance_is_none(scores: tuple[Path, Path, Path]) -> None:
    _, good, bad = scores
    assert CliRunner().invoke(command, ["compare", str(good), str(bad), "--tolerance", "0.5"]).exit_code == 0


def test_only_guarded_metrics_count(scores: tuple[Path, Path, Path], tmp_path: Path) -> None:
    gold, good, _ = scores
    extra = small("b")
    extra["functions"].append({"text": "2023年报告", "span": [2, 9]})
    worse = tmp_path / "extra.json"
    worse.write_text(json.dumps(as_json(evaluate(gold, run(tmp_path / "x", small("a"), extra)))), encoding="utf-8")
    guard_recall = ["compare", str(good), str(worse), "--guard", "headline.recall"]
    assert CliRunner().invoke(command, guard_recall).exit_code == 0
    assert CliRunner().invoke(command, ["compare", str(good), str(worse)]).exit_code == 4


def test_the_fields_that_changed_are_named_both_ways(scores: tuple[Path, Path, Path]) -> None:
    _, good, bad = (json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {} for path in scores)
    found = compare(good, bad)
    assert found.lost == {"metrics.category": 2, "metrics.name": 1, "metrics.value": 1, "functions.text": 1}
    assert found.gained == {}
    assert compare(bad, good).gained == found.lost
    assert ("b", "+functions@2-9.text", "-", "H") in found.flips


def test_run_folders_are_scored_on_the_way(scores: tuple[Path, Path, Path], tmp_path: Path) -> None:
    gold, _, _ = scores
    arguments = ["compare", str(tmp_path / "good"), str(tmp_path / "bad"), "--gold", str(gold)]
    assert CliRunner().invoke(command, arguments).exit_code == 4


def test_scores_of_different_gold_are_not_compared(scores: tuple[Path, Path, Path], tmp_path: Path) -> None:
    _, good, _ = scores
    other = home(tmp_path / "other", small("a", goals=[{"text": "甲局", "span": [0, 2]}]))
    score = as_json(evaluate(other, tmp_path / "good"))
    with pytest.raises(ConfigError, match="a"):
        compare(json.loads(good.read_text(encoding="utf-8")), score)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"documents": [{}]}'])
def test_a_file_that_is_no_score_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "score.json"
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(command, ["compare", str(path), str(path)])
    assert isinstance(result.exception, ConfigError)
    assert "score.json" in result.exception.message


@pytest.mark.parametrize(
    ("leaf", "field"),
    [
        ("finance[3].change.value", "finance.change.value"),
        ("measures[2].actions[0].text", "actions.text"),
        ("problems[0].cause.text", "causes.text"),
        ("improvements[1].steps[4].text", "steps.text"),
        ("improvements[1].link", "improvements.link"),
        ("+functions@2-9.text", "functions.text"),
        ("profile.self_score", "profile.self_score"),
    ],
)
def test_a_leaf_knows_its_field(leaf: str, field: str) -> None:
    assert field_of(leaf) == field


def test_two_annotators_go_through_the_same_scorer(tmp_path: Path) -> None:
    one = read_gold(home(tmp_path / "one", small("a"), small("b")))
    other = read_gold(home(tmp_path / "two", small("a"), spoiled("b")))
    ceiling = agree(one, other).ceiling()
    # 14 items each side but one missed and one extra: 13 matched of 14 and 14
    assert ceiling.measures["items.micro.f1"] == pytest.approx(2 * 13 / 28)
    assert agree(other, one).ceiling().measures["items.micro.f1"] == pytest.approx(2 * 13 / 28)


def test_the_ceiling_stands_beside_every_score(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_LANG", "en")
    gold = home(tmp_path / "gold", small("a"))
    other = home(tmp_path / "other", spoiled("a"))
    saved = ["agreement", str(gold), str(other), "--json", str(gold / "agreement.json")]
    assert CliRunner().invoke(command, saved).exit_code == 0
    result = CliRunner().invoke(
        command, ["score", "--gold", str(gold), "--records", str(run(tmp_path / "r", small("a")))]
    )
    assert "agreement of two annotations over 1 reports" in result.output
    assert read_ceiling(None, read_gold(gold)) is not None


def test_without_an_agreement_the_ceiling_is_said_to_be_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_LANG", "en")
    gold, records = home(tmp_path / "gold", small("a")), run(tmp_path / "r", small("a"))
    assert (
        "ceiling unknown"
        in CliRunner().invoke(command, ["score", "--gold", str(gold), "--records", str(records)]).output
    )
