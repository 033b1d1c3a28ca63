"""One request: a task's question about one window of a document, as the body of a chat completion."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from extract.model.text import Reading
from extract.readers.llm.asks.tasks import Task
from extract.readers.llm.asks.templates import Prompts
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


def answer_name(task: str) -> str:
    """Return what the answer of a task is called where an endpoint wants a name."""
    return f"{task}_answer"


def response_format(task: str, schema: Mapping[str, Any]) -> Body:
    """Return the strict structured-output format of a task whose answer has this schema."""
    return {
        "type": "json_schema",
        "json_schema": {"name": answer_name(task), "strict": True, "schema": dict(schema)},
    }


@dataclass(frozen=True, slots=True)
class Request:
    """A call as whoever makes it needs it: JSON and names, so that it can come from another process.

    Attributes:
        key: hash under which the answer is kept.
        model: asked.
        task: of the question.
        document: which pays.
        sample: of the question, from 1.
        attempt: at a right answer, from 0.
        temperature: of the model.
        parts: keys of the body with the JSON of their values; those that say how to answer in JSON are not among them.
        schema: JSON Schema of the answer, as JSON.
        characters: of the prompt, which cost at most so many tokens.
    """

    key: str
    model: str
    task: str
    document: str
    sample: int
    attempt: int
    temperature: float
    parts: Mapping[str, bytes]
    schema: bytes
    characters: int


def as_json(value: object) -> bytes:
    """Return JSON as it goes over the wire; keys stay in order, for models write the keys of a schema in its order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def canonical(value: object) -> bytes:
    """Return JSON with sorted keys: what is equal is written equally."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def joined(parts: Mapping[str, bytes]) -> bytes:
    """Return the JSON object of these keys, sorted, and the JSON of their values."""
    return b"{" + b",".join(as_json(name) + b":" + value for name, value in sorted(parts.items())) + b"}"


def batch_body(ask: Ask, model: str, *, logprobs: bool = False) -> Body:
    """Return the body of a batch line: the same messages as online, strict schema, temperature 0."""
    body = {
        "model": model,
        "messages": list(ask.messages),
        "temperature": 0,
        "response_format": response_format(ask.task.name, ask.schema),
    }
    return body | {"logprobs": True} if logprobs else body
