from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.cli import command
from eval.gold import read_gold
from eval.records import Case
from eval.scoring.align import match_items, match_similar
from eval.scoring.items import LISTS
from eval.scoring.score import score_case
from extract.model.record import Record

GOLD = Path(__file__).parents[2] / "gold"


def label(name: str = "panyu-2023") -> dict[str, Any]:
    data: dict[str, Any] = json.loads((GOLD / "labels" / f"{name}.gold.json").read_text(encoding="utf-8"))
    return data


def scored(data: dict[str, Any], name: str = "panyu-2023") -> Any:
    report = next(one for one in read_gold(GOLD).reports if one.name == name)
    return score_case(Case(report, Record.model_validate(data), report.text))


def listed(data: dict[str, Any], name: str) -> Any:
    return next(one for one in scored(data).lists if one.spec.name == name)


def test_gold_scored_against_itself_is_perfect() -> None:
    score = scored(label())
    assert score.items.f1 == 1.0
    assert score.leaves.accuracy == 1.0
    assert score.leaves.edits == 0


def test_a_report_without_a_record_has_all_its_leaves_omitted() -> None:
    report = read_gold(GOLD).reports[0]
    score = score_case(Case(report, None, None))
    assert score.leaves.C == score.leaves.S == score.leaves.H == 0
    assert score.leaves.O > 100
    assert score.leaves.recall == 0.0
    assert score.leaves.precision is None


def test_a_text_matches_from_half_of_the_common_characters_on() -> None:
    data = label()
    start, end = data["functions"][0]["span"]
    data["functions"][0]["span"] = [start, start + (end - start + 1) // 2]
    assert listed(data, "functions").counts.matched == len(data["functions"])
    data["functions"][0]["span"] = [start, start + (end - start) // 2 - 1]
    assert listed(data, "functions").counts.matched == len(data["functions"]) - 1


def test_a_figure_matches_at_equal_value_in_the_base_unit() -> None:
    data = label()
    amount = next(one for one in data["finance"] if one["unit"] == "万元")
    amount["value"], amount["unit"] = str(int(float(amount["value"]) * 10_000)), "元"
    assert listed(data, "finance").counts.f1 == 1.0
    amount["unit"] = "万元"
    assert listed(data, "finance").counts.matched == len(data["finance"]) - 1


def test_a_figure_elsewhere_in_the_text_is_no_match() -> None:
    data = label()
    start, end = data["metrics"][0]["span"]
    data["metrics"][0]["span"] = [end, end + end - start]
    assert listed(data, "metrics").counts.matched == len(data["metrics"]) - 1


def test_an_item_without_a_span_is_spurious_and_its_gold_is_missed() -> None:
    data = label()
    data["problems"][0]["statement"]["span"] = None
    problems = listed(data, "problems")
    assert len(problems.items.missed) == len(problems.items.spurious) == 1


def test_attributes_are_judged_inside_matched_pairs_only() -> None:
    data = label()
    data["metrics"][0]["category"] = "other"
    del data["metrics"][1]
    category = listed(data, "metrics").attributes["category"]
    assert (category.right, category.pairs) == (len(label()["metrics"]) - 2, len(label()["metrics"]) - 1)


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_items_never_matters(random: Any) -> None:
    gold, data = label(), label()
    for name in ("metrics", "finance", "functions"):
        for item in data[name]:
            if random.random() < 0.4:
                item["span"] = [max(0, end + random.randint(-9, 9)) for end in item["span"]]
    shuffled = json.loads(json.dumps(data))
    for name in ("metrics", "finance", "functions", "goals", "measures"):
        random.shuffle(shuffled[name])
        random.shuffle(gold[name])
    for spec in LISTS:
        ours = tuple(spec.items(Record.model_validate(label())))
        other = tuple(spec.items(Record.model_validate(gold)))
        one = tuple(spec.items(Record.model_validate(data)))
        two = tuple(spec.items(Record.model_validate(shuffled)))
        for match in (match_items, match_similar):
            straight, mixed = match(ours, one, spec), match(other, two, spec)
            assert [(a.span, b.span) for a, b in straight.pairs] == [(a.span, b.span) for a, b in mixed.pairs]


def test_the_assignment_is_the_best_one_and_not_the_first_found() -> None:
    data = label()
    (start, end), one = data["functions"][0]["span"], data["functions"][0]
    half = {**one, "span": [start + 2, end]}
    data["functions"] = [half, *data["functions"]]
    functions = listed(data, "functions")
    assert [tuple(item.span) for item in functions.items.spurious] == [(start + 2, end)]


def test_score_writes_the_json_that_other_programs_rely_on(tmp_path: Path) -> None:
    (tmp_path / "records.jsonl").write_text(json.dumps(label(), ensure_ascii=False) + "\n", encoding="utf-8")
    target = tmp_path / "score.json"
    arguments = ["score", "--gold", str(GOLD), "--records", str(tmp_path), "--json", str(target)]
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    score = json.loads(target.read_text(encoding="utf-8"))
    assert {"precision", "recall", "f1", "accuracy", "C", "S", "O", "H"} <= score["headline"].keys()
    assert set(score["items"]["micro"]) >= {"precision", "recall", "f1"}
    assert score["items"]["lists"]["metrics"]["matched"] == len(label()["metrics"])
    assert score["gold"]["without_record"] == ["nanyue-2021", "panlong-2022"]


@pytest.mark.parametrize(("language", "words"), [("zh", "尚未经人确认"), ("en", "not yet confirmed by")])
def test_every_score_says_that_no_person_confirmed_the_gold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setenv("GOUJI_LANG", language)
    (tmp_path / "records.jsonl").write_text(json.dumps(label(), ensure_ascii=False) + "\n", encoding="utf-8")
    result = CliRunner().invoke(command, ["score", "--gold", str(GOLD), "--records", str(tmp_path)])
    assert words in result.output
    assert "fitted" in result.output


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_gold_and_prediction_may_change_places_without_changing_what_matches(random: Any) -> None:
    gold, data = label(), label()
    for name in ("metrics", "finance", "functions", "goals"):
        data[name] = [item for item in data[name] if random.random() < 0.8]
        for item in data[name]:
            if random.random() < 0.4:
                item["span"] = [max(0, end + random.randint(-9, 9)) for end in item["span"]]
    for spec in LISTS:
        one, other = tuple(spec.items(Record.model_validate(gold))), tuple(spec.items(Record.model_validate(data)))
        forth, back = match_items(one, other, spec), match_items(other, one, spec)
        assert len(forth.pairs) == len(back.pairs)
        assert len(forth.pairs) + len(forth.missed) == len(one)
        assert len(forth.pairs) + len(forth.spurious) == len(other)
