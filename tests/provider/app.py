"""A small OpenAI-compatible endpoint: chat completions and models, honest by default, misbehaving on order."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from provider.answering import answer, fence_of, task_of
from provider.faults import Plan
from provider.tokens import logprobs_of
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

MODEL = "gouji-test"
TOKENS_PER_CHARACTER = 0.7


PROMISED = 1000
"""Bytes that a broken response promises and does not send."""

Error = tuple[int, str, str, dict[str, str]]
LIMITED, SERVER = "Rate limit reached", "The server had an error"
ERRORS: dict[str, Error] = {
    "429": (429, "rate_limit_exceeded", LIMITED, {"retry-after": "0.05"}),
    "429-ms": (429, "rate_limit_exceeded", LIMITED, {"retry-after-ms": "30"}),
    "429-bare": (429, "rate_limit_exceeded", LIMITED, {}),
    "quota": (429, "insufficient_quota", "You exceeded your current quota", {}),
    "500": (500, "server_error", SERVER, {}),
    "503": (503, "server_error", SERVER, {}),
    "inspection": (400, "data_inspection_failed", "Input data may contain inappropriate content.", {}),
    "too-long": (400, "context_length_exceeded", "This model's maximum context length is 8192 tokens", {}),
    "bad-request": (400, "invalid_request_error", "temperature must be 1", {}),
}
"""Faults that are an error of HTTP: status, code, message, headers."""

LOGPROBS_REFUSED: dict[str, Error] = {
    "named": (400, "invalid_request_error", "This model does not support the 'logprobs' parameter.", {}),
    "unnamed": (400, "invalid_request_error", "Invalid request", {}),
    "500": (500, "server_error", SERVER, {}),
}
"""Ways to refuse a request for log-probabilities."""


@dataclass
class Ledger:
    """What the endpoint counts: requests, answers given out whole, tokens billed."""

    requests: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    tasks: Counter[str] = field(default_factory=Counter)
    prompt_tokens: int = 0
    completion_tokens: int = 0
    documents: set[str] = field(default_factory=set)
    under_way: int = 0
    most_under_way: int = 0
    bodies: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the counts."""
        return {
            "requests": self.requests,
            "statuses": dict(self.statuses),
            "answered": sum(self.answered.values()),
            "repeated": sum(count - 1 for count in self.answered.values()),
            "tasks": dict(self.tasks),
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "most_under_way": self.most_under_way,
        }


@dataclass
class Provider:
    """The endpoint's state: what it answers, what goes wrong, what it has counted.

    ``hesitates`` are pieces of answers that are written with hesitation; where it is None the endpoint knows no
    log-probabilities and passes over the wish for them, as many do.
    """

    plan: Plan = field(default_factory=Plan)
    latency: float = 0.0
    hang: float = 30.0
    key: str = ""
    keeps_bodies: bool = False
    answering: Callable[[dict[str, Any]], str] = answer
    hesitates: tuple[str, ...] | None = None
    ledger: Ledger = field(default_factory=Ledger)

    def app(self) -> Starlette:
        """Return the ASGI application."""
        return Starlette(
            routes=[
                Route("/v1/chat/completions", self._completions, methods=["POST"]),
                Route("/v1/models", self._models),
                Route("/stats", self._stats),
            ]
        )

    async def _models(self, request: Request) -> Response:
        if not self._authorised(request):
            return _error(401, "invalid_api_key", "Incorrect API key provided")
        return JSONResponse(
            {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "t"}]}
        )

    async def _stats(self, _: Request) -> Response:
        return JSONResponse(self.ledger.as_json())

    async def _completions(self, request: Request) -> Response:
        ledger = self.ledger
        ledger.requests += 1
        ledger.under_way += 1
        ledger.most_under_way = max(ledger.most_under_way, ledger.under_way)
        try:
            response = await self._answered(request)
            ledger.statuses[str(response.status_code)] += 1
            return response
        finally:
            ledger.under_way -= 1

    async def _answered(self, request: Request) -> Response:
        if not self._authorised(request):
            return _error(401, "invalid_api_key", "Incorrect API key provided: " + request.headers["authorization"])
        body = await request.json()
        if self.keeps_bodies:
            self.ledger.bodies.append(body)
        if body.get("model") == "no-such-model":
            return _error(404, "model_not_found", "The model does not exist")
        refused = self._refused(body)
        if refused is not None:
            return refused
        fault = self.plan.fault(body)
        await asyncio.sleep(self.latency)
        special = await self._wire_fault(fault)
        return special or self._completion(body, fault)

    def _refused(self, body: dict[str, Any]) -> Response | None:
        rung = rung_of(body)
        if rung in self.plan.refused_rungs:
            return _error(400, "invalid_request_error", f"{_parameter(rung)} is not supported by this model")
        if self.plan.refuses_logprobs and "logprobs" in body:
            return _error(*LOGPROBS_REFUSED[self.plan.refuses_logprobs])
        if self.plan.refuses_temperature and "temperature" in body:
            return _error(
                400, "unsupported_value", "Unsupported value: 'temperature' does not support 0 with this model."
            )
        document = json.dumps(body["messages"], ensure_ascii=False)
        if any(word in document for word in self.plan.forbidden):
            return _error(400, "data_inspection_failed", "Input data may contain inappropriate content.")
        return None

    async def _wire_fault(self, fault: str) -> Response | None:
        if fault in ERRORS:
            return _error(*ERRORS[fault])
        if fault in BROKEN:
            return BROKEN[fault]()
        if fault == "hang":
            await asyncio.sleep(self.hang)
            return Truncated(b"", promised=PROMISED)
        if fault == "slow-first-byte":
            await asyncio.sleep(min(self.hang, 0.3))
        return None

    def _completion(self, body: dict[str, Any], fault: str) -> Response:
        content, finish = spoiled(self.answering(body), fault)
        ledger = self.ledger
        fence = fence_of(body)
        usage = self._usage(body, content, known=fence in ledger.documents)
        ledger.documents.add(fence)
        ledger.answered[json.dumps(body, sort_keys=True)] += 1
        ledger.tasks[task_of(body) or "other"] += 1
        ledger.prompt_tokens += usage["prompt_tokens"]
        ledger.completion_tokens += usage["completion_tokens"]
        message = _message(body, content, refusal=fault == "refusal")
        choice: dict[str, Any] = {"index": 0, "message": message, "finish_reason": finish}
        if body.get("logprobs") and self.hesitates is not None and message["content"]:  # none of a tool's arguments
            choice["logprobs"] = logprobs_of(message["content"], self.hesitates)
        return JSONResponse(
            {
                "id": f"chatcmpl-{ledger.requests}",
                "object": "chat.completion",
                "created": int(time.time()),
                "model": body["model"],
                "choices": [choice],
                "usage": usage,
            },
            headers={"x-ratelimit-remaining-requests": "100", "x-ratelimit-remaining-tokens": "100000"},
        )

    def _usage(self, body: dict[str, Any], content: str, *, known: bool) -> dict[str, Any]:
        """Count tokens; the prefix up to the end of a document that was seen before is cached."""
        prompt = "".join(message["content"] for message in body["messages"])
        prefix = prompt.partition("〈报告结束")[0] if known else ""
        return {
            "prompt_tokens": tokens(prompt),
            "completion_tokens": tokens(content),
            "total_tokens": tokens(prompt) + tokens(content),
            "prompt_tokens_details": {"cached_tokens": tokens(prefix)},
        }

    def _authorised(self, request: Request) -> bool:
        return not self.key or request.headers.get("authorization") == f"Bearer {self.key}"


class Truncated(Response):
    """A response that promises more than it sends; the server then drops the connection."""

    def __init__(self, content: bytes, *, promised: int) -> None:
        super().__init__(content, media_type="application/json")
        self._promised = promised

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the beginning, and no more."""
        del scope, receive
        headers = [(b"content-type", b"application/json"), (b"content-length", str(self._promised).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})


BROKEN: dict[str, Callable[[], Response]] = {
    "drop": lambda: Truncated(b"", promised=PROMISED),
    "half-body": lambda: Truncated(b'{"id": "half", "choices": [{"mess', promised=PROMISED),
    "invalid-json": lambda: Response(b'{"id": "broken", "choices": [', media_type="application/json"),
}
"""Responses that are none."""


def rung_of(body: dict[str, Any]) -> str:
    """Return the way in which a request asks for JSON."""
    if body.get("tools"):
        return "tools"
    return (body.get("response_format") or {}).get("type", "json")


def spoiled(content: str, fault: str) -> tuple[str, str]:
    """Return an answer and its finish reason as a fault of the model leaves them."""
    texts = {
        "not-json": "好的，以下是标注结果：（略）",
        "wrong-schema": '{"结果": [1, 2, 3], "finance": [{"evidence": "第3句"}]}',
        "unknown-unit": content.replace('"first": ', '"first": 9', 1).replace('"last": ', '"last": 9', 1),
        "wrong-piece": content.replace('"text": "', '"text": "查无此文', 1),
        "length": content[: len(content) // 2],
    } | dict.fromkeys(("empty", "refusal", "content-filter"), "")
    return texts.get(fault, content), {"content-filter": "content_filter", "length": "length"}.get(fault, "stop")


def tokens(text: str) -> int:
    """Count tokens roughly as a Chinese tokenizer would."""
    return int(len(text) * TOKENS_PER_CHARACTER)


def _message(body: dict[str, Any], content: str, *, refusal: bool) -> dict[str, Any]:
    if refusal:
        return {"role": "assistant", "content": None, "refusal": "I cannot help with that."}
    if rung_of(body) == "tools":
        function = {"name": body["tools"][0]["function"]["name"], "arguments": content}
        return {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "c", "type": "function", "function": function}],
        }
    if rung_of(body) == "json" and content.startswith("{"):
        return {"role": "assistant", "content": f"标注如下：\n```json\n{content}\n```"}
    return {"role": "assistant", "content": content}


def _parameter(rung: str) -> str:
    return {"json_schema": "response_format json_schema", "tools": "tool_choice"}.get(rung, "response_format")


def _error(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": {"message": message, "code": code, "type": code}}, status, headers=headers)
