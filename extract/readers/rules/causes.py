"""The clause that states why a problem is there, marker included, consequences left out (guidelines, problems)."""

from __future__ import annotations

import re

_STATED = re.compile(
    r"(?:究其|其|主要|根本|深层次|产生|形成|客观|主观|存在|问题|的)*原因(?:主要)?(?:在于|是因为|是由于|是|为|有|：|:)[^。；]*?(?=，(?:导致|致使|造成|使得|从而)|$)"
)
_BECAUSE = re.compile(
    r"(?:主要(?:是)?|一是|二是|三是|也|又|均)?(?:由于|因为|源于|系因|归因于)[^。；]*?(?=，(?:导致|致使|造成|使得?|以致|从而|因此|所以|故)|$)"
)
_FIRST_CLAUSE = re.compile(r"(?:主要(?:是)?|也|又|均)?(?:由于|因为|源于|系因|归因于|受)[^，。；]*")
_FOR = re.compile(
    r"(?:^|(?<=[，：；（(]))(?:一|二|主要)?因(?!此|而|地|素|公|人|案|势|果|事|城|时|类|子|应|材|特|信访问题)[^，。；）)]*"
)
_AFFECTED = re.compile(r"(?:^|(?<=[，：；]))受[^，。；]{2,30}?影响")
_CONSEQUENCE = re.compile(r"，(?:导致|致使|造成|使得?|以致|从而|因此|所以|故)")


def cause_in(text: str) -> tuple[int, int] | None:
    """Return where in the sentence the cause stands, None where it marks none."""
    stated = _STATED.search(text)
    if stated and len(stated[0]) > len("原因是"):
        return stated.span()
    because = _BECAUSE.search(text)
    if because:
        clear = _CONSEQUENCE.match(text, because.end()) or because.start() > 0
        match = because if clear else _FIRST_CLAUSE.search(text)
        return match.span() if match else None
    match = _FOR.search(text) or _AFFECTED.search(text)
    return match.span() if match else None


def is_only_cause(text: str) -> bool:
    """Whether the sentence does nothing but state the cause (``主要原因是……``)."""
    span = cause_in(text)
    return (
        span is not None
        and span[0] == 0
        and (span[1] == len(text) or _CONSEQUENCE.match(text, span[1]) is not None)
        and "原因" in text
    )
