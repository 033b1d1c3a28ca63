"""Rule ``anachronism``: an event of another year told as this year's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from extract.domains.events import FIRST_SESSION, SERIES, SESSION, events
from extract.language import Text
from extract.model.record import Finding, Severity
from extract.model.text import SectionKind, Span
from extract.steps.checks.findings import finding
from extract.steps.checks.reading.sheet import Sheet
from extract.steps.numerals.chinese import parse_chinese

RULE: Final = "anachronism"

FOLLOW_UP: Final = frozenset({"campaign", "census", "emergency"})
"""Kinds of event that are worked on for a year after their end."""

_CLAIMS: Final = re.compile(r"期间|保障|安保|维稳|护航|特护|敏感|节点|顺利(?:完成|举办|召开)|成功举办|值守|守护|时期")
_ACHIEVED: Final = re.compile(r"圆满|服务保障|做好|保障好|服务好|完成")
_WORKED: Final = re.compile(r"开展|推进|完成|做好|组织|落实|参与|参加|结合|扎实")
_PASSED: Final = re.compile(r"颁布|公布|出台|施行|实施|印发|修订")
_THIS_YEAR: Final = re.compile(r"今年|本年|当年|年内|全年")
_BACKGROUND: Final = re.compile(
    r"精神|学习|贯彻|以来|指示|批示|讲话|报告|决定|部署|要求|指引|指导|根据|按照|依据|回顾|自从|筹备|备战|迎接|常态化|长效|巩固|成果|遗留|恢复|去年|上年|往年|上一年|提出|确定|明确|擘画|号召|目标任务|宣传|宣讲|契机|胜利召开|召开后|后的"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?=年)")
_PAST_ONLY: Final = frozenset(
    {SectionKind.IMPROVEMENTS, SectionKind.PROBLEMS, SectionKind.GOALS, SectionKind.FUNCTIONS}
)
_SENTENCE: Final = re.compile(r"[^。；\n]+")
_REACH: Final = 12
_FAR: Final = 40


@dataclass(frozen=True, slots=True)
class Mention:
    """An event named in the running text, with the years in which it took place."""

    start: int
    end: int
    name: str
    kind: str
    years: frozenset[int]
    source: str


def anachronism(sheet: Sheet) -> Iterator[Finding]:
    """Find events of other years that a sentence claims for the year under evaluation.

    Source: each event's own document (``extract/domains/events.toml``) or the formula of its series. An event named as
    background (精神, 学习, 贯彻, 以来 …) or beside its own year is none.
    """
    year = sheet.case.year
    if year is None:
        return
    for sentence in _SENTENCE.finditer(sheet.text):
        wrong = [m for m in _mentions(sentence[0]) if _claimed(sheet, sentence, m, year)]
        if wrong:
            yield _report(sheet, sentence.start(), wrong, year)


def _claimed(sheet: Sheet, sentence: re.Match[str], mention: Mention, year: int) -> bool:
    late = 1 if mention.kind in FOLLOW_UP else 0
    if any(first <= year <= first + late for first in mention.years):
        return False
    said = sentence[0]
    if _other_year(said, mention, year):
        return False
    match mention.kind:
        case "year":
            return True
        case "law":
            return bool(_THIS_YEAR.search(said[: mention.start]) and _PASSED.match(said, mention.end))
        case _:
            return _told_as_done(said, mention) and not _future(sheet, sentence.start() + mention.start, mention, year)


def _told_as_done(said: str, mention: Mention) -> bool:
    """Whether the sentence says that something was done at the event, rather than naming it as background."""
    before, after = said[max(0, mention.start - _REACH) : mention.start], said[mention.end : mention.end + _FAR]
    if _BACKGROUND.search(before) or _BACKGROUND.search(after[:_REACH]):
        return False
    if mention.kind in FOLLOW_UP:
        return bool(_WORKED.search(said))
    return bool(_CLAIMS.search(after) or _ACHIEVED.search(before))


def _other_year(said: str, mention: Mention, year: int) -> bool:
    """Whether the sentence itself gives the event's year (``2021年建党百年期间``)."""
    named = {int(match[0]) for match in _YEAR.finditer(said)}
    return bool(named & mention.years) and year not in mention.years


def _future(sheet: Sheet, at: int, mention: Mention, year: int) -> bool:
    """Whether the event lay ahead and the section looks ahead."""
    if min(mention.years) <= year:
        return False
    unit = sheet.case.reading.unit_at(sheet.flow.places[at])
    kinds = set(sheet.case.reading.kinds(unit)) if unit else set()
    return bool(kinds & _PAST_ONLY) or bool(re.search(r"将|拟|计划|明年|下一步|即将", sheet.text[max(0, at - 40) : at]))


def _mentions(said: str) -> list[Mention]:
    """Return the events that a sentence names, the longest name at each place, in order."""
    found = [*_listed(said), *_computed(said)]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


@cache
def _words() -> re.Pattern[str]:
    words = sorted({word for event in events() for word in event.words}, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in words))


@cache
def _by_word() -> dict[str, int]:
    return {word: index for index, event in enumerate(events()) for word in event.words}


def _listed(said: str) -> Iterator[Mention]:
    for match in _words().finditer(said):
        event = events()[_by_word()[match[0]]]
        yield Mention(*match.span(), event.name, event.kind, event.years, event.source)


@cache
def _series() -> tuple[tuple[re.Pattern[str], int], ...]:
    return tuple((re.compile(series.pattern), index) for index, series in enumerate(SERIES))


def _computed(said: str) -> Iterator[Mention]:
    if not re.search(r"[届周会]|之年", said):
        return
    for pattern, index in _series():
        for match in pattern.finditer(said):
            number = _number(match["n"])
            if number:
                series = SERIES[index]
                kind = "year" if "之年" in match[0] else "series"
                yield Mention(*match.span(), match[0], kind, frozenset({series.year(number)}), series.source)
    for match in SESSION.finditer(said):
        term, number = _number(match["term"]), _number(match["n"])
        first = FIRST_SESSION[1] + 5 * (term - FIRST_SESSION[0])
        yield Mention(
            *match.span(),
            match[0],
            "meeting",
            frozenset({first + number - 1}),
            "每届五年，每年一次会议（宪法第六十条、第六十一条）",
        )


def _number(written: str) -> int:
    value = int(written) if written.isdecimal() else parse_chinese(written)
    return int(value) if value is not None else 0


def _report(sheet: Sheet, offset: int, wrong: list[Mention], year: int) -> Finding:
    held = [f"{m.name}（{'、'.join(str(y) for y in sorted(m.years))}年）" for m in _distinct(wrong)]
    return finding(
        RULE,
        Severity.WARNING,
        Text(
            f"{year}年度的报告写入了其他年份的事件：{'、'.join(held)}，疑为沿用旧稿。",
            f"The report for {year} claims events of other years: {', '.join(held)}; perhaps text of an earlier report.",
        ),
        spans=[_span(sheet, offset, mention) for mention in wrong],
        steps=[
            f"{m.name} → {'、'.join(str(y) for y in sorted(m.years))} ≠ {year}（{m.source}）" for m in _distinct(wrong)
        ],
    )


def _distinct(wrong: list[Mention]) -> list[Mention]:
    return [next(group) for _, group in groupby(wrong, key=lambda mention: mention.name)]


def _span(sheet: Sheet, offset: int, mention: Mention) -> Span:
    return sheet.span(offset + mention.start, offset + mention.end)
