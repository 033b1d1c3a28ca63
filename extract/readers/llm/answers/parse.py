"""What a model wrote, to the JSON object in it."""

from __future__ import annotations

import json
import re

THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
"""Reasoning that some models print before their answer."""

FENCE = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL | re.IGNORECASE)


def json_object(content: str) -> str:
    """Return the JSON object in ``content``, without reasoning, code fence and surrounding words.

    An answer that begins with a list is returned as that list: some models leave out the object around it.

    Raises:
        ValueError: there is no complete JSON object in it.
    """
    text = THOUGHT.sub("", content).strip()
    fenced = FENCE.search(text)
    if fenced:
        text = fenced.group(1).strip()
    start = 0 if text.startswith("[") else text.find("{")
    if start < 0:
        msg = "回答里没有 JSON 对象"
        raise ValueError(msg)
    try:
        _, end = json.JSONDecoder(strict=False).raw_decode(text[start:])
    except json.JSONDecodeError as error:
        msg = f"JSON 不完整或不合法：第 {error.lineno} 行第 {error.colno} 列，{error.msg}"
        raise ValueError(msg) from error
    return text[start : start + end]
