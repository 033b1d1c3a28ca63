"""The worked example of docs/tasks.md: another kind of report, read with tasks and prompts of a user."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from provider.app import MODEL, Provider
from provider.server import serving

from extract.cli import cli
from extract.errors import ConfigError
from extract.model.answer import AnswerModel
from extract.readers.llm.asks import tasks as tasks_module
from extract.readers.llm.asks.tasks import Task, load_tasks

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "project_report"
REPORT = """2023年度老旧小区改造项目支出绩效自评报告

一、项目基本情况
项目年初预算500万元，实际支出480万元，预算执行率96%。

二、项目产出情况
全年改造老旧小区11个，受益群众1200人。

三、存在的问题
（一）项目前期工作不够扎实。
"""


def test_the_example_of_the_documentation_reads_a_project_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "r.txt").write_text(REPORT, encoding="utf-8")
    monkeypatch.chdir(EXAMPLE)
    monkeypatch.setattr(sys, "path", list(sys.path))
    provider = Provider(keeps_bodies=True)
    with serving(provider) as running:
        environment = {"OPENAI_BASE_URL": running.url, "OPENAI_API_KEY": "sk-example-0123456789"}
        arguments = ["run", str(tmp_path / "r.txt"), "--out", str(tmp_path / "out"), "--model", MODEL, "--quiet"]
        chosen = ["--domain", "general", "--tasks", "project_tasks:TASKS", "--prompts", "prompts"]
        result = CliRunner(env=environment).invoke(cli, [*arguments, *chosen], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    record = json.loads((tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8"))
    assert record["run"]["prompts"].keys() == {"profile", "finance", "outputs", "problems"}
    assert [item["value"] for item in record["metrics"]] == ["11", "1200"]
    assert record["measures"] == []
    asked = [body["messages"][1]["content"] for body in provider.ledger.bodies]
    assert any("标注项目的产出与效益" in question for question in asked)


def test_a_task_with_a_list_that_records_do_not_have_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Odd(AnswerModel):
        indicators: tuple[str, ...]

    monkeypatch.setattr(tasks_module, "ODD", (Task("odd", "odd.v1.jinja", Odd, ("indicators",)),), raising=False)
    with pytest.raises(ConfigError, match="indicators"):
        load_tasks("extract.readers.llm.asks.tasks:ODD")


def test_two_tasks_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks_module, "TWICE", (tasks_module.TASKS[0], tasks_module.TASKS[0]), raising=False)
    with pytest.raises(ConfigError, match="重名"):
        load_tasks("extract.readers.llm.asks.tasks:TWICE")
