"""Lines that stand beside the text: page numbers, running heads, and what closes a report (who wrote it and when)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.model.text import UnitRole
from extract.readers.rules.narrative.pointing import closes_with, said

if TYPE_CHECKING:
    from extract.model.text import Reading, Unit

_PAGE_NUMBER = re.compile(r"[-—–·]*第?\d{1,3}页?(?:[/／]?共?\d{1,3}页?)?[-—–·]*")
_LONGEST = 40
"""Characters of the longest of these lines."""
_ENDS = frozenset("。；;")
_LAST_WORDS = ("专此", "特此", "此致", "以上报告", "（此页")
_RUNNING_HEAD = re.compile(r"(?:自评|评价|绩效)(?:工作)?(?:报告|总结)$")
_DATE = re.compile(
    r"(?:填报(?:日期|时间)?[：:]?)?(?:20[\dXx×]{2}|二[〇○零Oo0]二[〇○零一二三四五六七八九])[年.\-/][\d元一二三四五六七八九十Xx×]{1,2}[月.\-/](?:[\d一二三四五六七八九十Xx×]{1,3}日?)?"
)
_SIGNED = re.compile(
    r"(?:（?(?:盖章|公章|签章|签字)）?|^(?:填报|填表|报告|联系|经办|编制|审核|单位负责|分管负责|财务负责)(?:单位|人|撰写人|电话|方式)*(?:（签[字章]）)?[：:].*)$"
)
_CLOSING = re.compile(r"(?:专此|特此)(?:报告|说明|报送|函达)?|此致|敬礼|以上报告.{0,8}|（?此页无正文）?")
_BODY = re.compile(
    r"[\u4e00-\u9fff（）Xx×*○〇]{2,24}(?:局|委|委员会|办|办公室|院|馆|中心|站|所|队|校|学|处|部|厅|府|会|社|园|公司)"
)


def asides(reading: Reading) -> tuple[int, ...]:
    """Return the numbers of the units that are no part of the text."""
    return tuple(
        unit.number
        for at, unit in enumerate(reading.units)
        if unit.end - unit.start <= _LONGEST and _may_stand_aside(unit) and _stands_aside(reading, at)
    )


def _may_stand_aside(unit: Unit) -> bool:
    """Ask the cheap questions first: no cell under a header; such lines do not end like sentences, but for a letter's last."""
    return not unit.headers and (unit.text[-1:] not in _ENDS or unit.text.startswith(_LAST_WORDS))


def _stands_aside(reading: Reading, at: int) -> bool:
    unit = reading.units[at]
    text = said(reading, unit)
    if _PAGE_NUMBER.fullmatch(text) or _CLOSING.fullmatch(text):
        return True
    if unit.enumerator or closes_with(reading, unit):
        return False
    body = _BODY.fullmatch(text) is not None
    if unit.role is UnitRole.HEADING and (at == 0 or not body):
        return False
    if _DATE.fullmatch(text) or _SIGNED.search(text) or _RUNNING_HEAD.search(text):
        return True
    following = reading.units[at + 1] if at + 1 < len(reading.units) else None
    return body and following is not None and _DATE.match(said(reading, following)) is not None
