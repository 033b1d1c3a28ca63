"""One request: a task's question about one window of a document, as the body of a chat completion."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from extract.model.text import Reading
from extract.readers.llm.tasks import Task
from extract.readers.llm.templates import Prompts
from extract.steps.answer_schema import answer_schema
from extract.steps.prompt import Hide, Message, Window, as_it_is, document_block, messages

Body = dict[str, Any]

TEXT_HASH = 12
"""Hexadecimal digits of a document's fingerprint in ``custom_id``."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as requests show it: its reading, and what takes personal data out of its strings."""

    reading: Reading
    hide: Hide = as_it_is
    _blocks: dict[Window, str] = field(default_factory=dict, compare=False, repr=False)

    def block(self, window: Window) -> str:
        """Return the fenced document of a window, the same for all tasks and made once."""
        if window not in self._blocks:
            self._blocks[window] = document_block(self.reading, window, self.hide)
        return self._blocks[window]

    def text(self, first: int, last: int) -> str:
        """Return what a model was shown of units ``first``..``last``, run together."""
        units = self.reading.units[first - 1 : last]
        return "".join(self.hide(unit.text) for unit in units)

    @property
    def fingerprint(self) -> str:
        """Hash of text and unit borders: answers fit exactly the readings that share it."""
        digest = hashlib.sha256(self.reading.text.encode("utf-8", "surrogatepass"))
        digest.update(repr([(unit.start, unit.end) for unit in self.reading.units]).encode())
        return digest.hexdigest()[:TEXT_HASH]


@dataclass(frozen=True, slots=True)
class Ask:
    """A task asked about a window of a document."""

    task: Task
    window: Window
    messages: tuple[Message, ...]
    schema: Mapping[str, Any]


def make_ask(task: Task, window: Window, shown: Shown, prompts: Prompts) -> Ask:
    """Word the request of a task; the document comes first and is the same for every task."""
    document = shown.block(window)
    return Ask(
        task,
        window,
        tuple(messages(prompts.system, document, prompts.question(task))),
        answer_schema(task.answer, prompts.domain),
    )


def response_format(ask: Ask) -> Body:
    """Return the strict structured-output format of an ask."""
    return {
        "type": "json_schema",
        "json_schema": {"name": f"{ask.task.name}_answer", "strict": True, "schema": dict(ask.schema)},
    }


def as_json(value: object) -> bytes:
    """Return JSON as it goes over the wire; keys stay in order, for models write the keys of a schema in its order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def batch_body(ask: Ask, model: str, *, logprobs: bool = False) -> Body:
    """Return the body of a batch line: the same messages as online, strict schema, temperature 0."""
    body = {
        "model": model,
        "messages": list(ask.messages),
        "temperature": 0,
        "response_format": response_format(ask),
    }
    return body | {"logprobs": True} if logprobs else body
