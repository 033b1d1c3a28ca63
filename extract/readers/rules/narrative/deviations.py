"""Problems and remedies in a table of indicators: the column that tells why a target was missed and what will be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from extract.model.text import SectionKind, UnitRole
from extract.readers.rules.narrative.areas import subject
from extract.readers.rules.narrative.pointing import said, stretch
from extract.readers.rules.narrative.points import Point, Said, passage, says_nothing
from extract.readers.rules.narrative.problem_tables import in_problem_table
from extract.readers.rules.narrative.sentences import is_step, promises, states_problem

if TYPE_CHECKING:
    from extract.model.text import Reading, Unit

_WHY = re.compile(
    r"(?:偏差|偏离|未完成|未达[到标成]?|扣分|差异|失分|不达标)[^，。]{0,10}(?:原因|分析|说明|情况)|^(?:主要)?原因(?:分析)?$"
)
_MAY_TELL = re.compile(r"原因|偏差|偏离|扣分|差异|失分|未|不达")
_REMEDY = re.compile(r"(?:改进|整改|纠偏)(?:措施|意见|建议|办法|计划)")
_MISSED = re.compile(
    r"^[^，]{2,30}未(?:能)?(?:按期|如期|全部|全面)?(?:达[到成]?|完成|实现)(?:了)?(?:年初|年度|预期|既定|计划|规定|全年|设定|的|绩效)*(?:目标|指标|任务|计划|要求)[值数]?(?:，|$)"
)
_SCORED = re.compile(r"扣[^，]{0,4}分|得分|分值|(?:没有|不存在|无)[^，]*未")
_LACKS = re.compile(r"减少|下降|推迟|延[后期迟]|停|取消|失联|较晚|压缩|暂缓|流标|疫情|灾|旱|涝")
_SHORTEST = 4
_LOST_ROW = re.compile(r"(?P<what>[^，。；]{0,60}\d)(?P<why>[\u4e00-\u9fff“][^\d]{7,})$")
"""An indicator with its figures, the last of them its score, and the reasons behind."""
_GAP = re.compile(r"\d(?:[ \u3000]{2,}|\t[ \t]*)[\u4e00-\u9fff“]")
_ROW_HEAD = re.compile(r"指标|效益|满意|产出|投入|过程|影响|数量|质量|时效|成本|^(?:改进|整改)措施$")
_ACCOUNTS = (SectionKind.WORK, SectionKind.EFFECT, SectionKind.EVALUATION)
_TOLD = (SectionKind.PROBLEMS, SectionKind.IMPROVEMENTS, SectionKind.RECTIFICATION)
"""Sections that are read for what they say, tables included."""


def deviations(reading: Reading) -> Iterator[tuple[Point, Point | None, str]]:
    """Yield for each row that tells of a deviation the problem, the remedy beside it, and the indicator's name."""
    tabled = in_problem_table(reading)
    cells = (one for one in reading.units if one.role is UnitRole.CELL and _tells(one) and one.number not in tabled)
    for _, row in groupby(cells, key=lambda unit: unit.paragraph):
        units = [unit for unit in row if len(said(reading, unit)) >= _SHORTEST and subject(reading, unit) not in _TOLD]
        yield from _row(reading, [unit for unit in units if not says_nothing(said(reading, unit))])
    yield from _lost_rows(reading)
    yield from _missed(reading)


def _lost_rows(reading: Reading) -> Iterator[tuple[Point, Point | None, str]]:
    """Yield the same of a table whose cells lie one behind the other (a converted page): prose behind the row's figures."""
    table = False
    for paragraph in _paragraphs(reading):
        if not table and not _MAY_TELL.search(paragraph[0].text):
            continue
        text = said(reading, paragraph[0])
        heads = paragraph[0].role is UnitRole.HEADING
        table = _WHY.search(text) is not None or (table and (not heads or _ROW_HEAD.search(text) is not None))
        row = _LOST_ROW.match(text) if table and _is_lost_row(reading, paragraph[0]) else None
        if row is None or subject(reading, paragraph[0]) in _TOLD or says_nothing(row["why"]):
            continue
        stated = Said(stretch(reading, paragraph[0], *row.span("why")), row["why"], paragraph[:1])
        rest = [unit for unit in paragraph[1:] if is_step(said(reading, unit))]
        if rest or _is_lack(row["why"]):
            yield Point(stated), _point(reading, rest) if rest else None, row["what"]


def _is_lost_row(reading: Reading, unit: Unit) -> bool:
    """Whether a unit that no table holds has a wide gap behind a figure, as cells do."""
    return not (unit.headers or unit.enumerator) and _GAP.search(reading.text, unit.start, unit.end) is not None


def _paragraphs(reading: Reading) -> Iterator[tuple[Unit, ...]]:
    for _, units in groupby(reading.units, key=lambda unit: unit.paragraph):
        yield tuple(units)


def tells_why(unit: Unit) -> bool:
    """Whether a cell stands in a column that tells why targets were missed."""
    return bool(unit.headers) and _WHY.search(unit.headers[-1]) is not None


def _missed(reading: Reading) -> Iterator[tuple[Point, Point | None, str]]:
    """Yield the sentences outside of tables and lists that say that a target was missed."""
    for unit in reading.units:
        text = said(reading, unit) if unit.role is not UnitRole.HEADING and "未" in unit.text else ""
        if _MISSED.match(text) and not _SCORED.search(text) and subject(reading, unit) in _ACCOUNTS:
            yield _point(reading, [unit]), None, ""


def _tells(unit: Unit) -> bool:
    return bool(unit.headers) and (_WHY.search(unit.headers[-1]) or _REMEDY.search(unit.headers[-1])) is not None


def _row(reading: Reading, units: list[Unit]) -> Iterator[tuple[Point, Point | None, str]]:
    stated = [unit for at, unit in enumerate(units) if not _is_remedy(reading, unit, first=at == 0)]
    remedies = [unit for at, unit in enumerate(units) if _is_remedy(reading, unit, first=at == 0)]
    if not stated or not (remedies or _is_lack(said(reading, stated[0]))):
        return
    yield _point(reading, stated), _point(reading, remedies) if remedies else None, units[0].headers[0]


def _is_remedy(reading: Reading, unit: Unit, *, first: bool) -> bool:
    text, header = said(reading, unit), unit.headers[-1]
    if not _WHY.search(header):
        return True
    if not _REMEDY.search(header):
        return promises(text)
    return promises(text) or (not first and is_step(text) and not states_problem(text))


def _is_lack(text: str) -> bool:
    return states_problem(text) or _LACKS.search(text) is not None


def _point(reading: Reading, units: list[Unit]) -> Point:
    first, *rest = (passage(reading, unit) for unit in units)
    return Point(first, tuple(rest))
