"""What a model hesitated over: log-probabilities of tokens to those of the values in its JSON, and to names of keys.

A value's log-probability is the sum over the tokens that write it: exp of it is the chance that the model, having
written what stands before, writes this value and no other (docs/decisions/0026).
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from extract.readers.llm.answers.parse import json_object

EVEN = math.log(0.5)
"""Below this a value was less likely than all others together."""

LEAST = -99.0
"""Endpoints write -9999 or minus infinity for what they hold impossible."""

DIGITS = 3
"""Decimals that are kept of a log-probability."""

SCALAR = re.compile(rb'(?P<text>"(?:[^"\\]++|\\.)*+")(?P<key>\s*+:)?|(?P<bare>[^\s\[\]{},:"]++)', re.DOTALL)
"""A string or another scalar in valid JSON; a string before a colon is a key."""


def value_logprobs(content: str, given: object) -> tuple[float, ...]:
    """Return the log-probability of each value in the JSON of ``content``, in the order in which they stand there.

    A value's tokens are all that hold a byte of it: of a string from the opening quote, where it is decided that it is
    no null, to the last character, for with the closing quote many tokenizers write what follows.

    Args:
        content: what the model wrote, perhaps with a fence or a reasoning around the JSON.
        given: ``choices[0].logprobs`` as it came; tokens may part a character, and may begin before or go on behind
            the JSON (reasoning, marks of the end).

    Returns:
        One number a value, 0 or less; nothing where none were given, or the tokens do not write this JSON.
    """
    tokens = _tokens(given)
    if not tokens:
        return ()
    try:
        stated = json_object(content).encode()
    except ValueError:
        return ()
    start = b"".join(written for written, _ in tokens).rfind(stated)
    if start < 0:
        return ()
    ends = list(accumulate(len(written) for written, _ in tokens))
    return tuple(_total(tokens, ends, start + first, start + last) for first, last in _values(stated))


def with_hesitations(content: str, logprobs: Sequence[float]) -> str:
    """Return an answer whose objects name, under ``hesitant``, those of their keys whose value was less likely than not.

    Args:
        content: what the model wrote.
        logprobs: of its values, as ``value_logprobs`` gives them.

    Returns:
        The JSON with the names in it; ``content`` itself where there is nothing to name, or where the numbers are not
        those of its values (an object that states a key twice).
    """
    if min(logprobs, default=0.0) >= EVEN:
        return content
    left = iter(logprobs)
    data, _ = _named(json.loads(json_object(content), strict=False), left)
    return content if next(left, None) is not None else json.dumps(data, ensure_ascii=False)


def _tokens(given: object) -> list[tuple[bytes, float]]:
    """Return bytes and log-probability of each token, nothing where the endpoint gave something else."""
    entries: Any = given.get("content") if isinstance(given, dict) else None
    try:
        tokens = [(_bytes(entry), float(entry["logprob"])) for entry in entries or ()]
    except (TypeError, KeyError, ValueError, AttributeError):
        return []
    return [] if any(math.isnan(logprob) for _, logprob in tokens) else tokens


def _bytes(entry: Any) -> bytes:  # noqa: ANN401  (JSON)
    """Return what a token writes; its ``token`` alone cannot say so where it is a part of a character."""
    written: bytes = entry["token"].encode() if entry.get("bytes") is None else bytes(entry["bytes"])
    return written


def _values(stated: bytes) -> Iterator[tuple[int, int]]:
    """Yield first and last byte of each value of a JSON text, keys aside."""
    for found in SCALAR.finditer(stated):
        if found["bare"] is not None:
            yield found.start(), found.end() - 1
        elif found["key"] is None:
            yield found.start(), found.end() - 2


def _total(tokens: Sequence[tuple[bytes, float]], ends: Sequence[int], first: int, last: int) -> float:
    """Add up the tokens that hold the bytes ``first``..``last``; ``ends`` says where each token ends."""
    holding = tokens[bisect_right(ends, first) : bisect_right(ends, last) + 1]
    total = sum(logprob for _, logprob in holding)
    return round(min(0.0, max(LEAST, total)), DIGITS) + 0.0


def _named(value: Any, left: Iterator[float]) -> tuple[Any, bool]:  # noqa: ANN401  (JSON)
    """Return a part of an answer with the names in it, and whether it is itself a value, or a list with one, in doubt."""
    match value:
        case dict():
            parts = {key: _named(each, left) for key, each in value.items()}
            names = [key for key, (_, doubted) in parts.items() if doubted]
            told = {key: each for key, (each, _) in parts.items()}
            return (told | {"hesitant": names} if names else told), False
        case list():
            items = [_named(each, left) for each in value]
            return [each for each, _ in items], any(doubted for _, doubted in items)
        case _:
            return value, next(left, 0.0) < EVEN
