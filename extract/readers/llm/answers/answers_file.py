"""Read answer files of batch endpoints, and plain ones: custom_id to what the model wrote."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extract.errors import ConfigError
from extract.language import say, unreadable_words
from extract.readers.llm.answers.hesitation import value_logprobs


@dataclass(frozen=True, slots=True)
class Written:
    """What came back for one request: the text, or why there is none; the rest where it is stated.

    ``logprobs`` are those of the values in the JSON of ``content``, in order.
    """

    custom_id: str
    content: str | None
    reason: str = ""
    model: str | None = None
    usage: Mapping[str, Any] = field(default_factory=dict)
    logprobs: tuple[float, ...] = ()


def read_answers(path: Path) -> Iterator[Written]:
    """Yield the answers of a file of JSON lines.

    A line is what a batch endpoint writes (``custom_id`` with ``response.body`` or ``error``), or ``custom_id`` with
    ``content`` (the model's text) or ``answer`` (its JSON object).

    Raises:
        ConfigError: the file cannot be read, or a line is no JSON object with a ``custom_id``.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = unreadable_words(error)
        raise ConfigError(say(f"回答文件 {path} 无法读取：{why}。", f"Cannot read answers {path}: {why}.")) from error
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield _written(_line(line, path, number), path, number)


def newest(files: Iterable[Path]) -> dict[str, Written]:
    """Return the answers by ``custom_id``; a later one wins where it has content or the earlier one has none."""
    found: dict[str, Written] = {}
    for written in (each for path in files for each in read_answers(path)):
        if written.content is not None or written.custom_id not in found:
            found[written.custom_id] = written
    return found


def _line(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        data = json.loads(line, strict=False)
    except json.JSONDecodeError as error:
        raise _bad(path, number, say("不是完整的 JSON", "no whole JSON")) from error
    if not isinstance(data, dict) or not isinstance(data.get("custom_id"), str):
        raise _bad(path, number, "custom_id")
    return data


def _bad(path: Path, number: int, why: str) -> ConfigError:
    return ConfigError(
        say(
            f"{path} 第 {number} 行不是带 custom_id 的 JSON 对象（{why}）。",
            f"{path} line {number} is no JSON object with a custom_id ({why}).",
        )
    )


def _written(data: dict[str, Any], path: Path, number: int) -> Written:
    name = data["custom_id"]
    if "content" in data:
        return Written(name, data["content"], model=data.get("model"))
    if "answer" in data:
        return Written(name, json.dumps(data["answer"], ensure_ascii=False), model=data.get("model"))
    if "response" in data or "error" in data:
        return _from_response(name, data)
    raise _bad(path, number, "response / content / answer")


def _from_response(name: str, data: dict[str, Any]) -> Written:
    body = (data.get("response") or {}).get("body") or {}
    error = data.get("error") or body.get("error")
    choices = body.get("choices") or []
    if error or not choices:
        reason = error.get("code") or error.get("message") if isinstance(error, dict) else error
        return Written(name, None, str(reason or "empty"), body.get("model"), body.get("usage") or {})
    content, reason = _from_choice(choices[0])
    logprobs = value_logprobs(content, choices[0].get("logprobs")) if content else ()
    return Written(name, content, reason, body.get("model"), body.get("usage") or {}, logprobs)


def _from_choice(choice: dict[str, Any]) -> tuple[str | None, str]:
    message, finish = choice.get("message") or {}, choice.get("finish_reason")
    if message.get("refusal"):
        return None, "refusal"
    if finish in {"length", "content_filter"}:
        return None, finish
    calls = message.get("tool_calls") or []
    content = calls[0]["function"]["arguments"] if calls else message.get("content")
    return (content, "") if content else (None, "empty")
