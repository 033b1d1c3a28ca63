"""The ladder of structured output: strict schema, tools, JSON object, JSON in text; each endpoint keeps its rung."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

from extract.readers.llm.asks.request import Body, answer_name, as_json, response_format


class Rung(StrEnum):
    """Ways to make a model write JSON, the safest first."""

    JSON_SCHEMA = "json_schema"
    TOOLS = "tools"
    JSON_OBJECT = "json_object"
    JSON = "json"


RUNGS = tuple(Rung)
LAST = RUNGS[-1]


class Ladder:
    """The rung of one endpoint and model: it only goes down, and only when the wire refuses a rung."""

    def __init__(self, forced: str | None = None) -> None:
        self.rung = Rung(forced) if forced else RUNGS[0]
        self.proven = bool(forced)

    def refused(self, rung: Rung) -> bool:
        """Step below a rung that the endpoint refused; return whether there is another one to try.

        A call that was still under way on an older rung simply tries the present one.
        """
        if rung is not self.rung:
            return True
        if self.proven or rung is LAST:
            return False
        self.rung = RUNGS[RUNGS.index(rung) + 1]
        return True

    def reset(self) -> None:
        """Begin at the top again: a request that no rung could carry says nothing about the rungs."""
        if not self.proven:
            self.rung = RUNGS[0]

    def worked(self, rung: Rung) -> None:
        """Stay on a rung that brought an answer."""
        if rung is self.rung:
            self.proven = True


def wire_body(task: str, schema: Mapping[str, Any], rung: Rung) -> Body:
    """Return the keys that a rung adds to a request of a task whose answer has this schema."""
    match rung:
        case Rung.JSON_SCHEMA:
            return {"response_format": response_format(task, schema)}
        case Rung.TOOLS:
            return {
                "tools": [{"type": "function", "function": _function(task, schema)}],
                "tool_choice": {"type": "function", "function": {"name": answer_name(task)}},
            }
        case Rung.JSON_OBJECT:
            return {"response_format": {"type": "json_object"}}
        case Rung.JSON:
            return {}


@lru_cache(maxsize=256)
def wire_parts(task: str, schema: bytes, rung: Rung) -> Mapping[str, bytes]:
    """Return the same as JSON: the same for all reports, so it is written once."""
    return {name: as_json(value) for name, value in wire_body(task, json.loads(schema), rung).items()}


def written(message: Mapping[str, Any]) -> str:
    """Return what a model wrote: the arguments of its tool call, else its text."""
    calls = message.get("tool_calls") or []
    if calls:
        arguments = calls[0]["function"]["arguments"]
        return arguments if isinstance(arguments, str) else ""
    return message.get("content") or ""


def _function(task: str, schema: Mapping[str, Any]) -> Body:
    return {"name": answer_name(task), "description": f"提交任务 {task} 的标注结果", "parameters": dict(schema)}
