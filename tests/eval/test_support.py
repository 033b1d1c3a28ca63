from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from eval_fakes import GOLD, TEXT, home, label, run, small, span

from eval.carry import carry
from eval.cli import command
from eval.evaluate import evaluate
from eval.gold import CONFIRMED, UNCONFIRMED, read_gold
from eval.scoring.findings import Expected, read_expected, score_findings
from eval.scoring.items import LISTS
from eval.scoring.support import support
from extract.errors import ConfigError
from extract.model.record import Finding, Message, Record, Severity
from extract.model.text import Span
from extract.steps.walk import places
from extract.store.records import dump_record


def supported(**changes: Any) -> Any:
    return support(Record.model_validate(small(**changes)), TEXT, LISTS)


def test_a_record_that_says_what_its_text_says_is_supported() -> None:
    found = supported()
    assert found.checked == 7
    assert found.unsupported == found.misgrounded == found.altered == ()


def test_a_value_that_stands_nowhere_is_unsupported() -> None:
    finance = small()["finance"]
    finance[0]["value"] = "101"
    assert supported(finance=finance).unsupported == ("finance[0]",)


def test_a_value_that_stands_elsewhere_than_cited_is_misgrounded() -> None:
    finance = small()["finance"]
    finance[0]["span"] = span("94万元")
    found = supported(finance=finance)
    assert (found.unsupported, found.misgrounded) == ((), ("finance[0]",))


def test_a_value_without_a_span_is_misgrounded_where_the_text_has_it() -> None:
    functions = small()["functions"]
    functions[0]["span"] = None
    assert supported(functions=functions).misgrounded == ("functions[0]",)


def test_a_passage_that_its_span_does_not_read_back_is_altered() -> None:
    functions = small()["functions"]
    functions[0]["text"] = "接待来访。"
    assert supported(functions=functions).altered == ("functions[0]",)


def test_all_gold_is_supported_by_its_text() -> None:
    for report in read_gold(GOLD).reports:
        assert report.text is not None
        found = support(report.record, report.text, LISTS)
        assert found.altered == ()
        assert found.unsupported == ()


def finding(rule: str, *spans: tuple[int, int]) -> Finding:
    """Return a finding of a rule at these places."""
    return Finding(
        id=f"{rule}{spans}",
        rule=rule,
        severity=Severity.WARNING,
        message=Message(zh="不符", en="does not fit"),
        spans=tuple(Span(*one) for one in spans),
    )


def expected() -> Expected:
    """Return gold of two findings, and one that must not fire."""
    return Expected.model_validate(
        {
            "document": "a",
            "expected": [
                {"rule": "sums", "spans": [[0, 5], [9, 12]], "says": "parts"},
                {"rule": "sums", "spans": [[20, 25]], "says": "other parts"},
            ],
            "must_pass": [{"rule": "rates", "spans": [[30, 35]], "says": "truncated, not wrong"}],
        }
    )


def test_findings_of_one_rule_match_where_they_share_characters() -> None:
    found = score_findings(expected(), [finding("sums", (10, 11)), finding("sums", (2, 3)), finding("dates", (0, 9))])
    assert (found.rules["sums"].matched, found.rules["sums"].gold, found.rules["sums"].predicted) == (1, 2, 2)
    assert found.rules["dates"].precision == 0.0
    assert found.false_alarms == ()


def test_a_rule_that_fires_where_it_must_not_is_a_false_alarm() -> None:
    assert score_findings(expected(), [finding("rates", (34, 40))]).false_alarms == ("rates",)
    assert score_findings(expected(), [finding("rates", (35, 40))]).false_alarms == ()


def test_the_findings_of_the_gold_are_read() -> None:
    assert all(report.expected is not None for report in read_gold(GOLD).reports)


def test_a_findings_file_of_another_form_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.findings.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"a\.findings\.json"):
        read_expected(path)


@pytest.mark.parametrize("name", ["panyu-2023", "nanyue-2021", "panlong-2022"])
def test_spans_are_carried_to_a_text_that_is_laid_out_differently(name: str) -> None:
    """The text without line breaks and with spaces put in: every span must come back to its own characters."""
    text = (GOLD / "reports" / f"{name}.txt").read_text(encoding="utf-8")
    record = Record.model_validate(label(name))
    spread = "".join(f"{char} " if at % 7 == 0 else char for at, char in enumerate(text.replace("\n", "")))
    there = carry(record, text, spread)
    assert there is not None
    for before, after in zip(places(record), places(there), strict=True):
        ours, theirs = before.thing.span, after.thing.span
        assert ours is not None
        assert theirs is not None
        same = "".join(text[ours.start : ours.end].split()), "".join(spread[theirs.start : theirs.end].split())
        assert same[0] == same[1]
    assert carry(there, spread, text) == record


def test_a_run_that_read_another_file_of_the_report_is_scored_all_the_same(tmp_path: Path) -> None:
    """The run's text has a page header and other line breaks; its spans are carried to the gold's text."""
    other = "第1页\n" + TEXT.replace("。", "。\n\n")
    moved = carry(Record.model_validate(small()), TEXT, other)
    assert moved is not None
    records = run(tmp_path / "run", json.loads(dump_record(moved)), text=other)
    totals = evaluate(home(tmp_path / "gold", small()), records)
    assert totals.items.f1 == 1.0
    assert [case.carried for case in totals.cases.cases] == [True]
    assert totals.documents[0].support is not None
    assert totals.documents[0].support.altered == ()


def test_labels_count_as_confirmed_only_where_the_gold_says_so(tmp_path: Path) -> None:
    where = home(tmp_path, small())
    assert read_gold(where).provenance is UNCONFIRMED
    (where / "splits.toml").write_text("[labels]\nconfirmed_by_people = true\n", encoding="utf-8")
    assert read_gold(where).provenance is CONFIRMED
    assert read_gold(where / "labels").provenance is CONFIRMED


@pytest.mark.parametrize(
    "arguments",
    [["--gold", "nowhere", "--records", "nowhere"], ["--gold", str(GOLD), "--records", "nowhere"]],
)
def test_what_is_not_there_is_said_in_one_sentence(arguments: list[str]) -> None:
    result = CliRunner().invoke(command, ["score", *arguments])
    assert isinstance(result.exception, ConfigError)
    assert "nowhere" in result.exception.message


def test_a_run_without_any_annotated_report_is_said_so(tmp_path: Path) -> None:
    arguments = ["--gold", str(home(tmp_path / "g", small("a"))), "--records", str(run(tmp_path / "r", small("b")))]
    result = CliRunner().invoke(command, ["score", *arguments])
    assert isinstance(result.exception, ConfigError)


def test_a_record_in_a_folder_of_the_run_is_found_by_the_last_part_of_its_name(tmp_path: Path) -> None:
    gold = home(tmp_path / "g", small("a"))
    totals = evaluate(gold, run(tmp_path / "r", small("2023/a"), text=None))
    assert totals.items.f1 == 1.0


def test_splits_and_merges_are_counted(tmp_path: Path) -> None:
    whole = {"text": "接待来访；处理来信", "span": [span("接待来访")[0], span("处理来信")[1]]}
    gold, parts = home(tmp_path / "g", small("a", functions=[whole])), run(tmp_path / "r", small("a"))
    assert evaluate(gold, parts).splits_and_merges["functions"] == (1, 0)
    other = home(tmp_path / "h", small("a")), run(tmp_path / "s", small("a", functions=[whole]))
    assert evaluate(*other).splits_and_merges["functions"] == (0, 1)


def test_links_are_scored_end_to_end_and_among_matched_ends(tmp_path: Path) -> None:
    blocks = {
        "problems": [{"statement": {"text": "接待来访", "span": span("接待来访")}, "topic": "other", "details": []}],
        "improvements": [
            {
                "statement": {"text": "处理来信", "span": span("处理来信")},
                "topic": "other",
                "steps": [],
                "addresses": [0],
                "link": "explicit",
            }
        ],
    }
    missed = {**blocks, "problems": [{**blocks["problems"][0], "statement": {"text": "甲局", "span": [0, 2]}}]}
    links = evaluate(home(tmp_path / "g", small(**blocks)), run(tmp_path / "r", small(**missed))).links["addresses"]
    assert (links.whole.f1, links.given.f1) == (0.0, None)
    silent = {**blocks, "improvements": [{**blocks["improvements"][0], "addresses": [], "link": None}]}
    links = evaluate(home(tmp_path / "h", small(**blocks)), run(tmp_path / "s", small(**silent))).links["addresses"]
    assert (links.whole.recall, links.given.recall, links.edits) == (0.0, 0.0, 1)
