"""What was done about the previous year's findings (上年度问题整改), sentence by sentence."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from extract.model.text import SectionKind, UnitRole
from extract.readers.rules.narrative.areas import subject
from extract.readers.rules.narrative.pointing import closes_with, said, whole
from extract.readers.rules.narrative.sentences import is_lead_in, is_template, states_work

if TYPE_CHECKING:
    from extract.model.answer import Evidence
    from extract.model.text import Reading, Unit

_DONE = re.compile(r"整改|已|完善|改进|落实|纠正|修订|建立|补充|压减|提高|加快|调整")
_NONE = re.compile(r"^[^，。]{0,16}(?:无|没有|不存在|不涉及)[^，。]{0,12}$")
_LAST_YEAR = re.compile(
    r"(?:上一?年度?|去年)[^。；]{0,30}(?:自评|评价|审计|检查|巡[视察])[^。；]{0,20}(?:问题|意见|建议)[^。；]*(?:整改|改进|纠正|落实)"
)

_OPENS = re.compile(
    r"(?:上一?年度?|去年|20\d\d年度?)[^。；]{0,30}(?:自评|评价|审计|检查|巡[视察])[^。；]{0,20}(?:问题|意见|建议)[^。；]{0,12}已[^。；]{0,8}(?:整改|改进|纠正)$"
)
"""The end of a sentence that opens a list of what was done about earlier findings."""

_DEALT_WITH = re.compile(r"^(?:对|将|把)[^，。]{3,}(?:在|予以|进行|作|调剂|清理|归还|移交|核销)")


def read_rectification(reading: Reading) -> tuple[Evidence, ...]:
    """Return evidence of each sentence that says what was done about last year's findings."""
    listed = _listed(reading)
    return tuple(whole(unit) for unit in reading.units if unit.number in listed or _tells(reading, unit))


def _listed(reading: Reading) -> frozenset[int]:
    """Return the numbers of the items of lists that a sentence on an earlier year's findings opens."""
    found: set[int] = set()
    for at, unit in enumerate(reading.units):
        if closes_with(reading, unit) == "：" and _OPENS.search(said(reading, unit)):
            behind = takewhile(lambda one: one.enumerator and one.role is not UnitRole.HEADING, reading.units[at + 1 :])
            found.update(one.number for one in behind)
    return frozenset(found)


def _tells(reading: Reading, unit: Unit) -> bool:
    if unit.role is UnitRole.HEADING:
        return False
    text, place = said(reading, unit), subject(reading, unit)
    if place is SectionKind.RECTIFICATION:
        tells = bool(_DONE.search(text) or _DEALT_WITH.search(text)) or states_work(text)
    else:
        tells = place not in {SectionKind.IMPROVEMENTS, SectionKind.PROBLEMS} and _LAST_YEAR.search(text) is not None
    return tells and not (is_template(text) or is_lead_in(text, closes_with(reading, unit)) or _NONE.search(text))
