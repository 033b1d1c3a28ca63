"""Offices, sections and institutions of the department (内设机构), each named once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.model.text import SectionKind, UnitRole
from extract.readers.rules.narrative.areas import subject
from extract.readers.rules.narrative.pointing import said, stretch

if TYPE_CHECKING:
    from extract.model.answer import Evidence
    from extract.model.text import Reading, Unit

_PLACES = (SectionKind.ORGANISATION, SectionKind.STAFFING, SectionKind.OVERVIEW, SectionKind.FUNCTIONS)
_LISTED_IN = (SectionKind.ORGANISATION, SectionKind.STAFFING)
_COLUMN = re.compile(r"名称|科室|处室|股室|机构|单位|部门")
_NUMBER = r"[\d一二三四五六七八九十两]+"
_SORT = r"(?:职能|内设|行政|预算|财政拨款|财政补助|独立核算|基层|股级|[正副]?[科处股]级|公益[一二]类|全额拨款|参公|直属|下属|二级|事业)*"
_CLASS = r"(?:机构|科室|股室|处室|部门|单位)?"
_LISTS = re.compile(
    r"(?:内设|现有|另有|还有|下设|设有|设置了?|设立了?|共设|(?<![建开增铺])设(?![施备计想])|下辖|下属|所属|直属|全称为?|名称为?|分别[是为]|包括|包含|即|(?:机构|科室|股室|处室|单位)(?:有|为|是|包括))"
    rf"(?:了)?(?:{_NUMBER}[个家])?{_SORT}{_CLASS}(?:{_NUMBER}[个家])?(?:有|包括|分别)?[是为]?"
)
_COUNTED = re.compile(
    rf"(?:等)?(?:共(?:计)?|合计)?{_NUMBER}[个家].*$|等$|及其他.*$|(?<=[室科股处局心站所队院馆会办委校学园部组司场库厅台地厂庭段系团社支）)])等[^、等]{{0,16}}$"
)
_AND_MORE = re.compile(rf"等{_NUMBER}[个家][^、和及与]{{0,8}}(?:以及|和|及|与)")
"""Between two lists in one clause (``急诊科等26个临床科室和检验科、放射科等8个医技科室``)."""
_OWN = re.compile(r"(?:是|为|系|属于?)[^，、和及与]{2,30}(?:局|委|办|部|厅|院|府|会|馆|中心|集团)的?$")
"""Before 下属 and the like: whose the department itself is (``为市文化和旅游局下属公益一类事业单位``)."""
_ONLY_COUNTED = re.compile(rf"^[^、]*[^等共计](?![1一][个家]){_NUMBER}[个家]$")
_SEVERAL = re.compile(r"(?:[2-9两二三四五六七八九十]|\d{2,})[个家]")
_COPULA = re.compile(r"(?:分别)?(?:为|是|即|有|包括)")
_BREAK = re.compile(r"[，,。；;：:]|(?<=[个家])[（(]")
_AND = re.compile(r"以及|和|与|及")
_KIND = (
    r"(?:室|科|股|处|局|中心|站|所|队|院|馆|会|办|委|校|中学|小学|园|部|组|公司|场|库|司|社|厅|台|基地|厂"
    r"|(?<!家)庭|(?:总|工务|公路|养护|管理)段|(?<![体关联])系|(?:剧|艺术|歌舞|乐|文工|曲艺|杂技|演艺)团|总支)"
)
_NAME = re.compile(rf"(?!\d)[\u4e00-\u9fffA-Za-z0-9“”·（）()]{{1,26}}{_KIND}(?:[（(][^）)]{{1,20}}[）)])?")
_NO_NAME = re.compile(
    r"^(?:内设|下属|所属|直属|其他|各|本|我|该|职能|行政|事业|预算|财政|有关|二级|独立|核算)*(?:机构|单位|科室|股室|处室|部门)$"
    r"|^(?:内设|下属|所属|直属|其他|各|本|我|该|有关|二级)*(?:室|科|股|处|局|中心|站|所|队|院|办|委|部|组)$"
    r"|\d[所个家]$|负责|承担|编制|工作人员|经费|等级|隶属|管理的|核定|批准|根据|设置|内设|下设|我局|本局"
    r"|^的|[一二三]级[甲乙]等|^(?:全国|国家|省级|市级)(?:[一二三]级|级|重点|文明|示范|优秀)"
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
    headed = _HEADED.match(text) if place in _LISTED_IN and _is_entry(reading, unit) else None
    if headed and not _NO_NAME.search(headed[1]):
        yield headed[1], 0
    elif unit.role is not UnitRole.HEADING:
        yield from _listed(text, started=place is SectionKind.ORGANISATION and _is_list(text))


def _is_entry(reading: Reading, unit: Unit) -> bool:
    """Whether the unit is an entry of a list or table of units (``1.办公室。负责……``)."""
    if unit.role is UnitRole.HEADING:
        return unit.enumerator is not None and reading.sections[unit.section].kind is SectionKind.OTHER
    if unit.role is UnitRole.CELL:
        return not unit.headers or _COLUMN.search(unit.headers[-1]) is not None
    return unit.enumerator is not None


def _is_list(text: str) -> bool:
    """Whether a sentence is nothing but names (``综合股、待遇保障股。``)."""
    parts = _COUNTED.sub("", _BREAK.split(text)[0]).split("、")
    return len(parts) > 1 and all(_NAME.fullmatch(part) and not _NO_NAME.search(part) for part in parts)


def _listed(text: str, *, started: bool = False) -> Iterator[tuple[str, int]]:
    """Yield the names of a sentence that says which units there are, with their places.

    ``started`` where the names stand from the beginning on, else behind words such as ``内设``.
    """
    for clause, start in _split(text, _BREAK):
        begins = _begins(clause)
        started = started or begins is not None
        if started:
            at = begins or 0
            yield from _separated(clause[at:], start + at)


def _begins(clause: str) -> int | None:
    """Return where in the clause the names begin after words such as ``内设``, None where no such word stands."""
    begins = [(match[0], match.end()) for match in _LISTS.finditer(clause) if not _OWN.search(clause[: match.start()])]
    for words, end in begins:
        names = sum(1 for _ in _separated(clause[end:], 0))
        if names > 1 or (names == 1 and not _SEVERAL.search(words)):
            return end
    return len(clause) if begins else None


def _separated(listing: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield the names of ``甲室、乙科和丙中心共3个``; ``监管所8个`` names none."""
    if _ONLY_COUNTED.match(listing):
        return
    copula = _COPULA.match(listing)
    skip = copula.end() if copula else 0
    for several, begin in _split(listing[skip:], _AND_MORE):
        for part, at in _split(_COUNTED.sub("", several), re.compile("、")):
            for name, inner in _conjoined(_closed(part)):
                if _NAME.fullmatch(name) and not _NO_NAME.search(name):
                    yield name, start + skip + begin + at + inner


def _closed(part: str) -> str:
    """Return the words without a closing bracket that none of them opens."""
    return part[:-1] if part[-1:] in {"）", ")"} and not re.search(r"[（(]", part) else part


def _conjoined(part: str) -> Iterator[tuple[str, int]]:
    """Split at 和/与/及 where what stands before is itself a unit's name (``法规与监督科`` stays whole)."""
    at = 0
    for match in _AND.finditer(part):
        if match.start() == at:
            at = match.end()
        elif _NAME.fullmatch(part[at : match.start()]):
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
