"""gouji doctor, gouji prompts and the settings of the model reader, as a user meets them."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from llm_fakes import SMALL
from provider.answering import from_files
from provider.app import MODEL, Provider
from provider.faults import Plan
from provider.server import serving
from pydantic import SecretStr

from extract.cli import cli
from extract.errors import ConfigError
from extract.readers.llm.asks.tasks import TASKS, load_tasks, task_named
from extract.readers.llm.opened import endpoint_of, opened_reader
from extract.settings import RunOptions

KEY = "sk-very-secret-key-0123456789"


def gouji(*arguments: str | Path, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(cli, [str(each) for each in arguments])


def test_doctor_names_the_best_rung_of_a_working_endpoint() -> None:
    with serving(Provider(Plan(refused_rungs=frozenset({"json_schema"})), key=KEY, hesitates=())) as running:
        result = gouji("doctor", "--model", MODEL, "--base-url", running.url, OPENAI_API_KEY=KEY)
    assert result.exit_code == 0
    assert "✗ json_schema：HTTP 400" in result.output
    assert "将使用 tools" in result.output
    assert "· 对数概率：—" in result.output, "of a tool's arguments this endpoint tells none"


def test_doctor_says_whether_log_probabilities_come_the_way_that_a_run_asks() -> None:
    with serving(Provider(hesitates=())) as telling, serving(Provider(Plan(refuses_logprobs="named"))) as refusing:
        found = [
            gouji("doctor", "--model", MODEL, "--base-url", each.url, OPENAI_API_KEY=KEY)
            for each in (telling, refusing)
        ]
    assert [result.exit_code for result in found] == [0, 0]
    assert "✓ 对数概率：json_schema" in found[0].output
    assert "✗ 对数概率：HTTP 400" in found[1].output


def test_doctor_says_what_a_refused_key_means_without_showing_it() -> None:
    with serving(Provider(key="sk-the-other-key-777777")) as running:
        result = gouji("doctor", "--model", MODEL, "--base-url", running.url, OPENAI_API_KEY=KEY)
    assert result.exit_code == 1
    assert "401" in result.output
    assert KEY not in result.output


def test_doctor_without_a_model_checks_the_installation() -> None:
    result = gouji("doctor")
    assert result.exit_code == 0
    assert "离线读取可用" in result.output


def test_prompts_render_prints_the_very_request(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(SMALL, encoding="utf-8")
    shown = gouji("prompts", "render", tmp_path / "r.txt", "--task", "finance")
    body = json.loads(gouji("prompts", "render", tmp_path / "r.txt", "--task", "finance", "--json").output)
    assert shown.exit_code == 0
    assert all(message["content"] in shown.output for message in body["messages"])
    assert body["response_format"]["json_schema"]["name"] == "finance_answer"
    hidden = gouji("prompts", "render", tmp_path / "r.txt", "--task", "profile", "--redact").output
    assert "沈明远" not in hidden


def test_prompts_list_names_version_and_hash_of_each_task() -> None:
    rows = [line.split() for line in gouji("prompts", "list").output.splitlines() if line.strip()]
    assert rows[0] == ["任务", "模板", "版本与散列", "填写的部分"]
    assert [row[0] for row in rows[2:]] == [task.name for task in TASKS]
    assert all("+" in row[2] for row in rows[2:])


def test_tasks_of_a_user_s_module_are_loaded_and_a_wrong_place_is_told() -> None:
    assert load_tasks("extract.readers.llm.asks.tasks:TASKS") is TASKS
    for place in (
        "no.such.module:TASKS",
        "extract.readers.llm.asks.tasks:NOTHING",
        "extract.readers.llm.asks.tasks:Task",
    ):
        with pytest.raises(ConfigError):
            load_tasks(place)
    with pytest.raises(ConfigError, match="profile"):
        task_named("nothing", TASKS)


def test_a_model_must_be_named_and_a_budget_in_money_needs_a_price() -> None:
    with pytest.raises(ConfigError, match="GOUJI_MODEL"):
        endpoint_of(RunOptions())


async def test_a_budget_in_money_needs_a_price() -> None:
    options = RunOptions.model_validate({"model": "m", "budget_cost": "1.5", "base_url": "http://127.0.0.1:9"})
    with pytest.raises(ConfigError, match="prices"):
        async with opened_reader(options):
            pass


def test_an_endpoint_shows_no_user_no_password_and_no_query() -> None:
    options = RunOptions(model="m", base_url="https://user:secret@host:8443/v1/?token=abc", api_key=SecretStr(KEY))
    endpoint = endpoint_of(options)
    assert endpoint.shown == "https://host:8443/v1"
    assert KEY not in repr(endpoint)


def test_a_run_with_a_model_leaves_no_key_in_its_folder_and_resumes_without_a_call(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "r.txt").write_text(SMALL, encoding="utf-8")
    provider = Provider(Plan(script=["500", "", "wrong-schema"]), key=KEY)
    with serving(provider) as running:
        environment = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": running.url, "GOUJI_MODEL": MODEL}
        arguments = ("run", tmp_path / "in", "--out", tmp_path / "out", "--quiet")
        first = gouji(*arguments, **environment)
        (tmp_path / "out" / "records.jsonl").unlink()
        asked = provider.ledger.requests
        second = gouji(*arguments, **environment)
    assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
    assert provider.ledger.requests == asked
    for path in (tmp_path / "out").rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes()
    assert KEY not in first.output + second.output
    with sqlite3.connect(tmp_path / "out" / "gouji.db") as store:
        valid = dict(store.execute("select valid, count(*) from answers group by valid").fetchall())
    assert valid == {1: 5, 0: 1}


def test_a_run_stops_at_its_budget_with_status_5_and_goes_on_from_there(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in "ab":
        (tmp_path / "in" / f"{name}.txt").write_text(SMALL.replace("1200", f"12{ord(name)}"), encoding="utf-8")
    provider = Provider()
    with serving(provider) as running:
        environment = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": running.url, "GOUJI_MODEL": MODEL}
        arguments = ("run", tmp_path / "in", "--out", tmp_path / "out", "--quiet")
        first = gouji(*arguments, "--budget-tokens", "30000", **environment)
        spent = provider.ledger.prompt_tokens + provider.ledger.completion_tokens
        second = gouji(*arguments, **environment)
    assert first.exit_code == 5
    assert 0 < spent <= 30_000
    assert second.exit_code == 0, second.output
    assert provider.ledger.as_json()["repeated"] == 0
    assert provider.ledger.as_json()["answered"] == 10


def test_a_refused_key_stops_a_run_with_status_1(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(SMALL, encoding="utf-8")
    with serving(Provider(key="sk-the-other-key-777777")) as running:
        environment = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": running.url, "GOUJI_MODEL": MODEL}
        result = gouji("run", tmp_path / "r.txt", "--out", tmp_path / "out", "--quiet", **environment)
    assert isinstance(result.exception, ConfigError)
    assert "gouji doctor" in result.exception.message


def test_no_part_of_the_room_imports_a_model_library_before_a_call() -> None:
    """They take a second to import, and the offline path never needs them."""
    rooms = "extract.commands.batch, extract.commands.prompts, extract.readers.replay, extract.readers.llm.opened"
    code = f"import sys, {rooms}; print(sorted({{'openai', 'instructor', 'tenacity'}} & set(sys.modules)))"
    home = str(Path(__file__).parents[2])
    said = subprocess.run([sys.executable, "-c", code], cwd=home, capture_output=True, text=True, check=True)  # noqa: S603  (our own code)
    assert said.stdout.strip() == "[]"


def test_the_test_endpoint_can_answer_from_batch_files(tmp_path: Path) -> None:
    requests, answers = tmp_path / "requests.jsonl", tmp_path / "answers.jsonl"
    (tmp_path / "r.txt").write_text(SMALL, encoding="utf-8")
    gouji("batch", "export", tmp_path / "r.txt", "--out", requests)
    lines = [json.loads(line) for line in requests.read_text(encoding="utf-8").splitlines()]
    line = next(each for each in lines if "|finance|" in each["custom_id"])
    answers.write_text(json.dumps({"custom_id": line["custom_id"], "answer": {"finance": []}}))
    told = from_files(requests, answers)
    assert json.loads(told(line["body"])) == {"finance": []}
    assert "goals" in json.loads(told(lines[3]["body"]))
