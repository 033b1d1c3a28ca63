"""What went wrong with a call, and what follows: try again, ask otherwise, split, go elsewhere, or stop the run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any


class Kind(StrEnum):
    """What follows from an error."""

    RETRY = "retry"
    TOO_LONG = "too_long"
    REFUSED = "refused"
    PARAMETER = "parameter"
    INCOMPATIBLE = "incompatible"
    BAD_REQUEST = "bad_request"
    CONFIGURATION = "configuration"
    QUOTA = "quota"


class CallError(Exception):
    """A call that brought no answer; the message holds no secret and no report text."""

    def __init__(
        self, kind: Kind, reason: str, *, wait: float | None = None, limited: bool = False, unreachable: bool = False
    ) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
        self.wait = wait
        self.limited = limited
        self.unreachable = unreachable

    def __reduce__(self) -> tuple[partial[CallError], tuple[Kind, str]]:
        """Let it travel between processes."""
        again = partial(CallError, wait=self.wait, limited=self.limited, unreachable=self.unreachable)
        return again, (self.kind, self.reason)


@dataclass(frozen=True, slots=True)
class Rule:
    """Words of an error's code, type or message, and what follows."""

    kind: Kind
    words: re.Pattern[str]


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


BY_WORDS = (
    Rule(
        Kind.REFUSED,
        _words(
            "content_filter", "content filter", "data_inspection_failed", "datainspectionfailed", "content_policy",
            "content exists risk", "inappropriate content", "sensitive", "敏感", "不安全", r"\b1301\b", "内容安全",
        ),
    ),
    Rule(
        Kind.QUOTA,
        _words(
            "insufficient_quota", "exceeded your current quota", "insufficient balance", "insufficient_balance",
            "arrearage", "余额不足", "欠费", "billing_hard_limit", r"\b1113\b",
        ),
    ),
    Rule(
        Kind.TOO_LONG,
        _words(
            "context_length_exceeded", "maximum context length", "context length", "context window", "too many tokens",
            "prompt is too long", "range of input length", "input length", "输入长度", "超出最大长度", "token.*exceed.*limit",
        ),
    ),
    Rule(Kind.PARAMETER, _words("temperature", "enable_thinking", "logprob")),
    Rule(
        Kind.INCOMPATIBLE,
        _words(
            "response_format", "json_schema", "json_object", "structured output", "tool_choice", r"\btools?\b",
            "function call", r"\bstrict\b", "grammar", "guided", "schema", "additionalproperties",
        ),
    ),
)  # fmt: skip
"""Looked through in this order for 400, 413, 422, 429 and 501 (a quota that is used up comes as 429)."""

RETRIED = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
CONFIGURED = frozenset({401, 403, 404, 405})
PAYMENT = 402
LIMITED = 429
SECRET = re.compile(r"\b(?:sk|pk|rk|key|tok)[-_](?=[\w.*-]*[\d*])[\w.*-]{6,}|Bearer\s+\S{6,}", re.IGNORECASE)
"""What a key looks like; error messages of some endpoints repeat it."""

LONGEST = 300


def from_status(status: int, body: object, headers: Mapping[str, str], *, secret: str = "") -> CallError:
    """Turn a response that is no success into an error with what follows from it.

    Args:
        status: HTTP status.
        body: the parsed error body, or its text.
        headers: of the response; ``retry-after-ms`` and ``retry-after`` say how long to wait.
        secret: the key, taken out of the message wherever it stands.
    """
    words = scrub(_flat(body), secret)
    reason = f"HTTP {status}: {words[:LONGEST]}"
    if status == PAYMENT:
        return CallError(Kind.QUOTA, reason)
    if status in CONFIGURED:
        return CallError(Kind.CONFIGURATION, reason)
    if status == LIMITED and not _matches(Kind.QUOTA, words):
        return CallError(Kind.RETRY, reason, wait=waiting_time(headers), limited=True)
    if status in RETRIED and status != LIMITED:
        return CallError(Kind.RETRY, reason, wait=waiting_time(headers))
    kind = next((rule.kind for rule in BY_WORDS if rule.words.search(words)), Kind.BAD_REQUEST)
    return CallError(kind, reason)


def scrub(text: str, secret: str = "") -> str:
    """Return text without the key and without anything that looks like one."""
    return SECRET.sub("***", text.replace(secret, "***") if secret else text)


def waiting_time(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that ``retry-after-ms`` or ``retry-after`` asks for, None where neither does."""
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[name]) * scale)
        except (KeyError, ValueError):
            continue
    return None


def _matches(kind: Kind, words: str) -> bool:
    return any(rule.kind is kind and rule.words.search(words) for rule in BY_WORDS)


def _flat(body: Any) -> str:  # noqa: ANN401  (JSON)
    match body:
        case dict():
            return " ".join(_flat(value) for value in body.values())
        case list():
            return " ".join(map(_flat, body))
        case None:
            return ""
        case _:
            return str(body)
