"""The clause that states why a problem is there, marker included, consequences left out (guidelines, problems)."""

from __future__ import annotations

import re

_LEADS = "导致|致使|造成|使得?|以致|从而|因此|因而|所以|故|影响[了到]"
"""Words that lead over to what follows from a cause."""
_TO_END = rf"[^。；]*?(?=，(?:{_LEADS})|$)"
_STATED = re.compile(
    rf"(?:究其|其|主要|根本|深层次|产生|形成|客观|主观|存在|问题|的)*原因(?:分析)?(?:主要)?(?:在于|是因为|是由于|是|为|有|：|:)(?=.){_TO_END}|究其原因，(?=.){_TO_END}|(?:(?<=，)|^)(?:系|是|因|由)[^。；]*所致"
)
_DUE = r"(?:由于|因为|源于|系因|归因于|归结于)"
_BECAUSE = re.compile(
    rf"(?:主要|这|多|大多)?(?:是|系){_DUE}{_TO_END}|(?:主要|也|又|均|多|一方面)?(?:是)?{_DUE}[^，。；]*"
)
_FOR = re.compile(
    r"(?:^|(?<=[，：；（(]))(?P<who>[^，。；：（）()]{0,12}?)(?P<it>(?:[一二三四]|主要)?(?<![原成基病起诱死])因(?!此|而|地制宜|素|公|果|子|应|势利导|[人事时案材类城](?:而异|制宜|施))[^，。；）)]*)(?=[，）)]|$)"
)
_CAUSED = re.compile(r"因[^，]*(?:引发|引起|造成|导致|产生)的")
_AFFECTED = re.compile(
    r"(?:^|(?<=[，：；]))(?:|[^，。；：受]{2,16}(?<![接遭承享])(?=受))(?P<it>(?:主要|是)*受[^，。；]{2,30}?(?:影响|限制|制约))(?=，|$)"
)
_WHY = re.compile(rf"(?:(?<=，)|^)主要(?:是|系|在于){_TO_END}")
_JOINED = re.compile(
    rf"(?:，(?!{_LEADS})[^，。；]*)?，(?:加之|加上|再加上?|又因|叠加)[^，。；]*"
    rf"|，(?:且|并且|而且|以及)[^，。；]*|，同时[^，。；]*(?=，(?:{_LEADS}))"
)
"""A further clause of the cause behind its first one."""
_CONSEQUENCE = re.compile(rf"，(?:{_LEADS})")


_OPENS_LIST = re.compile(
    r"(?:究其|其|主要|造成|产生|形成|上述|以上|问题|的|分析)*原因(?:主要)?(?:是|有|在于|为|如下)?[：:]?$"
)


def opens_reasons(text: str) -> int | None:
    """Return where the words stand that open a list of reasons (``……，究其原因，一是……``), None where none close it."""
    match = _OPENS_LIST.search(text)
    return match.start() if match else None


def cause_in(text: str) -> tuple[int, int] | None:
    """Return where in the sentence the cause stands, None where it marks none."""
    match = _STATED.search(text) or _BECAUSE.search(text)
    if match is not None:
        return match.start(), _joined(text, match.end())
    for one in _FOR.finditer(text):
        if not _CAUSED.search(one["it"]):
            return one.start("it"), _joined(text, one.end("it"))
    affected = _AFFECTED.search(text)
    return affected.span("it") if affected else None


def told_why(text: str) -> tuple[int, int] | None:
    """Return where a sentence on a missed target tells why (``……，主要是……``), None where it does not."""
    match = _WHY.search(text)
    return match.span() if match else None


def _joined(text: str, end: int) -> int:
    """Return where a cause ends whose first clause ends at ``end``: further clauses may be joined to it."""
    further = _JOINED.match(text, end)
    return further.end() if further else end


def is_only_cause(text: str) -> bool:
    """Whether the sentence does nothing but state the cause (``主要原因是……``)."""
    span = cause_in(text)
    if span is None or span[0] != 0 or "原因" not in text[:12]:
        return False
    return span[1] == len(text) or _CONSEQUENCE.match(text, span[1]) is not None
