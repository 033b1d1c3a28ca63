"""Duties of the department (职能): each item of the lowest numbered level, else each paragraph or sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from extract.model.answer import Evidence
from extract.model.text import SectionKind, UnitRole
from extract.readers.rules.narrative.areas import areas, subject
from extract.readers.rules.narrative.pointing import closes_with, said, stretch, whole
from extract.readers.rules.narrative.sentences import is_lead_in, is_template
from extract.steps.layout.headings import kind_of

if TYPE_CHECKING:
    from extract.model.text import Reading, Unit
    from extract.readers.rules.narrative.blocks import Block

_LONGEST_LABEL = 10
_STATES = re.compile(
    r"(?:主要(?:工作)?(?:职责|职能)(?:职责|职能|任务)?(?:是|为|有|包括)?|(?:职责|职能)(?:是|为|有|包括))[：:]?(?=负责|承担|贯彻|组织|协调|指导|依法|拟订|执行|管理|[^，。]{2})"
)
_BEARS = re.compile(r"^(?:我|本|该|全)?(?:单位|部门|[局院校馆所站段委办]|中心)主要(?=负责|承担)")
_NO_DUTY = re.compile(
    r"^[^，。]{0,6}(?:内设|下设|设有|现有|核定|年末|截[至止]|所属|下属|下辖|[部单][门位]预算|编制\d)|位于|辖区面积|占地面积|建筑面积|常住人口|户籍人口"
    r"|^[^，。、]{0,8}设[^，。、]{2,20}(?:室|科|股|处|部|队|所|站|中心)、"
)
_IS_BODY = re.compile(
    r"^[^，。]*(?:是|为|系)[^，。]*(?:单位|部门|机构|机关)，(?=(?:主要)?(?:负责|承担|职责|履行))(?:主要职责(?:是|为)?)?"
)
_INTRODUCES = re.compile(
    r"(?:主要|基本|具体)?(?:职责|职能|任务)(?:职责|任务)?(?:主要)?(?:(?:是|为|有|包括|如下)?[：:]|(?:是|为))"
)
_FACT = re.compile(
    r"^(?!负责|承担|承办|组织|贯彻)[^，。]{0,40}(?:是|为|系|属)[^，。]{0,30}(?:部门|机构|单位|机关|行政单位)(?:$|[，。])|成立于|\d+年\d+月"
)


_OPENS = re.compile(r"(?:职责|职能|任务)(?:主要)?(?:有|是|为|包括|如下)*$")
"""The end of a sentence that opens a list of duties (``我局主要职责：``)."""

_TELLING = (SectionKind.OVERVIEW, SectionKind.ORGANISATION, SectionKind.STAFFING)
"""Parts of a report in which duties may stand beside other things."""


def read_functions(reading: Reading) -> tuple[Evidence, ...]:
    """Return evidence of each duty."""
    listed = tuple(duty for area in areas(reading, SectionKind.FUNCTIONS) for duty in _duties(reading, area))
    return listed or tuple(_told(reading))


def _told(reading: Reading) -> Iterator[Evidence]:
    """Yield the duties that an overview states behind ``主要职责：`` where no section of its own does."""
    told: int | None = None
    for unit in reading.units:
        if subject(reading, unit) not in _TELLING or unit.role is UnitRole.HEADING:
            continue
        text = said(reading, unit)
        if closes_with(reading, unit) == "：" and _OPENS.search(text):
            yield from _listed_behind(reading, unit)
            told = None
            continue
        begins = _STATES.search(text) or _BEARS.match(text)
        if begins and begins.end() < len(text):
            told = unit.paragraph
            yield stretch(reading, unit, begins.end(), len(text))
        elif unit.paragraph == told and not _NO_DUTY.search(text):
            yield whole(unit)
        else:
            told = None


def _listed_behind(reading: Reading, opening: Unit) -> Iterator[Evidence]:
    """Yield the numbered items behind a sentence that opens a list of duties, each with all its sentences."""
    item: Unit | None = None
    last = opening
    for unit in reading.units[opening.number :]:
        if unit.role is UnitRole.HEADING or (
            not unit.enumerator and (item is None or unit.paragraph != last.paragraph)
        ):
            break
        if unit.enumerator:
            if item:
                yield whole(item, last)
            item = unit
        last = unit
    if item:
        yield whole(item, last)


def _duties(reading: Reading, block: Block) -> Iterator[Evidence]:
    if not any(one.numbered for part in block.parts for one in part.every()):
        yield from _running(reading, block.body)
    for part in block.parts:
        yield from _part(reading, part)


def _part(reading: Reading, part: Block) -> Iterator[Evidence]:
    head = part.head
    if head is not None and _is_other_label(said(reading, head)):
        return
    if head is None or head.role is UnitRole.HEADING or part.parts:
        yield from _duties(reading, part)
    elif not is_template(said(reading, head)):
        yield whole(head, _last(reading, part, head))


def _last(reading: Reading, part: Block, head: Unit) -> Unit:
    """Return the last unit of an item: a new paragraph is its own, unless the one before it broke off."""
    last = head
    for unit in part.body:
        if unit.paragraph != last.paragraph and closes_with(reading, last):
            break
        last = unit
    return last


def _is_other_label(text: str) -> bool:
    """Whether an item is the heading of something else that layout glued into the list (``2.机构情况。``)."""
    text = text.split("：", 1)[0]
    return len(text) <= _LONGEST_LABEL and kind_of(text) in {SectionKind.ORGANISATION, SectionKind.STAFFING}


def _running(reading: Reading, units: tuple[Unit, ...]) -> Iterator[Evidence]:
    """Duties without numbers: a paragraph each where there are several, else a sentence each."""
    stated = [unit for unit in units if _is_duty(reading, unit)]
    paragraphs = [list(group) for _, group in groupby(stated, key=lambda unit: unit.paragraph)]
    if len(paragraphs) > 1:
        yield from (whole(group[0], group[-1]) for group in paragraphs)
        return
    for unit in stated:
        yield _after_introduction(reading, unit)


def _is_duty(reading: Reading, unit: Unit) -> bool:
    text = said(reading, unit)
    if unit.role is UnitRole.HEADING or is_template(text) or not text:
        return False
    if is_lead_in(text, closes_with(reading, unit)) or _NO_DUTY.search(text):
        return False
    return not _FACT.search(text) or _IS_BODY.match(text) is not None


def _after_introduction(reading: Reading, unit: Unit) -> Evidence:
    text = said(reading, unit)
    match = _INTRODUCES.search(text) or _IS_BODY.match(text)
    return whole(unit) if match is None else stretch(reading, unit, match.end(), len(text))
