"""Ways in which an endpoint misbehaves, and when."""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

TRANSPORT = (
    "429", "429-bare", "429-ms", "500", "503", "hang", "drop", "half-body", "invalid-json", "slow-first-byte",
)  # fmt: skip
"""Faults of the wire: after them the same request may be sent again."""

CONTENT = ("not-json", "wrong-schema", "unknown-unit", "wrong-piece", "empty")
"""Faults of the answer: it is billed, and the model is asked again."""

REFUSALS = ("refusal", "content-filter", "inspection")
"""The endpoint will not read this text."""

LIMITS = ("length", "too-long")
"""The answer or the document does not fit."""

MIXED = (*TRANSPORT, *CONTENT)
"""What a bad day brings."""


@dataclass
class Plan:
    """Decides what goes wrong with a request.

    Attributes:
        script: faults of the first requests in order, ``""`` for none; used up first.
        rate: share of further requests that go wrong, decided by the request itself, so that every run is the same.
        kinds: what goes wrong then.
        repeats: how often one request meets a fault of the wire before it goes through.
        always: a fault that every request meets.
        refused_rungs: structured-output ways that this endpoint does not know.
        refuses_temperature: whether it takes no temperature, as reasoning models do.
        refuses_logprobs: how it refuses to tell log-probabilities: ``named`` and ``unnamed`` (400), ``500``.
        forbidden: words; a request whose document holds one is refused with ``data_inspection_failed``.
    """

    script: list[str] = field(default_factory=list)
    rate: float = 0.0
    kinds: Sequence[str] = MIXED
    repeats: int = 1
    always: str = ""
    refused_rungs: frozenset[str] = frozenset()
    forbidden: tuple[str, ...] = ()
    refuses_temperature: bool = False
    refuses_logprobs: str = ""
    seen: Counter[str] = field(default_factory=Counter)

    def fault(self, body: dict[str, Any]) -> str:
        """Return what goes wrong with this request, ``""`` for nothing."""
        if self.script:
            return self.script.pop(0)
        if self.always:
            return self.always
        digest = hashlib.sha256(json.dumps(body["messages"]).encode()).hexdigest()
        self.seen[digest] += 1
        if self.seen[digest] > self.repeats:
            return ""
        chance = random.Random(digest)  # noqa: S311  (a test's dice)
        return chance.choice(list(self.kinds)) if chance.random() < self.rate else ""
