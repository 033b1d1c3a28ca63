"""Build findings: an id that stays the same from run to run, spans in order, a sentence in both languages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from extract.language import Text
from extract.model.record import Finding, Message, Severity
from extract.model.text import Span


def finding(  # noqa: PLR0913  (mirrors the contract of Finding)
    rule: str,
    severity: Severity,
    message: Text,
    *,
    spans: Iterable[Span],
    stated: str | None = None,
    computed: str | None = None,
    tolerance: str | None = None,
    items: Iterable[str | None] = (),
    steps: Iterable[str] = (),
) -> Finding:
    """Return a finding whose id names its rule, its places and its figures.

    Args:
        rule: name of the rule as in ``RULES``.
        severity: how sure it is.
        message: one sentence that an official can put into a letter.
        spans: where the evidence stands; sorted, doubles dropped.
        stated: the figure that the report states, as a decimal string.
        computed: the figure that the program computed.
        tolerance: what rounding of the stated operands can explain.
        items: ids in the record; None (a bare gold item has no id) is left out.
        steps: the lines of the calculation.
    """
    places = tuple(sorted({Span(*span) for span in spans}))
    seed = "|".join((rule, *(f"{start}-{end}" for start, end in places), stated or "", computed or ""))
    return Finding(
        id=f"{rule}-{hashlib.sha256(seed.encode()).hexdigest()[:10]}",
        rule=rule,
        severity=severity,
        message=Message(zh=message.zh, en=message.en),
        spans=places,
        stated=stated,
        computed=computed,
        tolerance=tolerance,
        items=tuple(dict.fromkeys(item for item in items if item)),
        steps=tuple(steps),
    )
