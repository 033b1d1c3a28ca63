"""How exact a number claims to be: words of approximation before, inside and behind it."""

from __future__ import annotations

import re
from typing import Final

from extract.model.quantity import Dimension
from extract.model.report import Qualifier

_BEFORE: Final = (
    (
        Qualifier.AT_MOST,
        re.compile(r"(?:不足|不到|不超过?|不高于|不多于|不大于|至多|最多|(?<!不)[低少小]于|[≤<]=?)\s*$"),
    ),
    (
        Qualifier.OVER,
        re.compile(
            r"(?:不[少低小]于|不下于?|至少|最少|(?<!不)超过?|超出|突破|(?<!不)[高多大]于|逾|(?<![A-Za-z\"\x27/])[≥>]=?)\s*了?\s*$"
        ),
    ),
    (Qualifier.ABOUT, re.compile(r"(?:约[为有]?|大约|大概有?|将近|接近|(?<![附最])近)\s*$")),
)
_ANY_BEFORE: Final = re.compile("|".join(pattern.pattern for _, pattern in _BEFORE))
"""Asked first: before most numbers stands none."""
_AFTER: Final = (
    (Qualifier.ABOUT, re.compile(r"\s*(?:左右|上下)")),
    (Qualifier.OVER, re.compile(r"\s*(?:(?:及|\(含\)|（含）)?\s*以上|有余|开外|出头)")),
    (Qualifier.AT_MOST, re.compile(r"\s*(?:及|\(含\)|（含）)?\s*(?:以下|以内|之内)")),
)

_BEYOND: Final = re.compile(r"上$|(?<![超通经])过$")


def qualifier_around(even: str, start: int, end: int, dimension: Dimension) -> Qualifier | None:
    """Return what the words beside the number at ``start``..``end`` of ``even`` (width narrowed) say, None for nothing.

    ``近三年`` is the last three years, no approximation.
    """
    for qualifier, pattern in _AFTER:
        if pattern.match(even, end):
            return qualifier
    before = even[max(0, start - 6) : start]
    if even[start] in "百千万亿" and _BEYOND.search(before):
        return Qualifier.OVER
    if not _ANY_BEFORE.search(before):
        return None
    for qualifier, pattern in _BEFORE:
        if pattern.search(before) and not (dimension is Dimension.TIME and before.endswith("近")):
            return qualifier
    return None
