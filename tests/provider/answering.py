"""Answers to requests as a model would give them, by reading the numbered units in the prompt with the rules reader."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from extract.domains.registry import domain_named
from extract.model.text import RawDocument, Reading
from extract.pipeline import prepare
from extract.readers.llm.answers.answers_file import newest
from extract.readers.llm.answers.restrict import restrict
from extract.readers.llm.asks.tasks import TASKS, Task
from extract.readers.rules.reader import read_report
from extract.steps.prompt import whole

BLOCK = re.compile(r"〈报告开始 (?P<hash>\w+)〉[^\n]*\n(?P<units>.*?)\n〈报告结束 (?P=hash)〉", re.DOTALL)
UNIT = re.compile(r"^(?:#+ )?\[(?P<number>\d+)\] (?:〔[^〕]*〕)?(?P<text>.*)$")
SHAPE = re.compile(r"【输出的样子】\s*\{\"(?P<key>\w+)\"")


def fence_of(body: dict[str, Any]) -> str:
    """Return the hash on the border of the document in a request, empty where there is none."""
    block = BLOCK.search(_user(body))
    return block["hash"] if block else ""


def task_of(body: dict[str, Any]) -> str | None:
    """Return the name of the task that a request asks, None where it asks none of ours."""
    shape = SHAPE.search(_user(body))
    if shape is None:
        return None
    key = shape["key"]
    return next((task.name for task in TASKS if key in task.sections), "links" if key == "links" else None)


def answer(body: dict[str, Any]) -> str:
    """Return the JSON that answers a request."""
    name = task_of(body)
    if name is None:
        return json.dumps({"ok": True})
    if name == "links":
        return json.dumps({"links": []})
    task = next(task for task in TASKS if task.name == name)
    return _wire_json(task, _shown(body))


def from_files(requests: Path, answers: Path) -> Callable[[dict[str, Any]], str]:
    """Return answering from batch files: each request that ``requests`` holds gets its answer, others the rules'."""
    written = newest([answers])
    lines = [json.loads(line) for line in requests.read_text(encoding="utf-8").splitlines() if line]
    known = {_user(line["body"]): written.get(line["custom_id"]) for line in lines}

    def answering(body: dict[str, Any]) -> str:
        found = known.get(_user(body))
        return found.content if found and found.content else answer(body)

    return answering


def remembered(answering: Callable[[dict[str, Any]], str]) -> Callable[[dict[str, Any]], str]:
    """Return answering that works out each answer once, so that a benchmark measures its client."""
    known: dict[str, str] = {}

    def again(body: dict[str, Any]) -> str:
        asked = _user(body)
        if asked not in known:
            known[asked] = answering(body)
        return known[asked]

    return again


def _user(body: dict[str, Any]) -> str:
    return "\n".join(m["content"] for m in body["messages"] if m["role"] == "user")


def _shown(body: dict[str, Any]) -> list[tuple[int, str]]:
    block = BLOCK.search(_user(body))
    lines = block["units"].split("\n") if block else []
    found = [UNIT.match(line) for line in lines]
    return [(int(match["number"]), match["text"]) for match in found if match]


def _wire_json(task: Task, shown: list[tuple[int, str]]) -> str:
    reading = prepare(RawDocument("shown", "\n".join(text for _, text in shown) or "空"))
    said = restrict(read_report(reading, domain_named("petition")), task, whole(reading))
    data = said.model_dump(mode="json", by_alias=True, exclude_none=True)
    numbers = _numbers(reading, shown)
    return json.dumps(_renumbered(data, numbers), ensure_ascii=False)


def _numbers(reading: Reading, shown: list[tuple[int, str]]) -> dict[int, int]:
    """Map unit numbers of the rebuilt text to those in the prompt, by the line on which a unit begins."""
    starts, at = [], 0
    for number, text in shown:
        starts.append((at, number))
        at += len(text) + 1
    numbers: dict[int, int] = {}
    for unit in reading.units:
        numbers[unit.number] = max((s for s in starts if s[0] <= unit.start), default=(0, 1))[1]
    return numbers


def _renumbered(value: Any, numbers: dict[int, int]) -> Any:
    if isinstance(value, dict):
        changed = {key: _renumbered(each, numbers) for key, each in value.items()}
        if "first" in value:
            first = numbers[value["first"]]
            changed |= {"first": first, "last": max(first, numbers[value.get("last", value["first"])])}
        return changed
    if isinstance(value, list):
        return [_renumbered(each, numbers) for each in value]
    return value
