"""Tokens and money: what each call cost, per task and document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COUNTS = ("prompt_tokens", "cached_tokens", "completion_tokens")


def counts_of(usage: Mapping[str, Any]) -> dict[str, int]:
    """Return prompt, cached and completion tokens of a ``usage`` object; what is not stated is 0."""
    details = usage.get("prompt_tokens_details") or {}
    cached = details.get("cached_tokens") or usage.get("prompt_cache_hit_tokens") or 0
    return {
        "prompt_tokens": int(usage.get("prompt_tokens") or 0),
        "cached_tokens": int(cached),
        "completion_tokens": int(usage.get("completion_tokens") or 0),
    }
