"""Batch export and import: names, limits, privacy, re-asks, and answers that outlive another cutting."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from llm_fakes import SMALL, small
from provider.answering import answer
from provider.app import spoiled

from extract.cli import cli
from extract.model.answer import Answer, Evidence, FinanceAnswer
from extract.readers.llm.answers.answers_file import newest
from extract.readers.llm.answers.translate import translate
from extract.readers.llm.batch.lines import Key, parse_key, split_lines

Spoil = Callable[[str, str], str]


def gouji(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments], catch_exceptions=False)


def honest(task: str, content: str) -> str:
    del task
    return content


def answered(requests: Path, answers: Path, spoil: Spoil = honest) -> None:
    """Answer every line as a batch endpoint would, in reverse order."""
    lines = [json.loads(line) for line in requests.read_text(encoding="utf-8").splitlines()]
    out = []
    for line in reversed(lines):
        key = parse_key(line["custom_id"])
        assert key is not None
        content = spoil(key.task, answer(line["body"]))
        body = {"model": "m", "choices": [{"finish_reason": "stop", "message": {"content": content}}]}
        usage = {"usage": {"prompt_tokens": 100, "completion_tokens": 10}}
        out.append(
            {"custom_id": line["custom_id"], "response": {"status_code": 200, "body": body | usage}, "error": None}
        )
    answers.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in out), encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "县水利局 2023.txt").write_text(SMALL, encoding="utf-8")
    return tmp_path


def records(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "records.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_round_makes_the_records_that_an_online_run_would_make(home: Path) -> None:
    assert gouji("batch", "export", home / "in", "--out", home / "requests.jsonl").exit_code == 0
    answered(home / "requests.jsonl", home / "answers.jsonl")
    result = gouji("batch", "import", home / "requests.jsonl", home / "answers.jsonl", "--out", home / "out")
    assert result.exit_code == 0, result.output
    (record,) = records(home / "out")
    assert record["document"] == "县水利局 2023"
    assert len(record["problems"]) == 2
    assert record["run"]["usage"]["prompt_tokens"] == 500
    about = json.loads((home / "out" / "run.json").read_text(encoding="utf-8"))
    assert (about["id"], about["documents"]["done"], about["model"]) == (record["run"]["id"], 1, "m")
    assert record["run"]["prompts"].keys() == {"profile", "finance", "metrics", "measures", "problems"}
    text = (home / "out" / record["source"]["text"]).read_text(encoding="utf-8")
    start, end = record["finance"][0]["span"]
    assert text[start:end] == "1200万元"


def test_every_line_has_the_form_of_a_batch_endpoint_and_names_document_task_and_window(home: Path) -> None:
    gouji("batch", "export", home / "in", "--out", home / "requests.jsonl", "--model", "qwen-max")
    lines = [json.loads(line) for line in (home / "requests.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 5
    for line in lines:
        assert line.keys() == {"custom_id", "method", "url", "body"}
        assert (line["method"], line["url"], line["body"]["model"]) == ("POST", "/v1/chat/completions", "qwen-max")
        key = parse_key(line["custom_id"])
        assert key is not None
        assert (key.document, key.window, key.count) == ("县水利局 2023", 1, 1)


def test_only_its_owner_may_read_the_manifest(home: Path) -> None:
    gouji("batch", "export", home / "in", "--out", home / "requests.jsonl")
    mode = (home / "requests.manifest.jsonl").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_redacted_requests_hold_no_name_no_number_and_no_file_name_and_their_records_hold_all(home: Path) -> None:
    gouji("batch", "export", home / "in", "--out", home / "requests.jsonl", "--redact")
    sent = (home / "requests.jsonl").read_text(encoding="utf-8")
    assert "沈明远" not in sent
    assert "82223344" not in sent
    assert "县水利局 2023" not in sent
    manifest = json.loads((home / "requests.manifest.jsonl").read_text(encoding="utf-8"))
    tokens = {text: token for token, text in manifest["redaction"]}

    def point_at_tokens(task: str, content: str) -> str:
        said = json.loads(content)
        if task == "profile":
            said["profile"]["preparer"] = {"first": 3, "last": 3, "text": tokens["沈明远"], "nth": None}
            said["profile"]["contact_phone"] = {"first": 4, "last": 4, "text": tokens["0731-82223344"], "nth": None}
        return json.dumps(said, ensure_ascii=False)

    answered(home / "requests.jsonl", home / "answers.jsonl", point_at_tokens)
    gouji("batch", "import", home / "requests.jsonl", home / "answers.jsonl", "--out", home / "out")
    (record,) = records(home / "out")
    assert record["profile"]["preparer"]["value"] == "沈明远"
    assert record["profile"]["contact_phone"]["value"] == "0731-82223344"


def test_missing_and_wrong_answers_are_listed_and_asked_again_and_the_second_round_mends_them(home: Path) -> None:
    requests, out = home / "requests.jsonl", home / "out"
    gouji("batch", "export", home / "in", "--out", requests)

    def spoil(task: str, content: str) -> str:
        return {"metrics": "", "finance": spoiled(content, "wrong-piece")[0]}.get(task, content)

    answered(requests, home / "answers.jsonl", spoil)
    first = gouji("batch", "import", requests, home / "answers.jsonl", "--out", out)
    assert first.exit_code == 3
    assert "查无此文" in first.output
    again = [json.loads(line) for line in (out / "reask.jsonl").read_text(encoding="utf-8").splitlines()]
    roles = {parse_key(each["custom_id"]).task: [m["role"] for m in each["body"]["messages"]] for each in again}  # type: ignore[union-attr]  # ours
    assert roles == {"finance": ["system", "user", "assistant", "user"], "metrics": ["system", "user"]}
    answered(out / "reask.jsonl", home / "second.jsonl")
    second = gouji("batch", "import", requests, home / "answers.jsonl", home / "second.jsonl", "--out", out)
    assert second.exit_code == 0, second.output
    assert not (out / "reask.jsonl").exists()
    assert records(out)[0]["finance"][0]["grounding"] == "exact"


def test_an_import_without_its_manifest_says_what_is_missing(home: Path) -> None:
    gouji("batch", "export", home / "in", "--out", home / "requests.jsonl")
    answered(home / "requests.jsonl", home / "answers.jsonl")
    (home / "requests.manifest.jsonl").unlink()
    result = CliRunner().invoke(
        cli, ["batch", "import", str(home / "requests.jsonl"), str(home / "answers.jsonl"), "--out", str(home / "o")]
    )
    assert "requests.manifest.jsonl" in str(result.exception)


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_exported(home: Path) -> None:
    (home / "in" / "bad.txt").write_bytes(b"\x00\x01\x02")
    result = gouji("batch", "export", home / "in", "--out", home / "requests.jsonl")
    assert result.exit_code == 3
    assert "bad.txt" in result.output
    assert len((home / "requests.jsonl").read_text(encoding="utf-8").splitlines()) == 5


def test_replayed_answers_make_the_same_record_as_their_import(home: Path) -> None:
    gouji("batch", "export", home / "in", "--out", home / "requests.jsonl")
    answered(home / "requests.jsonl", home / "answers.jsonl")
    gouji("batch", "import", home / "requests.jsonl", home / "answers.jsonl", "--out", home / "one")
    run = (
        "run",
        home / "in",
        "--reader",
        "replay",
        "--answers",
        home / "answers.jsonl",
        "--out",
        home / "two",
        "--quiet",
    )
    CliRunner().invoke(cli, [str(each) for each in run])
    volatile = {"source", "run"}
    one, two = (
        {key: v for key, v in records(home / name)[0].items() if key not in volatile} for name in ("one", "two")
    )
    assert one == two


def test_files_are_split_at_the_limits_of_batch_endpoints() -> None:
    assert [len(part) for part in split_lines(["x" * 9] * 10, max_lines=4)] == [4, 4, 2]
    assert [len(part) for part in split_lines(["x" * 9] * 10, max_bytes=30)] == [3, 3, 3, 1]
    assert list(split_lines([])) == []


@given(
    st.builds(
        Key,
        document=st.text(alphabet="ab报|of/s1 ", max_size=12),
        fingerprint=st.text(alphabet="0123456789abcdef", min_size=12, max_size=12),
        task=st.sampled_from(["finance", "metrics"]),
        window=st.integers(1, 99),
        count=st.integers(1, 99),
        sample=st.integers(1, 9),
    )
)
def test_a_key_reads_back_from_its_custom_id(key: Key) -> None:
    assert parse_key(str(key)) == key


def test_answers_come_in_the_forms_of_endpoints_and_in_plain_ones(tmp_path: Path) -> None:
    lines = [
        {"custom_id": "a", "answer": {"finance": []}},
        {"custom_id": "b", "content": "```json\n{}\n```"},
        {"custom_id": "c", "response": None, "error": {"code": "server_error"}},
        {
            "custom_id": "d",
            "response": {"body": {"choices": [{"finish_reason": "length", "message": {"content": "{"}}]}},
        },
        {"custom_id": "e", "response": {"body": {"choices": [{"message": {"refusal": "no"}}]}}},
        {"custom_id": "c", "content": "{}"},
    ]
    (tmp_path / "answers.jsonl").write_text("\n".join(map(json.dumps, lines)))
    found = newest([tmp_path / "answers.jsonl"])
    assert {name: (each.content is not None, each.reason) for name, each in found.items()} == {
        "a": (True, ""),
        "b": (True, ""),
        "c": (True, ""),
        "d": (False, "length"),
        "e": (False, "refusal"),
    }


def test_an_answer_given_for_other_units_still_points_at_the_same_characters() -> None:
    """The whole report as one unit, and each line as one: both lead to the units of today."""
    reading = small()
    text = reading.text
    at = text.index("（二）业务人员力量不足。")
    old = [(0, at), (at, at + len("（二）业务人员力量不足。")), (at + 12, len(text))]
    said = Answer(
        rectification=(Evidence(first=2),),
        finance=(
            FinanceAnswer.model_validate(
                {
                    "evidence": {"first": 1, "text": "1140万元", "nth": 1},
                    "item": "total_expenditure",
                    "label": "实际支出",
                }
            ),
        ),
    )
    moved = translate(said, old, reading)
    unit = reading.unit(moved.rectification[0].first)
    assert unit is not None
    assert (unit.text, moved.rectification[0].from_) == ("（二）业务人员力量不足。", None)
    window = moved.finance[0].evidence
    assert (window.first, window.text, window.nth) == (1, "1140万元", None)


def test_a_report_in_windows_is_asked_about_its_links_in_a_second_round(home: Path) -> None:
    requests, out = home / "requests.jsonl", home / "out"
    long = SMALL.replace(
        "1.拟订", "".join(f"1.负责第{n}项水利工作的组织实施和监督检查。\n" for n in range(60)) + "1.拟订"
    )
    (home / "in" / "县水利局 2023.txt").write_text(long, encoding="utf-8")
    options = {"GOUJI_WINDOW_TOKENS": "600"}
    CliRunner(env=options).invoke(cli, ["batch", "export", str(home / "in"), "--out", str(requests)])
    keys = [parse_key(json.loads(each)["custom_id"]) for each in requests.read_text(encoding="utf-8").splitlines()]
    assert {key.count for key in keys if key} == {len(keys) // 5}
    assert len(keys) >= 10

    answered(requests, home / "answers.jsonl")
    first = gouji("batch", "import", requests, home / "answers.jsonl", "--out", out)
    assert first.exit_code == 3
    (line,) = [json.loads(each) for each in (out / "reask.jsonl").read_text(encoding="utf-8").splitlines()]
    assert "两个清单" in line["body"]["messages"][1]["content"]
    links = {"links": [{"improvement": 0, "addresses": [1], "link": "explicit"}]}
    (home / "links.jsonl").write_text(json.dumps({"custom_id": line["custom_id"], "answer": links}))
    second = gouji("batch", "import", requests, home / "answers.jsonl", home / "links.jsonl", "--out", out)
    assert second.exit_code == 0, second.output
    assert records(out)[0]["improvements"][0]["addresses"] == [1]
    assert records(out)[0]["improvements"][0]["link"] == "explicit"
