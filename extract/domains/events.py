"""Dated events of the genre: those of ``events.toml`` and those that a formula dates (the n-th Canton Fair)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Event:
    """Something that took place at a known time.

    ``kind`` says how a report can claim it: ``law`` and ``campaign`` go on after their date, the others do not.
    ``years`` are all calendar years in which it took place; ``source`` is the document that dates it.
    """

    name: str
    words: tuple[str, ...]
    kind: str
    first: date
    last: date
    also: tuple[date, ...]
    source: str

    @property
    def years(self) -> frozenset[int]:
        """Calendar years in which the event took place."""
        return frozenset((*range(self.first.year, self.last.year + 1), *(day.year for day in self.also)))


@dataclass(frozen=True, slots=True)
class Series:
    """Events that return: the year follows from the number in the name.

    ``pattern`` has one group ``n``; ``year`` maps the number to the year; ``source`` states the formula's ground.
    """

    name: str
    pattern: str
    year: Callable[[int], int]
    source: str


NUMBER: Final = r"(?P<n>\d{1,3}|[〇零一二两三四五六七八九十百]{1,5})"
"""The number in the name of a recurring event."""

FAIR = r"(?:广交会|中国进出口商品交易会|广州交易会)"

SERIES: Final = (
    Series(
        "广交会", rf"第{NUMBER}届{FAIR}", lambda n: 1957 + (n - 1) // 2, "1957年春创办，每年春秋两届：第1届为1957年春"
    ),
    Series("进博会", rf"第{NUMBER}届(?:中国国际)?进(?:口)?博(?:览)?会", lambda n: 2017 + n, "第1届2018年，每年一届"),
    Series("消博会", rf"第{NUMBER}届(?:中国国际)?消(?:费品)?博(?:览)?会", lambda n: 2020 + n, "第1届2021年，每年一届"),
    Series("东博会", rf"第{NUMBER}届(?:中国[—－-]?东盟博览会|东博会)", lambda n: 2003 + n, "第1届2004年，每年一届"),
    Series(
        "高交会", rf"第{NUMBER}届(?:中国国际)?高(?:新技术成果)?交(?:易)?会", lambda n: 1998 + n, "第1届1999年，每年一届"
    ),
    Series("建党周年", rf"(?:建党|中国共产党成立){NUMBER}周年", lambda n: 1921 + n, "中国共产党成立于1921年"),
    Series(
        "国庆周年",
        rf"(?:建国|国庆|新中国成立|中华人民共和国成立){NUMBER}周年",
        lambda n: 1949 + n,
        "中华人民共和国成立于1949年",
    ),
    Series("建军周年", rf"(?:建军|中国人民解放军建军){NUMBER}周年", lambda n: 1927 + n, "中国人民解放军建军于1927年"),
    Series("香港回归周年", rf"香港回归(?:祖国)?{NUMBER}周年", lambda n: 1997 + n, "香港于1997年回归"),
    Series("澳门回归周年", rf"澳门回归(?:祖国)?{NUMBER}周年", lambda n: 1999 + n, "澳门于1999年回归"),
    Series("改革开放周年", rf"改革开放{NUMBER}周年", lambda n: 1978 + n, "改革开放始于1978年"),
    Series(
        "抗战胜利周年",
        rf"(?:抗战胜利|抗日战争胜利|抗日战争暨世界反法西斯战争胜利){NUMBER}周年",
        lambda n: 1945 + n,
        "抗日战争胜利于1945年",
    ),
    Series("长征胜利周年", rf"(?:红军)?长征胜利{NUMBER}周年", lambda n: 1936 + n, "红军长征胜利于1936年"),
    Series("五四运动周年", rf"五四运动{NUMBER}周年", lambda n: 1919 + n, "五四运动发生于1919年"),
    Series("辛亥革命周年", rf"辛亥革命{NUMBER}周年", lambda n: 1911 + n, "辛亥革命发生于1911年"),
    Series(
        "经济特区周年",
        rf"(?:深圳|珠海|汕头)?经济特区(?:建立|成立){NUMBER}周年",
        lambda n: 1980 + n,
        "经济特区建立于1980年",
    ),
    Series(
        "五年规划开局", rf"“?{NUMBER}五”?(?:规划)?(?:的)?开局之年", lambda n: 1951 + 5 * n, "第n个五年规划自1951+5n年起"
    ),
    Series(
        "五年规划收官", rf"“?{NUMBER}五”?(?:规划)?(?:的)?收官之年", lambda n: 1955 + 5 * n, "第n个五年规划至1955+5n年止"
    ),
)
"""Recurring events whose year a formula gives; cancelled or postponed years do not shift the number."""

SESSION: Final = re.compile(
    r"第?(?P<term>十[一二三四五六])届全国(?:人大|政协|人民代表大会)第?(?P<n>[一二三四五])次会议"
)
"""A session of the National People's Congress or the CPPCC: the first of the fourteenth was in 2023."""

FIRST_SESSION: Final = (14, 2023)
"""Term and year of a known first session; a term has five years (宪法第六十条)."""


@cache
def events() -> tuple[Event, ...]:
    """Read the dated events that ship with gouji, each with its source."""
    text = resources.files("extract.domains").joinpath("events.toml").read_text(encoding="utf-8")
    return tuple(_event(row) for row in tomllib.loads(text)["event"])


def _event(row: dict[str, Any]) -> Event:
    return Event(
        name=row["name"],
        words=tuple(row["words"]),
        kind=row["kind"],
        first=row["from"],
        last=row["to"],
        also=tuple(row.get("also", ())),
        source=row["source"],
    )
