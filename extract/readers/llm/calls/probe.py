"""Find out with tiny requests what an endpoint can do: key, model, rungs, log probabilities, latency, context length."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.language import Text, listed, say
from extract.model.answer import AnswerModel
from extract.readers.llm.answers.lenient import read_strictly
from extract.readers.llm.asks.request import Ask, as_json
from extract.readers.llm.asks.tasks import Task
from extract.readers.llm.calls.cache import Reply
from extract.readers.llm.calls.client import Client
from extract.readers.llm.calls.ladder import RUNGS, Rung, wire_body
from extract.readers.llm.calls.trouble import CallError, Kind
from extract.steps.prompt import Window

CONTEXT_KEYS = ("max_model_len", "context_length", "context_window", "max_context_length", "max_input_tokens")
"""What servers call the context length in ``/models`` (vLLM, OpenRouter, Groq, LM Studio, LiteLLM)."""

NO_LIST = ("HTTP 404", "HTTP 405", "HTTP 501")

QUESTION = '请只输出这个 JSON 对象，不要说明：{"ok": true}'


class ProbeAnswer(AnswerModel):
    """The smallest answer."""

    ok: bool


PROBE = Ask(
    Task("probe", "", ProbeAnswer, ()),
    Window(1, 1),
    ({"role": "user", "content": QUESTION},),
    {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"], "additionalProperties": False},
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried: whether it works (None: cannot be told), and what was seen."""

    name: Text
    ok: bool | None
    seen: str


async def probe(client: Client, extra: Mapping[str, Any]) -> tuple[Check, ...]:
    """Try an endpoint; costs five answers of a few tokens at most."""
    listed = await _models(client)
    if any(check.ok is False for check in listed):
        return listed
    rungs = tuple([await _rung(client, rung, extra) for rung in RUNGS])
    best = best_rung(rungs)
    return (*listed, *rungs, *([await _logprobs(client, Rung(best), extra)] if best else []))


def best_rung(checks: tuple[Check, ...]) -> str | None:
    """Return the first rung that works."""
    return next((check.name.en for check in checks if check.ok and check.name.en in set(RUNGS)), None)


async def _models(client: Client) -> tuple[Check, ...]:
    reach, known = Text("端点与密钥", "endpoint and key"), Text("模型", "model")
    try:
        models = await client.models()
    except CallError as error:
        # Some endpoints answer chat completions but have no list of models.
        no_list = error.kind is not Kind.RETRY and error.reason.startswith(NO_LIST)
        return (Check(reach, None if no_list else False, error.reason),)
    named = next((model for model in models if model.get("id") == client.endpoint.model), None)
    asked, names = client.endpoint.model, [str(model.get("id")) for model in models]
    context = next((str(named[key]) for key in CONTEXT_KEYS if named and named.get(key)), "—")
    return (
        Check(reach, ok=True, seen=client.endpoint.shown),
        Check(known, named is not None or None, asked if named else _not_listed(asked, names)),
        Check(Text("上下文长度", "context length"), None, context),
    )


def _not_listed(asked: str, names: Sequence[str]) -> str:
    shown = listed(names[:8]) + (" …" if len(names) > 8 else "")  # noqa: PLR2004  (as many as fit a line)
    return say(
        f"端点没有列出 {asked}；它列出的有 {shown}", f"{asked} is not among those that the endpoint lists: {shown}"
    )


async def _rung(client: Client, rung: Rung, extra: Mapping[str, Any]) -> Check:
    name = Text(rung.value, rung.value)
    began = time.perf_counter()
    try:
        reply, _ = await client.complete(as_json(_body(client, extra) | wire_body(PROBE.task.name, PROBE.schema, rung)))
    except CallError as error:
        return Check(name, ok=False, seen=error.reason)
    seconds = time.perf_counter() - began
    return Check(name, _sound(reply), f"{seconds:.2f} s, {_tokens(reply)}")


async def _logprobs(client: Client, rung: Rung, extra: Mapping[str, Any]) -> Check:
    """Look for log-probabilities on the rung that a run would use: of a tool's arguments many endpoints tell none."""
    name = Text("对数概率", "logprobs")
    body = _body(client, extra) | wire_body(PROBE.task.name, PROBE.schema, rung) | {"logprobs": True}
    try:
        reply, _ = await client.complete(as_json(body))
    except CallError as error:
        return Check(name, ok=False, seen=error.reason)
    return Check(name, bool(reply.logprobs) or None, f"{rung}: choices[0].logprobs" if reply.logprobs else "—")


def _body(client: Client, extra: Mapping[str, Any]) -> dict[str, Any]:
    return {"model": client.endpoint.model, "messages": list(PROBE.messages), "temperature": 0, **extra}


def _sound(reply: Reply) -> bool:
    try:
        read_strictly(reply.content, ProbeAnswer)
    except ValueError:
        return False
    return True


def _tokens(reply: Reply) -> str:
    return f"{reply.usage.get('prompt_tokens', 0)} + {reply.usage.get('completion_tokens', 0)} tokens"
