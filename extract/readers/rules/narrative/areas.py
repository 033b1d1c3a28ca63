"""Stretches of a report that are about one thing, by the kinds of its sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.model.text import SectionKind, UnitRole
from extract.readers.rules.narrative.blocks import Block, tree
from extract.readers.rules.narrative.pointing import closes_with, said

if TYPE_CHECKING:
    from extract.model.text import Reading, Unit

_PAGE_NUMBER = re.compile(r"[-—–·]*第?\d{1,3}页?(?:[/／]?共?\d{1,3}页?)?[-—–·]*")
_LONGEST_NUMBER = 24
"""Characters of the longest page number."""

_LONGEST_ASIDE = 40
"""Characters of the longest line beside the text: a running head, a signature, a date."""

_RUNNING_HEAD = re.compile(r"(?:自评|评价|绩效)(?:工作)?(?:报告|总结)$")
_DATE = re.compile(
    r"(?:填报(?:日期|时间)?[：:]?)?(?:20\d\d|二[〇○零Oo0]二[〇○零一二三四五六七八九])[年.\-/][\d元一二三四五六七八九十]{1,2}[月.\-/](?:[\d一二三四五六七八九十]{1,3}日?)?"
)
_SIGNED = re.compile(
    r"(?:（?(?:盖章|公章|签章|签字)）?|^(?:填报|报告|联系|经办|编制|审核|单位负责|分管负责|财务负责)(?:单位|人|撰写人|电话|方式)*(?:（签[字章]）)?[：:].*)$"
)
_BODY = re.compile(
    r"[\u4e00-\u9fff（）]{2,24}(?:局|委|委员会|办|办公室|院|馆|中心|站|所|队|校|学|处|部|厅|府|会|社|园|公司)"
)
_NOTES = ("注", "备注", "附注", "填表说明", "填报说明", "说明")
_NOTE = re.compile(rf"(?:{'|'.join(_NOTES)})\d?[：:]")
RULING = (SectionKind.PROBLEMS, SectionKind.IMPROVEMENTS, SectionKind.RECTIFICATION, SectionKind.EXPERIENCE)
"""Kinds that hold for all that stands below them, whatever the headings there speak of."""


def subject(reading: Reading, unit: Unit) -> SectionKind:
    """Return what the unit's place is about: the innermost ruling kind, else the innermost kind that says something."""
    found = SectionKind.OTHER
    at: int | None = unit.section
    while at is not None:
        section = reading.sections[at]
        if section.kind in RULING:
            return section.kind
        found = section.kind if found is SectionKind.OTHER else found
        at = section.parent
    return found


def areas(reading: Reading, *wanted: SectionKind) -> Iterator[Block]:
    """Yield each unbroken stretch of a section about one of the kinds as a tree; footnotes are left out."""
    run: list[Unit] = []
    noted = False
    about: dict[int, bool] = {}
    for at, unit in enumerate(reading.units):
        noted = unit.role is not UnitRole.HEADING and (noted or _opens_note(unit))
        if len(unit.text) <= _LONGEST_ASIDE and _stands_aside(reading, at):
            continue
        if unit.section not in about:
            about[unit.section] = subject(reading, unit) in wanted
        fits = about[unit.section] and not noted
        if run and not (fits and _lies_in(reading, unit, run[0].section)):
            yield tree(reading, run)
            run = []
        if fits:
            run.append(unit)
    if run:
        yield tree(reading, run)


def _stands_aside(reading: Reading, at: int) -> bool:
    """Whether a line is no part of the text: a page number, a running head, or what closes a report (who and when)."""
    unit = reading.units[at]
    if len(unit.text) <= _LONGEST_NUMBER and _PAGE_NUMBER.fullmatch(unit.text):
        return True
    if unit.role is UnitRole.HEADING or unit.enumerator or closes_with(reading, unit):
        return False
    text = said(reading, unit)
    if _DATE.fullmatch(text) or _SIGNED.search(text) or _RUNNING_HEAD.search(text):
        return True
    following = reading.units[at + 1] if at + 1 < len(reading.units) else None
    return (
        following is not None
        and _BODY.fullmatch(text) is not None
        and _DATE.match(said(reading, following)) is not None
    )


def _opens_note(unit: Unit) -> bool:
    return unit.text.startswith(_NOTES) and _NOTE.match(unit.text) is not None


def _lies_in(reading: Reading, unit: Unit, section: int) -> bool:
    at: int | None = unit.section
    while at is not None and at != section:
        at = reading.sections[at].parent
    return at is not None


def names_area(reading: Reading, block: Block, *wanted: SectionKind) -> bool:
    """Whether the block's head is the heading that gave its area this kind, not an item of it."""
    head = block.head
    return head is not None and head.role is UnitRole.HEADING and reading.sections[head.section].kind in wanted
