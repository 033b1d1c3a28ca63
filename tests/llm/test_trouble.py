"""Errors of endpoints, and what follows from each."""

from __future__ import annotations

import pytest

from extract.readers.llm.calls.trouble import Kind, from_status, scrub, waiting_time


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (408, {}, Kind.RETRY),
        (409, {}, Kind.RETRY),
        (429, {"error": {"code": "rate_limit_exceeded"}}, Kind.RETRY),
        (500, "oops", Kind.RETRY),
        (503, None, Kind.RETRY),
        (529, {}, Kind.RETRY),
        (400, {"error": {"message": "max_completion_tokens is too large"}}, Kind.BAD_REQUEST),
        (400, {"error": {"message": "Unsupported value: 'temperature' does not support 0"}}, Kind.PARAMETER),
        (400, {"error": {"message": "parameter.enable_thinking must be set to false"}}, Kind.PARAMETER),
        (401, {"error": {"code": "invalid_api_key"}}, Kind.CONFIGURATION),
        (403, {}, Kind.CONFIGURATION),
        (404, {"error": {"code": "model_not_found"}}, Kind.CONFIGURATION),
        (402, {"error": {"message": "Insufficient Balance"}}, Kind.QUOTA),
        (429, {"error": {"code": "insufficient_quota"}}, Kind.QUOTA),
        (429, {"error": {"code": "1113", "message": "您的账户已欠费"}}, Kind.QUOTA),
        (400, {"error": {"code": "Arrearage"}}, Kind.QUOTA),
        (400, {"error": {"code": "context_length_exceeded"}}, Kind.TOO_LONG),
        (400, {"error": {"message": "This model's maximum context length is 8192 tokens"}}, Kind.TOO_LONG),
        (400, {"error": {"message": "Range of input length should be [1, 30720]"}}, Kind.TOO_LONG),
        (400, {"error": {"code": "content_filter"}}, Kind.REFUSED),
        (400, {"error": {"code": "data_inspection_failed"}}, Kind.REFUSED),
        (400, {"error": {"message": "Content Exists Risk"}}, Kind.REFUSED),
        (
            400,
            {"contentFilter": [{"level": 1}], "error": {"code": "1301", "message": "系统检测到敏感内容"}},
            Kind.REFUSED,
        ),
        (400, {"error": {"message": "This response_format type is unavailable now"}}, Kind.INCOMPATIBLE),
        (
            422,
            {"detail": [{"msg": "Extra inputs are not permitted", "loc": ["body", "tool_choice"]}]},
            Kind.INCOMPATIBLE,
        ),
        (400, {"error": {"message": "Invalid schema for response_format"}}, Kind.INCOMPATIBLE),
    ],
)
def test_what_follows_from_an_error(status: int, body: object, kind: Kind) -> None:
    assert from_status(status, body, {}).kind is kind


def test_the_wait_that_an_endpoint_asks_for_is_read_from_either_header() -> None:
    assert waiting_time({"retry-after-ms": "250", "retry-after": "9"}) == 0.25
    assert waiting_time({"retry-after": "2"}) == 2.0
    assert waiting_time({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}) is None
    assert waiting_time({}) is None


def test_an_error_message_never_holds_a_key() -> None:
    key = "sk-proj-abc123def456"
    error = from_status(401, {"error": {"message": f"Incorrect API key provided: {key}"}}, {}, secret=key)
    assert key not in error.reason
    assert "abc123" not in scrub("Incorrect API key provided: sk-proj-abc123***456")
    assert "Incorrect API key provided" in error.reason
    assert "zzz999" not in scrub("authorization: Bearer zzz999zzz")
