"""Tokens of an answer with log-probabilities, as an endpoint tells them: characters may be parted among tokens."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import Any

SURE, TORN = -0.001, -1.2
"""Log-probability of a token of which the model is sure, and of one that it holds less likely than not (0.3)."""

LENGTHS = (3, 1, 5, 2, 4)
"""Bytes of the tokens, in turn: one Chinese character has three."""


def logprobs_of(content: str, hesitates: tuple[str, ...]) -> dict[str, Any]:
    """Return ``choices[0].logprobs`` of an answer in which each of ``hesitates`` is written with hesitation."""
    written = content.encode()
    places = [_place(written, piece.encode()) for piece in hesitates]
    cuts = {*_turns(len(written)), *(end for place in places for end in place)} | {0, len(written)}
    ends = sorted(cut for cut in cuts if 0 <= cut <= len(written))
    return {"content": [_token(written, start, end, places) for start, end in pairwise(ends)]}


def _place(written: bytes, piece: bytes) -> tuple[int, int]:
    start = written.find(piece)
    return (start, start + len(piece)) if start >= 0 else (-1, -1)


def _turns(length: int) -> list[int]:
    return [end for end in accumulate(LENGTHS * (length // sum(LENGTHS) + 1)) if end < length]


def _token(written: bytes, start: int, end: int, places: list[tuple[int, int]]) -> dict[str, Any]:
    """Return a token; the first one of a hesitant piece carries the doubt."""
    torn = any(start == first for first, _ in places)
    text = written[start:end]
    shown = text.decode(errors="backslashreplace")
    return {"token": shown, "logprob": TORN if torn else SURE, "bytes": list(text), "top_logprobs": []}
