"""The ladder of structured output: strict schema, tools, JSON object, JSON in text; each endpoint keeps its rung."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from extract.readers.llm.request import Ask, Body, response_format


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


def wire_body(ask: Ask, rung: Rung) -> Body:
    """Return the keys that a rung adds to a request."""
    match rung:
        case Rung.JSON_SCHEMA:
            return {"response_format": response_format(ask)}
        case Rung.TOOLS:
            return {
                "tools": [{"type": "function", "function": _function(ask)}],
                "tool_choice": {"type": "function", "function": {"name": _name(ask)}},
            }
        case Rung.JSON_OBJECT:
            return {"response_format": {"type": "json_object"}}
        case Rung.JSON:
            return {}


def written(message: Mapping[str, Any]) -> str:
    """Return what a model wrote: the arguments of its tool call, else its text."""
    calls = message.get("tool_calls") or []
    if calls:
        arguments = calls[0]["function"]["arguments"]
        return arguments if isinstance(arguments, str) else ""
    return message.get("content") or ""


def _name(ask: Ask) -> str:
    return f"{ask.task.name}_answer"


def _function(ask: Ask) -> Body:
    return {"name": _name(ask), "description": f"提交任务 {ask.task.name} 的标注结果", "parameters": dict(ask.schema)}
