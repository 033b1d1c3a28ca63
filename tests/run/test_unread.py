"""Questions that have no answer: nobody may take what was not read for what is not there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from llm_fakes import SMALL
from provider.answering import answer
from review_fakes import TEXT, Office, report

from extract.cli import cli
from extract.language import Language
from extract.model.record import Record, Run
from extract.readers.llm.asks.tasks import TASKS
from extract.readers.llm.batch.lines import parse_key
from extract.review.desk.queue import Filters, Queues
from extract.steps.overview import overview
from extract.steps.unread import LISTS_OF, unread, unread_in

SAID = "没有读到：资金数据（回答不合格式）；绩效目标、工作措施（没有这一问的回答）"


def gouji(*arguments: str | Path) -> Result:
    """Run gouji here."""
    return CliRunner().invoke(cli, [str(each) for each in arguments], catch_exceptions=False)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A report, and answers of which one is missing and one is no answer; ``small`` comes first."""
    for name, changed in (("a-whole", "临河县水利局"), ("small", "临江县水利局")):
        path = tmp_path / "in" / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(SMALL.replace("临江县水利局", changed), encoding="utf-8")
    gouji("batch", "export", tmp_path / "in", "--out", tmp_path / "requests.jsonl")
    lines = (tmp_path / "requests.jsonl").read_text(encoding="utf-8").splitlines()
    written = "".join(_answer(json.loads(line)) for line in lines)
    (tmp_path / "answers.jsonl").write_text(written, encoding="utf-8")
    return tmp_path


def _answer(request: dict[str, Any]) -> str:
    key = parse_key(request["custom_id"])
    assert key is not None
    spoiled = key.document == "small"
    if spoiled and key.task == "measures":
        return ""
    content = "oops" if spoiled and key.task == "finance" else answer(request["body"])
    line = json.dumps({"custom_id": request["custom_id"], "content": content}, ensure_ascii=False)
    return f"{line}\n"


def replayed(home: Path) -> Result:
    """Read the answers again."""
    return gouji("run", home / "in", "--reader", "replay", "--answers", home / "answers.jsonl", "--out", home / "out")


def test_a_run_says_which_lists_of_which_report_have_no_answer(home: Path) -> None:
    """On the screen, in ``run.json`` and by its status, the first time and again."""
    for _ in range(2):
        ended = replayed(home)
        assert ended.exit_code == 3
        assert f"small{SAID}" in "".join(ended.output.split())
        assert "a-whole没有读到" not in "".join(ended.output.split())
    about = json.loads((home / "out" / "run.json").read_text(encoding="utf-8"))
    assert (about["status"], about["documents"]["failed"]) == ("incomplete", 0)
    assert [(one["document"], one["lists"], one["reason"]) for one in about["unread"]] == [
        ("small", ["finance"], "invalid_answer"),
        ("small", ["goals", "measures"], "missing_answer"),
    ]


@pytest.mark.parametrize(
    "arguments", [("show", "--document", "small"), ("check",), ("export", "--format", "gold", "--out", "gold")]
)
def test_whoever_looks_at_the_record_is_told(
    home: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shown, checked or exported."""
    monkeypatch.chdir(home)
    replayed(home)
    command, *options = arguments
    said = "".join(gouji(command, home / "out", *options).output.split())
    assert "没有读到：" in said
    assert "绩效目标、工作措施（没有这一问的回答）" in said


def test_the_page_says_so_above_the_report_and_its_fields_come_first(tmp_path: Path) -> None:
    """Whatever their doubt."""
    office = Office(tmp_path)
    run = Run(id="r", reader="replay", started_at="2026-01-01", seconds=0, refused=("measures:1-9:missing_answer",))
    office.log.keep(report("a"), TEXT, position=0)
    office.log.keep(report("b", run=run), TEXT, position=1)
    page = office.client.get("/api/document", params={"document": "b", "lang": "zh"}).json()
    entries = Queues(office.desk).queue(Filters(), Language.ZH).entries
    whole = office.client.get("/api/document", params={"document": "a", "lang": "zh"}).json()
    office.close()
    assert (page["unread"], whole["unread"]) == ("没有读到：绩效目标、工作措施（没有这一问的回答）", "")
    assert [entry.document for entry in entries] == ["b"] * (len(entries) // 2) + ["a"] * (len(entries) // 2)


def with_refused(reader: str, *codes: str) -> Record:
    """Return a record of a reader that gave no answer to some questions."""
    return report(run=Run(id="r", reader=reader, started_at="2026-01-01", seconds=0, refused=codes))


def test_what_the_rules_read_instead_of_a_model_is_said_so() -> None:
    """These lists are there; every item of them is in doubt already."""
    parts = unread(with_refused("llm", "problems:3-9:content_filter", "problems:10-12:content_filter", "x:1-1:y"))
    assert unread_in(parts, Language.ZH) == (
        "没有读到：存在问题、改进措施、上年整改（被端点的内容审查拦下，由规则代读）；x（y，由规则代读）"
    )
    assert unread_in(parts, Language.EN).startswith("Not read: Problems, Improvements, Rectification (stopped by")


def test_a_report_that_was_not_read_whole_counts_as_a_doubt() -> None:
    """In the table of a run."""
    counts: Callable[..., int] = lambda *codes: overview(with_refused("replay", *codes)).to_review  # noqa: E731
    assert counts("finance:1-9:missing_answer") == counts() + 1


def test_the_lists_of_every_question_are_known() -> None:
    """As the questions themselves have it."""
    assert {task.name: task.sections for task in TASKS} == LISTS_OF
