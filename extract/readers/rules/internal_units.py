"""Offices, sections and institutions of the department (内设机构), each named once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.model.text import SectionKind, UnitRole
from extract.readers.rules.areas import subject
from extract.readers.rules.pointing import said, stretch

if TYPE_CHECKING:
    from extract.model.answer import Evidence
    from extract.model.text import Reading, Unit

_PLACES = (SectionKind.ORGANISATION, SectionKind.STAFFING, SectionKind.OVERVIEW, SectionKind.FUNCTIONS)
_SETS_UP = re.compile(
    r"内设(?:机构|股室|科室|处室|职能科室|部门)?|(?:下设|设有|设置了?|设立了?|设)(?=[^，。；]*(?:室|科|股|处|中心|站|所|队|部|组|院|馆))"
    r"|(?:机构|科室|股室|处室)(?:有|为|是|包括)|(?:下属|所属|直属|下辖|二级)[^，。；：]{0,16}?(?:单位|机构)"
)
_PREFIX = re.compile(
    r"^.*?(?:内设|下设|设有|设置了?|设立了?|下属|所属|直属|下辖|全称为?|名称为?|分别(?:是|为)|包括|包含|即|共设|[：:])"
    r"(?:(?:机构|股室|科室|处室|职能科室|部门|单位)?(?:有|是|为|：|:)?)?(?:[\d一二三四五六七八九十两]+个)?(?:职能|内设|股级|科级|处级)*(?:机构|股室|科室|处室|部门)?(?:，|：|:)?(?:分别)?(?:是|为|：|:)?"
)
_COUNTED = re.compile(r"(?:等)?(?:共(?:计)?|合计)?[\d一二三四五六七八九十两]+个.*$|等$|(?:共|及其他).*$")
_BREAK = re.compile(r"[，,。；;：:]")
_AND = re.compile(r"以及|和|与|及|、")
_KIND = r"(?:室|科|股|处|局|中心|站|所|队|院|馆|会|办|委|校|中学|小学|园|部|组|公司|场|库|司|社|厅|台|基地|大厅|厂)"
_NAME = re.compile(rf"(?!\d)[\u4e00-\u9fffA-Za-z0-9“”·（）()]{{1,26}}{_KIND}(?:（[^）]{{1,20}}）)?")
_GENERIC = re.compile(
    r"^(?:内设|下属|所属|直属|其他|各|本|我|该|职能|行政|事业|预算|财政|有关|二级)*(?:机构|单位|科室|股室|处室|部门|室|科|股|处|局|中心|站|所|队|院|办|委|部|组)$"
    r"|负责|承担|编制|工作人员|经费|等级|隶属|管理的|核定|批准|根据|设置|^.{0,8}(?:人民)?政府"
)
_HEADED = re.compile(rf"^({_NAME.pattern})(?=$|[：:。（(，])")


def read_internal_units(reading: Reading) -> tuple[Evidence, ...]:
    """Return evidence of each unit's name, the first mention of each."""
    seen: set[str] = set()
    found: list[Evidence] = []
    for unit in reading.units:
        place = subject(reading, unit)
        if place not in _PLACES:
            continue
        for name, start in _names(reading, unit, place):
            if name not in seen:
                seen.add(name)
                found.append(stretch(reading, unit, start, start + len(name)))
    return tuple(found)


def _names(reading: Reading, unit: Unit, place: SectionKind) -> Iterator[tuple[str, int]]:
    text = said(reading, unit)
    listed = place is SectionKind.ORGANISATION and unit.role is not UnitRole.HEADING
    headed = _HEADED.match(text) if listed and (unit.enumerator or unit.role is UnitRole.CELL) else None
    if headed and not _GENERIC.search(headed.group(1)):
        yield headed.group(1), 0
    elif _SETS_UP.search(text) and unit.role is not UnitRole.HEADING:
        yield from _listed(text)


def _listed(text: str) -> Iterator[tuple[str, int]]:
    """Yield the names of a sentence that says which units there are, with their places."""
    started, at = False, 0
    for clause in _split(text, _BREAK):
        part, start = clause
        begins = _PREFIX.match(part) if (_SETS_UP.search(part) or started) else None
        started = started or begins is not None
        if started:
            at = begins.end() if begins else 0
            yield from _separated(part[at:], start + at)


def _separated(listing: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield the names of ``甲室、乙科和丙中心共3个``."""
    listing = _COUNTED.sub("", listing)
    for part, at in _split(listing, re.compile("、")):
        for name, inner in _conjoined(part):
            if _NAME.fullmatch(name) and not _GENERIC.search(name):
                yield name, start + at + inner


def _conjoined(part: str) -> Iterator[tuple[str, int]]:
    """Split at 和/与/及 where what stands before is itself a unit's name (``法规与监督科`` stays whole)."""
    at = 0
    for match in _AND.finditer(part):
        if match.start() > at and _NAME.fullmatch(part[at : match.start()]):
            yield part[at : match.start()], at
            at = match.end()
    if at < len(part):
        yield part[at:], at


def _split(text: str, separator: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    at = 0
    for match in separator.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], at
        at = match.end()
    if at < len(text):
        yield text[at:], at
