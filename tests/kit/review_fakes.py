"""A desk over a store in memory of the file system's temporary folder, with reports made for the page's tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

from fastapi.testclient import TestClient

from extract.model.record import Record
from extract.review.app import build_app
from extract.review.desk.desk import Desk
from extract.review.security import CSRF_HEADER, Guard
from extract.store.database import open_store
from extract.store.log import Log
from extract.store.place import sqlite_url

TEXT = (
    "某县教育局2023年度部门整体支出绩效自评报告\n"
    "一、基本情况\n"
    "（一）负责全县教育工作。负责教师队\n伍建设。\n"
    "二、资金情况\n"
    "2023年部门支出851.66万元，其中基本支出600万元、项目支出251.66万元。预算执行率94%。\n"
    "三、存在的问题\n"
    "（一）师资不足。\n（二）执行偏慢。\n"
    "四、改进措施\n"
    "（一）加快支出。\n"
)  # fmt: skip
"""A small report; a line break of its layout stands inside of 教师队伍."""


def span(words: str, text: str = TEXT) -> list[int]:
    """Return where words stand in the report, in code points."""
    start = text.index(words)
    return [start, start + len(words)]


def passage(name: str, words: str, **more: Any) -> dict[str, Any]:
    """Return an object of the record that states these words."""
    return {
        "span": span(words),
        "text": words.replace("\n", ""),
        "id": f"{name}-{span(words)[0]}",
        "confidence": 0.9,
    } | more


def money(words: str, item: str, **more: Any) -> dict[str, Any]:
    """Return a figure of money."""
    value = words.removesuffix("万元")
    return {
        "span": span(words), "id": f"finance-{span(words)[0]}", "confidence": 0.9, "item": item, "stage": "actual",
        "label": "支出", "value": value, "unit": "万元", "year": 2023, "change": None,
    } | more  # fmt: skip


def report(document: str = "school", **more: Any) -> Record:
    """Return a record of the report, as the rules might have made it."""
    data = {
        "document": document,
        "domain": "general",
        "profile": {
            "department_name": {
                "value": "某县教育局", "span": span("某县教育局"), "id": "profile.department_name-1", "confidence": 0.95,
            },
        },
        "functions": [passage("functions", "负责全县教育工作"), passage("functions", "负责教师队\n伍建设")],
        "finance": [
            money("851.66万元", "total_expenditure", reasons=["check_failed"], confidence=0.5),
            money("600万元", "basic_expenditure", reasons=["low_confidence"], confidence=0.6),
            money("251.66万元", "project_expenditure"),
        ],
        "problems": [
            {"statement": passage("problems.statement", "师资不足"), "topic": "other", "details": [], "cause": None},
            {"statement": passage("problems.statement", "执行偏慢"), "topic": "other", "details": [], "cause": None},
        ],
        "improvements": [
            {"statement": passage("improvements.statement", "加快支出"), "topic": "other", "steps": [], "addresses": [],
             "link": None},
        ],
        "findings": [],
        "facts": [],
        "absent": [{"path": "profile.self_score", "confidence": 0.9}],
    }  # fmt: skip
    return Record.model_validate(data | more)


TOTAL = f"finance-{span('851.66万元')[0]}"
BASIC = f"finance-{span('600万元')[0]}"
PROJECT = f"finance-{span('251.66万元')[0]}"
FIRST_DUTY = f"functions-{span('负责全县教育工作')[0]}"
BROKEN = "负责教师队\n伍建设"
SECOND_DUTY = f"functions-{span(BROKEN)[0]}"
PROBLEM = f"problems.statement-{span('师资不足')[0]}"
REMEDY = f"improvements.statement-{span('加快支出')[0]}"


class Office:
    """A store, a desk and a client that a page would be; ``reopen`` is what a restart of the server does."""

    def __init__(self, folder: Path, *, guard: Guard | None = None, share: float = 0.0) -> None:
        self.url = sqlite_url(folder)
        self.guard = guard or Guard()
        self._share = share
        self.reopen()

    def reopen(self) -> None:
        """Begin anew with what the store holds."""
        if hasattr(self, "engine"):
            self.engine.dispose()
        self.engine = open_store(self.url)
        self.log = Log(self.engine)
        self.desk = Desk(self.log, share=self._share)
        app = build_app(self.desk, guard=self.guard, reviewer="甲")
        self.client = TestClient(app, base_url="http://127.0.0.1:8765", headers={CSRF_HEADER: self.guard.csrf})

    def close(self) -> None:
        """Let go of the store."""
        self.client.close()
        self.engine.dispose()

    def keep(self, record: Record, text: str | None = TEXT, *, position: int = 0) -> None:
        """Put a record under review."""
        self.log.keep(record, text, position=position)

    def document(self, name: str = "school", **query: str) -> dict[str, Any]:
        """Return a document as the page gets it, its rows by id."""
        answer = self.client.get("/api/document", params={"document": name, **query})
        assert answer.status_code == 200, answer.text
        data: dict[str, Any] = answer.json()
        return data | {"rows": {row["id"]: row for row in data["rows"]}}

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Send a body as the page does."""
        return self.client.post(path, json=body)

    def decide(self, target: str, action: str, new: dict[str, Any] | None = None, **more: Any) -> Any:
        """Send one decision made on what is newest."""
        blind = bool(more.get("blind"))
        track = str(more.get("reviewer", "甲")) if blind else ""
        body = {
            "document": "school", "after": self.desk.state("school", track=track).revision, "reviewer": "甲",
            "decisions": [{
                "id": str(more.pop("id", uuid4())), "target": target, "action": action, "new": new,
                "comment": more.pop("comment", None), "seconds": more.pop("seconds", 1.5),
            }],
        } | more  # fmt: skip
        return self.post("/api/decide", body)


def many(count: int) -> tuple[Record, str]:
    """A report of many figures, all of them doubtful."""
    lines, finance, at = [], [], 0
    for number in range(count):
        words = f"第{number}项支出"
        line = f"{words}{number + 1}.5万元。\n"
        start = at + len(words)
        finance.append(
            {"item": "other", "stage": "actual", "label": words, "value": f"{number + 1}.5", "unit": "万元", "year": 2023,
             "change": None, "span": [start, at + len(line) - 2], "id": f"finance-{number}", "confidence": 0.5,
             "reasons": ["low_confidence"]}
        )  # fmt: skip
        lines.append(line)
        at += len(line)
    record = {"document": "many", "domain": "general", "profile": {}, "finance": finance, "findings": []}
    return Record.model_validate(record), "".join(lines)
